"""A reader of fewer words: which stay, and that what stays is as it was."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from app.windows import Laid, Pieces, lay
from eval.training.fourbits import rounded
from eval.training.model import WORDS
from eval.training.scorers import torch_scorer
from eval.training.words import common, counted, fewer, shorter
from tests.eval.training.showing import MILL, OWNER, Corpus, reader_of


def pieces(*ids: int) -> Pieces:
    return Pieces(ids, tuple((at, at + 1) for at in range(len(ids))))


def laid() -> Laid:
    return lay(pieces(107, 108), pieces(109), [pieces(111, 112), pieces(113)])


def test_words_are_numbered_anew_and_rounded() -> None:
    reader = reader_of(words=300).eval()
    kept = torch.tensor([*range(104), *range(109, 300)])
    smaller = fewer(reader, kept, 32)
    assert smaller.encoder.embeddings.position_embeddings.weight.shape[0] == 32
    own = reader.state_dict()[WORDS]
    torch.testing.assert_close(smaller.state_dict()[WORDS], rounded(own[kept]))
    torch.testing.assert_close(smaller.state_dict()[WORDS][104], rounded(own[109:110])[0])


def test_what_a_window_of_words_that_stay_scores_is_as_it_was() -> None:
    reader = reader_of(words=300).eval()
    words = reader.encoder.embeddings.word_embeddings.weight
    with torch.no_grad():
        words.copy_(rounded(words))
    smaller = fewer(reader, torch.arange(200), 32)
    np.testing.assert_allclose(torch_scorer(smaller)([laid()])[0], torch_scorer(reader)([laid()])[0], atol=1e-5)


VOCABULARY = {f"[{number}]": number for number in range(104)} | {
    "mill": 104, "##er": 105, "a": 106, "ж": 107, "owner": 108, "##é": 109, "the": 110, "was": 111, "—": 112, "漢": 113,
}  # fmt: skip


def test_kept_are_what_lays_out_letters_and_the_commonest() -> None:
    counts = Counter({104: 3, 105: 3, 108: 1, 110: 9})
    assert common(VOCABULARY, counts, 109) == [*range(104), 104, 106, 109, 110, 112]
    # Of two as common the one that comes first in the vocabulary, which is in the order of how common they are.
    assert 105 in common(VOCABULARY, counts, 110)


def test_what_is_left_out_is_spelt() -> None:
    raw = {"model": {"vocab": VOCABULARY, "type": "WordPiece"}, "normalizer": None}
    made = shorter(raw, common(VOCABULARY, Counter({110: 2}), 108))
    assert made["normalizer"] is None
    assert list(made["model"]["vocab"].items())[104:] == [("a", 104), ("##é", 105), ("the", 106), ("—", 107)]
    assert raw["model"]["vocab"] is VOCABULARY


def test_words_are_counted_in_each_sentence_once_and_in_every_question() -> None:
    vocabulary = {"[UNK]": 0, "The": 1, "mill": 2, "was": 3, "owned": 4, "the": 5}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    counts = counted(tokenizer, Corpus((MILL, MILL), (OWNER, OWNER), {}))
    # "The mill was built", "Its owner was a miller"; twice "Who owned the mill?".
    assert (counts[1], counts[2], counts[3], counts[4], counts[5]) == (1, 3, 2, 2, 2)
