"""What stands only in the page's stripped copy.

Some scrapes end with the whole page again in one line, made for search engines: no punctuation, no hyphens,
letters folded to ASCII. It holds facts that are lost above. They are cut out where the two texts part, at the
labels and lines that both have, and always shown as recovered: figures and citation numbers run together there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.article import Dropped, Kind, Passage, Sentence, Span, Spanned
from ingest.fold import fold, fold_with_offsets
from ingest.lines import Line

# The copy is at least this share of the text. Measured on the bundled article: 0.50.
SHARE = 0.2
SHORTEST = 2_000
# In running text about one character in 50 is a stop or a comma; in the stripped copy hardly any is
# (0.0003 in the bundled article's, its keyword list included).
PUNCTUATED = 0.004
# Of lines drawn from the text above, so many must stand in the copy, folded, for it to be a copy of this page.
SAME_PAGE = 0.5
SAMPLES = 60
# Units are looked up in the copy by their first KEY folded characters; shorter ones only within NEAR characters
# of the last unit found, since they recur (`Notes`).
KEY = 16
NEAR = 3_000
# A key that recurs is tried at so many of its places: keeps the search linear.
PLACES = 64
# What stands only in the copy is worth keeping from so many letters on: below, it is a letter lost in folding.
FEWEST_LETTERS = 8

# What a player and an edit link leave behind; and the portals' names, glued to the last link above them.
_RESIDUE = re.compile(r"(?:\b(?:source|edit)\b ?)+|(?<=[a-z])Portals?(?: [A-Z]\w{1,30}){1,8}$")
_KEYWORDS = re.compile(r"(?:[^\s,.]{1,40}, ){5,}[^\s,.]{0,40}[.,]?\s*")

KNOWN = "the page's unpunctuated copy: stands above as it was written"
CONTENTS = "table of contents"
KEYWORDS = "keyword list"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A unit of the text above that should stand in the copy too; ``section`` is that of what follows it."""

    start: int
    end: int
    section: tuple[str, ...]


def find_copy(lines: Sequence[Line]) -> Line | None:
    """The stripped copy: one long unpunctuated line that repeats the rest; None if there is none."""
    total = sum(len(line.text) for line in lines)
    line = max(lines, key=lambda candidate: len(candidate.text), default=None)
    if line is None or len(line.text) < max(SHORTEST, SHARE * total) or len(line.text) > 0.9 * total:
        return None
    stops = sum(line.text.count(mark) for mark in ".,;:!?")
    if stops > PUNCTUATED * len(line.text):
        return None
    # Not the entries of lists: their numbers and carets are gone there.
    others = [other for other in lines if other is not line and len(other.text) >= 40 and "^" not in other.text[:12]]
    samples = others[:: max(1, len(others) // SAMPLES)]
    folded = fold(line.text)
    same = sum(fold(sample.text[:60])[:30] in folded for sample in samples)
    return line if samples and same >= SAME_PAGE * len(samples) else None


class StrippedCopy:
    """The stripped copy, folded, with the way back to the text."""

    def __init__(self, text: str, line: Line, contents: Span | None) -> None:
        self._text = text
        self.line = line
        # The contents run holds every heading once more: nothing is to be found in it.
        self._contents = contents if contents and line.start <= contents.start < line.end else None
        at = self._contents
        parts = (Span(line.start, at.start), Span(at.end, line.end)) if at else (Span(line.start, line.end),)
        self._folded = fold_with_offsets(text, parts)

    def adjacent(self, label: str, row: str) -> bool:
        """Whether ``row`` stands right after ``label`` in the copy."""
        return fold(label) + fold(row) in self._folded.text

    def after_residue(self, words: str) -> bool:
        """Whether ``words`` stand in the copy right after what a video player left behind there."""
        at = self._folded.text.find(fold(words))
        if at < 0:
            return False
        start = self._folded.offsets[at]
        return self._text[max(self.line.start, start - 14) : start].endswith("source source ")

    def recover(self, anchors: Sequence[Anchor]) -> tuple[list[Passage], list[Dropped]]:
        """What stands only here, as passages of their own kind, and the rest as dropped spans with reasons.

        ``anchors`` are the units of the text above, in order, up to where the comparison should end (the
        reference list, whose letters the copy transliterates).
        """
        passages: list[Passage] = []
        dropped: list[Dropped] = []
        at = self.line.start
        section: tuple[str, ...] = ()
        for start, end, following in self._align(anchors):
            passages += self._passages(at, start, section, dropped)
            at, section = end, following
        dropped += _rest(self.line, (*passages, *dropped))
        return passages, dropped

    def _align(self, anchors: Sequence[Anchor]) -> list[tuple[int, int, tuple[str, ...]]]:
        """Where the anchors stand in the copy, in order: ``(start, end, section after)`` in text offsets."""
        copy = self._folded.text
        folded = [fold(self._text[anchor.start : anchor.end]) for anchor in anchors]
        keys = {words[:KEY] for words in folded if len(words) >= KEY}
        places: defaultdict[str, list[int]] = defaultdict(list)
        for at in range(len(copy) - KEY + 1):
            key = copy[at : at + KEY]
            if key in keys and len(places[key]) < PLACES:
                places[key].append(at)
        found: list[tuple[int, int, tuple[str, ...]]] = []
        cursor = 0
        for anchor, words in zip(anchors, folded, strict=True):
            at = self._place(copy, words, places, cursor)
            if at >= 0 and words:
                cursor = at + len(words)
                found.append((self._folded.offsets[at], self._folded.offsets[cursor - 1] + 1, anchor.section))
        return found

    @staticmethod
    def _place(copy: str, words: str, places: dict[str, list[int]], cursor: int) -> int:
        if len(words) < KEY:
            return copy.find(words, cursor, cursor + NEAR) if words else -1
        for at in places.get(words[:KEY], ()):
            if at >= cursor and copy.startswith(words, at):
                return at
        return -1

    def _passages(self, start: int, end: int, section: tuple[str, ...], dropped: list[Dropped]) -> Iterator[Passage]:
        """The stretch between two known units, less residue and contents, as passages."""
        cuts: list[Span] = []
        if self._contents and start <= self._contents.start < end:
            cuts.append(self._contents)
            dropped.append(Dropped(self._contents.start, self._contents.end, CONTENTS))
        if keywords := _KEYWORDS.match(self._text, start, end):
            cuts.append(Span(*keywords.span()))
            dropped.append(Dropped(*keywords.span(), KEYWORDS))
        cuts += [Span(*match.span()) for match in _RESIDUE.finditer(self._text, start, end)]
        at = start
        for cut in sorted((*cuts, Span(end, end)), key=lambda span: span.start):
            if cut.start > at and (passage := self._passage(at, cut.start, section)):
                yield passage
            at = max(at, cut.end)

    def _passage(self, start: int, end: int, section: tuple[str, ...]) -> Passage | None:
        while start < end and not self._text[start].isalnum():
            start += 1
        while end > start and not self._text[end - 1].isalnum():
            end -= 1
        words = self._text[start:end]
        if sum(map(str.isalpha, words)) < FEWEST_LETTERS or len(words.split()) < 2:
            return None
        sentence = Sentence(start, end, " ".join(words.split()))
        return Passage(Kind.RECOVERED, section or ("Lead",), start, end, (sentence,))


def _rest(line: Line, taken: Iterable[Spanned]) -> Iterator[Dropped]:
    """All of the line that is in none of ``taken``: what stands above too."""
    at = line.start
    for span in sorted(taken, key=lambda span: span.start):
        if span.start > at:
            yield Dropped(at, span.start, KNOWN)
        at = max(at, span.end)
    if at < line.end:
        yield Dropped(at, line.end, KNOWN)
