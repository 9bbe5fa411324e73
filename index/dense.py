"""Vectors → nearest texts by inner product of unit vectors (cosine): exact for few, with FAISS for many."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from index.arrays import PLAIN, Array, Opener
from index.encoder import Vectors

if TYPE_CHECKING:
    import faiss

# Up to so many vectors all are compared, exactly: 50,000 take 8 ms on one core, and FAISS need not be loaded (0.2 s of
# a command). Above, inverted lists look at a part of them; docs/benchmarks.md has the curve of both.
EXACT = 50_000
# Inverted lists for n vectors: this times the root of n, to the next power of two (4,096 for a million). FAISS's
# guidelines for choosing an index take 4 to 16 times the root.
LISTS_PER_ROOT = 4
# Vectors the lists are learned from, for each list: FAISS asks for 39 to 256, and learning takes in proportion.
LEARNED_FROM = 64
# Lists looked at for a question. Of the ten nearest, 64 found 0.97 among 100,000 vectors (1,024 lists, 4 ms) and
# 0.99 among a million (4,096 lists, 5 ms); 32 found 0.96 and 256 0.998 (10 ms).
LOOKED_AT = 64
# Texts on each side of one that was found: what stands beside it is asked for too (``index.surroundings``).
BESIDE = 2

VECTORS, OWNERS, KEYS, LISTS = "vectors.npy", "owners.npy", "keys.npy", "lists.faiss"

Rows = NDArray[np.int64]
Owners = NDArray[np.int32]
Keys = NDArray[np.uint8]


class Dense:
    """Vectors of texts, and which owner (a sentence or a chunk) each text belongs to.

    ``vectors`` has shape ``(texts, dimension)``, ``owners`` ``(texts,)`` with values below ``size``; ``keys``, shape
    ``(texts, 16)``, tell which text each was made from.
    """

    def __init__(
        self, vectors: Array, owners: Array, keys: Array, size: int, lists: faiss.IndexIVF | None = None
    ) -> None:
        self.vectors = vectors
        self.owners = owners
        self.keys = keys
        self._size = size
        self._lists = lists

    @classmethod
    def build(cls, vectors: Vectors, owners: Owners, keys: Keys, size: int, *, exact: int = EXACT) -> Dense:
        """``exact``: up to how many vectors are compared one by one."""
        return cls(vectors, owners, keys, size, _lists(vectors) if len(vectors) > exact else None)

    def nearest(self, question: Vectors, depth: int) -> tuple[Rows, NDArray[np.float32]]:
        """Texts and their cosines with one question vector, in the texts' order: all of few; of many the ``depth``
        nearest, with ``BESIDE`` texts on each side of every one.
        """
        asked = question.reshape(-1)
        if self._lists is None:
            return np.arange(len(self.vectors)), _products(np.asarray(self.vectors), asked)
        # The lists hold one byte a number, enough to find the nearest but not to order them: that is done exactly.
        rows = self._lists.search(question.reshape(1, -1), depth)[1][0]
        rows = np.unique(rows[rows >= 0, None] + np.arange(-BESIDE, BESIDE + 1))
        rows = rows[(rows >= 0) & (rows < len(self.vectors))]
        return rows, _products(self.vectors[rows], asked)

    def scores(self, question: Vectors, depth: int) -> NDArray[np.float32]:
        """Cosine of the nearest texts' owners with one question vector, the best of an owner's texts.

        Shape ``(owners,)``; 0 for owners that are further away. ``depth`` as in ``nearest``.
        """
        scores = np.zeros(self._size, dtype=np.float32)
        if len(self.vectors):
            rows, cosines = self.nearest(question, depth)
            np.maximum.at(scores, self.owners[rows], cosines)
        return scores

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name, array in ((VECTORS, self.vectors), (OWNERS, self.owners), (KEYS, self.keys)):
            np.save(folder / name, array, allow_pickle=False)
        if self._lists is not None:
            import faiss

            # FAISS's own writer keeps silent if the disk is full when it closes the file.
            with (folder / LISTS).open("wb") as stream:
                faiss.write_index(self._lists, faiss.PyCallbackIOWriter(stream.write))  # type: ignore[attr-defined]

    @classmethod
    def load(cls, folder: Path, size: int, open_array: Opener = PLAIN) -> Dense:
        """Opens what ``save`` wrote; of many vectors only those looked at are read."""
        vectors, owners, keys = (open_array(folder / name) for name in (VECTORS, OWNERS, KEYS))
        lists = None
        if (folder / LISTS).exists():
            import faiss

            lists = cast("faiss.IndexIVF", faiss.read_index(str(folder / LISTS), faiss.IO_FLAG_MMAP))
            lists.nprobe = LOOKED_AT
        return cls(vectors, owners, keys, size, lists)


def _products(vectors: Vectors, asked: Vectors) -> NDArray[np.float32]:
    """Inner products, without BLAS: its threads go on spinning for a while, and the next question's model, which wants
    the same cores, then takes twice as long.
    """
    return np.asarray(np.einsum("ij,j->i", vectors, asked), dtype=np.float32)


def _lists(vectors: Vectors) -> faiss.IndexIVF:
    """Inverted lists of vectors in one byte a number (Jégou, Douze and Schmid 2011; FAISS's ``IVF…,SQ8``)."""
    import faiss

    count, dimension = vectors.shape
    lists = 2 ** round(math.log2(LISTS_PER_ROOT * math.sqrt(count)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension), dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    # Every so-many-th vector, so that the same vectors always give the same lists.
    step = max(1, count // (lists * LEARNED_FROM))
    index.train(np.ascontiguousarray(vectors[::step]))
    index.add(vectors)
    index.nprobe = LOOKED_AT
    return index
