"""Each part that is switched off is gone, and there again afterwards."""

from __future__ import annotations

import pytest

from app.ask import Asker
from app.render import Renderer
from eval.ablations import PARTS
from index.search import build
from tests.conftest import SureReader, WordEncoder, count_words
from tests.making import P, made

ARTICLE = made(
    P(
        (
            "The mill burnt in the storm of May.[1]",
            "However, the owner denied that the mill burnt.",
            "The storm sank 9 boats.",
        )
    ),
    P(("Berg, Anna. Nine boats lost. The Daily.",), ("References",), label="1"),
)


class Letters(WordEncoder):
    """Knows no word whole."""

    def count(self, text: str) -> int:
        return len(text)


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(build(ARTICLE, Letters(dimension=2048, limit=10_000), count=count_words), reader=SureReader())


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


def test_without_silence_a_number_that_is_missing_is_no_reason(asker: Asker) -> None:
    question = "How many times the mill burnt"
    with PARTS["silence (but where a question can't be read)"]():
        assert told(asker, question)["status"] == "answered"


def test_without_other_spellings_words_stay_as_they_are(asker: Asker) -> None:
    assert asker.index.spelling("deneid") == "denied"
    with PARTS["other spellings"]():
        assert asker.index.spelling("deneid") == "deneid"
