"""Saved arrays, opened: small ones are read, large ones are looked at where they lie on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Up to so many bytes a file is read at once: quicker than to map it, and no page is fetched while a question waits.
READ = 8 << 20


def open_array(path: Path) -> NDArray[Any]:
    """The array in ``path``. Raises ValueError or OSError if it is none."""
    found: NDArray[Any] = np.load(path, mmap_mode="r" if path.stat().st_size > READ else None, allow_pickle=False)
    return found
