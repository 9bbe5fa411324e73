"""Words of a quotation beside a place of the article: what is left out, and what is another word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from app.quotation.found import Change, LeftOut, What
from app.quotation.held import BREAK, Held
from app.quotation.trace import FURTHEST, Segment
from app.quotation.words import Word
from ingest.article import Span
from ingest.fold import fold

# A word or two that stand alone before or after the rest belong to it only if no more words than this are between;
# further off, they are words that any sentence has.
ALONE = 12
# More words than this without a counterpart are not compared one by one: they are another text.
MOST = 60

# Figures, and what sets off their thousands.
_THOUSANDS = re.compile(r"(?<=\d)[,'\s](?=\d{3}(?!\d))")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``pairs``: a word of the quotation and the same word of the article's row, in order; ``first`` and ``last``: the
    row's words from which to which the place reaches; ``passed_over``: how many of them the quotation leaves out
    without a sign.
    """

    pairs: tuple[Pair, ...]
    first: int
    last: int
    left_out: tuple[LeftOut, ...]
    changes: tuple[Change, ...]
    passed_over: int

    @property
    def longest(self) -> int:
        """How many words in a row are the article's, one after the other."""
        longest = run = 1
        for before, after in pairwise(self.pairs):
            run = run + 1 if after == (before[0] + 1, before[1] + 1) else 1
            longest = max(longest, run)
        return longest

    @property
    def breaks(self) -> int:
        """In how many places the two differ without a sign."""
        worded = [change for change in self.changes if change.what in ("number", "word")]
        return len(worded) + sum(not left.marked for left in self.left_out)


def compare(held: Held, quoted: Sequence[Word], coded: str, segments: Sequence[Segment], part: Span) -> Comparison:
    """The words ``part`` of the quotation beside the place that ``segments`` share with it; at least one segment."""
    pairs = [(one.quoted + at, one.at + at) for one in segments for at in range(one.length)]
    pairs = _head(held, quoted, coded, part.start, pairs[0]) + _filled(held, coded, pairs)
    pairs += _tail(held, quoted, coded, part.end, pairs[-1])
    pairs = _slid(held, quoted, pairs)
    blocks = list(_blocks(held, pairs, part))
    first = min([pairs[0][1], *(block[2] for block in blocks)])
    last = max([pairs[-1][1] + 1, *(block[3] for block in blocks)])
    left_out: list[LeftOut] = []
    passed_over = 0
    changes = list(_written_otherwise(held, quoted, pairs, part))
    for block in blocks:
        for one in _split(quoted, block):
            if one[0] == one[1]:
                left_out.append(_left_out(held, quoted, one))
                passed_over += 0 if left_out[-1].marked else one[3] - one[2]
            else:
                changes += _changed(held, quoted, one)
    start = held.word(first).start
    changes = [replace(one, article=Span(start, start)) if one.article.end < start else one for one in changes]
    changes.sort(key=lambda change: (change.quoted.start, change.article.start))
    return Comparison(tuple(pairs), first, last, tuple(left_out), tuple(changes), passed_over)


def aligned(coded: str, line: str, start: int, end: int) -> list[Segment]:
    """What the quotation shares with the words ``start`` to ``end`` of the row, in order."""
    return [
        Segment(block.src_start, start + block.dest_start, block.src_end - block.src_start)
        for block in Levenshtein.opcodes(coded, line[start:end])
        if block.tag == "equal"
    ]


# Which word of the one is which of the other


def _filled(held: Held, coded: str, pairs: Sequence[Pair]) -> list[Pair]:
    """``pairs`` with those between them that are no three words in a row."""
    filled: list[Pair] = []
    for before, after in pairwise(pairs):
        filled.append(before)
        if 1 < after[0] - before[0] <= MOST and after[1] - before[1] > 1:
            filled += _pairs(held, coded, (before[0] + 1, after[0]), (before[1] + 1, after[1]))
    return [*filled, pairs[-1]]


def _head(held: Held, quoted: Sequence[Word], coded: str, start: int, to: Pair) -> list[Pair]:
    """Pairs for the words before the first that was found."""
    count = to[0] - start
    if not 0 < count <= MOST:
        return []
    floor = held.line.rfind(BREAK, 0, to[1]) + 1
    sentence, _ = held.sentence_of(to[1])
    # Not over the end of a sentence, unless all words between are the quotation's too.
    reach = min(to[1] - count, max(sentence, to[1] - count - ALONE))
    near = _pairs(held, coded, (start, to[0]), (max(floor, reach), to[1]))
    if len(near) == count:
        return near
    reach = to[1] - FURTHEST if any(word.after_ellipsis for word in quoted[start + 1 : to[0] + 1]) else sentence
    far = _pairs(held, coded, (start, to[0]), (max(floor, reach), to[1]))
    return far if len(far) == count else near


def _tail(held: Held, quoted: Sequence[Word], coded: str, end: int, after: Pair) -> list[Pair]:
    """Pairs for the words after the last that was found."""
    count = end - after[0] - 1
    if not 0 < count <= MOST:
        return []
    ceiling = held.line.find(BREAK, after[1])
    _, sentence = held.sentence_of(after[1])
    behind = after[1] + 1 + count
    reach = max(behind, min(sentence, behind + ALONE))
    near = _pairs(held, coded, (after[0] + 1, end), (after[1] + 1, min(ceiling, reach)))
    if len(near) == count:
        return near
    reach = after[1] + FURTHEST if any(word.after_ellipsis for word in quoted[after[0] + 1 : end]) else sentence
    far = _pairs(held, coded, (after[0] + 1, end), (after[1] + 1, min(ceiling, reach)))
    return far if len(far) == count else near


def _pairs(held: Held, coded: str, quoted: Pair, at: Pair) -> list[Pair]:
    found = aligned(coded[quoted[0] : quoted[1]], held.line, *at)
    return [(quoted[0] + one.quoted + step, one.at + step) for one in found for step in range(one.length)]


def _slid(held: Held, quoted: Sequence[Word], pairs: list[Pair]) -> list[Pair]:
    """``pairs`` with what is left out moved to where punctuation agrees: of `A. A B` for `A B` it is the first `A`."""
    slid = list(pairs)
    for at in range(len(slid) - 1, 0, -1):
        (one, there), (other, beyond) = slid[at - 1], slid[at]
        gap = beyond - there - 1
        if other - one != 1 or not gap or quoted[other].after_ellipsis:
            continue
        moved = at - 1
        while moved > 0 and slid[moved - 1] == (slid[moved][0] - 1, slid[moved][1] - 1):
            word, instead = held.word(slid[moved][1]), held.word(slid[moved][1] + gap)
            if word.folded != instead.folded or quoted[slid[moved][0]].after_ellipsis:
                break
            if quoted[slid[moved][0]].mark != word.mark:
                slid[moved:at] = [(typed, place + gap) for typed, place in slid[moved:at]]
                break
            moved -= 1
    return slid


# What differs

# Words of the quotation from which to which, and of the row.
_Block = tuple[int, int, int, int]


def _blocks(held: Held, pairs: Sequence[Pair], part: Span) -> Iterator[_Block]:
    """What lies between the pairs, and before and after them."""
    (quoted, at), (last_quoted, last_at) = pairs[0], pairs[-1]
    if quoted > part.start:
        # The words right before, of the same sentence: as many as there are.
        sentence, _ = held.sentence_of(at)
        yield part.start, quoted, max(sentence, at - (quoted - part.start)), at
    for before, after in pairwise(pairs):
        if after[0] - before[0] > 1 or after[1] - before[1] > 1:
            yield before[0] + 1, after[0], before[1] + 1, after[1]
    if last_quoted + 1 < part.end:
        _, sentence = held.sentence_of(last_at)
        yield last_quoted + 1, part.end, last_at + 1, min(sentence, last_at + part.end - last_quoted)


def _split(quoted: Sequence[Word], block: _Block) -> list[_Block]:
    """``block`` as what was changed, and what an ellipsis before or after it leaves out."""
    start, end, first, last = block
    more = (last - first) - (end - start)
    if start == end or more <= 0:
        return [block]
    if end < len(quoted) and quoted[end].after_ellipsis:
        return [(start, end, first, last - more), (end, end, last - more, last)]
    if quoted[start].after_ellipsis:
        return [(start, start, first, first + more), (start, end, first + more, last)]
    return [block]


def _left_out(held: Held, quoted: Sequence[Word], block: _Block) -> LeftOut:
    at, _, first, last = block
    return LeftOut(_span(held, first, last), quoted[at - 1].end if at else quoted[at].start, quoted[at].after_ellipsis)


def _changed(held: Held, quoted: Sequence[Word], block: _Block) -> Iterator[Change]:
    start, end, first, last = block
    typed = "".join(fold(word.key) for word in quoted[start:end])
    there = "".join(fold(held.word(at).key) for at in range(first, last))
    signed = any(not fold(word.key) for word in (*quoted[start:end], *map(held.word, range(first, last))))
    if typed == there and typed and not signed and _same_numbers(held, quoted, block):
        yield Change("spelling", _quoted(quoted, start, end), _span(held, first, last))
    elif end - start == last - first:
        for step in range(end - start):
            yield _one_change(held, quoted, (start + step, start + step + 1, first + step, first + step + 1))
    else:
        yield _one_change(held, quoted, block)


def _one_change(held: Held, quoted: Sequence[Word], block: _Block) -> Change:
    start, end, first, last = block
    typed = [word.folded for word in quoted[start:end] if word.number]
    there = [word.folded for word in map(held.word, range(first, last)) if word.number]
    what: What = "number" if typed != there else "word"
    if end - start == last - first == 1:
        one, other = quoted[start], held.word(first)
        if fold(one.key) == fold(other.key) != "" and _same_numbers(held, quoted, block):
            what = "spelling"
    return Change(what, _quoted(quoted, start, end), _span(held, first, last))


def _same_numbers(held: Held, quoted: Sequence[Word], block: _Block) -> bool:
    """Whether the figures are the same, thousands set off or not: 2,906 and 2906, but not 1.5 and 15."""
    start, end, first, last = block
    typed = " ".join(word.key for word in quoted[start:end])
    there = " ".join(held.word(at).key for at in range(first, last))
    return _figures(typed) == _figures(there)


def _figures(words: str) -> list[str]:
    return _FIGURES.findall(_THOUSANDS.sub("", words))


def _written_otherwise(held: Held, quoted: Sequence[Word], pairs: Sequence[Pair], part: Span) -> Iterator[Change]:
    """Capitals and punctuation that differ where the words are the same."""
    before: Pair | None = None
    for pair in pairs:
        one, other = quoted[pair[0]], held.word(pair[1])
        joined = before == (pair[0] - 1, pair[1] - 1)
        first = pair[0] == part.start or not joined or one.after_ellipsis or one.bracketed
        if one.key != other.key and not (first and _but_for_the_first_letter(one.key, other.key)):
            same = one.folded == other.folded
            yield Change("case" if same else "word", Span(one.start, one.end), Span(other.start, other.end))
        if joined and one.mark != other.mark:
            yield Change(
                "punctuation",
                Span(quoted[pair[0] - 1].start, one.end),
                Span(held.word(pair[1] - 1).start, other.end),
            )
        before = pair


def _but_for_the_first_letter(one: str, other: str) -> bool:
    return one[0].casefold() == other[0].casefold() and one[1:] == other[1:]


def _quoted(quoted: Sequence[Word], start: int, end: int) -> Span:
    """Words of the quotation; an empty span, behind the word before, if there are none."""
    if start < end:
        return Span(quoted[start].start, quoted[end - 1].end)
    at = quoted[start - 1].end if start else quoted[start].start
    return Span(at, at)


def _span(held: Held, first: int, last: int) -> Span:
    """Words of the row; an empty span, behind the word before or before the word after, if there are none."""
    if first < last:
        return Span(held.word(first).start, held.word(last - 1).end)
    before = held.words[first - 1] if first else None
    at = before.end if before else held.offsets[first]
    return Span(at, at)
