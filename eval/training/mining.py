"""What the search finds for every question: the reader learns and is measured on the sentences it will meet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.training.corpus import Asked, Corpus
from index.encoder import Encoder
from index.fuse import Signal, fuse
from index.lexical import Lexical
from index.search import BLOCK, HYBRID

# Sentences kept for every question, best first: as many as the reader is to rank.
DEPTH = 30

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search found for each question, in the corpus's order; shapes ``(questions, DEPTH)``.

    ``texts`` and ``sentences`` say which sentence (-1: there were fewer); the scores are the search's own, its
    vectors' and its words'.
    """

    texts: NDArray[np.int32]
    sentences: NDArray[np.int32]
    fused: Vectors
    cosine: Vectors
    bm25: Vectors


def find(corpus: Corpus, encoder: Encoder, folder: Path) -> Found:
    """Searches for every question among the sentences of its group.

    Kept in ``folder``, under a hash of what was searched for, where and how, and read from there again.
    """
    cache = folder / f"found-{_key(corpus, encoder)}.npz"
    if cache.exists():
        with np.load(cache) as kept:
            return Found(kept["texts"], kept["sentences"], kept["fused"], kept["cosine"], kept["bm25"])
    places = [(number, at) for number, text in enumerate(corpus.texts) for at in range(len(text.sentences))]
    vectors = _vectors(encoder, [_searched(corpus, number, at) for number, at in places])
    questions = _vectors(encoder, [one.question for one in corpus.asked])
    size = len(corpus.asked)
    texts, sentences = (np.full((size, DEPTH), -1, dtype=np.int32) for _ in range(2))
    fused, cosine, bm25 = (np.zeros((size, DEPTH), dtype=np.float32) for _ in range(3))
    for group in dict.fromkeys(text.group for text in corpus.texts):
        own = [row for row, (number, _) in enumerate(places) if corpus.texts[number].group == group]
        search = _Search(corpus, [places[row] for row in own], vectors[own])
        for at, one in enumerate(corpus.asked):
            if corpus.texts[one.text].group != group:
                continue
            scores, near, words = search(one, questions[at])
            order = np.argsort(-scores, kind="stable")[:DEPTH]
            count = len(order)
            chosen = [places[own[row]] for row in order]
            texts[at, :count] = [number for number, _ in chosen]
            sentences[at, :count] = [sentence for _, sentence in chosen]
            fused[at, :count], cosine[at, :count], bm25[at, :count] = scores[order], near[order], words[order]
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(cache, texts=texts, sentences=sentences, fused=fused, cosine=cosine, bm25=bm25)
    return Found(texts, sentences, fused, cosine, bm25)


def _key(corpus: Corpus, encoder: Encoder) -> str:
    told = [[text.group, text.heading, text.sentences] for text in corpus.texts]
    asked = [[one.text, one.question] for one in corpus.asked]
    how = [encoder.name, repr(HYBRID), DEPTH]
    return sha256(json.dumps([told, asked, how]).encode()).hexdigest()[:8]


def _vectors(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """The texts' vectors; their tokens' are let go of block by block."""
    made = [
        [one.vector for one in encoder.embed(texts[start : start + BLOCK])] for start in range(0, len(texts), BLOCK)
    ]
    return np.array([vector for block in made for vector in block], dtype=np.float32).reshape(-1, encoder.dimension)


def _searched(corpus: Corpus, number: int, at: int) -> str:
    """A sentence as ``index.search`` embeds it: under its heading."""
    text = corpus.texts[number]
    return " › ".join(text.heading) + "\n" + text.sentences[at]


class _Search:
    """``index.search`` over the sentences of one group. A passage's vector is the mean of its sentences'."""

    def __init__(self, corpus: Corpus, places: Sequence[tuple[int, int]], vectors: Vectors) -> None:
        numbers = list(dict.fromkeys(number for number, _ in places))
        row = {number: at for at, number in enumerate(numbers)}
        self._vectors = vectors
        self._owner = np.array([row[number] for number, _ in places], dtype=np.int64)
        sums = np.zeros((len(numbers), vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, self._owner, vectors)
        self._passages = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        self._words = Lexical.build([_searched(corpus, number, at) for number, at in places])
        self._passage_words = Lexical.build(
            [" ".join((*corpus.texts[number].heading, *corpus.texts[number].sentences)) for number in numbers]
        )

    def __call__(self, one: Asked, vector: Vectors) -> tuple[Vectors, Vectors, Vectors]:
        cosine = self._vectors @ vector
        bm25 = self._words.scores(one.question)
        fused = fuse(
            (
                Signal(HYBRID.sentence_vectors, cosine),
                Signal(HYBRID.surroundings, (self._passages @ vector)[self._owner]),
                Signal(HYBRID.sentence_words, bm25),
                Signal(HYBRID.chunk_words, self._passage_words.scores(one.question)[self._owner]),
            )
        )
        return fused, cosine, bm25
