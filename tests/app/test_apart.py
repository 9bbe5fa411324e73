"""Names of a question that the passages found for it lack."""

from __future__ import annotations

import pytest

from app.apart import Apart, apart, names
from index.search import Hit, Unit
from ingest.article import Kind, Passage, Sentence


def hit(text: str, *others: str, section: str = "Trade") -> Hit:
    sentences = tuple(Sentence(0, 1, plain) for plain in (text, *others))
    return Hit(Unit(0, sentences[0], Passage(Kind.PROSE, (section,), 0, 1, sentences), 0), 0.9, 0.8, 1.0, ())


@pytest.mark.parametrize(
    ("question", "near", "name"),
    [
        pytest.param("When did Berg see Kiruna?", [hit("Berg left.")], "Kiruna", id="lacking"),
        pytest.param("When did Anna Berg leave?", [hit("It left.")], "Anna Berg", id="a-name-of-two-words"),
        pytest.param("When did Anna Berg leave?", [hit("Berg left.")], None, id="half-of-it-is-there"),
        pytest.param("When did Berg leave?", [hit("It left."), hit("Berg did.")], None, id="in-another-passage"),
        pytest.param("When did Berg leave?", [hit("It left.", "Berg did.")], None, id="in-another-sentence"),
        pytest.param("When did Berg leave?", [hit("It left.", section="Ann Berg")], None, id="in-the-section"),
        pytest.param("Kiruna, when was it built?", [hit("It was.")], None, id="the-first-word"),
        pytest.param("When did berg leave?", [hit("It left.")], None, id="no-capital"),
        pytest.param("When did NATO leave?", [hit("It left.")], None, id="nothing-but-capitals"),
        pytest.param("When did Oslo burn?", [hit("It burnt.")], None, id="the-article-has-it-not"),
        pytest.param("Was it in May, or on a Monday?", [hit("It was.")], None, id="calendar"),
        pytest.param("When did President Berg leave?", [hit("President Lund left.")], "President Berg", id="a-role-is-shared"),
        pytest.param("When did the President leave?", [hit("It left.")], None, id="a-role-alone"),
        pytest.param("When did Turkish boats come?", [hit("Turkey sent boats.")], None, id="a-country-for-its-people"),
        pytest.param("When did Americans come?", [hit("The U.S. sent boats.")], None, id="a-people-for-its-country"),
        pytest.param("When did Ankara agree?", [hit("Turkey agreed.")], None, id="a-capital-for-its-country"),
        pytest.param("When did Lindqvist leave?", [hit("Lindkvist left.")], None, id="another-spelling"),
        pytest.param("When did Norrby fall?", [hit("Sorby fell.")], None, id="a-variant-of-the-article"),
        pytest.param("Who saw Berg's Kiruna?", [hit("Berg saw.")], "Kiruna", id="what-somebody-has-is-another-name"),
        pytest.param("Who saw Kiruna?", [], "Kiruna", id="no-passage"),
    ],
)  # fmt: skip
def test_what_is_lacking(question: str, near: list[Hit], name: str | None) -> None:
    found = apart(question, near, lambda word: word != "Oslo", {"norrby": "sorby"})
    assert found.lacking == ((name,) if name else ())


def test_what_is_held_and_what_is_lacking() -> None:
    found = apart(
        "When did Berg and Lund see Oslo, Kiruna and Visby?", [hit("Berg saw Visby.")], lambda word: word != "Oslo", {}
    )
    assert found == Apart(("Berg", "Visby"), ("Lund", "Kiruna"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Is Karel IV here?", ["Karel"], id="a-number"),
        pytest.param("Is Anna-Maria Berg here?", ["Anna-Maria Berg"], id="a-hyphen"),
        pytest.param("Is Berg’s brother O'Hara here?", ["Berg", "O'Hara"], id="whose"),
        pytest.param("Is Ås, Əli or Élan here?", ["Ås", "Əli", "Élan"], id="other-letters"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_names(question: str, expected: list[str]) -> None:
    assert names(question) == expected
