"""Where a name ends, and who can speak."""

from __future__ import annotations

import pytest

from tests.app.said.telling import told


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        pytest.param("Tom Reed, the council's spokesman, said so.", "Tom Reed, the council's spokesman", "said", id="a-name-and-its-trade"),
        pytest.param("Freedonia was accused by the Ministry of Trade of theft.", "the Ministry of Trade", "accused", id="accused-by-of-of"),
        pytest.param("Analysis confirmed that it was poison.", None, None, id="a-paper-of-nobody"),
        pytest.param("Nobody said so.", None, None, id="nobody"),
        pytest.param("The closure was confirmed by the council's spokesman, Tom Reed.", "the council's spokesman, Tom Reed", "confirmed", id="council-passive"),
        pytest.param("No official said so.", None, None, id="no-official"),
        pytest.param("The ministry in May said so.", "The ministry", "said", id="a-time-is-no-place"),
        pytest.param('"It rained," said Ann Lee to officials.', "Ann Lee", "said", id="added-between-commas-only"),
        pytest.param("Sylvania and Freedonia said so.", "Sylvania and Freedonia", "said", id="two-with-one-voice"),
        pytest.param("The closure was denied by Sylvania, Freedonia, and Kent.", "Sylvania, Freedonia, and Kent", "denied", id="a-list"),
        pytest.param("The closure was denied by Sylvania, on the whole.", "Sylvania", "denied", id="a-comma-and-no-list"),
        pytest.param("The reported losses were denied by Sylvania.", "Sylvania", "denied", id="a-verb-behind-an-article"),
    ],
)  # fmt: skip
def test_names(text: str, who: str | None, how: str | None) -> None:
    assert told(text) == (who, how)
