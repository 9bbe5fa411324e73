"""Dates in their forms, and which of them bear another out."""

from __future__ import annotations

import pytest

from app.claims.dates import dates, steps


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("10 November 2020", [(2020, 11, 10)], id="day-first"),
        pytest.param("November 10th, 2020", [(2020, 11, 10)], id="month-first"),
        pytest.param("on 10 Nov", [(None, 11, 10)], id="short"),
        pytest.param("2020-11-10", [(2020, 11, 10)], id="iso"),
        pytest.param("in November", [(None, 11, None)], id="month"),
        pytest.param("9–10 October 2020", [(2020, 10, 9), (2020, 10, 10)], id="two-days"),
        pytest.param("since 1921", [(1921, None, None)], id="year"),
        # A verb is no month, nor a figure with a separator a year.
        pytest.param("They may march on 2,006 trams", [], id="no-date"),
        pytest.param("May 1920", [(1920, 5, None)], id="may"),
    ],
)
def test_a_date_is_read(text: str, expected: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [(one.year, one.month, one.day) for one in dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The next day it fell", (2020, 12, 1)),
        ("Three days later it fell", (2020, 12, 3)),
        ("The same day it fell", (2020, 11, 30)),
    ],
)
def test_a_day_is_counted_from_the_sentence_before(text: str, expected: tuple[int, int, int]) -> None:
    (found,) = steps(text, dates("On 30 November 2020 it stood."))
    assert (found.year, found.month, found.day) == expected


@pytest.mark.parametrize(
    ("claim", "sentence", "fits"),
    [
        ("10 November", "10 November 2020", True),
        ("10 November 2020", "10 November", True),
        ("November 2020", "10 November 2020", True),
        # The sentence says less than the claim.
        ("10 November 2020", "November 2020", False),
        ("10 November 2020", "10 November 2019", False),
        ("1921", "1912", False),
    ],
)
def test_a_date_bears_another_out(claim: str, sentence: str, fits: bool) -> None:
    assert dates(claim)[0].fits(dates(sentence)[0]) is fits
