"""How well a score tells answerable questions from others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.run import Total


def auc(answerable: Sequence[float], other: Sequence[float]) -> Total | None:
    """How often an answerable question scores higher than one that is not, a tie half; None where one kind is missing.

    Its standard error is that of DeLong et al. 1988: it needs two of each.
    """
    if not answerable or not other:
        return None
    above, below = np.array(answerable)[:, None], np.array(other)[None, :]
    wins = (above > below) + 0.5 * (above == below)
    error = None
    if min(wins.shape) > 1:
        parts = [wins.mean(axis=1), wins.mean(axis=0)]
        error = float(np.sqrt(sum(part.var(ddof=1) / len(part) for part in parts)))
    return Total(float(wins.mean()), len(answerable) + len(other), error)
