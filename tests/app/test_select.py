"""Which hits answer, and when nothing does."""

from __future__ import annotations

from typing import cast

import pytest

from app.question import read
from app.select import Selection, select
from index.search import Hit, Index, Unit
from ingest.article import Kind, Passage, Sentence


class FakeIndex:
    """Returns these hits, best first, and knows so many words. Remembers whether a source was asked for."""

    def __init__(self, *hits: Hit, known: tuple[int, int] = (3, 3)) -> None:
        self.hits = hits
        self.known = known

    def search(self, question: str, k: int, *, source: bool, **_: object) -> tuple[Hit, ...]:
        self.source = source
        return self.hits[:k]

    def known_words(self, question: str) -> tuple[int, int]:
        return self.known


def hit(number: int, score: float, *, length: int = 50, kind: Kind = Kind.PROSE, cosine: float = 0.8) -> Hit:
    sentence = Sentence(number * 10_000, number * 10_000 + length, "words")
    passage = Passage(kind, ("Lead",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), score, cosine, 1.0, ())


def chosen(index: FakeIndex, asked: str = "When did it begin?") -> list[int]:
    return [one.unit.id for one in selected(index, asked).chosen]


def selected(index: FakeIndex, asked: str = "When did it begin?") -> Selection:
    return select(cast(Index, index), read(asked))


ALIKE = [hit(number, 1.0) for number in range(9)]


@pytest.mark.parametrize(("asked", "source"), [("Which newspaper published it?", True), ("When did it begin?", False)])
def test_a_source_is_looked_for_where_one_is_asked_for(asked: str, source: bool) -> None:
    index = FakeIndex(*ALIKE)
    selected(index, asked)
    assert index.source is source


def test_three_quotes_or_six_where_several_are_asked_for() -> None:
    assert chosen(FakeIndex(*ALIKE)) == [0, 1, 2]
    assert chosen(FakeIndex(*ALIKE), "List all the ceasefires") == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("index", "said", "closest"),
    [
        pytest.param(FakeIndex(*ALIKE, known=(0, 0)), "names nothing", [], id="only-stop-words"),
        pytest.param(FakeIndex(*ALIKE, known=(0, 3)), "hardly any", [], id="no-word-known"),
        # One of three known is less than half.
        pytest.param(FakeIndex(*ALIKE, known=(1, 3)), "hardly any", [], id="few-words-known"),
        # Its words are known: what comes near is worth a look, three at the most.
        pytest.param(
            FakeIndex(*(hit(at, 1.0, cosine=0.1) for at in range(5))), "Nothing in the article", [0, 1, 2], id="far-off"
        ),
        pytest.param(FakeIndex(), "Nothing in the article", [], id="no-hits"),
    ],
)
def test_declined(index: FakeIndex, said: str, closest: list[int]) -> None:
    selection = selected(index)
    assert selection.chosen == ()
    assert selection.reason is not None
    assert said in selection.reason
    assert [one.unit.id for one in selection.closest] == closest
    assert 0 <= selection.confidence <= 1


def test_half_of_the_words_are_enough() -> None:
    assert chosen(FakeIndex(*ALIKE, known=(2, 4))) == [0, 1, 2]


@pytest.mark.parametrize("cosine", [-1.0, 0.0, 0.3, 1.0, 1.0001])
@pytest.mark.parametrize("known", [(0, 0), (0, 5), (3, 5), (5, 5)])
def test_confidence_is_within_nothing_and_one(cosine: float, known: tuple[int, int]) -> None:
    selection = selected(FakeIndex(hit(0, 1.0, cosine=cosine), known=known))
    assert 0 <= selection.confidence <= 1
    assert bool(selection.chosen) == (selection.reason is None)
    assert not (selection.chosen and selection.closest)
