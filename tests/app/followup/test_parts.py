"""Questions taken apart."""

from __future__ import annotations

import pytest

from app.followup.parts import Parts, parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        pytest.param("Was the bridge lost?", Parts("", "", "", "Was", "the bridge lost"), id="yes-or-no"),
        pytest.param("And when did he go?", Parts("", "when", "", "did", "he go"), id="lead"),
        pytest.param(
            "How many boats were sunk?", Parts("", "How many", "boats", "were", "sunk"), id="counted",
        ),
        pytest.param("Who mined the bridge?", Parts("", "Who", "", "", "mined the bridge"), id="no-auxiliary"),
        pytest.param(
            "In which town was he born?", Parts("", "In which", "town", "was", "he born"), id="preposition",
        ),
        pytest.param(
            "According to whom was it lost?", Parts("", "According to whom", "", "was", "it lost"), id="according-to",
        ),
        pytest.param(
            "In June, which town was lost?", Parts("In June, ", "which", "town", "was", "lost"), id="before",
        ),
        pytest.param(
            "After the vote, did he go?", Parts("After the vote, ", "", "", "did", "he go"), id="before-yes-or-no",
        ),
        pytest.param(
            "Which side said that it was “lost”?", Parts("", "Which", "side", "", "said that it was “lost”"),
            id="a-verb-before-the-auxiliary",
        ),
        pytest.param(
            "Which besieged town was lost?", Parts("", "Which", "besieged town", "was", "lost"), id="a-form-in-ed-before",
        ),
        pytest.param("Lost bridges in June", None, id="no-question"),
        pytest.param("", None, id="nothing"),
    ],
)  # fmt: skip
def test_parts(question: str, parts: Parts | None) -> None:
    assert parts_of(question) == parts
