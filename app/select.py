"""A question → the sentences that answer it; or none, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.beside import with_beside
from app.choose import choose
from app.evidence import Evidence
from app.filled import counted, filled_first
from app.lead import READ, lead
from app.premise import otherwise
from app.question import Question
from app.reader import Reader
from app.reasons import reason
from app.silence import FEWEST_KNOWN, Strictness, answerable, shown
from index.search import HYBRID, Hit, Index, Weights
from ingest.article import Kind

# Hits that quotes are chosen from: what is needed is among the first 30 for 0.96 of the questions kept for tuning, and
# what stands beside the best may be further down.
POOL = 60
# Whether the list has an entry of some number is known.
CERTAIN = 0.99
# How surely nothing answers where the best sentence tells a number or a date otherwise: none of the 4 such questions to
# develop on has an answer, which is too few to be surer.
ASSUMED = 0.9
# Passages shown beside a refusal, where the article has enough of the question's words.
CLOSEST = 3


Rerank = Callable[[str, Sequence[Hit]], tuple[Hit, ...]]
"""A question and its hits → the hits in a better order."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Hits that answer, best first; or none, with a reason, and the closest: one may contradict the question."""

    chosen: tuple[Hit, ...]
    closest: tuple[Hit, ...]
    reason: str | None
    confidence: float
    contradicts: Hit | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """All hits in order, those that would be shown, and what speaks for them."""

    hits: tuple[Hit, ...]
    chosen: tuple[Hit, ...]
    evidence: Evidence


def weigh(
    index: Index, question: Question, reader: Reader, *, weights: Weights = HYBRID, rerank: Rerank | None = None
) -> Weighed:
    """Searches for ``question``, and chooses what would answer it."""
    hits = index.search(question.words, POOL, weights=weights, source=question.about_source)
    hits = rerank(question.words, hits) if rerank else filled_first(question, hits)
    # Of an entry a reader can't tell what it is cited for; and who brings another model wants its order.
    led = lead(index, question, hits, reader, 1 if rerank or question.about_source else READ)
    chosen = choose(led.hits, manifold=question.manifold or question.plural, accounts=counted(question, led.hits))
    return Weighed(led.hits, chosen, Evidence.of(index, question, chosen, led.reading))


def select(
    index: Index,
    question: Question,
    reader: Reader,
    *,
    weights: Weights = HYBRID,
    rerank: Rerank | None = None,
    strictness: Strictness = Strictness.NORMAL,
) -> Selection:
    """Searches for ``question`` and chooses, or declines."""
    if question.number:
        return _entry(index, question.number)
    found = weigh(index, question, reader, weights=weights, rerank=rerank)
    hits, chosen, evidence = found.hits, found.chosen, found.evidence
    sure = answerable(evidence)
    if chosen and sure and (told := otherwise(question, chosen, index.article)):
        return Selection((), hits[:CLOSEST], told.reason, ASSUMED, contradicts=chosen[0])
    if chosen and sure >= strictness.value:
        return Selection(with_beside(index, question, chosen, hits), (), None, shown(evidence))
    # Where the question's own words are missing, nothing is near it: to show something would be noise.
    near = hits[:CLOSEST] if evidence.known >= FEWEST_KNOWN else ()
    return Selection((), near, reason(evidence, index, question, near), 1.0 - shown(evidence))


def _entry(index: Index, number: str) -> Selection:
    """The entry of that number; or that there is none. A number is looked up, never searched for."""
    for unit in index.units:
        if unit.passage.kind is Kind.REFERENCE and unit.passage.label == number and index.article.entry(number):
            return Selection((Hit(unit, 1.0, 1.0, 0.0, ()),), (), None, CERTAIN)
    return Selection((), (), f"This copy of the article has no entry for reference {number}.", CERTAIN)
