"""What a name stands for is on the disk before the name is."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from index import durable
from index.durable import make_folder, replace, settle


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What was brought to the disk, and renamed, in order; paths below the test's folder."""
    heard: list[str] = []
    fsync, change = os.fsync, Path.replace

    def named(inode: int) -> str:
        return next(
            p.relative_to(tmp_path).as_posix() for p in (tmp_path, *tmp_path.rglob("*")) if p.stat().st_ino == inode
        )

    def synced(descriptor: int) -> None:
        heard.append(named(os.fstat(descriptor).st_ino))
        fsync(descriptor)

    def changed(path: Path, target: Path) -> Path:
        heard.append(f"{path.relative_to(tmp_path)} → {target.relative_to(tmp_path)}")
        return change(path, target)

    monkeypatch.setattr(durable.os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", changed)
    return heard


def test_files_then_the_folders_that_name_them(tmp_path: Path, calls: list[str]) -> None:
    (tmp_path / "new" / "part").mkdir(parents=True)
    (tmp_path / "new" / "a").write_text("1")
    (tmp_path / "new" / "part" / "b").write_text("2")
    settle(tmp_path / "new")
    assert calls == ["new/a", "new/part/b", "new/part", "new", "."]


def test_the_new_file_then_its_name_then_its_folder(tmp_path: Path, calls: list[str]) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "manifest").write_text("old")
    replace(tmp_path / "manifest", b"new", by=tmp_path / "new" / "manifest")
    assert (tmp_path / "manifest").read_bytes() == b"new"
    assert calls == ["new/manifest", "new/manifest → manifest", "."]


def test_a_folder_and_those_above_it(tmp_path: Path, calls: list[str]) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert calls == ["a", "."]


def test_a_file_that_can_not_be_brought_to_the_disk_is_an_error_and_a_folder_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(22, "Invalid argument")

    (tmp_path / "new").mkdir()
    monkeypatch.setattr(durable.os, "fsync", refuse)
    settle(tmp_path / "new")
    (tmp_path / "new" / "file").write_text("1")
    with pytest.raises(OSError, match="Invalid argument"):
        settle(tmp_path / "new")


def test_a_folder_that_the_disk_fails_to_keep_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "new").mkdir()
    monkeypatch.setattr(durable.os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        settle(tmp_path / "new")
