"""What pronouns mean."""

from __future__ import annotations

import pytest

from app.followup import Understood, understand
from tests.app.followup.ruritania import NAMES, past


@pytest.mark.parametrize(
    ("before", "asked", "question"),
    [
        pytest.param("When was Anton Bell born?", "Where did he live?", "Where did Anton Bell live?", id="he"),
        pytest.param("When was Anton Bell born?", "What was his trade?", "What was Anton Bell’s trade?", id="his"),
        pytest.param("When did Clara Stone go?", "What was her trade?", "What was Clara Stone’s trade?", id="her-trade"),
        pytest.param("When did Clara Stone go?", "Who saw her?", "Who saw Clara Stone?", id="her"),
        pytest.param("Who shot the old driver?", "Did he live?", "Did the old driver live?", id="a-role"),
        pytest.param(
            "When was President Anton Bell born?", "Where did he live?", "Where did Anton Bell live?", id="a-title-in-capitals",
        ),
        pytest.param(
            "When was minister Karl Wood born?", "Where did he live?", "Where did Karl Wood live?", id="title-left-out",
        ),
        pytest.param("When was Otto Lind born?", "Where did he live?", "Where did Otto Lind live?", id="unknown-name"),
        pytest.param("When did Anton Bell meet Clara Stone?", "Was she late?", "Was Clara Stone late?", id="she"),
        pytest.param("When was the bridge built?", "Who mined it?", "Who mined the bridge?", id="it"),
        pytest.param("When was Lowmere taken?", "What is its size?", "What is Lowmere’s size?", id="its"),
        pytest.param("When did boats attack the bridge?", "Was it lost?", "Was the bridge lost?", id="it-is-not-many"),
        pytest.param(
            "When was the truce agreed in Highford?", "Was it kept?", "Was the truce agreed in Highford kept?",
            id="it-with-what-is-said-of-it",
        ),
        pytest.param("When were the prisoners taken?", "Where were they held?", "Where were the prisoners held?", id="they"),
        pytest.param("How many prisoners were taken?", "Where were they held?", "Where were the prisoners held?", id="bare"),
        pytest.param("Were any prisoners taken?", "Where were they held?", "Where were the prisoners held?", id="any"),
        pytest.param("How many days did Borduria fire?", "Did they stop?", "Did Borduria stop?", id="no-days"),
        pytest.param("Who sold coal to Borduria?", "Did they pay?", "Did Borduria pay?", id="the-only-side"),
        pytest.param("Was the harbour board asked?", "Did they pay?", "Did the harbour board pay?", id="a-body"),
        pytest.param("When did Borduria pay?", "Whom did they pay?", "Whom did Borduria pay?", id="a-side"),
        pytest.param(
            "How many boats did Ruritania send to Borduria?", "What did they say?", "What did Ruritania say?",
            id="they-who-speak",
        ),
        pytest.param("Who was shot in Lowmere?", "What was found there?", "What was found in Lowmere?", id="there"),
    ],
)  # fmt: skip
def test_a_pronoun_is_written_out(before: str, asked: str, question: str) -> None:
    assert understand(asked, past(before), NAMES) == Understood(question, rewritten=True)


@pytest.mark.parametrize(
    ("before", "asked", "question"),
    [
        pytest.param("Was the bridge lost?", "Did they deny it?", "Did they deny it (the bridge lost)?", id="denied"),
        pytest.param("Who paid on 3 June?", "Was it kept?", "Was it kept (paid on 3 June)?", id="no-date"),
        pytest.param("Who was shot?", "What happened there?", "What happened there (shot)?", id="no-place"),
    ],
)
def test_all_of_the_question_is_meant(before: str, asked: str, question: str) -> None:
    assert understand(asked, past(before), NAMES).question == question


@pytest.mark.parametrize(
    ("before", "quote", "asked", "question", "doubt"),
    [
        pytest.param(
            "Who resigned?", "Clara Stone resigned in June.", "When did she go?", "When did Clara Stone go?", None,
            id="who-was-asked-for",
        ),
        pytest.param(
            "Which minister resigned?", "Clara Stone resigned in June.", "When did she go?", "When did Clara Stone go?",
            None, id="which-minister",
        ),
        pytest.param(
            "Who resigned?", "Anton Bell and Clara Stone resigned.", "When did she go?", "When did Clara Stone go?", None,
            id="of-two-in-the-answer",
        ),
        pytest.param(
            "Who gave first aid to Karl Wood?", "Anton Bell gave first aid to Wood.", "Where did he live?",
            "Where did Karl Wood live?", "“he” may also be Anton Bell.", id="rather-the-one-asked-about",
        ),
        pytest.param(
            "When was the bridge lost?", "Anton Bell said in May that it was lost.", "Where did he live?",
            "Where did Anton Bell live?", "“he” is taken to be Anton Bell, from the answer before.", id="only-in-the-answer",
        ),
        pytest.param(
            "Why did the mill use the bridge?", "", "Who owned it?", "Who owned the mill?",
            "“it” may also be the bridge.", id="two-things",
        ),
    ],
)  # fmt: skip
def test_the_answer_tells_who(before: str, quote: str, asked: str, question: str, doubt: str | None) -> None:
    understood = understand(asked, past(before, quote=quote), NAMES)
    assert understood == Understood(question, rewritten=True, doubt=doubt)


def test_an_older_question_named_somebody() -> None:
    turns = past("When was Anton Bell born?", "When was the bridge built?")
    assert understand("Where did he live?", turns, NAMES).question == "Where did Anton Bell live?"


@pytest.mark.parametrize(
    ("before", "quote", "asked", "choices"),
    [
        pytest.param(
            "When did Anton Bell meet Karl Wood?", "", "Where does he live?",
            ("Where does Anton Bell live?", "Where does Karl Wood live?"), id="two-people",
        ),
        pytest.param(
            "When did Anton Bell meet Karl Wood?", "", "What was his trade?",
            ("What was Anton Bell’s trade?", "What was Karl Wood’s trade?"), id="possessive",
        ),
        pytest.param(
            "Who resigned?", "Anton Bell and Karl Wood resigned.", "When did he go?",
            ("When did Karl Wood go?", "When did Anton Bell go?"), id="two-in-the-answer",
        ),
        pytest.param(
            "Did Ruritania accuse Borduria of arson?", "", "What did they answer?",
            ("What did Ruritania answer?", "What did Borduria answer?"), id="two-sides",
        ),
        pytest.param("When was the bridge built?", "", "When did she say that?", (), id="nobody"),
        pytest.param("When did Grey District fall?", "", "When did he go?", (), id="a-district-is-nobody"),
    ],
)  # fmt: skip
def test_it_is_asked_who_is_meant(before: str, quote: str, asked: str, choices: tuple[str, ...]) -> None:
    understood = understand(asked, past(before, quote=quote), NAMES)
    assert understood.ask_back
    assert (understood.question, understood.rewritten, understood.choices) == (asked, False, choices)


def test_the_question_back() -> None:
    understood = understand("Where does he live?", past("When did Anton Bell meet Karl Wood?"), NAMES)
    assert understood.ask_back == "Who is meant by “he”: Anton Bell or Karl Wood?"
