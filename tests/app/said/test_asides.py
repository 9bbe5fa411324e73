"""Who is named beside the main clause, and who answers."""

from __future__ import annotations

import pytest

from tests.app.said.telling import told


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        pytest.param("The tail is 3 million kilometres long, according to the Norrland Observatory.", "the Norrland Observatory", "said", id="science-at-the-end"),
        pytest.param("In a statement by Sylvania, the treaty is void.", "Sylvania", "said", id="a-statement-by"),
        pytest.param("Per Sylvania, 40 ships sank.", "Sylvania", "said", id="per"),
        pytest.param("40 ships sank per day.", None, None, id="per-day"),
        pytest.param("According to plan, 40 ships sank.", None, None, id="according-to-no-party"),
        pytest.param("According to Article 5, 40 ships are lost.", None, None, id="an-article"),
        pytest.param("The ships, which according to Sylvania were old, sank.", None, None, id="said-of-a-part"),
        pytest.param("Sylvania said that 40 ships sank; Freedonia denied this.", None, None, id="the-other-side"),
        pytest.param("There were 40 dead, according to Sylvania.", "Sylvania", "said", id="behind-there-were"),
        pytest.param("40 ships sank, as officially reported by Sylvania.", "Sylvania", "reported", id="as-reported-by"),
        pytest.param("In a Red Cross report, the dead were 40.", "a Red Cross report", "reported", id="in-a-report"),
        pytest.param("In a Red Cross report, nobody said so.", None, None, id="in-a-report-that-quotes"),
        pytest.param("Sylvania said so, but Freedonia denied it.", None, None, id="but-the-other-side"),
        pytest.param("Sylvania said so, while it denied the rest.", "Sylvania", "said", id="while-the-same"),
    ],
)  # fmt: skip
def test_beside_the_main_clause(text: str, who: str | None, how: str | None) -> None:
    assert told(text) == (who, how)
