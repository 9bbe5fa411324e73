"""A reader between two: ``python -m eval.training.mix --reader FILE --began FILE --share S --out FILE``.

Between what it began as and what it became a reader keeps what it knew and has what it learnt (Wortsman et al. 2022,
Robust fine-tuning of zero-shot models).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from eval.training.shipped import state


def mix(became: Mapping[str, Tensor], began: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """``share`` of the weights it ``became``, and the rest of those it ``began`` as."""
    return {name: torch.lerp(began[name], own, share) for name, own in became.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.mix", description="Makes a reader between two.")
    parser.add_argument("--reader", type=Path, required=True, help="reader.pt or checkpoint.pt of a run")
    parser.add_argument(
        "--began", type=Path, required=True, help="what it was trained from: reader.pt, or an exported reader's folder"
    )
    parser.add_argument("--share", type=float, required=True, help="of its own weights, within 0 and 1")
    parser.add_argument("--out", type=Path, required=True, help="reader.pt to write")
    given = parser.parse_args()
    torch.save(mix(state(given.reader), state(given.began), given.share), given.out)


if __name__ == "__main__":
    main()
