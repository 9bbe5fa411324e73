"""The nouns of an answer. A quote is a span that was chosen; its words are the article's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ingest.article import Kind, Reference, Span

Why = Literal["missing", "other_list"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence, row, caption or entry. ``line`` is 1-based; ``score`` is within 0 and 1.

    ``context`` is what is needed to understand it; it is shown apart and adds nothing to ``citations``.
    """

    start: int
    end: int
    line: int
    section: tuple[str, ...]
    kind: Kind
    citations: tuple[str, ...]
    context: tuple[Span, ...]
    score: float
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What a cited label stands for: its entry, or why there is none."""

    label: str
    entry: Reference | None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes, best first; or none, and a ``reason``: the article does not say.

    ``confidence``, within 0 and 1: how surely the quotes answer, or that nothing does.
    """

    question: str
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    closest: tuple[Quote, ...]
    reason: str | None
    confidence: float
    article_title: str
    article_sha256: str
    took_ms: float

    @property
    def answered(self) -> bool:
        return bool(self.quotes)

    @property
    def contradicting(self) -> tuple[Quote, ...]:
        """Those of the closest that tell otherwise what the question assumes."""
        return tuple(quote for quote in self.closest if quote.contradicts)

    @property
    def near(self) -> tuple[Quote, ...]:
        """Those of the closest that do not answer."""
        return tuple(quote for quote in self.closest if not quote.contradicts)


Ask = Callable[[str], Answer]
"""The one seam: command line, page and evaluation all take an Ask."""
