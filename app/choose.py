"""Which of the hits are shown: the best, and then what adds to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.search import Hit

# Quotes of an answer, and characters of them all: the answer format's limits.
FEW, SEVERAL = 3, 6
FEW_CHARACTERS, SEVERAL_CHARACTERS = 1_000, 1_500
# What a further quote counts for each part of the question that it holds and those before it do not (1 is all of it);
# and for standing right beside the first: the other side's account, the denial, the second half of a fact. Of 801
# answerable questions to develop on, and the 212 of them that need several: without the first 0.840 and 0.656, at 0.4
# 0.840 and 0.637, 0.7 0.843 and 0.637, 1 0.840 and 0.627; without the second 0.832 and 0.627. With an early reader;
# with today's, of the questions below, both as they are have 0.860, NEW at 1 the same, BESIDE at 0.15 0.858.
NEW = 0.7
BESIDE = 0.1
# A further quote is shown if it counts at least so much of what the first one does. Of 1,182 answerable questions to
# develop on, the 381 of them that ask for a list, several facts or accounts, and with characters quoted on average:
# 0.62 0.856 and 0.717 with 566, 0.58 0.858 and 0.722 with 590, 0.55 0.860 and 0.727 with 609, 0.5 0.861 and 0.730 with
# 642, where an answer shall have 600.
NEARLY = 0.55
# From the fourth on, where one number or date is asked for: other accounts of it stand as near as the first. Of the
# same questions: at 0.9 0.860 and 0.727, 0.85 0.861 and 0.730 with 613 characters.
ALIKE = 0.85


def choose(hits: Sequence[Hit], *, manifold: bool, accounts: bool) -> tuple[Hit, ...]:
    """The hits to be shown, ``hits`` being in order, best first.

    ``manifold``: whether more than one thing is asked for, or may answer; ``accounts``: whether what stands as near as
    the best may be another account of the same.

    After the first, each is the one that counts most beside those before it (maximal marginal relevance, Carbonell and
    Goldstein 1998, with the question's own words as what is to be covered).
    """
    if not hits:
        return ()
    left = list(hits)
    chosen: list[Hit] = [left.pop(0)]
    covered = np.array(hits[0].matched)
    while left and len(chosen) < (SEVERAL if manifold or accounts else FEW):
        counts = [_count(hit, chosen[0], covered) for hit in left]
        at = int(np.argmax(counts))
        hit = left.pop(at)
        nearly = NEARLY if manifold or len(chosen) < FEW else ALIKE
        if counts[at] < nearly * hits[0].score:
            break
        if not fits(chosen, hit):
            continue
        chosen.append(hit)
        if len(hit.matched) == len(covered):
            covered = np.maximum(covered, hit.matched)
    return tuple(chosen)


def _count(hit: Hit, first: Hit, covered: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    new = float(np.maximum(np.array(hit.matched) - covered, 0.0).sum()) if len(hit.matched) == len(covered) else 0.0
    beside = hit.unit.passage is first.unit.passage and abs(hit.unit.id - first.unit.id) == 1
    return hit.score + NEW * new + (BESIDE if beside else 0.0)


def fits(chosen: Sequence[Hit], hit: Hit) -> bool:
    """Whether one more quote leaves an answer within its characters."""
    limit = SEVERAL_CHARACTERS if len(chosen) >= FEW else FEW_CHARACTERS
    return sum(map(_length, chosen)) + _length(hit) <= limit


def _length(hit: Hit) -> int:
    return hit.unit.sentence.end - hit.unit.sentence.start
