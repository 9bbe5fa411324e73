"""What stands around a sentence, from the sentences' own vectors: nothing is embedded for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import PLAIN, Opener
from index.dense import BESIDE, Dense

# Sentences on each side that count as a sentence's surroundings, as far as its paragraph goes. Of 153 questions kept
# for tuning, 0.928 have all they need among the search's first 30 with two on each side, 0.928 with one, 0.918 with
# three; 0.932 with the paragraph's parts embedded once more, which takes two thirds longer to index.
REACH = BESIDE

Scores = NDArray[np.float32]
Spans = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """For each sentence, which ones surround it (``first`` up to ``end``, itself included) and the length of the sum
    of their vectors; all of shape ``(sentences,)``.
    """

    first: Spans
    end: Spans
    lengths: Scores

    @classmethod
    def build(cls, dense: Dense, paragraphs: Sequence[int]) -> Surroundings:
        """``paragraphs`` says of each sentence in which paragraph it stands: numbers that never fall."""
        first, end = spans(paragraphs)
        sums = np.zeros((len(first) + 1, dense.vectors.shape[1]), dtype=np.float64)
        np.add.at(sums, np.asarray(dense.owners).astype(np.int64) + 1, np.asarray(dense.vectors))
        # A sentence that was embedded in several windows counts no more than others.
        texts = np.bincount(np.asarray(dense.owners), minlength=len(first)).clip(min=1)
        sums[1:] /= texts[:, None]
        sums = np.cumsum(sums, axis=0)
        lengths = np.linalg.norm(sums[end] - sums[first], axis=1)
        return cls(first, end, lengths.astype(np.float32))

    def scores(self, cosines: Scores) -> Scores:
        """How near each sentence's surroundings are to the question, shape ``(sentences,)``: near a cosine.

        ``cosines`` are those of the sentences themselves. Where each has one vector, it is the question's cosine with
        the sum of their vectors. A sentence that was embedded in several windows has the cosine of the best, but in the
        sum their mean: the score may exceed the cosine with the sum, and 1. So it may beside a sentence whose cosine
        was below 0 and is given as 0.
        """
        sums = np.concatenate(([0.0], np.cumsum(cosines, dtype=np.float64)))
        inside = sums[self.end] - sums[self.first]
        # Vectors that cancel each other out leave no direction to compare with.
        cosines_of_sums = np.divide(inside, self.lengths, out=np.zeros_like(inside), where=self.lengths > 0)
        return np.asarray(cosines_of_sums, dtype=np.float32)

    def save(self, path: Path) -> None:
        np.save(path, self.lengths, allow_pickle=False)

    @classmethod
    def load(cls, path: Path, paragraphs: Sequence[int], open_array: Opener = PLAIN) -> Surroundings:
        """Opens what ``save`` wrote. Raises ValueError if it was made of other sentences."""
        lengths: Scores = np.asarray(open_array(path))
        if lengths.shape != (len(paragraphs),):
            raise ValueError(f"{path.name} is of {len(lengths)} sentences, not of {len(paragraphs)}")
        return cls(*spans(paragraphs), lengths)


def spans(paragraphs: Sequence[int]) -> tuple[Spans, Spans]:
    """For each sentence the first one of its surroundings and the one after the last."""
    held = np.asarray(paragraphs, dtype=np.int64)
    at = np.arange(len(held))
    first = np.searchsorted(held, held, side="left")
    end = np.searchsorted(held, held, side="right")
    return np.maximum(first, at - REACH), np.minimum(end, at + REACH + 1)
