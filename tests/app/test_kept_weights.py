"""The reader's weights in the cache: the same as made, or made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from app import kept_weights
from app.kept_weights import FILE, VERSION, Weights, weights
from app.reader import PACKAGED, WEIGHTS

HASH = "0123456789abcdef" * 4
MADE: Weights = {
    "words": np.arange(-60, 60, dtype=np.int8).reshape(4, 30),
    "words:scale": np.array([0.5, 0.25, 2.0, 1.0], dtype=np.float32),
    "one": np.array(7, dtype=np.int64),
    "half": np.array([1.5, -2.0], dtype=np.float16),
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ibid"


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was made anew."""
    made: list[Path] = []

    def widened(path: Path) -> Weights:
        made.append(path)
        return MADE

    monkeypatch.setattr(kept_weights, "widened", widened)
    return made


def same(one: Weights, two: Weights) -> bool:
    return one.keys() == two.keys() and all(
        array.dtype == two[name].dtype and array.shape == two[name].shape and bool((array == two[name]).all())
        for name, array in one.items()
    )


def test_made_once_and_read_from_then_on(cache: Path, times: list[Path]) -> None:
    source = Path("reader.npz")
    for _ in range(3):
        assert same(weights(source, HASH), MADE)
    assert times == [source]
    assert [path.relative_to(cache).as_posix() for path in sorted(cache.rglob("*"))] == [
        f"reader-{VERSION}-0123456789abcdef",
        f"reader-{VERSION}-0123456789abcdef/{FILE}",
    ]


def test_another_reader_s_are_its_own(cache: Path, times: list[Path]) -> None:
    weights(Path("a"), HASH)
    weights(Path("b"), "f" * 64)
    weights(Path("a"), HASH)
    assert times == [Path("a"), Path("b")]
    assert len(list(cache.iterdir())) == 2


def _flipped(at: int) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)

    return flip


def _other(path: Path) -> None:
    """Whole, and another's, with no hash."""
    save_file({"words": np.zeros(3, dtype=np.int8)}, path)


def _renamed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"half"', b'"hulf"'))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_flipped(-1), id="last-byte"),
        pytest.param(_flipped(-40), id="a-byte-of-the-weights"),
        pytest.param(_flipped(0), id="length-of-the-head"),
        pytest.param(_flipped(9), id="a-byte-of-the-head"),
        pytest.param(_renamed, id="a-name"),
        pytest.param(_other, id="another-file"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-5]), id="cut-short"),
        pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
        pytest.param(lambda path: path.unlink(), id="removed"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), id="a-folder"),
    ],
)
def test_what_is_damaged_is_made_again(spoil: Callable[[Path], None], cache: Path, times: list[Path]) -> None:
    weights(Path("a"), HASH)
    spoil(cache / f"reader-{VERSION}-0123456789abcdef" / FILE)
    assert same(weights(Path("a"), HASH), MADE)
    assert same(weights(Path("a"), HASH), MADE)
    assert len(times) == 2


def test_where_nothing_can_be_written_it_is_made_each_time(
    tmp_path: Path, times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        assert same(weights(Path("a"), HASH), MADE)
    assert len(times) == 2


def test_the_packaged_reader_s_are_kept_bit_for_bit(cache: Path) -> None:
    made, kept = (weights(PACKAGED / WEIGHTS, HASH) for _ in range(2))
    assert (cache / f"reader-{VERSION}-0123456789abcdef" / FILE).stat().st_size > 50_000_000
    assert same(made, kept)
