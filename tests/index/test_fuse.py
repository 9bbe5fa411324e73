"""Several scores become one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import Signal, fuse


def signal(weight: float, *scores: float) -> Signal:
    return Signal(weight, np.array(scores, dtype=np.float32))


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        # Each divided by its own best: (1, ½, 0) and (0, 1, 1), halved and added.
        pytest.param([signal(1, 2, 1, 0), signal(1, 0, 4, 4)], [0.5, 0.75, 0.5], id="mean"),
        # Weights count by their share: three quarters and one quarter.
        pytest.param([signal(3, 1, 0), signal(1, 0, 1)], [0.75, 0.25], id="weights"),
        pytest.param([signal(30, 1, 0), signal(10, 0, 1)], [0.75, 0.25], id="only-shares-count"),
        # A cosine below nothing is nothing, and does not pull down what the other search found.
        pytest.param([signal(1, -0.5, 0.5), signal(1, 1, 0)], [0.5, 0.5], id="negative"),
        # A search that found nothing keeps its share: no hit is made surer by it.
        pytest.param([signal(1, 0, 0), signal(1, 1, 0)], [0.5, 0.0], id="silent-signal"),
        pytest.param([signal(1, 0, 0)], [0.0, 0.0], id="nothing-found"),
        pytest.param([signal(1, -1, -2)], [0.0, 0.0], id="all-negative"),
        pytest.param([signal(1), signal(2)], [], id="no-sentences"),
    ],
)
def test_fuse(signals: list[Signal], expected: list[float]) -> None:
    assert fuse(signals).tolist() == pytest.approx(expected)


def test_the_signals_are_left_as_they_were() -> None:
    given_scores = signal(1, -1, 2)
    fuse([given_scores])
    assert given_scores.scores.tolist() == [-1, 2]


_SCORE = st.floats(-100, 100, width=32, allow_subnormal=False)


@given(st.integers(1, 8).flatmap(lambda size: st.lists(
    st.tuples(st.floats(0.01, 10), st.lists(_SCORE, min_size=size, max_size=size)), min_size=1, max_size=4
)))  # fmt: skip
def test_within_nothing_and_one_and_in_order(drawn: list[tuple[float, list[float]]]) -> None:
    signals = [signal(weight, *scores) for weight, scores in drawn]
    fused = fuse(signals)
    assert (fused >= 0).all()
    assert (fused <= 1).all()
    for left in range(len(fused)):
        for right in range(len(fused)):
            if all(part.scores[left] >= part.scores[right] for part in signals):
                assert fused[left] >= fused[right], "what is at least as good for every search is so for all of them"
