"""What kind of thing a question asks for."""

from __future__ import annotations

import pytest

from app.wanted import Wanted, asks_for


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        pytest.param("How many boats were lost?", Wanted.NUMBER, id="number-of"),
        pytest.param("How many of the other old boats were lost?", Wanted.NUMBER, id="the-last-word-before-the-verb"),
        pytest.param("boats lost how many", Wanted.NUMBER, id="telegraphic"),
        pytest.param("What was the death toll?", Wanted.NUMBER, id="toll"),
        # `How many days` is a number too, and more exactly a length of time.
        pytest.param("How many days did it last?", Wanted.DURATION, id="days"),
        pytest.param("How many dollars did it cost?", Wanted.MONEY, id="dollars"),
        pytest.param("How much will the road cost?", Wanted.MONEY, id="how-much-it-will-cost"),
        pytest.param("How many kilometres long is it?", Wanted.DISTANCE, id="kilometres"),
        pytest.param("How long is the bridge?", Wanted.DISTANCE, id="length-of-a-thing"),
        pytest.param("How long did the talks go on?", Wanted.DURATION, id="length-of-time"),
        pytest.param("How far back do its roots reach?", Wanted.OTHER, id="far-back-is-no-distance"),
        pytest.param("How old was she?", Wanted.AGE, id="age"),
        pytest.param("What share of the votes did he get?", Wanted.SHARE, id="share"),
        pytest.param("When was it built?", Wanted.DATE, id="when"),
        pytest.param("bridge built when", Wanted.DATE, id="when-at-the-end"),
        pytest.param("When the mill burnt, what was saved?", Wanted.OTHER, id="when-that-asks-nothing"),
        pytest.param("In which year did it open?", Wanted.YEAR, id="year"),
        pytest.param("At what time did it open?", Wanted.TIME, id="time-of-day"),
        pytest.param("In what time period was it used?", Wanted.OTHER, id="time-period"),
        pytest.param("Who built it?", Wanted.PERSON, id="who"),
        pytest.param("Which minister resigned?", Wanted.PERSON, id="which-minister"),
        pytest.param(
            "Which former high-ranking army official was charged?",
            Wanted.PERSON,
            id="a-long-way-to-the-noun",
        ),
        pytest.param("On which local radio channel was it said?", Wanted.NAME, id="what-bears-a-name"),
        pytest.param("What start and end does it give?", Wanted.OTHER, id="half-a-thing"),
        pytest.param("Which channel tunnel was dug?", Wanted.OTHER, id="the-channel-is-another-noun's"),
        pytest.param("What was the age of the driver?", Wanted.AGE, id="the-age-of"),
        pytest.param("What was the age of Anna Berg?", Wanted.AGE, id="the-age-of-a-name"),
        pytest.param("What is the age of consent there?", Wanted.OTHER, id="an-age-that-is-a-law"),
        pytest.param("What was the plan called which Norland launched?", Wanted.NAME, id="a-later-which-is-not-asked"),
        pytest.param("What did the age of steam bring?", Wanted.OTHER, id="an-age-that-is-none"),
        pytest.param("How near to the road did they come?", Wanted.DISTANCE, id="how-near"),
        pytest.param("Which boxer died at the age of eighty?", Wanted.OTHER, id="an-age-that-is-told"),
        pytest.param("How did they keep the map up to date?", Wanted.OTHER, id="no-keywords-in-a-sentence"),
        pytest.param("distance mill to bridge km", Wanted.DISTANCE, id="keywords-distance"),
        pytest.param("mill fire date", Wanted.DATE, id="keywords-date"),
        pytest.param("boats lost total", Wanted.NUMBER, id="keywords-total"),
        pytest.param("port director name", Wanted.FULL_NAME, id="keywords-name-of-a-person"),
        pytest.param("mill owner 1902 who", Wanted.PERSON, id="keywords-who"),
        pytest.param("minister born where", Wanted.PLACE, id="keywords-where"),
        pytest.param("Name all the bridges.", Wanted.OTHER, id="name-that-orders"),
        pytest.param("What do people eat there?", Wanted.OTHER, id="people-is-not-what-is-asked"),
        pytest.param("What is the name of the deputy director who left?", Wanted.FULL_NAME, id="name-of-a-person"),
        pytest.param("What is the name of the plan the president announced?", Wanted.NAME, id="a-thing-of-a-person"),
        pytest.param("Where was it found?", Wanted.PLACE, id="where"),
        pytest.param("Which village resident was hurt?", Wanted.OTHER, id="a-village-resident-is-no-village"),
        pytest.param("In which village did he live?", Wanted.PLACE, id="which-village"),
        pytest.param("Why did it fail?", Wanted.REASON, id="why"),
        pytest.param("What allowed the mill to run?", Wanted.REASON, id="what-allowed"),
        pytest.param("mayor age", Wanted.AGE, id="age-at-the-end"),
        pytest.param("What will the new road cost?", Wanted.MONEY, id="cost"),
        pytest.param("dam height metres", Wanted.DISTANCE, id="height-in-metres"),
        pytest.param("What did the mayor say?", Wanted.OTHER, id="other"),
        pytest.param("", Wanted.OTHER, id="nothing"),
        # Of two things asked for, the first.
        pytest.param("Who built it, and when was it opened?", Wanted.PERSON, id="the-first-of-two"),
    ],
)
def test_asks_for(question: str, wanted: Wanted) -> None:
    assert asks_for(question) is wanted
