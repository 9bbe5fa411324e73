"""Pronouns that a question's own words explain."""

from __future__ import annotations

import pytest

from app.followup.bound import bound, owns
from app.followup.phrases import Seen
from tests.app.followup.ruritania import NAMES


def at(question: str, pronoun: str) -> tuple[Seen, int]:
    seen = Seen(question, NAMES)
    return seen, [word.low for word in seen.words].index(pronoun)


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        pytest.param("When did Bell say he would resign?", "he", id="named-before"),
        pytest.param("What did Ruritania say about its losses?", "its", id="possessive"),
        pytest.param("Is it true that Borduria lost?", "it", id="it-means-nothing"),
        pytest.param("How long did it take to build the mill?", "it", id="it-takes"),
        pytest.param("Were there peace talks in Highford?", "there", id="there-means-no-place"),
        pytest.param("When Lowmere fell who lived there?", "there", id="place-named-before"),
        pytest.param("Who lost their homes in Lowmere?", "their", id="their-is-who"),
        pytest.param("After he had resigned, what did Bell say?", "he", id="named-after"),
        pytest.param("Which town was taken, and who held it before?", "it", id="of-the-clause-before"),
        pytest.param("Did Borduria say it had fired?", "it", id="a-verb-of-its-own"),
        pytest.param("After the mill burnt, who rebuilt it?", "it", id="after-a-comma"),
        pytest.param("When did Otto Lind say he would go?", "he", id="a-name-that-the-article-lacks"),
        pytest.param("When did Borduria say they would pay?", "they", id="a-side"),
        pytest.param("When did the harbour board say they would pay?", "they", id="a-body"),
        pytest.param("When did boats say they would land?", "they", id="many"),
        pytest.param("Who were those who left?", "those", id="those-who"),
    ],
)
def test_explained(question: str, pronoun: str) -> None:
    assert bound(*at(question, pronoun))


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        pytest.param("When did he resign?", "he", id="nobody"),
        pytest.param("When did Bell visit him?", "him", id="the-subject-is-another"),
        pytest.param("Did Borduria shell it?", "it", id="the-subject-is-not-it"),
        pytest.param("Who mined it?", "it", id="object"),
        pytest.param("What was his post?", "his", id="possessive"),
        pytest.param("When did he visit Highford?", "he", id="named-after-but-no-comma"),
        pytest.param("When did his wife go?", "his", id="nobody-is-asked-for"),
        pytest.param("Who was his wife?", "his", id="his-is-not-who"),
        pytest.param("Did Bell say it had burnt?", "it", id="a-person-is-not-it"),
        pytest.param("Who was there?", "there", id="a-place"),
        pytest.param("When were those freed?", "those", id="those"),
        pytest.param("Who said that?", "that", id="no-pronoun-for-a-thing"),
        pytest.param("When the bridge fell, was he there?", "he", id="a-clause-without-a-person"),
    ],
)
def test_left_open(question: str, pronoun: str) -> None:
    assert not bound(*at(question, pronoun))


def test_possessives() -> None:
    assert owns(*at("What was her post?", "her"))
    assert not owns(*at("Who saw her in June?", "her"))
