"""Candidates of one question → their scores, the windows made as they are when Ibid answers; and what is measured."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.windows import BODY_PIECES, SENTENCE_PIECES, Cutter, Laid, Window, lay, windows
from eval.training.scorers import Scorer

Scores = NDArray[np.float32]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that stand together under one heading."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence the search found: which of which passage, and the search's score for it."""

    passage: int
    sentence: int
    search: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """A reader and how its windows are made. ``pairs``: every candidate alone, with the sentence before it."""

    scorer: Scorer
    cutter: Cutter
    budget: int = BODY_PIECES
    pairs: bool = False

    def __call__(self, question: str, candidates: Sequence[Candidate], passages: Mapping[int, Passage]) -> Scores:
        """The reader's score of every candidate."""
        wanted: dict[int, list[int]] = {}
        for one in candidates:
            wanted.setdefault(one.passage, []).append(one.sentence)
        laid: list[Laid] = []
        places: list[tuple[int, Window]] = []
        asked = self.cutter(question)
        for number, sentences in wanted.items():
            passage = passages[number]
            cut = [self.cutter(sentence) for sentence in passage.sentences]
            for window in self._windows([min(len(one.ids), SENTENCE_PIECES) for one in cut], sentences):
                laid.append(lay(asked, self.cutter(passage.heading), cut[window.first : window.end]))
                places.append((number, window))
        scored: dict[tuple[int, int], float] = {}
        for (number, window), scores in zip(places, self.scorer(laid), strict=True):
            rows = [window.end - 1] if self.pairs else range(window.first, window.end)
            for sentence in rows:
                # A sentence in two windows counts where it was read first: in the window made for a better one.
                scored.setdefault((number, sentence), float(scores[sentence - window.first]))
        return np.array([scored[one.passage, one.sentence] for one in candidates], dtype=np.float32)

    def _windows(self, lengths: Sequence[int], wanted: Sequence[int]) -> Sequence[Window]:
        if self.pairs:
            return [Window(max(0, at - 1), at + 1) for at in wanted]
        return windows(lengths, wanted, self.budget)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of questions with a right sentence first and among the first 3, and the mean reciprocal rank."""

    questions: int
    first: float
    third: float
    mrr: float

    def __str__(self) -> str:
        return f"right@1 {self.first:.3f}  right@3 {self.third:.3f}  MRR {self.mrr:.3f}  ({self.questions})"


def figures(ranks: Sequence[int | None]) -> Figures:
    """Of the rank of each question's best right sentence, from 0; None where it was not among the candidates."""
    size = max(1, len(ranks))
    found = [rank for rank in ranks if rank is not None]
    return Figures(
        len(ranks),
        sum(rank < 1 for rank in found) / size,
        sum(rank < 3 for rank in found) / size,
        sum(1.0 / (rank + 1) for rank in found) / size,
    )


def rank(scores: Scores, right: Callable[[int], bool]) -> int | None:
    """The rank of the first right candidate by ``scores``; ties in the candidates' order."""
    order = np.argsort(-scores, kind="stable")
    return next((place for place, at in enumerate(order) if right(int(at))), None)


def auc(answerable: Collection[float], other: Collection[float]) -> float:
    """How often an answerable question scores higher than one that is not; a tie counts half."""
    above, below = np.array(list(answerable))[:, None], np.array(list(other))[None, :]
    return float(((above > below) + 0.5 * (above == below)).mean())
