"""Claims × the checker → rows: the three verdicts, what they are confused with, and whether the difference is named.

A claim is judged by metrics of its own; its quotes and references as a question's are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from app.ask import Asker
from app.claims.check import Checker
from app.claims.dates import dates
from app.claims.numbers import numbers
from app.render import dumped
from app.render_check import CheckRenderer
from eval.judged import Quoted, Said, quoted, said
from eval.metrics import Measure, checked, citation_precision, citation_recall, covers, verbatim
from eval.questions import Question, Verdict
from eval.report import number, table
from eval.run import Row, totals
from index.search import Index
from ingest.article import Span
from ingest.errors import IbidError

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
ACCURACY = "claim accuracy"
HEADLINE = (
    ACCURACY, "claim supported though differing", "claim difference named", "claim evidence first",
    "claim evidence shown", "claim citation precision", "claim citation recall",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A difference as it was given out: its place in the article, and what it is said to be."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class SaidOfClaim(Said):
    """What was said to a claim (``ibid.check/1``), all its statements together."""

    verdict: str = "not_in_article"
    differences: tuple[Named, ...] = ()


def said_of_claim(data: Mapping[str, object]) -> SaidOfClaim:
    """Reads ``ibid.check/1``. Raises TypeError or KeyError where it is none."""
    statements = data["statements"]
    if not isinstance(statements, list):
        raise TypeError("statements were expected")
    whole = {
        "status": "not_in_article" if data["verdict"] == "not_in_article" else "answered",
        "confidence": 1.0,
        "quotes": [quote for one in statements for quote in one["quotes"]],
        "closest": [quote for one in statements for quote in one["closest"]],
        "references": data["references"],
    }
    plain = said(whole, ())
    speakers = [quote["said"] for one in statements for quote in one["quotes"] if quote.get("said")]
    named = [
        (Named(one["article_start"], one["article_end"], one["what"]), one["article"])
        for statement in statements
        for one in statement["differences"]
    ]
    others = (*plain.others, *map(quoted, speakers), *(Quoted(words, n.start, n.end, ()) for n, words in named))
    return SaidOfClaim(
        plain.answered, plain.confidence, plain.quotes, others, (), str(data["verdict"]), tuple(n for n, _ in named)
    )


Check = Callable[[Question], "SaidOfClaim | None"]


def checking(index: Index, keep: Callable[[str], None] | None = None) -> Check:
    """Checks claims as ``ibid check`` does. ``keep`` is given each as a line of JSON."""
    asker = Asker(index)
    checker = Checker(asker.index)
    renderer = CheckRenderer(asker.proof, index.article)

    def check(question: Question) -> SaidOfClaim:
        data = renderer.data(checker.check(question.question))
        if keep:
            keep(dumped({"id": question.id, **data}))
        return said_of_claim(data)

    return check


def kept_claims(path: Path) -> Check:
    """What was said to claims, from the file that ``--save-answers`` made; None for an id that is not in it."""
    found: dict[str, SaidOfClaim] = {}
    for number_, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        try:
            data = json.loads(line) if line.strip() else {}
            if data.get("schema") == "ibid.check/1":
                found[str(data["id"])] = said_of_claim(data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IbidError(f"{path}, line {number_}: no check of the format ibid.check/1 ({error!r})") from None
    return lambda question: found.get(question.id)


# Metrics.


def accurate(question: Question, said: Said | None) -> float | None:
    """1 if the verdict is the claim's."""
    return float(isinstance(said, SaidOfClaim) and said.verdict == question.verdict)


def wrongly_supported(question: Question, said: Said | None) -> float | None:
    """Of claims that differ: 1 if called supported. Smaller is better."""
    if question.verdict != "differs":
        return None
    return float(not isinstance(said, SaidOfClaim) or said.verdict == "supported")


def difference_named(question: Question, said: Said | None) -> float | None:
    """Of claims that differ: 1 if a difference lies in the evidence, on the words that the claim should have had, and
    is of their kind.

    Those words are the question's ``answers``; they tell a number and a date from other kinds.
    """
    if question.verdict != "differs":
        return None
    if not isinstance(said, SaidOfClaim):
        return 0.0
    places = [
        (Span(entry.start + at, entry.start + at + len(answer)), kinds(answer))
        for entry in question.evidence
        for group in question.answers
        for answer in group
        if (at := entry.quote.casefold().find(answer.casefold())) >= 0
    ]
    return float(
        any(
            place.start < one.end and one.start < place.end and one.what in allowed
            for one in said.differences
            for place, allowed in places
        )
    )


def kinds(answer: str) -> frozenset[str]:
    """What a difference on these words may be called."""
    found = dates(answer)
    if found:
        return frozenset({"date"})
    if numbers(answer):
        return frozenset({"number"})
    return frozenset({"name", "side", "negation", "wording"})


def evidence_first(question: Question, said: Said | None) -> float | None:
    """Of claims of which the article tells: 1 if the first quote covers an entry of the evidence."""
    if not question.answerable:
        return None
    return float(said is not None and any(covers(said.quotes[:1], entry) for entry in question.evidence))


def evidence_shown(question: Question, said: Said | None) -> float | None:
    """Of claims of which the article tells: 1 if a quote covers an entry of the evidence."""
    if not question.answerable:
        return None
    return float(said is not None and any(covers(said.quotes, entry) for entry in question.evidence))


def claim_measures(text: str) -> tuple[Measure, ...]:
    """All metrics of claims, about the article ``text``. Tolerances: about half a claim of 54."""
    return (
        Measure(ACCURACY, accurate, tolerance=0.01),
        Measure("claim supported though differing", wrongly_supported, smaller_is_better=True),
        Measure("claim difference named", difference_named, tolerance=0.01),
        Measure("claim evidence first", evidence_first, tolerance=0.01),
        Measure("claim evidence shown", evidence_shown, tolerance=0.01),
        Measure("claim citation precision", citation_precision, tolerance=0.002),
        Measure("claim citation recall", citation_recall, tolerance=0.002),
        Measure("claim verbatim", verbatim(text)),
        Measure("claim quotes checked", checked, judged=False),
    )


def run_claims(
    questions: Sequence[Question],
    check: Check,
    measures: Sequence[Measure],
    step: Callable[[], None] = lambda: None,
) -> tuple[Row, ...]:
    """Checks and judges every claim among ``questions``, in order."""
    rows: list[Row] = []
    for question in claims(questions):
        said = check(question)
        values = {measure.name: measure.metric(question, said) for measure in measures}
        rows.append(Row(question, said, {name: value for name, value in values.items() if value is not None}))
        step()
    return tuple(rows)


def claims(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The claims among ``questions``."""
    return tuple(question for question in questions if question.kind == "claim")


# What is shown.


def claims_text(rows: Sequence[Row]) -> str:
    """The headline of claims and their confusion table, as Markdown; empty where there are none."""
    held = [row for row in rows if row.question.kind == "claim"]
    if not held:
        return ""
    sums = totals(held)
    lines = [(name, number(sums[name], name), str(sums[name].n)) for name in HEADLINE if name in sums]
    return f"{table(('claims', 'mean ± standard error', 'n'), lines)}\n\n{confusion(held)}"


def confusion(rows: Sequence[Row]) -> str:
    """What each verdict of the set was called."""
    told = Counter((row.question.verdict, row.said.verdict) for row in rows if isinstance(row.said, SaidOfClaim))
    return table(
        ("is \\ called", *VERDICTS),
        ((truth, *(str(told[truth, called]) for called in VERDICTS)) for truth in VERDICTS),
    )
