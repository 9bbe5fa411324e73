"""From which places of the article a quotation that does not stand there as a whole may have been taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.quotation.held import UNKNOWN, Held
from app.quotation.words import Word

# Words in a row that are looked up: three are seldom shared by chance; a short quotation that was changed in its
# middle has only two left.
TOGETHER, OF_FEW, FEW = 3, 2, 8
# Words in a row that stand at more places than this say nothing about the place; over a long quotation fewer are
# looked at, so that time grows with its length only.
MOST_PLACES, AT_ONCE = 64, 200_000
# As many words may be left out between two parts of one place. The bundled article's paragraphs have 60 on average.
FURTHEST = 150
# What a part from another place must bring in words, and what one from the same place costs.
ELSEWHERE, CUT, CUT_WORD = 3.0, 0.5, 0.01
# How many of a stretch's segments before it are looked at as what it may continue.
LOOKED_BACK = 16


@dataclass(frozen=True, slots=True)
class Segment:
    """``length`` words of the quotation from its word ``quoted`` on that stand in the article's row from ``at`` on."""

    quoted: int
    at: int
    length: int


@dataclass(slots=True)
class _Node:
    quoted: int
    at: int
    length: int
    score: float
    before: _Node | None
    same_place: bool


def trace(held: Held, quoted: Sequence[Word], coded: str) -> list[list[Segment]]:
    """The likeliest places, in the quotation's order, each as the segments that it shares with the quotation."""
    node = _best(held, quoted, _segments(held, quoted, coded))
    places: list[list[Segment]] = [[]]
    end = len(coded)
    while node is not None:
        start = _border(held, node)
        places[0].insert(0, Segment(start, node.at + start - node.quoted, min(node.quoted + node.length, end) - start))
        end = start
        if not node.same_place:
            places.insert(0, [])
        node = node.before
    return [place for place in places if place]


def _border(held: Held, node: _Node) -> int:
    """Where in the quotation the part ``node`` begins: of the words that both it and the part before may hold, where a
    sentence of its own begins, or else with the first.
    """
    if node.before is not None and not node.same_place:
        for over in range(node.before.quoted + node.before.length - node.quoted + 1):
            if over < node.length and held.sentence_of(node.at + over)[0] == node.at + over:
                return node.quoted + over
    return node.quoted


def rivals(held: Held, quoted: Sequence[Word], coded: str, most: int) -> list[list[Segment]]:
    """The longest stretches in common, if there are several as long, ``most`` of them."""
    found = _segments(held, quoted, coded)
    longest = max((one.length for one in found), default=0)
    return [[one] for one in found if one.length == longest][:most]


def _segments(held: Held, quoted: Sequence[Word], coded: str) -> list[Segment]:
    """The longest stretches in common, in the quotation's order. None goes on over an ellipsis."""
    together = TOGETHER if len(coded) > FEW else OF_FEW
    most = max(4, min(MOST_PLACES, AT_ONCE // len(coded)))
    grams = held.grams(together)
    borders = [0, *(at for at, word in enumerate(quoted) if word.after_ellipsis and at), len(coded)]
    covered: dict[int, int] = defaultdict(int)
    found: list[Segment] = []
    piece = 0
    for at in range(len(coded) - together + 1):
        while borders[piece + 1] <= at:
            piece += 1
        if at + together > borders[piece + 1]:
            continue
        places = grams.get(coded[at : at + together], ())
        if len(places) > most:
            continue
        for place in places:
            if covered[place - at] > at:
                continue
            # Back over words that stand at too many places to be looked up.
            first = at
            while first > max(covered[place - at], borders[piece]) and _same(held, coded, first - 1, place - at):
                first -= 1
            last = at + together
            while last < borders[piece + 1] and _same(held, coded, last, place - at):
                last += 1
            covered[place - at] = last
            found.append(Segment(first, place - at + first, last - first))
    return sorted(found, key=lambda segment: (segment.quoted, segment.at))


def _same(held: Held, coded: str, at: int, diagonal: int) -> bool:
    there = diagonal + at
    return 0 <= there < len(held.line) and coded[at] == held.line[there] != UNKNOWN


def _best(held: Held, quoted: Sequence[Word], segments: Sequence[Segment]) -> _Node | None:
    """The last node of the chain of segments that holds the most words at the fewest places."""
    # The best chain that ends before or at each word, as far as that is known; ``past``: the best of those passed.
    ends: list[tuple[float, _Node | None]] = [(0.0, None)] * (len(quoted) + 1)
    past: tuple[float, _Node | None] = (0.0, None)
    passed = 0
    latest: dict[int, list[_Node]] = defaultdict(list)
    best: _Node | None = None
    for segment in segments:
        while passed <= segment.quoted:
            if ends[passed][0] > past[0]:
                past = ends[passed]
            passed += 1
        node = _Node(segment.quoted, segment.at, segment.length, float(segment.length), None, same_place=False)
        if past[1] is not None and past[0] > ELSEWHERE:
            node.score, node.before = segment.length + past[0] - ELSEWHERE, past[1]
        recent = latest[held.runs[segment.at]]
        for before in recent[-LOOKED_BACK:]:
            if _follows(held, quoted, before, segment):
                _continue(node, before, segment)
        recent.append(node)
        if best is None or node.score > best.score:
            best = node
        for cut in range(1, node.length + 1):
            score = node.score - node.length + cut
            if score > ends[node.quoted + cut][0]:
                ends[node.quoted + cut] = (score, node)
    return best


def _follows(held: Held, quoted: Sequence[Word], before: _Node, segment: Segment) -> bool:
    """Whether ``segment`` can be of the same place: of the same paragraph, or of the same section if no word or an
    ellipsis is between.
    """
    above, here = held.passages[before.at + before.length - 1], held.passages[segment.at]
    if above is here:
        return True
    adjoining = segment.at - segment.quoted == before.at - before.quoted
    return adjoining or (quoted[segment.quoted].after_ellipsis and above.section == here.section)


def _continue(node: _Node, before: _Node, segment: Segment) -> None:
    """``node`` as what goes on from ``before`` at the same place, if that is better."""
    over = max(0, before.quoted + before.length - segment.quoted, before.at + before.length - segment.at)
    length = segment.length - over
    skipped = segment.at + over - before.at - before.length
    if length <= 0 or before.at >= segment.at or skipped > FURTHEST:
        return
    apart = skipped or segment.quoted + over - before.quoted - before.length
    score = before.score + length - (CUT + CUT_WORD * skipped if apart else 0.0)
    if score > node.score:
        node.quoted, node.at, node.length = segment.quoted + over, segment.at + over, length
        node.score, node.before, node.same_place = score, before, True


def nearest(held: Held, coded: str, most: int) -> list[tuple[int, int]]:
    """The ``most`` sentences that share the most and rarest words with the quotation, as ranges of ``held.line``."""
    scores: dict[int, float] = defaultdict(float)
    for char in set(coded) - {UNKNOWN}:
        places = held.postings.get(char, [])
        for unit in {held.unit_at(held.word(at).start): None for at in places}:
            scores[unit] += 1.0 / len(places)
    ranked = sorted(scores, key=lambda unit: (-scores[unit], unit))[:most]
    return [held.range_of(unit) for unit in ranked]
