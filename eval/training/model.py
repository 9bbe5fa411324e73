"""The reader: MiniLM over a window, one score for each of its sentences, and where an answer's words may stand."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel, MPNetModel

# A score that no sentence of a window can have: padding.
NONE = -1e4
# Where scores start: about as low as the soft maximum of some 30 pieces is high.
START_BIAS = -4.0
# Heads over every word piece: counted in a sentence's mean, in its peak, as an answer's start, as its end.
MEAN, PEAK, START, END = range(4)


class Reader(nn.Module):
    """Sentence scores are log-odds against "nothing answers", which scores 0 by definition.

    A sentence's score is the mean of one head over its pieces, plus the soft maximum of another, plus what the
    window's first piece says of the window.
    """

    def __init__(self, encoder: BertModel | MPNetModel) -> None:
        super().__init__()
        self.encoder = encoder
        size = int(encoder.config.hidden_size)
        self.pieces = nn.Linear(size, 4)
        self.window = nn.Linear(size, 1)
        nn.init.constant_(self.window.bias, START_BIAS)

    def forward(self, ids: Tensor, attention: Tensor, types: Tensor, members: Tensor) -> tuple[Tensor, Tensor]:
        """Scores ``(windows, sentences)`` and span logits ``(windows, pieces, 2)``."""
        hidden = self.hidden(ids, attention, types)
        heads = self.pieces(hidden)
        counts = members.sum(dim=2)
        mean = (members @ heads[:, :, MEAN : MEAN + 1]).squeeze(2) / counts.clamp(min=1.0)
        peak = torch.logsumexp(heads[:, None, :, PEAK] + (1.0 - members) * NONE, dim=2)
        scores = mean + peak + self.window(hidden[:, 0])
        return torch.where(counts > 0, scores, torch.full_like(scores, NONE)), heads[:, :, START : END + 1]

    def hidden(self, ids: Tensor, attention: Tensor, types: Tensor) -> Tensor:
        """What the encoder makes of each piece: ``(windows, pieces, size)``."""
        hidden: Tensor = self.encoder(input_ids=ids, attention_mask=attention, token_type_ids=types).last_hidden_state
        return hidden


def untrained(folder: Path, seed: int, *, traced: bool = False) -> Reader:
    """The starting weights of ``folder`` under new heads.

    ``traced``: with attention in plain steps: for the export, and quicker in 16 bits.
    """
    torch.manual_seed(seed)
    # Dropout off: a run sees every question once or twice, and forgets none by heart.
    encoder = BertModel.from_pretrained(
        str(folder), local_files_only=True, add_pooling_layer=False,
        attn_implementation="eager" if traced else "sdpa",
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    # A word that the questions happen to teach would leave its synonyms behind.
    encoder.embeddings.word_embeddings.weight.requires_grad = False
    return Reader(encoder)
