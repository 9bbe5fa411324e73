"""A text → its statements: sentences, lines, the items of a list, as spans of the text as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.article import Span
from ingest.sentences import split

_LINE = re.compile(r"[^\r\n\u2028\u2029\u0085\v\f]+")
# What begins an item of a list, and is no part of what it says.
_BULLET = re.compile(r"\s*(?:[-–—*•·‣◦▪>+]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s+")
# A longer statement is a paste without stops: it is cut where a line of the text can't be, at a blank.
LONGEST = 1_000


def statements(text: str) -> Iterator[Span]:
    """The statements of ``text`` in order, without white space around them; none of signs only. Linear."""
    for line in _LINE.finditer(text):
        bullet = _BULLET.match(text, line.start(), line.end())
        start = bullet.end() if bullet else line.start()
        for sentence in split(text, start, line.end()):
            yield from _cut(text, sentence.start, sentence.end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        at = text.rfind(" ", start + 1, start + LONGEST)
        at = at if at > start else start + LONGEST
        if _says(text, start, at):
            yield Span(start, at)
        start = at
        while start < end and text[start].isspace():
            start += 1
    if start < end and _says(text, start, end):
        yield Span(start, end)


def _says(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end])
