"""Each part that is switched off is gone, and there again afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.ask import Asker
from app.reader import Reading, WindowReader
from app.render import Renderer
from eval.ablations import PARTS
from index.search import Unit, build
from ingest.article import Kind
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

ARTICLE = made(
    P(
        (
            "The mill burnt in the storm of May.[1]",
            "However, the owner denied that the mill burnt.",
            "The storm sank 9 boats.",
        )
    ),
    P(
        (
            "The storm of May sank boats in the harbour, which the mill saw.",
            "Some boats were saved by the crew of the lifeboat.",
        )
    ),
    P(("The harbour was rebuilt by the town, boat by boat, after the storm of May.",)),
    P(("Norland's army violated the truce 48 times along the border.",)),
    P(("Berg, Anna. Nine boats lost. The Daily.",), ("References",), kind=Kind.REFERENCE, label="1"),
    P(("Holm, Per. How the harbour mill burnt. The Weekly.",), ("References",), kind=Kind.REFERENCE, label="2"),
)


class Letters(WordEncoder):
    """Knows no word whole."""

    def count(self, text: str) -> int:
        return len(text)


class PreferringReader:
    """One sentence seems to answer more than others."""

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        return Reading(9.0, 9.0, 9.0) if "denied" in unit.sentence.plain else Reading(2.0, 3.0, 3.0)


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(build(ARTICLE, Letters(dimension=2048, limit=10_000), count=count_words), reader=PreferringReader())


def told(asker: Asker, question: str) -> dict[str, object]:
    data = Renderer(asker.proof, asker.index.article).data(asker.ask(question))
    return {name: value for name, value in data.items() if name != "took_ms"}


@pytest.mark.parametrize("name", PARTS)
def test_what_is_switched_off_comes_back(asker: Asker, name: str) -> None:
    question = "How many boats did the storm of May sink"
    before = told(asker, question)
    with PARTS[name]():
        told(asker, question)
    assert told(asker, question) == before


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("sources by what cites them", "Which newspaper reported that the mill burnt in the storm of May?"),
        ("the kind asked for first", "How many boats did the storm sink?"),
        ("quotes that add words", "Did the owner of the mill see the harbour of the town?"),
        ("quotes beside the first", "What did the owner deny?"),
        ("denials, and neighbours where two things are asked", "Did the storm of May burn the mill?"),
        ("the reader's say in the order", "Which ship carried the owner of the mill?"),
        ("premises that are compared", "Why did Norland's army violate the truce 84 times along the border?"),
        ("silence (but where a question can't be read)", "How many years did the harbour take?"),
    ],
)
def test_what_is_switched_off_is_gone(asker: Asker, name: str, question: str) -> None:
    before = told(asker, question)
    with PARTS[name]():
        assert told(asker, question) != before


def test_without_the_reader_every_sentence_reads_the_same() -> None:
    with PARTS["the reader"]():
        assert WindowReader.read(None, "Why?", None) == Reading(0.0, 0.0, 0.0)  # type: ignore[arg-type]


def test_without_silence_a_number_that_is_missing_is_no_reason(asker: Asker) -> None:
    question = "How many years did the harbour take?"
    with PARTS["silence (but where a question can't be read)"]():
        assert told(asker, question)["status"] == "answered"


def test_without_other_spellings_words_stay_as_they_are(asker: Asker) -> None:
    assert asker.index.spelling("deneid") == "denied"
    with PARTS["other spellings"]():
        assert asker.index.spelling("deneid") == "deneid"
