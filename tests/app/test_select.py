"""Which hits answer, and when nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from app.question import read
from app.reader import Reading
from app.select import Selection, select, weigh
from app.silence import Strictness
from index.search import Hit, Index, Unit
from ingest.article import Kind, Passage, Sentence
from ingest.parse import parse
from tests.conftest import SureReader


class FakeIndex:
    """Returns these hits, best first, and knows so many words. Remembers whether a source was asked for."""

    def __init__(self, *hits: Hit, known: tuple[int, int] = (3, 3)) -> None:
        self.hits = hits
        self.known = known
        self.units: tuple[Unit, ...] = ()
        self.article = parse("")

    def search(self, question: str, k: int, *, source: bool, **_: object) -> tuple[Hit, ...]:
        self.source = source
        return self.hits[:k]

    def known_words(self, question: str) -> tuple[int, int]:
        return self.known

    def knows(self, word: str) -> bool:
        return True

    def spelling(self, question: str) -> str:
        return question


class SilentReader:
    """Every sentence seems to say nothing of it."""

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        return Reading(-5.0, -5.0, -5.0)


class DoubtfulReader:
    """Every sentence seems to say hardly anything of it."""

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        return Reading(-3.5, -3.0, -3.0)


class ChoosyReader:
    """The second sentence answers, no other."""

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        odds = 9.0 if unit.id == 1 else -9.0
        return Reading(odds, odds, odds)


def hit(number: int, score: float, *, text: str = "in May 1902", cosine: float = 0.8, matched: float = 0.9) -> Hit:
    sentence = Sentence(number * 100, number * 100 + 50, text)
    passage = Passage(Kind.PROSE, ("Lead",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), score, cosine, 1.0, (matched,))


def chosen(index: FakeIndex, asked: str = "When did it begin?") -> list[int]:
    return [one.unit.id for one in selected(index, asked).chosen]


def selected(index: FakeIndex, asked: str = "When did it begin?") -> Selection:
    return select(cast(Index, index), read(asked), SureReader())


ALIKE = [hit(number, 1.0) for number in range(9)]


@pytest.mark.parametrize(("asked", "source"), [("Which newspaper published it?", True), ("When did it begin?", False)])
def test_a_source_is_looked_for_where_one_is_asked_for(asked: str, source: bool) -> None:
    index = FakeIndex(*ALIKE)
    selected(index, asked)
    assert index.source is source


@pytest.mark.parametrize(
    ("asked", "quotes"),
    [
        pytest.param("Who began it?", 3, id="one-thing"),
        pytest.param("List all the ceasefires", 6, id="a-list"),
        pytest.param("Who began it, and when?", 6, id="two-things"),
        pytest.param("When did it begin?", 6, id="several-accounts-of-a-date"),
    ],
)
def test_three_quotes_or_six_where_there_is_more_than_one_answer(asked: str, quotes: int) -> None:
    assert chosen(FakeIndex(*ALIKE), asked) == list(range(quotes))


@pytest.mark.parametrize(
    ("asked", "rerank", "first"),
    [
        pytest.param("When did it begin?", False, 1, id="which-reads-best"),
        pytest.param("Which newspaper published it?", False, 0, id="an-entry"),
        pytest.param("When did it begin?", True, 2, id="another-model's-order"),
    ],
)
def test_what_comes_first(asked: str, rerank: bool, first: int) -> None:
    def order(_question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        return tuple(sorted(hits, key=lambda one: one.unit.id != 2))

    found = weigh(cast(Index, FakeIndex(*ALIKE)), read(asked), ChoosyReader(), rerank=order if rerank else None)
    assert found.chosen[0].unit.id == found.hits[0].unit.id == first


@pytest.mark.parametrize(
    ("index", "said", "closest"),
    [
        pytest.param(FakeIndex(*ALIKE, known=(0, 0)), "names nothing", [], id="only-stop-words"),
        pytest.param(FakeIndex(*ALIKE, known=(0, 3)), "hardly any", [], id="no-word-known"),
        # Its words are known: what comes near is worth a look, three at the most.
        pytest.param(
            FakeIndex(*(hit(at, 1.0, cosine=0.1, matched=0.2) for at in range(5))),
            "No sentence",
            [0, 1, 2],
            id="far-off",
        ),
        pytest.param(
            FakeIndex(*(hit(at, 1.0, text="nothing dated") for at in range(5))),
            "say when.",
            [0, 1, 2],
            id="no-date",
        ),
        pytest.param(FakeIndex(), "No sentence", [], id="no-hits"),
    ],
)
def test_declined(index: FakeIndex, said: str, closest: list[int]) -> None:
    selection = select(cast(Index, index), read("When did it begin?"), SilentReader())
    assert selection.chosen == ()
    assert selection.reason is not None
    assert said in selection.reason
    assert [one.unit.id for one in selection.closest] == closest
    assert 0 <= selection.confidence <= 1


def test_strict_declines_what_lenient_shows() -> None:
    asked = read("When did it begin?")
    doubtful = cast(Index, FakeIndex(*(hit(at, 1.0, matched=0.5) for at in range(3))))
    assert select(doubtful, asked, DoubtfulReader(), strictness=Strictness.LENIENT).chosen
    assert not select(doubtful, asked, DoubtfulReader(), strictness=Strictness.STRICT).chosen


@pytest.mark.parametrize("cosine", [-1.0, 0.0, 0.3, 1.0, 1.0001])
@pytest.mark.parametrize("known", [(0, 0), (0, 5), (3, 5), (5, 5)])
def test_confidence_is_within_nothing_and_one(cosine: float, known: tuple[int, int]) -> None:
    selection = selected(FakeIndex(hit(0, 1.0, cosine=cosine), known=known))
    assert 0 <= selection.confidence <= 1
    assert bool(selection.chosen) == (selection.reason is None)
    assert not (selection.chosen and selection.closest)
