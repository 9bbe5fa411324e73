"""An index that counts as large, and one that is read wholly."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from index import arrays, whole
from index.arrays import SUFFIX, Watched
from index.dense import LISTS, Dense
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.manifest import MANIFEST, read_manifest
from index.search import Index, build
from index.store import load, save, stored_in, verify
from ingest.article import Article
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

SMALL = made(P(("The war began in September.[1]", "It ended in November.")), P(("A parade was held.",), ("Aftermath",)))
OTHER = made(P(("The tram was opened in spring.",)), title="Tram line")


def saved(folder: Path, article: Article = SMALL) -> Path:
    save(build(article, WordEncoder(), count=count_words), folder)
    return folder


def opened(folder: Path) -> Index:
    return load(folder, SMALL, WordEncoder())


def at(folder: Path, name: str) -> Path:
    return folder / read_manifest(folder).generation / name


def flip(path: Path, byte: int = -1) -> None:
    data = bytearray(path.read_bytes())
    data[byte] ^= 1
    path.write_bytes(bytes(data))


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every array of it counts as large."""
    monkeypatch.setattr(whole, "HASHED", 0)
    monkeypatch.setattr(arrays, "BLOCK", 128)  # a header's length
    return saved(tmp_path / "large")


def test_small_arrays_have_no_hashes_of_blocks(tmp_path: Path) -> None:
    assert not list(saved(tmp_path / "small").rglob(f"*{SUFFIX}"))


def test_a_large_index_answers_as_a_small_one(large: Path, tmp_path: Path) -> None:
    index, small = opened(large), opened(saved(tmp_path / "small"))
    assert isinstance(index.parts.sentence_vectors.vectors, Watched)
    for question in ("When did the war begin?", "parade", "zeppelin", ""):
        assert index.search(question, 9) == small.search(question, 9)
    assert stored_in(large, WordEncoder()).keys() == stored_in(tmp_path / "small", WordEncoder()).keys()


def test_a_large_index_is_saved_again_as_it_is(large: Path, tmp_path: Path) -> None:
    save(opened(large), tmp_path / "again")
    assert opened(tmp_path / "again").search("parade", 9) == opened(large).search("parade", 9)


@pytest.mark.parametrize(
    "name", ["sentence-vectors/vectors.npy", "sentence-words/scores.npy", "sentence-tokens/codes.npy"]
)
def test_damage_to_a_large_array_is_told_when_it_is_read(large: Path, name: str) -> None:
    """The last byte of each is of the article's last word, `held`."""
    flip(at(large, name))
    index = opened(large)
    with pytest.raises(IndexDamaged) as error:
        index.search("A parade was held in September.", 3)
    assert f"{at(large, name)}: has been altered near byte" in str(error.value)
    assert f"run `ibid index --index {large}`" in str(error.value)
    with pytest.raises(IndexDamaged, match="altered"):
        verify(large, SMALL)


def test_damaged_vectors_are_not_used_for_the_next_build(large: Path) -> None:
    flip(at(large, "sentence-vectors/vectors.npy"))
    assert stored_in(large, WordEncoder()) == {}


@pytest.mark.parametrize("what", ["altered", "removed"])
def test_the_hashes_of_blocks_are_files_of_the_index_too(large: Path, what: str) -> None:
    path = at(large, f"sentence-vectors/vectors.npy{SUFFIX}")
    if what == "removed":
        path.unlink()
    else:
        flip(path)
    with pytest.raises(IndexDamaged) as error:
        opened(large)
    assert str(path) in str(error.value)


def test_large_files_that_are_no_arrays_are_hashed_at_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAISS reads its lists itself."""
    monkeypatch.setattr(whole, "HASHED", 0)
    monkeypatch.setattr(Dense, "build", partial(Dense.build, exact=0))
    article = made(P(tuple(f"Sentence {number} says {number * 7}." for number in range(200))))
    save(build(article, WordEncoder(dimension=8), count=count_words), tmp_path / "index")
    load(tmp_path / "index", article, WordEncoder(dimension=8)).search("Sentence 7", 3)
    flip(at(tmp_path / "index", f"sentence-vectors/{LISTS}"), 4_000)
    with pytest.raises(IndexDamaged, match=LISTS):
        load(tmp_path / "index", article, WordEncoder(dimension=8))


# Read wholly.


def test_a_whole_index(tmp_path: Path, large: Path) -> None:
    for folder in (saved(tmp_path / "small"), large):
        assert verify(folder, SMALL) == read_manifest(folder)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WAYS: list[tuple[str, Callable[[Path], None], str]] = [
    ("flipped", flip, "has been altered"),
    ("emptied", _empty, "has 0 bytes instead of"),
    ("removed", Path.unlink, "missing from the index"),
    ("a-folder", _folder, "bytes instead of"),
]


@pytest.mark.parametrize(("damage", "said"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_the_damaged_file_is_named(tmp_path: Path, damage: Callable[[Path], None], said: str) -> None:
    folder = saved(tmp_path / "index")
    damage(at(folder, "surroundings.npy"))
    with pytest.raises(IndexDamaged) as error:
        verify(folder, SMALL)
    message = str(error.value)
    assert message.startswith(f"{at(folder, 'surroundings.npy')}: ")
    assert said in message
    assert message.endswith(f"; run `ibid index --index {folder}`")


def test_of_several_the_first_is_named_and_the_others_counted(tmp_path: Path) -> None:
    folder = saved(tmp_path / "index")
    for name in ("surroundings.npy", "chunks.npy", "sentence-words/starts.npy"):
        flip(at(folder, name))
    with pytest.raises(IndexDamaged) as error:
        verify(folder, SMALL)
    files = len(read_manifest(folder).files)
    assert f"{at(folder, 'chunks.npy')}: has been altered (and 2 more of {files} files damaged); run" in str(
        error.value
    )


def test_what_is_no_index_or_another_s(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        verify(tmp_path, SMALL)
    with pytest.raises(IndexMismatch, match="another article"):
        verify(saved(tmp_path / "other", OTHER), SMALL)


# The manifest.


def test_every_bit_of_the_manifest_counts(tmp_path: Path) -> None:
    folder = saved(tmp_path / "index")
    path = folder / MANIFEST
    data = path.read_bytes()
    for byte in range(0, len(data), 3):
        changed = bytearray(data)
        changed[byte] ^= 1 << byte % 8
        path.write_bytes(bytes(changed))
        with pytest.raises((IndexDamaged, IndexMismatch)):
            read_manifest(folder)


@pytest.mark.parametrize(
    "change",
    [
        # Read as JSON they say the same, and so their hash is the same.
        lambda data: data.replace(b'"cosine": null', b'"cosine":  null'),
        lambda data: data + b"\n",
        lambda data: data.replace(b"Made by hand", b"Made by h\\u0061nd"),
        lambda data: data.replace(b'"format": 3', b'"format": 9, "format": 3'),
    ],
    ids=["space", "line", "escape", "twice"],
)
def test_another_writing_of_the_same_manifest_is_not_it(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = saved(tmp_path / "index") / MANIFEST
    data = path.read_bytes()
    path.write_bytes(change(data))
    assert path.read_bytes() != data
    with pytest.raises(IndexDamaged, match="altered"):
        read_manifest(path.parent)
