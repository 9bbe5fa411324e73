"""A model's name → an encoder: exported once and kept, or, where it can't be, the model itself."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from index.encoder import Encoder
from index.errors import ModelError
from index.exported import GRAPH, TOKENIZER, WEIGHTS, ExportedEncoder
from index.model import PACKAGED, PACKAGED_SHA256, files_sha256, model_folder, model_sha256, weights_sha256

# Grows whenever a model would be exported differently: what an older version kept is not used.
EXPORT_VERSION = 2

Notice = Callable[[str], None]
"""Hears one line for the user."""


def encoder_of(model: str, notice: Notice = lambda _: None) -> Encoder:
    """The exported encoder of ``model``, made now if this machine has none yet.

    A model that can't be exported is loaded as it is, which ``notice`` hears of. Raises ModelError if there is no such
    model, or the packaged one was altered.
    """
    folder = model_folder(model)
    weights = weights_sha256(folder)
    if model == PACKAGED and weights != PACKAGED_SHA256:
        raise ModelError(f"{folder}: the packaged weights have been altered ({weights[:12]}…); install Ibid again")
    key = model_sha256(folder, weights)[:16]
    place = user_cache_path("ibid", appauthor=False) / f"encoder-{EXPORT_VERSION}-{key}"
    return _kept(place, model) or _made(place, model, notice)


def _kept(place: Path, model: str) -> Encoder | None:
    """The encoder in ``place``, if it is whole and was made under this name."""
    with suppress(ModelError, OSError):
        kept = ExportedEncoder(place)
        if kept.name == model and kept.made.files == files_sha256(
            [place / name for name in (GRAPH, WEIGHTS, TOKENIZER)]
        ):
            return kept
    return None


def _made(place: Path, model: str, notice: Notice) -> Encoder:
    from index.export import ExportError, export
    from index.original import SentenceTransformerEncoder

    notice(f"Preparing {model}, once on this machine …")
    original = SentenceTransformerEncoder(model)
    new = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
    try:
        try:
            export(original, new)
            shutil.rmtree(place, ignore_errors=True)
            new.replace(place)
            return ExportedEncoder(place)
        except OSError:  # no cache to write to, or another process was quicker: the encoder goes with the index
            shutil.rmtree(new, ignore_errors=True)
            return _kept(place, model) or export(original, _passing() / "encoder")
    except ExportError as error:
        notice(f"{model} cannot be exported ({error}); it works, but is loaded whole, seconds long, to ask a question")
        return original


def _passing() -> Path:
    """A folder that goes when this process does."""
    folder = Path(tempfile.mkdtemp(prefix="ibid-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
