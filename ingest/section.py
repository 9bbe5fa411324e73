"""The lines under one heading → passages: prose, captions, legends, lists, block quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.article import Heading, Kind, Passage, Sentence, Span
from ingest.lines import Line, looks_like_caption, looks_like_prose, wraps
from ingest.sentences import split, unit

# The line before a block quotation is one sentence of at most so many characters.
INTRODUCTION = 240
# A line right below a caption goes on with it unless it is as long as a paragraph.
CAPTION_LENGTH = 300

_EXTERNAL = re.compile(r"External (?:videos?|audio|images?|media)$")
_OPENS_QUOTATION = "…“‘«„\"'[("
_ATTRIBUTES = re.compile(
    r"\b(?:according to|sa(?:id|ys)|wr(?:ote|ites)|stat(?:ed|es)|quot(?:ed|es)|put it)\b", re.IGNORECASE
)
_INTRODUCES = re.compile(r":(?:\[[^\[\]\n]{1,30}\]){0,8}\s*$")


class SectionReader:
    """Reads one section. ``after_residue`` tells whether a line stands behind a video's residue in the page's
    other copy, which makes it a caption; None where there is no such copy.
    """

    def __init__(
        self, text: str, section: tuple[str, ...], notes: frozenset[str], after_residue: Callable[[str], bool] | None
    ) -> None:
        self._text = text
        self._section = section
        self._notes = notes
        self._after_residue = after_residue
        self.passages: list[Passage] = []
        self.labels: list[Heading] = []

    def read(self, lines: Sequence[Line]) -> None:
        """All lines of the section, in order."""
        at = 0
        while at < len(lines):
            at += 1 if lines[at].blank else self._take(lines, at)

    def _take(self, lines: Sequence[Line], at: int) -> int:
        """Reads what begins with the line at ``at``; how many lines it took."""
        line = lines[at]
        if _EXTERNAL.match(line.text.strip()):
            return self._external(lines, at)
        if self._is_caption(lines, at):
            return self._captions(lines, at)
        if line.bullet:
            return self._list(lines, at)
        took = _wrapped(lines, at)
        self._paragraph(line, lines[at + took - 1])
        return took

    def _add(
        self, kind: Kind, first: int, last: int, sentences: tuple[Sentence, ...], intro: Span | None = None
    ) -> None:
        if sentences:
            self.passages.append(Passage(kind, self._section, first, last, sentences, intro))

    # Captions and legends.

    def _is_caption(self, lines: Sequence[Line], at: int) -> bool:
        line = lines[at]
        if at and lines[at - 1].picture and lines[at - 1].number == line.number - 1:
            return True
        if looks_like_caption(line):
            return True
        return self._after_residue is not None and len(line.text) <= CAPTION_LENGTH and self._after_residue(line.text)

    def _captions(self, lines: Sequence[Line], at: int) -> int:
        """A caption, the lines right below it, and the legend that hangs on it."""
        took = 0
        intro: Span | None = None
        while at + took < len(lines) and not (line := lines[at + took]).blank:
            if took and (_EXTERNAL.match(line.text.strip()) or (not line.legend and len(line.text) > CAPTION_LENGTH)):
                break
            row = unit(self._text, line.first, line.last, notes=self._notes)
            self._add(Kind.CAPTION, row.start, row.end, (row,), intro if line.legend else None)
            if not line.legend:
                intro = Span(row.start, row.end)
            took += 1
        return took

    def _external(self, lines: Sequence[Line], at: int) -> int:
        """`External video` and the titles below it."""
        label = lines[at]
        title = label.text.strip()
        self.labels.append(Heading(label.first, label.last, title, len(self._section) + 1, (*self._section, title)))
        took = 1
        while at + took < len(lines) and not (line := lines[at + took]).blank and line.indented:
            row = unit(self._text, line.first, line.last, notes=self._notes)
            self._add(Kind.CAPTION, row.start, row.end, (row,), Span(label.first, label.last))
            took += 1
        return took

    # Prose.

    def _list(self, lines: Sequence[Line], at: int) -> int:
        """Bulleted lines: one passage, introduced by the paragraph before it if that ends with a colon.

        A line that is indented deeper than its item's bullet goes on with the item.
        """
        took = 0
        sentences: list[Sentence] = []
        while at + took < len(lines) and (line := lines[at + took]).bullet:
            took += 1
            while at + took < len(lines) and _hangs(lines[at + took], line):
                took += 1
            sentences += split(self._text, line.start + line.bullet, lines[at + took - 1].last, notes=self._notes)
        self._add(Kind.PROSE, lines[at].first, lines[at + took - 1].last, tuple(sentences), self._introduction())
        return took

    def _paragraph(self, first: Line, last: Line) -> None:
        sentences = split(self._text, first.first, last.last, notes=self._notes)
        intro = self._introduction()
        quoted = (
            intro
            and first.text.strip()[:1]
            and (first.text.strip()[0] in _OPENS_QUOTATION or _ATTRIBUTES.search(self._text, intro.start, intro.end))
        )
        if intro and quoted and looks_like_prose(last):
            self._add(Kind.BLOCK_QUOTE, first.first, last.last, sentences, intro)
        else:
            self._add(Kind.PROSE, first.first, last.last, sentences)

    def _introduction(self) -> Span | None:
        """The last sentence read, if it is short, alone in its paragraph and ends with a colon."""
        before = self.passages[-1] if self.passages else None
        if before is None or before.kind is not Kind.PROSE:
            return None
        sentence = before.sentences[-1]
        if not _INTRODUCES.search(self._text[max(sentence.start, sentence.end - 300) : sentence.end]):
            return None
        if sentence.end - sentence.start > INTRODUCTION:
            return None
        return Span(sentence.start, sentence.end)


def _hangs(line: Line, item: Line) -> bool:
    """Whether ``line`` goes on with the bulleted ``item``: it has no bullet of its own and is indented deeper."""
    return not line.blank and not line.bullet and line.first - line.start > item.first - item.start


def _wrapped(lines: Sequence[Line], at: int) -> int:
    """How many lines the paragraph that begins at ``at`` takes: more than one where it was wrapped."""
    took = 1
    while at + took < len(lines):
        above, line = lines[at + took - 1], lines[at + took]
        if line.blank or line.bullet or line.indented != lines[at].indented or not wraps(above, line):
            break
        took += 1
    return took
