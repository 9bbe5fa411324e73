"""Arrays too large to be hashed at opening: read as any array, and no damaged block is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import arrays
from index.arrays import PLAIN, SUFFIX, Opener, Watched, write_blocks
from index.errors import IndexDamaged

# A header of 128 bytes, then 40 rows of 48: rows lie across the blocks of 128.
ARRAY = np.arange(40 * 12, dtype=np.float32).reshape(40, 12)


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "BLOCK", 128)
        yield


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("arrays") / "rows.npy", ARRAY)


def written(path: Path, array: NDArray[np.float32]) -> Path:
    np.save(path, array)
    write_blocks(path)
    return path


def opened(path: Path) -> Watched:
    found = PLAIN(path)
    assert isinstance(found, Watched)
    return found


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def test_only_what_has_hashes_beside_it_is_watched(tmp_path: Path) -> None:
    np.save(tmp_path / "plain.npy", ARRAY)
    assert isinstance(PLAIN(tmp_path / "plain.npy"), np.ndarray)


ROWS = st.one_of(
    st.integers(-40, 39),
    st.builds(slice, st.one_of(st.none(), st.integers(-50, 50)), st.one_of(st.none(), st.integers(-50, 50))),
    st.lists(st.integers(-40, 39), max_size=8).map(lambda rows: np.array(rows, dtype=np.int64)),
    st.lists(st.integers(0, 39), min_size=4, max_size=4).map(lambda rows: np.array(rows).reshape(2, 2)),
)


@given(rows=ROWS)
def test_it_reads_as_an_array(path: Path, rows: int | slice | NDArray[np.int64]) -> None:
    assert np.array_equal(opened(path)[rows], ARRAY[rows])


@given(rows=ROWS, at=st.integers(0, 40 * 48 - 1))
def test_a_damaged_block_is_refused_if_and_only_if_a_row_in_it_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: int | slice | NDArray[np.int64], at: int
) -> None:
    """The law, worked out row by row: what lies in the block of the flipped byte."""
    path = written(tmp_path_factory.mktemp("damaged") / "rows.npy", ARRAY)
    flipped(path, 128 + at)
    block = (128 + at) // 128
    read = np.unique(np.arange(40)[rows])
    touched = any((128 + row * 48) // 128 <= block <= (128 + row * 48 + 47) // 128 for row in read)
    found = opened(path)
    if touched:
        with pytest.raises(IndexDamaged):
            found[rows]
    else:
        assert np.array_equal(found[rows], ARRAY[rows])


def test_as_a_whole_it_is_compared_as_a_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.npy", ARRAY)
    assert np.array_equal(np.asarray(opened(path)), ARRAY)
    assert np.array_equal(np.einsum("ij->j", opened(path)), ARRAY.sum(axis=0))
    flipped(path, 128 + 40 * 48 - 1)
    found = opened(path)
    assert np.array_equal(found[0], ARRAY[0])
    with pytest.raises(IndexDamaged):
        np.asarray(found)


def test_a_damaged_shape_is_refused_at_opening(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.npy", ARRAY)
    flipped(path, 60)
    with pytest.raises(IndexDamaged):
        PLAIN(path)


def test_the_error_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.npy", ARRAY)
    flipped(path, 128 + 64)
    with pytest.raises(IndexDamaged) as error:
        Opener("run this")(path)[:]
    assert str(error.value) == f"{path}: has been altered near byte 128; run this"


@pytest.mark.parametrize("digests", [b"", b"x" * 31, b"x" * 32 * 99], ids=["none", "half", "too-many"])
def test_hashes_of_another_file_are_refused(tmp_path: Path, digests: bytes) -> None:
    path = written(tmp_path / "rows.npy", ARRAY)
    path.with_name(path.name + SUFFIX).write_bytes(digests)
    with pytest.raises(ValueError, match=r"rows\.npy has"):
        PLAIN(path)


@pytest.mark.parametrize("shape", [(0, 12), (1, 12), (0,)], ids=str)
def test_few_rows_or_none(tmp_path: Path, shape: tuple[int, ...]) -> None:
    array = np.ones(shape, dtype=np.float32)
    found = opened(written(tmp_path / "few.npy", array))
    assert (len(found), found.shape, found.dtype) == (shape[0], shape, np.float32)
    assert np.array_equal(found[:], array)
    assert np.array_equal(found[np.zeros(0, dtype=np.int64)], array[:0])
