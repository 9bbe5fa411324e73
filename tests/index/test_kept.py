"""What Ibid keeps on the disk, and nothing else, is removed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import IndexMismatch, IndexUnwritable
from index.kept import What, freed, kept_everywhere, kept_in, kept_of, remove
from index.manifest import MANIFEST, read_manifest
from index.search import build
from index.store import default_folder, save
from index.underway import lock_of, new_folder
from ingest.article import Article
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

SMALL = made(P(("The war began in September.[1]", "It ended in November.")))
OTHER = made(P(("The tram was opened in spring.",)), title="Tram line")
MODEL, READER = "encoder-2-0123456789abcdef", "reader-1-0123456789abcdef"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ibid's folder in a cache of its own, and an empty folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.delenv("IBID_INDEX", raising=False)
    (tmp_path / "cache" / "ibid").mkdir(parents=True)
    return tmp_path / "cache" / "ibid"


def saved(folder: Path, article: Article = SMALL) -> Path:
    save(build(article, WordEncoder(), count=count_words), folder)
    return folder


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_an_article_s_indexes_of_every_model(cache: Path) -> None:
    mine = [saved(default_folder(SMALL, "all-MiniLM-L6-v2")), saved(default_folder(SMALL, "another"))]
    other = saved(default_folder(OTHER, "another"), OTHER)
    found = kept_of(SMALL)
    assert {held.place for held in found} == set(mine)
    assert {held.about for held in found} == {"“Made by hand”, fake-words"}
    for held in found:
        remove(held)
    assert [path.name for path in cache.iterdir()] == [other.name]


def test_everything(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBID_INDEX", str(saved(tmp_path / "chosen")))
    monkeypatch.setenv("HOME", str(tmp_path))
    saved(cache / "index-0123456789abcdef", OTHER)
    for name in (MODEL, f".{MODEL}-0123456789ab", f".{MODEL}-01234567", READER, f".{READER}-0123456789ab"):
        (cache / name).mkdir()
    lock_of(cache / f".{MODEL}-0123456789ab").write_bytes(b"")
    (cache / ".building-ffffffffffff").write_bytes(b"")
    passing = tmp_path / "temporary" / "ibid-abcdefgh"
    (passing / "encoder-0123456789ab").mkdir(parents=True)
    found = kept_everywhere()
    assert [held.what for held in found].count(What.INDEX) == 2
    assert [held.what for held in found].count(What.MODEL) == 2
    assert [held.what for held in found].count(What.LEFT) == 5
    for held in found:
        remove(held)
    assert not cache.exists()
    assert not (tmp_path / "chosen").exists()
    assert not passing.exists()
    assert kept_everywhere() == []


# Whose is it?

FOREIGN = [
    "index-0123456789abcdef/notes.txt",
    "index-mine/manifest.json",
    "encoder-2/model.bin",
    "encoder-2-0123456789abcdeg/model.bin",
    ".encoder-backup/model.bin",
    "reader-1/model.bin",
    "proofreader-1-0123456789abcdef/model.bin",
    "generation-0123456789ab/file",
    "thesis.txt",
]


def test_nothing_else_goes(cache: Path, tmp_path: Path) -> None:
    for name in FOREIGN:
        (cache / name).parent.mkdir(exist_ok=True)
        (cache / name).write_text("mine")
    (tmp_path / "temporary" / "ibid-abcdefgh").mkdir()
    (tmp_path / "temporary" / "ibid-abcdefgh" / "letter").write_text("mine")
    (tmp_path / "temporary" / "ibid-notes").write_text("mine")
    before = below(tmp_path)
    assert kept_everywhere() == []
    assert below(tmp_path) == before


def test_a_folder_that_holds_other_files_keeps_them(cache: Path, tmp_path: Path) -> None:
    folder = saved(tmp_path / "work")
    (folder / "generation-of-artists").mkdir()
    (folder / "thesis.txt").write_text("mine")
    (folder / "generation-ffffffffffff").symlink_to(tmp_path / "cache")
    (held,) = kept_in(folder, SMALL)
    remove(held)
    assert below(folder) == ["generation-ffffffffffff", "generation-of-artists", "thesis.txt"]
    assert cache.exists()


@pytest.mark.parametrize(
    "manifest",
    ['{"name": "A web application", "icons": []}', '{"generation": 7}', "[]", "not JSON"],
    ids=["web", "one-field-alike", "list", "text"],
)
def test_another_program_s_manifest_stays(cache: Path, tmp_path: Path, manifest: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MANIFEST).write_text(manifest)
    assert kept_in(folder, None) == []


def test_another_program_s_manifest_stays_where_a_build_was_killed(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "generation-0123456789ab").mkdir(parents=True)
    (folder / MANIFEST).write_text('{"name": "A web application"}')
    (held,) = kept_in(folder, None)
    assert held.what is What.LEFT
    remove(held)
    assert below(folder) == [MANIFEST]


def test_a_link_is_not_followed(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("mine")
    folder = saved(tmp_path / "work")
    (folder / read_manifest(folder).generation / "link").symlink_to(tmp_path / "precious")
    for held in kept_in(folder, None):
        remove(held)
    assert (tmp_path / "precious" / "file").read_text() == "mine"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _older(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 0}))


@pytest.mark.parametrize(
    ("spoil", "about"),
    [(_cut, "whole no more"), (_older, "“Made by hand”, fake-words"), (Path.unlink, "")],
    ids=["cut", "older", "no-manifest"],
)
def test_an_index_that_can_not_be_used_goes_too(
    cache: Path, tmp_path: Path, spoil: Callable[[Path], None], about: str
) -> None:
    folder = saved(tmp_path / "work")
    spoil(folder / MANIFEST)
    (held,) = kept_in(folder, SMALL)
    assert held.about == about
    remove(held)
    assert not folder.exists()


def test_another_article_s_index_is_refused(cache: Path, tmp_path: Path) -> None:
    folder = saved(tmp_path / "work", OTHER)
    with pytest.raises(IndexMismatch, match="Tram line"):
        kept_in(folder, SMALL)
    assert len(kept_in(folder, None)) == 1


# What is under way, and what it gives back.


def test_what_is_being_built_is_busy(cache: Path, tmp_path: Path) -> None:
    folder = saved(tmp_path / "work")
    with new_folder(folder, "generation"), new_folder(cache, f".{MODEL}"):
        assert [held.busy for held in kept_in(folder, None)] == [True]
        assert [held.busy for held in kept_everywhere()] == [True]
    assert [held.busy for held in kept_in(folder, None)] == [False]


def test_a_file_of_two_names_counts_once_and_where_it_goes(cache: Path, tmp_path: Path) -> None:
    (cache / MODEL).mkdir()
    (cache / MODEL / "weights").write_bytes(b"x" * 1_000)
    folder = saved(cache / "index-0123456789abcdef")
    (folder / read_manifest(folder).generation / "weights").hardlink_to(cache / MODEL / "weights")
    index, model = kept_everywhere()
    own = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) - 1_000
    assert freed([index, model]) == [own, 1_000]
    assert freed([index]) == [own], "the model keeps it"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may remove anything")
def test_what_can_not_be_removed_is_one_line(cache: Path, tmp_path: Path) -> None:
    folder = saved(tmp_path / "work")
    (held,) = kept_in(folder, None)
    folder.chmod(0o500)
    try:
        with pytest.raises(IndexUnwritable, match="cannot be removed"):
            remove(held)
    finally:
        folder.chmod(0o700)


def test_an_error_while_removing_is_one_line(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (held,) = kept_in(saved(tmp_path / "work"), None)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("shutil.rmtree", refuse)
    with pytest.raises(IndexUnwritable) as error:
        remove(held)
    assert "cannot be removed (Permission denied)" in str(error.value)
    assert not (held.place / MANIFEST).exists(), "what is half removed is no index any more"


def test_what_changed_while_somebody_was_asked_stays(tmp_path: Path, cache: Path) -> None:
    (listed,) = kept_in(saved(tmp_path / "here"), SMALL)
    saved(tmp_path / "here")  # a build that ended meanwhile
    with pytest.raises(IndexUnwritable, match="has changed meanwhile; run `ibid forget` again"):
        remove(listed)
    (now,) = kept_in(tmp_path / "here", SMALL)
    remove(now)
    assert not (tmp_path / "here").exists()


def test_a_home_that_is_nobody_s_is_said(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBID_INDEX", "~nobody-of-this-name/index")
    with pytest.raises(IndexUnwritable, match="no such home folder"):
        kept_everywhere()
