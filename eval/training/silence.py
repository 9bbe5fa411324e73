"""Fits when Ibid is silent: ``python -m eval.training.silence [--also FILE …]``. Prints what ``app.silence`` holds.

Questions are asked of the bundled article: the tuning half of the fixed set, and those of ``practice.jsonl``, written
from the article alone without sight of code or fixed set, to develop on and never to count. ``--data`` adds the
development titles of public data. The first model tells the answerable from the others; the second how sure that makes
it that the quotes shown hold the answer (Platt 1999).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from app.question import read, unreadable
from app.reader import PACKAGED, Reader, WindowReader
from app.select import weigh
from app.silence import NAMES, READER, Strictness, another_subject, figures
from eval.metrics import covers
from eval.outside.articles import outside, write
from eval.outside.run import drawn
from eval.questions import Question, load
from eval.training.titles import Part
from index.open import open_index
from index.search import Index
from ingest.source import read_article

FOLDS, SEEDS = 10, 5
# Inverse strength of the penalty on large weights. 0.05, 0.2 and 1 have the same area; some figures are rare, and 1
# weighs them more because of a few dozen questions.
PENALTY = 0.2
# Questions asked of each development title, drawn; and how much one counts beside one about the bundled article. They
# were written beside the passage, to fool who reads only that, and share its words: how a sentence reads tells more
# there, and what is asked for less.
MOST = 120
ELSEWHERE = 0.3
# Share of the answerable that may be refused where ways are compared.
REFUSED = 0.08


@dataclass(frozen=True, slots=True)
class Case:
    """A question's figures; whether the quotes shown hold an answer, and whether the first does; how much it counts."""

    question: Question
    figures: tuple[float, ...]
    shown: bool
    first: bool
    weight: float


def case(index: Index, reader: Reader, question: Question, weight: float = 1.0) -> Case | None:
    """None where a question is declined, or looked up, before anything is weighed."""
    asked = read(question.question)
    if asked.number or unreadable(asked):
        return None
    found = weigh(index, asked, reader)
    chosen, evidence = found.chosen, found.evidence
    if not chosen:
        return None
    spans = [hit.unit.sentence for hit in chosen]
    held = [covers(spans, entry) for entry in question.evidence]
    first = any(covers(spans[:1], entry) for entry in question.evidence)
    return None if another_subject(evidence) else Case(question, figures(evidence), any(held), first, weight)


# How the pipeline hands weights to its last step.
WEIGHTED = "logisticregression__sample_weight"


def model() -> Pipeline:
    """All figures count alike before they are weighed."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY))


def weights(cases: Sequence[Case]) -> NDArray[np.float64]:
    return np.array([one.weight for one in cases], dtype=np.float64)


def predicted(cases: Sequence[Case], columns: Sequence[int]) -> NDArray[np.float64]:
    """Each case's probability of being answerable, by models that have not seen it."""
    table = np.array([[one.figures[column] for column in columns] for one in cases])
    target = np.array([one.question.answerable for one in cases])
    total = np.zeros(len(cases))
    for seed in range(SEEDS):
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
        total += cross_val_predict(
            model(), table, target, cv=folds, method="predict_proba", params={WEIGHTED: weights(cases)}
        )[:, 1]
    return np.asarray(total / SEEDS, dtype=np.float64)


def told(cases: Sequence[Case], sure: NDArray[np.float64], threshold: float) -> str:
    """What a threshold does."""
    refused = sure < threshold
    answerable = np.array([one.question.answerable for one in cases])
    first = np.array([one.first for one in cases])
    kinds = np.array([one.question.kind for one in cases])
    silent = {kind: refused[kinds == kind].mean() for kind in dict.fromkeys(kinds[~answerable])}
    return (
        f"{threshold:.2f}: silent {refused[~answerable].mean():.3f} ("
        + ", ".join(f"{kind} {share:.2f}" for kind, share in silent.items())
        + f"); refused {refused[answerable].mean():.3f}, with the right sentence first"
        f" {(refused & first)[answerable].sum() / answerable.sum():.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.silence", description="Fits when Ibid is silent.")
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="FILE", help="more questions")
    parser.add_argument("--index", type=Path, metavar="DIR", help="folder of the index")
    parser.add_argument("--data", type=Path, metavar="DIR", help="public QA data: its development titles are asked too")
    parser.add_argument("--work", type=Path, default=Path("out/silence"), metavar="DIR", help="for their indexes")
    parser.add_argument("--reader", type=Path, default=PACKAGED, metavar="DIR", help="folder of the reader")
    given = parser.parse_args()
    reader = WindowReader(given.reader)
    article = read_article()
    index = open_index(article, folder=given.index)
    own = Path(__file__).resolve().parent.parent / "questions.jsonl"
    asked = [one for one in load(own, article).questions if one.split == "tune" and one.kind != "claim"]
    practice = Path(__file__).resolve().parent / "practice.jsonl"
    asked += [one for path in (practice, *given.also) for one in load(path, article).questions]
    cases = [found for one in asked if (found := case(index, reader, one))]
    own_cases = len(cases)
    for title in outside(given.data, Part.DEV) if given.data else ():
        folder = given.work / sha256(title.title.encode()).hexdigest()[:8]
        folder.mkdir(parents=True, exist_ok=True)
        written = write(title, folder)
        text = read_article(written.article)
        other = open_index(text, folder=folder / "index")
        chosen = drawn(load(written.questions, text).questions, MOST)
        cases += [found for one in chosen if (found := case(other, reader, one, ELSEWHERE))]
    everything = list(range(len(NAMES)))
    answerable = np.array([one.question.answerable for one in cases])
    shown = np.array([one.shown for one in cases])
    read_by = [NAMES.index(name) for name in READER]
    parts: list[list[int]] = [[], *([column] for column in everything), read_by]
    for left_out in parts:
        sure = predicted(cases, [column for column in everything if column not in left_out])
        name = "without " + " and ".join(NAMES[column] for column in left_out) if left_out else "all"
        here = slice(0, own_cases)
        at = np.quantile(sure[here][answerable[here]], REFUSED)
        silent = (sure < at)[here][~answerable[here]].mean()
        area = roc_auc_score(answerable[here], sure[here])
        print(f"{name:<44} here: AUC {area:.3f}  silent {silent:.3f} at {REFUSED} refused")
        if not left_out:
            for name, part in (("here", here), ("elsewhere", slice(own_cases, None))):
                if len(sure[part]):
                    area = roc_auc_score(answerable[part], sure[part])
                    print(f"{name}: AUC {area:.3f}, at even odds " + told(cases[part], sure[part], 0.5))
            for threshold in (*np.arange(0.2, 0.6, 0.02), *(one.value for one in Strictness)):
                print("  " + told(cases[:own_cases], sure[:own_cases], float(threshold)))
            odds = np.log(sure / (1.0 - sure))
            platt = LogisticRegression(C=1e6).fit(odds[:, None], shown, sample_weight=weights(cases))
            held = platt.predict_proba(odds[:, None])[:, 1]
            print(f"  Brier of what is shown {brier_score_loss(shown, held):.3f}")
            print(f"SHOWN = ({platt.coef_[0][0]:.2f}, {platt.intercept_[0]:.2f})")
    fitted = model().fit([one.figures for one in cases], answerable, **{WEIGHTED: weights(cases)})
    slopes = fitted[-1].coef_[0] / fitted[0].scale_
    constant = fitted[-1].intercept_[0] - float(slopes @ fitted[0].mean_)
    print(
        f"{len(cases)} questions\nWEIGHTS = {tuple(round(float(one), 2) for one in slopes)}\nCONSTANT = {constant:.2f}"
    )


if __name__ == "__main__":
    main()
