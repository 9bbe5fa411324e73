"""Figures worked out by hand: areas, probabilities, standard errors of one article and of several together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.judged import Said
from eval.outside.area import auc
from eval.outside.articles import LeftOut
from eval.outside.own import Own, answerable
from eval.outside.page import Page, Told, page, together
from eval.outside.rivals import Rival
from eval.questions import Evidence, Question
from eval.run import Row, totals
from eval.training.titles import Part

ASKED = Question("q", "what", "plain", "?", True, (), (Evidence(0, 1, 1, "a", ()),), False, (), None, None)
NOTHING = replace(ASKED, kind="unanswerable", answerable=False, evidence=())


def row(right: float) -> Row:
    return Row(ASKED, None, {"right": right, "first": 0.0, "recall@30": 1.0, "false refusals": 0.0})


def silent(kept: float) -> Row:
    return Row(NOTHING, None, {"abstention recall": kept, **({"abstention precision": 1.0} if kept else {})})


def told(title: str, *rights: float) -> Told:
    rows = (*(row(right) for right in rights), silent(1.0), silent(0.0))
    scores = (*(0.9 for _ in rights), 0.5, 0.1)
    rival = tuple(Row(one.question, None, {"right": 1.0, "characters quoted": 900.0}) for one in rows)
    return Told(title, 7, LeftOut(1, 2), Own(rows, scores, tuple(1 - score for score in scores)), (Rival("R", rival),))


def test_an_area_and_its_error_by_hand() -> None:
    # Of four pairs three are won. Won by each that is answerable: 1 and 1/2; against each other: 1/2 and 1. Both have
    # the variance 1/8, so the error is the root of 1/8 / 2 + 1/8 / 2.
    found = auc([0.9, 0.4], [0.5, 0.1])
    assert found is not None
    assert (found.mean, found.n, found.error) == (0.75, 4, pytest.approx(0.125**0.5))


@pytest.mark.parametrize(
    ("yes", "no", "mean"),
    [
        pytest.param([0.5], [0.5], 0.5, id="a tie counts half"),
        pytest.param([0.2, 0.3], [0.9], 0.0, id="always the wrong way round"),
    ],
)
def test_an_area_of_too_few_has_no_error(yes: list[float], no: list[float], mean: float) -> None:
    found = auc(yes, no)
    assert found is not None
    assert (found.mean, found.error) == (mean, None)


def test_without_questions_of_both_kinds_there_is_no_area() -> None:
    assert auc([], [0.5]) is None
    assert auc([0.5], []) is None


@pytest.mark.parametrize(
    ("answered", "confidence", "probability"), [(True, 0.8, 0.8), (False, 0.75, 0.25), (False, 1.0, 0.0)]
)
def test_silence_is_a_probability_too(answered: bool, confidence: float, probability: float) -> None:
    assert answerable(Said(answered, confidence, (), (), ())) == probability
    assert answerable(None) == 0.0


def test_together_every_question_counts_once_and_the_error_is_that_of_all() -> None:
    both = together([told("A", 1.0, 1.0, 0.0), told("B", 1.0)])
    # Of 1, 1, 0, 1 the mean is 3/4 and the variance (3 · 1/16 + 9/16) / 3 = 1/4; its error the root of 1/4 / 4.
    right = totals(both.own.rows)["right"]
    assert (right.mean, right.n, right.error) == (0.75, 4, 0.25)
    assert (both.sentences, both.left_out) == (14, LeftOut(2, 4))
    assert (len(both.own.answerable), len(both.own.similarity), len(both.rivals[0].rows)) == (8, 8, 8)


def test_the_page_shows_everyone_by_article_and_together() -> None:
    titles = [told("A", 1.0, 1.0, 0.0), told("B", 1.0)]
    text = page(Page("abc123", "a-model", Part.TEST, None, titles, told("Bogs", 1.0, 0.0)))
    assert "commit abc123" in text
    assert "articles that nothing was tuned on" in text
    assert "all their questions asked" in text
    assert "| Ibid | 0.750 ± 0.250 | 0.000 ± 0.000 | 1.000 ± 0.000 | 0.500 ± 0.289 | 0.000 ± 0.000 | – |" in text
    assert "| R | 1.000 ± 0.000 | – | – | – | – | 900 ± 0 |" in text
    assert "| A | 0.667 ± 0.333 | 1.000 ± 0.000 |" in text
    assert "| B | 1.000 | 1.000 ± 0.000 |" in text
    assert "| together | 0.750 ± 0.250 | 1.000 ± 0.000 |" in text
    # Ibid's scores part the kinds; similarity, turned round here, gets every pair wrong. F1 of 1 and 1/2 is 2/3.
    assert "| together | 1.000 ± 0.000 | 0.000 ± 0.000 | 1.000 ± 0.000 | 0.500 ± 0.289 | 0.667 |" in text
    assert "| together | 14 | 4 | 4 | 2 | 4 |" in text
    assert "“Bogs”" in text
    assert "| plain | 2 | 0.500 ± 0.500 | 1.000 ± 0.000 |" in text


def test_titles_that_chose_are_not_said_to_be_untouched() -> None:
    text = page(Page("abc123", "a-model", Part.DEV, 5, [told("A", 1.0)], told("Bogs", 1.0)))
    assert "nothing was tuned on" not in text
    assert "5 questions drawn of each" in text
