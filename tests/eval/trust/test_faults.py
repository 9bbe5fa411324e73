"""The faults' rows: kept now, and not kept where what they promise is taken away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.trust import fault_builds
from eval.trust.fault_builds import _killed, _killed_for_real, _met, _unfinished
from eval.trust.fault_damage import _every_file, _large, _manifest
from eval.trust.fault_disk import _clock, _file_limit, _power
from eval.trust.fault_models import _exported, _reader
from eval.trust.place import Place, place_in
from eval.trust.toy import text
from eval.trust.toy_ibid import Said, ToyIbid
from index.manifest import MANIFEST, generation_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ibid() -> Iterator[ToyIbid]:
    with ToyIbid() as running:
        yield running


@pytest.fixture
def place(ibid: ToyIbid, tmp_path: Path) -> Place:
    return place_in(tmp_path, ibid)


@pytest.fixture
def other(place: Place, ibid: ToyIbid, tmp_path: Path) -> Place:
    """An index of another article."""
    (tmp_path / "towers.txt").write_text(text("tower"), "utf-8")
    found = Place(tmp_path / "towers.txt", place.article, tmp_path / "other", ())
    assert found.build(ibid).code == 0
    return found


def test_what_stands_in_a_place(place: Place) -> None:
    assert place.state() == generation_of(place.folder)
    assert place.strays() == []
    (place.folder / "generation-0123456789ab").mkdir()
    assert place.strays() == ["generation-0123456789ab"]
    (place.folder / MANIFEST).write_bytes(b"{")
    assert place.state().startswith("refused: ")
    place.clear()
    assert (place.state(), place.strays()) == ("none", [])


def test_they_are_kept(place: Place, other: Place, ibid: ToyIbid) -> None:
    for row in (
        _killed(place, ibid, 8, fresh=False),
        _killed(place, ibid, 8, fresh=True),
        _met(place, 2, 2),
        _file_limit(place, ibid, 2),
        _clock(place, ibid),
        _power(place),
        _every_file(place, other, ibid, 1),
        _manifest(place, ibid, 20),
        _large(place, 6),
        _exported(full=False),
        _reader(1),
    ):
        assert row.kept, row


# Taken away, the row says so.


@pytest.mark.parametrize("fresh", [True, False])
def test_kills_that_hit_nothing(place: Place, ibid: ToyIbid, fresh: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ibid, "kill", ibid.end)
    row = _killed(place, ibid, 2, fresh=fresh)
    assert row.figure.startswith("0 of 2 builds killed")
    assert not row.kept


def test_an_index_that_is_gone_after_a_kill(place: Place, ibid: ToyIbid, monkeypatch: pytest.MonkeyPatch) -> None:
    kill = ibid.kill

    def kill_and_lose() -> Said | None:
        found = kill()
        (place.folder / MANIFEST).unlink(missing_ok=True)
        return found

    monkeypatch.setattr(ibid, "kill", kill_and_lose)
    assert not _killed(place, ibid, 4, fresh=False).kept


def test_what_a_build_left(place: Place) -> None:
    assert not _unfinished(place.folder)
    (place.folder / ".building-0123456789ab").touch()
    assert _unfinished(place.folder)


def test_builds_that_are_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _met(place, 2, 1).kept
    end = ToyIbid.end

    def refused(self: ToyIbid) -> Said | None:
        end(self)
        return Said(2, "", "ibid: another builds here\n", 0.0)

    monkeypatch.setattr(ToyIbid, "end", refused)
    assert not _met(place, 2, 1).kept


# What stands for `ibid index`: it writes a generation and names it, or it does nothing.
BUILDS = """
import pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
one = f"{time.time_ns():x}"[-12:]
for old in [*folder.glob(".building-*"), *folder.glob("generation-*")]:
    old.unlink()
(folder / f".building-{one}").touch()
(folder / f"generation-{one}").touch()
time.sleep(0.3)
(folder / "manifest.json").write_text(one)
(folder / f".building-{one}").unlink()
"""


@pytest.mark.parametrize(("builds", "kept"), [(BUILDS, True), ("", False)], ids=["killed", "nothing-to-kill"])
def test_kills_of_a_real_build(builds: str, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(article: object, *, folder: Path) -> None:
        folder.mkdir()
        (folder / MANIFEST).write_text("0")
        (folder / "generation-0").touch()

    def named(folder: Path) -> str:
        return f"generation-{(folder / MANIFEST).read_text()}"

    monkeypatch.setattr(fault_builds, "open_index", made)
    monkeypatch.setattr(fault_builds, "verify", lambda *_: None)
    monkeypatch.setattr(fault_builds, "generation_of", named)
    monkeypatch.setattr(fault_builds, "command", lambda *arguments: [sys.executable, "-c", builds, arguments[-1]])
    row = _killed_for_real(8)
    assert row.kept is kept, row


def test_files_that_are_not_compared(
    place: Place, other: Place, ibid: ToyIbid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.check_files", lambda *_: None)
    assert not _every_file(place, other, ibid, 2).kept


def test_blocks_that_are_not_compared(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.arrays.Watched._compare", lambda *_: None)
    assert not _large(place, 40).kept


@pytest.mark.parametrize("call", ["settle", "_sync_folder", "_sync"])
def test_files_that_are_not_brought_to_the_disk(place: Place, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"index.durable.{call}", lambda *_: None)
    assert not _power(place).kept


def test_leftovers_that_stay(place: Place, ibid: ToyIbid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.tidy", lambda _: None)
    assert not _clock(place, ibid).kept


def test_an_export_that_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.trust.fault_models.check_exported", lambda _: None)
    assert not _exported(full=False).kept
