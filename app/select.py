"""Which sentences of the hits answer, and the one rule for not answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.question import Question
from index.search import HYBRID, Hit, Index, Weights
from ingest.article import Kind

# Hits looked at: enough that what is answered from the reference list alone is among them.
POOL = 120
# An entry of the reference list repeats a sentence's words in its title and says less, and a sentence says nothing of
# a source: what is not of the kind asked for counts so much less. On 171 questions kept for tuning (right), entries
# where no source is asked for: 0 0.690, 0.7 0.708, 0.8 0.719, 1 0.708; the text where one is: 0 to 0.8 0.731, 0.9 0.737
# with fewer sources first.
OTHER = 0.8
# Quotes of an answer: the answer format's limits.
FEW, SEVERAL = 3, 6
FEW_CHARACTERS, SEVERAL_CHARACTERS = 1_000, 1_500
# Whether the list has an entry of some number is known.
CERTAIN = 0.99
# A further quote is shown only if it fits nearly as well as the first.
NEARLY = 0.75
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
    hits = _ranked(index.search(question.words, POOL, weights=weights), question)
    known, words = index.known_words(question.words)
    best = max((hit.cosine for hit in hits[:5]), default=0.0)
    share = known / words if words else 0.0
    reason = _reason(share, words, best)
    confidence = _confidence(best, share)
    if reason or not hits:
        # Where the question's own words are missing, nothing is near it: to show something would be noise.
        near = hits[:CLOSEST] if share >= FEWEST_KNOWN else []
        return Selection((), tuple(near), reason or "The article holds nothing that fits.", 1.0 - confidence)
    return Selection(tuple(_quoted(hits, question)), (), None, confidence)


def _entry(index: Index, number: str) -> Selection:
    """The entry of that number; or that there is none. A number is looked up, never searched for."""
    for unit in index.units:
        if unit.passage.kind is Kind.REFERENCE and unit.passage.label == number:
            return Selection((Hit(unit, 1.0, 1.0, 0.0),), (), None, CERTAIN)
    return Selection((), (), f"This copy of the article has no entry for reference {number}.", CERTAIN)


def _ranked(hits: Sequence[Hit], question: Question) -> list[Hit]:
    """Where a question asks for a source, the reference list's entries come first; where it doesn't, the text."""
    weighed = [hit if _asked_for(hit, question) else hit._replace(score=OTHER * hit.score) for hit in hits]
    return sorted(weighed, key=lambda hit: -hit.score)


def _asked_for(hit: Hit, question: Question) -> bool:
    return (hit.unit.passage.kind is Kind.REFERENCE) == question.about_source


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


def _quoted(hits: Sequence[Hit], question: Question) -> list[Hit]:
    most = SEVERAL if question.several else FEW
    chosen: list[Hit] = []
    characters = 0
    for hit in hits:
        if len(chosen) == most or (chosen and hit.score < NEARLY * hits[0].score):
            break
        own = hit.unit.sentence.end - hit.unit.sentence.start
        limit = SEVERAL_CHARACTERS if len(chosen) >= FEW else FEW_CHARACTERS
        if chosen and characters + own > limit:
            continue
        chosen.append(hit)
        characters += own
    return chosen
