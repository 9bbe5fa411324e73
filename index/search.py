"""Article → index → hits: every sentence scored by vectors and by words, alone and with its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.dense import Dense
from index.encoder import Encoder
from index.fit import fit
from index.fuse import Signal, fuse
from index.lexical import Lexical
from ingest.article import Article, Passage, Sentence
from ingest.chunk import BUDGET, Chunk, CountTokens, chunk


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each search counts: vectors and words, of a sentence alone and of its chunk."""

    sentence_vectors: float
    chunk_vectors: float
    sentence_words: float
    chunk_words: float


# A sentence's own meaning tells most; its chunk tells what it is about, and shared words find names. Chosen from 80
# combinations on 153 questions kept for tuning: all needed sentences among the first 3 for 0.78 of them and among the
# first 30 for 0.96 (vectors of sentences alone: 0.66 and 0.93; words alone: 0.58 and 0.78).
HYBRID = Weights(1.0, 0.5, 0.25, 0.25)
DENSE = Weights(1.0, 0.5, 0.0, 0.0)
LEXICAL = Weights(0.0, 0.0, 1.0, 1.0)
# Texts looked at by each vector search; the fused first 30 hardly change beyond it.
DEPTH = 400

Progress = Callable[[str, int, int], None]
"""Hears of the work under way: what, how much is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in its place: ``id`` counts all sentences of the article, ``chunk`` is its chunk's id."""

    id: int
    sentence: Sentence
    passage: Passage
    chunk: int


class Hit(NamedTuple):
    """A unit and how well it fits: ``score`` fused, within 0 and 1; ``cosine`` of its own text; ``bm25`` raw."""

    unit: Unit
    score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What was embedded: ``texts`` in all, ``windowed`` sentences and chunks that became ``windows``,
    ``truncated`` texts longer than the model reads (always 0).
    """

    sentences: int
    chunks: int
    texts: int
    windowed: int
    windows: int
    longest: int
    limit: int
    truncated: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The searchable parts of an index, as they are stored."""

    sentence_vectors: Dense
    chunk_vectors: Dense
    sentence_words: Lexical
    chunk_words: Lexical
    counts: Counts


class Index:
    """One article, searchable. Opened or built by ``index.store``."""

    def __init__(self, article: Article, encoder: Encoder, chunks: tuple[Chunk, ...], parts: Parts) -> None:
        self.article = article
        self.encoder = encoder
        self.parts = parts
        self.units = units(article, chunks)
        self._chunk_of = np.array([unit.chunk for unit in self.units], dtype=np.int64)

    def search(self, question: str, k: int, *, weights: Weights = HYBRID) -> tuple[Hit, ...]:
        """The ``k`` best sentences for ``question``, best first; ties in the order of the article."""
        if not self.units:
            return ()
        vector = self.encoder.encode([question])
        cosine = self.parts.sentence_vectors.scores(vector, DEPTH)
        bm25 = self.parts.sentence_words.scores(question)
        fused = fuse(
            (
                Signal(weights.sentence_vectors, cosine),
                Signal(weights.chunk_vectors, self.parts.chunk_vectors.scores(vector, DEPTH)[self._chunk_of]),
                Signal(weights.sentence_words, bm25),
                Signal(weights.chunk_words, self.parts.chunk_words.scores(question)[self._chunk_of]),
            )
        )
        order = np.argsort(-fused, kind="stable")[:k]
        return tuple(Hit(self.units[at], float(fused[at]), float(cosine[at]), float(bm25[at])) for at in order)

    def known_words(self, question: str) -> tuple[int, int]:
        """How many of the question's distinct content words the article has, and how many it has."""
        return self.parts.chunk_words.known(question)


def units(article: Article, chunks: Sequence[Chunk]) -> tuple[Unit, ...]:
    """All sentences of the article in order, each with its passage and its chunk."""
    of_chunk: dict[int, int] = {
        part.first + offset: part.id for part in chunks for offset in range(len(part.sentences))
    }
    found: list[Unit] = []
    for passage in article.passages:
        for sentence in passage.sentences:
            found.append(Unit(len(found), sentence, passage, of_chunk[len(found)]))
    return tuple(found)


def build(
    article: Article,
    encoder: Encoder,
    *,
    budget: int = BUDGET,
    count: CountTokens | None = None,
    progress: Progress | None = None,
) -> Index:
    """Embeds and counts the words of every sentence and chunk. ``count`` as in ``ingest.chunk.chunk``."""
    chunks = chunk(article, budget=budget, count=count)
    places = units(article, chunks)
    of_sentences = [fit(unit.passage.section, unit.sentence.plain, encoder.count, encoder.limit) for unit in places]
    of_chunks = [fit(part.section, part.body, encoder.count, encoder.limit) for part in chunks]
    texts = [text for windows in (*of_sentences, *of_chunks) for text in windows]
    lengths = [encoder.count(text) for text in texts]
    done = 0

    def embedded(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress("embedding", done, len(texts))

    vectors = encoder.encode(texts, embedded)
    split = sum(map(len, of_sentences))
    parts = Parts(
        Dense.build(vectors[:split], _owners(of_sentences), len(places)),
        Dense.build(vectors[split:], _owners(of_chunks), len(chunks)),
        Lexical.build([f"{' '.join(unit.passage.section)} {unit.sentence.plain}" for unit in places]),
        Lexical.build([f"{' '.join(part.section)} {part.body}" for part in chunks]),
        Counts(
            sentences=len(places),
            chunks=len(chunks),
            texts=len(texts),
            windowed=sum(len(windows) > 1 for windows in (*of_sentences, *of_chunks)),
            windows=sum(len(windows) for windows in (*of_sentences, *of_chunks) if len(windows) > 1),
            longest=max(lengths, default=0),
            limit=encoder.limit,
            truncated=sum(length > encoder.limit for length in lengths),
        ),
    )
    return Index(article, encoder, chunks, parts)


def _owners(windows: Sequence[Sequence[str]]) -> NDArray[np.int32]:
    return np.array([owner for owner, texts in enumerate(windows) for _ in texts], dtype=np.int32)
