"""What a sentence gives of a kind."""

from __future__ import annotations

import pytest

from app.values import fills, news, values
from app.wanted import Wanted


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        pytest.param("In May 1902 some 2,783 people and 41 dogs came.", Wanted.NUMBER, ("2 783", "41"), id="no-dates"),
        pytest.param("It had 2000 guests in 2000.", Wanted.NUMBER, ("2000",), id="four-figures-that-count"),
        pytest.param("Two T-72 and a Su-25 were lost.", Wanted.NUMBER, ("two",), id="figures-of-a-name"),
        pytest.param("A 10-member crew of about 1500 men, 5km off", Wanted.NUMBER, ("10", "1500"), id="before-a-noun"),
        pytest.param("The 32-kilometre road, 5km of it new", Wanted.DISTANCE, ("32 kilometre", "5km"), id="glued"),
        pytest.param("The army may have left after a march.", Wanted.DATE, (), id="no-months"),
        pytest.param("It was won twice.", Wanted.NUMBER, ("twice",), id="worded"),
        pytest.param("It cost US$2\u00a0billion, or 1.7 billion euros.", Wanted.MONEY, ("us 2", "1 7 billion euros"), id="money"),
        pytest.param("About 22.8% of them left.", Wanted.SHARE, ("22 8",), id="share"),
        pytest.param("It lies 5\u00a0km (3.1 mi) away.", Wanted.DISTANCE, ("5 km", "3 1 mi"), id="distance"),
        pytest.param("It took three long weeks.", Wanted.DURATION, ("three long weeks",), id="a-word-between"),
        pytest.param("A 39-year-old volunteer", Wanted.AGE, ("39 year old",), id="age"),
        pytest.param("It began at 04:00, before dawn.", Wanted.TIME, ("04 00", "dawn"), id="clock"),
        pytest.param("From 27 September to 10 November 2020", Wanted.DATE, ("27 september", "10 november 2020"), id="dates"),
        pytest.param("Three days later it ended.", Wanted.DATE, ("days later",), id="counted-from-another-day"),
        pytest.param("Born in 911", Wanted.YEAR, ("911",), id="three-figures"),
        pytest.param("In Oslo, Anna Berg met the mayor.", Wanted.PERSON, ("mayor", "oslo", "anna berg"), id="names-and-trades"),
        pytest.param("The National Museum and Anna Berg agreed.", Wanted.FULL_NAME, ("national museum", "anna berg"), id="two-words"),
        pytest.param("The Ministry of Trade told Berg.", Wanted.FULL_NAME, (), id="an-office-and-a-surname"),
        pytest.param("On Monday it rained.", Wanted.PERSON, (), id="a-day-is-no-name"),
        pytest.param('It was called the "Long Winter".', Wanted.NAME, ("long winter",), id="quoted"),
        pytest.param("They lived in the suburbs.", Wanted.PLACE, ("suburbs",), id="a-place-without-a-name"),
        pytest.param("It closed because of the flood.", Wanted.REASON, ("because",), id="reason"),
        pytest.param("It was moved, as it fell on a Sunday.", Wanted.REASON, ("as it",), id="as-it"),
        pytest.param("It went by barge, as no bridge would bear it.", Wanted.REASON, ("as",), id="as-with-no-pronoun"),
        pytest.param("Sheep, as well as goats, were lost.", Wanted.REASON, (), id="as-well-as"),
        pytest.param("It reopened after a strike.", Wanted.REASON, ("after",), id="after"),
        pytest.param("He blamed a map.", Wanted.REASON, ("blamed",), id="blame"),
        pytest.param("Moe resigned over the missing alarm.", Wanted.REASON, ("over the",), id="over"),
        pytest.param("He stopped at his mother's request.", Wanted.REASON, ("at his mother s request",), id="at-a-request"),
        pytest.param("He said nothing.", Wanted.OTHER, (), id="no-form"),
    ],
)  # fmt: skip
def test_values(text: str, wanted: Wanted, expected: tuple[str, ...]) -> None:
    assert values(text, wanted) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "question", "expected"),
    [
        pytest.param("On 12 May trucks came.", Wanted.NUMBER, "How many trucks came on 12 May?", (), id="no-number"),
        pytest.param("On 12 May 9 trucks came.", Wanted.NUMBER, "How many trucks came on 12 May?", ("9",), id="a-number"),
        pytest.param("All 12 came.", Wanted.NUMBER, "Did all 12 come?", (), id="the-question-has-it"),
        # The last word of a name says whose it is.
        pytest.param("President Anna Berg spoke.", Wanted.FULL_NAME, "What is the name of Berg's director?", (), id="the-one-asked-about"),
        pytest.param("A US-brokered truce held.", Wanted.PERSON, "Who brokered the truce?", ("us brokered",), id="one-word-of-two-parts"),
        pytest.param("It lies in Kent Province.", Wanted.PLACE, "In which province does it lie?", ("kent province",), id="a-word-of-it-is-enough"),
    ],
)  # fmt: skip
def test_news(text: str, wanted: Wanted, question: str, expected: tuple[str, ...]) -> None:
    assert news(text, wanted, question) == expected


def test_what_fills_is_told_by_its_place() -> None:
    text = "On 12 May 9 trucks and 12 cars came to Anna Berg."
    assert [text[start:end] for start, end in fills(text, Wanted.NUMBER, "How many trucks came?")] == ["9", "12"]
    assert [text[start:end] for start, end in fills(text, Wanted.PERSON, "Who met them?")] == ["Anna Berg"]
