"""What stands around a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dense import BESIDE, Dense
from index.surroundings import REACH, Surroundings, spans

X, Y, AWAY = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)
Vector = tuple[float, float]


def dense(vectors: Sequence[Vector], owners: Sequence[int] | None = None) -> Dense:
    held = np.array(vectors, dtype=np.float32).reshape(-1, 2)
    owned = np.array(range(len(held)) if owners is None else owners, dtype=np.int32)
    return Dense.build(held, owned, np.zeros((len(held), 16), dtype=np.uint8), len(set(owned.tolist())))


def test_what_is_summed_is_what_the_search_looks_at() -> None:
    assert REACH == BESIDE == 2


@pytest.mark.parametrize(
    ("paragraphs", "first", "end"),
    [
        # Two on each side: the middle ones lose the far ends.
        pytest.param([0] * 6, [0, 0, 0, 1, 2, 3], [3, 4, 5, 6, 6, 6], id="two-on-each-side"),
        # Of the next paragraph nothing, however near.
        pytest.param([0, 0, 1, 1, 1], [0, 0, 2, 2, 2], [2, 2, 5, 5, 5], id="stops-at-the-paragraph"),
        pytest.param([0, 1, 2], [0, 1, 2], [1, 2, 3], id="single-sentences"),
        pytest.param([0], [0], [1], id="one"),
        # Passages without a sentence leave gaps in the numbers.
        pytest.param([1, 1, 4, 4], [0, 0, 2, 2], [2, 2, 4, 4], id="gaps"),
        pytest.param([], [], [], id="none"),
    ],
)
def test_spans(paragraphs: list[int], first: list[int], end: list[int]) -> None:
    found_first, found_end = spans(paragraphs)
    assert found_first.tolist() == first
    assert found_end.tolist() == end


@pytest.mark.parametrize(
    ("vectors", "owners", "paragraphs", "expected"),
    [
        pytest.param([X], None, [0], [1], id="single-sentence"),
        pytest.param([X, X], None, [0, 0], [2, 2], id="alike"),
        pytest.param([X, Y], None, [0, 0], [2**0.5, 2**0.5], id="right-angle"),
        pytest.param([X, Y], None, [0, 1], [1, 1], id="two-paragraphs"),
        # (3, 0), twice (3, 1) and, two before the last being the second, (2, 1).
        pytest.param([X, X, X, Y], None, [0] * 4, [3, 10**0.5, 10**0.5, 5**0.5], id="reach"),
        pytest.param([X, AWAY], None, [0, 0], [0, 0], id="cancel-out"),
        # Nothing is left of the paragraph before them either.
        pytest.param([(0.6, 0.8), (0.8, -0.6), (-0.8, 0.6)], None, [0, 1, 1], [1, 0, 0], id="cancel-out-later-on"),
        # Two windows count as one sentence, at (½, ½): with the other (1½, ½), not (2, 1).
        pytest.param([X, Y, X], [0, 0, 1], [0, 0], [2.5**0.5, 2.5**0.5], id="windows-count-once"),
        # The second sentence's windows do not shift what follows.
        pytest.param([X, Y, Y, Y, X], [0, 1, 1, 1, 2], [0, 1, 2], [1, 1, 1], id="windows-in-between"),
        pytest.param([], None, [], [], id="no-sentences"),
    ],
)
def test_lengths(vectors: list[Vector], owners: list[int] | None, paragraphs: list[int], expected: list[float]) -> None:
    built = Surroundings.build(dense(vectors, owners), paragraphs)
    assert built.lengths.dtype == np.float32
    assert built.lengths.tolist() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("vectors", "paragraphs", "cosines", "expected"),
    [
        # Alone, a sentence is its own surroundings.
        pytest.param([X, Y], [0, 1], [0.8, 0.6], [0.8, 0.6], id="single-sentences"),
        # A question along X, between the two: each as near as their middle.
        pytest.param([X, Y], [0, 0], [1, 0], [0.5**0.5, 0.5**0.5], id="neighbours-share"),
        # (3, 0), (3, 1), (3, 1), (2, 1) along X: the last sentence, itself at a right angle, is found by its place.
        pytest.param([X, X, X, Y], [0] * 4, [1, 1, 1, 0], [1, 0.9**0.5, 0.9**0.5, 0.8**0.5], id="reach"),
        # The mean would be 1 for both paragraphs; nothing comes over from the one before.
        pytest.param([X, X, Y], [0, 0, 1], [1, 1, 0], [1, 1, 0], id="stops-at-the-paragraph"),
        # What points away pulls down: (1, 0) + (0, 1) + (-1, 0) along X.
        pytest.param([X, Y, AWAY], [0] * 3, [1, 0, -1], [0, 0, 0], id="away"),
        # No direction is left: 0, neither endless nor no number, though the search took the second for 0.
        pytest.param([X, AWAY, Y], [0, 0, 1], [1, 0, 0.5], [0, 0, 0.5], id="cancel-out"),
        pytest.param([], [], [], [], id="no-sentences"),
    ],
)
def test_scores(vectors: list[Vector], paragraphs: list[int], cosines: list[float], expected: list[float]) -> None:
    scores = Surroundings.build(dense(vectors), paragraphs).scores(np.array(cosines, dtype=np.float32))
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx(expected, abs=1e-6)


@given(
    st.lists(st.tuples(st.floats(0, 6.28), st.booleans()), min_size=1, max_size=20),
    st.floats(0, 6.28),
)
def test_it_is_the_cosine_with_the_sum(drawn: list[tuple[float, bool]], asked: float) -> None:
    """Against the sums themselves, formed sentence by sentence."""
    vectors = [(float(np.cos(angle)), float(np.sin(angle))) for angle, _ in drawn]
    paragraphs = np.cumsum([begins for _, begins in drawn]).tolist()
    held = dense(vectors)
    question = np.array((np.cos(asked), np.sin(asked)), dtype=np.float32)
    built = Surroundings.build(held, paragraphs)
    scores = built.scores(held.vectors @ question)
    for at, score in enumerate(scores.tolist()):
        around = [
            held.vectors[other].astype(float)
            for other in range(max(0, at - 2), min(len(drawn), at + 3))
            if paragraphs[other] == paragraphs[at]
        ]
        whole = np.sum(around, axis=0)
        assert float(built.lengths[at]) == pytest.approx(float(np.linalg.norm(whole)), abs=1e-5)
        # Of sums close to nothing, rounding decides the direction.
        if np.linalg.norm(whole) > 0.01:
            assert score == pytest.approx(float(whole @ question / np.linalg.norm(whole)), abs=1e-3)


def test_it_reads_back_what_it_wrote(tmp_path: Path) -> None:
    paragraphs = [0, 0, 0, 0, 1]
    built = Surroundings.build(dense([X, X, X, Y, X]), paragraphs)
    built.save(tmp_path / "surroundings.npy")
    again = Surroundings.load(tmp_path / "surroundings.npy", paragraphs)
    for name in ("first", "end", "lengths"):
        assert getattr(again, name).tolist() == getattr(built, name).tolist()
    cosines = np.array([0.9, 0.1, 0.5, 0.3, 0.7], dtype=np.float32)
    assert again.scores(cosines).tolist() == built.scores(cosines).tolist()


@pytest.mark.parametrize("paragraphs", [[0, 0], [0, 0, 0, 0], []], ids=["one-fewer", "one-more", "none"])
def test_lengths_of_other_sentences_are_refused(tmp_path: Path, paragraphs: list[int]) -> None:
    Surroundings.build(dense([X, X, Y]), [0, 0, 0]).save(tmp_path / "surroundings.npy")
    with pytest.raises(ValueError, match=rf"surroundings\.npy is of 3 sentences, not of {len(paragraphs)}"):
        Surroundings.load(tmp_path / "surroundings.npy", paragraphs)
