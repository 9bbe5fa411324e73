"""How it is said that the article does not answer."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from app.evidence import Evidence
from app.question import read
from app.reader import Reading
from app.reasons import reason
from app.wanted import Wanted
from index.search import Hit, Index, Unit
from ingest.article import Kind, Passage, Sentence

CLOSE = Evidence(
    wanted=Wanted.NUMBER, source=False, covered=0.8, cosine=0.7, reading=Reading(2.0, 3.0, 3.0), empty=False, known=1.0, words=5,
    strange=(),
)  # fmt: skip
ELSEWHERE: dict[str, object] = {"covered": 0.3, "reading": Reading(-7.0, -7.0, -7.0)}
BOATS = "How many old boats did Berg lose?"


class FakeIndex:
    """Knows all words but those of a recipe as they are written, and no other spelling."""

    article = cast("object", type("A", (), {"variants": {}}))

    def knows(self, word: str) -> bool:
        return word not in ("lava", "bread", "baked", "thick")

    def spelling(self, word: str) -> str:
        return word


def hit(*plain: str, matched: tuple[float, ...] = ()) -> Hit:
    sentences = tuple(Sentence(0, 1, text) for text in plain)
    return Hit(Unit(0, sentences[0], Passage(Kind.PROSE, ("Trade",), 0, 1, sentences), 0), 0.9, 0.8, 1.0, matched)


def said(question: str, *near: Hit, **change: object) -> str:
    evidence = replace(CLOSE, **change)  # type: ignore[arg-type]
    return reason(evidence, cast(Index, FakeIndex()), read(question), near)


@pytest.mark.parametrize(
    ("question", "change", "expected"),
    [
        pytest.param("Who was it?", {"words": 0}, "The question names nothing to look for.", id="only-stop-words"),
        pytest.param(BOATS, {"known": 0.2}, "The article has hardly any of the question's words.", id="unknown-words"),
        pytest.param(
            "Is lava bread baked thick?", {"known": 0.2},
            "The article has hardly any of the question's words: not “lava”, not “bread”, not “baked”.",
            id="unknown-words-by-name",
        ),
        pytest.param(
            "Did Berg see Oslo?", {"known": 0.2, "strange": ("Oslo",)},
            "The article does not mention “Oslo” by that name.", id="a-strange-name",
        ),
        pytest.param(
            "Did Berg see Mount Elm?", {**ELSEWHERE, "strange": ("Elm",)},
            "The article does not mention “Mount Elm” by that name.", id="with-the-known-words-of-that-name",
        ),
        pytest.param(
            BOATS, ELSEWHERE, "No sentence of the article seems to say how many old boats, if any.", id="of-that-it-may-speak"
        ),
        pytest.param(
            "the number of boats?", ELSEWHERE, "No sentence of the article seems to give the number.", id="keywords"
        ),
        pytest.param(
            BOATS, {**ELSEWHERE, "known": 0.7}, "No sentence of the article seems to say how many old boats, if any.",
            id="of-whom-it-speaks",
        ),
        pytest.param(
            "How many old boats did Lund lose?", {**ELSEWHERE, "known": 0.7}, "The article does not seem to speak of this.",
            id="another-subject",
        ),
        pytest.param(
            "What did Berg see?", {**ELSEWHERE, "wanted": Wanted.OTHER}, "The article does not seem to speak of this.",
            id="nothing-particular-is-asked",
        ),
    ],
)  # fmt: skip
def test_where_nothing_is_close(question: str, change: dict[str, object], expected: str) -> None:
    assert said(question, hit("Berg lost 4 old boats."), **change) == expected


@pytest.mark.parametrize(
    ("question", "near", "change", "expected"),
    [
        pytest.param(BOATS, "Berg lost boats.", {}, "do not say how many old boats, if any.", id="no-number"),
        pytest.param(BOATS, "Berg lost 4 boats.", {}, "do not seem to say how many old boats, if any.", id="a-number"),
        pytest.param(
            "Who lost boats?", "It lost boats.", {"wanted": Wanted.PERSON}, "do not seem to say who, if anybody.",
            id="names-have-no-form-of-their-own",
        ),
        pytest.param(
            "What was the price of the boats?", "It lost boats.", {"wanted": Wanted.MONEY},
            "do not say what the price of the boats was.", id="no-sum",
        ),
        pytest.param(
            "names of the boats", "It lost boats.", {"wanted": Wanted.NAME}, "do not seem to give the names.",
            id="keywords",
        ),
        pytest.param(
            "What did Berg see?", "Berg lost boats.", {"wanted": Wanted.OTHER}, "do not seem to answer this.",
            id="nothing-particular-is-asked",
        ),
    ],
)  # fmt: skip
def test_what_comes_closest(question: str, near: str, change: dict[str, object], expected: str) -> None:
    assert said(question, hit(near), **change) == f"The closest passages {expected}"


def test_a_figure_beside_what_comes_closest_may_be_it() -> None:
    assert said(BOATS, hit("Berg lost boats.", "They were 4.")).endswith(
        "do not seem to say how many old boats, if any."
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("When was it sold?", "when, if ever", id="when"),
        pytest.param("In which year was it sold?", "in which year, if ever", id="year"),
        pytest.param("Where was it sold?", "where, if anywhere", id="where"),
        pytest.param("Why was it sold?", "why, if at all", id="why"),
        pytest.param("Whose boat was it?", "whose boat, if anybody", id="whose"),
        pytest.param("Which boats were sold?", "which boats, if any", id="which"),
        pytest.param("In what port was it sold?", "in what port", id="place"),
        pytest.param("What was the speed of it?", "what the speed was", id="what-there-is"),
        pytest.param("What did Berg say?", "what Berg said", id="what-is-said"),
        pytest.param("What did Berg promise?", "what Berg promised", id="what-is-promised"),
        pytest.param("How old is it?", "how old", id="a-measure"),
        pytest.param("When and where was it sold?", "when and where", id="two"),
    ],
)
def test_whether_it_is_so_at_all_is_left_open(question: str, expected: str) -> None:
    assert (
        said(question, hit("Berg's boat."), wanted=Wanted.OTHER)
        == f"The closest passages do not seem to say {expected}."
    )


def test_a_name_that_is_nowhere_near() -> None:
    assert said(BOATS, hit("Lund lost boats.")) == (
        "None of the closest passages mentions “Berg”, and they do not say how many old boats, if any."
    )


@pytest.mark.parametrize(("held", "expected"), [(0.75, "who"), (0.74, "who, if anybody")])
def test_but_not_where_the_closest_sentence_holds_the_question(held: float, expected: str) -> None:
    near = hit("Berg lost a boat.", matched=(held - 0.5, 0.5))
    assert (
        said("Who sold Berg a boat?", near, wanted=Wanted.PERSON)
        == f"The closest passages do not seem to say {expected}."
    )


def test_a_strange_name_is_no_part_of_another() -> None:
    assert said("Did Anna see Ann?", hit("It left."), known=0.2, strange=("Ann",)) == (
        "The article does not mention “Ann” by that name."
    )


def test_a_strange_name_is_told_once() -> None:
    assert said("What did Mrs Oslo say?", hit("Lund spoke."), strange=("Oslo",)) == (
        "The article does not mention “Mrs Oslo” by that name."
    )


def test_a_name_that_is_nowhere_in_the_article() -> None:
    assert said("How many boats did Berg see in Oslo?", hit("Lund lost boats."), strange=("Oslo",)) == (
        "The article does not mention “Oslo” by that name, and the closest passages do not say how many boats, if any."
    )
