"""ibid-eval: runs a question set, shows the figures, and refuses what is worse than the baseline."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from eval.ablations import PARTS
from eval.calibration import curve, reliability
from eval.claims import checking, claim_measures, claims, claims_text, kept_claims, run_claims
from eval.gate import (
    Baseline,
    BaselineError,
    belongs,
    dumped_baseline,
    halves,
    judge,
    read_baseline,
)
from eval.metrics import Measure, measures
from eval.questions import Question, QuestionSet, load
from eval.report import Origin, as_json, judgement_text, junit, side_by_side, summary
from eval.results import Ablation, page
from eval.run import Row, run, runnable, totals
from eval.system import DEFAULT_MODE, MODES, kept, system
from eval.version import commit
from index.search import Index
from ingest.article import Article
from ingest.errors import IbidError
from ingest.source import read_article


@dataclass(frozen=True, slots=True)
class _Measured:
    """What one run gave."""

    rows: Sequence[Row]
    counted: Sequence[Measure]
    origin: Origin


PASSED, WORSE, CANNOT_JUDGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command: 0 passed, 1 worse than the baseline, 2 cannot judge."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except IbidError as error:
        for line in str(error).splitlines():
            print(f"ibid-eval: {line}", file=sys.stderr)
        return CANNOT_JUDGE
    except KeyboardInterrupt:
        print("\nibid-eval: interrupted; nothing was judged", file=sys.stderr)
        return CANNOT_JUDGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ibid-eval",
        description="Asks a fixed set of questions and counts what a fact-checker would: the right sentence first, the "
        "right references, and silence where the article is silent. Exit code 0, 1 (worse than the baseline) or "
        "2 (cannot judge).",
    )
    which = parser.add_argument_group("what is asked")
    which.add_argument("--questions", type=Path, metavar="FILE", help="question set, JSON lines (default: Ibid's own)")
    which.add_argument("--article", type=Path, metavar="FILE", help="article (default: the bundled one)")
    which.add_argument("--kind", action="append", metavar="KIND", help="only this kind (may be given again)")
    which.add_argument("--ids", type=_ids, metavar="ID,ID", help="only these questions")
    which.add_argument("--split", choices=("tune", "gate"), help="only this half")
    how = parser.add_argument_group("how")
    how.add_argument("--mode", choices=tuple(MODES), default=DEFAULT_MODE, help="ablation (default: full)")
    how.add_argument("--index", type=Path, metavar="DIR", help="folder of the index")
    how.add_argument("--model", metavar="MODEL", help="embedding model, by name or folder")
    how.add_argument("--answers", type=Path, metavar="FILE", help="judge the answers in FILE instead of asking")
    shown = parser.add_argument_group("what is shown")
    shown.add_argument("--show", metavar="ID", help="one question: expected and what came, side by side")
    shown.add_argument("--json", type=Path, metavar="FILE", help="write all values and totals")
    shown.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables")
    shown.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit XML")
    shown.add_argument("--save-answers", type=Path, metavar="FILE", help="write the answers, to be judged again")
    against = parser.add_argument_group("against the baseline")
    against.add_argument("--gate", action="store_true", help="compare with the baseline; exit 1 if worse")
    against.add_argument("--accept", action="store_true", help="make these figures the baseline")
    against.add_argument("--baseline", type=Path, metavar="FILE", help="baseline (default: Ibid's own)")
    against.add_argument("--results", type=Path, metavar="FILE", help="with --accept: write the results page there")
    return parser


def _ids(value: str) -> tuple[str, ...]:
    return tuple(id.strip() for id in value.split(",") if id.strip())


def _own(name: str) -> Path:
    return Path(str(resources.files("eval") / name))


def _run(options: argparse.Namespace) -> int:
    _check_together(options)
    article = read_article(options.article)
    path = options.questions or _own("questions.jsonl")
    questions = load(path, article)
    chosen = _chosen(questions, options)
    baseline_path: Path = options.baseline or _own("baseline.json")
    baseline = read_baseline(baseline_path) if options.gate else None
    if baseline:  # before anything is run: a gate that cannot judge says so at once
        belongs(baseline, questions_sha256=questions.sha256, article_sha256=article.sha256, path=baseline_path)

    counted, of_claims = measures(article.text), claim_measures(article.text)
    index = None if options.answers else _open(article, options)
    started = time.monotonic()
    rows = _rows(chosen, index, counted, of_claims, options)
    seconds = time.monotonic() - started
    if not rows:
        raise IbidError(f"{path}: none of the {len(questions.questions)} questions was run: nothing was measured")
    origin = Origin(
        commit=commit(),
        model=index.encoder.name if index else f"answers from {options.answers}",
        article_title=article.title,
        article_sha256=article.sha256,
        questions_sha256=questions.sha256,
        mode=options.mode,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=seconds,
    )
    each = 1000 * seconds / len(rows)
    print(f"{len(rows)} questions in {seconds:.1f} s, {each:.0f} ms each with judging", file=sys.stderr)
    _write(options, rows, origin, left_out=len(chosen) - len(rows))
    if options.show:
        print(side_by_side(rows[0], article), end="")
        return PASSED
    if baseline:
        judgement = judge(halves(rows), baseline, (*counted, *of_claims))
        print(judgement_text(judgement, rows), end="")
        return PASSED if judgement.passed else WORSE
    print(summary([row for row in rows if row.question.kind != "claim"], len(chosen) - len(rows)), end="")
    print(f"\n{claims_text(rows)}")
    if options.accept and index:
        _accept(options, _Measured(rows, counted, origin), index, questions, baseline_path)
    return PASSED


def _check_together(options: argparse.Namespace) -> None:
    part = options.kind or options.ids or options.split or options.show
    if (options.gate or options.accept) and part:
        raise IbidError("--gate and --accept judge the whole set: leave out --kind, --ids, --split and --show")
    if (options.gate or options.accept) and options.mode != DEFAULT_MODE:
        raise IbidError("--gate and --accept judge what `ibid ask` does: leave out --mode")
    if options.accept and (options.gate or options.answers):
        raise IbidError("--accept makes a baseline of what is asked now: leave out --gate and --answers")
    if options.results and not options.accept:
        raise IbidError("--results goes with --accept")


def _chosen(questions: QuestionSet, options: argparse.Namespace) -> tuple[Question, ...]:
    ids = (options.show,) if options.show else options.ids
    known = {question.id for question in questions.questions}
    if ids and (unknown := [id for id in ids if id not in known]):
        raise IbidError(f"no question of that id: {', '.join(unknown)}")
    if options.kind and (
        unknown := [kind for kind in options.kind if kind not in {q.kind for q in questions.questions}]
    ):
        raise IbidError(f"no question of that kind: {', '.join(unknown)}")
    return tuple(
        question
        for question in questions.questions
        if (not ids or question.id in ids)
        and (not options.kind or question.kind in options.kind)
        and (not options.split or question.split == options.split)
    )


def _open(article: Article, options: argparse.Namespace) -> Index:
    from index.open import open_index

    return open_index(article, folder=options.index, model=options.model)


def _rows(
    chosen: Sequence[Question],
    index: Index | None,
    counted: Sequence[Measure],
    own: Sequence[Measure],
    options: argparse.Namespace,
) -> tuple[Row, ...]:
    if index is None:
        asked = run(chosen, kept(options.answers), counted)
        return (*asked, *run_claims(chosen, kept_claims(options.answers), own))
    from tqdm import tqdm

    lines: list[str] = []
    checked = claims(chosen) if options.mode == DEFAULT_MODE else ()
    whole = len(runnable(chosen)) + len(checked)
    bar = tqdm(total=whole, unit=" questions", disable=None, file=sys.stderr, leave=False)
    with bar:
        rows = run(chosen, system(index, options.mode, lines.append), counted, lambda: _step(bar))
        rows += run_claims(checked, checking(index, lines.append), own, lambda: _step(bar))
    if options.save_answers:
        _save(options.save_answers, "\n".join(lines) + "\n")
    return rows


def _step(bar: object) -> None:
    bar.update()  # type: ignore[attr-defined]


def _write(options: argparse.Namespace, rows: Sequence[Row], origin: Origin, *, left_out: int) -> None:
    if options.json:
        _save(options.json, as_json(rows, origin))
    if options.markdown:
        _save(options.markdown, summary(rows, left_out))
    if options.junit:
        _save(options.junit, junit(rows))


def _save(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise IbidError(f"{path}: cannot be written ({error.strerror})") from None


def _accept(options: argparse.Namespace, measured: _Measured, index: Index, questions: QuestionSet, path: Path) -> None:
    found = halves(measured.rows)
    if not all(half.questions for half in found.values()):
        raise BaselineError('a baseline needs questions of both halves: mark each with "split": "tune" or "gate"')
    article = index.article
    baseline = Baseline(questions.sha256, article.sha256, index.encoder.name, measured.origin.commit, found)
    _say_change(path)
    _save(path, dumped_baseline(baseline))
    print(f"baseline written to {path}")
    if options.results:
        gate = [row for row in measured.rows if row.question.split == "gate"]
        asked = [row.question for row in gate if row.question.kind != "claim"]
        ablations = [Ablation(mode, totals(run(asked, system(index, mode), measured.counted))) for mode in MODES]
        without: list[Ablation] = []
        for name, part in PARTS.items():
            with part():
                without.append(Ablation(name, totals(run(asked, system(index), measured.counted))))
        made = page(
            gate,
            ablations=ablations,
            without=without,
            points=curve(asked, system(index)),
            groups=reliability([row for row in gate if row.question.kind != "claim"]),
            questions=questions,
            baseline=baseline,
            title=article.title,
        )
        _save(options.results, made)
        print(f"results written to {options.results}")


def _say_change(path: Path) -> None:
    """An accepted baseline is never replaced silently."""
    try:
        before = read_baseline(path)
    except BaselineError as error:
        print(f"\nno baseline before: {error}")
        return
    was = ", ".join(f"{half.means.get('right', 0.0):.4f} ({split})" for split, half in before.halves.items())
    print(f"\nreplaces the baseline of commit {before.commit}: right was {was}")


if __name__ == "__main__":
    sys.exit(main())
