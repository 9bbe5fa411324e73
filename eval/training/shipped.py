"""The weights of an exported reader, to train it further: rounded to 8 bits, as they ship."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from app.reader import GRAPH
from eval.training.model import Reader

_PRODUCT = re.compile(r"/(?P<path>[\w./]+)/MatMul_quant")
# The export's name of the one product that it writes as another operation.
_WINDOW = "/window/Gemm_MatMul_quant"
WORDS = "encoder.embeddings.word_embeddings.weight"


def state(path: Path, reader: Reader) -> dict[str, Tensor]:
    """The weights for ``reader`` of a run (reader.pt, checkpoint.pt), or of an exported reader's folder."""
    if path.is_dir():
        return weights(path / GRAPH, reader)
    held = torch.load(path, weights_only=True)
    found: dict[str, Tensor] = held.get("reader", held)
    return found


def weights(graph: Path, reader: Reader) -> dict[str, Tensor]:
    """What ``reader`` would have to hold to score as the quantised ``graph`` does, in 32-bit floats.

    Its words, which are never trained, stay as they are in ``reader``: whole.

    Raises:
        ValueError: the graph lacks a tensor of the reader, or has one of another shape.
    """
    model = onnx.load(str(graph))
    held = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    found = {name: array for name, array in held.items() if name.endswith((".weight", ".bias"))}
    for name in (one.removesuffix("_quantized") for one in held if one.endswith(".weight_quantized")):
        found[name] = _whole(held, name)
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        product = _PRODUCT.fullmatch(node.name)
        name = "window" if node.name == _WINDOW else product["path"].replace("/", ".") if product else node.name
        # "encoder/encoder/layer.0/…" stands for the module "encoder.encoder.layer.0.…": only the slashes differ.
        found[f"{name}.weight"] = _whole(held, node.input[1].removesuffix("_quantized")).T
    whole: dict[str, Tensor] = dict(reader.state_dict())
    for name, own in whole.items():
        if name == WORDS:
            continue
        array = found.get(name)
        if array is None or array.shape != tuple(own.shape):
            told = "is missing" if array is None else f"has the shape {array.shape}, not {tuple(own.shape)}"
            raise ValueError(f"{graph}: {name} {told}")
        whole[name] = torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32).copy())
    return whole


def _whole(held: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """``(q − zero) · scale`` of ONNX's DequantizeLinear, by column where scales are."""
    quantised = held[f"{name}_quantized"].astype(np.float32)
    zero = held[f"{name}_zero_point"].astype(np.float32)
    scale = held[f"{name}_scale"].astype(np.float32)
    whole: NDArray[np.float32] = (quantised - zero) * scale
    return whole
