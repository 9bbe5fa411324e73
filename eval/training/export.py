"""Exports a reader for answering: ``python -m eval.training.export --reader FILE --words DIR --out DIR``.

Writes what `app.reader` opens: the graph, its weights (words and products in 4 bits), the tokenizer and the note with
their hash; and ``whole.onnx`` (the same numbers in 32 bits), which is checked to score as training's weights do.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper
from torch import Tensor

from app.reader import FILES, GRAPH, NOTE, TOKENIZER, WEIGHTS
from app.widened import NUMBERS, SCALE, SCALES
from app.widened import WORDS as SHIPPED_WORDS
from app.windows import Cutter, batch, lay
from eval.training.fourbits import packed, rounded
from eval.training.model import Reader, of
from eval.training.scorers import onnx_scorer, torch_scorer
from eval.training.shipped import WORDS, state
from index.model import files_sha256

# The highest of PyTorch's older exporter.
OPSET = 20
_PRODUCT = re.compile(r"/(?P<path>[\w./]+)/MatMul")
# onnxruntime's own: factors are rounded to 8 bits as they come.
_MULTIPLIED, _DOMAIN = "DynamicQuantizeMatMul", "com.microsoft"
# Largest difference of a score between training's weights and the exported ones: rounding of another order of sums.
CLOSE = 1e-3


def export(reader: Reader, cutter: Cutter, path: Path) -> None:
    """Writes ``reader`` as ONNX: any number of windows, sentences and pieces."""
    heading, asked = cutter("A town › History"), cutter("When was the town founded?")
    texts = ("It was founded in 1802.", "The founder was a miller.", "It grew.")
    laid = [lay(asked, heading, [cutter(text) for text in texts[:count]]) for count in (3, 2)]
    held = batch(laid)
    reader.eval()
    arrays = tuple(torch.from_numpy(array) for array in (held.ids, held.attention, held.types, held.members))
    windows, sentences, pieces = "windows", "sentences", "pieces"
    torch.onnx.export(
        reader,
        arrays,
        str(path),
        dynamo=False,
        opset_version=OPSET,
        input_names=["ids", "attention", "types", "members"],
        output_names=["scores", "spans"],
        dynamic_axes={
            "ids": {0: windows, 1: pieces},
            "attention": {0: windows, 1: pieces},
            "types": {0: windows, 1: pieces},
            "members": {0: windows, 1: sentences, 2: pieces},
            "scores": {0: windows, 1: sentences},
            "spans": {0: windows, 1: pieces},
        },
    )
    for own, other in zip(torch_scorer(reader)(laid), onnx_scorer(path, 1)(laid), strict=True):
        if not np.allclose(own, other, atol=CLOSE):
            raise ValueError(f"{path}: scores {other} where training's weights score {own}")


def quantise(reader: Reader, path: Path, folder: Path) -> None:
    """Writes what ships of ``reader``, exported to ``path``: its weights, words and products in 4 bits; and the graph,
    whose words and products are given in 8 bits when it is opened (`app.widened`), while what they are multiplied with
    is rounded as it comes.
    """
    model = onnx.load(str(path))
    graph = model.graph
    held = {one.name for one in graph.initializer}
    own = dict(reader.state_dict())
    matrices = {id(part.weight) for part in reader.products()}
    products = {name for name, part in reader.named_parameters() if id(part) in matrices}
    kept: dict[str, NDArray[np.generic]] = {}
    given: list[TensorProto] = []

    def pack(name: str, weight: Tensor) -> tuple[str, str]:
        kept[name + NUMBERS], kept[name + SCALES] = packed(weight)
        rows, columns = weight.shape
        sizes = (rows, columns) if name == SHIPPED_WORDS else (columns, rows)
        given.extend((_elsewhere(name, TensorProto.INT8, sizes), _elsewhere(name + SCALE, TensorProto.FLOAT, (rows,))))
        return name, name + SCALE

    nodes: list[NodeProto] = []
    for node in graph.node:
        product = _PRODUCT.fullmatch(node.name)
        if WORDS in node.input:
            nodes += _looked_up(node, *pack(SHIPPED_WORDS, own.pop(WORDS)))
        elif node.op_type == "MatMul" and product and node.input[1] in held:
            # "/encoder/encoder/layer.0/…/MatMul" is the module "encoder.encoder.layer.0.…": only the slashes differ.
            name = f"{product['path'].replace('/', '.')}.weight"
            if name in products:
                factors = [node.input[0], *pack(name, own.pop(name))]
                nodes.append(helper.make_node(_MULTIPLIED, factors, list(node.output), node.name, domain=_DOMAIN))
            else:  # the export turned it
                given.append(_elsewhere(name, TensorProto.FLOAT, tuple(own[name].shape)))
                turned = f"{name}:turned"
                nodes.append(helper.make_node("Transpose", [name], [turned], perm=[1, 0]))
                nodes.append(helper.make_node("MatMul", [node.input[0], turned], list(node.output), node.name))
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    given.extend(
        _elsewhere(one.name, one.data_type, tuple(one.dims)) if one.name in own else one
        for one in graph.initializer
        if one.name in used
    )
    del graph.initializer[:]
    graph.initializer.extend(given)
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    (folder / GRAPH).write_bytes(model.SerializeToString())
    np.savez(folder / WEIGHTS, **kept, **{name: weight.numpy() for name, weight in own.items()})  # type: ignore[arg-type]


def _looked_up(node: NodeProto, words: str, scale: str) -> list[NodeProto]:
    """In place of ``node``, which looks words up: their numbers, times their scales."""
    numbers = node.input[1]
    return [
        helper.make_node("Gather", [words, numbers], ["words:found"]),
        helper.make_node("Cast", ["words:found"], ["words:numbers"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [scale, numbers], ["words:scales"]),
        helper.make_node("Constant", [], ["words:last"], value_ints=[-1]),
        helper.make_node("Unsqueeze", ["words:scales", "words:last"], ["words:each"]),
        helper.make_node("Mul", ["words:numbers", "words:each"], list(node.output)),
    ]


def _elsewhere(name: str, kind: int, sizes: tuple[int, ...]) -> TensorProto:
    """A tensor that the graph is given when it is opened."""
    tensor = TensorProto(name=name, data_type=kind, dims=sizes, data_location=TensorProto.EXTERNAL)
    size = math.prod(sizes) * np.dtype(helper.tensor_dtype_to_np_dtype(kind)).itemsize
    for key, value in (("location", WEIGHTS), ("offset", "0"), ("length", str(size))):
        tensor.external_data.add(key=key, value=value)
    return tensor


def mix(reader: Reader, began: Reader, share: float) -> None:
    """Makes ``reader``'s weights ``share`` of what they were and the rest of what they ``began`` as.

    Between the two a reader keeps what it knew and has what it learnt (Wortsman et al. 2022, Robust fine-tuning of
    zero-shot models).
    """
    before = began.state_dict()
    reader.load_state_dict({name: torch.lerp(before[name], held, share) for name, held in reader.state_dict().items()})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.export", description="Exports a reader.")
    parser.add_argument("--reader", type=Path, required=True, help="reader.pt or checkpoint.pt of a run")
    parser.add_argument(
        "--began", type=Path, help="what it was trained from: reader.pt, or an exported reader's folder"
    )
    parser.add_argument("--share", type=float, default=1.0, help="of its own weights, beside those it began at")
    parser.add_argument("--words", type=Path, required=True, metavar="DIR", help="folder of its tokenizer.json")
    parser.add_argument("--name", default="ibid-reader-2")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    given = parser.parse_args()
    if (given.share < 1.0) != (given.began is not None):
        parser.error("--share below 1 needs --began, and --began a share")
    given.out.mkdir(parents=True, exist_ok=True)
    whole = given.out / "whole.onnx"
    reader = of(state(given.reader))
    if given.began:
        mix(reader, of(state(given.began)), given.share)
    with torch.no_grad():
        for part in reader.products():
            part.weight.copy_(rounded(part.weight))
    export(reader, Cutter(given.words), whole)
    quantise(reader, whole, given.out)
    shutil.copyfile(given.words / TOKENIZER, given.out / TOKENIZER)
    note = {"name": given.name, "sha256": files_sha256([given.out / name for name in FILES])}
    (given.out / NOTE).write_text(json.dumps(note, indent=1), "utf-8")


if __name__ == "__main__":
    main()
