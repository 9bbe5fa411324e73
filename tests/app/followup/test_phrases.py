"""Names, dates and noun phrases of questions."""

from __future__ import annotations

import pytest

from app.followup.names import Sort
from app.followup.phrases import Seen
from tests.app.followup.ruritania import NAMES


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        pytest.param("When was the bridge in Lowmere lost?", ["the bridge", "Lowmere"], id="place"),
        pytest.param("How many soldiers did Ruritania lose?", ["soldiers", "Ruritania"], id="did-and-its-verb"),
        pytest.param("When did the grey men leave Highford?", ["the grey men", "Highford"], id="did-subject-verb"),
        pytest.param("Who led the fall of Lowmere?", ["the fall of Lowmere"], id="of-joins"),
        pytest.param("How long did the talks take?", ["the talks"], id="how-long"),
        pytest.param("Who leads them?", [], id="verb-after-who"),
        pytest.param("What did Ruritania’s minister Karl Wood say?", ["Ruritania’s minister Karl Wood"], id="titled"),
        pytest.param("Were the occupied towns lost?", ["the occupied towns"], id="past-form-before-its-noun"),
        pytest.param("When did Lowmere fall?", ["Lowmere"], id="did-name-verb"),
        pytest.param("Who lives in Lowmere district?", ["Lowmere district"], id="district"),
    ],
)
def test_phrases(question: str, phrases: list[str]) -> None:
    assert [phrase.text for phrase in Seen(question, NAMES).phrases] == phrases


def test_what_a_phrase_is() -> None:
    soldiers, lowmere = Seen("How many Ruritanian soldiers were killed in Lowmere?", NAMES).phrases
    assert (soldiers.head, soldiers.many, soldiers.subject, soldiers.after, soldiers.sort) == (
        "soldiers", True, True, None, None,
    )  # fmt: skip
    assert (lowmere.sort, lowmere.many, lowmere.subject, lowmere.after) == (Sort.PLACE, False, False, "in")
    (bell,) = Seen("Was Anton Bell shot?", NAMES).phrases
    assert (bell.person, bell.subject) == (True, True)
    (people,) = Seen("Did the Bordurians leave?", NAMES).phrases
    assert (people.sort, people.many) == (None, True)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        pytest.param("Was the harbour commission asked?", {2: "Harbour Commission"}, id="in-small-letters"),
        pytest.param("Did Otto Lind go?", {1: "Otto Lind"}, id="not-the-articles"),
        pytest.param("Was it in May?", {}, id="calendar"),
        pytest.param("Did Bell tell us?", {1: "Bell"}, id="a-name-that-is-a-pronoun-too"),
        pytest.param("Who is the President?", {}, id="title"),
    ],
)
def test_names(question: str, names: dict[int, str]) -> None:
    assert {at: name.text for at, (_, name) in Seen(question, NAMES).named.items()} == names


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        pytest.param("Did general Lind go?", Sort.PERSON, id="title"),
        pytest.param("Was it in Grey Hill?", Sort.PLACE, id="in"),
        pytest.param("Was it Grey Hill?", Sort.THING, id="neither"),
    ],
)
def test_a_name_that_the_article_lacks(question: str, sort: Sort) -> None:
    assert [name.sort for _, name in Seen(question, NAMES).named.values()] == [sort]


def test_dates_and_telling_words() -> None:
    seen = Seen("may I ask who died on 3 May in Lowmere?", NAMES)
    assert [date[0].strip() for date in seen.dates] == ["3 May"]
    assert seen.content == {"ask", "died", "3", "may", "lowmere"} - {"may"}
