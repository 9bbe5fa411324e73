"""The table of contents and the headings it names; headings by their shape where there is none."""

from __future__ import annotations

import pytest

from ingest.article import Article
from ingest.lines import split_lines
from ingest.outline import Contents, find_contents, headings_by_shape, match_headings


def contents(text: str) -> Contents | None:
    return find_contents(text, split_lines(text))


def items(text: str) -> list[tuple[str, str]]:
    found = contents(text)
    return [(".".join(map(str, item.number)), item.title) for item in found.items] if found else []


def test_the_contents_run_of_the_article(article: Article, text: str) -> None:
    found = contents(text)
    assert found is not None
    assert len(found.items) == 47
    assert sum(len(item.number) == 1 for item in found.items) == 14
    # 14 External links has no heading in this copy; its last word is glued to the first section's.
    assert (found.items[-1].number, found.items[-1].title) == ((14,), "External links")
    assert text[found.span.end :].startswith("NamingThe war has been referred to")
    assert article.line(found.span.start) == 716
    by_number = {item.number: item.title for item in found.items}
    assert by_number[(3, 3)] == "Non military actions taken by Armenia and Azerbaijan"
    assert by_number[(3, 3, 1)] == "Armenia"
    # hyphens and apostrophes are gone there
    assert by_number[(6, 6)] == "Canada s boycott of arms exports to Turkey"
    assert by_number[(6, 5)] == "Post ceasefire clashes"


LIST = [("1", "Town"), ("1.1", "River"), ("2", "Bridge")]
CONTENTS = {
    # as lines of their own
    "numbered lines": ("Contents\n1 Town\n1.1 River\n2 Bridge\n", LIST),
    "tabs, as pasted from the web": ("Contents\n1\tTown\n1.1\tRiver\n2\tBridge\n", LIST),
    "no blank, as pasted from the web": ("Contents\n1Town\n1.1River\n2Bridge\n", LIST),
    "hide and (Top)": ("Contents\nhide\n(Top)\n1 Town\n1.1 River\n2 Bridge\n", LIST),
    "[hide] on the line": ("Contents [hide]\n1 Town\n1.1 River\n2 Bridge\n", LIST),
    "empty lines between": ("Contents\n\n1 Town\n\n1.1 River\n\n2 Bridge\n", LIST),
    "full stops after the numbers": ("Table of contents\n1. Town\n1.1. River\n2. Bridge\n", LIST),
    "bullets": ("Contents\n  • 1 Town\n  • 1.1 River\n  • 2 Bridge\n", LIST),
    "carriage returns": ("Contents\r\n1 Town\r\n1.1 River\r\n2 Bridge\r\n", LIST),
    "ends at the first line that is no item": ("Contents\n1 Town\n1.1 River\n2 Bridge\nTown\n3 Hill\n", LIST),
    "ends at a number that cannot follow": ("Contents\n1 Town\n1.1 River\n2 Bridge\n5 Hill\n", LIST),
    # in one line
    "a run": ("Town Contents 1 Town 1 1 River 2 BridgeTown lies", [("1", "Town"), ("1.1", "River"), ("2", "Bridge")]),
    "a run with hide": ("Contents hide 1 Town 1 1 River 2 BridgeTown lies", LIST),
    # none
    "two items are too few": ("Contents\n1 Town\n2 River\n", []),
    "the word alone": ("Contents\nThe contents of the box were lost.\n", []),
    "the word in a sentence": ("The Contents of the box were 3 balls.\n", []),
    "does not begin with 1": ("Contents\n2 Town\n3 River\n4 Hill\n", []),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONTENTS.values(), ids=CONTENTS.keys())
def test_contents(text: str, expected: list[tuple[str, str]]) -> None:
    assert items(text) == expected


def test_a_figure_inside_a_title_of_a_run_is_no_number() -> None:
    text = "Contents 1 Origins 2 Season 3 of the play 3 Legacy 4 NotesOrigins It began\n\nOrigins\n\nSeason 3 of the play\n\nLegacy\n"
    assert items(text)[:3] == [("1", "Origins"), ("2", "Season 3 of the play"), ("3", "Legacy")]


def paths(text: str) -> list[tuple[str, ...]]:
    lines = split_lines(text)
    found = find_contents(text, lines)
    assert found is not None
    return [heading.path for heading in match_headings(found, lines)]


HEAD = "Contents\n1 Town\n1.1 Armenia\n2 Bridge\n2.1 Armenia\n3 Canada s notes\n\n"
MATCHED = {
    # the same title under two parents
    "recurs": (
        "Town\n\nx\n\nArmenia\n\nx\n\nBridge\n\nx\n\nArmenia\n\nCanada's notes\n",
        [("Town",), ("Town", "Armenia"), ("Bridge",), ("Bridge", "Armenia"), ("Canada's notes",)],
    ),
    # a section that is not in this copy: its subsection's parent is lost with it
    "missing": ("Town\n\nx\n\nBridge\n\nx\n\nArmenia\n", [("Town",), ("Bridge",), ("Bridge", "Armenia")]),
    # a bare word in a legend is no heading
    "legend": (
        "Town\n\nmap\n\u00a0\u00a0Armenia\n\nArmenia\n\nx\n\nBridge\n",
        [("Town",), ("Town", "Armenia"), ("Bridge",)],
    ),
    # a line inside a paragraph is none either
    "inside a paragraph": ("Town\n\nx\nArmenia\n\nBridge\n\nCanada's notes\n", [("Town",), ("Bridge",), ("Canada's notes",)]),
    # the page's own marks around a heading
    "edit links and numbers": ("1 Town[edit]\n\n1.1 Armenia [edit]\n\n## Bridge\n", [("Town",), ("Town", "Armenia"), ("Bridge",)]),
    # fewer than half of the items: not this text's contents
    "not believed": ("Town\n\nx\n\nBridge\n", []),
    "none": ("x\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MATCHED.values(), ids=MATCHED.keys())
def test_headings_by_the_contents(text: str, expected: list[tuple[str, ...]]) -> None:
    assert paths(HEAD + text) == expected


PROSE = "The town lies on the river and has a bridge that was built in 1901.\n"
BY_SHAPE = {
    "alone over prose": (f"Title\n\n{PROSE}\nTown\n\n{PROSE}", ["Town"]),
    "right over prose": (f"Town\n{PROSE}", ["Town"]),
    "a heading over a heading": (f"Town\n\nRiver\n\n{PROSE}", ["Town", "River"]),
    "over wrapped prose": (
        "Town\n\nThe town lies on the river and has a bridge, which was built\nin 1901 by Hask.\n",
        ["Town"],
    ),
    # the first line of a wrapped paragraph has a heading's shape
    "no first line of a paragraph": (
        "The town lies on the river and has a bridge, which was built\nin 1901. It was the first of its kind, and the last one for long.\n",
        [],
    ),
    "over a list": (f"Town\n\n- an item\n- an item\n\n{PROSE}", ["Town"]),
    "over what introduces a list": ("Town\n\nThe following works were finished in the year:\n\n- an item\n", ["Town"]),
    "over a reference list": ("References\n\n  1. ^ One.\n", ["References"]),
    "right over a reference list": (f"{PROSE}\nReferences\n1. One: https://one.example\n2. Two.\n", ["References"]),
    "a list of notes may be one of steps": (f"{PROSE}\nNotes\n1. Heat it.\n2. Use it.\n", []),
    "of two lists the one that stands apart": (f"{PROSE}\nBibliography\n1. Book.\n2. Book.\n\nReferences\n\n1. One.\n2. Two.\n", ["References"]),
    "right over a list that is no reference list": (f"{PROSE}\nResults\n1. One\n2. Two\n", []),
    "a list's name inside a paragraph": (f"{PROSE}References\n1. One.\n", []),
    "a caption is none": (f"Table 1: Loads\n\n{PROSE}", []),
    "a line after a picture's place is none": (f"\u00a0\nMap of the town\n\n{PROSE}", []),
    "a line with nothing below is none": (f"{PROSE}\nTown\n", []),
    "a row among rows is none": ("Town\nRiver\nBridge\n", []),
    "a sentence is none": (f"It fell.\n\n{PROSE}", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BY_SHAPE.values(), ids=BY_SHAPE.keys())
def test_headings_by_shape(text: str, expected: list[str]) -> None:
    first = 1 if text.startswith("Title") else 0
    assert [heading.title for heading in headings_by_shape(split_lines(text), first)] == expected


def test_levels_that_headings_carry_themselves() -> None:
    text = f"# Town\n\n{PROSE}\n### River\n\n{PROSE}\n## Hill\n\n{PROSE}\n2. Mill\n\n{PROSE}\n2.1 Wheel\n\n{PROSE}"
    found = headings_by_shape(split_lines(text), 0)
    assert [(heading.level, heading.path) for heading in found] == [
        (1, ("Town",)),
        (3, ("Town", "River")),
        (2, ("Town", "Hill")),
        (1, ("Mill",)),
        (2, ("Mill", "Wheel")),
    ]
    assert all(text[heading.start : heading.end] == heading.title for heading in found)
