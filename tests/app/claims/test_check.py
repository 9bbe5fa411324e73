"""Any text can be checked, and every check keeps its format."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from app.claims.check import Checker
from app.proof import ProofError
from app.render_check import CheckRenderer
from index.search import build
from ingest.article import Article, Kind, Span
from tests.conftest import WordEncoder, count_words
from tests.making import CONTRACT, P, made

ARTICLE = made(
    P(("The harbour was closed on 10 November 1904.[1][2]", "Mayor Ann Lee lifted the ban on 12 December 1904.[1]")),
    P(("2,906 trams destroyed[a]",), ("Infobox", "Per Oxbow:"), Kind.INFOBOX, intro="Per Oxbow:"),
    P(("A list of the trams was published.[1]",), ("Notes",), Kind.NOTE, label="a"),
    P(("Smith, John. “A harbour closes”. The Daily.",), ("References",), Kind.REFERENCE, label="1"),
)


def validator() -> Draft202012Validator:
    schemas = {
        name: json.loads((CONTRACT / name).read_text("utf-8")) for name in ("answer.schema.json", "check.schema.json")
    }
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in schemas.items())
    return Draft202012Validator(schemas["check.schema.json"], registry=registry)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(build(ARTICLE, WordEncoder(dimension=2048), count=count_words))


def data_of(checker: Checker, text: str, article: Article = ARTICLE) -> Any:
    data = json.loads(CheckRenderer(checker.proof, article).json(checker.check(text)))
    validator().validate(data)
    assert data["claim"] == text
    for statement in data["statements"]:
        assert text[statement["start"] : statement["end"]] == statement["text"]
        for quote in (*statement["quotes"], *statement["closest"]):
            assert article.text[quote["start"] : quote["end"]] == quote["text"]
        for one in statement["differences"]:
            assert text[one["claim_start"] : one["claim_end"]] == one["claim"]
            assert article.text[one["article_start"] : one["article_end"]] == one["article"]
    return data


def test_one_that_is_supported(checker: Checker) -> None:
    data = data_of(checker, "The harbour was closed on November 10, 1904.")
    assert data["verdict"] == "supported"
    assert [quote["text"] for quote in data["statements"][0]["quotes"]] == [
        "The harbour was closed on 10 November 1904.[1][2]"
    ]
    assert [(one["label"], one.get("why")) for one in data["references"]] == [("1", None), ("2", "missing")]


def test_one_that_differs(checker: Checker) -> None:
    data = data_of(checker, "The harbour was closed on 11 November 1904.")
    (one,) = data["statements"][0]["differences"]
    assert (data["verdict"], one["claim"], one["article"], one["what"]) == (
        "differs", "11 November 1904", "10 November 1904", "date",
    )  # fmt: skip


def test_a_row_with_its_label(checker: Checker) -> None:
    data = data_of(checker, "According to Oxbow, 2,906 trams were destroyed.")
    assert data["verdict"] == "supported"
    assert data["statements"][0]["quotes"][0]["kind"] == "infobox"


def test_one_of_which_the_article_says_nothing(checker: Checker) -> None:
    data = data_of(checker, "Penguins can be trained to deliver letters at night.")
    assert (data["verdict"], data["references"]) == ("not_in_article", [])


@pytest.mark.parametrize("text", ["", " \n", "…", "Harbour", "Who closed the harbour?", "\ud800 \x00", "é" * 3000])
def test_any_text_has_a_verdict(checker: Checker, text: str) -> None:
    assert data_of(checker, text)["verdict"] == "not_in_article"


@given(
    st.lists(
        st.sampled_from("harbour 10 November 1904 not Lee , . ? closed trams 2,906 was by the – \n".split(" ")),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_format(words: list[str]) -> None:
    checker = Checker(build(ARTICLE, WordEncoder(dimension=2048), count=count_words))
    data_of(checker, " ".join(words))


def test_the_worst_of_the_statements_is_the_verdict(checker: Checker) -> None:
    text = "The harbour was closed on 10 November 1904. Penguins deliver letters at night. The harbour was closed on 11 November 1904."
    data = data_of(checker, text)
    assert [one["verdict"] for one in data["statements"]] == ["supported", "not_in_article", "differs"]
    assert data["verdict"] == "differs"


def test_progress_is_heard(checker: Checker) -> None:
    heard: list[tuple[int, int]] = []
    checker.check("It rained here.\nIt snowed there.", lambda done, whole: heard.append((done, whole)))
    assert heard == [(1, 2), (2, 2)]


def test_differences_are_marked_in_both_texts(checker: Checker) -> None:
    shown = CheckRenderer(checker.proof, ARTICLE).terminal(checker.check("The harbour was closed on 11 November 1904."))
    assert "≠ The harbour was closed on ⟦11 November 1904⟧." in shown
    assert "1. The harbour was closed on ⟦10 November 1904⟧.[1][2]" in shown


def test_what_is_not_the_articles_is_not_shown(checker: Checker) -> None:
    checked = checker.check("The harbour was closed on 11 November 1904.")
    (statement,) = checked.statements
    (one,) = statement.differences
    moved = replace(statement, differences=(replace(one, article=Span(0, 1_000)),))
    for wrong in (
        replace(statement, quotes=()),
        replace(statement, verdict="supported"),
        replace(statement, quotes=(replace(statement.quotes[0], end=statement.quotes[0].end - 1),)),
        moved,
        replace(statement, said=()),
        # Words of the article, and of its first quote: but nobody who speaks there.
        replace(statement, said=(Span(statement.quotes[0].start, statement.quotes[0].start + 3),)),
    ):
        with pytest.raises(ProofError):
            checker.proof.check_claims(replace(checked, statements=(wrong,)))
