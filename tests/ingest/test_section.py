"""The lines under one heading. The article's own captions are written out in test_parse."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.lines import split_lines
from ingest.section import SectionReader

NB = "\u00a0"
P = "The town lies on the river and has a bridge that was built in 1901.[1] It is old."
Q = "It was the first of all bridges on that river. It was also the last."
Found = tuple[str, str, str | None]


def read(text: str, after_residue: Callable[[str], bool] | None = None) -> list[Found]:
    """Kind, words, introduction of each passage."""
    reader = SectionReader(text, ("Town",), frozenset("a"), after_residue)
    reader.read(split_lines(text))
    return [
        (p.kind.value, text[p.start : p.end], text[p.intro.start : p.intro.end] if p.intro else None)
        for p in reader.passages
    ]


ROWS: dict[str, tuple[str, list[Found]]] = {
    "paragraphs": (f"{P}\n\n{Q}\n", [("prose", P, None), ("prose", Q, None)]),
    # captions
    "a caption after a picture's place": (f"{NB}\nThe bridge.\n\n{P}", [("caption", "The bridge.", None), ("prose", P, None)]),
    "two picture's places in a row": (f"{NB}\n{NB}\nThe bridge\n", [("caption", "The bridge", None)]),
    "a caption that reads like prose": (f"{NB}\n{P}\n\n{Q}", [("caption", P, None), ("prose", Q, None)]),
    "a paragraph that is not right below": (f"{NB}\n\n{P}\n", [("prose", P, None)]),
    "two captions with a picture between": (
        f"{NB}\nThe bridge.\n{NB}\nThe mill.\n",
        [("caption", "The bridge.", None), ("caption", "The mill.", None)],
    ),
    "a numbered caption": ("Table 1: Loads\n\n" + P, [("caption", "Table 1: Loads", None), ("prose", P, None)]),
    "a long paragraph under a caption": (
        f"{NB}\nThe bridge.\n{P * 4}\n",
        [("caption", "The bridge.", None), ("prose", P * 4, None)],
    ),
    # a legend hangs on its caption
    "a legend": (
        f"{NB}\nMap of it\n{NB}{NB}Town\n{NB}{NB}River[2]\n\n{P}\n",
        [("caption", "Map of it", None), ("caption", "Town", "Map of it"), ("caption", "River[2]", "Map of it"), ("prose", P, None)],
    ),
    # external videos
    "a video": (f"External video\n{NB} The bridge on film\n\n{P}", [("caption", "The bridge on film", "External video"), ("prose", P, None)]),
    "a video under a caption": (
        f"{NB}\nThe bridge.\nExternal video\n{NB} The bridge on film\n",
        [("caption", "The bridge.", None), ("caption", "The bridge on film", "External video")],
    ),
    "a video without a title": ("External videos\n\n" + P, [("prose", P, None)]),
    # block quotations
    "a block quotation": (f"According to the paper Courier:[2]\n\n…{Q}\n\n{P}", [("prose", "According to the paper Courier:[2]", None), ("block_quote", f"…{Q}", "According to the paper Courier:[2]"), ("prose", P, None)]),
    "a block quotation without an opening mark": (f"The mayor wrote:\n\n{Q}\n", [("prose", "The mayor wrote:", None), ("block_quote", Q, "The mayor wrote:")]),
    "a block quotation in marks": (f"His words were:\n\n“{Q}”\n", [("prose", "His words were:", None), ("block_quote", f"“{Q}”", "His words were:")]),
    "a colon that quotes nothing": (f"These are the facts:\n\n{Q}\n", [("prose", "These are the facts:", None), ("prose", Q, None)]),
    "no colon": (f"According to the Courier it was so.\n\n…{Q}\n", [("prose", "According to the Courier it was so.", None), ("prose", f"…{Q}", None)]),
    # lists
    "a list": ("These were built:\n\n- a bridge\n- a mill\n", [("prose", "These were built:", None), ("prose", "- a bridge\n- a mill", "These were built:")]),
    "a list without an introduction": (f"{P}\n\n• a bridge\n• a mill\n", [("prose", P, None), ("prose", "• a bridge\n• a mill", None)]),
    "an item that was wrapped": ("- a bridge, which was\n  built in 1901.\n- a mill\n\n" + P, [("prose", "- a bridge, which was\n  built in 1901.\n- a mill", None), ("prose", P, None)]),
    "two lists": ("- a bridge\n\n- a mill\n", [("prose", "- a bridge", None), ("prose", "- a mill", None)]),
    "a paragraph right below a list": (f"- a bridge\n{P}\n", [("prose", "- a bridge", None), ("prose", P, None)]),
    # wrapped lines
    "a wrapped paragraph": (
        "The town lies on the river and has a bridge\nthat was built in 1901. It is\nold.\n",
        [("prose", "The town lies on the river and has a bridge\nthat was built in 1901. It is", None), ("prose", "old.", None)],
    ),
    "short lines are lines of their own": ("A rose\nA tree\n", [("prose", "A rose", None), ("prose", "A tree", None)]),
    "nothing": ("\n\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS.keys())
def test_section(text: str, expected: list[Found]) -> None:
    assert read(text) == expected


def test_a_list_is_one_passage_of_several_sentences_without_bullets() -> None:
    text = "- a bridge, which was\n  built in 1901. It is old.\n* a mill[1]\n"
    reader = SectionReader(text, ("Town",), frozenset(), None)
    reader.read(split_lines(text))
    (passage,) = reader.passages
    assert [(text[s.start : s.end], s.plain) for s in passage.sentences] == [
        ("a bridge, which was\n  built in 1901.", "a bridge, which was built in 1901."),
        ("It is old.", "It is old."),
        ("a mill[1]", "a mill"),
    ]


def test_a_line_behind_a_videos_residue_is_a_caption() -> None:
    assert read(f"{Q}\n\n{P}\n", lambda words: words == Q) == [("caption", Q, None), ("prose", P, None)]


def test_a_paragraph_is_too_long_to_stand_behind_a_video() -> None:
    assert [found[0] for found in read(P * 4, lambda words: True)] == ["prose"]


def test_a_long_sentence_introduces_nothing() -> None:
    long = "According to the Courier, " + "which is a paper of the town, " * 10 + "it was so:"
    assert [found[0] for found in read(f"{long}\n\n…{Q}\n")] == ["prose", "prose"]


def test_the_label_of_a_video_stands_under_its_section() -> None:
    reader = SectionReader("External video\n\u00a0 Film\n", ("Town", "River"), frozenset(), None)
    reader.read(split_lines("External video\n\u00a0 Film\n"))
    (label,) = reader.labels
    assert (label.level, label.path) == (3, ("Town", "River", "External video"))
