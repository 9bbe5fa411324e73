"""What speaks for an answer, and against: a few figures of a question and the sentences found for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.question import Question
from app.reader import Reading
from app.values import fills
from app.wanted import Wanted, asks_for
from index.search import Hit, Index

# A word that may be a name: of three characters or more, not the first. Whether it has a capital is looked at apart,
# since no range holds the capitals of all scripts.
_LATER_WORD = re.compile(r"(?<=\s)[^\W\d_a-z][\w'’-]{2,}")
# What makes a name somebody's is no part of it.
OWNED = re.compile(r"['’]s?$")


# What counts as covered where words were not compared, as in an article of very many sentences, or with a model that
# has no token vectors: as much as no floor of app/silence.py asks for.
UNCOMPARED = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """``wanted``: what is asked for, and ``source``: whether that is an entry of the list; ``covered``: how much of the
    question's words the quotes hold, within 0 and 1 (where they were not compared, ``UNCOMPARED``); ``cosine``: the
    best of the quotes'; ``reading``: what the reader makes of the first quote; ``empty``: whether that gives nothing of
    the kind asked for that is news, where one thing is asked for; ``known``: the share of the question's words that
    the article has, of ``words``; ``strange``: its names that the article has not.
    """

    wanted: Wanted
    source: bool
    covered: float
    cosine: float
    reading: Reading
    empty: bool
    known: float
    words: int
    strange: tuple[str, ...]

    @classmethod
    def of(cls, index: Index, question: Question, chosen: Sequence[Hit], reading: Reading) -> Evidence:
        """Of the quotes ``chosen`` for ``question``, the first of which reads so."""
        wanted = asks_for(question.words)
        meant = index.spelling(question.words)
        # Of a manifold question each sentence may give another part, and an entry of the reference list need not say
        # again what it is cited for: what one lacks says nothing.
        one = not (question.manifold or question.about_source)
        values = fills(chosen[0].unit.sentence.plain, wanted, question.words) if chosen else ()
        known, words = index.known_words(meant)
        held = [hit.matched for hit in chosen if hit.matched]
        covered = float(np.max(held, axis=0).sum()) if held else UNCOMPARED if chosen else 0.0
        names = [OWNED.sub("", word) for word in _LATER_WORD.findall(meant) if word[0].isupper()]
        return cls(
            wanted=wanted,
            source=question.about_source,
            covered=covered,
            cosine=max((hit.cosine for hit in chosen), default=0.0),
            reading=reading,
            empty=wanted is not Wanted.OTHER and bool(chosen) and not values and one,
            known=known / words if words else 0.0,
            words=words,
            strange=tuple(name for name in names if not index.knows(name)),
        )
