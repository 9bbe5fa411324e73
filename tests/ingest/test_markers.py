"""What is a citation marker, and what only looks like one."""

from __future__ import annotations

import pytest

from ingest.article import Span
from ingest.markers import find_markers, plain, quotations, trailing

NOTES = frozenset("abcdef") | {"note 1", "nb 2", "n 3"}

ROWS = {
    # a number
    "a number": ("It fell.[82]", ["82"]),
    "a run": ("It fell.[1][2][3]", ["1", "2", "3"]),
    "in mid-sentence": ("Both[160] and Baku[161] did.", ["160", "161"]),
    "after a blank, as IEEE sets it": ("It fell [3] and rose [4].", ["3", "4"]),
    "at the very start": ("[7] It fell.", ["7"]),
    "the same twice": ("It[5] fell.[5]", ["5", "5"]),
    # a year is no source: nobody numbers so many
    "a year": ("The law of [1992] stood.", []),
    "the highest label": ("It fell.[1499][1500]", ["1499"]),
    "five figures": ("It fell.[12345]", []),
    # a note's letter, where the list has such a note
    "a letter": ("2,906 servicemen killed[d]", ["d"]),
    "a letter after a stop": ("It is a state.[f] It fell.", ["f"]),
    "a letter the list does not have": ("It fell.[z]", []),
    "a named note": ("It fell.[note 1] It rose.[nb 2][n 3]", ["note 1", "nb 2", "n 3"]),
    "a named note the list does not have": ("It fell.[note 9]", []),
    # an editor's brackets
    "the end of a word": ('He said "it calculate[d] that".', []),
    "the start of a word": ('He said "it w[ould] win".', []),
    "the start of a word that is a note": ("He [a]greed.", []),
    "a letter inside a quotation after a blank": ('He said "it [d] fell".', ["d"]),
    "a figure put into a quotation": ('He said "all [12] of them fell".', []),
    "a marker inside a quotation": ('He said "it fell.[4] It rose."[5]', ["4", "5"]),
    # editorial remarks
    "citation needed": ("It fell.[citation needed]", []),
    "dead link": ("It fell.[130][dead link]", ["130"]),
    "sic": ("their [sic] house", []),
    "who?": ("Some[who?] say so.[by whom?]", []),
    # near misses
    "nothing between": ("It fell.[]", []),
    "a blank between": ("It fell.[ 1 ]", []),
    "a range": ("It fell.[1-3]", []),
    "a list": ("It fell.[1,2]", []),
    "nested": ("It fell.[[1]]", ["1"]),
    "never closed": ("It fell.[1", []),
    "capital letter": ("It fell.[A]", []),
    # figures of another script number a list of that script
    "other figures": ("It fell.[१]", ["१"]),
}


@pytest.mark.parametrize(("text", "labels"), ROWS.values(), ids=ROWS.keys())
def test_markers(text: str, labels: list[str]) -> None:
    found = find_markers(text, 0, len(text), notes=NOTES)
    assert [marker.label for marker in found] == labels
    assert [text[marker.start : marker.end] for marker in found] == [f"[{label}]" for label in labels]
    assert not any(marker.other_list for marker in found)


def test_without_notes_no_letter_is_a_marker() -> None:
    assert find_markers("It fell.[d] It rose.[1]", 0, 23)[0].label == "1"


def test_only_the_stretch_asked_for() -> None:
    assert [m.start for m in find_markers("[1] [2] [3]", 3, 8)] == [4]


TRAILING = {
    "none": ("It fell.", 8, 8),
    "one": ("It fell.[1] X", 8, 11),
    "a run with remarks": ("It fell.[1][citation needed][2] X", 8, 31),
    "stops at what is neither": ("It fell.[1][x1] X", 8, 11),
    "a blank ends it": ("It fell.[1] [2]", 8, 11),
}


@pytest.mark.parametrize(("text", "at", "end"), TRAILING.values(), ids=TRAILING.keys())
def test_trailing(text: str, at: int, end: int) -> None:
    assert trailing(text, at, len(text)) == end


QUOTATIONS = {
    # text, what is quoted
    "straight": ('He said "one" and "two".', ['"one"', '"two"']),
    "curly": ("He said “one” and “two”.", ["“one”", "“two”"]),
    "guillemets": ("He said «one».", ["«one»"]),
    "curly in curly": ("He said “one “two” three” and four.", ["“one “two” three”"]),
    "after a bracket or a dash": ('(a "war") – "peace"', ['"war"', '"peace"']),
    "in brackets": ('the ("Smerch") rocket', ['"Smerch"']),
    "never closes": ('He said "one.', []),
    "never opened": ('He said one".', []),
    "curly never closes": ("He said “one.", []),
    "curly never opened": ("He said one”.", []),
    "inches": ('5" and 6" wide', []),
    "apostrophes are none": ("the town's 'best' mill", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "quoted"), QUOTATIONS.values(), ids=QUOTATIONS.keys())
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[span.start : span.end] for span in quotations(text, 0, len(text))] == quoted


def test_quotations_of_a_stretch() -> None:
    assert quotations('"a" "b"', 3, 7) == (Span(4, 7),)


PLAIN = {
    "markers out": ("Both[160] and Baku[161] did.", "Both and Baku did."),
    "remarks out": ("It fell.[citation needed] It rose.[dead link]", "It fell. It rose."),
    "white space folded": ("It is 5\u00a0km \n\t off.[1]", "It is 5 km off."),
    "other brackets stay": ("calculate[d] w[ould] [1992]", "calculate[d] w[ould] [1992]"),
    "two words stay two": ("It fell.[1]Then", "It fell.Then"),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN.keys())
def test_plain(text: str, expected: str) -> None:
    assert plain(text, 0, len(text), find_markers(text, 0, len(text))) == expected
