"""The first hits are read, and the one that reads most like the answer comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.question import Question
from app.reader import NONE, Reader, Reading, within
from app.values import fills
from app.wanted import Wanted, slot
from index.search import Hit, Index

# Hits that are read. CHOSEN-PLACEHOLDER
READ = 5
# What one of the reader's log-odds counts beside a search's score within 0 and 1.
COUNTS = 0.01
# What is taken off where nothing of the kind asked for is given.
LACKING = 3.0


@dataclass(frozen=True, slots=True)
class Lead:
    """All hits in order, and what the reader makes of the first."""

    hits: tuple[Hit, ...]
    reading: Reading


def lead(index: Index, question: Question, hits: Sequence[Hit], reader: Reader, most: int = READ) -> Lead:
    """Reads the first ``most`` of ``hits``, and puts one of them before all others, which stay in their order.

    It gets the best score, since further quotes are held against the first one's.
    """
    if not hits:
        return Lead((), Reading(0.0, 0.0, NONE))
    meant, wanted = index.spelling(question.words), slot(question.words).wanted
    readings = [
        reader.read(meant, hit.unit, fills(hit.unit.sentence.plain, wanted, question.words)) for hit in hits[:most]
    ]
    # Of a manifold question each sentence may give another part, of another kind.
    any_words = question.manifold or wanted is Wanted.OTHER
    marks = [
        hit.score + COUNTS * (within(read.words) if any_words else _valued(read))
        for hit, read in zip(hits, readings, strict=False)
    ]
    at = marks.index(max(marks))
    first = hits[at]._replace(score=hits[0].score)
    return Lead((first, *hits[:at], *hits[at + 1 :]), readings[at])


def _valued(reading: Reading) -> float:
    """How well what the sentence has of the kind asked for reads as the answer."""
    return within(reading.words) - LACKING if reading.value == NONE else within(reading.value)
