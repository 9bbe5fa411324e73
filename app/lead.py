"""The first hits are read, and come in the order of how near they are and how much they read like the answer."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.question import Question
from app.reader import NONE, Neighbour, Reader, Reading, within
from app.values import fills
from app.wanted import asks_for
from index.search import Hit, Index
from ingest.article import Kind

# A window is read on one core: as many are read at a time as there are.
_CORES = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="read")

# Hits that are read, what a log-odd of the reader's counts beside the search's score within 0 and 1, and the log-odds
# beyond which it counts no more. Of 801 answerable questions to develop on, all that is needed among the quotes, of the
# 393 paraphrases, of the 212 that need several, the right sentence first, and characters quoted on average: nothing
# counted 0.805, 0.674, 0.627, 0.764, 671; at 0.0125 0.840, 0.738, 0.642, 0.803, 611; at 0.0175 0.843, 0.748, 0.637,
# 0.808, 596; at 0.025 0.839, 0.743, 0.637, 0.798, 565. Counted from -10 to 10 0.839, 0.743, 0.627, 0.799, 588. Five
# read 0.828, fifteen 0.841; what was read beside those not counted 0.840.
# All with an early reader. With today's, of 902 questions, right, of the 406 paraphrases, and first: at 0.0175 0.850,
# 0.762, 0.816; at 0.0225 0.851, 0.769, 0.823; 0.025 0.855, 0.778, 0.824; 0.03 0.858, 0.785, 0.828; 0.036 0.854, 0.782,
# 0.829; 0.045 0.846, 0.778, 0.826. Counted from -8, or up to 7, it is the same but for a question or two.
READ = 10
COUNTS = 0.03
LEAST, MOST = -6.0, 5.0

# How many of them, the best, are read alone as well. Of 902 answerable questions to develop on, with three 0.858 have
# all that is needed and 0.828 the right sentence first, and whether the article answers is told with an area of 0.904;
# with all ten 0.859, 0.830 and 0.905, for twenty windows instead of thirteen.
ALONE = 3

# What is told of an entry of the reference list: it does not say what it is cited for, and the reader has never seen
# one. Of 28 answerable questions to develop on that found one first, an earlier reader would have had 7 refused.
# Where it is not first it counts as what reads worst: it is seldom what was asked for.
ENTRY = Reading(0.0, 0.0, 0.0)
# Where nothing was found.
NOTHING = Reading(NONE, NONE, NONE)


@dataclass(frozen=True, slots=True)
class Lead:
    """All hits in order, and what the reader makes of the first."""

    hits: tuple[Hit, ...]
    reading: Reading


def lead(index: Index, question: Question, hits: Sequence[Hit], reader: Reader, most: int = READ) -> Lead:
    """Reads the first ``most`` of ``hits``, the best of them alone as well, and puts all in the order of their scores
    and how they read.

    A further one counts as it read beside one of those, if it did; else as what reads worst. The first gets the
    search's best score, and what it reads like: further quotes are held against the first one's. Where only one is
    read, the others stay as they are.
    """
    if not hits:
        return Lead((), NOTHING)
    meant, wanted = index.spelling(question.words), asks_for(question.words)

    def read(hit: Hit, *, alone: bool = False) -> Reading:
        if hit.unit.passage.kind is Kind.REFERENCE:
            return ENTRY
        values = fills(hit.unit.sentence.plain, wanted, question.words)
        return reader.read(meant, hit.unit, values, alone=alone)

    def again(hit: Hit, reading: Reading) -> Reading:
        """Alone as well, unless it was the only one of its window, or is an entry, which isn't read."""
        return reading.and_alone(read(hit, alone=True)) if reading.neighbours else reading

    readings = list(_CORES.map(read, hits[:most]))
    if most == 1:
        return Lead(tuple(hits), again(hits[0], readings[0]))
    beside = _beside(hits, readings)
    told = [at for at, reading in enumerate(readings) if reading is not ENTRY]
    twice = sorted(told, key=lambda at: -_as_read(hits[at], readings[at]))[:ALONE]
    for at, reading in zip(twice, _CORES.map(lambda at: again(hits[at], readings[at]), twice), strict=True):
        readings[at] = reading
    # One that reads best beside another is read for itself, and may come first.
    late = max(range(most, len(hits)), key=lambda at: _as_seen(hits[at], beside), default=0)
    if late and _as_seen(hits[late], beside) > max(map(_as_read, hits, readings)):
        hits = [*hits[:most], hits[late], *hits[most:late], *hits[late + 1 :]]
        readings.append(again(hits[most], read(hits[most])))
        twice.append(most)
        most += 1
    # What was not read can't be called the one that reads best.
    first = [at for at, reading in enumerate(readings) if at == 0 or reading is not ENTRY]
    while (at := max(first, key=lambda at: _as_read(hits[at], readings[at]))) not in twice:
        readings[at] = again(hits[at], readings[at])
        twice.append(at)
    marks = list(map(_as_read, hits, readings))
    best = hits[at]._replace(score=hits[0].score + COUNTS * _odds(readings[at]))
    unread = [hit._replace(score=_as_seen(hit, beside)) for hit in hits[most:]]
    read_ones = [
        hit._replace(score=hit.score + COUNTS * LEAST if reading is ENTRY else mark)
        for hit, reading, mark in zip(hits, readings, marks, strict=False)
    ]
    rest = sorted((*read_ones[:at], *read_ones[at + 1 :], *unread), key=lambda hit: -hit.score)
    return Lead((best, *rest), readings[at])


def _beside(hits: Sequence[Hit], readings: Sequence[Reading]) -> Mapping[int, float]:
    """How sentences read that were seen beside those that were read, by their number: the best where several times."""
    found: dict[int, float] = {}
    for hit, reading in zip(hits, readings, strict=False):
        for one in reading.neighbours:
            number = hit.unit.id + one.far
            found[number] = max(found.get(number, LEAST), _odds(one))
    return found


def _as_seen(hit: Hit, beside: Mapping[int, float]) -> float:
    return hit.score + COUNTS * beside.get(hit.unit.id, LEAST)


def _as_read(hit: Hit, reading: Reading) -> float:
    return hit.score + COUNTS * _odds(reading)


def _odds(reading: Reading | Neighbour) -> float:
    """Of the sentence as a whole, and of the words in it that answer best: either errs where the other does not."""
    return max(LEAST, min(MOST, (within(reading.sentence) + within(reading.words)) / 2))
