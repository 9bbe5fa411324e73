"""The vocabulary: lower case, no name in it, and times told from names."""

from __future__ import annotations

import pytest

from app.said import words
from app.said.words import WHEN


@pytest.mark.parametrize("name", [name for name, value in vars(words).items() if isinstance(value, frozenset)])
def test_words_are_looked_up_in_lower_case(name: str) -> None:
    each = getattr(words, name)
    assert each
    assert {word.lower() for word in each} == each


@pytest.mark.parametrize(
    ("text", "time"),
    [
        pytest.param("On 3 May 1902, Sylvania", "On 3 May 1902", id="a-date"),
        pytest.param("on May 3, 1902 Sylvania", "on May 3, 1902", id="the-month-first"),
        pytest.param("in early May Sylvania", "in early May", id="a-month"),
        pytest.param("On Monday and Tuesday Sylvania", "On Monday and Tuesday", id="two-days"),
        pytest.param("The next day, Sylvania", "The next day", id="the-next-day"),
        pytest.param("Three weeks later Sylvania", "Three weeks later", id="weeks-later"),
        pytest.param("Within days Sylvania", "Within days", id="within-days"),
        pytest.param("in 190 towns", None, id="no-year"),
        pytest.param("three weeks long", None, id="how-long"),
    ],
)
def test_when(text: str, time: str | None) -> None:
    found = WHEN.match(text)
    assert (found[0] if found else None) == time
