"""A folder that is being filled is told from one that was left."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

import pytest

from index import underway
from index.tidy import tidy_unfinished
from index.underway import State, folders, lock_of, locks, new_folder, probed


def state(lock: Path) -> State:
    with probed(lock) as found:
        return found


def test_it_is_held_while_it_is_filled_and_free_after(tmp_path: Path) -> None:
    with new_folder(tmp_path, "part") as place:
        assert folders(tmp_path, "part") == [place]
        assert locks(tmp_path) == [lock_of(place)]
        assert state(lock_of(place)) is State.HELD
    assert list(tmp_path.iterdir()) == [place]
    assert state(lock_of(place)) is State.FREE


@pytest.mark.parametrize("kept", [False, True])
def test_what_fails_is_taken_away_unless_it_counts_already(tmp_path: Path, kept: bool) -> None:
    def fill() -> None:
        with new_folder(tmp_path, "part", kept=lambda _: kept) as place:
            (place / "file").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill()
    assert [path.name[:5] for path in tmp_path.iterdir()] == (["part-"] if kept else [])


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    said, hear = os.pipe()
    if not (pid := os.fork()):
        with new_folder(tmp_path, "part"):
            os.write(hear, b".")
            signal.pause()
    os.read(said, 1)
    (place,) = folders(tmp_path, "part")
    tidy_unfinished(tmp_path, "part")
    assert state(lock_of(place)) is State.HELD
    assert place.exists()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(said)
    os.close(hear)
    assert state(lock_of(place)) is State.FREE
    tidy_unfinished(tmp_path, "part")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_was_tidied_away_in_the_making_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone who tidies meets the lock's file before it is locked."""
    taken, made = underway._taken, []

    def meets(descriptor: int) -> State:
        made.append(descriptor)
        if len(made) == 1:
            locks(tmp_path)[0].unlink()
        return taken(descriptor)

    monkeypatch.setattr(underway, "_taken", meets)
    with new_folder(tmp_path, "part") as place:
        assert len(made) == 2
        assert locks(tmp_path) == [lock_of(place)]


def test_where_there_are_no_locks_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems over a network: what is left stays."""

    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with new_folder(tmp_path, "part") as place:
        assert state(lock_of(place)) is State.UNKNOWN
        tidy_unfinished(tmp_path, "part")
        assert place.exists()


NAMES = ["part-0123456789ab", "part-0123456789a", "part-0123456789AB", "part-0123456789abc", "other-0123456789ab"]


def test_only_its_own_names(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).mkdir()
    (tmp_path / "part-ffffffffffff").symlink_to(tmp_path / NAMES[1])
    (tmp_path / "part-eeeeeeeeeeee").write_text("a file")
    assert [path.name for path in folders(tmp_path, "part")] == NAMES[:1]
    tidy_unfinished(tmp_path, "part")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*NAMES[1:], "part-ffffffffffff", "part-eeeeeeeeeeee"]
    )
