"""The teacher: all-mpnet-base-v2 in MiniLM's place, eight times its weights beside the words', and never shipped.

A reader may also be told what the teacher makes of every sentence, which says more of it than what is marked right
(Hinton, Vinyals and Dean 2015, Distilling the knowledge in a neural network). What came of it is in the model card: the
teacher reads better, the reader that learnt from it did not.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import MPNetModel

from app.windows import CLS, MASK, PAD, SEP
from eval.training.model import Reader

# mpnet's words are BERT's, four places on; but for these. (What BERT does not know, [UNK], has its own place as well.)
SHIFT = 4
UNKNOWN = 100
SPECIAL = {PAD: 1, UNKNOWN: 3, CLS: 0, SEP: 2, MASK: 30_526}


class Teacher(Reader):
    """Reads what a reader reads, in a reader's numbers. mpnet knows no types: it is told them as it is told places."""

    def __init__(self, encoder: MPNetModel) -> None:
        super().__init__(encoder)
        self.types = nn.Embedding(2, int(encoder.config.hidden_size))
        nn.init.zeros_(self.types.weight)
        own = torch.arange(int(encoder.config.vocab_size) - SHIFT - 1) + SHIFT
        for number, other in SPECIAL.items():
            own[number] = other
        self.own: Tensor
        self.register_buffer("own", own, persistent=False)

    def hidden(self, ids: Tensor, attention: Tensor, types: Tensor) -> Tensor:
        words = self.encoder.embeddings.word_embeddings(self.own[ids]) + self.types(types)
        hidden: Tensor = self.encoder(inputs_embeds=words, attention_mask=attention).last_hidden_state
        return hidden


def untaught(folder: Path, seed: int) -> Teacher:
    """The starting weights of ``folder`` under new heads; its words are never trained, as a reader's are not."""
    torch.manual_seed(seed)
    encoder = MPNetModel.from_pretrained(
        str(folder), local_files_only=True, add_pooling_layer=False, attn_implementation="eager",
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    encoder.embeddings.word_embeddings.weight.requires_grad = False
    return Teacher(encoder)


def halved(teacher: Teacher) -> Teacher:
    """``teacher`` with what its products need in 16 bits once and for all, where it is only asked."""
    for part in teacher.encoder.modules():
        if isinstance(part, nn.Linear):
            part.bfloat16()
    return teacher
