"""Article → index → hits: every sentence scored by vectors and by words, alone and with its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.backing import Backing
from index.dense import Dense
from index.encoder import Embedded, Encoder, Vectors
from index.fit import fit
from index.fuse import Signal, best, fuse
from index.late import Coded, Late, coded
from index.lexical import Lexical
from index.spelling import Spelling
from index.surroundings import Surroundings
from ingest.article import Article, Passage, Sentence
from ingest.chunk import BUDGET, Chunk, CountTokens, chunk


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each search counts: vectors of a sentence and of its surroundings, words of it and of its chunk; and
    late interaction, beside the four together.
    """

    sentence_vectors: float
    surroundings: float
    sentence_words: float
    chunk_words: float
    late: float


# Of the first four, a sentence's own meaning tells most; what surrounds it tells what it is about, and shared words
# find names: chosen from 80 combinations on 153 questions kept for tuning (all needed sentences among the first 3 for
# 0.78 of them; vectors of sentences alone: 0.66; words alone: 0.58). Late interaction then tells which of the sentences
# on one subject answers. On 171 such questions, all that is needed among the first quotes, and first: without it 0.77
# and 0.64, at 1 0.81 and 0.71, at 3 0.84 and 0.76, alone 0.82 and 0.75.
HYBRID = Weights(1.0, 0.5, 0.25, 0.25, 3.0)
FIRST = Weights(1.0, 0.5, 0.25, 0.25, 0.0)
DENSE = Weights(1.0, 0.5, 0.0, 0.0, 0.0)
LEXICAL = Weights(0.0, 0.0, 1.0, 1.0, 0.0)
# Texts looked at by the vector search where there are too many to look at all of them; the fused first 30 hardly
# change beyond it.
DEPTH = 400
# The best so many sentences of vectors and words together are compared by late interaction: of 171 questions kept for
# tuning, 400, 200, 100 and 70 give the same answers, 50 loses one in 80 of what is needed. It is a third of a search.
COMPARED = 70
# Of more sentences the tokens are not kept, and late interaction is left out: a million would take 13 GB.
TOKENS = 50_000
# Texts embedded before their tokens are brought down to a byte a number: what is held in between is some 60 MB.
BLOCK = 1_024

Progress = Callable[[str, int, int], None]
"""Hears of the work under way: what, how much is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of an embedded text: its vector, shape ``(dimension,)``, and its tokens where they are kept."""

    vector: Vectors
    tokens: Coded | None


Known = Mapping[bytes, Stored]
"""What was embedded before, by the key of its text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in its place: ``id`` counts all sentences of the article, ``chunk`` is its chunk's id."""

    id: int
    sentence: Sentence
    passage: Passage
    chunk: int


class Hit(NamedTuple):
    """A unit and how well it fits: ``score`` of all searches together, within 0 and 1; ``cosine`` of its own text;
    ``bm25`` raw; ``matched``: what it holds of each of the question's tokens, which adds up to late interaction's score
    (empty where they were not compared).
    """

    unit: Unit
    score: float
    cosine: float
    bm25: float
    matched: tuple[float, ...]

    @property
    def late(self) -> float:
        return min(1.0, sum(self.matched))


@dataclass(frozen=True, slots=True)
class Counts:
    """What was embedded: ``texts`` in all, of which ``embedded`` were not known from before or from another place,
    ``windowed`` sentences that became ``windows``, ``truncated`` texts longer than the model reads (always 0).
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
    surroundings: Surroundings
    tokens: Late
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
        self._backing = Backing.of([(unit.passage, unit.sentence) for unit in self.units])
        alone = encoder.count("a")
        self.spelling = Spelling(
            article.text,
            article.variants,
            known=self.knows,
            whole=lambda word: encoder.count(word) <= alone,
        )

    def search(self, question: str, k: int, *, weights: Weights = HYBRID, source: bool = False) -> tuple[Hit, ...]:
        """The ``k`` best sentences for ``question``, best first; ties in the order of the article.

        ``source``: whether an entry of the reference list is asked for.
        """
        if not self.units:
            return ()
        question = self.spelling(question)
        asked = self.encoder.embed([question])[0]
        cosine = self.parts.sentence_vectors.scores(asked.vector, DEPTH)
        bm25 = self.parts.sentence_words.scores(question)
        fused = fuse(
            (
                Signal(weights.sentence_vectors, cosine),
                Signal(weights.surroundings, self.parts.surroundings.scores(cosine)),
                Signal(weights.sentence_words, bm25),
                Signal(weights.chunk_words, self.parts.chunk_words.scores(question)[self._chunk_of]),
            )
        )
        matched = np.zeros((0, 0), dtype=np.float32)
        compared = np.zeros(0, dtype=np.int64)
        if weights.late and len(self.parts.tokens.ids):
            compared = np.sort(best(fused, COMPARED))
            matched = self._matched(asked, compared)
            late = np.zeros_like(fused)
            late[compared] = matched.sum(axis=1)
            fused = np.asarray((fused + weights.late * late) / (1.0 + weights.late), dtype=np.float32)
        fused = np.minimum(self._backing.weighed(fused, source=source), 1.0)
        row = {int(at): number for number, at in enumerate(compared)}
        return tuple(
            Hit(
                self.units[at], float(fused[at]), float(cosine[at]), float(bm25[at]),
                tuple(matched[row[at]].tolist()) if at in row else (),
            )
            for at in best(fused, k).tolist()
        )  # fmt: skip

    def _matched(self, asked: Embedded, sentences: NDArray[np.int64]) -> NDArray[np.float32]:
        """What some sentences hold of each token; of one that was embedded in several windows, the best."""
        owners = self.parts.sentence_vectors.owners
        if len(owners) == len(self.units):  # a text a sentence
            return self.parts.tokens.matches(asked, sentences)
        rows = np.flatnonzero(np.isin(owners, sentences))
        matched = np.zeros((len(sentences), len(asked.ids)), dtype=np.float32)
        np.maximum.at(matched, np.searchsorted(sentences, owners[rows]), self.parts.tokens.matches(asked, rows))
        return matched

    def knows(self, word: str) -> bool:
        """Whether the article has ``word``, in any form, or it is one that every text has."""
        return self.parts.chunk_words.knows(word)

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


def paragraphs(article: Article) -> list[int]:
    """For each sentence of the article, in order, the number of its passage."""
    return [number for number, passage in enumerate(article.passages) for _ in passage.sentences]


def build(
    article: Article,
    encoder: Encoder,
    *,
    budget: int = BUDGET,
    count: CountTokens | None = None,
    known: Known | None = None,
    progress: Progress | None = None,
) -> Index:
    """Embeds every sentence, and counts the words of every sentence and chunk. ``count`` as in ``ingest.chunk.chunk``.

    A text is embedded once wherever it stands, and not at all if its vector is among the ``known``.
    """
    chunks = chunk(article, budget=budget, count=count)
    places = units(article, chunks)
    count_tokens = cache(encoder.count)  # of headings above all, which stand over many texts
    windows = [fit(unit.passage.section, unit.sentence.plain, count_tokens, encoder.limit) for unit in places]
    texts = [text for part in windows for text in part]
    lengths = [count_tokens(text) for text in texts]
    keys = [text_key(text) for text in texts]
    compared = len(places) <= TOKENS
    usable = {key: one for key, one in (known or {}).items() if one.tokens is not None or not compared}
    stored, embedded = _embedded(dict(zip(keys, texts, strict=True)), encoder, usable, progress, tokens=compared)
    held = [one for key in keys if (one := stored[key].tokens) is not None] if compared else []
    dense = Dense.build(
        np.array([stored[key].vector for key in keys], dtype=np.float32).reshape(-1, encoder.dimension),
        np.array([owner for owner, held in enumerate(windows) for _ in held], dtype=np.int32),
        np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, 16),
        len(windows),
    )
    parts = Parts(
        dense,
        Surroundings.build(dense, paragraphs(article)),
        Late.build(held),
        Lexical.build([f"{' '.join(unit.passage.section)} {unit.sentence.plain}" for unit in places]),
        Lexical.build([f"{' '.join(part.section)} {part.body}" for part in chunks]),
        Counts(
            sentences=len(places),
            chunks=len(chunks),
            texts=len(texts),
            embedded=embedded,
            windowed=sum(len(held) > 1 for held in windows),
            windows=sum(len(held) for held in windows if len(held) > 1),
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
    texts: Mapping[bytes, str], encoder: Encoder, known: Known, progress: Progress | None, *, tokens: bool
) -> tuple[dict[bytes, Stored], int]:
    """What is kept of each text by its key, and how many had to be embedded."""
    # The longest first, so that texts of like length are embedded together.
    new = sorted((key for key in texts if key not in known), key=lambda key: -len(texts[key]))
    done = 0

    def heard(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress("embedding", done, len(new))

    stored = {key: known[key] for key in texts if key in known}
    for start in range(0, len(new), BLOCK):
        keys = new[start : start + BLOCK]
        for key, one in zip(keys, encoder.embed([texts[key] for key in keys], heard), strict=True):
            stored[key] = Stored(one.vector, coded(one) if tokens else None)
    return stored, len(new)
