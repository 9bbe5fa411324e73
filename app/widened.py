"""The reader's weights, shipped in 4 bits, in 8: what processors multiply fastest."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Of each matrix the file has its numbers, two a byte, and their scales; the graph has it by this name and by SCALE.
NUMBERS, SCALES = ":numbers", ":scales"
SCALE = ":scale"
# Of some, what each column is multiplied with when they are made 8 bits; the graph divides by it what they are given
# (chosen by eval/training/evening.py).
COLUMNS = ":columns"
# What ends the name of a matrix whose rows are looked up; others are multiplied with, and lie the other way round.
WORDS = "word_embeddings.weight"
# Numbers that share a scale of 16 bits, an eighth of a bit each (rounded by eval/training/fourbits.py). Of
# all-mpnet-base-v2's words 1.4 % are lost so, in squares; with 64 it would be 1.1 % and nearly a megabyte more of the
# whole reader, with 32 0.9 % and two and a half.
BLOCK = 128
# Seven bits are used: processors without VNNI overflow with eight.
LARGEST = 63.0


def widened(path: Path) -> Mapping[str, NDArray[np.generic]]:
    """The graph's weights: matrices as numbers in 8 bits, ``(rows, columns)``, with a scale for each column; of words
    for each row; what the graph multiplies with by ``COLUMNS``, the reciprocals of what the file has; and all others as
    they are.

    Multiplied so, a question takes 0.55 of the time that it takes with onnxruntime's own product in 4 bits.
    """
    found: dict[str, NDArray[np.generic]] = {}
    # numpy lets other threads run. Two hold no more than two matrices' numbers in 32 bits, 67 MB where words are one.
    with np.load(path, allow_pickle=False) as held, ThreadPoolExecutor(2) as cores:
        names = [key.removesuffix(NUMBERS) for key in held.files if key.endswith(NUMBERS)]
        columns = {name: held[name + COLUMNS].astype(np.float32) for name in names if name + COLUMNS in held}
        packed = ((held[name + NUMBERS], held[name + SCALES], columns.get(name)) for name in names)
        made = cores.map(eight_bits, *zip(*packed, strict=True)) if names else ()
        for name, (weights, scale) in zip(names, made, strict=True):
            found[name] = weights if name.endswith(WORDS) else np.ascontiguousarray(weights.T)
            found[name + SCALE] = scale
        found.update((name + COLUMNS, 1.0 / column) for name, column in columns.items())
        found.update((key, held[key]) for key in held.files if not key.endswith((NUMBERS, SCALES, COLUMNS)))
    return found


def four_bits(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """``packed``, ``(rows, blocks, BLOCK / 2)``, two numbers a byte, the lower half first → ``(rows, blocks, BLOCK)``
    within -8 and 7.
    """
    numbers = np.empty((*packed.shape[:2], BLOCK), dtype=np.float32)
    numbers[..., 0::2] = packed & 15
    numbers[..., 1::2] = packed >> 4
    numbers -= 8.0
    return numbers


def eight_bits(
    packed: NDArray[np.uint8], scales: NDArray[np.float16], columns: NDArray[np.float32] | None = None
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Numbers ``(rows, blocks · BLOCK)``, and a scale for each row; ``scales`` are ``(rows, blocks)``.

    ``columns``: what each column is multiplied with before, ``(blocks · BLOCK,)``.
    """
    numbers = four_bits(packed)
    if columns is None:
        # The farthest of a block from nothing is always -8.
        widest = 8.0 * np.abs(scales.astype(np.float32)).max(axis=1)
    else:
        numbers *= columns.reshape(1, -1, BLOCK)
        widest = (np.abs(numbers).max(axis=2) * np.abs(scales.astype(np.float32))).max(axis=1)
    widest /= LARGEST
    widest[widest == 0.0] = 1.0
    numbers *= (scales / widest[:, None])[:, :, None]
    return np.rint(numbers, out=numbers).astype(np.int8).reshape(len(packed), -1), widest.astype(np.float32)
