"""Measures a reader on held-out articles: ``python -m eval.training.evaluate --data DIR --found DIR --reader FILE``.

A SQuAD title's passages are one article; the search's first 30 sentences are ranked. SelQA's are ranked within their
section, as its authors do. ``--tune DIR`` adds the tuning half of Ibid's own questions, their index kept in DIR.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from app.reader import PACKAGED as READER
from app.windows import BODY_PIECES, Cutter
from eval.training.corpus import Asked, Corpus, load
from eval.training.mining import Found, find
from eval.training.ranking import Candidate, Figures, Passage, Ranker, auc, figures, rank
from eval.training.scorers import Scorer, onnx_scorer, torch_scorer
from eval.training.titles import Part
from index.encoder import Encoder, vectors_of
from index.encoders import encoder_of
from index.lexical import Lexical
from index.model import PACKAGED

# Questions measured of each kind, drawn with this seed, so that recipes are compared on the same.
DRAW = 7
# What the search's score (0 to 1) counts beside the reader's log-odds.
MIXES = (0.0, 2.0, 5.0, 10.0, 20.0)

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one way to rank."""

    name: str
    figures: Figures
    auc: float | None = None

    def __str__(self) -> str:
        known = f"  AUC {self.auc:.3f}" if self.auc is not None else ""
        return f"{self.name:<34} {self.figures}{known}"


def articles(
    corpus: Corpus, found: Found, ranker: Ranker | None, part: Part, most: int, *, mixes: Sequence[float] = MIXES
) -> list[Row]:
    """SQuAD's held-out titles as articles: the search's rankings, the reader's and their mixes."""
    number = {one.id: at for at, one in enumerate(corpus.asked)}
    passages = {at: Passage(" › ".join(text.heading), text.sentences) for at, text in enumerate(corpus.texts)}
    asked = _drawn([one for one in corpus.of(part, "squad") if one.right], most)
    missing = _drawn([one for one in corpus.of(part, "squad") if not one.right], most)
    held: dict[str, list[tuple[Asked, Scores]]] = {}
    for one in (*asked, *missing):
        at = number[one.id]
        found_here = [
            Candidate(int(text), int(sentence), float(score))
            for text, sentence, score in zip(found.texts[at], found.sentences[at], found.fused[at], strict=True)
            if text >= 0
        ]
        size = len(found_here)
        by = {
            "search": found.fused[at][:size],
            "MiniLM similarity": found.cosine[at][:size],
            "BM25": found.bm25[at][:size],
        }
        if ranker:
            read = ranker(one.question, found_here, passages)
            by |= {f"reader + {mix:g} × search": read + mix * by["search"] for mix in mixes}
        for name, scores in by.items():
            held.setdefault(name, []).append((one, scores))
    rows: list[Row] = []
    for name, scored in held.items():
        ranks = [_rank(one, scores, found, number[one.id]) for one, scores in scored if one.right]
        best = [(bool(one.right), float(scores.max())) for one, scores in scored]
        rows.append(
            Row(
                name,
                figures(ranks),
                auc([score for right, score in best if right], [score for right, score in best if not right]),
            )
        )
    return rows


def sections(corpus: Corpus, encoder: Encoder, ranker: Ranker | None, most: int) -> list[Row]:
    """SelQA's held-out articles: the sentences of one section ranked, plain questions and reworded ones apart."""
    rows: list[Row] = []
    for paraphrase in (False, True):
        asked = _drawn([one for one in corpus.of(Part.DEV, "selqa") if one.paraphrase is paraphrase], most)
        ranks: dict[str, list[int | None]] = {}
        for one in asked:
            text = corpus.texts[one.text]
            candidates = [Candidate(0, at, 0.0) for at in range(len(text.sentences))]
            vectors = vectors_of(encoder.embed(list(text.sentences)), encoder.dimension)
            by = {
                "MiniLM similarity": vectors @ encoder.embed([one.question])[0].vector,
                "BM25": Lexical.build(text.sentences).scores(one.question),
            }
            if ranker:
                passage = Passage(" › ".join(text.heading), text.sentences)
                by["reader"] = ranker(one.question, candidates, {0: passage})
            for name, scores in by.items():
                ranks.setdefault(name, []).append(rank(scores, lambda at, one=one: at in one.right))  # type: ignore[misc]
        kind = "reworded" if paraphrase else "plain"
        rows += [Row(f"SelQA {kind}: {name}", figures(own)) for name, own in ranks.items()]
    return rows


def tuning(ranker: Ranker | None, folder: Path, *, mixes: Sequence[float] = MIXES) -> list[Row]:
    """The tuning half of Ibid's own questions, by style: every needed sentence among the first 3, one first.

    A figure's ``third`` is the former, its ``first`` the latter; its ``mrr`` is of the first needed sentence.
    """
    from app.question import read
    from eval.metrics import covers
    from eval.questions import load as load_questions
    from index.open import open_index
    from ingest.source import read_article

    article = read_article()
    index = open_index(article, folder=folder)
    path = Path(__file__).resolve().parent.parent / "questions.jsonl"
    asked = [one for one in load_questions(path, article).questions if one.split == "tune" and one.answerable]
    passages = {
        at: Passage(" › ".join(passage.section), tuple(sentence.plain for sentence in passage.sentences))
        for at, passage in enumerate(article.passages)
    }
    spot: dict[int, tuple[int, int]] = {}
    for at, passage in enumerate(article.passages):
        for number, sentence in enumerate(passage.sentences):
            spot[sentence.start] = (at, number)
    held: dict[tuple[str, str], list[tuple[bool, bool, int | None]]] = {}
    for one in asked:
        hits = index.search(read(one.question).words, 30)
        spans = [hit.unit.sentence for hit in hits]
        candidates = [Candidate(*spot[hit.unit.sentence.start], hit.score) for hit in hits]
        by = {"search": np.array([hit.score for hit in hits], dtype=np.float32)}
        if ranker and candidates:
            scores = ranker(one.question, candidates, passages)
            by |= {f"reader + {mix:g} × search": scores + mix * by["search"] for mix in mixes}
        for name, ranked in by.items():
            order = [spans[at] for at in np.argsort(-ranked, kind="stable")]
            told = [covers(order[: one.shown], entry) for entry in one.evidence]
            right = any(told) if one.any_evidence else all(told)
            first = any(covers(order[:1], entry) for entry in one.evidence)
            place = next((k for k, span in enumerate(order) if any(covers([span], e) for e in one.evidence)), None)
            for style in ("all", one.style):
                held.setdefault((style, name), []).append((right, first, place))
    rows: list[Row] = []
    for (style, name), told3 in sorted(held.items(), key=lambda item: item[0][0]):
        size = len(told3)
        mrr = sum(1.0 / (place + 1) for _, _, place in told3 if place is not None) / size
        counted = Figures(size, sum(first for _, first, _ in told3) / size, sum(r for r, _, _ in told3) / size, mrr)
        rows.append(Row(f"tune {style}: {name}", counted))
    return rows


def _drawn(asked: Iterable[Asked], most: int) -> list[Asked]:
    held = sorted(asked, key=lambda one: one.id)
    Random(DRAW).shuffle(held)
    return held[:most]


def _rank(one: Asked, scores: Scores, found: Found, at: int) -> int | None:
    return rank(scores, lambda k: found.texts[at, k] == one.text and int(found.sentences[at, k]) in one.right)


def scorer_of(path: Path, threads: int) -> Scorer:
    """The reader in a file: exported (``.onnx``), or training's weights."""
    if path.suffix == ".onnx":
        return onnx_scorer(path, threads)
    import torch

    from eval.training.model import of
    from eval.training.shipped import state

    torch.set_num_threads(threads)
    return torch_scorer(of(state(path)))


def _rows(
    corpus: Corpus, found: Found, encoder: Encoder, ranker: Ranker | None, given: argparse.Namespace
) -> Iterator[Row]:
    if given.tune:
        yield from tuning(ranker, given.tune)
    yield from articles(corpus, found, ranker, Part(given.part), given.most)
    if given.part == Part.DEV.value:
        yield from sections(corpus, encoder, ranker, given.most)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.evaluate", description="Measures a reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data files")
    parser.add_argument("--found", type=Path, required=True, metavar="DIR", help="folder of the search's results")
    parser.add_argument("--reader", type=Path, help="reader.pt, checkpoint.pt or an .onnx file; none: the search only")
    parser.add_argument("--words", type=Path, default=READER, metavar="DIR", help="folder of its tokenizer.json")
    parser.add_argument("--part", choices=[Part.DEV.value, Part.TEST.value], default=Part.DEV.value)
    parser.add_argument("--most", type=int, default=240, help="questions of each kind")
    parser.add_argument("--budget", type=int, default=BODY_PIECES, help="word pieces of a window's sentences")
    parser.add_argument("--pairs", action="store_true", help="read every sentence alone, with the one before it")
    parser.add_argument(
        "--tune", type=Path, help="measure on the tuning half of Ibid's own questions; folder of its index"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    given = parser.parse_args()
    encoder = encoder_of(PACKAGED)
    corpus = load(given.data)
    found = find(corpus, encoder, given.found)
    ranker: Ranker | None = None
    if given.reader:
        cutter = Cutter(given.words)
        ranker = Ranker(scorer_of(given.reader, given.threads), cutter, given.budget, given.pairs)
    rows: list[Row] = []
    for row in _rows(corpus, found, encoder, ranker, given):
        print(row, flush=True)
        rows.append(row)
    if given.json:
        kept: Mapping[str, object] = {row.name: asdict(row) for row in rows}
        given.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
