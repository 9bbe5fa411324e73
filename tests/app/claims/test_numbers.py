"""Numbers in figures and words, and which of them bear another out."""

from __future__ import annotations

import pytest

from app.claims.numbers import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2,783 ships", [(2783, 2783, "exact", "")], id="separator"),
        pytest.param("1.5 million people", [(1_500_000, 1_500_000, "exact", "")], id="scale"),
        pytest.param("two thousand and five ships", [(2005, 2005, "exact", "")], id="words"),
        pytest.param("One hundred and fifty-six", [(156, 156, "exact", "")], id="hyphen"),
        pytest.param("a dozen trams", [(12, 12, "exact", "")], id="dozen"),
        pytest.param("more than 200 trams", [(200, 200, "least", "")], id="least"),
        pytest.param("up to 30 %", [(30, 30, "most", "%")], id="most-per-cent"),
        pytest.param("Roughly three fifths of it", [(60, 60, "about", "%")], id="fraction"),
        pytest.param("about 5 km from it", [(5, 5, "about", "km")], id="length"),
        pytest.param("10,000–12,000 people", [(10_000, 12_000, "exact", "")], id="range"),
        pytest.param("between 9 and 15 trams", [(9, 15, "exact", "")], id="between"),
        pytest.param("over 30 mln manats", [(30_000_000, 30_000_000, "least", "manat")], id="coin"),
        # A figure in a name counts nothing; nor does `one` nearly ever.
        pytest.param("an F-16 and a T-72", [], id="names"),
        pytest.param("one of them", [], id="one"),
    ],
)
def test_a_number_is_read(text: str, expected: list[tuple[float, float, str, str]]) -> None:
    assert [(one.low, one.high, one.how, one.unit) for one in numbers(text)] == expected


@pytest.mark.parametrize(
    ("claim", "sentence", "fits"),
    [
        ("about 5,000 people", "4,900 people", True),
        ("5,000 people", "some 5,000 people", True),
        ("more than 500", "541", True),
        ("more than 500", "2,000", False),
        ("up to 500", "541", False),
        ("at least 5", "at most 5", False),
        ("5 km", "5 miles", False),
        ("5 per cent", "5%", True),
        ("7", "5 to 9", False),
        ("about 7", "5 to 9", True),
    ],
)
def test_a_number_bears_another_out(claim: str, sentence: str, fits: bool) -> None:
    assert numbers(claim)[0].fits(numbers(sentence)[0]) is fits
