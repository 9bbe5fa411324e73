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
    # One array for every signal's share: at a million scores, new ones take longer to come by than to fill.
    share = np.empty_like(fused)
    for signal in signals:
        top = float(signal.scores.max(initial=0.0))
        if top > 0.0:
            np.divide(np.maximum(signal.scores, 0.0, out=share), np.float32(top), out=share)
            fused += np.multiply(share, np.float32(signal.weight / total), out=share)
    return np.minimum(fused, 1.0, out=fused)  # the weights' shares may add up to a hair more


def best(scores: Scores, k: int) -> NDArray[np.int64]:
    """Where the ``k`` highest scores stand, best first, equals in order; without sorting the rest."""
    if not 0 < k < len(scores):
        return np.argsort(-scores, kind="stable")[:k]
    least = scores[np.argpartition(-scores, k)[:k]].min()
    among = np.flatnonzero(scores >= least)
    order: NDArray[np.int64] = among[np.argsort(-scores[among], kind="stable")][:k]
    return order
