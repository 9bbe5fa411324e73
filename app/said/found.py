"""What is found: who speaks, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.article import Span

How = Literal[
    "said", "claimed", "denied", "accused", "reported", "confirmed", "announced", "acknowledged", "estimated", "called",
    "believed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """``who`` speaks, as the sentence (or the label above it) words it; ``verb`` is the word that says that they do.

    ``named``: where ``who`` is `he`, `it` or `the ministry`, the one meant, from the sentences before; None if unsure.
    """

    who: Span
    verb: Span | None
    how: How
    named: Span | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker in words of their own: offsets are into these words, (start, end)."""

    who: tuple[int, int]
    verb: tuple[int, int] | None
    how: How

    def at(self, start: int) -> Said:
        """The same in the article, where the words begin at ``start``."""
        verb = Span(start + self.verb[0], start + self.verb[1]) if self.verb else None
        return Said(Span(start + self.who[0], start + self.who[1]), verb, self.how)
