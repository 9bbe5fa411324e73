"""Only the piece that is new."""

from __future__ import annotations

import pytest

from app.followup import Understood, understand
from tests.app.followup.ruritania import NAMES, past


@pytest.mark.parametrize(
    ("before", "asked", "question"),
    [
        pytest.param(
            "How many Ruritanian soldiers were killed?", "And on the Bordurian side?",
            "How many Bordurian soldiers were killed?", id="side",
        ),
        pytest.param(
            "How many soldiers did Ruritania lose?", "And on the Bordurian side?",
            "How many soldiers did Borduria lose?", id="adjective-for-country",
        ),
        pytest.param(
            "How many Ruritanian boats were lost?", "And Borduria?", "How many Bordurian boats were lost?",
            id="country-for-adjective",
        ),
        pytest.param("How many Ruritanians died?", "And the Bordurians?", "How many Bordurians died?", id="a-people"),
        pytest.param("What did Ruritania deny?", "What about Borduria?", "What did Borduria deny?", id="party"),
        pytest.param(
            "Did Ruritania pay?", "And the Harbour Commission?", "Did the Harbour Commission pay?", id="body-for-party",
        ),
        pytest.param(
            "What was lost in Lowmere?", "And in Borduria?", "What was lost in Borduria?", id="the-same-preposition",
        ),
        pytest.param("What happened in June?", "and in October?", "What happened in October?", id="month"),
        pytest.param(
            "How many people died in Lowmere?", "and in October?", "How many people died in Lowmere in October?",
            id="no-month-to-replace",
        ),
        pytest.param(
            "How many people died in Lowmere?", "and 2020?", "How many people died in Lowmere in 2020?", id="bare-year",
        ),
        pytest.param(
            "How many soldiers were killed in Lowmere?", "And civilians?", "How many civilians were killed in Lowmere?",
            id="class",
        ),
        pytest.param(
            "Did Bell rule out new elections?", "And a referendum?", "Did Bell rule out a referendum?", id="one-for-many",
        ),
        pytest.param(
            "Who paid for repairs?", "for the new mill?", "Who paid for the new mill?", id="noun-after-preposition",
        ),
        pytest.param(
            "How many soldiers were killed?", "And wounded?", "How many soldiers were wounded?", id="fate",
        ),
        pytest.param(
            "How many Ruritanian boats were lost?", "And Bordurian guns in October?",
            "How many Bordurian guns in October were lost?", id="nothing-new-is-lost",
        ),
        pytest.param("When was Lowmere taken?", "Highford?", "When was Highford taken?", id="one-word"),
        pytest.param("When did Anton Bell go?", "Clara Stone?", "When did Clara Stone go?", id="a-name"),
        pytest.param("When was Lowmere taken?", "And Highford?", "When was Highford taken?", id="place"),
        pytest.param("Was the old bridge kept?", "And the new one?", "Was the new bridge kept?", id="one"),
        pytest.param("Was the old bridge kept?", "And a new one?", "Was a new bridge kept?", id="a-new-one"),
        pytest.param(
            "Who paid?", "According to Bell?", "Who paid according to Bell?", id="source-where-none-was-named",
        ),
    ],
)  # fmt: skip
def test_the_new_piece_takes_the_place_of_its_like(before: str, asked: str, question: str) -> None:
    assert understand(asked, past(before), NAMES) == Understood(question, rewritten=True)


@pytest.mark.parametrize(
    ("before", "asked", "question", "doubt"),
    [
        pytest.param(
            ("Did Ruritania attack Lowmere?",), "And Borduria?", "Did Borduria attack Lowmere?", None, id="none",
        ),
        pytest.param(
            ("Did Ruritania attack Borduria?",), "And Highford?", "Did Highford attack Borduria?",
            "“Highford” may have been meant in the place of “Borduria”.", id="two-of-its-kind",
        ),
        pytest.param(
            ("Did Ruritania attack Borduria?",), "And Borduria?", "Did Borduria attack Borduria?",
            "The question before named “Borduria” too.", id="named-before",
        ),
        pytest.param(
            ("How many Bordurian soldiers died in Ruritania?",), "And Borduria?",
            "How many Bordurian soldiers died in Borduria?", "The question before named “Borduria” too.",
            id="a-country-rather-than-its-adjective",
        ),
        pytest.param(
            ("Did boats use guns?",), "And flags?", "Did boats use flags?",
            "“flags” may have been meant in another place of the question before.", id="two-nouns",
        ),
        pytest.param(
            ("Who resigned?",), "And the harbour?", "Who resigned the harbour?",
            "“the harbour” is like nothing in the question before: it may be a new subject.", id="nothing-alike",
        ),
        pytest.param(
            ("What did Bell say of peace?", "When?"), "What about Wood?", "When did Wood say of peace?", None,
            id="asked-otherwise",
        ),
    ],
)  # fmt: skip
def test_a_doubt(before: tuple[str, ...], asked: str, question: str, doubt: str | None) -> None:
    turns = []
    for earlier in before:
        turns += past(understand(earlier, turns, NAMES).question)
    if len(before) > 1:
        doubt = f"It may have been asked as “{before[0]}” was."
    assert understand(asked, turns, NAMES) == Understood(question, rewritten=True, doubt=doubt)


def test_the_other_one_is_asked_back() -> None:
    understood = understand("And the other one?", past("Was the bridge lost?"), NAMES)
    assert understood.ask_back == "Which one is meant by “the other one”?"
