"""What can be told of a line by its shape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lines import (
    Line,
    keyword_list,
    looks_like_caption,
    looks_like_heading,
    looks_like_prose,
    split_lines,
    wraps,
)

NB = "\u00a0"


def line(text: str) -> Line:
    return Line(1, 0, len(text), text)


def test_lines_are_cut_at_line_feeds_only() -> None:
    text = "a\r\n\n b\u2028c\x0c "
    assert [(part.number, part.text) for part in split_lines(text)] == [(1, "a\r"), (2, ""), (3, " b\u2028c\x0c ")]


def test_a_byte_order_mark_is_in_no_line() -> None:
    (one,) = split_lines("\ufeffTitle")
    assert (one.start, one.end, one.text) == (1, 6, "Title")


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.text(max_size=60))
def test_law_every_line_is_its_slice(text: str) -> None:
    lines = split_lines(text)
    assert [part.number for part in lines] == list(range(1, len(lines) + 1))
    assert all(text[part.start : part.end] == part.text for part in lines)
    assert "\n".join(part.text for part in lines) == text.removeprefix("\ufeff")


SHAPES = {
    # text: blank, picture, indented, legend, bullet
    "": (True, False, False, False, 0),
    "  ": (True, False, True, False, 0),
    # where the page had a picture
    NB: (True, True, True, False, 0),
    NB * 2: (True, True, True, False, 0),
    # a legend's box
    NB * 2 + "Armenia": (False, False, True, True, 0),
    NB * 2 + " All links": (False, False, True, True, 0),
    # a flag
    NB + "Azerbaijan": (False, False, True, False, 0),
    "\tTabbed": (False, False, True, False, 0),
    " One blank": (False, False, False, False, 0),
    "  • 12 killed": (False, False, True, False, 4),
    "- an item": (False, False, False, False, 2),
    "* an item": (False, False, False, False, 2),
    "– an item": (False, False, False, False, 2),
    # no bullet without a blank, and none with nothing after it
    "-5 degrees": (False, False, False, False, 0),
    "*": (False, False, False, False, 0),
    "Plain": (False, False, False, False, 0),
}


@pytest.mark.parametrize(("text", "shape"), SHAPES.items(), ids=[repr(text) for text in SHAPES])
def test_shape(text: str, shape: tuple[bool, bool, bool, bool, int]) -> None:
    one = line(text)
    assert (one.blank, one.picture, one.indented, one.legend, one.bullet) == shape


def test_first_and_last_are_without_white_space() -> None:
    one = Line(1, 10, 18, f" {NB}ab c \r")
    assert (one.first, one.last) == (12, 16)


ENDS = {
    "It fell.": True,
    "It fell?": True,
    "It fell…": True,
    "他走了。": True,
    "Նա գնաց։": True,
    'He said "it fell."': True,
    "It fell.)": True,
    # markers and remarks after the stop
    "It fell.[1][2][dead link]": True,
    'It fell."[4]': True,
    "It fell.\r": True,
    "It fell[1]": False,
    "It fell": False,
    "It fell:": False,
    "": False,
}


@pytest.mark.parametrize(("text", "ends"), ENDS.items(), ids=ENDS)
def test_ends_sentence(text: str, ends: bool) -> None:
    assert line(text).ends_sentence is ends


HEADINGS = {
    # headings of the article: two words, a hyphen, an apostrophe, the longest
    "Naming": True,
    "Post-ceasefire clashes": True,
    "Canada's boycott of arms exports to Turkey": True,
    "Transfer of territories and flight of Armenian population": True,
    # headings of other texts
    "1931": False,  # nothing but figures: a row, unless the contents say so
    "1. Method": True,
    "2.1 Method": True,
    "Éclairage": True,
    "Введение": True,
    # a bare word in a legend is indented
    NB * 2 + "Armenia": False,
    "  • Home": False,
    "- Home": False,
    # a sentence, a marker, a colon, a tab, lower case, a bracket, too long, nothing
    "It fell.": False,
    "Azerbaijani victory[31]": False,
    "Per them:": False,
    "Length\t7 km": False,
    "then it rose": False,
    "(1 month)": False,
    "“Quoted”": False,
    "Word " * 21: False,
    "": False,
    " ": False,
}


@pytest.mark.parametrize(("text", "heading"), HEADINGS.items(), ids=[repr(t[:30]) for t in HEADINGS])
def test_heading_shape(text: str, heading: bool) -> None:
    assert looks_like_heading(line(text)) is heading


# The shortest paragraph of the article has 83 characters, its longest caption without a stop far more.
LONG = "Casualties have been high, officially in the low thousands, it was said by all"
PROSE = {
    LONG + ".": True,
    LONG + ".[1]": True,
    LONG: False,
    "It was short.": False,
    NB + LONG + ".": False,
    "- " + LONG + ".": False,
}


@pytest.mark.parametrize(("text", "prose"), PROSE.items(), ids=[repr(t[:20] + t[-5:]) for t in PROSE])
def test_prose_shape(text: str, prose: bool) -> None:
    assert looks_like_prose(line(text)) is prose


CAPTIONS = {
    "Table 1: Loads": True,
    "Figure 12. The bridge": True,
    "Fig. 3. The bridge": True,
    "Table of contents": False,
    "Table 1 shows it": False,
    "The table 1: Loads": False,
    "Tables 1: Loads": False,
}


@pytest.mark.parametrize(("text", "caption"), CAPTIONS.items(), ids=CAPTIONS)
def test_numbered_captions(text: str, caption: bool) -> None:
    assert looks_like_caption(line(text)) is caption


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [(72, 72, True), (72, 5, True), (40, 139, True), (39, 72, False), (140, 72, False), (72, 140, False)],
)
def test_lines_that_were_wrapped(above: int, below: int, joined: bool) -> None:
    assert wraps(line("x" * above), line("y" * below)) is joined


KEYWORDS = {
    # the article's own bait (line 720, and the beginning of 716)
    ", read, download, free, free download, mp3, video, mp4, 3gp, jpg, jpeg, gif, png, picture, music, song": True,
    "second, nagorno, karabakh, this, article, about, armed, conflict, over": True,
    "The towns of Aston, Barton, Canton, Dalton, Easton, Fulton and Galton lie on the river, and so does Halton.": False,
    "a, b, c": False,
    "": False,
}  # fmt: skip


@pytest.mark.parametrize(("text", "keywords"), KEYWORDS.items(), ids=[repr(t[:20]) for t in KEYWORDS])
def test_keyword_list(text: str, keywords: bool) -> None:
    assert keyword_list(text) is keywords
