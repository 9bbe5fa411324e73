"""Text → vectors: what the index needs of an embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A text as a model reads it: ``vector`` of the whole, shape ``(dimension,)``, and of each token.

    ``ids``, shape ``(tokens,)``, are the tokens' numbers in the model's vocabulary, special ones left out; ``tokens``,
    shape ``(tokens, width)``, their vectors in this text. All vectors have length 1. A model that gives no token
    vectors leaves both empty.
    """

    vector: Vectors
    ids: NDArray[np.int32]
    tokens: Vectors


def without_tokens(vector: Vectors) -> Embedded:
    """A text of which only the whole is known."""
    return Embedded(vector, np.zeros(0, dtype=np.int32), np.zeros((0, 0), dtype=np.float32))


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

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Each text's vectors. ``progress`` hears how many more texts are done."""
        ...


def vectors_of(embedded: Sequence[Embedded], dimension: int) -> Vectors:
    """The whole texts' vectors, shape ``(len(embedded), dimension)``."""
    return np.array([one.vector for one in embedded], dtype=np.float32).reshape(-1, dimension)
