"""Writing that outlives a power cut: what a name stands for is on the disk before the name is.

After ``os.replace`` the new name may reach the disk before the file's bytes do, and a new file's name is its folder's
to keep (Pillai et al., All File Systems Are Not Created Equal, OSDI 2014): so files first, then the folders that name
them, then the one step that makes them count, then its folder.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path


def settle(place: Path) -> None:
    """Everything in ``place``, and that ``place`` is there, is on the disk when this returns. Raises OSError."""
    folders = [place]
    for path in sorted(place.rglob("*")):
        if path.is_dir():
            folders.append(path)
        else:
            _sync(path)
    for folder in (*reversed(folders), place.parent):
        _sync_folder(folder)


def make_folder(folder: Path) -> None:
    """``folder`` and what is missing above it; their names are on the disk when this returns. Raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        _sync_folder(path.parent)


def replace(path: Path, data: bytes, *, by: Path) -> None:
    """Writes a file in one step: the old one stands until the new one is whole and on the disk.

    ``by``: where the new one is written first, on the same disk.
    """
    with by.open("wb") as stream:
        stream.write(data)
    _sync(by)
    by.replace(path)
    _sync_folder(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    with suppress(PermissionError):  # a folder above that may be passed through and not read: nothing of ours is new
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some file systems have no such thing for a folder, and keep names by other means.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)
