"""Disks that are full, that may not be written, that lose power; and a clock that is set back."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from eval.trust.place import Place, place_in
from eval.trust.row import Row, Size
from eval.trust.toy import ToyEncoder
from eval.trust.toy_ibid import NOBODY, Said, ToyIbid
from index.manifest import generation_of, read_manifest
from index.open import open_index
from index.underway import lock_of


def disk_rows(size: Size) -> list[Row]:
    """Each fault with the toy article's index in place, and what of it stands afterwards."""
    full = size is Size.FULL
    with tempfile.TemporaryDirectory() as folder, ToyIbid() as ibid:
        place = place_in(Path(folder), ibid)
        return [
            _file_limit(place, ibid, 24 if full else 4),
            *_small_disk(place, ibid, 24 if full else 4),
            _read_only(place, ibid),
            _clock(place, ibid),
            _power(place),
        ]


class _Tried:
    """Builds that must fail, and leave the index that was there and nothing else."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._before = generation_of(place.folder) or "none"
        self.times = self.failed = 0
        self.bad: list[str] = []
        self.line = ""

    def hears(self, said: Said) -> None:
        self.times += 1
        if said.code == 0:  # there was room after all
            self._before = generation_of(self._place.folder) or "none"
        else:
            self.failed += 1
            self.line = said.line or self.line
            self.bad += [] if said.refused else [said.err]
        self.bad += [] if self._place.state() == self._before else [self._place.state()]
        self.bad += self._place.strays()

    def figure(self) -> str:
        return (
            f"{self.times} builds, {self.failed} of them refused: {len(self.bad)} times the line, the exit code, the "
            "index or the folder was not as promised"
        )


def _file_limit(place: Place, ibid: ToyIbid, times: int) -> Row:
    most = max(entry.size for entry in read_manifest(place.folder).files)
    tried = _Tried(place)
    for number in range(times):
        tried.hears(place.build(ibid, limit=most * number // times))
    place.clear()
    empty = _Tried(place)
    for number in range(times):
        empty.hears(place.build(ibid, limit=most * number // times))
    place.build(ibid)
    bad = tried.bad + empty.bad
    return Row(
        "Where a file can't grow any more (RLIMIT_FSIZE), a build ends with 2 and one line, the old index stays, "
        "and nothing half is left",
        f"{tried.figure()}; into an empty place {empty.figure()}",
        not bad and tried.failed == tried.times,
        tried.line,
    )


def _small_disk(place: Place, ibid: ToyIbid, times: int) -> list[Row]:
    """No row where no disk can be mounted, which takes root: what was not tried is not promised."""
    needed = sum(path.stat().st_blocks * 512 for path in place.folder.rglob("*")) // 1024
    tried: _Tried | None = None
    bad: list[str] = []
    for number in range(times):
        kilobytes = needed + needed * number // times
        with _mounted(place.folder.parent / "disk", f"size={kilobytes}k") as disk:
            if disk is None:
                return []
            small = replace(place, folder=disk / "index")
            shutil.copytree(place.folder, small.folder)
            one = _Tried(small)
            one.hears(small.build(ibid))
            if tried:
                one.times, one.failed = one.times + tried.times, one.failed + tried.failed
                one.line = one.line or tried.line
            bad += one.bad
            one.bad = bad
            tried = one
    assert tried
    promise = "So it is on a disk that is full (a tmpfs that holds one index and a part of a second)"
    return [Row(promise, tried.figure(), not bad and tried.failed > 0, tried.line)]


def _read_only(place: Place, ibid: ToyIbid) -> Row:
    tried = _Tried(place)
    tried.hears(place.build(ibid, user=NOBODY) if os.geteuid() == 0 else _forbidden(place, ibid))
    how = "one that another user owns" if os.geteuid() == 0 else "one without the right to write"
    with _mounted(place.folder.parent / "disk", "size=8m") as disk:
        if disk:
            fixed = replace(place, folder=disk / "index")
            shutil.copytree(place.folder, fixed.folder)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
            one = _Tried(fixed)
            one.hears(fixed.build(ibid))
            tried.times, tried.failed, tried.bad = tried.times + 1, tried.failed + one.failed, tried.bad + one.bad
            how += ", and a disk mounted read-only"
    return Row(
        "Where a folder may not be written, a build ends with 2 and one line, and the old index stays",
        f"{tried.figure()} ({how})",
        not tried.bad and tried.failed == tried.times,
        tried.line,
    )


def _forbidden(place: Place, ibid: ToyIbid) -> Said:
    place.folder.chmod(0o555)
    try:
        return place.build(ibid)
    finally:
        place.folder.chmod(0o755)


def _clock(place: Place, ibid: ToyIbid) -> Row:
    """Leftovers that seem to be of the future and of long ago, and a build that thinks it is 1970."""
    bad: list[str] = []
    tried = 0
    for at in (0, 4_000_000_000):
        left = place.folder / "generation-0123456789ab"
        left.mkdir(exist_ok=True)
        lock_of(left).write_bytes(b"")
        os.utime(left, (at, at))
        os.utime(place.folder / (generation_of(place.folder) or ""), (4_000_000_000 - at, 4_000_000_000 - at))
        with patch("time.time", lambda at=at: float(at)):
            open_index(place.article, folder=place.folder, encoder=ToyEncoder(), rebuild=True)
        tried += 1
        bad += place.strays()
        bad += [] if place.state().startswith("generation-") else [place.state()]
    place.build(ibid)
    return Row(
        "A clock that was set back, or forward, changes nothing: what is left over is told by locks, not by its age",
        f"{tried} builds with files of 1970 and of 2096 and the clock at either: {len(bad)} leftovers or indexes that "
        "were not as promised",
        not bad,
        note="The clock is what Ibid is told (`time.time`) and the times of files; the machine's own was not set.",
    )


def _power(place: Place) -> Row:
    """What had been brought to the disk, by the inode, at the moment the manifest was replaced."""
    settled: set[int] = set()
    missing: list[str] = []
    replaced: list[Path] = []
    sync, change = os.fsync, Path.replace

    def heard(descriptor: int) -> None:
        sync(descriptor)
        settled.add(os.fstat(descriptor).st_ino)

    def watched(path: Path, target: Path) -> Path:
        needed = [path, path.parent, *path.parent.rglob("*"), place.folder]
        missing.extend(str(one) for one in needed if one.stat().st_ino not in settled)
        replaced.append(Path(target))
        found = change(path, target)
        settled.discard(place.folder.stat().st_ino)
        return found

    with patch("index.durable.os.fsync", heard), patch.object(Path, "replace", watched):
        open_index(place.article, folder=place.folder, encoder=ToyEncoder(), rebuild=True)
    after = place.folder.stat().st_ino in settled
    return Row(
        "When the power fails, the manifest names only what is on the disk",
        f"recorded of one build: when the manifest was replaced, {len(missing)} of the files and folders it needs had "
        f"not been brought to the disk (fsync); its folder was{'' if after else ' not'} brought there after it",
        not missing and after and len(replaced) == 1,
        note="Reasoned from the order of the calls, not tried: a power cut may lose, in any order, whatever was "
        "written since the last fsync of that file or folder. A disk that says a write is done before it is breaks "
        "the promise, and macOS's fsync does not wait for the disk's own cache.",
    )


@contextmanager
def _mounted(at: Path, options: str) -> Iterator[Path | None]:
    """A disk of its own; None where none can be mounted."""
    at.mkdir(exist_ok=True)
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], check=False, capture_output=True
        )
    except OSError:
        yield None
        return
    if made.returncode:
        yield None
        return
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True, capture_output=True)
