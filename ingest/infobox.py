"""The infobox, flattened to lines: template labels, group labels, rows, pointers and the map's legend."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.article import Dropped, Heading, Kind, Passage, Sentence, Span
from ingest.lines import Line

ROOT = "Infobox"

# Labels of the encyclopedia's infobox templates (Template:Infobox military conflict, … event, … settlement,
# … person, … organization, … software). Words of the templates, not of any article.
TEMPLATE_LABELS = (
    "Date", "Location", "Result", "Status", "Territorial changes", "Belligerents", "Commanders and leaders",
    "Political support", "Units involved", "Strength", "Casualties and losses", "Cause", "Caused by", "Goals",
    "Methods", "Resulted in", "Parties", "Lead figures", "Number", "Arrests", "Deaths", "Injuries", "Injured",
    "Casualties", "Time", "Duration", "Venue", "Type", "Target", "Weapons", "Weapon", "Perpetrator",
    "Perpetrators", "Motive", "Outcome", "Participants", "Organised by", "Country", "Region", "Capital", "Area",
    "Population", "Elevation", "Coordinates", "Time zone", "Website", "Born", "Died", "Nationality",
    "Occupation", "Spouse", "Children", "Alma mater", "Known for", "Awards", "Founded", "Founder",
    "Headquarters", "Key people", "Industry", "Products", "Revenue", "Owner", "Developer", "Developed by",
    "Designed by", "First appeared", "Stable release", "License", "Author", "Language", "Publisher",
    "Publication date", "Pages", "Genre",
)  # fmt: skip
_LABELS = {label.casefold(): label for label in TEMPLATE_LABELS}
# Longest first, so that `Casualties and losses` is not read as `Casualties`.
_GLUED = re.compile("(" + "|".join(sorted(map(re.escape, TEMPLATE_LABELS), key=len, reverse=True)) + r")(?=[A-Z0-9(])")
_POINTER = re.compile(r"(?:See (?:also )?.{1,80} (?:for|section)\b.{0,60}|For (?:a |an )?more .{1,80}, see .{1,80})$")
_GROUP = re.compile(r".{1,60}:$")

Unit = Callable[[int, int], Sentence]
Adjacent = Callable[[str, str], bool]

LOST_VALUE = "infobox label whose value this copy has lost"
POINTER = "pointer to another place"


def always(_label: str, _row: str) -> bool:
    """Where there is no other copy, a row stands right under its label."""
    return True


def template_label(text: str) -> bool:
    """Whether ``text`` is, alone, a label of an infobox template."""
    return " ".join(text.split()).casefold() in _LABELS


def is_infobox(lines: Sequence[Line]) -> bool:
    """Whether the lines above the lead hold an infobox: at least two labels, group labels or tabbed rows."""
    signs = 0
    for line in lines:
        text = line.text.strip()
        signs += template_label(text) or "\t" in text or (bool(_GROUP.match(text)) and not line.indented)
    return signs >= 2


@dataclass(slots=True)
class _Open:
    """A label that waits for its rows."""

    heading: Heading
    rows: int = 0


class InfoboxReader:
    """Reads an infobox line by line. ``unit`` makes a row of a span; ``adjacent`` says whether a row stands right
    under a label in the page's other copy (always true where there is none).
    """

    def __init__(self, text: str, unit: Unit, adjacent: Adjacent) -> None:
        self._text = text
        self._unit = unit
        self._adjacent = adjacent
        self._template: _Open | None = None
        self._group: _Open | None = None
        self._rows: list[Sentence] = []
        self._first = 0
        self.passages: list[Passage] = []
        self.labels: list[Heading] = []
        self.lost: list[Heading] = []
        self.dropped: list[Dropped] = []

    def read(self, lines: Sequence[Line]) -> None:
        """All of the infobox's lines, in order."""
        at = 0
        while at < len(lines):
            at += self._take(lines, at)
        self._close_template()

    def _take(self, lines: Sequence[Line], at: int) -> int:
        """Reads the line at ``at``; how many lines that took."""
        line = lines[at]
        if line.blank:
            return 1
        text = line.text.strip()
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line.legend:
            self._flush()
            row = self._unit(line.first, line.last)
            self.passages.append(Passage(Kind.CAPTION, (ROOT,), row.start, row.end, (row,)))
        elif template_label(text):
            self._open_template(line.first, line.last)
        elif following and not following.blank and template_label(f"{text} {following.text.strip()}"):
            self._open_template(line.first, following.last)
            return 2
        elif _POINTER.match(text):
            self._close_group()
            self.dropped.append(Dropped(line.first, line.last, POINTER))
        elif "\t" in text:
            label, _, value = text.partition("\t")
            self._open_template(line.first, line.first + len(label.rstrip()))
            if value := value.strip():
                self._row(line.last - len(value), line.last, line.last - len(value))
        elif glued := _GLUED.match(line.text, line.first - line.start):
            self._open_template(line.first, line.start + glued.end())
            end, took = self._continued(lines, at)
            self._row(line.start + glued.end(), end, line.start + glued.end())
            return took
        elif _GROUP.match(text) and not line.bullet:
            self._close_group()
            self._group = _Open(self._heading(line.first, line.last, 2))
        else:
            if not line.bullet:
                self._close_group()
            self._row(line.start + line.bullet if line.bullet else line.first, line.last, line.first)
        return 1

    def _continued(self, lines: Sequence[Line], at: int) -> tuple[int, int]:
        """Where a row ends that goes on in brackets on the lines below, and how many lines it takes."""
        took = 1
        while at + took < len(lines) and lines[at + took].text.startswith("("):
            took += 1
        return lines[at + took - 1].last, took

    def _heading(self, start: int, end: int, level: int) -> Heading:
        title = " ".join(self._text[start:end].split())
        parent = self._template.heading.path if self._template and level > 1 else (ROOT,)
        return Heading(start, end, title, level, (*parent, title))

    def _open_template(self, start: int, end: int) -> None:
        self._close_template()
        self._template = _Open(self._heading(start, end, 1))

    def _row(self, start: int, end: int, first: int) -> None:
        row = self._unit(start, end)
        if (
            self._group
            and not self._group.rows
            and not self._adjacent(self._group.heading.title, self._text[start:end])
        ):
            self._close_group()  # the label's own rows are lost; this row opens the next column
        if not self._rows:
            self._first = first
        self._rows.append(row)
        for label in (self._template, self._group):
            if label:
                label.rows += 1

    def _flush(self) -> None:
        if self._rows:
            label = self._group or self._template
            section = label.heading.path if label else (ROOT,)
            intro = Span(self._group.heading.start, self._group.heading.end) if self._group else None
            end = self._rows[-1].end
            self.passages.append(Passage(Kind.INFOBOX, section, self._first, end, tuple(self._rows), intro))
            self._rows = []

    def _close_group(self) -> None:
        self._flush()
        self._settle(self._group)
        self._group = None

    def _close_template(self) -> None:
        self._close_group()
        self._settle(self._template)
        self._template = None

    def _settle(self, label: _Open | None) -> None:
        """A label with rows is a label; one without has lost its value."""
        if label and label.rows:
            self.labels.append(label.heading)
        elif label:
            self.lost.append(label.heading)
            self.dropped.append(Dropped(label.heading.start, label.heading.end, LOST_VALUE))
