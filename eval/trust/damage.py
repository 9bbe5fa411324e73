"""What can happen to a file, one thing at a time, and whether it is told."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IbidError


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to a file, and what for."""

    name: str
    do: Callable[[Path], None]


def flip(path: Path, chance: random.Random) -> None:
    """One bit of a file."""
    at = chance.randrange(path.stat().st_size)
    with path.open("r+b") as stream:
        stream.seek(at)
        byte = stream.read(1)[0]
        stream.seek(at)
        stream.write(bytes([byte ^ 1 << chance.randrange(8)]))


def _cut(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.truncate(chance.randrange(path.stat().st_size))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def ways(flips: int, chance: random.Random, other: Path | None = None) -> Iterator[Damage]:
    """So many bits flipped, and each other way once; ``other``: another's file, put in its place."""
    yield from (Damage("one bit flipped", lambda path: flip(path, chance)) for _ in range(flips))
    yield Damage("cut short", lambda path: _cut(path, chance))
    yield Damage("emptied", _empty)
    yield Damage("removed", Path.unlink)
    if other:
        yield Damage("another index's", lambda path: None if not other.exists() else _swap(path, other))


def _swap(path: Path, other: Path) -> None:
    path.write_bytes(other.read_bytes())


@contextmanager
def damaged(path: Path, how: Damage) -> Iterator[bool]:
    """Whether the file is not as it was, while this lasts."""
    whole = path.read_bytes()
    how.do(path)
    try:
        yield not path.exists() or path.read_bytes() != whole
    finally:
        path.write_bytes(whole)


class Heard:
    """What was damaged, and what was said of it."""

    def __init__(self, *advice: str) -> None:
        """``advice``: one of these must say what to do; none is asked for where there are none."""
        self._advice = advice
        self.ways: Counter[str] = Counter()
        self.unnoticed: list[str] = []
        self.unclear: list[str] = []

    def of(self, what: str, how: str, line: str | None) -> None:
        """``line``: what was said; None if nothing was."""
        self.ways[how] += 1
        if line is None:
            self.unnoticed.append(f"{what} {how}")
        elif "\n" in line or what not in line or not any(one in line for one in self._advice or ("",)):
            self.unclear.append(line)

    def figure(self) -> str:
        ways = ", ".join(f"{times} {how}" for how, times in self.ways.items())
        clear = "where and what to do" if self._advice else "where"
        return f"{ways}: {len(self.unnoticed)} unnoticed, {len(self.unclear)} not told in one line that says {clear}"

    @property
    def kept(self) -> bool:
        return bool(self.ways) and not self.unnoticed and not self.unclear


def refusal(act: Callable[[], object]) -> str | None:
    """What it said; None if nothing. Anything else than an IbidError is no clear line."""
    try:
        act()
    except IbidError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}\n{error}"
    return None
