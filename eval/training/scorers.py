"""Windows → the scores of their sentences: from training's weights, or from the exported model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from app.widened import widened
from app.windows import Laid, batch
from eval.training.model import Reader
from index.runtime import session

Scores = NDArray[np.float32]
Scorer = Callable[[Sequence[Laid]], list[Scores]]

# Windows read in one go. Sorted by length, so that little is padding.
TOGETHER = 8


def torch_scorer(reader: Reader) -> Scorer:
    """Scores with ``reader``."""
    reader.eval()

    def read(laid: Sequence[Laid]) -> Scores:
        held = batch(laid)
        arrays = (held.ids, held.attention, held.types, held.members)
        with torch.inference_mode():
            scores: Scores = reader(*(torch.from_numpy(array) for array in arrays))[0].numpy()
        return scores

    return _together(read)


def onnx_scorer(path: Path, threads: int) -> Scorer:
    """Scores with an exported reader: the one that ships, or ``whole.onnx``."""
    beside = path.with_suffix(".npz")
    opened = session(path, threads, widened(beside) if beside.exists() else None)

    def read(laid: Sequence[Laid]) -> Scores:
        held = batch(laid)
        feed = {"ids": held.ids, "attention": held.attention, "types": held.types, "members": held.members}
        return np.asarray(opened.run(["scores"], feed)[0], dtype=np.float32)

    return _together(read)


def _together(read: Callable[[Sequence[Laid]], Scores]) -> Scorer:
    def score(laid: Sequence[Laid]) -> list[Scores]:
        scores: list[Scores] = [np.zeros(0, dtype=np.float32)] * len(laid)
        order = sorted(range(len(laid)), key=lambda at: (len(laid[at].ids), at))
        for start in range(0, len(order), TOGETHER):
            part = order[start : start + TOGETHER]
            for at, row in zip(part, read([laid[at] for at in part]), strict=True):
                scores[at] = row[: laid[at].sentences]
        return scores

    return score
