"""Article → index → hits: every sentence scored by vectors and by words, alone and with its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from index.dense import Dense
from index.encoder import Encoder, Vectors
from index.fit import fit
from index.fuse import Signal, best, fuse
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

Known = Mapping[bytes, Vectors]
"""Vectors that were made before, by the key of their text; each of shape ``(dimension,)``."""


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
    """What was embedded: ``texts`` in all, of which ``embedded`` were not known from before or from another place,
    ``windowed`` sentences and chunks that became ``windows``, ``truncated`` texts longer than the model reads (always
    0).
    """

    sentences: int
    chunks: int
    texts: int
    embedded: int
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
        self.chunks = chunks
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
        order = best(fused, k)
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
    known: Known | None = None,
    progress: Progress | None = None,
) -> Index:
    """Embeds and counts the words of every sentence and chunk. ``count`` as in ``ingest.chunk.chunk``.

    A text is embedded once wherever it stands, and not at all if its vector is among the ``known``.
    """
    chunks = chunk(article, budget=budget, count=count)
    places = units(article, chunks)
    tokens = cache(encoder.count)  # of headings above all, which stand over many texts
    of_sentences = [fit(unit.passage.section, unit.sentence.plain, tokens, encoder.limit) for unit in places]
    of_chunks = [fit(part.section, part.body, tokens, encoder.limit) for part in chunks]
    texts = [text for windows in (*of_sentences, *of_chunks) for text in windows]
    lengths = [tokens(text) for text in texts]
    keys = [text_key(text) for text in texts]
    vectors, embedded = _embedded(dict(zip(keys, texts, strict=True)), encoder, known or {}, progress)
    split = sum(map(len, of_sentences))
    parts = Parts(
        _dense(keys[:split], vectors, of_sentences, encoder.dimension),
        _dense(keys[split:], vectors, of_chunks, encoder.dimension),
        Lexical.build([f"{' '.join(unit.passage.section)} {unit.sentence.plain}" for unit in places]),
        Lexical.build([f"{' '.join(part.section)} {part.body}" for part in chunks]),
        Counts(
            sentences=len(places),
            chunks=len(chunks),
            texts=len(texts),
            embedded=embedded,
            windowed=sum(len(windows) > 1 for windows in (*of_sentences, *of_chunks)),
            windows=sum(len(windows) for windows in (*of_sentences, *of_chunks) if len(windows) > 1),
            longest=max(lengths, default=0),
            limit=encoder.limit,
            truncated=sum(length > encoder.limit for length in lengths),
        ),
    )
    return Index(article, encoder, chunks, parts)


def text_key(text: str) -> bytes:
    """16 bytes that tell a text from every other."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _embedded(
    texts: Mapping[bytes, str], encoder: Encoder, known: Known, progress: Progress | None
) -> tuple[dict[bytes, Vectors], int]:
    """The vector of each text by its key, and how many had to be made."""
    new = [key for key in texts if key not in known]
    done = 0

    def heard(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress("embedding", done, len(new))

    made = encoder.encode([texts[key] for key in new], heard) if new else ()
    return {key: known[key] for key in texts if key in known} | dict(zip(new, made, strict=True)), len(new)


def _dense(
    keys: Sequence[bytes], vectors: Mapping[bytes, Vectors], windows: Sequence[Sequence[str]], dimension: int
) -> Dense:
    return Dense.build(
        np.array([vectors[key] for key in keys], dtype=np.float32).reshape(-1, dimension),
        np.array([owner for owner, texts in enumerate(windows) for _ in texts], dtype=np.int32),
        np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, 16),
        len(windows),
    )
