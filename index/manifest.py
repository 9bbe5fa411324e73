"""What an index is of, and the hash of every file of it: DIR/manifest.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.model import files_sha256
from index.search import Counts

# Grows whenever the files change their meaning: indexes of another format are refused.
FORMAT = 3
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the index: its path below the generation's folder, its size in bytes and its hash."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index belongs to."""

    format: int
    generation: str
    article_title: str
    article_sha256: str
    model: str
    model_sha256: str
    carried: bool
    """Whether the index holds its encoder; asking loads the whole model where it does not."""
    cosine: float | None
    """The lowest cosine between the carried encoder's vectors and the original's, over a sample."""
    dimension: int
    reading: str
    """Hash of the sentences as they were read: where they stand, their words and section, and their chunks."""
    chunker: int
    budget: int
    counts: Counts
    files: tuple[StoredFile, ...]


def read_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``. Raises IndexMissing, IndexMismatch (another format) or IndexDamaged."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"{folder}: no index here; {mend(folder)}") from None
    except OSError as error:
        raise IndexDamaged(f"{path}: cannot be read ({error.strerror}); {mend(folder)}") from None
    try:
        held = json.loads(data)
        digest = held.pop("sha256")
        if held.get("format") != FORMAT:
            found = held.get("format")
            raise IndexMismatch(f"{folder}: has format {found}, and this version reads {FORMAT}; {mend(folder)}")
        # Byte for byte, not as JSON: of a figure's many digits one may change and the number read be the same.
        if digest != sha256(_canonical(held)).hexdigest() or data != _written(held, digest):
            raise IndexDamaged(f"{path}: has been altered; {mend(folder)}")
        files = tuple(StoredFile(**entry) for entry in held.pop("files"))
        return Manifest(**{**held, "counts": Counts(**held["counts"])}, files=files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IndexDamaged(f"{path}: cut short or altered; {mend(folder)}") from None


def dumped(manifest: Manifest) -> bytes:
    """``manifest`` as it is written: with its own hash."""
    held = json.loads(json.dumps(asdict(manifest)))
    return _written(held, sha256(_canonical(held)).hexdigest())


def stored(place: Path) -> Iterator[StoredFile]:
    """The files of a generation as they are on the disk now."""
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        yield StoredFile(path.relative_to(place).as_posix(), path.stat().st_size, files_sha256([path]))


def generation_of(folder: Path) -> str | None:
    """The generation that the manifest names; None where there is no manifest to be read."""
    try:
        return str(json.loads((folder / MANIFEST).read_bytes())["generation"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def mend(folder: Path) -> str:
    """The command that builds the index anew."""
    return f"run `ibid index --index {folder}`"


def _canonical(held: object) -> bytes:
    return json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _written(held: dict[str, object], digest: str) -> bytes:
    return json.dumps({**held, "sha256": digest}, indent=1, ensure_ascii=False).encode()
