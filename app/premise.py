"""A question that assumes what the article tells otherwise: another number, another date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.claims.align import Text
from app.claims.article_text import ArticleText
from app.claims.compare import compare
from app.claims.dates import Date
from app.question import Question
from index.search import Hit
from ingest.article import Kind

# How much of the rest of the question the sentence has to hold, to be about the same. Of 399 answerable questions to
# develop on and 54 with a false premise, a number differs in the first quote for 1 and 4 (the 1 asks which of two
# numbers it is, and is left out), a date for 1 and 3, not all of them what the question has wrong: a date counts where
# it is the same day of another month or year. A name, a side or a `not` differ for 44 and 24: they are as often
# the question's own turn.
HELD = 0.6
# Nothing is compared for a question without a number or a date.
_FIGURES = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|thousands?|millions?|"
    r"dozens?|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|"
    r"october|november|december)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What the question assumes, in its own words, and what the sentence has there, in the article's."""

    assumed: str
    told: str

    @property
    def reason(self) -> str:
        return f"The question assumes “{self.assumed}”; the article has “{self.told}” there."


def otherwise(text: ArticleText, question: Question, hit: Hit) -> Otherwise | None:
    """What ``hit``'s sentence tells otherwise than ``question`` assumes; None where nothing is firmly told."""
    passage, sentence = hit.unit.passage, hit.unit.sentence
    if question.manifold or question.about_source or passage.kind is Kind.REFERENCE or not sentence.plain:
        return None
    if not _FIGURES.search(question.words):
        return None
    ours, theirs = text.claim(question.words), text.unit(hit.unit.id)
    compared = compare(ours, theirs, text.around(hit.unit), 1 + (passage.intro is not None))
    if compared.covered < HELD:
        return None
    for one in compared.differences:
        dates = (_date(ours, one.claim), _date(theirs, one.sentence))
        if one.what == "number" or (one.what == "date" and _same_day(*dates)):
            return Otherwise(question.words[slice(*one.claim)], text.words_of(hit.unit, one.sentence))
    return None


def _date(text: Text, part: tuple[int, int]) -> Date | None:
    return next((date for date in text.read.dates if date.start < part[1] and date.end > part[0]), None)


def _same_day(one: Date | None, two: Date | None) -> bool:
    return one is not None and two is not None and one.day is not None and one.day == two.day
