"""The names of an article, and what they sort as."""

from __future__ import annotations

import pytest

from app.followup import Sort, names_of
from ingest.article import Article, Kind
from tests.app.followup.ruritania import NAMES
from tests.making import P, made


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        pytest.param("anton bell", Sort.PERSON, id="title-before"),
        pytest.param("bell", Sort.PERSON, id="surname"),
        pytest.param("lowmere", Sort.PLACE, id="in-and-town-of"),
        pytest.param("ruritania", Sort.PARTY, id="an-adjective-is-made-from-it"),
        pytest.param("harbour commission", Sort.ORGANISATION, id="named-as-a-body"),
    ],
)
def test_a_name_is_sorted_by_its_use(name: str, sort: Sort) -> None:
    assert NAMES.known[name].sort is sort


@pytest.mark.parametrize(
    ("sentence", "name", "sort"),
    [
        pytest.param(
            "It was Otto Lind, a historian, who left.", "otto lind", Sort.PERSON, id="who-it-is-is-told-after"
        ),
        pytest.param("In May General Lindor left.", "lindor", Sort.PERSON, id="title-alone"),
        pytest.param("Lindor, a historian, left.", "lindor", Sort.PERSON, id="one-word"),
        pytest.param("They crossed the Iron Gate and the Iron Gate again.", "iron gate", Sort.THING, id="the"),
        pytest.param("They met Karel IV at noon.", "karel iv", Sort.THING, id="a-number"),
        pytest.param("They left Grey District at noon.", "grey district", Sort.PLACE, id="a-district"),
        pytest.param("They read of the UNX yesterday.", "unx", Sort.ORGANISATION, id="capitals"),
        pytest.param("They asked the Council of the North.", "council of the north", Sort.ORGANISATION, id="of-the"),
    ],
)
def test_a_name_in_one_sentence(sentence: str, name: str, sort: Sort) -> None:
    assert names_of(made(P((sentence,)))).known[name].sort is sort


@pytest.mark.parametrize(
    ("sentences", "absent"),
    [
        pytest.param(("Guards left.", "The guards left, and guards came."), "guards", id="small-letters-too"),
        pytest.param(("They left on Monday.",), "monday", id="calendar"),
        pytest.param(("Furthermore they left.",), "furthermore", id="opens-a-sentence"),
        pytest.param(("The Borduria Prime Minister left.",), "borduria prime", id="leads-to-a-title"),
    ],
)
def test_what_is_no_name(sentences: tuple[str, ...], absent: str) -> None:
    assert absent not in names_of(made(P(sentences))).known


def test_an_adjective_knows_its_country_and_a_person_the_pronoun() -> None:
    assert NAMES.known["bordurian"].of == "Borduria"
    assert NAMES.known["borduria"].adjective == "Bordurian"
    assert (NAMES.known["clara stone"].she, NAMES.known["stone"].she) == (True, True)
    assert NAMES.known["anton bell"].she is False


def test_rows_and_sources_name_nobody() -> None:
    assert names_of(made(P(("President Anton Bell said so.",), kind=Kind.REFERENCE, label="1"))).known == {}


def test_the_bundled_article(article: Article) -> None:
    """Landmarks: names that the article uses in plain ways; other spellings are the article's own."""
    names = names_of(article)
    for name, sort in (("nikol pashinyan", Sort.PERSON), ("baku", Sort.PLACE), ("armenia", Sort.PARTY)):
        assert names.known[name].sort is sort
    assert names.known["human rights watch"].sort is Sort.ORGANISATION
    assert names.known["azerbaijani"].of == "Azerbaijan"
    assert names.known["azerbaijan"].adjective == "Azerbaijani"
    assert len(article.variants) > 10
    assert all(other in names.known for other, own in article.variants.items() if own.casefold() in names.known)
