"""An encoder as an index carries it: graph, weights, tokenizer, and a note of what it was made from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.encoder import Embedded, Progress, without_tokens
from index.errors import ModelError
from index.runtime import Runtime

GRAPH, WEIGHTS, TOKENIZER, NOTE = "encoder.onnx", "encoder.weights", "tokenizer.json", "encoder.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What an exported encoder was made from, and how near it comes.

    ``sha256``: of the original's files (``index.model.model_sha256``); ``prompt``: what the model wants before every
    text; ``cosine``: the lowest between its vectors and the original's, over ``compared`` texts; ``files``: hash of
    graph, weights and tokenizer.
    """

    model: str
    sha256: str
    dimension: int
    limit: int
    prompt: str
    cosine: float
    compared: int
    files: str


class ExportedEncoder:
    """An ``index.encoder.Encoder`` that needs neither torch nor the model it was made from."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError if ``folder`` holds no exported encoder."""
        self.folder = folder
        self.made = read_note(folder)
        self.name = self.made.model
        self.sha256 = self.made.sha256
        self.dimension = self.made.dimension
        self.limit = self.made.limit
        self._runtime = Runtime(folder / GRAPH, folder / TOKENIZER, limit=self.limit)

    def count(self, text: str) -> int:
        return self._runtime.count(self.made.prompt + text)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        embedded: dict[int, Embedded] = {}
        for batch in self._runtime.run([self.made.prompt + text for text in texts]):
            vectors, *tokens = batch.outputs
            for at, row in enumerate(batch.rows):
                vector = np.array(vectors[at])
                if not tokens:
                    embedded[row] = without_tokens(vector)
                    continue
                own = np.flatnonzero(np.array(batch.tokens[at].special_tokens_mask) == 0)
                ids = np.array(batch.tokens[at].ids, dtype=np.int32)[own]
                embedded[row] = Embedded(vector, ids, tokens[0][at, own])
            if progress:
                progress(len(batch.rows))
        return [embedded[row] for row in range(len(texts))]


def read_note(folder: Path) -> Made:
    """What the encoder in ``folder`` was made from. Raises ModelError."""
    try:
        return Made(**json.loads((folder / NOTE).read_bytes()))
    except (OSError, ValueError, TypeError):
        raise ModelError(f"{folder}: holds no exported encoder that can be read") from None


def write_note(made: Made, folder: Path) -> None:
    """Writes ``made`` beside the graph."""
    (folder / NOTE).write_text(json.dumps(asdict(made), indent=1), "utf-8")
