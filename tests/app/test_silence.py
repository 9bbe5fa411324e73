"""When the article is said not to answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.evidence import Evidence
from app.reader import Reading
from app.silence import CONSTANT, NAMES, WEIGHTS, Strictness, another_subject, answerable, figures, shown
from app.wanted import Wanted

GOOD = Evidence(
    wanted=Wanted.NUMBER, source=False, covered=0.8, cosine=0.7, reading=Reading(2.0, 3.0, 3.0), empty=False, known=1.0, words=5,
    strange=(),
)  # fmt: skip


def test_every_figure_has_a_name_and_a_weight() -> None:
    assert len(figures(GOOD)) == len(NAMES) == len(WEIGHTS)
    assert figures(GOOD) == pytest.approx((0, 0, 0, 3, 2))


@pytest.mark.parametrize(
    ("change", "at", "value"),
    [
        pytest.param({"empty": True}, 0, 1.0, id="no-number"),
        pytest.param({"empty": True, "wanted": Wanted.FULL_NAME}, 1, 1.0, id="no-full-name"),
        pytest.param({"empty": True, "wanted": Wanted.REASON}, 2, 1.0, id="no-reason"),
    ],
)
def test_each_figure_speaks_against_an_answer(change: dict[str, object], at: int, value: float) -> None:
    worse = replace(GOOD, **change)  # type: ignore[arg-type]
    assert figures(worse)[at] == pytest.approx(value)
    assert answerable(worse) < answerable(GOOD)
    assert shown(worse) < shown(GOOD)


def test_a_reader_that_is_sure_speaks_for_an_answer_and_beyond_a_bound_says_no_more() -> None:
    surer = replace(GOOD, reading=Reading(5.0, 6.0, 6.0))
    assert answerable(surer) > answerable(GOOD)
    assert figures(replace(GOOD, reading=Reading(-90.0, 90.0, 90.0)))[3:] == (10.0, -10.0)
    assert figures(replace(GOOD, reading=Reading(90.0, -90.0, -90.0)))[3:] == (-10.0, 10.0)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Wanted.NUMBER, (4.0, 2.0), id="a-value"),
        pytest.param(Wanted.PERSON, (0.0, 2.0), id="a-name"),
        pytest.param(Wanted.REASON, (0.0, 2.0), id="the-sentence-alone"),
        pytest.param(Wanted.OTHER, (0.0, 2.0), id="the-sentence-where-no-form-tells"),
    ],
)
def test_the_words_that_could_fill_what_is_asked_count_by_its_kind(
    wanted: Wanted, expected: tuple[float, float]
) -> None:
    one = replace(GOOD, wanted=wanted, reading=Reading(2.0, 3.0, 4.0))
    assert figures(one)[3:] == expected


def test_a_probability_is_the_logistic_of_the_weighed_figures() -> None:
    plain = replace(GOOD, covered=0.6, reading=Reading(0.0, 0.0, 0.0))
    assert 1 / answerable(plain) - 1 == pytest.approx(2.718281828**-CONSTANT)


@pytest.mark.parametrize(
    ("change", "other"),
    [
        pytest.param({"covered": 0.44}, True, id="little-of-the-question"),
        pytest.param({"covered": 0.46}, False, id="enough-of-it"),
        pytest.param({"covered": 0.46, "strange": ("Oslo",)}, True, id="and-a-strange-name"),
        pytest.param({"covered": 0.6, "strange": ("Oslo",)}, False, id="a-strange-name-alone"),
        pytest.param({"known": 0.2}, True, id="hardly-a-word-known"),
        pytest.param({"covered": 0.44, "reading": Reading(0.0, -5.9, 0.0)}, False, id="but-it-reads-like-an-answer"),
        pytest.param({"covered": 0.44, "reading": Reading(0.0, -6.1, 0.0)}, True, id="or-not-quite"),
        pytest.param(
            {"covered": 0.44, "strange": ("Oslo",), "reading": Reading(9.0, 9.0, 9.0)},
            True,
            id="a-strange-name-however-it-reads",
        ),
        pytest.param({"known": 0.2, "reading": Reading(9.0, 9.0, 9.0)}, True, id="unknown-words-however-it-reads"),
        pytest.param(
            {"known": 0.0, "words": 1, "covered": 0.3, "reading": Reading(-0.9, 3.0, 3.0)},
            False,
            id="one-word-that-reads-like-an-answer",
        ),
        pytest.param(
            {"known": 0.0, "words": 1, "reading": Reading(-1.1, 3.0, 3.0)}, True, id="one-word-unknown-and-unread"
        ),
        pytest.param({"known": 0.0, "words": 1, "wanted": Wanted.OTHER}, True, id="one-word-that-asks-nothing"),
        pytest.param(
            {"known": 0.0, "words": 1, "strange": ("Oslo",), "reading": Reading(9.0, 9.0, 9.0)},
            True,
            id="one-strange-name-however-it-reads",
        ),
        pytest.param({"known": 1.0, "words": 1, "cosine": 0.32}, True, id="one-word-and-nothing-near"),
        pytest.param({"covered": 0.3, "cosine": 0.1, "source": True}, False, id="an-entry-need-not-hold-it"),
        pytest.param({"cosine": 0.23, "reading": Reading(9.0, 9.0, 9.0)}, True, id="nothing-near-however-it-reads"),
        pytest.param({"known": 0.4, "reading": Reading(9.0, 4.9, 9.0)}, True, id="few-words-known"),
        pytest.param({"known": 0.4, "reading": Reading(9.0, 5.1, 9.0)}, False, id="but-it-reads-surely-like-an-answer"),
        pytest.param({"known": 0.4, "cosine": 0.1, "source": True}, False, id="but-not-of-a-source"),
        pytest.param({"cosine": 0.3}, False, id="not-near-but-its-words"),
        pytest.param({"cosine": 0.3, "covered": 0.55}, True, id="not-near-and-few-of-its-words"),
        pytest.param({"cosine": 0.4, "reading": Reading(-5.0, -11.0, -11.0)}, True, id="the-reader-sees-no-answer"),
        pytest.param({"cosine": 0.5, "reading": Reading(-5.0, -11.0, -11.0)}, False, id="but-it-is-near"),
    ],
)
def test_another_subject_is_no_answer(change: dict[str, object], other: bool) -> None:
    evidence = replace(GOOD, **{"reading": Reading(-7.0, -7.0, -7.0), **change})  # type: ignore[arg-type]
    assert another_subject(evidence) is other
    assert (answerable(evidence) == 0.0) is other


def test_strict_is_silent_more_often_than_lenient() -> None:
    assert Strictness.LENIENT.value < Strictness.NORMAL.value < Strictness.STRICT.value
