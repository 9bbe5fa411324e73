"""Reference and note lists → entries: label, span of the whole entry, and what is safely recognisable in it.

An entry begins with its number and a caret, then back-link letters where it is cited more than once:
``  4. ^ a b Doe, Jane (10 May 2020). "The ships …". The Courier.`` Its span holds the entry's own words,
from after the letters to the last of its lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.article import Field, FieldName, Marker, Passage, Reference, Span
from ingest.lines import Line

# The encyclopedia's standard appendices (Wikipedia:Manual of Style/Layout), folded.
NOTE_SECTIONS = frozenset(("notes", "footnotes", "explanatorynotes", "endnotes"))
REFERENCE_SECTIONS = frozenset(
    ("references", "notesandreferences", "citations", "sources", "workscited", "bibliography")
)

# With a caret, as the encyclopedia's lists are pasted (its notes may be lettered); without, as other texts number
# theirs.
_CARET = re.compile(r"\s{0,12}(?:(\d{1,4}|[a-z]{1,2})\.[ \t\u00a0]{0,4})?\^[ \t\u00a0]{0,4}(?:Jump up to:?\s{0,3})?")
_NUMBERED = re.compile(r"\s{0,12}(?:\[(\d{1,4})\]|(\d{1,4})[.)])[ \t\u00a0]{1,4}(?=\S)")
_LETTERS = re.compile(r"([a-z]{1,2})(?:[ \t\u00a0]{1,3}|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as read: its apparatus (number, caret, letters) and its own words."""

    label: str
    apparatus: Span
    words: Span
    uses: int


def begins_entry(line: Line) -> bool:
    """Whether ``line`` begins as an entry of a list does: with its number, or a caret."""
    return bool(_CARET.match(line.text) or _NUMBERED.match(line.text))


def read_entries(lines: Sequence[Line]) -> tuple[list[Entry], list[Line]]:
    """The entries of a list, and the lines that belong to none.

    A line that begins no entry belongs to the entry above if it is indented deeper or carries a bullet. An entry
    without a number among numbered ones has the label "": its number is not guessed.
    """
    entries: list[Entry] = []
    others: list[Line] = []
    carets = any(_CARET.match(line.text) for line in lines)
    indent = 0
    for line in lines:
        if line.blank:
            continue
        match = _CARET.match(line.text) if carets else _NUMBERED.match(line.text)
        if match:
            number = next((group for group in match.groups() if group), None)
            label = number or ""
            after, uses = _backlinks(line.text, match.end())
            # Blanks of other kinds are no words of the entry.
            after = len(line.text) - len(line.text[after:].lstrip())
            indent = len(line.text) - len(line.text.lstrip())
            entries.append(
                Entry(
                    label,
                    Span(line.first, line.start + after),
                    Span(line.start + after, line.last),
                    uses if carets else 0,
                )
            )
        elif entries and line.number == _line_after(entries[-1], lines) and _hangs(line, indent):
            words = entries[-1].words
            start = words.start if words.start < words.end else line.first
            entries[-1] = replace(entries[-1], words=Span(start, line.last))
        else:
            others.append(line)
    if not any(entry.label for entry in entries):  # no entry carries a number: they count by their order
        entries = [replace(entry, label=str(at)) for at, entry in enumerate(entries, 1)]
    return [_trimmed(entry) for entry in entries], others


def _line_after(entry: Entry, lines: Sequence[Line]) -> int:
    """The number of the line below an entry's last one."""
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle].start < max(entry.words.end, entry.apparatus.end):
            low = middle + 1
        else:
            high = middle
    return lines[low - 1].number + 1 if low else 0


def _hangs(line: Line, indent: int) -> bool:
    return bool(line.bullet) or len(line.text) - len(line.text.lstrip()) > indent


def _trimmed(entry: Entry) -> Entry:
    """An entry whose apparatus took all there is has no words: an empty span at the apparatus' end."""
    if entry.words.end <= entry.words.start:
        return replace(entry, words=Span(entry.apparatus.end, entry.apparatus.end))
    return entry


def _backlinks(text: str, at: int) -> tuple[int, int]:
    """Past the back-link letters ``a b c …`` at ``at``, and how many uses they stand for (1 without letters)."""
    expected = 0
    after = at
    while match := _LETTERS.match(text, after):
        if match[1] != _letter(expected):
            break
        expected += 1
        after = match.end()
    if expected < 2:  # a lone `a` is a word
        return at, 1
    return after, expected


def _letter(index: int) -> str:
    """a, b, … z, aa, ab, …"""
    return (chr(96 + index // 26) if index >= 26 else "") + chr(97 + index % 26)


def note_label(entry: Entry) -> str:
    """What a note is cited by: its own letter, or that of its number (the list counts 1, 2, 3, the text a, b, c)."""
    return _letter(int(entry.label) - 1) if entry.label.isdigit() and int(entry.label) > 0 else entry.label


def twice(entries: Iterable[Entry]) -> frozenset[str]:
    """Labels that stand twice in the list: resolved to nothing rather than to a guess."""
    return frozenset(
        label for label, times in Counter(entry.label for entry in entries if entry.label).items() if times > 1
    )


def other_list(notes: Sequence[Passage], references: Sequence[Reference], cited: Iterable[Marker]) -> frozenset[str]:
    """Labels of the notes whose markers belong to another page's numbering.

    A note taken over from another page brings that page's numbers: they run 1, 2, 3, … inside the note, and
    some of them are used more often in this text than their entries' back-links count. ``cited`` are all
    markers outside the notes. Notes are taken in order, since the page counts its uses from the top.
    """
    uses = {reference.label: reference.uses for reference in references}
    used = Counter(marker.label for marker in cited)
    foreign: set[str] = set()
    for note in notes:
        labels = [marker.label for sentence in note.sentences for marker in sentence.markers if marker.label.isdigit()]
        counted = [label for label in labels if uses.get(label, 0) > 0]
        run = list(dict.fromkeys(labels)) == [str(number) for number in range(1, len(set(labels)) + 1)]
        if len(labels) > 1 and run and any(used[label] >= uses[label] for label in counted):
            foreign.add(note.label or "")
        else:
            used.update(labels)
    return frozenset(foreign)


# The parts of an entry, in the order in which the encyclopedia's citation templates print them
# (Wikipedia:Citation Style 1). Whatever does not fit is left out: no field is invented.
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
DATE = re.compile(
    rf"(?:\d{{1,2}} {_MONTH} \d{{4}}|{_MONTH} \d{{1,2}}, \d{{4}}|{_MONTH} \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})\b"
)
_AUTHOR = re.compile(rf"([^\"“\[(]{{2,200}}?) \(({DATE.pattern}|\d{{4}})\)\. ")
_UNDATED_AUTHOR = re.compile(r"([^\"“\[(]{2,200}?)\. (?=[\"“])")
_TITLE = re.compile(r"[\"“](.{1,400}?)[\"”](?=\.(?:\s|$)|,? \(|,? \[|\s*$)", re.DOTALL)
_TRANSLATED = re.compile(r" ?\[[^\[\]]{1,300}\]")
_MEDIUM = re.compile(r" \((?:PDF|Report|Press release|Video)\)")
_LANGUAGE = re.compile(r" ?\(in ([A-Z][a-z]+(?:(?:,| and) [A-Z][a-z]+){0,3})\)")
_ARCHIVED = re.compile(rf"(?:Archived )?from the original (?:\(PDF\) )?on ({DATE.pattern})")
_ACCESSED = re.compile(rf"Retrieved (?:on )?({DATE.pattern})\.?")
_TAIL = re.compile(rf"{DATE.pattern}|(?:Archived )?from the original|Retrieved|ISSN|ISBN|OCLC|doi:|\{{\{{|\bpp?\. ")
_RESIDUE = re.compile(r"\{\{cite [a-z]+\}\}:[^{}]{0,200}$")


def read_fields(text: str, start: int, end: int) -> tuple[Field, ...]:
    """The recognisable parts of the entry ``text[start:end]``; none for an entry that holds several sources."""
    if "\n" in text[start:end]:
        return ()
    residue = _RESIDUE.search(text, start, end)
    stop = residue.start() if residue else end
    found: list[Field] = []
    at = start
    if author := _AUTHOR.match(text, start, stop):
        found.append(Field(FieldName.AUTHOR, *author.span(1)))
        found.append(Field(FieldName.DATE, *author.span(2)))
        at = author.end()
    elif author := _UNDATED_AUTHOR.match(text, start, stop):
        found.append(Field(FieldName.AUTHOR, *author.span(1)))
        at = author.end()
    title = _TITLE.match(text, at, stop)
    if title:
        found.append(Field(FieldName.TITLE, *title.span(1)))
        at = title.end()
    lost_title = title is None and text.startswith(". ", at)
    for skipped in (_TRANSLATED, _MEDIUM):
        if more := skipped.match(text, at, stop):
            at = more.end()
            lost_title = False
    language = _LANGUAGE.match(text, at, stop)
    if language:
        at = language.end()
    if (title or lost_title or language or at > start) and text.startswith(". ", at):
        found += _publisher(text, at + 2, stop)
    language = language or _LANGUAGE.search(text, at, stop)
    if language:
        found.append(Field(FieldName.LANGUAGE, *language.span(1)))
    found += _dates(text, at, stop, dated=any(field.name is FieldName.DATE for field in found))
    return tuple(sorted(found, key=lambda field: (field.start, field.end)))


def _publisher(text: str, at: int, stop: int) -> list[Field]:
    tail = _TAIL.search(text, at, stop)
    end = tail.start() if tail else stop
    language = _LANGUAGE.search(text, at, end)
    if language:
        end = language.start()
    name = text[at:end].rstrip(" .")
    return [Field(FieldName.PUBLISHER, at, at + len(name))] if 1 < len(name) <= 120 else []


def _dates(text: str, at: int, stop: int, *, dated: bool) -> list[Field]:
    found: list[Field] = []
    archived = _ARCHIVED.search(text, at, stop)
    accessed = _ACCESSED.search(text, at, stop)
    if archived:
        found.append(Field(FieldName.ARCHIVED, *archived.span(1)))
    if accessed:
        found.append(Field(FieldName.ACCESSED, *accessed.span(1)))
    tail = min(match.start() for match in (archived, accessed) if match) if archived or accessed else stop
    if not dated and (date := DATE.search(text, at, tail)):
        found.append(Field(FieldName.DATE, *date.span()))
    last = max((match.end() for match in (archived, accessed) if match), default=0)
    while 0 < last < stop and text[last] in ". ":
        last += 1
    words = text[last:stop].rstrip() if last else ""
    if len(words.split()) >= 4:  # a sentence of the source, not a leftover
        found.append(Field(FieldName.QUOTATION, last, last + len(words)))
    return found
