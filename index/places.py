"""Where what is kept goes when nobody says: the platform's cache folder, or where IBID_INDEX leads."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

from index.errors import IndexUnwritable

ENVIRONMENT = "IBID_INDEX"
# What models are called in the cache, before their version and hash: encoders as they were exported, and the reader.
ENCODER, READER = "encoder", "reader"


def cache_folder() -> Path:
    """The folder of indexes and models; it need not be there."""
    return user_cache_path("ibid", appauthor=False)


def chosen_folder() -> Path | None:
    """The index's folder that IBID_INDEX names; None where it is not set. Raises IndexUnwritable."""
    chosen = os.environ.get(ENVIRONMENT)
    if not chosen:
        return None
    try:
        return Path(chosen).expanduser()
    except RuntimeError:
        raise IndexUnwritable(f"{ENVIRONMENT}={chosen}: no such home folder; choose another") from None
