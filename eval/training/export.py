"""Exports a reader for answering: ``python -m eval.training.export --reader FILE --words DIR --out DIR``.

Writes what `app.reader` opens: the graph, its weights (words and products in 4 bits), the tokenizer and the note with
their hash; and ``whole.onnx`` (the same numbers in 32 bits), which is checked to score as training's weights do.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch

from app.reader import FILES, NOTE, TOKENIZER
from app.windows import Cutter, batch, lay
from eval.training.evening import columns, examples
from eval.training.fourbits import rounded
from eval.training.model import Reader, of
from eval.training.packing import pack
from eval.training.scorers import onnx_scorer, torch_scorer
from eval.training.shipped import state
from index.model import files_sha256

# The highest of PyTorch's older exporter.
OPSET = 20
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.export", description="Exports a reader.")
    parser.add_argument(
        "--reader", type=Path, required=True, metavar="FILE", help="reader.pt or checkpoint.pt of a run"
    )
    parser.add_argument("--words", type=Path, required=True, metavar="DIR", help="folder of its tokenizer.json")
    parser.add_argument("--name", default="ibid-reader-2")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    whole = given.out / "whole.onnx"
    reader = of(state(given.reader))
    with torch.no_grad():
        for part in reader.products():
            part.weight.copy_(rounded(part.weight))
    cutter = Cutter(given.words)
    export(reader, cutter, whole)
    pack(reader, whole, given.out, columns(reader, examples(cutter)))
    shutil.copyfile(given.words / TOKENIZER, given.out / TOKENIZER)
    note = {"name": given.name, "sha256": files_sha256([given.out / name for name in FILES])}
    (given.out / NOTE).write_text(json.dumps(note, indent=1), "utf-8")


if __name__ == "__main__":
    main()
