"""Words that the article spells otherwise."""

from __future__ import annotations

import pytest

from index.spelling import Spelling
from ingest.fold import fold_words
from ingest.source import variants

TEXT = "Journalists of Şuşa were posted to Nakhchivan, after a ballistic missile hit it. The 2020 incentive."
ENGLISH = {"hosted", "posted", "praise"}


@pytest.fixture
def spelling() -> Spelling:
    words = set(fold_words(TEXT).split())
    return Spelling(
        TEXT, variants("Şuşa, Shushi, Shusha\nNakhchivan, Nakhichevan"),
        known=lambda word: fold_words(word) in words, whole=lambda word: word in ENGLISH,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        pytest.param("jounalists", "journalists", id="a-letter-left-out"),
        pytest.param("Which balistic misile?", "Which ballistic missile?", id="two-words-the-rest-as-it-was"),
        pytest.param("Who took Shushi?", "Who took susa?", id="another-spelling-of-a-name"),
        pytest.param("NAKHICHEVAN", "nakhchivan", id="capitals"),
        # `hosted` is one letter from `posted`, and a word of its own.
        pytest.param("Who hosted it?", "Who hosted it?", id="a-word-that-the-model-knows"),
        pytest.param("Journalists", "Journalists", id="the-article-has-it"),
        pytest.param("misle", "misle", id="too-unlike"),
        # An ending is meant: somebody of a like name, the past of a word.
        pytest.param("Journalistses", "Journalistses", id="longer-by-an-ending"),
        pytest.param("ballisti", "ballisti", id="shorter-by-an-ending"),
        pytest.param("hti", "hti", id="too-short"),
        pytest.param("2002", "2002", id="figures-are-never-changed"),
        pytest.param("bollistic2020", "ballistic2020", id="letters-beside-figures"),
        # A first letter is seldom wrong.
        pytest.param("kournalists", "kournalists", id="another-first-letter"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_meant(spelling: Spelling, asked: str, meant: str) -> None:
    assert spelling(asked) == meant


def test_a_table_of_variants() -> None:
    # A spelling of two words would never be found: questions are looked through word by word.
    table = "Shusha, Shushi , Şuşi, Su sa\n\nGanja\n, x\n"
    assert variants(table) == {"shushi": "shusha", "susi": "shusha"}
