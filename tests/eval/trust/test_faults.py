"""The faults' rows: kept now, and not kept where what they promise is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.trust.fault_builds import _killed, _met
from eval.trust.fault_damage import _every_file, _exported, _large, _manifest, _reader
from eval.trust.fault_disk import _clock, _file_limit, _power
from eval.trust.place import Place, place_in
from eval.trust.toy import text
from eval.trust.toy_ibid import ToyIbid
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
        _killed(place, ibid, 2, fresh=False),
        _killed(place, ibid, 2, fresh=True),
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
    monkeypatch.setattr("eval.trust.fault_damage.check_exported", lambda _: None)
    assert not _exported(full=False).kept
