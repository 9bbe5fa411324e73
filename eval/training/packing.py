"""A reader as it ships: words and products in 4 bits, in a file that is compressed; and a graph that is given them in 8
when it is opened (`app.widened`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper
from torch import Tensor

from app.reader import GRAPH, WEIGHTS
from app.widened import COLUMNS, NUMBERS, SCALE, SCALES, WORDS
from eval.training.fourbits import packed
from eval.training.model import Reader

_PRODUCT = re.compile(r"/(?P<path>[\w./]+)/MatMul")
# onnxruntime's own: factors are rounded to 8 bits as they come.
_MULTIPLIED, _DOMAIN = "DynamicQuantizeMatMul", "com.microsoft"


def pack(reader: Reader, path: Path, folder: Path, columns: Mapping[str, Tensor]) -> None:
    """Writes what ships of ``reader``, exported to ``path``: its weights, words and products in 4 bits; and the graph,
    whose words and products are given in 8 bits when it is opened (`app.widened`), while what they are multiplied with
    is rounded as it comes, divided before by the ``columns`` of that product, if it has any (`evening.py`).
    """
    model = onnx.load(str(path))
    graph = model.graph
    held = {one.name for one in graph.initializer}
    own = dict(reader.state_dict())
    matrices = {id(part.weight) for part in reader.products()}
    products = {name for name, part in reader.named_parameters() if id(part) in matrices}
    kept: dict[str, NDArray[np.generic]] = {}
    given: list[TensorProto] = []

    def apart(name: str, weight: Tensor) -> tuple[str, str]:
        kept[name + NUMBERS], kept[name + SCALES] = packed(weight)
        rows, across = weight.shape
        sizes = (rows, across) if name.endswith(WORDS) else (across, rows)
        given.extend((_elsewhere(name, TensorProto.INT8, sizes), _elsewhere(name + SCALE, TensorProto.FLOAT, (rows,))))
        return name, name + SCALE

    nodes: list[NodeProto] = []
    for node in graph.node:
        product = _PRODUCT.fullmatch(node.name)
        words = next((name for name in node.input if name.endswith(WORDS)), None)
        if words:
            nodes += _looked_up(node, *apart(words, own.pop(words)))
        elif node.op_type == "MatMul" and product and node.input[1] in held:
            # "/encoder/encoder/layer.0/…/MatMul" is the module "encoder.encoder.layer.0.…": only the slashes differ.
            name = f"{product['path'].replace('/', '.')}.weight"
            if name in products:
                factors = [node.input[0], *apart(name, own.pop(name))]
                if name in columns:
                    kept[name + COLUMNS] = columns[name].numpy().astype(np.float16)
                    given.append(_elsewhere(name + COLUMNS, TensorProto.FLOAT, tuple(columns[name].shape)))
                    nodes.append(helper.make_node("Mul", [factors[0], name + COLUMNS], [f"{name}:evened"]))
                    factors[0] = f"{name}:evened"
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
        if one.name in used and one.name + NUMBERS not in kept
    )
    del graph.initializer[:]
    graph.initializer.extend(given)
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    (folder / GRAPH).write_bytes(model.SerializeToString())
    # Numbers near 0 are commoner than others: compressed, a reader is an eighth smaller, and opens 0.2 s later.
    np.savez_compressed(folder / WEIGHTS, **kept, **{name: weight.numpy() for name, weight in own.items()})  # type: ignore[arg-type]


def _looked_up(node: NodeProto, words: str, scale: str) -> list[NodeProto]:
    """In place of ``node``, which looks words up: their numbers, times their scales."""
    numbers = node.input[1]
    return [
        helper.make_node("Gather", [words, numbers], [f"{words}:found"]),
        helper.make_node("Cast", [f"{words}:found"], [f"{words}:whole"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [scale, numbers], [f"{scale}:found"]),
        helper.make_node("Constant", [], [f"{words}:last"], value_ints=[-1]),
        helper.make_node("Unsqueeze", [f"{scale}:found", f"{words}:last"], [f"{scale}:each"]),
        helper.make_node("Mul", [f"{words}:whole", f"{scale}:each"], list(node.output)),
    ]


def _elsewhere(name: str, kind: int, sizes: tuple[int, ...]) -> TensorProto:
    """A tensor that the graph is given when it is opened."""
    tensor = TensorProto(name=name, data_type=kind, dims=sizes, data_location=TensorProto.EXTERNAL)
    size = math.prod(sizes) * np.dtype(helper.tensor_dtype_to_np_dtype(kind)).itemsize
    for key, value in (("location", WEIGHTS), ("offset", "0"), ("length", str(size))):
        tensor.external_data.add(key=key, value=value)
    return tensor
