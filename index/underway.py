"""A folder that a process is filling, told from one that a killed process left: by a lock, which goes with its process.

    ABOVE/.building-<id>    held while ABOVE/<stem>-<id> is filled

No clock is asked: a machine's may be set back, and a build may take a day.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

LOCK = ".building-"
_ID = "[0-9a-f]" * 12


class State(Enum):
    """Whether a process is filling a folder; file systems without locks (some over a network) don't tell."""

    FREE = "free"
    HELD = "held"
    UNKNOWN = "unknown"


@contextmanager
def new_folder(above: Path, stem: str, *, kept: Callable[[Path], bool] = lambda _: False) -> Iterator[Path]:
    """A new folder ``stem-<id>`` in ``above``: gone again if what fills it fails or is interrupted.

    ``kept`` says of a folder whether it is in use by then, and stays.
    """
    lock, descriptor = _locked(above)
    place = above / f"{stem}-{lock.name.removeprefix(LOCK)}"
    try:
        place.mkdir()
        yield place
    except BaseException:
        if not kept(place):
            shutil.rmtree(place, ignore_errors=True)
        raise
    finally:
        with suppress(OSError):
            lock.unlink(missing_ok=True)
        os.close(descriptor)


def folders(above: Path, stem: str) -> list[Path]:
    """The folders ``stem-<id>`` in ``above``, whoever made them; links that lead elsewhere are none."""
    return sorted(path for path in above.glob(f"{stem}-{_ID}") if path.is_dir() and not path.is_symlink())


def locks(above: Path) -> list[Path]:
    """The locks in ``above``."""
    return sorted(path for path in above.glob(f"{LOCK}{_ID}") if path.is_file() and not path.is_symlink())


def lock_of(place: Path) -> Path:
    """The lock of a folder that ``new_folder`` made."""
    return place.with_name(f"{LOCK}{place.name[-12:]}")


@contextmanager
def probed(lock: Path) -> Iterator[State]:
    """What ``lock`` tells; if FREE nobody else can take it until this ends."""
    try:
        descriptor = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        yield State.FREE  # it is made before its folder, and taken away after the folder came to count
        return
    except OSError:
        yield State.UNKNOWN
        return
    try:
        yield _taken(descriptor)
    finally:
        os.close(descriptor)


def take_away(place: Path) -> None:
    """Removes a folder and its lock, as far as it can."""
    shutil.rmtree(place, ignore_errors=True)
    with suppress(OSError):
        lock_of(place).unlink(missing_ok=True)


def _locked(above: Path) -> tuple[Path, int]:
    while True:
        lock = above / f"{LOCK}{secrets.token_hex(6)}"
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        # Between the two lines someone who tidies may have taken it for abandoned.
        if _taken(descriptor) is not State.HELD and lock.exists():
            return lock, descriptor
        os.close(descriptor)


def _taken(descriptor: int) -> State:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return State.HELD
    except OSError:
        return State.UNKNOWN
    return State.FREE
