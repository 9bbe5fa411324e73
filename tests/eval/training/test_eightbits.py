"""The reader that ships, in 8 bits: its weights, read back, score as its graph does."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import numpy as np
import onnx
import pytest
import torch

from app.reader import GRAPH, PACKAGED
from app.windows import Cutter, lay
from eval.training.eightbits import earlier
from eval.training.scorers import onnx_scorer, torch_scorer
from eval.training.words import fewer


@pytest.mark.model
def test_weights_read_back_score_alike() -> None:
    cut = Cutter(PACKAGED)
    sentences = [cut(text) for text in ("It was founded in 1802.", "The founder was a miller.", "It grew.")]
    asked = ("When was the town founded?", "Who founded the town?", "How much does a mill cost?")
    laid = [lay(cut(question), cut("A town › History"), sentences) for question in asked]
    own = np.concatenate(onnx_scorer(PACKAGED / GRAPH, 1)(laid))
    read = np.concatenate(torch_scorer(earlier(PACKAGED))(laid))
    # What is multiplied comes in 8 bits there.
    assert np.abs(own - read).max() < 1.0
    assert own.argmax() == read.argmax() == 0
    assert np.corrcoef(own, read)[0, 1] > 0.99


@pytest.mark.model
def test_fewer_words_score_as_they_did_but_for_rounding() -> None:
    reader = earlier(PACKAGED)
    cut = Cutter(PACKAGED)
    laid = [lay(cut("When was the town founded?"), cut("History"), [cut("It was founded in 1802."), cut("It grew.")])]
    assert max(laid[0].ids) < 20_000
    own, other = (torch_scorer(one)(laid)[0] for one in (reader, fewer(reader, torch.arange(20_000), 260)))
    assert np.abs(own - other).max() < 1.0
    assert own.argmax() == other.argmax() == 0


@pytest.mark.model
def test_a_graph_that_lacks_a_tensor_is_told(tmp_path: Path) -> None:
    copy(PACKAGED / GRAPH, tmp_path)
    model = onnx.load(str(tmp_path / GRAPH))
    kept = [one for one in model.graph.initializer if one.name != "pieces.bias"]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, str(tmp_path / GRAPH))
    with pytest.raises(ValueError, match=r"reader\.onnx: pieces\.bias is missing"):
        earlier(tmp_path)
