"""A model's name → an encoder: exported once and kept, or, where it can't be, the model itself."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from index.encoder import Encoder
from index.errors import ModelError
from index.exported import ExportedEncoder, check_exported
from index.fill import fill
from index.model import PACKAGED, PACKAGED_SHA256, model_folder, model_sha256, weights_sha256
from index.places import ENCODER, cache_folder
from index.underway import new_folder

# Grows whenever a model would be exported differently: what an older version kept is not used.
EXPORT_VERSION = 2
# Where an export goes that has no cache, and what it is called there.
PASSING, EXPORT = "ibid-", "encoder"

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
    place = cache_folder() / f"{ENCODER}-{EXPORT_VERSION}-{key}"
    return _kept(place, model, notice) or _made(place, model, notice)


def _kept(place: Path, model: str, notice: Notice) -> Encoder | None:
    """The encoder in ``place``, if it was made under this name and is whole; ``notice`` hears if it is not."""
    if not os.path.isdir(place):  # nor where no one may look
        return None
    try:
        if check_exported(place).model == model:
            return ExportedEncoder(place)
    except ModelError as error:
        notice(f"{error}; it is made again")
    return None


def _made(place: Path, model: str, notice: Notice) -> Encoder:
    from index.export import ExportError, export
    from index.original import SentenceTransformerEncoder

    notice(f"Preparing {model}, once on this machine …")
    original = SentenceTransformerEncoder(model)
    try:
        try:
            fill(place, partial(export, original))
            return ExportedEncoder(place)
        except OSError:  # no cache to write to, or another process was quicker: the encoder goes with the index
            return _kept(place, model, notice) or export(original, _passing() / EXPORT)
    except ExportError as error:
        notice(f"{model} cannot be exported ({error}); it works, but is loaded whole, seconds long, to ask a question")
        return original
    except OSError as error:
        raise ModelError(
            f"{error.filename or place.parent}: the exported model cannot be written ({error.strerror or error}), nor "
            f"to {tempfile.gettempdir()}; make room, or set XDG_CACHE_HOME to a folder you may write to"
        ) from None


def _passing() -> Path:
    """A folder that goes when this process does; a lock in it tells, if it was killed, that it is nobody's."""
    folder = Path(tempfile.mkdtemp(prefix=PASSING))
    held = ExitStack()
    place = held.enter_context(new_folder(folder, ENCODER))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(held.close)
    return place
