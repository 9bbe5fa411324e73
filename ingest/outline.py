"""Heading → level and parent, from a numbered contents run where the text has one; else flat, by shape."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from ingest.article import Heading, Span
from ingest.fold import fold
from ingest.lines import WRAPPED, Line, looks_like_caption, looks_like_heading, looks_like_prose, wraps
from ingest.references import REFERENCE_SECTIONS, begins_entry

# A run of contents in one line: the page's own table with its punctuation stripped.
_RUN = re.compile(r"Contents\s{0,3}(?:hide\s{0,3})?(?=1\s{1,3}\S)")
_ITEM_LINE = re.compile(r"\s{0,8}(?:[•*-]\s{0,3})?(\d{1,2}(?:\.\d{1,2}){0,5})\.?[ \t\u00a0]{0,4}(\D.{0,150})$")
_CONTENTS_LINE = re.compile(r"\s{0,4}(?:table of )?contents\b.{0,12}$", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")
# Titles longer than this many words are not looked for: a number that is not followed by another within so many
# words ends the contents run.
TITLE_WORDS = 30
# A contents run is read up to so many characters; the bundled article's has 1,026.
LONGEST_RUN = 40_000
# So many lines that say `Contents` are looked at: a text that repeats the word is no reason to read it over and over.
MOST_CONTENTS = 8
# Fewer items are no table of contents.
FEWEST_ITEMS = 3
# A contents run is believed only where at least this share of its items stands as a heading in the text.
BELIEVED = 0.5
# A heading text that recurs is tried at so many of its places: keeps the matching linear.
PLACES = 50

Number = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the table of contents: its number, ``(3, 3, 1)``, and its title as it stands there."""

    number: Number
    title: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents and where it stands."""

    items: tuple[Item, ...]
    span: Span


def find_contents(text: str, lines: tuple[Line, ...]) -> Contents | None:
    """The numbered contents, as lines of their own or as one run; None if the text has none."""
    return _contents_lines(lines) or _contents_run(text, lines)


def _contents_lines(lines: tuple[Line, ...]) -> Contents | None:
    tried = 0
    for at, line in enumerate(lines):
        if not _CONTENTS_LINE.match(line.text):
            continue
        tried += 1
        if tried > MOST_CONTENTS:
            return None
        items: list[Item] = []
        last = line
        for following in lines[at + 1 : at + 2000]:
            match = _ITEM_LINE.match(following.text)
            if following.blank or (not items and match is None and len(following.text.strip()) <= 8):
                continue  # `hide`, `(Top)`
            if match is None:
                break
            number = tuple(map(int, match[1].split(".")))
            if number not in _expected(items[-1].number if items else ()):
                break
            items.append(Item(number, match[2].strip()))
            last = following
        if len(items) >= FEWEST_ITEMS:
            return Contents(tuple(items), Span(line.start, last.end))
    return None


def _expected(number: Number) -> tuple[Number, ...]:
    """The numbers that can follow ``number``: its first child, its next sibling, its ancestors' next siblings."""
    if not number:
        return ((1,),)
    return ((*number, 1), *((*number[:depth], number[depth] + 1) for depth in range(len(number) - 1, -1, -1)))


def _contents_run(text: str, lines: tuple[Line, ...]) -> Contents | None:
    match = _RUN.search(text)
    if match is None:
        return None
    titles = frozenset(fold(line.text) for line in lines if len(line.text) <= 200 and not line.blank)
    line_end = text.find("\n", match.end())
    run = _Run(text, match.end(), len(text) if line_end < 0 else line_end, titles)
    items = run.items()
    if len(items) < FEWEST_ITEMS:
        return None
    return Contents(tuple(items), Span(match.start(), run.end))


class _Run:
    """A contents run, word by word: `1 Name 2 History 2 1 Early years …`."""

    def __init__(self, text: str, start: int, end: int, headings: frozenset[str]) -> None:
        self._text = text
        self._words = [
            (word.start(), word.end()) for word in _TOKEN.finditer(text, start, min(end, start + LONGEST_RUN))
        ]
        self._headings = headings
        self.end = start

    def items(self) -> list[Item]:
        """The items, each up to the next number that may follow."""
        found: list[Item] = []
        number: Number = ()
        title = -1  # word at which the title of ``number`` begins
        at = 0
        while at < len(self._words) and at - title <= TITLE_WORDS:
            following = self._number(at, number)
            if following is None or (title >= 0 and self._goes_on(title, at, number)):
                if title < 0:
                    return []
                at += 1
                continue
            if title >= 0:
                found.append(Item(number, self._between(title, at)))
            number, title = following, at + len(following)
            at = title + 1
        if 0 <= title < len(self._words):
            found.append(Item(number, self._last_title(title, found)))
            self.end = self._words[title][0] + len(found[-1].title)
        return found

    def _between(self, first: int, after: int) -> str:
        return self._text[self._words[first][0] : self._words[after - 1][1]]

    def _number(self, at: int, number: Number) -> Number | None:
        """The longest number that may follow ``number`` and is spelled out, figure by figure, at word ``at``."""
        for expected in sorted(_expected(number), key=len, reverse=True):
            spelled = [self._text[start:end] for start, end in self._words[at : at + len(expected)]]
            if spelled == [str(figure) for figure in expected]:
                return expected
        return None

    def _goes_on(self, title: int, at: int, number: Number) -> bool:
        """Whether the number at word ``at`` is a figure inside a title: only the longer title is a heading."""
        if fold(self._between(title, at)) in self._headings:
            return False
        return any(
            self._number(end, number) and fold(self._between(title, end)) in self._headings
            for end in range(at + 1, min(title + TITLE_WORDS, len(self._words)))
        )

    def _last_title(self, title: int, found: list[Item]) -> str:
        """The last title of all: what comes before the first section's heading, with which the text goes on."""
        stretch = self._between(title, min(title + TITLE_WORDS, len(self._words)))
        cut = stretch.find(found[0].title) if found else -1
        return stretch[:cut].strip() if cut > 0 else self._between(title, title + 1)


def match_headings(contents: Contents, lines: tuple[Line, ...]) -> tuple[Heading, ...]:
    """The lines that are headings, by the longest common sequence of contents items and lines.

    Matched folded, since the run may have lost its punctuation. Empty where fewer than half of the items
    are found. After Hunt and Szymanski (1977), with at most ``PLACES`` places an item: O(n log n).
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        edited = line.text.rstrip().endswith(EDIT)
        above = at == 0 or lines[at - 1].blank or edited or lines[at - 1].text.rstrip().endswith(EDIT)
        apart = above and not line.indented and not line.blank
        inside = contents.span.start <= line.start <= contents.span.end
        if apart and not inside and len(line.text) <= 2 * HEADING_FOLDED and (words := _unnumbered(line.text)):
            places[fold(words)].append(at)
    # best[n]: the smallest line at which a common sequence of length n + 1 can end; chain[line]: how it got there.
    best: list[int] = []
    ends: list[tuple[int, int]] = []
    links: list[tuple[int, int, int]] = []
    for index, item in enumerate(contents.items):
        for at in reversed(places.get(fold(item.title), [])[:PLACES]):
            length = bisect_left(best, at)
            link = len(links)
            links.append((index, at, ends[length - 1][1] if length else -1))
            if length == len(best):
                best.append(at)
                ends.append((at, link))
            elif at <= best[length]:
                best[length] = at
                ends[length] = (at, link)
    if not best or len(best) < BELIEVED * len(contents.items):
        return ()
    pairs: list[tuple[int, int]] = []
    link = ends[-1][1]
    while link >= 0:
        index, at, link = links[link]
        pairs.append((index, at))
    pairs.reverse()
    return _nested([(len(contents.items[index].number), lines[at]) for index, at in pairs])


# Headings of up to this many characters are matched with the contents.
HEADING_FOLDED = 150
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,5})\.?[ \t]{1,4}(?=\D)")
# The link that a page puts behind each of its headings, as it is copied along.
EDIT = "[edit]"
_MARKED = re.compile(r"(#{1,6})[ \t]{1,4}(?=\S)")


def _unnumbered(text: str) -> str:
    """A heading's words: `2.1 Method` and `## Method` are `Method`; `[edit]` is a link of the page."""
    start, end = _title_in(text)
    return text[start:end]


def _title_in(text: str) -> tuple[int, int]:
    """Where the words of a heading begin and end on its line. They may stand in its mark too: `## #`."""
    end = len(text.rstrip().removesuffix(EDIT).rstrip())
    start = min(end, len(text) - len(text.lstrip()))
    match = _MARKED.match(text, start, end) or _NUMBERED.match(text, start, end)
    start = match.end() if match else start
    return end - len(text[start:end].lstrip()), end


def headings_by_shape(lines: tuple[Line, ...], first: int) -> tuple[Heading, ...]:
    """Lines from index ``first`` on that look like headings. Flat, but where they carry a level themselves.

    A line is one that stands alone between blank lines, has a heading's shape, is no caption, and has prose
    or another heading below it; `References`, if it is the only one, may stand right over its list. Prose may be
    wrapped at a fixed width: what its last line is, the lines above are.
    """
    found: list[tuple[int, Line]] = []
    # Of several lists only the text can tell which one its numbers mean, and a list of notes may be one of steps.
    named = [line for line in lines[first:] if _names_references(line)]
    only = named[0] if len(named) == 1 else None
    below = False  # whether prose, a list or a heading comes next
    for at in range(len(lines) - 1, first - 1, -1):
        line = lines[at]
        if line.blank:
            below = below or line.picture
            continue
        short = len(line.text) <= 2 * HEADING_FOLDED  # a longer one is text, whatever stands before it
        marked = _MARKED.match(line.text) if short else None
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) and not lines[at + 1].blank else None
        goes_on = after is not None and wraps(line, after)
        over_list = line is only and after is not None and begins_entry(after)
        alone = (before is None or (before.blank and not before.picture)) and (
            after is None or (looks_like_prose(after) and not goes_on) or over_list
        )
        edited = short and line.text.rstrip().endswith(EDIT) and line.text.strip() != EDIT
        if (
            marked
            or edited
            or ((below or over_list) and alone and looks_like_heading(line) and not looks_like_caption(line))
        ):
            numbered = _NUMBERED.match(line.text)
            level = len(marked[1]) if marked else numbered[1].count(".") + 1 if numbered else 1
            found.append((level, line))
            below = True
        else:
            prose = looks_like_prose(line) or bool(line.bullet) or "^" in line.text[:12] or line.ends_sentence
            introduces = len(line.text) >= WRAPPED.start and line.text.rstrip().endswith(":")
            below = prose or (below and (goes_on or introduces))
    found.reverse()
    return _nested(found)


def _names_references(line: Line) -> bool:
    return len(line.text) <= HEADING_FOLDED and fold(line.text) in REFERENCE_SECTIONS


def _nested(found: list[tuple[int, Line]]) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    parents: list[Heading] = []
    for level, line in found:
        while parents and parents[-1].level >= level:
            parents.pop()
        first, last = _title_in(line.text)
        title, start = line.text[first:last], line.start + first
        path = (*(parents[-1].path if parents else ()), title)
        heading = Heading(start, start + len(title), title, level, path)
        headings.append(heading)
        parents.append(heading)
    return tuple(headings)
