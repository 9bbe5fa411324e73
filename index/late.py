"""Late interaction: each word of a question looks for the token nearest to it in a text.

MaxSim of Khattab and Zaharia (ColBERT, 2020), over the token vectors of the same model that gives the texts' vectors,
which was not trained for it. One vector for a whole sentence says what it is about; which sentence of many on the same
subject gives the name or the number that is asked for, its words tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from index.arrays import PLAIN, Array, Opener
from index.encoder import Embedded

# A question's token counts by the square of its inverse document frequency: `the` and `?` find something everywhere.
# Of 171 questions kept for tuning, all that is needed was among the first 3 (6 where several are asked for) for 0.842,
# and first for 0.760; by the frequency itself 0.807 and 0.743, by its root 0.819 and 0.737; without late interaction
# 0.772 and 0.637.
POWER = 2
# Vectors are kept in one byte a number, each scaled by its own largest.
STEPS = 127

# Of fewer texts, how often a word occurs tells nothing: what all of them say would count for nothing.
TELLING = 10

NAMES = ("ids", "codes", "scales", "starts", "words", "frequencies")

Scores = NDArray[np.float32]


@cache
def _blas() -> ThreadpoolController:
    """The libraries that multiply, looked for once: it takes a millisecond."""
    return ThreadpoolController().select(user_api="blas")


@dataclass(frozen=True, slots=True)
class Coded:
    """The tokens of a text as they are stored: numbers, vectors as ``codes`` of one byte, and each vector's scale."""

    ids: NDArray[np.int32]
    codes: NDArray[np.int8]
    scales: Scores


def coded(embedded: Embedded) -> Coded:
    """``embedded``'s tokens in one byte a number."""
    if not len(embedded.ids):
        return Coded(embedded.ids, np.zeros((0, 0), dtype=np.int8), np.zeros(0, dtype=np.float32))
    scales = np.abs(embedded.tokens).max(axis=1) / STEPS
    codes = np.rint(embedded.tokens / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return Coded(embedded.ids, codes, scales.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Late:
    """The tokens of all texts, one text after the other: ``starts``, shape ``(texts + 1,)``, says where each begins.

    ``words`` are the different tokens, ascending, and ``frequencies`` in how many texts each stands.
    """

    ids: Array
    codes: Array
    scales: Array
    starts: Array
    words: Array
    frequencies: Array

    @classmethod
    def build(cls, texts: Sequence[Coded]) -> Late:
        sizes = [len(one.ids) for one in texts]
        width = max((one.codes.shape[1] for one in texts), default=0)
        held = [one for one in texts if len(one.ids)]
        different = [np.unique(one.ids) for one in held]
        words, frequencies = np.unique(np.concatenate([*different, np.zeros(0, dtype=np.int32)]), return_counts=True)
        return cls(
            np.concatenate([*(one.ids for one in held), np.zeros(0, dtype=np.int32)]),
            np.concatenate([*(one.codes for one in held), np.zeros((0, width), dtype=np.int8)]),
            np.concatenate([*(one.scales for one in held), np.zeros(0, dtype=np.float32)]),
            np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
            words.astype(np.int32),
            frequencies.astype(np.int32),
        )

    def text(self, row: int) -> Coded:
        """The tokens of one text."""
        part = slice(self.starts[row], self.starts[row + 1])
        return Coded(self.ids[part], self.codes[part], self.scales[part])

    def matches(self, question: Embedded, rows: NDArray[np.int64]) -> Scores:
        """What each text of ``rows`` holds of each of the question's tokens, shape ``(len(rows), tokens)``.

        A text's score is its row's sum: 1 if all are its own; 0 for texts without tokens, or if the question has no
        word that tells texts apart.
        """
        found = np.zeros((len(rows), len(question.ids)), dtype=np.float32)
        weights = self._weights(question.ids)
        sizes = self.starts[rows + 1] - self.starts[rows]
        held = np.flatnonzero(sizes)
        if not weights.sum() or not len(held):
            return found
        ends = np.cumsum(sizes[held])
        tokens = np.arange(ends[-1]) + np.repeat(self.starts[rows[held]] - (ends - sizes[held]), sizes[held])
        # One thread: as many as there are cores would go on spinning, and the next question's model wants them.
        with _blas().limit(limits=1):
            nearness = (question.tokens @ self.codes[tokens].astype(np.float32).T) * self.scales[tokens]
        best = np.maximum.reduceat(nearness, ends - sizes[held], axis=1)
        # Vectors of a byte a number can be a hair longer than 1.
        found[held] = np.minimum(best.T, 1.0) * (weights / weights.sum())
        return found

    def _weights(self, ids: NDArray[np.int32]) -> Scores:
        """How much each of a question's tokens counts."""
        texts = len(self.starts) - 1
        if not len(self.words):
            return np.zeros(len(ids), dtype=np.float32)
        at = np.minimum(np.searchsorted(self.words, ids), len(self.words) - 1)
        if texts < TELLING:
            return np.ones(len(ids), dtype=np.float32)
        frequency = np.where(self.words[at] == ids, self.frequencies[at], 0)
        return (np.log((texts + 1) / (frequency + 1)) ** POWER).astype(np.float32)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name in NAMES:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, open_array: Opener = PLAIN) -> Late:
        """Opens what ``save`` wrote; the tokens stay on the disk until they are looked at."""
        return cls(*(open_array(folder / f"{name}.npy") for name in NAMES))
