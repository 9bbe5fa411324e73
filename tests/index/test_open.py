"""Opened where there is an index, built where there is none, and never replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

import index.open
from index.errors import IndexDamaged, IndexMismatch, IndexUnwritable, ModelError
from index.open import open_index
from index.store import MANIFEST, read_manifest
from tests.conftest import WordEncoder
from tests.making import P, made

SMALL = made(P(("The war began in September.", "It ended in November.")))
OTHER = made(P(("The tram was opened in spring.",)), title="Tram line")


def test_built_once_then_read(tmp_path: Path) -> None:
    first = WordEncoder()
    heard: list[tuple[str, int, int]] = []
    open_index(SMALL, folder=tmp_path, encoder=first, progress=lambda *step: heard.append(step))
    # Two sentences and the chunk they make.
    assert len(first.encoded) == 3
    assert heard[-1] == ("embedding", 3, 3)
    again = WordEncoder()
    opened = open_index(SMALL, folder=tmp_path, encoder=again, progress=lambda *step: heard.append(step))
    assert again.encoded == []
    assert len(heard) == 3
    assert opened.search("When did it end in November?", 1)[0].unit.id == 1


def test_rebuilt_when_told_to(tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    before = read_manifest(tmp_path).generation
    encoder = WordEncoder()
    open_index(SMALL, folder=tmp_path, encoder=encoder, rebuild=True)
    assert len(encoder.encoded) == 3
    assert read_manifest(tmp_path).generation != before


def test_what_does_not_fit_is_never_replaced_unasked(tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    before = (tmp_path / MANIFEST).read_bytes()
    with pytest.raises(IndexMismatch):
        open_index(OTHER, folder=tmp_path, encoder=WordEncoder())
    with pytest.raises(IndexMismatch):
        open_index(SMALL, folder=tmp_path, encoder=WordEncoder(name="other"))
    assert (tmp_path / MANIFEST).read_bytes() == before
    (tmp_path / MANIFEST).write_bytes(before[:-9])
    with pytest.raises(IndexDamaged):
        open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    assert (tmp_path / MANIFEST).read_bytes() == before[:-9]
    # The advice of each of these lines helps.
    assert open_index(OTHER, folder=tmp_path, encoder=WordEncoder(), rebuild=True).article is OTHER
    assert open_index(OTHER, folder=tmp_path, encoder=WordEncoder()).article is OTHER


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_folder_that_can_not_be_written_is_told_before_the_work(tmp_path: Path, rebuild: bool) -> None:
    (tmp_path / "file").write_text("in the way")
    encoder = WordEncoder()
    with pytest.raises(IndexUnwritable):
        open_index(SMALL, folder=tmp_path / "file" / "index", encoder=encoder, rebuild=rebuild)
    assert encoder.encoded == []


def test_an_interrupt_while_embedding_leaves_the_old_index(tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def interrupt(what: str, done: int, whole: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_index(SMALL, folder=tmp_path, encoder=WordEncoder(), rebuild=True, progress=interrupt)
    with pytest.raises(KeyboardInterrupt):
        open_index(SMALL, folder=tmp_path / "new", encoder=WordEncoder(), progress=interrupt)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "new").exists()
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())


def test_the_default_place_is_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IBID_INDEX", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(index.open, "SentenceTransformerEncoder", lambda model: WordEncoder(name=model))
    open_index(SMALL, model="a")
    open_index(SMALL, model="b")
    assert len(list(tmp_path.rglob(MANIFEST))) == 2


def test_a_model_that_is_not_there_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelError):
        open_index(SMALL, folder=tmp_path / "index", model=str(tmp_path / "model"))
    assert not (tmp_path / "index").exists()
