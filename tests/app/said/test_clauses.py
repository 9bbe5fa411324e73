"""Whose the main clause is, and whether they say something in it."""

from __future__ import annotations

import pytest

from tests.app.said.telling import told


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        pytest.param('"We were the better side," said Maria Lund, the coach of Harrow Town, after the final.', "Maria Lund, the coach of Harrow Town", "said", id="sport"),
        pytest.param("Oxbow Town Council denied that the library would close.", "Oxbow Town Council", "denied", id="council"),
        pytest.param("Councillor Ann Lee, who chairs the panel, said the bridge was safe, but residents claimed it was not.", None, None, id="council-two"),
        pytest.param("Freedonia was accused by Sylvania of theft.", "Sylvania", "accused", id="accused-by"),
        pytest.param("Freedonia was accused of theft.", None, None, id="accused-by-nobody"),
        pytest.param("It was reported by Sylvania that 40 ships sank.", "Sylvania", "reported", id="it-was-reported-by"),
        pytest.param("It was reported that the glacier had lost a third of its ice.", None, None, id="science-nobody"),
        pytest.param("Sylvania closed the port, saying that it was mined.", "Sylvania", "said", id="saying"),
        pytest.param("Sylvania leaked letters which showed guilt, saying that all knew.", None, None, id="saying-of-another"),
        pytest.param("Sylvania visited the port and said that it was mined.", "Sylvania", "said", id="and-said"),
        pytest.param("In Oxbow, Kent and Harrow, officials said so.", None, None, id="places-before-the-speaker"),
        pytest.param("The bridge fell, and Sylvania denied this.", None, None, id="only-a-later-clause"),
        pytest.param("Although Freedonia denied it, Sylvania said so.", None, None, id="two-in-a-subordinate"),
        pytest.param('The poster read "Freedonia said no".', None, None, id="said-in-a-quotation"),
        pytest.param('"It rained", said Ann Lee.', "Ann Lee", "said", id="a-comma-behind-the-quotation"),
        pytest.param('"It rained," said nobody.', None, None, id="said-nobody"),
        pytest.param("Sylvania closed the port; Freedonia came and said so.", None, None, id="past-a-semicolon"),
        pytest.param("On 3 May, nothing was said by Sylvania.", None, None, id="nothing-was-said"),
        pytest.param("Tom Reed, who had been there, said so.", "Tom Reed", "said", id="a-clause-between"),
        pytest.param("Freedonia, Kent, and Sylvania said so.", "Freedonia, Kent, and Sylvania", "said", id="three-of-them"),
        pytest.param("Sylvania in a letter said so.", "Sylvania", "said", id="a-paper-between"),
        pytest.param("It was claimed by Sylvania that it rained.", "Sylvania", "claimed", id="it-was-claimed-by"),
        pytest.param("The land was claimed by Sylvania.", None, None, id="a-land-was-claimed-by"),
        pytest.param("Denied by Sylvania.", "Sylvania", "denied", id="a-note"),
        pytest.param("Sylvania issued a statement that it rained.", "Sylvania", "said", id="a-statement"),
        pytest.param("Sylvania issued a stamp that was old.", None, None, id="a-stamp"),
        pytest.param("The Sylvanian report showed that it rained.", "The Sylvanian report", "reported", id="a-paper-shows-that"),
        pytest.param("The Sylvanian report showed a map.", None, None, id="a-paper-shows-a-map"),
    ],
)  # fmt: skip
def test_the_main_clause(text: str, who: str | None, how: str | None) -> None:
    assert told(text) == (who, how)
