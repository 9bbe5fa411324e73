"""Labels and brackets that name who speaks, and those that only look so."""

from __future__ import annotations

import pytest

from app.said.labels import bracketed, labelled


@pytest.mark.parametrize(
    ("label", "who", "how"),
    [
        pytest.param("Per Sylvania:", "Sylvania", "reported", id="per"),
        pytest.param("Claimed by Sylvania", "Sylvania", "claimed", id="claimed-by"),
        pytest.param("As reported by Ann Lee :", "Ann Lee", "reported", id="as-reported-by"),
        pytest.param("Per day:", None, None, id="per-day"),
        pytest.param("Post-war:", None, None, id="no-speaker"),
    ],
)
def test_labels(label: str, who: str | None, how: str | None) -> None:
    found = labelled(label)
    assert (label[slice(*found.who)] if found else None, found.how if found else None) == (who, how)


@pytest.mark.parametrize(
    ("row", "who", "how"),
    [
        pytest.param("40 ships (alleged by Sylvania)", "Sylvania", "claimed", id="alleged-by"),
        pytest.param("40 ships (claimed by Sylvania)", "Sylvania", "claimed", id="claimed-by"),
        pytest.param("40 ships (per Sylvania)", "Sylvania", "said", id="per"),
        pytest.param("40 ships (denied by Sylvania in 1902)", None, None, id="more-than-a-name"),
        pytest.param("40 ships (per day)", None, None, id="per-day"),
        pytest.param("40 ships (per Sylvania) or 30 (per Freedonia)", None, None, id="two"),
    ],
)
def test_brackets(row: str, who: str | None, how: str | None) -> None:
    found = bracketed(row, frozenset())
    assert (row[slice(*found.who)] if found else None, found.how if found else None) == (who, how)
