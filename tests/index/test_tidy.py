"""What builds left is taken away; what may be the index is not."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from index import durable
from index.errors import IndexUnwritable
from index.manifest import MANIFEST
from index.search import build
from index.store import load, save
from index.tidy import tidy
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

SMALL = made(P(("The war began in September.[1]", "It ended in November.")))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    save(build(SMALL, WordEncoder(), count=count_words), tmp_path / "index")
    (tmp_path / "index" / "generation-000000000000").mkdir()
    return tmp_path / "index"


def test_a_generation_that_the_manifest_does_not_name_goes(index: Path) -> None:
    tidy(index)
    assert not (index / "generation-000000000000").exists()
    load(index, SMALL, WordEncoder())


def test_where_the_manifest_can_not_be_read_each_may_be_the_one(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = sorted(index.iterdir()), Path.read_bytes

    def fails(path: Path) -> bytes:
        if path.name == MANIFEST:
            raise OSError(errno.EMFILE, "Too many open files")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", fails)
    tidy(index)
    monkeypatch.undo()
    assert [path for path in sorted(index.iterdir()) if path.is_dir()] == [path for path in before if path.is_dir()]
    load(index, SMALL, WordEncoder())


def test_a_build_whose_last_step_is_not_known_to_be_kept_keeps_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest names it, the folder then can't be brought to the disk, nor the manifest be read."""
    folder, read = tmp_path / "index", Path.read_bytes
    replace = durable.replace

    def breaks(path: Path, data: bytes, *, by: Path) -> None:
        replace(path, data, by=by)
        monkeypatch.setattr(Path, "read_bytes", fails)
        raise OSError(errno.EIO, "Input/output error")

    def fails(path: Path) -> bytes:
        if path.name == MANIFEST:
            raise OSError(errno.EMFILE, "Too many open files")
        return read(path)

    monkeypatch.setattr(durable, "replace", breaks)
    with pytest.raises(IndexUnwritable):
        save(build(SMALL, WordEncoder(), count=count_words), folder)
    monkeypatch.undo()
    load(folder, SMALL, WordEncoder())
