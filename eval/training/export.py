"""Exports a reader for answering: ``python -m eval.training.export --reader FILE --out DIR``.

Writes what `app.reader` opens: ``reader.onnx`` (weights of 8 bits, activations quantised as they come), the tokenizer
and the note with their hash; and ``whole.onnx`` (32-bit floats), which is checked to score as training's weights do.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch

from app.reader import GRAPH, NOTE, TOKENIZER
from app.windows import Cutter, batch, lay
from eval.training.model import Reader, untrained
from eval.training.scorers import onnx_scorer, torch_scorer
from eval.training.shipped import state
from index.model import PACKAGED, files_sha256, model_folder

OPSET = 17
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


def quantise(path: Path, out: Path) -> None:
    """Weights of ``path`` in 8 bits. Seven bits of them are used: processors without VNNI overflow with eight."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = out.with_suffix(".ready.onnx")
    quant_pre_process(str(path), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(str(ready), str(out), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    ready.unlink()


def load(path: Path) -> Reader:
    """The reader of training's weights, of a checkpoint, or of an exported reader's folder."""
    reader = untrained(model_folder(PACKAGED), 0, traced=True)
    reader.load_state_dict(state(path, reader))
    return reader


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
    parser.add_argument("--name", default="ibid-reader-1")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    given = parser.parse_args()
    if (given.share < 1.0) != (given.began is not None):
        parser.error("--share below 1 needs --began, and --began a share")
    given.out.mkdir(parents=True, exist_ok=True)
    folder = model_folder(PACKAGED)
    whole = given.out / "whole.onnx"
    reader = load(given.reader)
    if given.began:
        mix(reader, load(given.began), given.share)
    export(reader, Cutter(folder), whole)
    quantise(whole, given.out / GRAPH)
    shutil.copyfile(folder / TOKENIZER, given.out / TOKENIZER)
    note = {"name": given.name, "sha256": files_sha256([given.out / GRAPH, given.out / TOKENIZER])}
    (given.out / NOTE).write_text(json.dumps(note, indent=1), "utf-8")


if __name__ == "__main__":
    main()
