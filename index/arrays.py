"""Saved arrays, opened: small ones are read, large ones are looked at where they lie on the disk.

Of those that are too large to be hashed whenever an index is opened, every block of bytes has its own hash, in a file
beside the array; a block is compared with it when it is first looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import IndexDamaged

# Up to so many bytes a file is read at once: quicker than to map it, and no page is fetched while a question waits.
READ = 8 << 20
# Bytes of a block. A row is a kilobyte or two and its neighbours are seldom looked at, so a large block is hashed for
# nothing: of 1.5 GB of vectors (a million, 400 looked at with two on each side) the first question takes 12 ms more
# with 16 KB, 21 with 64 KB and 264 with 1 MB. The hashes take 3 MB; with 4 KB 11 ms, and they would take 12 MB.
BLOCK = 16 << 10
SUFFIX = ".blocks"
_DIGEST = 32

Rows = int | slice | NDArray[Any]


class Watched:
    """A mapped array whose rows are compared with their hashes when they are first looked at.

    It is read as an array is, by rows or as a whole; whatever finds a block that is not as it was written raises
    IndexDamaged. Safe to share between threads: two may compare a block twice.
    """

    def __init__(self, path: Path, digests: bytes, mend: str) -> None:
        """Raises ValueError or OSError if there is no array in ``path``."""
        self._path = path
        self._mend = mend
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._digests = digests
        blocks = -(-len(self._bytes) // BLOCK)
        if len(digests) != blocks * _DIGEST:
            raise ValueError(f"{path.name} has {len(digests) // _DIGEST} hashes for {blocks} blocks")
        self._seen = np.zeros(blocks, dtype=np.bool_)
        self._compare((0,))  # where the array's shape stands
        self._array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        if not self._array.flags.c_contiguous:
            raise ValueError(f"{path.name} does not hold row after row")
        self._start = len(self._bytes) - self._array.nbytes
        self._row = self._array.nbytes // max(1, len(self._array))

    @property
    def shape(self) -> tuple[int, ...]:
        return self._array.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        return self._array.dtype

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, rows: Rows) -> NDArray[Any]:
        """Rows by number, by slice (step 1) or by an array of numbers, as of an array."""
        if not self._seen.all():
            self._look_at(*self._reach(rows))
        found: NDArray[Any] = self._array[rows]
        return found

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        """The whole array."""
        self._compare(np.flatnonzero(~self._seen).tolist())
        return np.array(self._array, dtype=dtype) if copy else np.asarray(self._array, dtype=dtype)

    def _reach(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first rows of runs of rows, and the rows after their last."""
        if isinstance(rows, slice):
            start, end, _ = rows.indices(len(self._array))
            run = np.array([[start], [end]], dtype=np.int64)[:, : max(0, min(1, end - start))]
            return run[0], run[1]
        wanted = np.atleast_1d(np.asarray(rows)).ravel()
        wanted = np.where(wanted < 0, wanted + len(self._array), wanted)
        return wanted, wanted + 1

    def _look_at(self, begin: NDArray[np.int64], end: NDArray[np.int64]) -> None:
        first = (self._start + begin * self._row) // BLOCK
        last = (self._start + end * self._row - 1) // BLOCK
        # +1 where a row begins and -1 after it ends: what sums to more than 0 is in a row.
        edges = np.zeros(len(self._seen) + 1, dtype=np.int64)
        np.add.at(edges, first, 1)
        np.add.at(edges, last + 1, -1)
        self._compare(np.flatnonzero((np.cumsum(edges[:-1]) > 0) & ~self._seen).tolist())

    def _compare(self, blocks: Iterable[int]) -> None:
        for block in blocks:
            start = block * BLOCK
            wanted = self._digests[block * _DIGEST : (block + 1) * _DIGEST]
            if sha256(self._bytes[start : start + BLOCK].data).digest() != wanted:
                raise IndexDamaged(f"{self._path}: has been altered near byte {start:,}; {self._mend}")
            self._seen[block] = True


Array = NDArray[Any] | Watched
"""An array that was saved, in memory, mapped, or watched."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens arrays. ``mend``: what to do about one that is damaged, for the reader of the error."""

    mend: str = "build the index anew"

    def __call__(self, path: Path) -> Array:
        """The array in ``path``. Raises ValueError or OSError if it is none, IndexDamaged if it was altered."""
        beside = path.with_name(path.name + SUFFIX)
        if beside.exists():
            return Watched(path, beside.read_bytes(), self.mend)
        large = path.stat().st_size > READ
        found: NDArray[Any] = np.load(path, mmap_mode="r" if large else None, allow_pickle=False)
        return found


PLAIN = Opener()


def write_blocks(path: Path) -> None:
    """Writes the hashes of the blocks of ``path`` beside it. Raises OSError."""
    with path.open("rb") as stream, path.with_name(path.name + SUFFIX).open("wb") as written:
        written.writelines(_digests(iter(lambda: stream.read(BLOCK), b"")))


def _digests(blocks: Iterator[bytes]) -> Iterator[bytes]:
    return (sha256(block).digest() for block in blocks)
