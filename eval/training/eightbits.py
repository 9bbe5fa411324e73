"""The weights of the reader that shipped until it was joined by another: MiniLM's, in 8 bits, in its graph."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor
from transformers import BertModel

from app.reader import GRAPH
from eval.training.model import WORDS, Reader
from index.model import PACKAGED, model_folder

_PRODUCT = re.compile(r"/(?P<path>[\w./]+)/MatMul_quant")
# The export's name of the one product that it writes as another operation.
_WINDOW = "/window/Gemm_MatMul_quant"


def earlier(folder: Path) -> Reader:
    """What scores as the quantised graph in ``folder`` does, in 32-bit floats; its words, never trained, whole.

    Raises:
        ValueError: the graph lacks a tensor of the reader, or has one of another shape.
    """
    reader = Reader(
        BertModel.from_pretrained(
            str(model_folder(PACKAGED)), local_files_only=True, add_pooling_layer=False, attn_implementation="eager"
        )
    )
    path = folder / GRAPH
    model = onnx.load(str(path))
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
            raise ValueError(f"{path}: {name} {told}")
        whole[name] = torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32).copy())
    reader.load_state_dict(whole)
    return reader


def _whole(held: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """``(q − zero) · scale`` of ONNX's DequantizeLinear, by column where scales are."""
    quantised = held[f"{name}_quantized"].astype(np.float32)
    zero = held[f"{name}_zero_point"].astype(np.float32)
    scale = held[f"{name}_scale"].astype(np.float32)
    whole: NDArray[np.float32] = (quantised - zero) * scale
    return whole
