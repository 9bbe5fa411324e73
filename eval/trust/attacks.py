"""Strings that make a regular expression look back and forth, made from its own parse tree.

For each repeat: what leads to it, what it repeats, many times, and something that breaks the match off. Also what leads
to it many times over, each of its characters alone, and two of them in turn. After Davis et al., "The Impact of Regular
Expression Denial of Service" (2018): nested repeats are exponential, adjacent ones and a search from every place are
quadratic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")
# What the parser makes: its trees have no types.
Node = Any
# What no expression here takes as the end of what it repeats, or takes for another thing than what came before.
BREAKERS = ("", "\0", "\n", "!", " x")
# Characters to try a class with.
_CANDIDATES = "a1 A.\t\u00a0\n-,;:'\"\u2019[]()^_#%/\u2013\u201c\u201d\u00b2\u3042\u0301\u00e9\x00"
# Different characters of one expression that are tried, alone and in pairs.
MOST_CHARACTERS = 9


@dataclass(frozen=True, slots=True)
class Attack:
    """``head`` once, ``pump`` as often as asked, ``tail`` once."""

    head: str
    pump: str
    tail: str

    def text(self, length: int) -> str:
        """About ``length`` characters of it."""
        return self.head + self.pump * max(1, length // len(self.pump)) + self.tail


def attacks(pattern: re.Pattern[str]) -> tuple[Attack, ...]:
    """All that are made for ``pattern``."""
    tree = _PARSER.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pumped: dict[tuple[str, str], None] = {}
    characters: dict[str, None] = {}
    for head, pump in _pumps(tree, "", pattern.flags):
        if pump:
            pumped[head, pump] = None
        if head + pump:
            pumped["", head + pump] = None
        if head:
            pumped["", head] = None
        characters |= dict.fromkeys(pump)
    alphabet = list(characters)[:MOST_CHARACTERS] or ["a"]
    for one in (*alphabet, "a", " "):
        pumped["", one] = None
        for other in alphabet:
            if one < other:
                pumped["", one + other] = None
    return tuple(Attack(head, pump, tail) for head, pump in pumped for tail in BREAKERS)


def _pumps(tree: Node, head: str, flags: int) -> Iterator[tuple[str, str]]:
    """For each repeat in ``tree``: what leads there, and what it repeats, in one or two ways."""
    for op, value in tree:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, _, inside = value
            yield from ((head, pump) for pump in _samples(inside, flags))
            yield from _pumps(inside, head, flags)
            head += _sample(inside, flags) * min(int(least), 3)
        elif name == "SUBPATTERN":
            yield from _pumps(value[-1], head, flags)
            head += _sample(value[-1], flags)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _pumps(branch, head, flags)
            head += _sample(value[1][0], flags)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _pumps(value[1], head, flags)
        elif name == "ATOMIC_GROUP":
            yield from _pumps(value, head, flags)
            head += _sample(value, flags)
        else:
            head += _one(name, value, flags)


def _samples(tree: Node, flags: int) -> Iterator[str]:
    """Strings that ``tree`` takes: one for each branch at its top, and for some characters of a class."""
    only = list(tree)
    if len(only) == 1 and str(only[0][0]) == "BRANCH":
        for branch in only[0][1][1]:
            yield _sample(branch, flags)
    elif len(only) == 1 and str(only[0][0]) == "SUBPATTERN":
        yield from _samples(only[0][1][-1], flags)
    elif len(only) == 1 and str(only[0][0]) in ("IN", "ANY", "NOT_LITERAL"):
        yield from _accepted(only, flags)[:4]
    else:
        yield _sample(tree, flags)


def _sample(tree: Node, flags: int) -> str:
    """A string that ``tree`` takes, but for what it looks at beside it."""
    found = ""
    for op, value in tree:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inside = value
            found += _sample(inside, flags) * min(max(int(least), 1), int(most), 3)
        elif name == "SUBPATTERN":
            found += _sample(value[-1], flags)
        elif name == "BRANCH":
            found += _sample(value[1][0], flags)
        elif name == "ATOMIC_GROUP":
            found += _sample(value, flags)
        else:
            found += _one(name, value, flags)
    return found


def _one(name: str, value: Node, flags: int) -> str:
    """A character of what takes one; nothing of what only looks."""
    if name == "LITERAL":
        return chr(value)
    if name in ("IN", "ANY", "NOT_LITERAL"):
        accepted = _accepted([(getattr(_PARSER, name), value)], flags)
        return accepted[0] if accepted else ""
    return ""


def _accepted(tree: Sequence[Node], flags: int) -> list[str]:
    """Characters that a class takes: those it names first, then of the usual ones."""
    (op, value) = tree[0]
    named = ""
    if str(op) == "IN":
        for kind, held in value:
            if str(kind) == "LITERAL":
                named += chr(held)
            elif str(kind) == "RANGE":
                named += chr(held[0])
    return [char for char in dict.fromkeys(_CANDIDATES + named) if _takes(str(op), value, char, flags)]


def _takes(name: str, value: Node, char: str, flags: int) -> bool:
    if name == "ANY":
        return char != "\n" or bool(flags & re.DOTALL)
    if name == "NOT_LITERAL":
        return bool(ord(char) != value)
    negated = any(str(kind) == "NEGATE" for kind, _ in value)
    return negated != any(_member(str(kind), held, char) for kind, held in value)


_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


def _member(kind: str, held: Node, char: str) -> bool:
    if kind == "LITERAL":
        return bool(ord(char) == held)
    if kind == "RANGE":
        return bool(held[0] <= ord(char) <= held[1])
    if kind == "CATEGORY":
        _, _, which = str(held).partition("CATEGORY_")
        inside = re.match(_CATEGORIES[which.removeprefix("NOT_")], char) is not None
        return inside != which.startswith("NOT_")
    return False
