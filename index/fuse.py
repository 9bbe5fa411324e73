"""Scores of several searches → one score. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signal:
    """What one search says of every sentence, and how much it counts."""

    weight: float
    scores: Scores


def fuse(signals: Sequence[Signal]) -> Scores:
    """Weighted mean of the signals, each divided by its own highest score (CombSUM, Fox and Shaw 1994).

    All signals have shape ``(sentences,)``; so has the result, within 0 and 1.
    """
    total = sum(signal.weight for signal in signals)
    fused = np.zeros_like(signals[0].scores)
    for signal in signals:
        scores = np.maximum(signal.scores, 0.0)
        top = float(scores.max(initial=0.0))
        if top > 0.0:
            fused += (signal.weight / total) * scores / top
    return np.minimum(fused, 1.0)  # the weights' shares may add up to a hair more
