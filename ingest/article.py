"""The nouns: one text, many spans.

The text is kept once, untouched. A sentence, a heading, a reference, a quote are ``(start, end)`` into it,
in code points, end exclusive. Whatever is shown to anyone is ``Article.slice(...)`` of such a span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

# `[note 2]` and `[nb 2]` stand for the second note, whose letter is b.
_WORDED_NOTE = re.compile(r"(?:note|nb|n) ([1-9]|1\d|2[0-6])")


class Spanned(Protocol):
    """Anything that lies in the text from ``start`` to ``end`` (code points, end exclusive)."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Kind(StrEnum):
    """What a passage is. The values are those of the answer format."""

    PROSE = "prose"
    INFOBOX = "infobox"
    CAPTION = "caption"
    BLOCK_QUOTE = "block_quote"
    NOTE = "note"
    REFERENCE = "reference"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Span:
    """A bare stretch of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marker:
    """One citation marker, brackets included: ``[82]`` has label ``82``.

    ``other_list`` is true where the number belongs to another page's numbering and must not be
    resolved to this article's list.
    """

    start: int
    end: int
    label: str
    other_list: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest quotable unit: a sentence, an infobox row, a caption, a note, an entry.

    ``plain`` is for searching only: markers out, white space folded. It is never shown.
    """

    start: int
    end: int
    plain: str
    markers: tuple[Marker, ...] = ()

    @property
    def citations(self) -> tuple[str, ...]:
        """Labels of the markers inside, in order, each once."""
        return tuple(dict.fromkeys(marker.label for marker in self.markers))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, or a label of the infobox. ``path`` ends with its own title; ``level`` counts from 1."""

    start: int
    end: int
    title: str
    level: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one kind under one section path.

    ``intro`` is what introduces them without being part of them: a row's group label, the line before
    a block quotation, the caption above a legend. ``label`` is the own label of a note or a reference.
    """

    kind: Kind
    section: tuple[str, ...]
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    intro: Span | None = None
    label: str | None = None


class FieldName(StrEnum):
    """Parts of a reference entry that can be told safely."""

    AUTHOR = "author"
    TITLE = "title"
    PUBLISHER = "publisher"
    DATE = "date"
    LANGUAGE = "language"
    ARCHIVED = "archived"
    ACCESSED = "accessed"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Field:
    """One recognised part of a reference entry, as a span of the text."""

    name: FieldName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list, or a note: label and the span of the whole entry.

    ``uses`` is how many places the entry says cite it (its back-link letters), 0 if it does not say.
    """

    label: str
    start: int
    end: int
    uses: int = 0
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the text that is in no passage, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text that has been read. Everything in it is a span of ``text``.

    Passages, headings, ``labels`` (of the infobox), ``dropped`` and the title together hold every
    character that is not white space exactly once. ``variants``: other spellings of its names, folded, and its own.
    """

    title: str
    text: str
    title_span: Span | None
    headings: tuple[Heading, ...]
    labels: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]
    notes: tuple[Reference, ...]
    dropped: tuple[Dropped, ...]
    odd: tuple[str, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    sha256: str = field(init=False)
    _line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest())
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "_line_starts", tuple(starts))

    def slice(self, part: Spanned) -> str:
        """The words of ``part`` as they stand in the file. The only source of words shown to anyone."""
        return self.text[part.start : part.end]

    def line(self, offset: int) -> int:
        """The 1-based number of the line that ``offset`` (code points) lies in."""
        return bisect_right(self._line_starts, offset)

    def entry(self, label: str) -> Reference | None:
        """The entry a citation label stands for: a reference by its number, a note by its letter or as `note 2`."""
        if worded := _WORDED_NOTE.fullmatch(label):
            label = chr(ord("a") + int(worded[1]) - 1)
        for reference in (*self.references, *self.notes):
            if reference.label == label:
                return reference
        return None
