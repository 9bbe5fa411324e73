"""What is minimised: the share of a question's softmax that right sentences, and right spans, are given."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.examples import Example
from eval.training.recipes import Recipe


def loss(scores: Sequence[Tensor], spans: Sequence[Tensor], examples: Sequence[Example], recipe: Recipe) -> Tensor:
    """The mean loss of a step's questions; ``scores`` and ``spans`` hold all their windows in order."""
    total = torch.zeros(())
    row = 0
    for example in examples:
        end = row + len(example.shown)
        shown = example.shown
        scored = torch.cat([scores[row + at][list(one.scored)] for at, one in enumerate(shown)])
        right = torch.tensor([number in one.right for one in shown for number in one.scored])
        if recipe.loss == "binary":
            total = total + functional.binary_cross_entropy_with_logits(scored, right.float())
        else:
            total = total + marginal(scored, right)
        if recipe.spans and example.spans:
            for side in (0, 1):
                total = total + 0.5 * recipe.spans * _span(spans[row:end], example, side)
        row = end
    return total / len(examples)


def marginal(scores: Tensor, right: Tensor) -> Tensor:
    """-log of what the right ones get of a softmax shared with "none", which scores 0 and is right where none is."""
    everything = torch.cat([scores.new_zeros(1), scores])
    meant = torch.cat([~right.any().reshape(1), right])
    return torch.logsumexp(everything, 0) - torch.logsumexp(everything[meant], 0)


def _span(logits: Sequence[Tensor], example: Example, side: int) -> Tensor:
    inside: list[Tensor] = []
    right: list[bool] = []
    for row, one in enumerate(example.shown):
        marks = one.starts if side == 0 else one.ends
        columns = [column for column, number in enumerate(one.laid.sentence_of) if number >= 0]
        inside.append(logits[row][columns, side])
        right += [column in marks for column in columns]
    return marginal(torch.cat(inside), torch.tensor(right))
