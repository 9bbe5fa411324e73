"""Which verbs say something, and what has to follow."""

from __future__ import annotations

import pytest

from tests.app.said.telling import told


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        pytest.param("On 3 May 1902, Freedonia's Ministry of Trade accused Sylvania of theft.", "Freedonia's Ministry of Trade", "accused", id="accused-of"),
        pytest.param("The reported fee was a record, and the striker was said to be unhappy.", None, None, id="sport-none"),
        pytest.param("The Claimed territory was sold.", None, None, id="claimed-territory"),
        pytest.param("Sylvania claimed Freedonia, where furs were traded.", None, None, id="a-land-is-claimed"),
        pytest.param("Sylvania did not confirm that.", None, None, id="not-confirmed"),
        pytest.param("Sylvania called on Freedonia to pay.", None, None, id="called-on"),
        pytest.param('Sylvania called the attack "an act of war".', "Sylvania", "called", id="called"),
        pytest.param("The mayor called a meeting for Tuesday.", None, None, id="a-meeting"),
        pytest.param("Researchers at the Lindqvist Institute reported that the crystals melt at 40 degrees.", "Researchers at the Lindqvist Institute", "reported", id="science"),
        pytest.param("Sylvania wrote in a letter that it rained.", "Sylvania", "said", id="wrote-that"),
        pytest.param("Sylvania wrote a book that was lost.", None, None, id="wrote-a-book-that"),
        pytest.param("Sylvania told Freedonia that it rained.", "Sylvania", "said", id="told-whom"),
        pytest.param("Sylvania notes that it rained.", "Sylvania", "said", id="notes-that"),
        pytest.param("Sylvania notes the rain.", None, None, id="notes-a-thing"),
        pytest.param("Sylvania claims that it rained.", "Sylvania", "claimed", id="claims-that"),
        pytest.param("Sylvania claims the port.", None, None, id="claims-a-thing"),
        pytest.param("Sylvania maintained that it rained.", "Sylvania", "claimed", id="maintained-that"),
        pytest.param("Sylvania maintained the port.", None, None, id="maintained-a-thing"),
        pytest.param("Sylvania found that it rained.", "Sylvania", "reported", id="found-that"),
        pytest.param("Sylvania found a port that was closed.", None, None, id="found-a-thing-that"),
        pytest.param("Sylvania admitted the loss.", "Sylvania", "acknowledged", id="admitted"),
        pytest.param("Sylvania estimated the loss.", "Sylvania", "estimated", id="estimated"),
        pytest.param("Sylvania estimates that 40 ships sank.", "Sylvania", "estimated", id="estimates-that"),
        pytest.param("Sylvania estimates twice a year.", None, None, id="estimates-nothing"),
        pytest.param("Sylvania rejected the claim.", "Sylvania", "denied", id="rejected-a-claim"),
        pytest.param("Sylvania rejected the plan.", None, None, id="rejected-a-plan"),
        pytest.param("Sylvania denied entry to all ships.", None, None, id="denied-entry"),
        pytest.param("Sylvania reported to the court.", None, None, id="reported-to"),
        pytest.param("Sylvania is said to be old.", None, None, id="said-to-be"),
    ],
)  # fmt: skip
def test_what_is_said_and_what_only_seems_so(text: str, who: str | None, how: str | None) -> None:
    assert told(text) == (who, how)
