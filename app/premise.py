"""A question that assumes what the article tells otherwise: another number of the same things, another month.

Nothing of a question is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.claims.dates import Date, dates
from app.claims.numbers import Number, numbers
from app.question import Question
from index.lexical import Words
from index.search import Hit
from ingest.article import Article, Kind, Span

# How much of the question's words the sentence has to hold, to be about the same: late interaction's score. Anything
# from 0.5 to 0.7 finds the same 4 of 54 false premises to develop on, and none of 391 answerable questions.
HELD = 0.65
# What is counted stands within so many words behind its number: `9 new boats`, `seven new ships and boats`.
COUNTED_WITHIN = 4
# Whether something is so is answered by the sentence that says how it is.
_WHETHER = re.compile(r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# A reference's number and a recovered passage's figures are no numbers of things.
_SPOKEN = frozenset({Kind.PROSE, Kind.BLOCK_QUOTE, Kind.CAPTION, Kind.INFOBOX, Kind.NOTE})


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What the question assumes, in its own words, and what the sentence has there: a slice of the article."""

    assumed: str
    told: str

    @property
    def reason(self) -> str:
        return f"The question assumes “{self.assumed}”; the article has “{self.told}” there."


def otherwise(article: Article, question: Question, hit: Hit) -> Otherwise | None:
    """What ``hit``'s sentence tells otherwise than ``question`` assumes; None where nothing is firmly told.

    It is read in plain words and taken from the file: what does not stand there just so is not told.
    """
    asked, told = question.words, hit.unit.sentence.plain
    if question.manifold or question.about_source or _WHETHER.match(asked):
        return None
    if hit.unit.passage.kind not in _SPOKEN or hit.late < HELD:
        return None
    ours, theirs = dates(asked), dates(told)
    found = _other_date(ours, theirs) or _other_number(asked, ours, told, theirs)
    if found is None:
        return None
    (start, end), (first, last) = found
    sentence = hit.unit.sentence
    at = article.slice(sentence).find(told[first:last])
    if at < 0:
        return None
    return Otherwise(asked[start:end], article.slice(Span(sentence.start + at, sentence.start + at + last - first)))


_Parts = tuple[tuple[int, int], tuple[int, int]]


def _other_date(ours: Sequence[Date], theirs: Sequence[Date]) -> _Parts | None:
    """The same day of another month, or of the month of another year. Any other date may be on another thing."""
    for one in ours:
        if one.day is None or any(not one.against(two) for two in theirs):
            continue
        for two in theirs:
            if two.day == one.day:
                return (one.start, one.end), (two.start, two.end)
    return None


def _other_number(asked: str, ours: Sequence[Date], told: str, theirs: Sequence[Date]) -> _Parts | None:
    """Another number of the same things, where the question's own is nowhere in the sentence."""
    held = numbers(told, [(date.start, date.end) for date in theirs])
    words = Words()
    for one in numbers(asked, [(date.start, date.end) for date in ours]):
        if one.low != one.high or any(_may_be(one, two) for two in held):
            continue
        things = _things(asked, one, words)
        for two in held:
            if two.unit == one.unit and things & _things(told, two, words):
                return (one.start, one.end), (two.start, two.end)
    return None


def _may_be(one: Number, two: Number) -> bool:
    """Whether a text that gives ``two`` leaves ``one`` true: it is the same, about it, or beyond its bound."""
    if one.fits(two) or two.fits(one) or two.low <= one.low <= two.high:
        return True
    return (one.how == "least" and two.high >= one.low) or (one.how == "most" and two.low <= one.high)


def _things(text: str, number: Number, words: Words) -> set[str]:
    """The stems of the words behind a number, as far as the next figure."""
    behind = [found.group() for found in _WORD.finditer(text, number.end)][:COUNTED_WITHIN]
    figure = next((at for at, word in enumerate(behind) if word[0].isdigit()), len(behind))
    return set(words(" ".join(behind[:figure])))
