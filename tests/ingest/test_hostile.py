"""Articles made to break the reader: each character is still accounted for, and once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.trust.mutants import mutant
from ingest.article import Article
from ingest.parse import parse

Laws = Callable[[Article], None]
PROSE = "The town lies on the river and has a bridge that was built in 1901, it is said."
COPY = "town river bridge mill hill road barn " * 90
ITEMS = "1 Aa\n2 Bb\n3 Cc\n"
BODY = f"Aa\n\n{PROSE}\n\nBb\n\nCc\n"

# What once was lost, or read twice.
HOSTILE = {
    "a list goes on below the unpunctuated copy": f"  • one of them, and more\n{COPY}\n  • a third of them, and more\n",
    "the unpunctuated copy stands above the title": f"{COPY}\nTown\nTown\n\nThe Town is longer than its title.\n",
    "a heading of nothing but its edit link": "[edit]",
    "contents above the title": f"Contents\n{ITEMS}\nTitle\nTitle\n\nThe Title is a longer line than that.\n\n{BODY}",
    "contents that are the title": (
        f"{'Contents 1 Aa 2 Bb 3 Cc' + chr(10)}{'Contents 1 Aa 2 Bb 3 Cc'}\n\n"
        f"longer Contents 1 Aa 2 Bb 3 Cc than that\n\n{BODY}"
    ),
    "contents inside a line of a list": f"References\n\n1. ^ One.\nmenu Contents {ITEMS.replace(chr(10), ' ')}{PROSE}\n{BODY}",
    "another line break behind a caret": '.\n\nREFERENCES\n\n^\x85"',
    "the unpunctuated copy is marked as a heading": f"One of the towns.\n## {COPY}",
    "a mark of its mark": "## #\n\n" + PROSE,
    "an edit link in a word": "## e[edit]\n\n" + PROSE,
    "an entry without a number": "o\n\nNotes\n\n2.^\n^d",
}


@pytest.mark.parametrize("made_up", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_keep_the_laws(laws: Laws, made_up: str) -> None:
    laws(parse(made_up))


def test_contents_above_the_title_are_contents_and_the_title_is_found() -> None:
    read = parse(HOSTILE["contents above the title"])
    assert read.title == "Title"
    assert [heading.title for heading in read.headings] == ["Aa", "Bb", "Cc"]
    assert "table of contents" in [part.reason for part in read.dropped]


def test_blanks_of_any_kind_are_no_words_of_an_entry() -> None:
    read = parse("Town\n\nReferences\n\n1. ^\x85\u3000Entry one.\n")
    assert [read.slice(entry) for entry in read.references] == ["Entry one."]


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.integers(0, 10**9), st.sampled_from([200, 1_000, 3_000]))
def test_mutants_of_the_article_keep_the_laws(text: str, laws: Laws, number: int, most: int) -> None:
    made_up = mutant(text, 1, number, 50, most)
    read = parse(made_up)
    assert read.text == made_up
    laws(read)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.text(st.characters(categories=["L", "M", "N", "P", "Z", "Cc", "Cf", "Cs"]), max_size=200))
def test_any_characters_keep_the_laws(laws: Laws, made_up: str) -> None:
    laws(parse(made_up))
