"""Questions × a system → results: per question first, then totals with their standard errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.judged import Said
from eval.metrics import Measure, f1
from eval.questions import Question

# Claims are not questions: they are not asked, but checked (eval/claims.py).
NOT_RUN = ("claim",)
F1 = "abstention F1"


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its values; a metric that does not apply has none."""

    question: Question
    said: Said | None
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Total:
    """The mean of one metric over ``n`` questions, and its standard error (None where n is 1 or it is no mean)."""

    mean: float
    n: int
    error: float | None


def judge(question: Question, said: Said | None, measures: Sequence[Measure]) -> Row:
    """All metrics of one question."""
    values = {measure.name: measure.metric(question, said) for measure in measures}
    return Row(question, said, {name: value for name, value in values.items() if value is not None})


def runnable(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions that can be asked."""
    return tuple(question for question in questions if question.kind not in NOT_RUN)


def run(
    questions: Sequence[Question],
    ask: Callable[[Question], Said | None],
    measures: Sequence[Measure],
    step: Callable[[], None] = lambda: None,
) -> tuple[Row, ...]:
    """Asks and judges every runnable question, in order. ``step`` is called after each."""
    rows: list[Row] = []
    for question in runnable(questions):
        rows.append(judge(question, ask(question), measures))
        step()
    return tuple(rows)


def totals(rows: Sequence[Row]) -> dict[str, Total]:
    """The mean of every metric over the rows it applies to; abstention F1 from the two it is made of."""
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.values.items():
            values.setdefault(name, []).append(value)
    found = {name: _total(given) for name, given in values.items()}
    precision, recall = found.get("abstention precision"), found.get("abstention recall")
    if precision is not None and recall is not None and (score := f1(precision.mean, recall.mean)) is not None:
        found[F1] = Total(score, recall.n, None)
    return found


def _total(values: Sequence[float]) -> Total:
    mean = math.fsum(values) / len(values)
    if len(values) < 2:
        return Total(mean, len(values), None)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return Total(mean, len(values), math.sqrt(variance / len(values)))


def grouped(rows: Sequence[Row], key: Callable[[Question], str]) -> dict[str, dict[str, Total]]:
    """Totals by group, groups in the order of their first question."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row.question), []).append(row)
    return {name: totals(members) for name, members in groups.items()}
