"""ibid forget, and ibid index --verify: what is said, and what is asked first."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest

import index.open
from app.cli import main
from index.manifest import MANIFEST, read_manifest
from index.search import build
from index.store import default_folder, save
from index.underway import new_folder
from ingest.source import read_article
from tests.conftest import WordEncoder

TRAM = "Tram line\n\nThe tram line was opened in the spring of 1904. It runs from the harbour to the station.\n"


@pytest.fixture
def tram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article, in a folder of its own beside a cache."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.delenv("IBID_INDEX", raising=False)
    path = tmp_path / "tram.txt"
    path.write_text(TRAM)
    return path


def indexed(tram: Path, folder: Path | None = None) -> Path:
    article = read_article(tram)
    place = folder or default_folder(article, "all-MiniLM-L6-v2")
    save(build(article, WordEncoder()), place)
    return place


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    code = main([str(part) for part in arguments])
    out, err = capsys.readouterr()
    return code, out, err


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_nothing_to_forget(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ((tram,), ("--all",), (tram, "--dry-run"), (tram, "--index", tram.parent)):
        assert run(capsys, "forget", *arguments) == (0, "nothing to forget\n", "")


def test_an_article_s_index_is_listed_and_removed(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = indexed(tram)
    code, out, err = run(capsys, "forget", tram, "--dry-run")
    listed, total = out.splitlines()
    assert listed.endswith(f"MB  index  {place}  “Tram line”, fake-words")
    assert total == "would remove 1 index, 0.0 MB"
    assert (code, err, place.exists()) == (0, "", True)
    code, out, err = run(capsys, "forget", tram, "--yes")
    assert out.splitlines() == [listed, "removed 1 index, 0.0 MB"]
    assert (code, err, place.exists(), tram.exists()) == (0, "", False, True)


@pytest.mark.parametrize(
    ("typed", "goes"), [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("", False), ("yess\n", False)]
)
def test_it_asks(
    typed: str, goes: bool, tram: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = indexed(tram)
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    code, out, _ = run(capsys, "forget", tram)
    assert "remove 1 index, 0.0 MB? [y/N]" in out
    assert (code, place.exists()) == (0, not goes)
    assert out.endswith("removed 1 index, 0.0 MB\n" if goes else "nothing removed\n")


def test_nobody_to_ask(tram: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = indexed(tram)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, _, err = run(capsys, "forget", tram)
    assert (code, err) == (2, "ibid: nobody is there to be asked; give --yes, or --dry-run to look only\n")
    assert place.exists()


def test_a_folder_of_one_s_own(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = indexed(tram, tram.parent / "work")
    (folder / "thesis.txt").write_text("mine")
    default = indexed(tram)
    other = tram.with_name("other.txt")
    other.write_text("Another\n\nSomething else entirely was said here.\n")
    code, _, err = run(capsys, "forget", other, "--index", folder, "--yes")
    assert code == 2
    assert "an index of another article (“Tram line”)" in err
    assert run(capsys, "forget", "--all", "--index", folder, "--yes")[0] == 0
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    assert default.exists(), "only what is in that folder"


def test_all_or_one(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "forget", tram, "--all")
    assert (code, err) == (2, "ibid: give an article, or --all: ibid forget my-article.txt\n")


def test_what_is_being_built_stays(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = indexed(tram)
    with new_folder(place, "generation"):
        code, out, err = run(capsys, "forget", tram, "--yes")
    assert (code, out, err) == (0, "nothing to forget\n", f"ibid: {place}: is being built now, and stays\n")
    assert place.exists()


# ibid index --verify


def test_a_whole_index_is_said_to_be(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = indexed(tram)
    files = len(read_manifest(place).files)
    wanted = (0, f"{place}: whole; all {files} files (0.0 MB) are as they were written\n", "")
    assert run(capsys, "index", tram, "--verify") == wanted
    assert run(capsys, "index", tram, "--verify", "--index", place) == wanted


def test_a_damaged_one_is_named(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = indexed(tram)
    path = place / read_manifest(place).generation / "chunks.npy"
    path.write_bytes(b"")
    code, out, err = run(capsys, "index", tram, "--verify")
    assert (code, out) == (2, "")
    assert err == f"ibid: {path}: has 0 bytes instead of 132; run `ibid index --index {place}`\n"


@pytest.mark.parametrize("spoil", [False, True], ids=["none", "manifest-cut"])
def test_nothing_is_built_to_be_verified(
    spoil: bool, tram: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.open, "open_index", None)
    folder = tram.parent / "work"
    if spoil:
        (indexed(tram, folder) / MANIFEST).write_bytes(b"{")
    code, out, err = run(capsys, "index", tram, "--verify", "--index", folder)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"run `ibid index --index {folder}`" in err
