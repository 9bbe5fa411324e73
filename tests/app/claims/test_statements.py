"""A text → statements: spans of the text as typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.claims.form import reason
from app.claims.statements import LONGEST, statements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t…\n", [], id="signs"),
        pytest.param("Trams", ["Trams"], id="one-word"),
        pytest.param("Harbour closed", ["Harbour closed"], id="headline"),
        pytest.param("It rained. It snowed.", ["It rained.", "It snowed."], id="two"),
        pytest.param("- It rained\n2) It snowed\n• It froze", ["It rained", "It snowed", "It froze"], id="list"),
        pytest.param("Mr. Lee said so.[3] He left.", ["Mr. Lee said so.[3]", "He left."], id="markers"),
        pytest.param("\ufeffa\r\nb c", ["\ufeffa", "b c"], id="line-ends"),
    ],
)
def test_a_text_is_cut(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in statements(text)] == expected


@given(st.text(alphabet="aB .\n-?!1[]\"'", max_size=300))
def test_statements_stand_in_order_and_lose_no_word(text: str) -> None:
    spans = list(statements(text))
    ends = [0, *(span.end for span in spans)]
    assert all(before <= span.start < span.end for before, span in zip(ends, spans, strict=False))
    kept = "".join(text[span.start : span.end] for span in spans)
    # The number or letter that marks an item of a list is the only thing that may be left out.
    assert sum(char.isalpha() and char == "B" for char in kept) <= text.count("B")


def test_a_long_text_is_cut_in_linear_time() -> None:
    text = "The tram ran from the harbour to the station. " * 5_600 + "word " * 5_000
    started = time.perf_counter()
    found = list(statements(text))
    assert time.perf_counter() - started < 10
    assert len(found) > 5_600
    assert max(span.end - span.start for span in found) <= LONGEST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("When did it end?", "ibid ask"),
        ("It ended, did it not?", "ibid ask"),
        ("Trams", "one word"),
        ("!!", "no words"),
        ("Это было вчера", "Cyrillic"),
        ("Der Zug ist mit dem Schiff nicht zu vergleichen", "English"),
    ],
)
def test_what_is_no_statement_is_said(text: str, said: str) -> None:
    assert said in (reason(text) or "")


@pytest.mark.parametrize("text", ["Harbour closed", "The tram line opened in 1904.", "Lee resigns after storm"])
def test_a_statement_is_one(text: str) -> None:
    assert reason(text) is None
