"""What kind of thing a question asks for."""

from __future__ import annotations

import pytest

from app.wanted import Slot, Wanted, slot, thing


@pytest.mark.parametrize(
    ("question", "wanted", "of"),
    [
        pytest.param("How many boats were lost?", Wanted.NUMBER, "boats", id="number-of"),
        pytest.param(
            "How many of the other old boats were lost?", Wanted.NUMBER, "boats", id="the-last-word-before-the-verb"
        ),
        pytest.param("boats lost how many", Wanted.NUMBER, None, id="telegraphic"),
        pytest.param("What was the death toll?", Wanted.NUMBER, None, id="toll"),
        # `How many days` is a number too, and more exactly a length of time.
        pytest.param("How many days did it last?", Wanted.DURATION, "days", id="days"),
        pytest.param("How many dollars did it cost?", Wanted.MONEY, "dollars", id="dollars"),
        pytest.param("How much will the road cost?", Wanted.MONEY, None, id="how-much-it-will-cost"),
        pytest.param("How many kilometres long is it?", Wanted.DISTANCE, "kilometres long", id="kilometres"),
        pytest.param("How long is the bridge?", Wanted.DISTANCE, None, id="length-of-a-thing"),
        pytest.param("How long did the talks go on?", Wanted.DURATION, None, id="length-of-time"),
        pytest.param("How far back do its roots reach?", Wanted.OTHER, None, id="far-back-is-no-distance"),
        pytest.param("How old was she?", Wanted.AGE, None, id="age"),
        pytest.param("What share of the votes did he get?", Wanted.SHARE, None, id="share"),
        pytest.param("When was it built?", Wanted.DATE, None, id="when"),
        pytest.param("bridge built when", Wanted.DATE, None, id="when-at-the-end"),
        pytest.param("When the mill burnt, what was saved?", Wanted.OTHER, None, id="when-that-asks-nothing"),
        pytest.param("In which year did it open?", Wanted.YEAR, None, id="year"),
        pytest.param("At what time did it open?", Wanted.TIME, None, id="time-of-day"),
        pytest.param("In what time period was it used?", Wanted.OTHER, "time period", id="time-period"),
        pytest.param("Who built it?", Wanted.PERSON, None, id="who"),
        pytest.param("Which minister resigned?", Wanted.PERSON, "minister", id="which-minister"),
        pytest.param(
            "Which former high-ranking army official was charged?",
            Wanted.PERSON,
            "former high-ranking army official",
            id="a-long-way-to-the-noun",
        ),
        pytest.param(
            "On which local radio channel was it said?", Wanted.NAME, "local radio channel", id="what-bears-a-name"
        ),
        pytest.param("What start and end does it give?", Wanted.OTHER, None, id="half-a-thing"),
        pytest.param(
            "Which channel tunnel was dug?", Wanted.OTHER, "channel tunnel", id="the-channel-is-another-noun's"
        ),
        pytest.param("What was the age of the driver?", Wanted.AGE, None, id="the-age-of"),
        pytest.param("What was the age of Anna Berg?", Wanted.AGE, None, id="the-age-of-a-name"),
        pytest.param("What is the age of consent there?", Wanted.OTHER, None, id="an-age-that-is-a-law"),
        pytest.param(
            "What was the plan called which Norland launched?", Wanted.NAME, None, id="a-later-which-is-not-asked"
        ),
        pytest.param("What did the age of steam bring?", Wanted.OTHER, None, id="an-age-that-is-none"),
        pytest.param("How near to the road did they come?", Wanted.DISTANCE, None, id="how-near"),
        pytest.param("Which boxer died at the age of eighty?", Wanted.OTHER, "boxer", id="an-age-that-is-told"),
        pytest.param("How did they keep the map up to date?", Wanted.OTHER, None, id="no-keywords-in-a-sentence"),
        pytest.param("distance mill to bridge km", Wanted.DISTANCE, None, id="keywords-distance"),
        pytest.param("mill fire date", Wanted.DATE, None, id="keywords-date"),
        pytest.param("boats lost total", Wanted.NUMBER, None, id="keywords-total"),
        pytest.param("port director name", Wanted.FULL_NAME, None, id="keywords-name-of-a-person"),
        pytest.param("mill owner 1902 who", Wanted.PERSON, None, id="keywords-who"),
        pytest.param("minister born where", Wanted.PLACE, None, id="keywords-where"),
        pytest.param("Name all the bridges.", Wanted.OTHER, None, id="name-that-orders"),
        pytest.param("What do people eat there?", Wanted.OTHER, None, id="people-is-not-what-is-asked"),
        pytest.param(
            "What is the name of the deputy director who left?", Wanted.FULL_NAME, None, id="name-of-a-person"
        ),
        pytest.param(
            "What is the name of the plan the president announced?", Wanted.NAME, None, id="a-thing-of-a-person"
        ),
        pytest.param("Where was it found?", Wanted.PLACE, None, id="where"),
        pytest.param(
            "Which village resident was hurt?", Wanted.OTHER, "village resident", id="a-village-resident-is-no-village"
        ),
        pytest.param("In which village did he live?", Wanted.PLACE, "village", id="which-village"),
        pytest.param("Why did it fail?", Wanted.REASON, None, id="why"),
        pytest.param("What allowed the mill to run?", Wanted.REASON, None, id="what-allowed"),
        pytest.param("mayor age", Wanted.AGE, None, id="age-at-the-end"),
        pytest.param("What will the new road cost?", Wanted.MONEY, None, id="cost"),
        pytest.param("dam height metres", Wanted.DISTANCE, None, id="height-in-metres"),
        pytest.param("What did the mayor say?", Wanted.OTHER, None, id="other"),
        pytest.param("", Wanted.OTHER, None, id="nothing"),
        # Of two things asked for, the first.
        pytest.param("Who built it, and when was it opened?", Wanted.PERSON, None, id="the-first-of-two"),
    ],
)
def test_slot(question: str, wanted: Wanted, of: str | None) -> None:
    assert slot(question) == Slot(wanted, of)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Which rights watchdog blamed both?", ("rights", "watchdog"), id="to-the-verb"),
        pytest.param("Which cleric told of it?", ("cleric",), id="a-past-without-ed"),
        pytest.param("On which of the two bridges was it?", ("two", "bridges"), id="of-the"),
        pytest.param("What is it?", (), id="what-is"),
        pytest.param("Why did which mill burn?", ("mill", "burn"), id="asked-later"),
        pytest.param("It said what, exactly?", (), id="nothing-follows"),
        pytest.param("When was it built?", (), id="no-which"),
        pytest.param("Which director, Ann Berg or Bo Dahl, resigned?", ("director",), id="to-the-comma"),
        pytest.param("Which armed group fought?", ("armed", "group"), id="an-adjective-in-ed"),
    ],
)
def test_thing(question: str, expected: tuple[str, ...]) -> None:
    assert thing(question) == expected
