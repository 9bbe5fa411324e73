"""A text taken apart into words."""

from __future__ import annotations

import pytest

from app.followup.words import DATE, cut, is_past, is_plural, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Borduria’s bridge", "Borduria bridge", id="possessive"),
        pytest.param("What's the soldiers' post?", "What's the soldiers post", id="its-contraction-stays"),
        pytest.param("1,500 men, 30% of 3.5", "1,500 men 30 % of 3.5", id="figures"),
        pytest.param("cease-fire", "cease-fire", id="hyphen"),
        pytest.param("( ?!", "", id="signs"),
    ],
)
def test_words(text: str, words: str) -> None:
    found = words_of(text)
    assert [word.text for word in found] == words.split()
    assert all(text[word.start : word.end] == word.text for word in found)


def test_a_stretch_of_words() -> None:
    words = words_of("(a, b’s c)")
    assert (cut("(a, b’s c)", words, 0, 2), cut("(a, b’s c)", words, 2, 2)) == ("a, b", "")


def test_forms() -> None:
    assert [low for low in ("said", "resigned", "red", "say") if is_past(low)] == ["said", "resigned"]
    assert [low for low in ("boats", "police", "crisis", "famous", "was", "gas") if is_plural(low)] == [
        "boats",
        "police",
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("on 3 May 2020 at noon", "3 May 2020", id="whole"),
        pytest.param("on June 3rd, 2020", "June 3rd, 2020", id="month-first"),
        pytest.param("since 1994.", "1994", id="year"),
    ],
)
def test_dates(text: str, date: str) -> None:
    found = DATE.search(text)
    assert found
    assert found[0].strip() == date
