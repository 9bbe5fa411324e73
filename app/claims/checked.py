"""The nouns of a checked text. A difference is two spans: one in the text as typed, one in the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.answer import Quote, Source
from ingest.article import Span

Verdict = Literal["supported", "differs", "not_in_article"]
What = Literal["number", "date", "name", "side", "negation", "wording"]

# The worst first: what a text as a whole is said to be.
WORST: tuple[Verdict, ...] = ("differs", "not_in_article", "supported")


@dataclass(frozen=True, slots=True)
class Difference:
    """``claim`` lies in the checked text, ``article`` in the article, inside a quote or its context."""

    claim: Span
    article: Span
    what: What


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the text: ``start`` and ``end`` in it as typed (code points).

    ``quotes``: what bears it out, or what it differs from, best first; none where the article does not say, and then
    ``closest``. ``said``: for each quote whose account it is, where its sentence names a speaker. ``reason``: why it
    could not be looked for, where that is so.
    """

    start: int
    end: int
    verdict: Verdict
    quotes: tuple[Quote, ...]
    closest: tuple[Quote, ...]
    differences: tuple[Difference, ...]
    said: tuple[Span | None, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, statement by statement. ``sources``: of all quotes together."""

    text: str
    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    article_title: str
    article_sha256: str
    took_ms: float

    @property
    def verdict(self) -> Verdict:
        """The worst of its statements; a text without any is not in the article."""
        found = {statement.verdict for statement in self.statements}
        return next((verdict for verdict in WORST if verdict in found), "not_in_article")
