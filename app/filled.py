"""Hits that give a value of the kind asked for, before those that give none."""

from __future__ import annotations

from collections.abc import Sequence

from app.question import Question
from app.values import news
from app.wanted import COUNTED, asks_for
from index.search import Hit

# What a sentence loses that gives no number, date or measure where one is asked for. Of 311 answerable questions to
# develop on, right and first: 0 0.851 and 0.783, 0.03 0.848 and 0.786, 0.06 0.854 and 0.786, 0.1 0.854 and 0.790,
# 0.15 the same, while fewer questions without an answer are met with silence.
EMPTY = 0.1


def filled_first(question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """``hits`` in order of what they score after that, where what is asked for has a form that is hardly ever missed.

    Of a manifold question each may give another part: its hits stay as they are.
    """
    wanted = asks_for(question.words)
    if question.manifold or wanted not in COUNTED:
        return tuple(hits)
    weighed = [
        hit
        if news(hit.unit.sentence.plain, wanted, question.words)
        else hit._replace(score=max(0.0, hit.score - EMPTY))
        for hit in hits
    ]
    return tuple(sorted(weighed, key=lambda hit: -hit.score))


def counted(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a number or date is asked for, and the first gives one: what is as near may be another account."""
    wanted = asks_for(question.words)
    if not hits or question.about_source or wanted not in COUNTED:
        return False
    return bool(news(hits[0].unit.sentence.plain, wanted, question.words))
