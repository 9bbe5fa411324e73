"""What a question asks for, as `the article does not say` has it behind itself."""

from __future__ import annotations

import pytest

from app.asked import asked, thing


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("How many Norland boats were lost?", "how many Norland boats", id="with-whose-they-are"),
        pytest.param("How many of the other old boats were lost?", "how many other old boats", id="of-the-others"),
        pytest.param("By how many votes was it won?", "how many votes", id="by-how-many"),
        pytest.param(
            "Name the former first-class Norland army doctor who left.",
            "which former first-class Norland army doctor",
            id="a-long-noun",
        ),
        pytest.param("What was the height just before?", "what the height was", id="an-adverb"),
        pytest.param("How many died?", "how many", id="a-past-without-ed"),
        pytest.param("How much will the road cost?", "how much", id="how-much"),
        pytest.param("How much money was given?", "how much money", id="of-what"),
        pytest.param("How long did it last?", "how long", id="a-measure"),
        pytest.param("How badly hurt was the mayor?", "how badly", id="a-degree"),
        pytest.param("How big a fine did he pay?", "how big a fine", id="how-big-a"),
        pytest.param("How did they cross?", "how", id="how"),
        pytest.param("How come it failed?", "why", id="how-come"),
        pytest.param("In which year did it open?", "in which year", id="with-its-preposition"),
        pytest.param("Which of the two bridges fell?", "which two bridges", id="which-of"),
        pytest.param("What kinds of the boats fell?", "what kinds", id="what-and-a-noun"),
        pytest.param("Which firm builds the boats?", "which firm", id="a-verb-in-s-is-no-thing"),
        pytest.param("Whose side did he take?", "whose side", id="whose"),
        pytest.param("The boats were built in which town?", "in which town", id="asked-at-the-end"),
        pytest.param("What was the turnout at the vote?", "what the turnout was", id="what-was-the"),
        pytest.param("What's the capital of Norland?", "what the capital of Norland is", id="what-is-shortened"),
        pytest.param("What was the pilot called who died?", "what the pilot was called", id="what-somebody-was-called"),
        pytest.param("What was the mayor accused of?", None, id="what-something-was-done-for"),
        pytest.param(
            "What are the names of the posts Norland built?",
            "what the names of the posts are",
            id="posts-somebody-built",
        ),
        pytest.param("What did Mayor Berg say of it?", "what Mayor Berg said", id="what-somebody-said"),
        pytest.param("What did Berg see?", None, id="what-and-no-thing"),
        pytest.param("model of the lost boats", "the model", id="keywords-of-a-quality"),
        pytest.param("What caused the fire?", None, id="what-did-something"),
        pytest.param("What armed group fought?", "what armed group", id="what-in-ed"),
        pytest.param("Who built it?", "who", id="who"),
        pytest.param("To whom was it given?", "who", id="whom"),
        pytest.param("When and where was it built?", "when and where", id="two"),
        pytest.param("When the mill burnt, which town helped?", "which town", id="when-that-asks-nothing"),
        pytest.param("When the mill burnt, what was saved?", None, id="when-and-no-thing"),
        pytest.param("mill fire when", "when", id="at-the-end"),
        pytest.param("Why did the man who led it resign?", "why", id="the-first-asks"),
        pytest.param("What did the port in which it lay cost?", None, id="a-which-that-asks-nothing"),
        pytest.param("Did the man who led it resign?", "whether this is so", id="yes-or-no"),
        pytest.param("Can you tell me who led it?", "who", id="politely"),
        pytest.param("Name the three ports that fell.", "which three ports", id="an-order"),
        pytest.param("Give the number of boats.", "the number of boats", id="an-order-for-one-thing"),
        pytest.param("mayor age", None, id="keywords"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_asked(question: str, expected: str | None) -> None:
    assert asked(question) == expected


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
