"""Any cross-encoder of sentence-transformers, for those who have one: it orders what the search finds first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelError
from index.model import model_folder
from index.search import Hit, Unit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Sentences that are ordered, and sentences read in one go.
READ = 30
BATCH = 16


class CrossEncoderReranker:
    """Reads each sentence under its heading, with the one before it. Loads PyTorch: seconds before the first answer."""

    def __init__(self, model: str) -> None:
        """``model``: a name or a folder, looked up on this machine only. Raises ModelError."""
        self._loaded = _load(model)

    def __call__(self, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The first ``READ`` of ``hits`` in this model's order; each keeps the score of its new place."""
        first, rest = hits[:READ], hits[READ:]
        if not first:
            return ()
        pairs = [(question, text(hit.unit)) for hit in first]
        scores = self._loaded.predict(pairs, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        order = np.argsort(-np.asarray(scores, dtype=np.float64).reshape(len(first)), kind="stable")
        ranked = [first[at]._replace(score=place.score) for at, place in zip(order, first, strict=True)]
        return (*ranked, *rest)


def text(unit: Unit) -> str:
    """What is read of a sentence: where it stands, the one before it, and itself."""
    sentences = unit.passage.sentences
    at = next(number for number, sentence in enumerate(sentences) if sentence.start == unit.sentence.start)
    before = [sentences[at - 1].plain] if at else []
    return " ".join([" › ".join(unit.passage.section) + ".", *before, unit.sentence.plain])


def _load(model: str) -> CrossEncoder:
    folder = model_folder(model)
    offline = os.environ.get("IBID_DOWNLOAD") != "1"
    said = StringIO()
    try:
        with redirect_stderr(said), redirect_stdout(said):  # loaders print bars and notes
            from sentence_transformers import CrossEncoder
            from torch.nn import Identity

            loaded: CrossEncoder = CrossEncoder(
                str(folder), device="cpu", local_files_only=offline, trust_remote_code=False, activation_fn=Identity()
            )
    except Exception as error:  # a folder that is no model makes the loaders fail in any way
        reason = " ".join(str(error).split())[:160]
        raise ModelError(f"{model}: cannot be loaded as a cross-encoder ({reason}); choose another") from None
    if (labels := getattr(loaded.config, "num_labels", None)) != 1:
        raise ModelError(f"{model}: gives {labels} scores for a sentence; choose a cross-encoder that gives one")
    return loaded
