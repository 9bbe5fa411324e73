"""What stands beside a quote and belongs to it: the denial of what it tells, the other half of what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from app.choose import FEW, SEVERAL, fits
from app.question import Question
from app.said import said_by
from index.search import Hit, Index, Unit

# How a party speaks that answers to what another told right before. Of 391 answerable questions to develop on, all that
# is needed among the quotes, and of those that need more than one sentence: nothing beside 0.860 and 0.726 with 524
# characters quoted on average; these, and both neighbours where several things are asked for, 0.870 and 0.756 with 542.
# Both neighbours of every first quote: 0.870 and 0.781 with 631.
ANSWERING = frozenset({"denied", "acknowledged"})


def with_beside(index: Index, question: Question, chosen: Sequence[Hit], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The first few ``chosen``, then the sentences right beside the first that belong to it, then the rest of them, as
    far as an answer may hold them.

    A party's denial or admission behind what it answers to, or what it answers to before it; and where ``question``
    asks for more than one thing, both neighbours. ``hits``: all that was found, of which a neighbour keeps its figures;
    others have none.
    """
    if not chosen:
        return ()
    found = list(chosen[:FEW])
    known = {hit.unit.id: hit for hit in hits}
    first = chosen[0].unit
    after, before = _neighbour(index, first, 1), _neighbour(index, first, -1)
    for unit, belongs in ((after, after and _answers(index, after)), (before, before and _answers(index, first))):
        if unit is None or not (question.manifold or belongs) or any(unit.id == one.unit.id for one in found):
            continue
        other = known.get(unit.id) or Hit(unit, 0.0, 0.0, 0.0, ())
        if len(found) < SEVERAL and fits(found, other):
            found.append(other)
    for hit in chosen[FEW:]:
        if len(found) < SEVERAL and fits(found, hit) and all(hit.unit.id != one.unit.id for one in found):
            found.append(hit)
    return tuple(found)


def _neighbour(index: Index, unit: Unit, far: int) -> Unit | None:
    """The sentence so far behind ``unit`` in its passage."""
    at = unit.id + far
    return index.units[at] if 0 <= at < len(index.units) and index.units[at].passage is unit.passage else None


def _answers(index: Index, unit: Unit) -> bool:
    said = said_by(index.article, unit.passage, unit.sentence)
    return said is not None and said.how in ANSWERING
