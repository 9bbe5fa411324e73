"""Whether a changed file is noticed, told once, and no more often looked at than need be."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from app.changed import EVERY, OnDisk

TEXT = "The bridge opened in 1904.\n"
HASH = sha256(TEXT.encode()).hexdigest()


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, "utf-8")
    return path


def rewrite(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, "utf-8")


def replaced(path: Path) -> None:
    """As editors save: another file in its place, of the same length and date."""
    state = path.stat()
    other = path.with_name("other")
    other.write_text(TEXT.replace("1904", "1905"), "utf-8")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(rewrite(TEXT + "It fell."), "bridge.txt has changed since Ibid read it: answers", id="longer"),
        pytest.param(replaced, "bridge.txt has changed since Ibid read it: answers", id="as-long-and-as-old"),
        pytest.param(rewrite(""), "bridge.txt has changed since Ibid read it: answers", id="empty"),
        pytest.param(Path.unlink, "bridge.txt can no longer be read: answers", id="gone"),
        pytest.param(rewrite(TEXT), None, id="written-again-the-same"),
        pytest.param(Path.touch, None, id="only-its-date"),
    ],
)
def test_what_is_noticed(file: Path, change: Callable[[Path], object], what: str | None) -> None:
    clock, said = Clock(), list[str]()
    held = OnDisk(file, HASH, said.append, clock=clock)
    assert held.notice() is None
    change(file)
    assert held.notice() is None, "looked at too soon"
    clock.now += EVERY
    lines = {held.notice() for _ in range(3)}
    clock.now += EVERY
    lines.add(held.notice())
    if what is None:
        assert (lines, said) == ({None}, [])
        return
    (line,) = lines
    assert line is not None
    assert line.startswith(what)
    assert HASH[:12] in line
    assert "restart" in line
    assert str(file.parent) not in line, "readers are not told where it lies"
    assert said == [line.replace("bridge.txt", str(file))]


def test_a_change_before_the_first_look(file: Path) -> None:
    file.write_text("Another.", "utf-8")
    assert "has changed" in (OnDisk(file, HASH).notice() or "")


def test_what_is_put_back_is_no_longer_told_of_and_a_second_change_is(file: Path) -> None:
    clock, said = Clock(), list[str]()
    held = OnDisk(file, HASH, said.append, clock=clock)
    for text, changed in (("One.", True), (TEXT, False), ("Two.", True), ("Three.", True)):
        file.write_text(text, "utf-8")
        clock.now += EVERY
        assert bool(held.notice()) is changed
    assert len(said) == 3


def test_a_name_turns_no_line_around(tmp_path: Path) -> None:
    path = tmp_path / "a\n\u202eb.txt"
    assert (OnDisk(path, HASH).notice() or "").isprintable()
