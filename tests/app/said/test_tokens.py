"""Masking keeps every offset, and what is a name is told by the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.said.tokens import Tokens, known_names, masked, tokens_of, uncapitalised
from tests.making import P, made


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        pytest.param("“No”, he said.", "¤¤¤¤, he said.", id="a-quotation"),
        pytest.param('He said "no.', "He said ¤¤¤¤", id="one-that-ends-elsewhere"),
        pytest.param("Sylvania (the island) said", "Sylvania              said", id="brackets"),
        pytest.param("It\nrained.", "It rained.", id="a-line-break"),
    ],
)
def test_what_is_masked(words: str, shown: str) -> None:
    assert masked(words) == shown


@given(st.text(alphabet=st.sampled_from('ab “”"«»„()[]\n.,'), max_size=30))
def test_a_mask_is_as_long_as_what_it_masks(words: str) -> None:
    shown = masked(words)
    assert len(shown) == len(words)
    for token in Tokens.of(shown, frozenset()).each:
        assert shown[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("words", "each"),
    [
        pytest.param("Dr. A. B. Lee said so.", ["Dr.", "A.", "B.", "Lee", "said", "so", "."], id="initials"),
        pytest.param("The U.S. vice-president", ["The", "U.S.", "vice-president"], id="compounds"),
        pytest.param("Freedonia's ships’ owners", ["Freedonia's", "ships’", "owners"], id="apostrophes"),
        pytest.param("¤¤¤, he", ["¤¤¤", ",", "he"], id="speech-is-one"),
    ],
)
def test_tokens(words: str, each: list[str]) -> None:
    assert [token.text for token in Tokens.of(words, frozenset()).each] == each


def test_markers_are_blank() -> None:
    article = made(P(("Sylvania[1] said so.[2]",)))
    assert tokens_of(article, article.passages[0].sentences[0]).masked == "Sylvania    said so.   "


def test_names_are_words_that_the_article_writes_with_a_capital_more_often() -> None:
    # Where a sentence begins, a capital tells nothing.
    text = "Rain fell on Oxbow. Of Rain, they say, the rain is told; in Oxbow, rain is a guest. Guest houses closed."
    assert known_names(text) == {"Oxbow"}
    assert {"rain", "guest", "houses"} <= uncapitalised(text)
    assert "oxbow" not in uncapitalised(text)
