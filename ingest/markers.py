"""The grammar of citation markers: ``[82]``, ``[d]``, ``[note 2]``; and what only looks like one.

A letter in brackets is a note only where it stands as one. ``calculate[d]`` and ``w[ould]`` are an
editor's changes inside a quotation, ``[citation needed]`` is a remark, ``[1992]`` is a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.article import Marker, Span

# Bounded quantifiers only, so that no input makes these backtrack.
MARKER = re.compile(r"\[(\d{1,4}|[a-z]{1,2}|(?:note|nb|n) \d{1,3})\]")

# The encyclopedia's inline remarks (Wikipedia:Template index/Cleanup, "Inline"); the words, not the article's.
REMARK = re.compile(
    r"""\[(?:
        citation | better\ source | page | verification | clarification | additional\ citation | full\ citation
      | third-party\ source | non-primary\ source | dead | permanent\ dead | failed | unreliable | original | not
      | dubious | disputed | according | by | to | update | sic | who | when | where | which | why | what | how
      | vague | ambiguous | neutrality | undue | self-published | specify | edit | inconsistent
    )[^\[\]\n]{0,40}\]""",
    re.VERBOSE,
)

# No article numbers its sources up to a year; a four-digit number above this is a year (`[1992]`).
HIGHEST_LABEL = 1499

_QUOTATION_MARK = re.compile(r'[“«„”»"]')


def quotations(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Spans of double-quoted speech inside ``text[start:end]``, outermost, quotation marks included.

    A straight mark opens after white space, a bracket or a dash and closes otherwise; a mark that never
    closes opens nothing. Linear in the length.
    """
    found: list[Span] = []
    opened = -1
    depth = 0
    for mark in _QUOTATION_MARK.finditer(text, start, end):
        at, char = mark.start(), mark[0]
        if char in "“«„":
            if opened < 0:
                opened, depth = at, 0
            depth += 1
        elif char in "”»":
            if opened >= 0 and depth > 0:
                depth -= 1
                if depth == 0:
                    found.append(Span(opened, at + 1))
                    opened = -1
        else:
            before = text[at - 1] if at > start else " "
            opens = before.isspace() or before in "([{—–-/“«„"
            if opened < 0 and opens:
                opened, depth = at, -1
            elif opened >= 0 and depth == -1 and not opens:
                found.append(Span(opened, at + 1))
                opened = -1
    return tuple(found)


def find_markers(text: str, start: int, end: int, *, notes: frozenset[str] = frozenset()) -> tuple[Marker, ...]:
    """The citation markers of ``text[start:end]``, in order.

    ``notes`` are the labels the notes list can have; a letter that is none of them is no marker.
    """
    return tuple(_markers(text, start, end, notes, quotations(text, start, end)))


def _markers(text: str, start: int, end: int, notes: frozenset[str], quoted: tuple[Span, ...]) -> Iterator[Marker]:
    at_quote = 0
    for match in MARKER.finditer(text, start, end):
        label = match[1]
        while at_quote < len(quoted) and quoted[at_quote].end <= match.start():
            at_quote += 1
        inside = at_quote < len(quoted) and quoted[at_quote].start < match.start()
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        if label.isdigit():
            if int(label) > HIGHEST_LABEL or (inside and before.isspace()):
                continue
        elif label not in notes or after.isalpha() or (inside and before.isalpha()):
            continue
        yield Marker(match.start(), match.end(), label)


def trailing(text: str, at: int, end: int) -> int:
    """Where the run of markers and remarks that starts at ``at`` ends (``at`` itself if there is none)."""
    while at < end and text[at] == "[":
        match = MARKER.match(text, at, end) or REMARK.match(text, at, end)
        if match is None:
            break
        at = match.end()
    return at


def plain(text: str, start: int, end: int, markers: tuple[Marker, ...]) -> str:
    """``text[start:end]`` for searching: markers and remarks out, white space folded to single blanks."""
    parts: list[str] = []
    at = start
    for marker in markers:
        if start <= marker.start < end:
            parts.append(text[at : marker.start])
            at = marker.end
    parts.append(text[at:end])
    return " ".join(REMARK.sub(" ", "".join(parts)).split())
