"""Weights in 4 bits: 16 steps for every 128 numbers of a row, which share a scale. Opened again by `app.widened`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from app.widened import BLOCK


def rounded(weight: Tensor) -> Tensor:
    """``weight`` as it ships: in each block -8 stands for what is farthest from 0."""
    numbers, scale = _steps(weight.reshape(-1, BLOCK))
    return (numbers * scale).reshape(weight.shape)


def packed(weight: Tensor) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """The numbers of ``weight``, ``(rows, columns)``, two a byte, and the scales of their blocks."""
    numbers, scale = _steps(weight.reshape(-1, BLOCK))
    stored = (numbers.numpy() + 8.0).astype(np.uint8).reshape(len(weight), -1, BLOCK)
    both = stored[..., 0::2] | stored[..., 1::2] << 4
    return np.asarray(both, dtype=np.uint8), scale.numpy().astype(np.float16).reshape(len(weight), -1)


def _steps(blocks: Tensor) -> tuple[Tensor, Tensor]:
    scale = blocks.gather(1, blocks.abs().argmax(1, keepdim=True)) / -8.0
    # As they are kept: 16 bits.
    scale = scale.half().float()
    scale = torch.where(scale == 0.0, torch.ones_like(scale), scale)
    return torch.clamp(torch.round(blocks / scale), -8, 7), scale


@contextmanager
def in_four_bits(parts: Sequence[nn.Linear]) -> Iterator[None]:
    """Within, ``parts`` have rounded weights; behind it their own again.

    A step whose gradients are taken so, and that moves the whole weights, makes up for the rounding: the
    straight-through estimator (Bengio, Léonard and Courville 2013).
    """
    whole = [part.weight.data for part in parts]
    for part in parts:
        part.weight.data = rounded(part.weight.data)
    try:
        yield
    finally:
        for part, own in zip(parts, whole, strict=True):
            part.weight.data = own
