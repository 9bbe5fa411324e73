"""In what order the reader leaves the best hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from app.reader import Reading
from app.reading import READ, WEIGHT, read_first
from index.search import Hit, Unit
from ingest.article import Kind, Passage, Sentence


class GivenReader:
    """Reads what it is told for each unit, and remembers which it read."""

    def __init__(self, readings: Mapping[int, tuple[float, float]]) -> None:
        self.readings = readings
        self.read_: list[int] = []

    def read(self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = ()) -> Reading:
        self.read_.append(unit.id)
        sentence, words = self.readings.get(unit.id, (0.0, 0.0))
        return Reading(sentence, words, words)


def hit(number: int, score: float) -> Hit:
    sentence = Sentence(number * 100, number * 100 + 50, "words")
    passage = Passage(Kind.PROSE, ("Lead",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), score, 0.8, 1.0, ())


def order(hits: Sequence[Hit], readings: Mapping[int, tuple[float, float]]) -> list[int]:
    return [one.unit.id for one in read_first("q", hits, GivenReader(readings))]


HITS = [hit(number, 0.8 - 0.03 * number) for number in range(7)]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param({}, [0, 1, 2, 3, 4, 5, 6], id="read-alike"),
        # 8 points of log-odds are 0.04, more than the 0.03 between two.
        pytest.param({1: (8.0, 8.0)}, [1, 0, 2, 3, 4, 5, 6], id="read-better"),
        pytest.param({1: (5.0, 5.0)}, [0, 1, 2, 3, 4, 5, 6], id="not-enough-better"),
        pytest.param({1: (16.0, 0.0)}, [1, 0, 2, 3, 4, 5, 6], id="the-mean-of-both"),
        pytest.param({0: (-90.0, -90.0)}, [1, 0, 2, 3, 4, 5, 6], id="within-a-bound"),
        pytest.param({4: (90.0, 90.0), 0: (-90.0, -90.0)}, [1, 0, 2, 4, 3, 5, 6], id="as-far-as-it-goes"),
    ],
)
def test_order(readings: Mapping[int, tuple[float, float]], expected: list[int]) -> None:
    assert order(HITS, readings) == expected


def test_only_the_first_are_read_and_none_scores_less_than_before() -> None:
    reader = GivenReader({2: (-4.0, -4.0)})
    found = read_first("q", HITS, reader)
    assert reader.read_ == [0, 1, 2, 3, 4]
    assert len(reader.read_) == READ
    before = {one.unit.id: one.score for one in HITS}
    gained = {one.unit.id: one.score - before[one.unit.id] for one in found}
    assert gained[2] == pytest.approx(0.0)
    assert gained[0] == pytest.approx(4 * WEIGHT)
    assert gained[6] == 0.0
    assert read_first("q", (), reader) == ()
