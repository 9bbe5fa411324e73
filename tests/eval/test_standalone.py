"""Standalone questions asked after others."""

from __future__ import annotations

from app.followup import Names
from eval.questions import Question, Split
from eval.standalone import standalone

NAMES = Names({}, frozenset())


def question(id: str, text: str, half: Split) -> Question:
    return Question(id, "what", "plain", text, False, (), (), False, (), None, half)


def test_what_is_touched_is_counted_by_half() -> None:
    asked = [
        question("a-1", "Was the bridge lost?", "tune"),
        question("a-2", "Did he go?", "gate"),
        question("a-3", "Was anyone shot?", "gate"),
    ]
    made = standalone(asked, NAMES).splitlines()
    assert made[0] == "| standalone questions | tune (1) | gate (2) |"
    # `Did he go?` names nobody, after whatever; `Was anyone shot?` is taken to be about the question before.
    assert made[2:] == [
        "| rewritten, no doubt said | – | 0.0000 (0/2) |",
        "| rewritten with a doubt | – | 0.5000 (1/2) |",
        "| asked back | – | 0.5000 (1/2) |",
        "| asked back as the first question | 0.0000 (0/1) | 0.5000 (1/2) |",
    ]
