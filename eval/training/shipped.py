"""The weights of an exported reader, to train it further: rounded to 4 bits, as they ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from app.reader import WEIGHTS
from app.widened import COLUMNS, NUMBERS, SCALES, WORDS, four_bits


def state(path: Path) -> dict[str, Tensor]:
    """The weights of a run (reader.pt, checkpoint.pt), or of an exported reader's folder."""
    if path.is_dir():
        return weights(path / WEIGHTS)
    held = torch.load(path, weights_only=True)
    found: dict[str, Tensor] = held.get("reader", held)
    return found


def weights(path: Path) -> dict[str, Tensor]:
    """What a reader would have to hold to score as the one whose weights are in ``path`` does, in 32-bit floats.

    Raises:
        ValueError: ``path`` lacks a reader's words: it is no reader's.
    """
    found: dict[str, Tensor] = {}
    with np.load(path, allow_pickle=False) as held:
        for key in held.files:
            if key.endswith(NUMBERS):
                name = key.removesuffix(NUMBERS)
                whole = four_bits(held[key]) * held[name + SCALES].astype(np.float32)[:, :, None]
                found[name] = torch.from_numpy(whole.reshape(len(whole), -1))
            elif not key.endswith((SCALES, COLUMNS)):
                found[key] = torch.from_numpy(held[key])
    if not any(name.endswith(WORDS) for name in found):
        raise ValueError(f"{path}: {WORDS} is missing; no reader in 4 bits, which could be trained further")
    return found
