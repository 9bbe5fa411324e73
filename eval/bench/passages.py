"""Passages for the growth curve: real ones from public question-answering data, and more recombined from them.

A recombined passage is the first half of one real passage and the second half of one that lies near it; its vector is a
mixture of theirs with noise. So words, lengths and neighbourhoods are those of text, and no vector stands twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench.process import MeasureError
from index.encoder import Encoder, Progress, Vectors, vectors_of
from index.search import BLOCK
from ingest.sentences import split

# Real passages: two sentences each, as many as the article's chunks hold on average.
REAL = 20_000
SENTENCES = 2
# Neighbours that a real passage may be mixed with, and how far noise takes the mixture away from both (its length,
# where the vectors' is 1): a mixture then lies about as near to its parents (cosine 0.8) as real neighbours do.
NEIGHBOURS = 10
NOISE = 0.5
SEED = 1
FILES = ("squad2-dev.jsonl", "squad1-dev-rest.jsonl", "natural-questions-gold.jsonl", "selqa.jsonl")


@dataclass(frozen=True, slots=True)
class Real:
    """Real passages, their vectors of shape ``(passages, dimension)``, and real questions about them."""

    texts: tuple[str, ...]
    vectors: Vectors
    questions: tuple[str, ...]


def real(data: Path, encoder: Encoder, kept: Path, *, questions: int, progress: Progress | None = None) -> Real:
    """The passages of ``data``, embedded; vectors are kept in ``kept`` for the next run with the same encoder."""
    texts = _texts(data)
    asked = _questions(data, questions)
    path = kept / f"vectors-{encoder.sha256[:12]}-{len(texts)}.npy"
    if path.exists():
        return Real(texts, np.load(path), asked)
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    # Block by block, so that the tokens' vectors, which nobody asks for here, are never held for all passages at once.
    for begin in range(0, len(texts), BLOCK):
        part = slice(begin, begin + BLOCK)
        vectors[part] = vectors_of(encoder.embed(texts[part], progress), encoder.dimension)
    kept.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors)
    return Real(texts, vectors, asked)


def recombined(source: Real, count: int) -> tuple[list[str], Vectors]:
    """``count`` passages: the real ones first, as far as they go, then recombined ones; always the same."""
    rng = np.random.default_rng(SEED)
    taken = min(count, len(source.texts))
    made = count - taken
    texts = list(source.texts[:taken])
    vectors = np.empty((count, source.vectors.shape[1]), dtype=np.float32)
    vectors[:taken] = source.vectors[:taken]
    if not made:
        return texts, vectors
    near = _neighbours(source.vectors)
    first = rng.integers(len(source.texts), size=made)
    second = near[first, rng.integers(NEIGHBOURS, size=made)]
    halves = [text.split() for text in source.texts]
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        texts.append(" ".join(halves[one][: len(halves[one]) // 2] + halves[other][len(halves[other]) // 2 :]))
    for begin in range(0, made, 50_000):
        part = slice(begin, min(begin + 50_000, made))
        share = rng.uniform(0.3, 0.7, size=(part.stop - begin, 1)).astype(np.float32)
        mixed = share * source.vectors[first[part]] + (1 - share) * source.vectors[second[part]]
        noise = rng.standard_normal(mixed.shape, dtype=np.float32)
        mixed += NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        vectors[taken + begin : taken + part.stop] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return texts, vectors


def _neighbours(vectors: Vectors) -> NDArray[np.int64]:
    """Each vector's nearest others, shape ``(vectors, NEIGHBOURS)``."""
    found = np.empty((len(vectors), NEIGHBOURS), dtype=np.int64)
    for begin in range(0, len(vectors), 1000):
        rows = slice(begin, begin + 1000)
        cosines = vectors[rows] @ vectors.T
        cosines[np.arange(len(cosines)), np.arange(begin, begin + len(cosines))] = -1  # not itself
        found[rows] = np.argpartition(-cosines, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    return found


def _lines(data: Path, name: str) -> Iterator[dict[str, object]]:
    try:
        with (data / name).open(encoding="utf-8") as stream:
            yield from (json.loads(line) for line in stream if line.strip())
    except (OSError, ValueError) as error:
        raise MeasureError(
            f"{data / name}: cannot be read ({error}); give the folder of the data with --data"
        ) from None


def _texts(data: Path) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in FILES:
        for line in _lines(data, name):
            held = line.get("sentences")
            if isinstance(held, list):
                sentences = [str(sentence) for sentence in held]
            else:
                passage = str(line["passage"])
                sentences = [passage[part.start : part.end] for part in split(passage, 0, len(passage))]
            for at in range(0, len(sentences), SENTENCES):
                found[" ".join(sentences[at : at + SENTENCES])] = None
    texts = np.array(list(found), dtype=object)
    order = np.random.default_rng(SEED).permutation(len(texts))[:REAL]
    return tuple(str(text) for text in texts[order])


def _questions(data: Path, count: int) -> tuple[str, ...]:
    found = [str(line["question"]) for name in FILES[2:] for line in _lines(data, name)]
    order = np.random.default_rng(SEED).permutation(len(found))[:count]
    return tuple(found[at] for at in order)
