"""Text → vectors: what the index needs of an embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]


class Encoder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str:
        """Hash of the weights."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def limit(self) -> int:
        """How many tokens of its own the model reads of one text; the rest it would drop in silence."""
        ...

    def count(self, text: str) -> int:
        """Tokens of ``text`` as this model counts them, its special tokens included."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``. ``progress`` hears how many more texts are done."""
        ...
