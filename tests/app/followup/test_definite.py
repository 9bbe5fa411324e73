"""Questions that say less than the one before, or leave out of what."""

from __future__ import annotations

import pytest

from app.followup import Understood, understand
from tests.app.followup.ruritania import NAMES, past

ATTACKS = "How many died in the rocket attacks on Lowmere?"


@pytest.mark.parametrize(
    ("before", "asked", "question"),
    [
        pytest.param(
            ATTACKS, "Who ordered the attacks?", "Who ordered the rocket attacks on Lowmere?", id="said-more-fully",
        ),
        pytest.param(
            "Was a long truce agreed?", "Was the truce kept?", "Was a long truce kept?", id="indefinite-before",
        ),
    ],
)  # fmt: skip
def test_the_fuller_words_are_taken(before: str, asked: str, question: str) -> None:
    assert understand(asked, past(before), NAMES) == Understood(question, rewritten=True)


OF = "“{}” is taken to be of the question before.".format
ABOUT = "This is taken to be about the question before."


@pytest.mark.parametrize(
    ("before", "asked", "question", "doubt"),
    [
        pytest.param(
            "Was Anton Bell shot?", "What did Borduria say about the case?",
            "What did Borduria say about the case of Anton Bell?", OF("the case"), id="a-case-is-a-persons",
        ),
        pytest.param(
            "Was Anton Bell shot?", "When was the attack?", "When was the attack (Anton Bell shot)?", OF("the attack"),
            id="an-attack-is-on-anything",
        ),
        pytest.param(
            "Was the mill burnt?", "When was the attack?", "When was the attack (the mill burnt)?", OF("the attack"),
            id="an-event-of-nothing-named",
        ),
        pytest.param(
            "How many people died in Lowmere?", "Who was responsible?", "Who was responsible (people died in Lowmere)?",
            ABOUT, id="responsible-for-what",
        ),
        pytest.param(
            "Was the mill burnt?", "How did Borduria respond?", "How did Borduria respond (the mill burnt)?", ABOUT,
            id="respond-to-what",
        ),
        pytest.param(
            "Was the mill burnt?", "Was anyone killed?", "Was anyone killed (the mill burnt)?", ABOUT, id="anyone",
        ),
        pytest.param(
            "Was the mill burnt?", "Who else?", "Who else (the mill burnt)?", ABOUT, id="who-else",
        ),
    ],
)  # fmt: skip
def test_of_what_is_a_guess_and_said_to_be_one(before: str, asked: str, question: str, doubt: str) -> None:
    assert understand(asked, past(before), NAMES) == Understood(question, rewritten=True, doubt=doubt)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("Who ordered the attacks on Highford?", id="says-which"),
        pytest.param("Who ordered the attacks before June 1998?", id="dated"),
        pytest.param("Which grey boats carried soldiers, guns, flags after the attacks?", id="says-enough"),
        pytest.param("Did the rocket attacks on Highford end?", id="of-another-place"),
        pytest.param("Was anyone killed in Highford?", id="anyone-where"),
        pytest.param("How long did grey boats burn?", id="how-long-did-what"),
        pytest.param("Did Borduria announce the vote?", id="an-event-and-a-name"),
    ],
)
def test_what_stands_alone(asked: str) -> None:
    assert understand(asked, past(ATTACKS), NAMES) == Understood(asked)
