"""Accounts of one thing stand side by side; quotes that only have speakers do not."""

from __future__ import annotations

import pytest

from app.accounts import accounts_given
from ingest.article import Passage, Sentence
from tests.making import P, made

TOLD = made(
    P(("Freedonia said that nine sailors drowned.",), ("Losses",)),
    P(("The Ministry of Defence of Ruritania reported two drowned sailors.",), ("Losses",)),
    P(("Ruritania accused Freedonia of hiding the sailors.",), ("Losses",)),
    P(("The harbour froze in 1904.",), ("Winter",)),
)
NINE, TWO, ACCUSED, FROZE = ((passage, passage.sentences[0]) for passage in TOLD.passages)


@pytest.mark.parametrize(
    ("asked", "units", "expected"),
    [
        pytest.param("How many sailors drowned?", (NINE, TWO), (1, 2), id="both-give-a-number"),
        pytest.param("How many sailors drowned?", (NINE, FROZE, TWO), (1, 0, 2), id="one-has-no-speaker"),
        pytest.param("How many sailors drowned?", (NINE, ACCUSED), None, id="the-other-party-gives-no-number"),
        pytest.param("Who hid the sailors?", (ACCUSED, NINE), None, id="one-answer-wanted-best-first"),
        pytest.param("What does each side say of the sailors?", (ACCUSED, NINE), (1, 2), id="several-are-asked-for"),
        pytest.param("How many sailors drowned?", (NINE,), None, id="one-quote"),
    ],
)
def test_accounts(asked: str, units: tuple[tuple[Passage, Sentence], ...], expected: tuple[int, ...] | None) -> None:
    assert accounts_given(asked, TOLD, units) == expected
