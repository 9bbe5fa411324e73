"""The reader's weights in 8 bits, kept in the cache: to make them takes several times as long as to open them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from app.widened import widened
from index.fill import fill
from index.places import READER, cache_folder

Weights = Mapping[str, NDArray[np.generic]]

# Grows whenever `widened` makes other weights of the same file: what an older version kept is not used.
VERSION = 1
FILE = "reader.safetensors"
_HASH = "sha256"


def weights(path: Path, of: str) -> Weights:
    """What ``widened`` makes of ``path``: read from the cache if it was kept there and is whole, else made, and kept if
    that can be written.

    ``of``: hash of the reader's files.
    """
    place = cache_folder() / f"{READER}-{VERSION}-{of[:16]}"
    kept = read(place / FILE)
    if kept is None:
        kept = widened(path)
        with suppress(OSError, SafetensorError):  # nowhere to write: it is made each time
            fill(place, lambda folder: write(kept, folder))
    return kept


def read(path: Path) -> Weights | None:
    """The weights in ``path``; None if it is not there, or not as it was written."""
    try:
        with safe_open(path, framework="numpy") as held:
            found = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118  no mapping
            return found if (held.metadata() or {}).get(_HASH) == _sha256(found) else None
    except (OSError, SafetensorError):
        return None


def write(weights: Weights, folder: Path) -> None:
    """Writes ``weights`` with their hash. Raises OSError or SafetensorError."""
    folder.mkdir()
    save_file(dict(weights), folder / FILE, {_HASH: _sha256(weights)})


def _sha256(weights: Weights) -> str:
    digest = sha256()
    for name, array in sorted(weights.items()):
        digest.update(f"{name} {array.dtype} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
