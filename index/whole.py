"""Whether a generation's files are as they were written: at opening as far as that is quick, and wholly when asked."""

from __future__ import annotations

from pathlib import Path

from index.arrays import SUFFIX, write_blocks
from index.errors import IndexDamaged
from index.manifest import Manifest, StoredFile, mend
from index.model import files_sha256

# Arrays up to this size (in bytes) are compared with their hash whenever an index is opened; larger ones, which a
# million passages have, block by block as they are read, since hashing takes 0.7 s for each gigabyte (SHA-256 on one
# core that has instructions for it). What is no array is hashed at opening however large it is: FAISS and onnxruntime
# map their files and read them themselves.
HASHED = 256 << 20


def write_hashes(place: Path) -> None:
    """Writes, beside each array too large to be hashed at opening, the hashes of its blocks. Raises OSError."""
    for path in sorted(place.rglob("*.npy")):
        if path.stat().st_size > HASHED:
            write_blocks(path)


def check_files(place: Path, manifest: Manifest) -> None:
    """Compares all files with their hashes, but for arrays that are compared as they are read.

    Raises IndexDamaged for the first that is not as it was written, OSError for one that can't be read.
    """
    listed = {entry.path for entry in manifest.files}
    for entry in manifest.files:
        if why := _damage(place, entry, read=entry.path + SUFFIX not in listed):
            raise IndexDamaged(f"{why}; {mend(place.parent)}")


def check_wholly(place: Path, manifest: Manifest) -> None:
    """Compares every byte. Raises IndexDamaged, which names the first damaged file and says how many more there are."""
    found: list[str] = []
    for entry in manifest.files:
        try:
            why = _damage(place, entry, read=True)
        except FileNotFoundError:
            why = f"{place / entry.path}: missing from the index"
        except OSError as error:
            why = f"{place / entry.path}: cannot be read ({error.strerror})"
        found += [why] if why else []
    if found:
        more = f" (and {len(found) - 1} more of {len(manifest.files)} files damaged)" if found[1:] else ""
        raise IndexDamaged(f"{found[0]}{more}; {mend(place.parent)}")


def _damage(place: Path, entry: StoredFile, *, read: bool) -> str | None:
    path = place / entry.path
    size = path.stat().st_size
    if size != entry.size:
        return f"{path}: has {size:,} bytes instead of {entry.size:,}"
    if read and files_sha256([path]) != entry.sha256:
        return f"{path}: has been altered"
    return None
