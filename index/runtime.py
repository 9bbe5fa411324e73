"""An exported model, run with onnxruntime and tokenizers alone: nothing here imports torch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import ModelError

# Tokens in one batch, padding included: texts of like length go together, and as many as make up so much. On 2 cores
# the bundled article's texts took 8.2 s with 256, 9.3 s with 512 and 1,024, 9.8 s with 2,048 and 10.8 s with 4,096, and
# memory grows with it.
BATCH_TOKENS = 256

Text = str | tuple[str, str]
"""One text, or a pair that the model reads together."""


class Batch(NamedTuple):
    """``rows``: which of the texts given; ``tokens``: theirs, in that order; ``outputs``: the model's, a row each."""

    rows: list[int]
    tokens: list[Encoding]
    outputs: list[NDArray[np.float32]]


class Runtime:
    """A graph and its tokenizer. Safe to share between threads."""

    def __init__(self, graph: Path, tokenizer: Path, *, limit: int) -> None:
        """``limit``: tokens read of one text, special ones included; the rest is dropped, so count first.

        Raises ModelError if either file can't be read.
        """
        self._graph = graph
        self._cores = os.cpu_count() or 1
        try:
            self._one = session(graph, self._cores)
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # both raise bare exceptions of their own
            reason = " ".join(str(error).split())[:160]
            raise ModelError(f"{graph.parent}: the exported model cannot be loaded ({reason})") from None
        self._inputs = frozenset(held.name for held in self._one.get_inputs())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(limit)

    @cached_property
    def _many(self) -> onnxruntime.InferenceSession:
        """Runs each batch on one core, for several batches at a time."""
        return session(self._graph, 1)

    @cached_property
    def _whole(self) -> Tokenizer:
        whole: Tokenizer = Tokenizer.from_str(self._tokenizer.to_str())
        whole.no_truncation()
        return whole

    def count(self, text: Text) -> int:
        """Tokens of ``text``, special ones included, whether or not the model reads so many."""
        first, second = text if isinstance(text, tuple) else (text, None)
        return len(self._whole.encode(first, second).ids)

    def run(self, texts: Sequence[Text]) -> Iterator[Batch]:
        """The model's outputs for all ``texts``, the longest first."""
        tokens = self._tokenizer.encode_batch(list(texts))
        batches = list(_batches([len(held.ids) for held in tokens]))
        if len(batches) <= self._cores:
            for rows in batches:
                yield self._read(self._one, rows, tokens)
            return
        session = self._many
        with ThreadPoolExecutor(self._cores) as workers:
            yield from workers.map(lambda rows: self._read(session, rows, tokens), batches)

    def _read(self, session: onnxruntime.InferenceSession, rows: list[int], tokens: Sequence[Encoding]) -> Batch:
        batch = [tokens[row] for row in rows]
        longest = len(batch[0].ids)
        ids, mask, types = (np.zeros((len(batch), longest), dtype=np.int64) for _ in range(3))
        for row, held in enumerate(batch):
            length = len(held.ids)
            ids[row, :length] = held.ids
            mask[row, :length] = 1
            types[row, :length] = held.type_ids
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        outputs = session.run(None, {name: array for name, array in fed.items() if name in self._inputs})
        return Batch(rows, batch, outputs)


def session(
    graph: Path, threads: int, weights: Mapping[str, NDArray[np.generic]] | None = None
) -> onnxruntime.InferenceSession:
    """``graph`` on so many threads; ``weights`` are those that it names as lying elsewhere."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that wait for each other spin, which is a fifth quicker than sleeping, but only while a text is read:
    # between questions they sleep, and leave the cores to whatever else runs.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    options.log_severity_level = 4
    if weights:
        held = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        options.add_external_initializers(list(weights), held)
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of texts to be read together, the longest first."""
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    while order:
        size = max(1, BATCH_TOKENS // max(1, lengths[order[0]]))
        yield order[:size]
        order = order[size:]
