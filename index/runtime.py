"""An exported model, run with onnxruntime and tokenizers alone: nothing here imports torch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import ModelError

# Tokens in one batch, padding included: texts of like length go together, and as many as make up so much. On 2 cores
# the bundled article's texts took 8.5 s with 1,024, 8.6 s with 2,048 and 9.2 s with 8,192, and memory grows with it
# (190, 250 and 720 MB).
BATCH_TOKENS = 1024

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
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        # Threads that wait for each other spin, which is a fifth quicker than sleeping, but only while a text is read:
        # between questions they sleep, and leave the cores to whatever else runs.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # both raise bare exceptions of their own
            reason = " ".join(str(error).split())[:160]
            raise ModelError(f"{graph.parent}: the exported model cannot be loaded ({reason})") from None
        self._inputs = frozenset(held.name for held in self._session.get_inputs())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(limit)

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
        order = sorted(range(len(tokens)), key=lambda at: (-len(tokens[at].ids), at))
        while order:
            longest = len(tokens[order[0]].ids)
            rows, order = _cut(order, max(1, BATCH_TOKENS // max(1, longest)))
            batch = [tokens[row] for row in rows]
            yield Batch(rows, batch, self._session.run(None, self._fed(batch, longest)))

    def _fed(self, batch: Sequence[Encoding], longest: int) -> dict[str, NDArray[np.int64]]:
        ids, mask, types = (np.zeros((len(batch), longest), dtype=np.int64) for _ in range(3))
        for row, tokens in enumerate(batch):
            length = len(tokens.ids)
            ids[row, :length] = tokens.ids
            mask[row, :length] = 1
            types[row, :length] = tokens.type_ids
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: array for name, array in fed.items() if name in self._inputs}


def _cut(rows: list[int], at: int) -> tuple[list[int], list[int]]:
    return rows[:at], rows[at:]
