"""Every regular expression of ingest, index and app: those that are kept, and those written where they are used.

Kept ones are found in what the modules hold (globals, attributes of classes, containers), the others in the source
itself: an expression that is neither is said to be unread, so that none is missed in silence.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from eval.trust.root import ROOT

ROOMS = ("ingest", "index", "app")
# What `re` looks through a text with. The methods of a pattern have the same names.
WAYS = frozenset(("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"))
# Patterns in tables go by other names where they are used; this is how each table's are used there.
IN_TABLES = {
    "app.reasons._IF_SO": "fullmatch",
    "app.said.asides.FINITE": "match",
    "app.said.clauses.ING": "match",
    "app.said.verbs.FINITE": "match",
    "app.wanted._KEYWORDS": "search",
    "app.wanted._OPENINGS": "match",
}
# Functions that make an expression of what they are given, and why that needs no measuring.
MADE = {
    "app.reasons:_IF_SO": "kept in a table, and measured there",
    "app.said.verbs:_verb": "kept in tables, and measured there",
    "app.values:_form": "kept in a table, and measured there",
    "app.wanted:_COMPILED": "kept in a table, and measured there",
    "app.wanted:_KEYWORDS": "kept in a table, and measured there",
    "app.doors:door": "the paths of the server's own doors; a path is what a request line holds, 64 KB",
    "app.desk:empty": "two names of its own",
    "app.assets.ibid_verify:_spaced_otherwise": "words as they are with blanks between: no two repeats meet",
}
# What stands for a part of an expression that is only known when it is used.
ANY = "word"


@dataclass(frozen=True, slots=True)
class Expression:
    """``where``: module and name, or module and function. ``ways``: the methods it is used with, as far as is seen."""

    where: str
    pattern: re.Pattern[str]
    ways: frozenset[str]


@dataclass(frozen=True, slots=True)
class Expressions:
    """``unread``: places in the source whose expression could not be told."""

    found: tuple[Expression, ...]
    unread: tuple[str, ...]


def expressions() -> Expressions:
    """All of them, each once, in the order of the modules."""
    sources = {_name(path): path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}
    trees = {name: ast.parse(path.read_text("utf-8")) for name, path in sources.items()}
    modules = {name: import_module(name) for name in trees}
    ways = _ways(trees.values())
    found: dict[tuple[str, int], Expression] = {}
    for name, module in modules.items():
        for called, pattern in _held(module):
            key = (pattern.pattern, pattern.flags)
            known = found.get(key)
            table = IN_TABLES.get(f"{name}.{called}")
            used = {table} if table else ways[called.rpartition(".")[2]] | (known.ways if known else frozenset())
            found[key] = Expression(known.where if known else f"{name}.{called}", pattern, frozenset(used))
    unread: list[str] = []
    for name, tree in trees.items():
        for call, function, named in _calls(tree):
            where = f"{name}:{function or call.lineno}"
            if where in MADE:
                continue
            read = _written(call, named, modules[name])
            if read is None:
                unread.append(where)
                continue
            key = (read.pattern, read.flags)
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            used = {method} & WAYS
            known = found.get(key)
            found[key] = Expression(
                known.where if known else where, read, frozenset(used | (known.ways if known else set()))
            )
    return Expressions(tuple(found.values()), tuple(unread))


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of text that a module keeps, with their names."""
    for name, value in vars(module).items():
        if isinstance(value, type):
            if value.__module__ == module.__name__:
                for inner, held in vars(value).items():
                    yield from ((f"{name}.{inner}", one) for one in _patterns(held))
        elif not isinstance(value, ModuleType):
            yield from ((name, one) for one in _patterns(value))


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from _patterns(key)
            yield from _patterns(held)
    elif isinstance(value, list | tuple | set | frozenset):
        for held in value:
            yield from _patterns(held)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for field in value.__dataclass_fields__:
            yield from _patterns(getattr(value, field, None))


def _ways(trees: Iterable[ast.Module]) -> defaultdict[str, set[str]]:
    """Name of a pattern → the methods that are called on it, anywhere."""
    ways: defaultdict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for node in ast.walk(tree):
            # Called, or handed on to be called.
            if isinstance(node, ast.Attribute) and node.attr in WAYS:
                held = node.value
                if isinstance(held, ast.Name):
                    ways[held.id].add(node.attr)
                elif isinstance(held, ast.Attribute):
                    ways[held.attr].add(node.attr)
    return ways


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str, dict[str, ast.expr]]]:
    """Where an expression is handed to ``re``, with the function or table around it, and what its names stand for."""
    around: dict[ast.AST, tuple[str, dict[str, ast.expr]]] = {}
    for table in tree.body:
        if isinstance(table, ast.Assign) and isinstance(table.targets[0], ast.Name):
            around |= dict.fromkeys(ast.walk(table), (table.targets[0].id, {}))
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(scope)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            around |= dict.fromkeys(ast.walk(scope), (scope.name, named))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in WAYS | {"compile"}
            and node.args
        ):
            yield node, *around.get(node, ("", {}))


def _written(call: ast.Call, named: dict[str, ast.expr], module: ModuleType) -> re.Pattern[str] | None:
    """The expression of one call, what is only known later as a word; None if it can't be told."""
    flags = 0
    for node in (*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "flags")):
        value = _value(node, module)
        if isinstance(value, re.RegexFlag):
            flags |= value
    first = call.args[0]
    text = _value(named.get(first.id, first) if isinstance(first, ast.Name) else first, module)
    if isinstance(text, re.Pattern):
        return text if isinstance(text.pattern, str) else None
    try:
        return re.compile(text, flags) if isinstance(text, str) else None
    except re.error:
        return None


def _value(node: ast.expr, module: ModuleType) -> object:
    """What an expression of the source comes to, as far as its module alone tells."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(_value(part, module)) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        held = _value(node.value, module)
        return ANY if held is None else held
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left, module), _value(node.right, module)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    try:  # the project's own source, whose modules have been run already
        return eval(compile(ast.Expression(node), "<source>", "eval"), dict(vars(module)))
    except (NameError, AttributeError, TypeError, KeyError, ValueError):
        return None
