"""The first hits are read, and come in the order of how near they are and how they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import pytest

from app.lead import ENTRY, LEAST, MOST, NOTHING, READ, lead
from app.question import read
from app.reader import NONE, Neighbour, Reading
from index.search import Hit, Index, Unit
from ingest.article import Kind, Passage, Sentence

WHEN = "When was the bridge built?"


class FakeIndex:
    """Spells one word otherwise."""

    def spelling(self, question: str) -> str:
        return question.replace("brigde", "bridge")


class FakeReader:
    """Says of each sentence, by its number, what it was told to; a value reads as its words do."""

    def __init__(self, said: Mapping[int, float]) -> None:
        self._said = said
        self.asked: list[tuple[str, int]] = []

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        self.asked.append((question, unit.id))
        words = self._said.get(unit.id, 0.0)
        return Reading(words, words, words if values else NONE)


def hit(number: int, score: float, text: str = "It was built in 1902.") -> Hit:
    sentence = Sentence(number * 100, number * 100 + 50, text)
    passage = Passage(Kind.PROSE, ("Bridge",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), score, 0.8, 1.0, (0.5,))


def led(reader: FakeReader, *hits: Hit, asked: str = WHEN, most: int = READ) -> list[tuple[int, float]]:
    found = lead(cast(Index, FakeIndex()), read(asked), hits, reader, most)
    return [(one.unit.id, round(one.score, 6)) for one in found.hits]


@pytest.fixture(autouse=True)
def worked_out_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tables below are worked out with, whatever a log-odd counts today."""
    assert (READ, LEAST, MOST) == (10, -6.0, 5.0)
    monkeypatch.setattr("app.lead.COUNTS", 0.0175)
    monkeypatch.setattr("app.lead.ALONE", 3)


@pytest.mark.parametrize(
    ("said", "order"),
    [
        # 0.90 + 0 against 0.85 + 4 * 0.0175 = 0.92, or + 2 * 0.0175 = 0.885.
        pytest.param({1: 4.0, 2: 1.0}, [1, 0, 2], id="reads-better"),
        pytest.param({1: 2.0, 2: 1.0}, [0, 1, 2], id="not-so-much-better"),
        # 0.80 + 5 * 0.0175 = 0.8875 and no more, against 0.90, or 0.90 - 0.0175; and 0.85 in any case.
        pytest.param({2: 50.0}, [0, 2, 1], id="surest"),
        pytest.param({0: -1.0, 2: 50.0}, [2, 0, 1], id="passes-both"),
        # 0.80 + 1 * 0.0175 = 0.8175 against 0.85 - 2 * 0.0175 = 0.815.
        pytest.param({1: -2.0, 2: 1.0}, [0, 2, 1], id="passes-the-second"),
        # 0.90 - 6 * 0.0175 = 0.795 and no less, against 0.85 - 4 * 0.0175 = 0.78 and 0.80 - 0.105.
        pytest.param({0: -50.0, 1: -4.0, 2: -10.0}, [0, 1, 2], id="least"),
    ],
)
def test_they_come_in_the_order_of_both(said: dict[int, float], order: list[int]) -> None:
    hits = [hit(0, 0.9), hit(1, 0.85), hit(2, 0.80)]
    assert [number for number, _ in led(FakeReader(said), *hits)] == order


def test_who_comes_first_has_the_best_score_and_each_what_it_reads_like() -> None:
    # 0.90 + 4 * 0.0175; 0.90 + 0; 0.80 - 2 * 0.0175.
    said = {1: 4.0, 2: -2.0}
    assert led(FakeReader(said), hit(0, 0.9), hit(1, 0.85), hit(2, 0.8)) == [(1, 0.97), (0, 0.9), (2, 0.765)]


def test_what_is_not_read_counts_as_what_reads_worst() -> None:
    # 0.85 - 6 * 0.0175 = 0.745, before 0.80 - 4 * 0.0175 = 0.73.
    said = {1: -4.0, 2: 9.0}
    assert led(FakeReader(said), hit(0, 0.9), hit(1, 0.8), hit(2, 0.85), most=2) == [(0, 0.9), (2, 0.745), (1, 0.73)]


def test_what_reads_best_beside_another_is_read_itself_and_may_come_first() -> None:
    class Seen:
        def read(
            self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
        ) -> Reading:
            if unit.id == 3:
                return Reading(4.0, 4.0, NONE)
            return Reading(-2.0, -2.0, NONE, (Neighbour(3, 5.0, 5.0),) if unit.id == 0 else ())

    # Beside the first it reads 5: 0.8 + 5 * 0.0175 = 0.8875, before 0.9 - 2 * 0.0175 = 0.865. By itself it reads 4.
    found = lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), hit(1, 0.85), hit(2, 0.8), hit(3, 0.8)], Seen(), 2)
    assert [(one.unit.id, round(one.score, 6)) for one in found.hits] == [
        (3, 0.97), (0, 0.865), (1, 0.815), (2, 0.695),
    ]  # fmt: skip
    assert found.reading == Reading(4.0, 4.0, NONE)


class Doubled:
    """Among its neighbours a sentence reads 4, or as it was told to; alone always the same."""

    def __init__(self, alone: float, near: tuple[Neighbour, ...], said: Mapping[int, float] | None = None) -> None:
        self._alone = alone
        self._near = near
        self._said = said or {}
        self.alone: list[int] = []
        self.asked: list[tuple[str, bool]] = []

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        if alone:
            self.alone.append(unit.id)
            self.asked.append((question, bool(values)))
        odds = self._alone if alone else self._said.get(unit.id, 4.0)
        return Reading(odds, odds, odds if values else NONE, () if alone else self._near)


FAR = (Neighbour(90, 0.0, 0.0),)


def test_all_may_be_read_alone_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.lead.ALONE", READ)
    reader = Doubled(-2.0, FAR)
    found = lead(cast(Index, FakeIndex()), read(WHEN), [hit(at, 0.9) for at in range(READ + 1)], reader)
    assert sorted(reader.alone) == list(range(READ))
    assert found.reading == Reading(1.0, 1.0, 1.0, FAR)
    assert set(reader.asked) == {(WHEN, True)}


def test_the_best_ones_are_those_that_read_best_so_far() -> None:
    # By the search's score the second would be among three; -6 * 0.0175 takes 0.105 from it.
    reader = Doubled(3.0, FAR, {1: -6.0})
    lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), hit(1, 0.93), hit(2, 0.89), hit(3, 0.85)], reader)
    assert sorted(reader.alone) == [0, 2, 3]


def test_who_comes_first_has_been_read_alone_too() -> None:
    reader = Doubled(-2.0, FAR)
    hits = [hit(0, 0.9), hit(1, 0.88), hit(2, 0.91), hit(3, 0.89), hit(4, 0.6)]
    found = lead(cast(Index, FakeIndex()), read(WHEN), hits, reader)
    # 0.88 + 4 * 0.0175 came before 0.91 + (4 - 2) / 2 * 0.0175 as long as it was read among its neighbours only.
    assert sorted(reader.alone) == [0, 1, 2, 3]
    assert [one.unit.id for one in found.hits] == [2, 0, 3, 1, 4]
    assert found.reading.sentence == 1.0


def test_an_entry_takes_nobodys_place() -> None:
    entries = [hit(at, 0.89) for at in (5, 6, 7)]
    entries = [
        one._replace(unit=replace(one.unit, passage=replace(one.unit.passage, kind=Kind.REFERENCE))) for one in entries
    ]
    reader = Doubled(-8.0, FAR, {0: -3.0, 1: -3.0})
    found = lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), *entries, hit(1, 0.85)], reader)
    assert sorted(reader.alone) == [0, 1]
    assert found.reading.sentence == -5.5


def test_a_late_one_is_read_alone_too() -> None:
    reader = Doubled(0.0, (Neighbour(7, 5.0, 5.0),), {0: -2.0, 1: -2.0})
    found = lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), hit(1, 0.85), hit(7, 0.9)], reader, 2)
    assert sorted(reader.alone) == [0, 1, 7]
    assert (found.hits[0].unit.id, found.reading.sentence) == (7, 2.0)


def test_what_has_no_neighbours_is_not_read_again() -> None:
    reader = Doubled(-2.0, ())
    assert lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9)], reader).reading == Reading(4.0, 4.0, 4.0)
    assert reader.alone == []


def test_a_single_one_is_read_alone_as_well() -> None:
    reader = Doubled(-2.0, FAR)
    found = lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), hit(1, 0.9)], reader, 1)
    assert (reader.alone, found.reading.sentence) == ([0], 1.0)


def test_where_one_is_read_all_stay_as_they_are() -> None:
    assert led(FakeReader({0: -9.0, 1: 9.0}), hit(0, 0.9), hit(1, 0.85), most=1) == [(0, 0.9), (1, 0.85)]


def test_the_sentence_counts_as_much_as_its_words() -> None:
    class Torn:
        def read(
            self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
        ) -> Reading:
            return Reading(8.0, -2.0, NONE) if unit.id else Reading(1.0, 1.0, NONE)

    # 0.90 + 1 * 0.0175 = 0.9175 against 0.86 + 3 * 0.0175 = 0.9125, or 0.88 and as much.
    hits = [hit(0, 0.9), hit(1, 0.86)]
    assert lead(cast(Index, FakeIndex()), read(WHEN), hits, Torn()).hits[0].unit.id == 0
    hits[1] = hit(1, 0.88)
    assert lead(cast(Index, FakeIndex()), read(WHEN), hits, Torn()).hits[0].unit.id == 1


def test_an_entry_of_the_reference_list_is_not_read() -> None:
    entry = hit(0, 0.9)
    entry = entry._replace(unit=replace(entry.unit, passage=replace(entry.unit.passage, kind=Kind.REFERENCE)))
    reader = FakeReader({0: -9.0, 1: 1.0})
    found = lead(cast(Index, FakeIndex()), read("Who wrote it?"), [entry, hit(1, 0.85)], reader)
    assert (found.hits[0], found.reading) == (entry, ENTRY)
    assert reader.asked == [("Who wrote it?", 1)]


def test_an_entry_that_was_not_read_does_not_come_first_for_how_it_reads() -> None:
    entry = hit(1, 0.88)
    entry = entry._replace(unit=replace(entry.unit, passage=replace(entry.unit.passage, kind=Kind.REFERENCE)))
    # 0.90 - 2 * 0.0175 = 0.865 comes first though the entry has 0.88; behind it that counts 0.88 - 6 * 0.0175 = 0.775,
    # beside 0.83 - 3 * 0.0175 = 0.7775 and 0.83 - 6 * 0.0175 = 0.725.
    hits = [hit(0, 0.9), entry, hit(2, 0.83), hit(3, 0.83)]
    assert led(FakeReader({0: -2.0, 2: -3.0}), *hits, most=3) == [(0, 0.865), (2, 0.7775), (1, 0.775), (3, 0.725)]


def test_what_was_read_beside_another_counts_as_it_read_there() -> None:
    class Beside:
        def read(
            self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
        ) -> Reading:
            near = {
                0: (Neighbour(3, 4.0, 2.0), Neighbour(1, 9.0, 9.0)),
                1: (Neighbour(2, 5.0, 5.0), Neighbour(3, -50, -50)),
            }
            return Reading(1.0, 1.0, NONE, near[unit.id])

    # The second was read itself. The fourth reads 3 beside the first and 5 beside the second, 0.7 + 5 * 0.0175; the
    # fifth no better there than what was not read: 0.8 - 6 * 0.0175. A neighbour that was not found is not brought in.
    found = lead(
        cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), hit(1, 0.8), hit(4, 0.8), hit(3, 0.7)], Beside(), 2
    )
    assert [(one.unit.id, round(one.score, 6)) for one in found.hits] == [
        (0, 0.9175), (1, 0.8175), (3, 0.7875), (4, 0.695),
    ]  # fmt: skip


def test_no_more_are_read_than_asked_for_with_the_question_as_it_is_meant() -> None:
    reader = FakeReader({2: 9.0})
    assert led(reader, hit(0, 0.9), hit(1, 0.9), hit(2, 0.9), asked="When was the brigde built?", most=2)[0][0] == 0
    assert reader.asked == [(WHEN, 0), (WHEN, 1)]


def test_of_the_first_it_is_told_how_it_reads() -> None:
    reader = FakeReader({0: 1.0, 1: 7.5})
    assert lead(cast(Index, FakeIndex()), read(WHEN), [hit(0, 0.9), hit(1, 0.9)], reader).reading == Reading(
        7.5, 7.5, 7.5
    )
    nothing = lead(cast(Index, FakeIndex()), read(WHEN), [], reader)
    assert (nothing.hits, nothing.reading) == ((), NOTHING)
