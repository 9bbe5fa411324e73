"""Vectors → nearest texts, with FAISS (exact inner product of unit vectors: cosine)."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


class Dense:
    """Vectors of texts, and which owner (a sentence or a chunk) each text belongs to."""

    def __init__(self, index: faiss.Index, owners: NDArray[np.int32], size: int) -> None:
        self._index = index
        self._owners = owners
        self._size = size

    @classmethod
    def build(cls, vectors: Vectors, owners: NDArray[np.int32], size: int) -> Dense:
        """``vectors`` has shape ``(texts, dimension)``, ``owners`` ``(texts,)`` with values below ``size``."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(np.ascontiguousarray(vectors))
        return cls(index, owners, size)

    def scores(self, question: Vectors, depth: int) -> NDArray[np.float32]:
        """Cosine of the ``depth`` nearest texts' owners with one question vector, the best of an owner's texts.

        Shape ``(owners,)``; 0 for owners that are further away.
        """
        scores = np.zeros(self._size, dtype=np.float32)
        if self._index.ntotal:
            values, rows = self._index.search(question.reshape(1, -1), min(depth, self._index.ntotal))
            np.maximum.at(scores, self._owners[rows[0]], values[0])
        return scores

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        faiss.write_index(self._index, str(folder / "vectors.faiss"))
        np.save(folder / "owners.npy", self._owners, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Dense:
        index = faiss.read_index(str(folder / "vectors.faiss"))
        return cls(index, np.load(folder / "owners.npy", allow_pickle=False), size)
