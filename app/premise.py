"""A question that assumes what the article tells otherwise: another number of the same things, another month.

Nothing of a question is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.asked import NO_THING
from app.claims.dates import Date, dates
from app.claims.numbers import Number, behind, numbers
from app.question import Question
from index.lexical import Words
from index.search import Hit
from ingest.article import Article, Kind

# How much of the question's words the sentence has to hold, to be about the same: late interaction's score. Anything
# from 0.5 to 0.7 finds the same 4 of 54 false premises to develop on, and none of 391 answerable questions.
HELD = 0.65
# What is counted stands within so many words behind its number: `9 new boats`, `seven new ships and boats`.
COUNTED_WITHIN = 4
# Whether something is so is answered by the sentence that says how it is.
_WHETHER = re.compile(r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# What stands behind a number and is not counted, besides what no thing is called.
_JOINING = NO_THING | frozenset(
    "across along behind beyond inside outside throughout toward towards till upon later earlier ago".split()
)
# A reference's number and a recovered passage's figures are no numbers of things.
_SPOKEN = frozenset({Kind.PROSE, Kind.BLOCK_QUOTE, Kind.CAPTION, Kind.INFOBOX, Kind.NOTE})


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What the question assumes, in its own words, and what the sentence has there, in the file's."""

    assumed: str
    told: str

    @property
    def reason(self) -> str:
        return f"The question assumes “{self.assumed}”; the article has “{self.told}” there."


def otherwise(question: Question, chosen: Sequence[Hit], article: Article) -> Otherwise | None:
    """What the first of ``chosen`` tells otherwise than ``question`` assumes; None where nothing is firmly told, or
    another of them, on the same, bears the question out.

    It is read in plain words and taken from the file: what does not stand there just so is not told.
    """
    first, *others = chosen
    asked, told = question.words, first.unit.sentence.plain
    if question.manifold or question.about_source or _WHETHER.match(asked):
        return None
    if first.unit.passage.kind not in _SPOKEN or first.late < HELD:
        return None
    ours, theirs = dates(asked), dates(told)
    found = _other_date(ours, theirs) or _other_number(asked, ours, told, theirs)
    if found is None:
        return None
    assumed, other = found
    if any(hit.late >= HELD and _bears_out(hit.unit.sentence.plain, assumed) for hit in others):
        return None
    # Not a marker of that number, nor a part of a longer figure.
    form = rf"(?<![\w\[])(?<!\d[.,]){re.escape(told[other.start : other.end])}(?![\w\]]|[.,]\d)"
    stands = re.search(form, article.slice(first.unit.sentence))
    return Otherwise(asked[assumed.start : assumed.end], stands.group()) if stands else None


def _other_date(ours: Sequence[Date], theirs: Sequence[Date]) -> tuple[Date, Date] | None:
    """The same day of another month, or of the month of another year. Any other date may be on another thing."""
    for one in ours:
        if one.day is None or any(not one.against(two) for two in theirs):
            continue
        for two in theirs:
            if two.day == one.day:
                return one, two
    return None


def _other_number(asked: str, ours: Sequence[Date], told: str, theirs: Sequence[Date]) -> tuple[Number, Number] | None:
    """Another number of the same things, where the question's own is nowhere in the sentence."""
    held = _numbers(told, theirs)
    words = Words()
    for one in _numbers(asked, ours):
        if one.low != one.high or any(_may_be(one, two) for two in held):
            continue
        things = _things(asked, one, words)
        for two in held:
            if two.unit == one.unit and things & _things(told, two, words):
                return one, two
    return None


def _bears_out(told: str, assumed: Date | Number) -> bool:
    """Whether a sentence gives what is assumed."""
    if isinstance(assumed, Date):
        return any(not assumed.against(other) for other in dates(told))
    return any(_may_be(assumed, other) for other in _numbers(told, dates(told)))


def _numbers(text: str, of_dates: Sequence[Date]) -> tuple[Number, ...]:
    return numbers(text, [(date.start, date.end) for date in of_dates])


def _may_be(one: Number, two: Number) -> bool:
    """Whether a text that gives ``two`` leaves ``one`` true: it is the same, about it, or beyond its bound."""
    if one.fits(two) or two.fits(one) or two.low <= one.low <= two.high:
        return True
    return (one.how == "least" and two.high >= one.low) or (one.how == "most" and two.low <= one.high)


def _things(text: str, number: Number, words: Words) -> set[str]:
    """The stems of the words behind a number that may be what is counted, as far as the next figure."""
    after = [found.group().casefold() for found in _WORD.finditer(text, behind(text, number))][:COUNTED_WITHIN]
    figure = next((at for at, word in enumerate(after) if word[0].isdigit()), len(after))
    return set(words(" ".join(word for word in after[:figure] if word not in _JOINING)))
