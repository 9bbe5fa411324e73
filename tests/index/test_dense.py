"""Vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.dense import BESIDE, Dense

# Three owners: the first has one text, the second two (windows), the third one that points away.
VECTORS = np.array([[1, 0], [0.6, 0.8], [0, 1], [-1, 0]], dtype=np.float32)
OWNERS = np.array([0, 1, 1, 2], dtype=np.int32)
KEYS = np.arange(64, dtype=np.uint8).reshape(4, 16)


@pytest.fixture
def dense() -> Dense:
    return Dense.build(VECTORS, OWNERS, KEYS, 3)


def question(*axes: float) -> np.ndarray:
    return np.array([axes], dtype=np.float32)


@pytest.mark.parametrize(
    ("asked", "depth", "expected"),
    [
        # The second owner counts by the better of its windows (0.6, not 0); what points away is 0, not -1.
        pytest.param((1, 0), 10, [1.0, 0.6, 0.0], id="best-window"),
        pytest.param((0, 1), 10, [0.0, 1.0, 0.0], id="other-window"),
        # Few are all looked at, whatever the depth.
        pytest.param((1, 0), 1, [1.0, 0.6, 0.0], id="depth-of-few"),
        pytest.param((-1, 0), 10, [0.0, 0.0, 1.0], id="last-owner"),
        # A question of no known word has no direction.
        pytest.param((0, 0), 10, [0.0, 0.0, 0.0], id="no-direction"),
    ],
)
def test_scores(dense: Dense, asked: tuple[float, float], depth: int, expected: list[float]) -> None:
    assert dense.scores(question(*asked), depth).tolist() == pytest.approx(expected)


def test_nothing_indexed_scores_nothing() -> None:
    empty = Dense.build(VECTORS[:0], OWNERS[:0], KEYS[:0], 0)
    assert empty.scores(question(1, 0), 5).shape == (0,)


def test_it_reads_back_what_it_wrote(dense: Dense, tmp_path: Path) -> None:
    dense.save(tmp_path / "dense")
    again = Dense.load(tmp_path / "dense", 3)
    for asked in ((1, 0), (0.6, 0.8), (-1, 0)):
        assert again.scores(question(*asked), 10).tolist() == dense.scores(question(*asked), 10).tolist()
    assert again.keys.tolist() == KEYS.tolist()


def cloud(count: int, dimension: int = 32) -> np.ndarray:
    """Unit vectors in clusters, as texts' are: each near one of 40 directions."""
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(40, dimension))[rng.integers(40, size=count)] + 0.4 * rng.normal(size=(count, dimension))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_inverted_lists_find_what_an_exact_search_finds(tmp_path: Path) -> None:
    vectors = cloud(6000)
    owners, keys = np.arange(6000, dtype=np.int32), np.zeros((6000, 16), dtype=np.uint8)
    exact = Dense.build(vectors, owners, keys, 6000)
    lists = Dense.build(vectors, owners, keys, 6000, exact=1000)
    lists.save(tmp_path / "lists")
    assert (tmp_path / "lists" / "lists.faiss").exists()
    again = Dense.load(tmp_path / "lists", 6000)
    found = 0
    for asked in cloud(50):
        everything, all_cosines = exact.nearest(asked, 10)
        assert everything.tolist() == list(range(6000))
        wanted = np.argsort(-all_cosines)[:10]
        rows, cosines = lists.nearest(asked, 10)
        # What is found has its exact cosine, not the compressed one.
        assert cosines.tolist() == pytest.approx((vectors[rows] @ asked).tolist(), abs=1e-6)
        assert again.nearest(asked, 10)[0].tolist() == rows.tolist()
        found += len(set(wanted.tolist()) & set(rows.tolist()))
    assert found / 500 > 0.6


@pytest.mark.parametrize(
    ("asked", "depth", "expected"),
    [
        pytest.param(1500, 1, [1498, 1499, 1500, 1501, 1502], id="both-sides"),
        # Before the first and after the last there is nothing: no text from the other end, none that is not there.
        pytest.param(0, 1, [0, 1, 2], id="first"),
        pytest.param(2999, 1, [2997, 2998, 2999], id="last"),
        # 700 and 702 are one vector: what stands beside both comes once.
        pytest.param(700, 2, [698, 699, 700, 701, 702, 703, 704], id="overlapping"),
    ],
)
def test_of_many_what_stands_beside_the_nearest_is_looked_at_too(asked: int, depth: int, expected: list[int]) -> None:
    assert BESIDE == 2
    vectors = cloud(3000)
    vectors[702] = vectors[700]
    # Numbers of owners that are not the texts': 3000 for the first, 1 for the last.
    owners, keys = np.arange(3000, 0, -1, dtype=np.int32), np.zeros((3000, 16), dtype=np.uint8)
    lists = Dense.build(vectors, owners, keys, 3001, exact=100)
    rows, cosines = lists.nearest(vectors[asked], depth)
    assert rows.tolist() == expected
    assert cosines.tolist() == pytest.approx((vectors[expected] @ vectors[asked]).tolist(), abs=1e-6)
    # What is further away is 0, however near it would be.
    scores = np.zeros(3001)
    scores[[3000 - row for row in expected]] = np.maximum(cosines, 0)
    assert lists.scores(vectors[asked], depth).tolist() == pytest.approx(scores.tolist())


def test_the_same_vectors_give_the_same_lists() -> None:
    vectors = cloud(3000)
    owners, keys = np.arange(3000, dtype=np.int32), np.zeros((3000, 16), dtype=np.uint8)
    one, other = (Dense.build(vectors, owners, keys, 3000, exact=100) for _ in range(2))
    for asked in cloud(20):
        assert one.nearest(asked, 10)[0].tolist() == other.nearest(asked, 10)[0].tolist()
