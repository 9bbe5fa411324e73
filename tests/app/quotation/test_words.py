"""What a word of a quotation is, and what is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quotation.words import blanked, readings, words


def keys(text: str) -> list[str]:
    return [word.key for word in words(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It cost 2,906.50 dollars, or 3.", ["It", "cost", "2,906.50", "dollars", "or", "3"], id="figures"),
        pytest.param("at 16:00", ["at", "16", "00"], id="clock"),
        pytest.param("5% of $7", ["5", "%", "of", "$", "7"], id="signs-are-words"),
        pytest.param("5² is not 52", ["5", "²", "is", "not", "52"], id="superscript-is-no-figure"),
        pytest.param("the city’s ‘old’ town", ["the", "city's", "old", "town"], id="apostrophe-and-quotation-mark"),
        pytest.param("a well-known T-90", ["a", "well", "known", "T", "90"], id="hyphens-part"),
        pytest.param("auth\u00adority auth\u00ad\nority", ["authority", "authority"], id="soft-hyphen"),
        pytest.param("he w[ould] [T]he calculate[d].", ["he", "would", "The", "calculated"], id="editor's-letters"),
        pytest.param("[the] one", ["the", "one"], id="editor's-word"),
        pytest.param("ﬁre e\u0301te\u0301 no\u200bwhere", ["fire", "été", "nowhere"], id="ligature-accent-unseen"),
        pytest.param("戦争は終わった", list("戦争は終わった"), id="no-blanks-between-words"),
        pytest.param("ئاڤا կռիվ\u200d։", ["ئاڤا", "կռիվ"], id="other-letters"),
        pytest.param("“…” — * _ ^", [], id="no-word"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("text", "mark", "ellipsis"),
    [
        pytest.param("a b", "", False, id="blank"),
        pytest.param("a–b", "-", False, id="dash"),
        pytest.param("a -- b", "-", False, id="two-hyphens"),
        pytest.param('a," b', ",", False, id="quotation-mark-after"),
        pytest.param("a”, b", ",", False, id="quotation-mark-before"),
        pytest.param("a … b", "", True, id="ellipsis"),
        pytest.param("a [...] b", "", True, id="in-brackets"),
        pytest.param("a. . . . b", "", True, id="four-dots"),
        pytest.param("a, (…) b", ",", True, id="comma-and-ellipsis"),
        pytest.param("a.. b", "..", False, id="two-dots"),
        pytest.param("a (b", "(", False, id="bracket"),
    ],
)
def test_what_stands_between(text: str, mark: str, ellipsis: bool) -> None:
    _, second = words(text, 0, len(text))
    assert (second.mark, second.after_ellipsis) == (mark, ellipsis)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It fell.[12][d] It rose[citation needed] again", ["It fell It rose again"], id="markers"),
        pytest.param("about [12] people", ["about people", "about 12 people"], id="a-number-put-in"),
        pytest.param("he calculate[d] it", ["he calculate it", "he calculated it"], id="a-letter-put-in"),
        pytest.param("in [1992] it", ["in 1992 it"], id="a-year"),
    ],
)
def test_brackets_are_read_both_ways(text: str, expected: list[str]) -> None:
    assert [" ".join(word.key for word in read) for read in readings(text)] == expected


def test_blanked_is_as_long() -> None:
    assert blanked("abcdefgh", iter([(1, 3), (2, 3), (5, 6)])) == "a  de gh"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_words_are_slices_in_order(text: str) -> None:
    at = 0
    for word in words(text, 0, len(text)):
        assert at <= word.start < word.end <= len(text)
        assert word.key
        at = word.end
    for read in readings(text):
        assert all(0 <= word.start < word.end <= len(text) for word in read)


@pytest.mark.parametrize(
    "gap", [" " * 20_000, " " * 20_000 + "…", "( " * 5_000, ". " * 5_000], ids=["b", "e", "o", "s"]
)
def test_the_longest_gap_is_looked_through_once(gap: str) -> None:
    # By the cube of its length it would take hours.
    first, second = words(f"both{gap}sides", 0, len(gap) + 9)
    assert (first.key, second.key) == ("both", "sides")
    assert second.after_ellipsis is ("…" in gap or ". ." in gap)
