"""Text → Article. The only place that knows the order of the steps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from ingest.article import Article, Dropped, Heading, Kind, Passage, Reference, Sentence, Span
from ingest.fold import fold
from ingest.infobox import POINTER, ROOT, InfoboxReader, always, is_infobox
from ingest.lines import BYTE_ORDER_MARK, Line, keyword_list, looks_like_heading, looks_like_prose, split_lines
from ingest.markers import MARKER
from ingest.outline import find_contents, headings_by_shape, match_headings
from ingest.recovered import Anchor, StrippedCopy, find_copy
from ingest.references import (
    NOTE_SECTIONS,
    REFERENCE_SECTIONS,
    Entry,
    note_label,
    other_list,
    read_entries,
    read_fields,
    twice,
)
from ingest.section import SectionReader
from ingest.sentences import unit

LEAD = ("Lead",)
NOTES = ("Notes",)
REFERENCES = ("References",)
UNTITLED = "Untitled text"

# A page's title is written twice within so many lines: as heading and over the infobox.
TITLE_WITHIN = 60

# What the encyclopedia itself puts between a page's title and its text.
_TAGLINE = re.compile(
    r"\s*(?:From \w{1,20}, the free encyclopa?edia|\(Redirected from .{1,120}\)|Jump to (?:navigation|search))\s*$"
)

FURNITURE = "page furniture before the title"
FURNITURE_BELOW = "page furniture below the title"
MARK = "byte order mark"
FURNITURE_AFTER = "page furniture after the last list"
REPEATED = "the title, repeated"
APPARATUS = "list number and back-links"
NO_WORDS = "list number without an entry: the list was cut here"
CONTENTS = "table of contents"
NUMBERING = "heading number or mark"


def parse(text: str, *, fallback_title: str = UNTITLED) -> Article:
    """Reads an article. Pure, deterministic, in linear time; any text can be read.

    ``fallback_title`` is used where the text has no title of its own.
    """
    return _Reading(text, fallback_title).article()


class _Reading:
    """One text being read: what was found so far."""

    def __init__(self, text: str, fallback_title: str) -> None:
        self.text = text
        self.fallback_title = fallback_title
        self.lines = split_lines(text)
        self.starts = [line.start for line in self.lines]
        self.passages: list[Passage] = []
        self.dropped: list[Dropped] = []
        self.labels: list[Heading] = []
        self.lost: list[Heading] = []
        self.entries: list[Entry] = []
        self.note_entries: list[Entry] = []
        self.odd: list[str] = []
        self.contents = find_contents(text, self.lines)
        line = find_copy(self.lines)
        self.copy = StrippedCopy(text, line, self.contents.span if self.contents else None) if line else None
        self.title_at, self.body_at = self._find_title()
        self.headings = self._find_headings()
        self.notes_are_references = self._notes_are_references()
        self.note_labels = self._find_note_labels()

    # Title and outline.

    def _find_title(self) -> tuple[int, int]:
        """Line index of the title (-1: none), and of the first line after it and its repetition."""
        seen = [
            at for at, line in enumerate(self.lines[: TITLE_WITHIN * 4]) if not line.blank and not self._listed(line)
        ][:TITLE_WITHIN]
        for first, second in pairwise(seen):
            line = self.lines[first]
            if line.text == self.lines[second].text and looks_like_heading(line) and self._recurs(line.text, second):
                return first, second + 1
        if len(seen) > 1 and looks_like_heading(self.lines[seen[0]]):
            below = self.lines[seen[0] + 1]
            if below.blank or looks_like_prose(below) or _TAGLINE.match(below.text):
                return seen[0], seen[0] + 1
        return -1, 0

    def _listed(self, line: Line) -> bool:
        """Whether any of ``line`` is in the table of contents."""
        span = self.contents.span if self.contents else Span(-1, -1)
        return span.start < line.end and line.start < span.end

    def _recurs(self, title: str, after: int) -> bool:
        """Whether a longer line below takes the title up: tells a title from a line that is merely doubled."""
        title = title.strip()
        return any(title in line.text and len(line.text) > len(title) + 8 for line in self.lines[after + 1 :])

    def _find_headings(self) -> dict[int, Heading]:
        """Headings by the number of their line."""
        found: tuple[Heading, ...] = ()
        if self.contents:
            found = match_headings(self.contents, self.lines[self.body_at :])
            if not found:
                self.odd.append(
                    "a table of contents whose items are not in the text: read as text; headings told by their shape"
                )
                self.contents = None
        if not found:
            inside = self.contents.span if self.contents else Span(-1, -1)
            found = headings_by_shape(self.lines, self.body_at)
            found = tuple(
                heading
                for heading in found
                if not inside.start <= heading.start < inside.end and not _TAGLINE.match(heading.title)
            )
        return {bisect_right(self.starts, heading.start): heading for heading in found}

    def _sections(self) -> Iterable[tuple[Heading | None, list[Line]]]:
        """The lines under each heading, without the heading's own; first those above the first heading."""
        heading: Heading | None = None
        lines: list[Line] = []
        in_contents = self._contents_dropped()
        for line in self.lines[self.body_at :]:
            if line.number in self.headings:
                yield heading, lines
                heading, lines = self.headings[line.number], []
            elif self.copy and line is self.copy.line:
                lines.append(_nothing(line, line.start))
            else:
                lines += _outside(line, in_contents)
        yield heading, lines

    def _contents_dropped(self) -> Span:
        """Where the contents are left out by themselves, and not with the copy they stand in."""
        return self.contents.span if self.contents and not self._contents_in_copy() else Span(-1, -1)

    def _contents_in_copy(self) -> bool:
        return bool(
            self.contents and self.copy and self.copy.line.start <= self.contents.span.start < self.copy.line.end
        )

    def _is_notes(self, heading: Heading) -> bool:
        """Whether a list headed `Notes` holds notes: not where it is the only list and the text cites numbers only."""
        return fold(heading.title) in NOTE_SECTIONS and not self.notes_are_references

    def _notes_are_references(self) -> bool:
        lists = {fold(heading.title) for heading, lines in self._sections() if heading and read_entries(lines)[0]}
        if lists & REFERENCE_SECTIONS or not lists & NOTE_SECTIONS:
            return False
        cited = {match[1].isdigit() for match in MARKER.finditer(self.text)}
        return cited == {True}

    def _find_note_labels(self) -> frozenset[str]:
        """The labels notes can be cited by, told from their list before the text is cut into sentences."""
        for heading, lines in self._sections():
            if heading and self._is_notes(heading):
                entries = read_entries(lines)[0]
                numbers = [entry.label for entry in entries if entry.label.isdigit()]
                worded = (f"{word} {number}" for word in ("note", "nb", "n") for number in numbers)
                return frozenset((*map(note_label, entries), *worded)) - {""}
        return frozenset()

    # The body.

    def article(self) -> Article:
        self._read_furniture()
        for heading, lines in self._sections():
            kind = fold(heading.title) if heading else ""
            notes = heading is not None and self._is_notes(heading)
            if heading:
                self._read_heading(heading)
            if heading is None:
                self._read_front(lines)
            elif kind in NOTE_SECTIONS | REFERENCE_SECTIONS and read_entries(lines)[0]:
                self._read_list(heading, lines, notes=notes)
            else:
                self._read_body(heading.path, lines)
        self._settle_other_list()
        if self.copy:
            passages, dropped = self.copy.recover(self._anchors())
            self.passages += passages
            self.dropped += dropped
        return self._finished()

    def _unit(self, start: int, end: int) -> Sentence:
        return unit(self.text, start, end, notes=self.note_labels)

    def _drop(self, line: Line, reason: str) -> None:
        if not line.blank:
            self.dropped.append(Dropped(line.first, line.last, reason))

    def _read_furniture(self) -> None:
        in_contents = self._contents_dropped()
        for at, line in enumerate(self.lines[: self.body_at]):
            if at != self.title_at and not (self.copy and line is self.copy.line):
                for part in _outside(line, in_contents):
                    self._drop(part, FURNITURE if at < self.title_at else REPEATED)
        if self.text.startswith(BYTE_ORDER_MARK):
            self.dropped.append(Dropped(0, len(BYTE_ORDER_MARK), MARK))
        if in_contents.end > in_contents.start:
            self.dropped.append(Dropped(in_contents.start, in_contents.end, CONTENTS))

    def _read_heading(self, heading: Heading) -> None:
        """A heading's number or mark (`2.1`, `##`, `[edit]`) is on its line and not in its title."""
        line = self.lines[bisect_right(self.starts, heading.start) - 1]
        for start, end in ((line.first, heading.start), (heading.end, line.last)):
            if end > start:
                self.dropped.append(Dropped(start, end, NUMBERING))

    def _read_front(self, lines: Sequence[Line]) -> None:
        taglines = list(takewhile(lambda line: line.blank or _TAGLINE.match(line.text), lines))
        for line in taglines:
            self._drop(line, FURNITURE_BELOW)
        lines = lines[len(taglines) :]
        lead = next((at for at, line in enumerate(lines) if looks_like_prose(line)), len(lines))
        if not is_infobox(lines[:lead]):
            lead = 0
        reader = InfoboxReader(self.text, self._unit, self.copy.adjacent if self.copy else always)
        reader.read(lines[:lead])
        self.passages += reader.passages
        self.dropped += reader.dropped
        self.labels += reader.labels
        self.lost += reader.lost
        self._read_body(LEAD, lines[lead:])

    def _read_body(self, section: tuple[str, ...], lines: Sequence[Line]) -> None:
        reader = SectionReader(self.text, section, self.note_labels, self.copy.after_residue if self.copy else None)
        reader.read(lines)
        self.passages += reader.passages
        self.labels += reader.labels

    def _read_list(self, heading: Heading, lines: Sequence[Line], *, notes: bool) -> None:
        entries, others = read_entries(lines)
        for entry in entries:
            label = note_label(entry) if notes else entry.label
            words = entry.words
            if words.end == words.start:
                self.dropped.append(Dropped(entry.apparatus.start, entry.apparatus.end, NO_WORDS))
                continue
            if entry.apparatus.end > entry.apparatus.start:
                self.dropped.append(Dropped(entry.apparatus.start, entry.apparatus.end, APPARATUS))
            (self.note_entries if notes else self.entries).append(replace(entry, label=label))
            row = self._unit(words.start, words.end) if notes else unit(self.text, words.start, words.end)
            if not notes:  # brackets in an entry are the source's own
                row = Sentence(row.start, row.end, " ".join(self.text[row.start : row.end].split()))
            kind, section = (Kind.NOTE, NOTES) if notes else (Kind.REFERENCE, REFERENCES)
            self.passages.append(Passage(kind, section, row.start, row.end, (row,), label=label or None))
        kept = [line for line in others if looks_like_prose(line) and not keyword_list(line.text)]
        starts = {line.start for line in kept}  # two stretches of one line may be left of it
        for line in others:
            if line.start not in starts:
                self._drop(line, FURNITURE_AFTER)
        for run in _runs(kept):
            self._read_body(heading.path, run)

    # What can only be told once all is read.

    def _settle_other_list(self) -> None:
        """Markers that belong to another page's numbering are marked as such."""
        notes = [passage for passage in self.passages if passage.kind is Kind.NOTE]
        cited = [
            marker
            for passage in self.passages
            if passage.kind is not Kind.NOTE
            for sentence in passage.sentences
            for marker in sentence.markers
        ]
        foreign = other_list(notes, self._references(), cited)
        for at, passage in enumerate(self.passages):
            if passage.kind is Kind.NOTE and passage.label in foreign:
                (row,) = passage.sentences
                markers = tuple(replace(marker, other_list=marker.label.isdigit()) for marker in row.markers)
                self.passages[at] = replace(passage, sentences=(replace(row, markers=markers),))

    def _references(self, *, notes: bool = False) -> tuple[Reference, ...]:
        entries = self.note_entries if notes else self.entries
        doubled = twice(entries)
        return tuple(
            Reference(
                entry.label,
                entry.words.start,
                entry.words.end,
                entry.uses,
                () if notes else read_fields(self.text, entry.words.start, entry.words.end),
            )
            for entry in entries
            if entry.label not in doubled
        )

    def _anchors(self) -> list[Anchor]:
        """All that the stripped copy should hold too, in order, up to the reference list."""
        anchors = [Anchor(heading.start, heading.end, heading.path) for heading in self.headings.values()]
        anchors += [Anchor(label.start, label.end, label.path) for label in (*self.labels, *self.lost)]
        if self.title_at >= 0:
            title = self.lines[self.title_at]
            anchors.append(Anchor(title.first, title.last, ()))
        anchors += [
            Anchor(sentence.start, sentence.end, passage.section)
            for passage in self.passages
            if passage.kind is not Kind.REFERENCE
            for sentence in passage.sentences
        ]
        anchors += [Anchor(part.start, part.end, (ROOT,)) for part in self.dropped if part.reason == POINTER]
        anchors.sort(key=lambda anchor: anchor.start)
        list_at = next((h.start for h in self.headings.values() if fold(h.title) in REFERENCE_SECTIONS), len(self.text))
        return [anchor for anchor in anchors if anchor.start <= list_at]

    def _finished(self) -> Article:
        title = self.lines[self.title_at] if self.title_at >= 0 else None
        self.odd += [
            f"reference {label} stands twice in the list: resolved to neither" for label in sorted(twice(self.entries))
        ]
        if not self.headings:
            self.odd.append("no headings: everything stands under Lead")
        if not self.entries:
            self.odd.append("no reference list: no citation can be resolved")
        if sum(not line.blank for line in self.lines) == 1:
            self.odd.append("one single line")
        if self.text.startswith(BYTE_ORDER_MARK):
            self.odd.append("a byte order mark at the start")
        if "\r" in self.text:
            self.odd.append("carriage returns, left as they are")
        return Article(
            title=self.text[title.first : title.last] if title else self.fallback_title,
            text=self.text,
            title_span=Span(title.first, title.last) if title else None,
            headings=tuple(self.headings[number] for number in sorted(self.headings)),
            labels=tuple(sorted(self.labels, key=lambda label: label.start)),
            passages=tuple(sorted(self.passages, key=lambda passage: passage.start)),
            references=self._references(),
            notes=self._references(notes=True),
            dropped=tuple(sorted(self.dropped, key=lambda span: span.start)),
            odd=tuple(self.odd),
        )


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that stand right below each other in the text, together."""
    for _, run in groupby(enumerate(lines), lambda pair: pair[1].number - pair[0]):
        yield [line for _, line in run]


def _outside(line: Line, span: Span) -> list[Line]:
    """What of ``line`` lies outside ``span``: all of it, or what stands before and after it, and a gap between."""
    if span.end <= line.start or line.end <= span.start:
        return [line]
    start, end = max(line.start, span.start), min(line.end, span.end)
    parts = [
        Line(line.number, first, last, line.text[first - line.start : last - line.start])
        for first, last in ((line.start, start), (end, line.end))
    ]
    return [parts[0], _nothing(line, end), parts[1]]


def _nothing(line: Line, at: int) -> Line:
    """A blank line where something was taken out: what stands above and below must not be read as one."""
    return Line(line.number, at, at, "")
