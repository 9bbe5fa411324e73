"""The first hits are read, and the one that reads most like the answer comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.question import Question
from app.reader import NONE, Reader, Reading, within
from app.values import fills
from app.wanted import slot
from index.search import Hit, Index

# Hits that are read. CHOSEN-PLACEHOLDER
READ = 5
# What one of the reader's log-odds counts beside a search's score within 0 and 1.
COUNTS = 0.01


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
    marks = [hit.score + COUNTS * within(reading.words) for hit, reading in zip(hits, readings, strict=False)]
    at = marks.index(max(marks))
    first = hits[at]._replace(score=hits[0].score)
    return Lead((first, *hits[:at], *hits[at + 1 :]), readings[at])
