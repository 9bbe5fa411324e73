"""Ibid asked: its answers judged, and how surely each question is answerable, by Ibid and by similarity alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.judged import Said
from eval.metrics import measures
from eval.questions import Question
from eval.run import Row, run
from eval.system import system
from index.search import DENSE, Index


@dataclass(frozen=True, slots=True)
class Own:
    """Ibid's rows. Beside each: its probability that the article answers, and the similarity of what lies nearest."""

    rows: tuple[Row, ...]
    answerable: tuple[float, ...]
    similarity: tuple[float, ...]


def ask(index: Index, questions: Sequence[Question], step: Callable[[], None] = lambda: None) -> Own:
    """Asks what `ibid ask` answers, and the search by vectors alone for the cosine of its best sentence."""
    rows = run(questions, system(index), measures(index.article.text), step)
    return Own(
        rows,
        tuple(answerable(row.said) for row in rows),
        tuple(_similarity(index, row.question.question) for row in rows),
    )


def answerable(said: Said | None) -> float:
    """How surely the article answers: the confidence of an answer, or what silence leaves of it."""
    if said is None:
        return 0.0
    return said.confidence if said.answered else 1.0 - said.confidence


def _similarity(index: Index, question: str) -> float:
    hits = index.search(question, 1, weights=DENSE)
    return hits[0].cosine if hits else 0.0
