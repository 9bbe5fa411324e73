"""The vectors of a text's items: what a model makes of each word where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from app.claims.items import Item
from index.encoder import Embedded, Encoder, Vectors

# What a word-piece tokenizer takes apart before it looks for pieces.
_PART = re.compile(r"\w+|[^\w\s]")


# Words whose pieces stay counted.
KEPT = 100_000


class ItemVectors:
    """Gives each item of a text its vector, the mean of its word pieces'. Remembers how many pieces a word has."""

    def __init__(self, encoder: Encoder) -> None:
        self._count: Callable[[str], int] = encoder.count
        self._around = encoder.count("")
        self._pieces: dict[str, int] = {}

    def of(self, text: str, items: Sequence[Item], embedded: Embedded) -> Vectors | None:
        """Shape ``(len(items), width)``, each of length 1. ``embedded``: ``text``'s tokens, others before them allowed.

        None where the model gives no vectors of tokens, or cuts the text into other parts.
        """
        parts = list(_PART.finditer(text))
        sizes = [self._size(part[0]) for part in parts]
        whole = sum(sizes)
        if not len(embedded.ids) or whole > len(embedded.ids) or not items:
            return None
        ends = len(embedded.ids) - whole + np.cumsum(sizes)
        found = np.zeros((len(items), embedded.tokens.shape[1]), dtype=np.float32)
        at = 0
        for row, item in enumerate(items):
            while at > 0 and parts[min(at, len(parts) - 1)].start() > item.start:
                at -= 1
            while at < len(parts) and parts[at].end() <= item.start:
                at += 1
            last = at
            while last < len(parts) and parts[last].start() < item.end:
                last += 1
            if last > at:
                found[row] = embedded.tokens[ends[at] - sizes[at] : ends[last - 1]].mean(axis=0)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, 1e-9), dtype=np.float32)

    def _size(self, part: str) -> int:
        # Of several threads each may count it; what one has, another may take away.
        size = self._pieces.get(part)
        if size is None:
            if len(self._pieces) > KEPT:
                self._pieces.clear()
            size = self._pieces[part] = self._count(part) - self._around
        return size
