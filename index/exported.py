"""An encoder as an index carries it: graph, weights, tokenizer, and a note of what it was made from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.encoder import Embedded, Progress, without_tokens
from index.errors import ModelError
from index.model import files_sha256
from index.runtime import Runtime

GRAPH, WEIGHTS, TOKENIZER, NOTE = "encoder.onnx", "encoder.weights", "tokenizer.json", "encoder.json"
# The note's hash of itself.
_OWN = "note_sha256"


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


def check_exported(folder: Path) -> Made:
    """What the encoder in ``folder`` was made from, if every byte is as it was written. Raises ModelError."""
    made = read_note(folder)
    try:
        # Byte for byte: a limit or a prompt of one letter less would give other vectors, and no error.
        if (folder / NOTE).read_bytes() != _note(made):
            raise ModelError(f"{folder / NOTE}: has been altered")
        if made.files != files_sha256([folder / name for name in (GRAPH, WEIGHTS, TOKENIZER)]):
            raise ModelError(f"{folder}: the exported model has been altered")
    except OSError as error:
        raise ModelError(f"{error.filename}: cannot be read ({error.strerror})") from None
    return made


def read_note(folder: Path) -> Made:
    """What the encoder in ``folder`` was made from. Raises ModelError."""
    try:
        held = json.loads((folder / NOTE).read_bytes())
        held.pop(_OWN, None)
        return Made(**held)
    except (OSError, ValueError, TypeError, AttributeError):
        raise ModelError(f"{folder}: holds no exported encoder that can be read") from None


def write_note(made: Made, folder: Path) -> None:
    """Writes ``made`` beside the graph."""
    (folder / NOTE).write_bytes(_note(made))


def _note(made: Made) -> bytes:
    held = asdict(made)
    own = sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
    return json.dumps({**held, _OWN: own}, indent=1).encode()
