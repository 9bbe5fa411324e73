"""When it is silent, and how far its confidence can be believed: a curve over thresholds, and a reliability table.

Reliability after Murphy and Winkler (1977): answers grouped by what they said of themselves, beside what came true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from unittest.mock import patch

from app.evidence import Evidence
from app.silence import Strictness, answerable
from eval.judged import Said
from eval.metrics import first, right
from eval.questions import Question
from eval.run import Row

# Thresholds of the curve besides the three that can be chosen; at the lowest only a question that can't be read is
# declined, or one about another subject.
THRESHOLDS = (0.01, 0.1, 0.25, 0.35, 0.4, 0.5, 0.55, 0.6, 0.7)
# Tenths of confidence are joined until so many answers are in a group: fewer say nothing.
FEWEST = 12


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold does: shares of questions. ``name``: of the strictness it is, if it is one."""

    threshold: float
    name: str
    silent: float
    near_misses: float
    refused: float
    refused_though_right: float
    right: float


@dataclass(frozen=True, slots=True)
class Group:
    """Answers, and refusals, that said about the same of themselves; ``said`` and ``true`` are means."""

    said: float
    true: float
    n: int


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One question answered whatever the article gives, and how sure it was that it gives anything."""

    question: Question
    said: Said
    sure: float


def curve(questions: Sequence[Question], ask: Callable[[Question], Said | None]) -> tuple[Point, ...]:
    """The questions asked once with nothing held back, and every threshold laid on how sure the answers were."""
    sure: list[float] = []

    def watched(evidence: Evidence) -> float:
        sure.append(answerable(evidence))
        return 1.0

    weighed: list[_Weighed] = []
    with patch("app.select.answerable", watched):
        for question in questions:
            sure.clear()
            said = ask(question)
            if said is not None:
                # Declined, or looked up, before anything was weighed, or declined for what it assumes: the threshold
                # changes nothing.
                weighed.append(_Weighed(question, said, sure[0] if sure and said.answered else float(said.answered)))
    names = {level.value: f"--{level.name.lower()}" for level in Strictness} | {Strictness.NORMAL.value: "as it comes"}
    return tuple(_point(weighed, at, names.get(at, "")) for at in sorted({*THRESHOLDS, *names}))


def _point(weighed: Sequence[_Weighed], threshold: float, name: str) -> Point:
    asked = [one for one in weighed if one.question.answerable]
    other = [one for one in weighed if not one.question.answerable]
    near = [one for one in other if one.question.kind == "unanswerable"]
    refused = [one for one in asked if one.sure < threshold]
    kept = [one for one in asked if one.sure >= threshold]
    return Point(
        threshold,
        name,
        silent=_share(other, lambda one: one.sure < threshold),
        near_misses=_share(near, lambda one: one.sure < threshold),
        refused=len(refused) / max(1, len(asked)),
        refused_though_right=sum(first(one.question, one.said) or 0.0 for one in refused) / max(1, len(asked)),
        right=sum(right(one.question, one.said) or 0.0 for one in kept) / max(1, len(asked)),
    )


def _share(weighed: Sequence[_Weighed], holds: Callable[[_Weighed], bool]) -> float:
    return sum(map(holds, weighed)) / max(1, len(weighed))


def reliability(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Answers in the order of their confidence; an answer came true if it is right, a refusal if nothing answers."""
    told = sorted(
        (
            (row.said.confidence, (right(row.question, row.said) or 0.0) if row.said.answered else _fit(row.question))
            for row in rows
            if row.said is not None
        ),
        key=lambda pair: pair[0],
    )
    groups: list[Group] = []
    held: list[tuple[float, float]] = []
    for at, pair in enumerate(told):
        held.append(pair)
        last = at + 1 == len(told)
        ends = last or int(told[at + 1][0] * 10) != int(pair[0] * 10)
        if ends and (len(held) >= FEWEST or last):
            groups.append(Group(_mean(one for one, _ in held), _mean(one for _, one in held), len(held)))
            held = []
    return tuple(groups)


def _fit(question: Question) -> float:
    return float(not question.answerable)


def _mean(values: Iterable[float]) -> float:
    held = tuple(values)
    return sum(held) / len(held)
