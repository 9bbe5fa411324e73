"""Bare question words after another question."""

from __future__ import annotations

import pytest

from app.followup import understand
from app.followup.slots import slot_of, who_said_so
from app.followup.understanding import BESIDE
from tests.app.followup.ruritania import NAMES, past


@pytest.mark.parametrize(
    ("before", "asked", "question"),
    [
        pytest.param("When was the bridge lost?", "Where?", "Where was the bridge lost?", id="slot-for-slot"),
        pytest.param("Did the curfew end?", "And when?", "When did the curfew end?", id="after-yes-or-no"),
        pytest.param("In June, was the bridge lost?", "Why?", "In June, why was the bridge lost?", id="before"),
        pytest.param("When was the bridge lost?", "When exactly?", "When was the bridge lost?", id="the-same-slot"),
        pytest.param("Was the bridge mined?", "By whom?", "By whom was the bridge mined?", id="by-whom"),
        pytest.param("Was the bridge mined?", "Who?", "By whom was the bridge mined?", id="who-is-no-subject"),
        pytest.param("Who mined the bridge?", "When?", "When was it that someone mined the bridge?", id="who-did"),
        pytest.param("What happened in June?", "Why?", "Why was it that something happened in June?", id="what-did"),
        pytest.param("When were the prisoners freed?", "How many?", "How many prisoners were freed?", id="how-many"),
        pytest.param(
            "When was the bridge lost?", "How many wounded?", "How many people were wounded (the bridge lost)?",
            id="how-many-of-a-fate",
        ),
        pytest.param(
            "When was the bridge lost?", "How many?", "How many (the bridge lost)?", id="how-many-of-nothing-plural",
        ),
        pytest.param(
            "How many boats were sunk in Lowmere?", "When was that?", "When were boats sunk in Lowmere?", id="counted"
        ),
        pytest.param(
            "How many boats did Ruritania lose in May?", "Where?", "Where did Ruritania lose boats in May?",
            id="counted-object",
        ),
        pytest.param("Which town was lost?", "When?", "When was the town lost?", id="which"),
        pytest.param("What did Bell deny?", "When?", "When did Bell deny?", id="object-asked-for"),
        pytest.param("The bridge was lost", "When?", "When: The bridge was lost", id="no-question-before"),
        # Whose word it is.
        pytest.param("Did Bell go?", "Who said so?", "Who said that Bell did go?", id="did"),
        pytest.param("Was Bell killed?", "Who said so?", "Who said that Bell was killed?", id="who-said-so"),
        pytest.param(
            "When did Bell go?", "According to whom?", "Who said so: when did Bell go?", id="who-said-of-no-yes-or-no",
        ),
        pytest.param(
            "Lowmere was lost", "Says who?", "Who said so: Lowmere was lost?", id="a-name-keeps-its-capital",
        ),
        pytest.param(
            "Who said so: when did Bell go?", "And where?", "Where did Bell go?", id="after-who-said-so",
        ),
    ],
)  # fmt: skip
def test_a_slot_is_filled(before: str, asked: str, question: str) -> None:
    understood = understand(asked, past(before), NAMES)
    assert (understood.question, understood.rewritten, understood.ask_back) == (question, True, None)
    # What is only put beside the question may be meant for itself.
    assert understood.doubt == (BESIDE if question.endswith(")?") else None)


@pytest.mark.parametrize(
    ("bare", "slot"),
    [
        pytest.param("on what grounds", "on what grounds", id="preposition-and-noun"),
        pytest.param("how many exactly", "how many", id="exactly"),
        pytest.param("why did that happen", "why", id="that"),
        pytest.param("what for", "what for", id="for"),
        pytest.param("how many boats", None, id="a-noun-of-its-own"),
        pytest.param("when did it end", None, id="a-verb-of-its-own"),
    ],
)
def test_what_is_a_slot(bare: str, slot: str | None) -> None:
    assert slot_of(bare) == slot


def test_who_said_what_else() -> None:
    assert who_said_so("which newspaper reported this")
    assert not who_said_so("who said that Bell resigned")
