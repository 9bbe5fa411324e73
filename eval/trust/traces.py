"""What is left of a text that was marked: in files that are new or changed, and in what was printed."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Stands in every question, claim, quotation and follow-up below; in no file, unless one of them was written down.
MARK = "xqmarkerzv7"


@dataclass(frozen=True, slots=True)
class Traces:
    """Where the mark was found: names of files, and lines of what was printed; and how much was looked through."""

    files: tuple[str, ...]
    lines: tuple[str, ...]
    looked_through: int
    own: tuple[str, ...]
    """All files that are new in the user's folders, whatever they hold."""


def _forms(mark: str) -> list[bytes]:
    """The mark as it may have been written: as text, in two bytes a letter, and within base64 at any of its places."""
    forms = [mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be"), mark.encode().hex().encode()]
    # Of the letters at both ends some bits are their neighbours'.
    coded = (base64.b64encode(b"\0" * shift + mark.encode())[4 if shift else 0 : -4] for shift in range(3))
    return [*forms, *coded]


def _files(*roots: Path) -> Iterator[Path]:
    for root in roots:
        for folder, _, names in os.walk(root):
            yield from (Path(folder) / name for name in names)


def _stamps(*roots: Path) -> dict[Path, int]:
    found = {}
    for path in _files(*roots):
        with suppress(OSError):
            found[path] = path.stat().st_mtime_ns
    return found


class Watch:
    """Looks at folders before something is done, and afterwards through all that is new or changed in them."""

    def __init__(self, root: Path, index: Path) -> None:
        self._root = root
        self._roots = (root, index)
        (root / "work").mkdir(parents=True, exist_ok=True)
        self._before = _stamps(*self._roots)

    def traces(self, printed: str) -> Traces:
        forms = _forms(MARK)
        changed = [path for path, stamp in _stamps(*self._roots).items() if self._before.get(path) != stamp]
        files = []
        for path in changed:
            with suppress(OSError):
                data = path.read_bytes()
                if any(form in data for form in forms) or MARK in path.name:
                    files.append(str(path))
        lines = tuple(line for line in printed.splitlines() if any(form.decode("latin-1") in line for form in forms))
        own = tuple(str(path) for path in changed if self._root in path.parents)
        return Traces(tuple(files), lines, len(changed), own)
