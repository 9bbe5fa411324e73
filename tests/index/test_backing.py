"""Sources are found by what they are cited for."""

from __future__ import annotations

import numpy as np
import pytest

from index.backing import Backing
from ingest.article import Kind, Marker, Passage, Sentence


def unit(at: int, kind: Kind, *labels: str, label: str | None = None, other: bool = False) -> tuple[Passage, Sentence]:
    markers = tuple(Marker(at * 100 + 50, at * 100 + 53, name, other) for name in labels)
    sentence = Sentence(at * 100, at * 100 + 60, "words", markers)
    return Passage(kind, ("Lead",), sentence.start, sentence.end, (sentence,), label=label), sentence


UNITS = [
    unit(0, Kind.PROSE, "7", "8", "99"),
    unit(1, Kind.PROSE),
    unit(2, Kind.NOTE, "7", label="a", other=True),
    unit(3, Kind.RECOVERED, "8"),
    unit(4, Kind.REFERENCE, label="7"),
    unit(5, Kind.REFERENCE, label="8"),
]


def test_only_entries_of_this_list_that_are_there_are_cited() -> None:
    backing = Backing.of(UNITS)
    # 99 has no entry; a number of another list is none of this one; figures of the recovered copy are no markers.
    assert backing.cited == ((4, 5), (), (), (), (), ())
    assert backing.entries.tolist() == [False] * 4 + [True] * 2


def test_a_number_that_stands_twice_resolves_to_neither() -> None:
    twice = [
        unit(0, Kind.PROSE, "7", "8"),
        *(unit(at, Kind.REFERENCE, label="7") for at in (1, 2)),
        unit(3, Kind.REFERENCE, label="8"),
    ]
    assert Backing.of(twice).cited[0] == (3,)


@pytest.mark.parametrize(
    ("source", "scores", "expected"),
    [
        pytest.param(False, (0.5, 0.4, 0, 0, 1.0, 0), (0.5, 0.4, 0, 0, 0.8, 0), id="text-asked-for"),
        pytest.param(True, (0.5, 0.4, 0, 0, 1.0, 0), (0.4, 0.32, 0, 0, 1.0, 0.5), id="the-cited-entry-comes-with-it"),
        pytest.param(True, (0, 0.9, 0, 0, 0.3, 0.2), (0, 0.72, 0, 0, 0.3, 0.2), id="no-sentence-that-cites"),
    ],
)
def test_weighed(source: bool, scores: tuple[float, ...], expected: tuple[float, ...]) -> None:
    weighed = Backing.of(UNITS).weighed(np.array(scores, dtype=np.float32), source=source)
    assert weighed.dtype == np.float32
    assert weighed.tolist() == pytest.approx(expected)


def test_nothing_to_weigh() -> None:
    assert Backing.of([]).weighed(np.zeros(0, dtype=np.float32), source=True).tolist() == []
