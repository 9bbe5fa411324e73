"""Results against the committed baseline: OK, OKish or FAIL for each metric.

Nothing passes because nothing was checked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from eval.metrics import Measure
from eval.questions import Split
from eval.run import F1, Row, totals
from ingest.errors import IbidError

FORMAT = 1
SPLITS: tuple[Split, ...] = ("tune", "gate")
Grade = Literal["OK", "OKish", "FAIL"]
# Values are compared and stored to so many places: what a second run on the same machine repeats exactly.
PLACES = 6


class BaselineError(IbidError):
    """There is nothing to judge against: no baseline, an unreadable one, or one of other questions."""


@dataclass(frozen=True, slots=True)
class Half:
    """A split's figures: means by metric, how many questions they rest on, and what each question got."""

    questions: int
    means: Mapping[str, float]
    counts: Mapping[str, int]
    won: Mapping[str, float]
    """By question id: `right`, or where the article is silent `abstention recall`; of a claim its verdict."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Figures of both splits, and what they were measured on."""

    questions_sha256: str
    article_sha256: str
    model: str
    commit: str
    halves: Mapping[str, Half]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One metric of one split."""

    split: str
    metric: str
    grade: Grade
    was: float | None
    now: float | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says: every metric's grade, and the ids that were gained and lost in each split."""

    verdicts: tuple[Verdict, ...]
    gained: Mapping[str, tuple[str, ...]]
    lost: Mapping[str, tuple[str, ...]]

    @property
    def passed(self) -> bool:
        return bool(self.verdicts) and all(verdict.grade != "FAIL" for verdict in self.verdicts)


def halves(rows: Sequence[Row]) -> dict[str, Half]:
    """The figures of each split."""
    found: dict[str, Half] = {}
    for split in SPLITS:
        members = [row for row in rows if row.question.split == split]
        sums = totals(members)
        found[split] = Half(
            len(members),
            {name: round(total.mean, PLACES) for name, total in sorted(sums.items())},
            {name: total.n for name, total in sorted(sums.items())},
            {row.question.id: _won(row) for row in members},
        )
    return found


def _won(row: Row) -> float:
    if row.question.kind == "claim":
        return row.values.get("claim accuracy", 0.0)
    return row.values.get("right" if row.question.answerable else "abstention recall", 0.0)


def judge(now: Mapping[str, Half], baseline: Baseline, measures: Sequence[Measure]) -> Judgement:
    """Compares both halves with the baseline, metric by metric."""
    verdicts: list[Verdict] = []
    gained: dict[str, tuple[str, ...]] = {}
    lost: dict[str, tuple[str, ...]] = {}
    judged = {measure.name: measure for measure in measures if measure.judged}
    judged[F1] = Measure(F1, lambda _question, _said: None, tolerance=0.006)
    for split in SPLITS:
        before, after = baseline.halves[split], now[split]
        for name, measure in judged.items():
            was, value = before.means.get(name), after.means.get(name)
            if was is not None or value is not None:
                verdicts.append(Verdict(split, name, _grade(measure, was, value), was, value))
        same = after.questions == before.questions and set(after.won) == set(before.won)
        verdicts.append(
            Verdict(split, "questions run", "OK" if same else "FAIL", float(before.questions), float(after.questions))
        )
        checked = (before.means.get("quotes checked"), after.means.get("quotes checked"))
        verdicts.append(Verdict(split, "quotes checked", "OK" if checked[1] else "FAIL", *checked))
        gained[split] = tuple(id for id, won in after.won.items() if won > before.won.get(id, 0.0))
        lost[split] = tuple(id for id, won in before.won.items() if won > after.won.get(id, 0.0))
    return Judgement(tuple(verdicts), gained, lost)


def _grade(measure: Measure, was: float | None, now: float | None) -> Grade:
    if was is None or now is None:  # measured only once: there is nothing to compare
        return "FAIL"
    worse = (now - was) if measure.smaller_is_better else (was - now)
    if worse <= 0:
        return "OK"
    return "OKish" if worse <= measure.tolerance + 10**-PLACES else "FAIL"


def read_baseline(path: Path) -> Baseline:
    """The committed baseline. Raises BaselineError."""
    try:
        held = json.loads(path.read_text("utf-8"))
        if held["format"] != FORMAT:
            raise BaselineError(
                f"{path}: has format {held['format']}, and this version reads {FORMAT}; --accept a new one"
            )
        found: dict[str, Half] = {split: Half(**held["halves"][split]) for split in SPLITS}
    except FileNotFoundError:
        raise BaselineError(f"{path}: no baseline; look at the figures, then make one with --accept") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"{path}: cannot be read ({error!r}); restore it, or --accept a new one") from None
    if not all(half.questions and half.means for half in found.values()):
        raise BaselineError(f"{path}: holds no figures; --accept a new one")
    return Baseline(held["questions_sha256"], held["article_sha256"], held["model"], held["commit"], found)


def belongs(baseline: Baseline, *, questions_sha256: str, article_sha256: str, path: Path) -> None:
    """Raises BaselineError if the baseline was measured on other questions or another article."""
    for what, was, now in (
        ("questions", baseline.questions_sha256, questions_sha256),
        ("article", baseline.article_sha256, article_sha256),
    ):
        if was != now:
            raise BaselineError(
                f"{path}: measured on other {what} ({was[:12]}…) than these ({now[:12]}…); "
                "look at the figures, then --accept"
            )


def dumped_baseline(baseline: Baseline) -> str:
    """The baseline as JSON, the same bytes for the same figures."""
    held = {
        "format": FORMAT,
        "commit": baseline.commit,
        "model": baseline.model,
        "questions_sha256": baseline.questions_sha256,
        "article_sha256": baseline.article_sha256,
        "halves": {split: asdict(half) for split, half in baseline.halves.items()},
    }
    return json.dumps(held, indent=1, ensure_ascii=False) + "\n"
