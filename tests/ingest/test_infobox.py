"""The infobox as flattened lines. The article's own rows are written out in test_parse."""

from __future__ import annotations

import pytest

from ingest.article import Kind, Sentence
from ingest.infobox import LOST_VALUE, POINTER, InfoboxReader, always, is_infobox, template_label
from ingest.lines import split_lines
from ingest.sentences import unit

NB = "\u00a0"
Row = tuple[tuple[str, ...], str, str | None]


def read(text: str, adjacent: object = always) -> InfoboxReader:
    def row(start: int, end: int) -> Sentence:
        return unit(text, start, end, notes=frozenset("ab"))

    reader = InfoboxReader(text, row, adjacent)  # type: ignore[arg-type]
    reader.read(split_lines(text))
    return reader


def rows(text: str, adjacent: object = always) -> list[Row]:
    """Path below the root, row, group label."""
    return [
        (passage.section[1:], text[s.start : s.end], text[passage.intro.start : passage.intro.end] if passage.intro else None)
        for passage in read(text, adjacent).passages
        for s in passage.sentences
    ]  # fmt: skip


ROWS: dict[str, tuple[str, list[Row]]] = {
    "label, then rows": ("Result\n\nVictory[1]\n", [(("Result",), "Victory[1]", None)]),
    "label in any case": ("RESULT\nVictory\n", [(("RESULT",), "Victory", None)]),
    "label glued to its value": ("Date1 May 1908\n", [(("Date",), "1 May 1908", None)]),
    "a long label is not cut to a short one": (
        "Casualties and losses12 killed\n",
        [(("Casualties and losses",), "12 killed", None)],
    ),
    "a value that goes on in brackets": (
        "Date1 May 1908\n(1 day)[3]\n(or two)\nResult\nVictory\n",
        [(("Date",), "1 May 1908\n(1 day)[3]\n(or two)", None), (("Result",), "Victory", None)],
    ),
    "a word that only begins like a label": ("Dateline\nResult\nVictory\n", [((), "Dateline", None), (("Result",), "Victory", None)]),
    "one label on two lines": ("Territorial\nchanges\n\nNone\n", [(("Territorial changes",), "None", None)]),
    "a tab": ("Length\t7.4 km[2]\n", [(("Length",), "7.4 km[2]", None)]),
    "a tab and a second line": ("Termini\tQuay\nOrchard\n", [(("Termini",), "Quay", None), (("Termini",), "Orchard", None)]),
    "a tab and nothing": ("Status\t\nLength\t7 km\n", [(("Length",), "7 km", None)]),
    "a group label": (
        "Strength\nPer them:\n  • 12 men\n  • 3 ships\n",
        [(("Strength", "Per them:"), "12 men", "Per them:"), (("Strength", "Per them:"), "3 ships", "Per them:")],
    ),
    "a row without a bullet ends the group": (
        "Strength\nPer them:\n  • 12 men\nUnknown\n",
        [(("Strength", "Per them:"), "12 men", "Per them:"), (("Strength",), "Unknown", None)],
    ),
    "a pointer ends the group": (
        "Strength\nPer them:\n  • 12 men\n\nSee Losses for details\n  • 3 ships\n",
        [(("Strength", "Per them:"), "12 men", "Per them:"), (("Strength",), "3 ships", None)],
    ),
    "another label ends the group": (
        "Strength\nPer them:\n  • 12 men\nResult\n  • Victory\n",
        [(("Strength", "Per them:"), "12 men", "Per them:"), (("Result",), "Victory", None)],
    ),
    "a group without a label above": ("Per them:\n  • 12 men\n", [(("Per them:",), "12 men", "Per them:")]),
    "rows without any label": ("Part of the long war\n", [((), "Part of the long war", None)]),
    "nothing": ("\n\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS.keys())
def test_rows(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_a_row_that_is_not_under_its_label_in_the_other_copy() -> None:
    # The label's own rows are lost; this one opens the next column.
    text = "Strength\n\nEquipment:\n  • Unknown\n"
    assert rows(text, lambda label, row: False) == [(("Strength",), "Unknown", None)]
    assert [heading.title for heading in read(text, lambda label, row: False).lost] == ["Equipment:"]
    assert rows(text) == [(("Strength", "Equipment:"), "Unknown", "Equipment:")]


def test_labels_and_lost_ones() -> None:
    text = "Date1 May\nLocation\nResult\n\nVictory\n\nTerritorial\nchanges\nDuring it:\nAfter it:\n  • None\n"
    reader = read(text)
    assert [(h.path, h.level) for h in reader.labels] == [
        (("Infobox", "Date"), 1),
        (("Infobox", "Result"), 1),
        (("Infobox", "Territorial changes", "After it:"), 2),
        (("Infobox", "Territorial changes"), 1),
    ]
    assert [heading.title for heading in reader.lost] == ["Location", "During it:"]
    assert [(text[d.start : d.end], d.reason) for d in reader.dropped] == [
        ("Location", LOST_VALUE),
        ("During it:", LOST_VALUE),
    ]


def test_legend_and_pointers() -> None:
    text = f"{NB}{NB}Areas held\nFor a more detailed map, see the map of it\nSee Losses for details\nResult\nNone\n"
    reader = read(text)
    assert [(p.kind, text[p.start : p.end]) for p in reader.passages] == [
        (Kind.CAPTION, "Areas held"),
        (Kind.INFOBOX, "None"),
    ]
    assert [d.reason for d in reader.dropped] == [POINTER, POINTER]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Result", True),
        ("result", True),
        ("Territorial\u00a0 changes", True),
        ("Results", False),
        ("The result", False),
        ("", False),
    ],
)
def test_template_label(text: str, label: bool) -> None:
    assert template_label(text) is label


@pytest.mark.parametrize(
    ("text", "infobox"),
    [
        # two labels, two tabbed rows, one of each with a group label
        ("Date\nResult\n", True),
        ("Length\t7 km\nStops\t14\n", True),
        ("Per them:\nResult\n", True),
        # one sign is none
        ("Date\n", False),
        ("a b\nc d\n", False),
        ("", False),
    ],
)
def test_is_infobox(text: str, infobox: bool) -> None:
    assert is_infobox(split_lines(text)) is infobox
