"""A folder of the cache that comes to be there in one step, whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from index.tidy import tidy_unfinished
from index.underway import new_folder

# What is made within a folder that is being filled.
_MADE = "made"


def fill(place: Path, make: Callable[[Path], object]) -> None:
    """Puts what ``make`` makes at the path it is given in ``place``, instead of what was there.

    Raises OSError if it can't be written, or if another process was quicker.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    tidy_unfinished(place.parent, f".{place.name}")
    with new_folder(place.parent, f".{place.name}") as new:
        make(new / _MADE)
        shutil.rmtree(place, ignore_errors=True)
        (new / _MADE).replace(place)
        new.rmdir()
