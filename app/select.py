"""Which sentences of the hits answer, and the one rule for not answering."""

from __future__ import annotations

from dataclasses import dataclass

from app.choose import choose
from app.question import Question
from index.search import HYBRID, Hit, Index, Weights
from ingest.article import Kind

# Hits that quotes are chosen from: what is needed is among the first 30 for 0.96 of the questions kept for tuning, and
# what stands beside the best may be further down.
POOL = 60
# Whether the list has an entry of some number is known.
CERTAIN = 0.99
CLOSEST = 3

# The first rule for silence. A question is declined where the article has hardly any of its words, or where the
# best sentence is not about what it asks.
FEWEST_KNOWN = 0.5
LOWEST_COSINE = 0.30


@dataclass(frozen=True, slots=True)
class Selection:
    """Hits that answer, best first; or none, with a reason, and the closest."""

    chosen: tuple[Hit, ...]
    closest: tuple[Hit, ...]
    reason: str | None
    confidence: float


def select(index: Index, question: Question, *, weights: Weights = HYBRID) -> Selection:
    """Searches for ``question`` and chooses, or declines."""
    if question.number:
        return _entry(index, question.number)
    hits = index.search(question.words, POOL, weights=weights, source=question.about_source)
    known, words = index.known_words(question.words)
    best = max((hit.cosine for hit in hits[:5]), default=0.0)
    share = known / words if words else 0.0
    reason = _reason(share, words, best)
    confidence = _confidence(best, share)
    if reason or not hits:
        # Where the question's own words are missing, nothing is near it: to show something would be noise.
        near = hits[:CLOSEST] if share >= FEWEST_KNOWN else []
        return Selection((), tuple(near), reason or "The article holds nothing that fits.", 1.0 - confidence)
    return Selection(choose(hits, several=question.several), (), None, confidence)


def _entry(index: Index, number: str) -> Selection:
    """The entry of that number; or that there is none. A number is looked up, never searched for."""
    for unit in index.units:
        if unit.passage.kind is Kind.REFERENCE and unit.passage.label == number:
            return Selection((Hit(unit, 1.0, 1.0, 0.0, ()),), (), None, CERTAIN)
    return Selection((), (), f"This copy of the article has no entry for reference {number}.", CERTAIN)


def _reason(share: float, words: int, best: float) -> str | None:
    if words == 0:
        return "The question names nothing to look for."
    if share < FEWEST_KNOWN:
        return "The article has hardly any of the question's words."
    if best < LOWEST_COSINE:
        return "Nothing in the article is about this."
    return None


def _confidence(best: float, share: float) -> float:
    """A first estimate: how near the best sentence is, and how much of the question the article knows."""
    return max(0.0, min(1.0, 0.2 + 0.7 * best)) * share
