"""Lines, and what can be told of one by its shape alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

NBSP = "\u00a0"
BYTE_ORDER_MARK = "\ufeff"
# A line of this many characters that ends with a stop is prose wherever it stands; shorter ones may be captions,
# headings or rows. The shortest paragraph of the bundled article has 83 characters.
PROSE_LENGTH = 60
# A heading is seldom longer (the longest in the bundled article has 57 characters).
HEADING_LENGTH = 100

_BULLET = re.compile(r"\s*(?:[•·▪◦‣∙*]|[-–—])[ \t\u00a0]+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？։؟][\"'”’»)\]]{0,4}(?:\[[^\[\]\n]{1,40}\]){0,40}\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without its line break. ``start`` and ``end`` are offsets into the text."""

    number: int
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Nothing on it that is to be read (it may hold no-break spaces)."""
        return not self.text.strip()

    @property
    def picture(self) -> bool:
        """A line of no-break spaces only: where the page had a picture."""
        return self.blank and NBSP in self.text

    @property
    def indented(self) -> bool:
        return self.text[:1] in (NBSP, "\t") or self.text[:2] == "  "

    @property
    def legend(self) -> bool:
        """Indented by two or more no-break spaces: a coloured box stood there."""
        return self.text.startswith(NBSP * 2) and not self.blank

    @property
    def bullet(self) -> int:
        """How many characters the bullet takes, 0 if there is none."""
        match = _BULLET.match(self.text)
        return match.end() if match else 0

    @property
    def ends_sentence(self) -> bool:
        """Whether a stop ends it (with the closing marks and markers after it)."""
        return _ENDS_SENTENCE.search(self.text[-400:]) is not None

    @property
    def first(self) -> int:
        """Offset of its first character that is not white space."""
        return self.start + len(self.text) - len(self.text.lstrip())

    @property
    def last(self) -> int:
        """Offset after its last character that is not white space."""
        return self.start + len(self.text.rstrip())


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of ``text``, split at ``\\n`` only; a carriage return stays in the line, a byte order mark in none."""
    lines: list[Line] = []
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    for number, part in enumerate(text[start:].split("\n"), 1):
        lines.append(Line(number, start, start + len(part), part))
        start += len(part) + 1
    return tuple(lines)


def looks_like_prose(line: Line) -> bool:
    """A sentence or more, by its length and its stop."""
    return len(line.text) >= PROSE_LENGTH and line.ends_sentence and not line.indented and not line.bullet


def looks_like_heading(line: Line) -> bool:
    """Short, unindented, no stop, no marker, begins with a capital or a figure, and holds a letter."""
    text = line.text.strip()
    return (
        0 < len(text) <= HEADING_LENGTH
        and not line.indented
        and not line.bullet
        and not line.ends_sentence
        and text[-1] not in ",;:"
        and "[" not in text
        and "\t" not in text
        and not text[0].islower()
        and text[0].isalnum()
        and any(char.isalpha() for char in text)
    )


# Lines of a paragraph wrapped at a fixed width are at most so long, and all but the last at least so long.
WRAPPED = range(40, 140)
_CAPTION_WORD = re.compile(r"(?:Figure|Fig\.|Table|Map|Image|Photo|Chart) \d{1,3}[.:] ")


def wraps(above: Line, line: Line) -> bool:
    """Whether ``above`` may go on in ``line``, by their lengths alone."""
    return len(above.text) in WRAPPED and len(line.text) < WRAPPED.stop


def looks_like_caption(line: Line) -> bool:
    """Begins as captions are numbered: `Table 1: …`."""
    return _CAPTION_WORD.match(line.text) is not None


# A list of search words has hardly more words than commas; a sentence has several between two commas.
WORDS_A_COMMA = 2.0
FEWEST_KEYWORDS = 6


def keyword_list(text: str) -> bool:
    """Whether a line is a list of search words: commas after every word or two."""
    commas = text.count(",")
    return commas >= FEWEST_KEYWORDS and len(text.split()) <= WORDS_A_COMMA * commas
