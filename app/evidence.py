"""What speaks for an answer, and against: a few figures of a question and the sentences found for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.question import Question
from app.reader import Reader, Reading
from app.values import news
from app.wanted import Slot, Wanted, slot
from index.search import Hit, Index

_NAME = re.compile(r"(?<=\s)[^\W\d_a-z][\w'’-]{2,}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """``covered``: how much of the question's words the quotes hold, within 0 and 1; ``reading``: what the reader makes
    of the first; ``empty``: whether it gives nothing of the one kind asked for that is news;
    ``known``: the share of the question's words that the article has, of ``words``; ``strange``: its names that the
    article has not.
    """

    slot: Slot
    covered: float
    reading: Reading
    empty: bool
    known: float
    words: int
    strange: tuple[str, ...]

    @classmethod
    def of(cls, index: Index, question: Question, chosen: Sequence[Hit], reader: Reader) -> Evidence:
        """Of the quotes ``chosen`` for ``question``."""
        asked = slot(question.words)
        meant = index.spelling(question.words)
        # Of a manifold question each sentence may give another part: what one lacks says nothing.
        first = () if question.manifold else chosen[:1]
        lacking = [hit for hit in first if not news(hit.unit.sentence.plain, asked.wanted, question.words)]
        known, words = index.known_words(meant)
        held = [hit.matched for hit in chosen if hit.matched]
        return cls(
            slot=asked,
            covered=float(np.max(held, axis=0).sum()) if held else 0.0,
            reading=reader.read(meant, chosen[0].unit) if chosen else Reading(0.0, 0.0),
            empty=asked.wanted is not Wanted.OTHER and bool(lacking),
            known=known / words if words else 0.0,
            words=words,
            strange=tuple(name for name in _NAME.findall(meant) if not index.knows(name)),
        )
