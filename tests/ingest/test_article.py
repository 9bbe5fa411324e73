"""Spans, lines and labels of an article."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ingest.article import Article, Kind, Marker, Reference, Sentence, Span


def article_of(text: str, references: tuple[Reference, ...] = (), notes: tuple[Reference, ...] = ()) -> Article:
    return Article("Title", text, None, (), (), (), references, notes, ())


TWO_LINES = "ab\ncd\n"


@pytest.mark.parametrize(
    ("offset", "line"),
    [
        (0, 1),  # the first character
        (1, 1),
        (2, 1),  # the line break belongs to the line it ends
        (3, 2),
        (5, 2),
        (6, 3),  # after the last line break
    ],
)
def test_line_of_an_offset(offset: int, line: int) -> None:
    assert article_of(TWO_LINES).line(offset) == line


def test_lines_end_at_line_feeds_only() -> None:
    # \r, \x0b, \x0c, \x85 and \u2028 end a line for str.splitlines, but not here.
    assert article_of("a\rb\x0bc\x0cd\x85e\u2028f\ng").line(12) == 2
    assert article_of("a\rb\x0bc\x0cd\x85e\u2028f\ng").line(11) == 1


def test_offsets_are_code_points() -> None:
    text = "🙂 Գոյամարտ e\u0301"
    assert article_of(text).slice(Span(2, 10)) == "Գոյամարտ"
    assert article_of(text).slice(Span(11, 12)) == "e"


def test_sha256_is_of_the_text_in_utf_8() -> None:
    assert article_of("Füzuli").sha256 == sha256("Füzuli".encode()).hexdigest()
    assert article_of("a").sha256 != article_of("b").sha256


def test_half_a_surrogate_has_a_sha256_too() -> None:
    assert len(article_of("\ud800").sha256) == 64


def test_citations_are_in_order_each_once() -> None:
    markers = tuple(Marker(at, at + 3, label) for at, label in enumerate(("522", "521", "523", "521", "d")))
    assert Sentence(0, 9, "", markers).citations == ("522", "521", "523", "d")
    assert Sentence(0, 9, "").citations == ()


def test_entry_by_label() -> None:
    one, letter = Reference("1", 0, 1), Reference("a", 1, 2)
    found = article_of("ab", (one,), (letter,))
    assert (found.entry("1"), found.entry("a"), found.entry("2")) == (one, letter, None)


def test_kinds_are_those_of_the_answer_format() -> None:
    # The contract's `kind`, word for word.
    assert "prose infobox caption block_quote note reference recovered".split() == [kind.value for kind in Kind]
