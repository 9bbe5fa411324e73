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
        elif recipe.loss == "each":
            total = total + each(scored, torch.where(right, right.cumsum(0) - 1, -1))
        else:
            total = total + marginal(scored, right)
        if recipe.spans and example.spans:
            for side in (0, 1):
                marks, sentences = _marks(spans[row:end], example, side)
                span = each(marks, sentences) if recipe.loss == "each" else marginal(marks, sentences >= 0)
                total = total + 0.5 * recipe.spans * span
        row = end
    return total / len(examples)


def marginal(scores: Tensor, right: Tensor) -> Tensor:
    """-log of what the right ones get of a softmax shared with "none", which scores 0 and is right where none is."""
    return each(scores, torch.where(right, 0, -1))


def each(scores: Tensor, groups: Tensor) -> Tensor:
    """For each group of right ones -log of what it gets of a softmax shared with the wrong ones and "none", and of
    these groups the mean; where none is right, -log of what "none" gets.

    ``groups``: of each score the number of its group, counted from 0; -1 for a wrong one. With `marginal` one right
    sentence that gets everything is enough, and a second account of the same thing may read as badly as a wrong one.
    """
    wrong = torch.logsumexp(torch.cat([scores.new_zeros(1), scores[groups < 0]]), 0)
    # A window may hold no piece at all: a sentence of signs that the tokenizer drops.
    count = int(groups.max()) + 1 if len(groups) else 0
    right = [torch.logsumexp(scores[groups == group], 0) for group in range(count)]
    return functional.softplus(wrong - torch.stack(right)).mean() if right else wrong


def _marks(logits: Sequence[Tensor], example: Example, side: int) -> tuple[Tensor, Tensor]:
    """How surely each piece of a sentence starts (or ends) the answer's words; and for those that do, the number of
    their sentence among those that hold any, for others -1.
    """
    inside: list[Tensor] = []
    groups: list[int] = []
    known: dict[tuple[int, int], int] = {}
    for row, one in enumerate(example.shown):
        marks = one.starts if side == 0 else one.ends
        columns = [column for column, number in enumerate(one.laid.sentence_of) if number >= 0]
        inside.append(logits[row][columns, side])
        groups += [
            known.setdefault((row, one.laid.sentence_of[column]), len(known)) if column in marks else -1
            for column in columns
        ]
    return torch.cat(inside), torch.tensor(groups)
