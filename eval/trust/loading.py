"""Code that would run what it reads: calls of pickle and its kin, found in the source as it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Modules whose very import is a way to run what is read.
MODULES = frozenset({"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "imp", "code"})
BUILTINS = frozenset({"eval", "exec", "compile", "__import__"})
# Calls that are never safe.
CALLS = frozenset(
    {
        "yaml.load",
        "yaml.unsafe_load",
        "yaml.full_load",
        "os.system",
        "os.popen",
        "subprocess.getoutput",
        "subprocess.getstatusoutput",
        "pandas.read_pickle",
    }
)


@dataclass(frozen=True, slots=True)
class Danger:
    """A call or an import, and where it stands."""

    path: Path
    line: int
    what: str


def dangers(path: Path) -> Iterator[Danger]:
    """Every way in which the code in ``path`` might run what it reads."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    names = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for module in _modules(node):
                if module.split(".", 1)[0] in MODULES:
                    yield Danger(path, node.lineno, f"import {module}")
        elif isinstance(node, ast.Call) and (what := _called(node, names)):
            yield Danger(path, node.lineno, what)


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""]


def _names(tree: ast.Module) -> dict[str, str]:
    """What the names that were imported stand for: ``np`` → ``numpy``, ``load`` → ``numpy.load``."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _called(node: ast.Call, names: dict[str, str]) -> str:
    """What is called that may run what it reads; '' for all else."""
    written = ast.unparse(node.func)
    first, _, rest = written.partition(".")
    name = names.get(first, first) + (f".{rest}" if rest else "")
    said = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
    if isinstance(node.func, ast.Name) and node.func.id in BUILTINS:
        return f"{name}()"
    if name in ("numpy.load", "numpy.lib.format.read_array"):
        return "" if said.get("allow_pickle", "False") == "False" else f"{name}(allow_pickle=…)"
    if name == "torch.load":
        return "" if said.get("weights_only") == "True" else "torch.load() of more than weights"
    if name in CALLS:
        return f"{name}()"
    if name.startswith("subprocess.") and said.get("shell", "False") != "False":
        return f"{name}(shell=…)"
    if "trust_remote_code" in said and said["trust_remote_code"] != "False":
        return f"{name}(trust_remote_code=…)"
    return ""
