"""How an index grows: build, open, search and memory, from a thousand passages to a million.

"Search" here is what ``Index.search`` does for one granularity: embed the question, find its nearest passages, score
the words, fuse, take the best.

    python -m eval.bench.scale FOLDER QUESTIONS.json      (asks an index that `build` made, in a process of its own)
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from eval.bench.machine import own_peak_mb
from eval.bench.passages import Real, recombined
from index.dense import Dense
from index.encoder import Encoder
from index.exported import ExportedEncoder
from index.fuse import Signal, best, fuse
from index.lexical import Lexical
from index.search import DEPTH, HYBRID

# As many as recall is counted over.
NEAREST = 10
WEIGHTS = (HYBRID.sentence_vectors, HYBRID.sentence_words)


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds to build and save the vectors' part and the words' part, and megabytes on the disk."""

    passages: int
    vectors_seconds: float
    words_seconds: float
    disk_mb: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A process that opened an index and asked: seconds to open; medians of each part and of the whole, in
    milliseconds; ``slow_ms``, the 95th percentile; recall@10 against exact search, of vectors alone and fused; MB.
    """

    open_seconds: float
    encode_ms: float
    vectors_ms: float
    words_ms: float
    fuse_ms: float
    search_ms: float
    slow_ms: float
    recall_vectors: float
    recall_search: float
    peak_mb: float


def build(source: Real, count: int, folder: Path) -> Built:
    """An index of ``count`` passages in ``folder``."""
    texts, vectors = recombined(source, count)
    owners, keys = np.arange(count, dtype=np.int32), np.zeros((count, 16), dtype=np.uint8)
    started = time.perf_counter()
    Dense.build(vectors, owners, keys, count).save(folder / "vectors")
    between = time.perf_counter()
    Lexical.build(texts).save(folder / "words")
    ended = time.perf_counter()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Built(count, between - started, ended - between, size / 2**20)


def ask(folder: Path, load: Callable[[], Encoder], questions: Sequence[str], count: int) -> Asked:
    """Opens the index in ``folder`` and asks every question; memory is this process's, so let it do nothing else."""
    started = time.perf_counter()
    encoder = load()
    dense, lexical = Dense.load(folder / "vectors", count), Lexical.load(folder / "words", count)
    opened = time.perf_counter() - started
    _search(encoder, dense, lexical, questions[0])
    steps: list[list[float]] = []
    found: list[tuple[set[int], set[int]]] = []
    for question in questions:
        times, nearest, hits = _search(encoder, dense, lexical, question)
        steps.append(times)
        found.append((nearest, hits))
    peak = own_peak_mb()
    # Exact search last: it reads every vector, which no user's question does.
    exact = Dense(np.asarray(dense.vectors), dense.owners, dense.keys, count)
    wanted = [_search(encoder, exact, lexical, question)[1:] for question in questions]
    shared = np.array(
        [
            (len(near & want_near) / len(want_near), len(hits & want_hits) / len(want_hits))
            for (near, hits), (want_near, want_hits) in zip(found, wanted, strict=True)
        ]
    )
    each = np.array(steps)
    whole = each.sum(axis=1)
    encode_ms, vectors_ms, words_ms, fuse_ms = (float(part) for part in np.median(each, axis=0))
    recall_vectors, recall_search = (float(recall) for recall in shared.mean(axis=0))
    return Asked(
        open_seconds=opened,
        encode_ms=encode_ms,
        vectors_ms=vectors_ms,
        words_ms=words_ms,
        fuse_ms=fuse_ms,
        search_ms=float(np.median(whole)),
        slow_ms=float(np.quantile(whole, 0.95)),
        recall_vectors=recall_vectors,
        recall_search=recall_search,
        peak_mb=peak,
    )


def _search(encoder: Encoder, dense: Dense, lexical: Lexical, question: str) -> tuple[list[float], set[int], set[int]]:
    """Milliseconds of the four steps, the nearest by vectors, and the best of the fused search."""
    marks = [time.perf_counter()]
    vector = encoder.embed([question])[0].vector
    marks.append(time.perf_counter())
    cosine = dense.scores(vector, DEPTH)
    marks.append(time.perf_counter())
    bm25 = lexical.scores(question)
    marks.append(time.perf_counter())
    hits = best(fuse((Signal(WEIGHTS[0], cosine), Signal(WEIGHTS[1], bm25))), NEAREST)
    marks.append(time.perf_counter())
    times = [1000 * (after - before) for before, after in itertools.pairwise(marks)]
    return times, set(best(cosine, NEAREST).tolist()), set(hits.tolist())


def main() -> None:
    """Prints ``Asked`` as JSON."""
    folder, encoder_folder, asked, count = sys.argv[1:5]
    questions: list[str] = json.loads(Path(asked).read_text("utf-8"))
    print(json.dumps(asdict(ask(Path(folder), lambda: ExportedEncoder(Path(encoder_folder)), questions, int(count)))))


if __name__ == "__main__":
    main()
