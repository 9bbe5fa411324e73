"""The nouns of a quotation that was looked for. A difference is two spans: one of the quotation, one of the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.answer import Quote, Source
from ingest.article import Span
from ingest.errors import IbidError

Verdict = Literal["exact", "cut", "altered", "stitched", "other_speaker", "not_there"]
What = Literal["number", "word", "case", "spelling", "punctuation"]
Spoken = Literal["same", "other", "unsaid"]


class QuotationError(IbidError):
    """What was given can't be looked for: no words, one word, no name."""


@dataclass(frozen=True, slots=True)
class Change:
    """``quoted`` lies in the quotation, ``article`` in the article. One of them is empty where words were added, and
    lies where they would stand.

    ``spelling``: the same letters and figures, written in another way; ``punctuation``: the spans hold a word on
    either side of the marks, so that there is something to see.
    """

    what: What
    quoted: Span
    article: Span


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the article that the quotation passes over. ``at``: where, as an offset into the quotation.

    ``marked``: whether an ellipsis says so.
    """

    article: Span
    at: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """``who`` says so there; ``named``: whom `he` or `the ministry` means, where that is known."""

    who: Span
    named: Span | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words of the quotation stand: ``start`` and ``end`` in the article, inside ``quotes``, whole sentences.

    ``part``: which of the quotation's; None where nothing of it stands there word for word. ``spoken``: whether the
    one named is who says so there; None if nobody was named.
    """

    start: int
    end: int
    part: Span | None
    quotes: tuple[Quote, ...]
    left_out: tuple[LeftOut, ...] = ()
    changes: tuple[Change, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """``places``: of an exact quotation all, of one put together the parts in its own order, of others the one it is
    nearest to; none if it is not there, and then ``nearest``, which holds the most of its words.
    """

    text: str
    by: str | None
    verdict: Verdict
    places: tuple[Place, ...]
    nearest: tuple[Place, ...]
    sources: tuple[Source, ...]
    article_title: str
    article_sha256: str
    took_ms: float
