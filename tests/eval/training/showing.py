"""A small corpus, and what an epoch shows of one; texts in words instead of word pieces, to be counted by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import torch
from transformers import MPNetConfig, MPNetModel

from app.widened import BLOCK
from app.windows import Pieces
from eval.training.corpus import Asked, Corpus, Text
from eval.training.examples import Maker
from eval.training.mining import DEPTH, Found
from eval.training.model import Reader
from eval.training.recipes import RECIPES
from eval.training.titles import Part

MILL = Text("nq", "Mill", ("Mill",), "nq", ("The mill was built in 1802.", "Its owner was a miller."), Part.TRAIN)
OWNER = Asked("a", 0, "Who owned the mill?", (1,), ("a miller",), False, Part.TRAIN)


def shown(corpus: Corpus, name: str, *, contrast: int = 0, stories: int = 0) -> Counter[bool]:
    """How many examples of an epoch have an answer, and how many none, if nothing is spoilt and nothing was found."""
    nothing = np.full((len(corpus.asked), DEPTH), -1, dtype=np.int32)
    scores = np.zeros((len(corpus.asked), DEPTH), dtype=np.float32)
    recipe = replace(
        RECIPES[name], batch=1, contrast=contrast, stories=stories, near_misses=0.0, emptied=0.0, blurred=0.0
    )
    made = Maker(corpus, Found(nothing, nothing, scores, scores, scores), cut, recipe, 1)  # type: ignore[arg-type]
    return Counter(bool(example.shown[0].right) for step in made.epoch(0) for example in step)


def reader_of(words: int) -> Reader:
    """A small reader of the packaged one's kind, with weights drawn at random."""
    torch.manual_seed(0)
    shape = MPNetConfig(
        vocab_size=words, hidden_size=BLOCK, num_hidden_layers=2, num_attention_heads=2, intermediate_size=BLOCK,
        max_position_embeddings=200, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=0,
    )  # fmt: skip
    shape._attn_implementation = "eager"
    return Reader(MPNetModel(shape, add_pooling_layer=False))


def cut(text: str) -> Pieces:
    """Each word as a piece, numbered from 1,000 in its order."""
    words = text.split()
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    return Pieces(
        tuple(range(1000, 1000 + len(words))), tuple((s, s + len(w)) for s, w in zip(starts, words, strict=True))
    )
