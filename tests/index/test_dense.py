"""Vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.dense import Dense

# Three owners: the first has one text, the second two (windows), the third one that points away.
VECTORS = np.array([[1, 0], [0.6, 0.8], [0, 1], [-1, 0]], dtype=np.float32)
OWNERS = np.array([0, 1, 1, 2], dtype=np.int32)


@pytest.fixture
def dense() -> Dense:
    return Dense.build(VECTORS, OWNERS, 3)


def question(*axes: float) -> np.ndarray:
    return np.array([axes], dtype=np.float32)


@pytest.mark.parametrize(
    ("asked", "depth", "expected"),
    [
        # The second owner counts by the better of its windows (0.6, not 0); what points away is 0, not -1.
        pytest.param((1, 0), 10, [1.0, 0.6, 0.0], id="best-window"),
        pytest.param((0, 1), 10, [0.0, 1.0, 0.0], id="other-window"),
        # Beyond the depth nothing is known of a text: 0.
        pytest.param((1, 0), 1, [1.0, 0.0, 0.0], id="depth"),
        pytest.param((-1, 0), 10, [0.0, 0.0, 1.0], id="last-owner"),
        # A question of no known word has no direction.
        pytest.param((0, 0), 10, [0.0, 0.0, 0.0], id="no-direction"),
    ],
)
def test_scores(dense: Dense, asked: tuple[float, float], depth: int, expected: list[float]) -> None:
    assert dense.scores(question(*asked), depth).tolist() == pytest.approx(expected)


def test_nothing_indexed_scores_nothing() -> None:
    empty = Dense.build(np.zeros((0, 2), dtype=np.float32), np.zeros(0, dtype=np.int32), 0)
    assert empty.scores(question(1, 0), 5).shape == (0,)


def test_it_reads_back_what_it_wrote(dense: Dense, tmp_path: Path) -> None:
    dense.save(tmp_path / "dense")
    again = Dense.load(tmp_path / "dense", 3)
    for asked in ((1, 0), (0.6, 0.8), (-1, 0)):
        assert again.scores(question(*asked), 10).tolist() == dense.scores(question(*asked), 10).tolist()
