"""Texts the model reads whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fit import CountTokens, fit


def words(text: str) -> int:
    return len(text.split())


def pieces(text: str) -> int:
    """Like word pieces: two special tokens, and one for every three characters of a word."""
    return 2 + sum(-(-len(word) // 3) for word in text.split())


def test_a_short_text_is_one_window_under_its_heading() -> None:
    assert fit(("History", "Early years"), "It began in 1990.", words, 20) == (
        "History › Early years\nIt began in 1990.",
    )


def test_a_text_of_exactly_the_limit_is_not_cut() -> None:
    # `A` and three words are four tokens.
    assert fit(("A",), "b c d", words, 4) == ("A\nb c d",)


def test_windows_overlap_by_a_quarter_and_break_between_words() -> None:
    # Ten tokens, of which `A › B` takes three: seven letters a window, of whose 13 characters the next repeats the
    # last 3, moved on to the next word: one letter.
    body = "a b c d e f g h i j k l m n o p q r s t"
    assert fit(("A", "B"), body, words, 10) == (
        "A › B\na b c d e f g",
        "A › B\ng h i j k l m",
        "A › B\nm n o p q r s",
        "A › B\ns t",
    )


def test_a_word_that_alone_is_too_long_is_cut_inside() -> None:
    assert fit((), "x" * 25, len, 10) == ("x" * 10, "x" * 10, "x" * 9)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        # No heading: no empty line in front.
        pytest.param((), "body", id="none"),
        # 0.4 of 10 tokens are 4: the whole path has 9, without the first part 5, the last alone 1.
        pytest.param(("One two three", "Four five six", "Seven"), "Seven\nbody", id="outermost-go-first"),
        # Exactly the share: stays.
        pytest.param(("One", "Two three"), "One › Two three\nbody", id="exactly-the-share"),
        # Even the innermost is too long: the body matters more.
        pytest.param(("one two three four five",), "body", id="all-too-long"),
    ],
)
def test_a_long_heading_leaves_room_for_the_body(heading: tuple[str, ...], expected: str) -> None:
    assert fit(heading, "body", words, 10) == (expected,)


def test_an_empty_body_is_one_window() -> None:
    assert fit(("A",), "", words, 10) == ("A\n",)


_WORD = st.text(alphabet="abcdefgıəŞ4,", min_size=1, max_size=14)


@given(
    heading=st.lists(st.lists(_WORD, min_size=1, max_size=6).map(" ".join), max_size=4).map(tuple),
    body=st.lists(_WORD, min_size=1, max_size=120),
    limit=st.integers(16, 60),
    count=st.sampled_from([words, pieces]),
)
def test_every_window_is_read_whole_and_no_word_is_lost(
    heading: tuple[str, ...], body: list[str], limit: int, count: CountTokens
) -> None:
    # Each word carries its number, so that a lost one can't hide behind its twin.
    numbered = [f"{at}{word}" for at, word in enumerate(body)]
    windows = fit(heading, " ".join(numbered), count, limit)
    assert all(count(window) <= limit for window in windows)
    held = {word for window in windows for word in window.split("\n")[-1].split()}
    assert set(numbered) <= held
    assert len({window.split("\n")[0] for window in windows if "\n" in window}) <= 1, "one heading for all windows"


@given(body=st.text(alphabet="ab  c", min_size=1, max_size=200), limit=st.integers(1, 12))
def test_any_body_ends_and_each_window_is_a_part_of_it(body: str, limit: int) -> None:
    windows = fit((), body, len, limit)
    assert all(window in body and len(window) <= limit for window in windows)
    assert set("".join(windows)) == set(body)
    assert len(windows) <= len(body)
