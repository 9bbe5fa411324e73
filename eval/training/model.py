"""The reader: an encoder over a window, one score for each of its sentences, and where an answer's words may stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel
from transformers.models.mpnet.modeling_mpnet import MPNetLayer

from app.windows import CLS, MASK, PAD, SEP

# A score that no sentence of a window can have: padding.
NONE = -1e4
# Where scores start: about as low as the soft maximum of some 30 pieces is high.
START_BIAS = -4.0
# Heads over every word piece: counted in a sentence's mean, in its peak, as an answer's start, as its end.
MEAN, PEAK, START, END = range(4)
# Of mpnet's twelve layers the lower half: with 2 million pieces read it told no less than all twelve with 3.2 million
# (MODEL-CARD.md), and the upper ones were trained to sum a sentence up, which no reader needs.
LAYERS = 6
# mpnet counts places from 2.
FIRST_PLACE = 2
# Names of weights: of words and of places.
WORDS, PLACES = (f"encoder.embeddings.{kind}_embeddings.weight" for kind in ("word", "position"))
# mpnet's words are BERT's, four places on; but for these. (What BERT does not know, [UNK], has its own place as well.)
SHIFT = 4
UNKNOWN = 100
SPECIAL = {PAD: 1, UNKNOWN: 3, CLS: 0, SEP: 2, MASK: 30_526}


class Reader(nn.Module):
    """Sentence scores are log-odds against "nothing answers", which scores 0 by definition.

    A sentence's score is the mean of one head over its pieces, plus the soft maximum of another, plus what the
    window's first piece says of the window.
    """

    def __init__(self, encoder: MPNetModel) -> None:
        super().__init__()
        self.encoder = encoder
        size = int(encoder.config.hidden_size)
        # mpnet knows no types: it is told them as it is told places.
        self.types = nn.Embedding(2, size)
        nn.init.zeros_(self.types.weight)
        self.pieces = nn.Linear(size, 4)
        self.window = nn.Linear(size, 1)
        nn.init.constant_(self.window.bias, START_BIAS)
        # A word that the questions happen to teach would leave its synonyms behind.
        encoder.embeddings.word_embeddings.weight.requires_grad = False
        encoder.embeddings.padding_idx = FIRST_PLACE - 1

    def forward(self, ids: Tensor, attention: Tensor, types: Tensor, members: Tensor) -> tuple[Tensor, Tensor]:
        """Scores ``(windows, sentences)`` and span logits ``(windows, pieces, 2)``."""
        words = self.encoder.embeddings.word_embeddings(ids)
        hidden: Tensor = self.encoder(
            inputs_embeds=words + self.types(types), attention_mask=attention
        ).last_hidden_state
        heads = self.pieces(hidden)
        counts = members.sum(dim=2)
        mean = (members @ heads[:, :, MEAN : MEAN + 1]).squeeze(2) / counts.clamp(min=1.0)
        peak = torch.logsumexp(heads[:, None, :, PEAK] + (1.0 - members) * NONE, dim=2)
        scores = mean + peak + self.window(hidden[:, 0])
        return torch.where(counts > 0, scores, torch.full_like(scores, NONE)), heads[:, :, START : END + 1]

    @property
    def layers(self) -> list[MPNetLayer]:
        return [part for part in self.encoder.encoder.layer if isinstance(part, MPNetLayer)]

    def products(self) -> list[nn.Linear]:
        """The layers' matrices: nearly all of the reader but the words."""
        return [part for layer in self.layers for part in layer.modules() if isinstance(part, nn.Linear)]


def begun(folder: Path, seed: int) -> Reader:
    """The starting weights of ``folder``, all-mpnet-base-v2's: its lower layers under new heads, its words by BERT's
    numbers.
    """
    torch.manual_seed(seed)
    encoder = MPNetModel.from_pretrained(
        str(folder), local_files_only=True, add_pooling_layer=False, attn_implementation="eager",
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    encoder.encoder.layer = encoder.encoder.layer[:LAYERS]
    encoder.config.num_hidden_layers = LAYERS
    words = encoder.embeddings.word_embeddings.weight.data[numbers(int(encoder.config.vocab_size))]
    encoder.embeddings.word_embeddings = nn.Embedding(words.shape[0], words.shape[1], _weight=words)
    return Reader(encoder)


def numbers(size: int) -> Tensor:
    """Of each of BERT's words the number that mpnet, with ``size`` words, gives it."""
    own = torch.arange(size - SHIFT - 1) + SHIFT
    for number, other in SPECIAL.items():
        own[number] = other
    return own


def of(weights: Mapping[str, Tensor]) -> Reader:
    """A reader of the shape that ``weights`` have, and with them."""
    stem = "encoder.encoder.layer."
    words, size = weights[WORDS].shape
    config = MPNetConfig(
        vocab_size=words,
        hidden_size=size,
        num_hidden_layers=1 + max(int(name.split(".")[3]) for name in weights if name.startswith(stem)),
        num_attention_heads=weights["encoder.encoder.relative_attention_bias.weight"].shape[1],
        intermediate_size=weights[f"{stem}0.intermediate.dense.bias"].shape[0],
        max_position_embeddings=weights[PLACES].shape[0],
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=PAD,
    )
    config._attn_implementation = "eager"
    reader = Reader(MPNetModel(config, add_pooling_layer=False))
    reader.load_state_dict(dict(weights))
    return reader
