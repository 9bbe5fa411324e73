"""Takes away what builds that were killed, or replaced, left in an index's folder."""

from __future__ import annotations

from pathlib import Path

from index.manifest import generation_of
from index.underway import State, folders, lock_of, locks, probed, take_away

GENERATION = "generation"


def tidy(folder: Path) -> None:
    """Removes every generation that the manifest does not name: never one of another build under way."""
    for old in folders(folder, GENERATION):
        # The manifest is read while the lock says that no build is about to name this one.
        with probed(lock_of(old)) as state:
            now = generation_of(folder)
            # Of a manifest that can't be read just now, each may be the one.
            if state is State.FREE and now is not None and old.name != now:
                take_away(old)
    for lock in locks(folder):
        with probed(lock) as state:
            if state is State.FREE:
                lock.unlink(missing_ok=True)


def tidy_unfinished(above: Path, stem: str) -> None:
    """Removes the folders ``stem-<id>`` in ``above`` whose process was killed."""
    for old in folders(above, stem):
        with probed(lock_of(old)) as state:
            if state is State.FREE:
                take_away(old)
