"""A small article, and an encoder that is a function of the text's words: an index is built in milliseconds, so that
most of a build is writing, which is where it is to be killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from index.encoder import Embedded, Progress
from ingest.fold import fold_words

QUESTION = "When was bridge 7 opened to carts?"
_SENTENCES = 300


class ToyEncoder:
    """An ``index.encoder.Encoder``: a word is an axis, told by its hash, and a text the sum of its words."""

    name = "toy"
    sha256 = "0" * 64
    dimension = 64
    limit = 512

    def __init__(self, model: str = name) -> None:
        """Whatever the model is called, it is this one."""

    def count(self, text: str) -> int:
        return len(text.split())

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        found = []
        for text in texts:
            hashed = [int(sha256(word.encode()).hexdigest()[:7], 16) for word in fold_words(text).split()]
            tokens = np.eye(self.dimension, dtype=np.float32)[[number % self.dimension for number in hashed]]
            tokens = tokens.reshape(-1, self.dimension)
            whole = tokens.sum(axis=0)
            length = max(float(np.linalg.norm(whole)), 1e-9)
            found.append(Embedded(np.asarray(whole / length), np.array(hashed, dtype=np.int32), tokens))
            if progress:
                progress(1)
        return found


def text(subject: str = "bridge") -> str:
    """The article's text; about another subject it is another article."""
    lines = (
        f"{subject.title()} {at} was opened to carts in {1700 + at} by order of council number {at * 7}."
        for at in range(_SENTENCES)
    )
    return f"The {subject}s\n\n" + "\n\n".join(lines) + "\n"
