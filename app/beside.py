"""What stands beside a quote and belongs to it: the denial of what it tells, the other half of what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from app.choose import SEVERAL, fits
from app.question import Question
from app.said import said_by
from index.search import Hit, Index, Unit

# How a party speaks that answers to what another told right before. Of 399 answerable questions to develop on, all that
# is needed among the quotes, and of the 73 that need more than one sentence: nothing beside 0.860 and 0.726 with 524
# characters quoted on average; these 0.865 and 0.753 with 534, `accused` too the same with 541; and beside the first
# where several things are asked for, 0.870 and 0.781 with 546. All neighbours of the first: the same with 631.
ANSWERING = frozenset({"denied", "acknowledged"})


def with_beside(index: Index, question: Question, chosen: Sequence[Hit], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """``chosen``, and then the sentences right beside one of them that belong to it, as far as an answer may hold them.

    A party's denial or admission beside what it answers to; and where ``question`` asks for more than one thing, both
    neighbours of the first. ``hits``: all that was found, of which a neighbour keeps its figures; others have none.
    """
    found = list(chosen)
    known = {hit.unit.id: hit for hit in hits}
    for at, hit in enumerate(chosen):
        for unit in _neighbours(index, hit.unit):
            if any(unit.id == one.unit.id for one in found):
                continue
            if not ((question.manifold and at == 0) or _answers(index, unit) or _answers(index, hit.unit)):
                continue
            other = known.get(unit.id) or Hit(unit, 0.0, 0.0, 0.0, ())
            if len(found) < SEVERAL and fits(found, other):
                found.append(other)
    return tuple(found)


def _neighbours(index: Index, unit: Unit) -> list[Unit]:
    """What follows in the same passage, and what stands before."""
    near = (unit.id + 1, unit.id - 1)
    return [index.units[at] for at in near if 0 <= at < len(index.units) and index.units[at].passage is unit.passage]


def _answers(index: Index, unit: Unit) -> bool:
    said = said_by(index.article, unit.passage, unit.sentence)
    return said is not None and said.how in ANSWERING
