"""Any sentence-transformers model as it is: what exported encoders are made from, and what asks where none can be."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from index.encoder import Embedded, Progress, without_tokens
from index.errors import ModelError
from index.model import PACKAGED, PACKAGED_SHA256, model_folder, model_sha256, weights_sha256

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

# Texts embedded in one go. On 2 cores 32 was the quickest of 8, 16, 32, 64 and 128 for the bundled article.
BATCH = 32
# So few texts are embedded on one thread: 20 ms for a question against 16 ms on two idle cores, but 20 ms against
# 300 ms when another program uses one of them, since the threads then wait for each other at every layer.
FEW = 4


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by name or folder. Loaded without a look at the network.

    ``loaded`` is the model itself, for whoever exports it.
    """

    def __init__(self, model: str = PACKAGED) -> None:
        """Raises ModelError if the model can't be found or loaded, or the packaged weights were altered."""
        folder = model_folder(model)
        weights = weights_sha256(folder)
        if model == PACKAGED and weights != PACKAGED_SHA256:
            raise ModelError(f"{folder}: the packaged weights have been altered ({weights[:12]}…); install Ibid again")
        self.name = model
        self.sha256 = model_sha256(folder, weights)
        self.loaded = _load(str(folder), model)
        self._threads = os.cpu_count() or 1
        self._tokenizer: Any = self.loaded.tokenizer
        # A word that the vocabulary lacks is a word all the same.
        unknown = self._tokenizer.unk_token_id
        self._special = np.setdiff1d(self._tokenizer.all_special_ids, [] if unknown is None else [unknown])
        self.limit = int(self.loaded.max_seq_length or 512)
        dimension = self.loaded.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{model}: does not say how long its vectors are; choose another model")
        self.dimension = int(dimension)

    def count(self, text: str) -> int:
        return len(self._tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        import torch

        embedded: dict[int, Embedded] = {}
        torch.set_num_threads(1 if len(texts) <= FEW else self._threads)
        order = sorted(range(len(texts)), key=lambda at: (-len(texts[at]), at))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            found = self.loaded.encode(
                [texts[at] for at in batch], batch_size=BATCH, show_progress_bar=False, output_value=None
            )
            # Its types take a list for one input of several parts; of a list of texts it gives one reading each.
            read = cast("list[dict[str, Tensor]]", found)
            embedded.update(zip(batch, map(self._embedded, read), strict=True))
            if progress:
                progress(len(batch))
        return [embedded[at] for at in range(len(texts))]

    def _embedded(self, read: Mapping[str, Tensor]) -> Embedded:
        """One text's vectors, of all that the model says of it."""
        vector = _unit(read["sentence_embedding"].float().numpy())
        if not {"token_embeddings", "input_ids", "attention_mask"} <= read.keys():
            return without_tokens(vector)
        ids, mask, tokens = (read[name].numpy() for name in ("input_ids", "attention_mask", "token_embeddings"))
        if not len(ids) == len(mask) == len(tokens):
            return without_tokens(vector)
        # A batch's texts are filled up to one length, and special tokens are no words of theirs.
        own = np.flatnonzero((mask == 1) & ~np.isin(ids, self._special))
        return Embedded(vector, ids[own].astype(np.int32), _unit(tokens[own].astype(np.float32)))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """``vectors`` at length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _load(folder: str, model: str) -> SentenceTransformer:
    offline = os.environ.get("IBID_DOWNLOAD") != "1"
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    said = StringIO()
    try:
        with redirect_stderr(said), redirect_stdout(said):  # loaders print bars and notes
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.set_verbosity_error()  # type: ignore[no-untyped-call]
            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            return SentenceTransformer(folder, device="cpu", local_files_only=offline, trust_remote_code=False)
    except Exception as error:  # a folder that is no model makes the loaders fail in any way
        reason = " ".join(str(error).split())[:160]
        raise ModelError(
            f"{model}: cannot be loaded as a sentence-transformers model ({reason}); choose another"
        ) from None
