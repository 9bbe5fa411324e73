"""Results → terminal, JSON, Markdown, JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from eval.gate import Judgement
from eval.questions import Question
from eval.run import F1, NOT_RUN, Row, Total, grouped, totals
from ingest.article import Article

# What a reader looks at first; the JSON has all of them.
HEADLINE = (
    "right", "first", "recall@30", "mrr", "quote precision", "citation precision", "citation recall",
    "abstention precision", "abstention recall", F1, "false refusals", "brier", "verbatim", "characters quoted",
)  # fmt: skip
BY_GROUP = ("right", "first", "recall@30", "abstention recall")

Group = Literal["kind", "style"]
GROUPS: Mapping[Group, Callable[[Question], str]] = {
    "kind": lambda question: question.kind,
    "style": lambda question: question.style,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """What a run was made with. ``seconds`` and ``at`` are the only fields that differ from run to run."""

    commit: str
    model: str
    article_title: str
    article_sha256: str
    questions_sha256: str
    mode: str
    at: str
    seconds: float


def number(total: Total | None, name: str) -> str:
    """``0.714 ± 0.031``; characters without decimals; a dash where the metric does not apply."""
    if total is None:
        return "–"
    places = 0 if name == "characters quoted" else 3
    error = f" ± {total.error:.{places}f}" if total.error is not None else ""
    return f"{total.mean:.{places}f}{error}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(header) + " |", "|---" + "|--:" * (len(header) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def headline(rows: Sequence[Row]) -> str:
    """Every headline metric with its n."""
    found = totals(rows)
    return table(
        ("metric", "mean ± standard error", "n"),
        ((name, number(found[name], name), str(found[name].n)) for name in HEADLINE if name in found),
    )


def by_group(rows: Sequence[Row], group: Group) -> str:
    """The main metrics by kind or by style."""
    members = dict.fromkeys(grouped(rows, GROUPS[group]), 0)
    for row in rows:
        members[GROUPS[group](row.question)] += 1
    return table(
        (group, "n", *BY_GROUP),
        (
            (name, str(members[name]), *(number(sums.get(metric), metric) for metric in BY_GROUP))
            for name, sums in grouped(rows, GROUPS[group]).items()
        ),
    )


def summary(rows: Sequence[Row], left_out: int) -> str:
    """All tables, as Markdown: what a job summary shows."""
    parts = [headline(rows), by_group(rows, "kind"), by_group(rows, "style")]
    if left_out:
        parts.append(f"{left_out} questions of kind {', '.join(NOT_RUN)} were not run: they are in mode full.")
    return "\n\n".join(parts) + "\n"


def as_json(rows: Sequence[Row], origin: Origin) -> str:
    """Per question first, then totals; everything but ``origin``'s times is the same on every run."""
    held = {
        "questions": [
            {
                "id": row.question.id,
                "kind": row.question.kind,
                "style": row.question.style,
                "split": row.question.split,
                "values": {name: round(value, 6) for name, value in row.values.items()},
            }
            for row in rows
        ],
        "totals": {
            name: {"mean": round(total.mean, 6), "n": total.n, "error": _rounded(total.error)}
            for name, total in totals(rows).items()
        },
        "by": {
            group: {
                name: {metric: round(total.mean, 6) for metric, total in sums.items()}
                for name, sums in grouped(rows, key).items()
            }
            for group, key in GROUPS.items()
        },
        "origin": {
            "commit": origin.commit,
            "model": origin.model,
            "mode": origin.mode,
            "article": {"title": origin.article_title, "sha256": origin.article_sha256},
            "questions_sha256": origin.questions_sha256,
            "at": origin.at,
            "seconds": round(origin.seconds, 2),
        },
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def junit(rows: Sequence[Row]) -> str:
    """JUnit XML: one case a question; it fails where the answer is not right, or silence was not kept."""
    suite = Element(
        "testsuite", name="ibid-eval", tests=str(len(rows)), failures=str(sum(not won(row) for row in rows))
    )
    for row in rows:
        case = SubElement(suite, "testcase", classname=f"ibid.{row.question.kind}", name=_printable(row.question.id))
        if not won(row):
            looked_at = row.question.split != "gate"  # the gate half is counted, not read
            failure = SubElement(case, "failure", message=_printable(row.question.question)[:200] if looked_at else "")
            failure.text = _printable(expected(row.question)) if looked_at else ""
    return tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _printable(text: str) -> str:
    """XML 1.0 holds no control characters and no lone surrogates."""
    return "".join(
        char if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff") else "\ufffd" for char in text
    )


def won(row: Row) -> bool:
    """Whether the question got what it should: the right answer, or silence."""
    if row.question.kind == "claim":
        return bool(row.values.get("claim accuracy", 0.0))
    return bool(row.values.get("right" if row.question.answerable else "abstention recall", 0.0))


def expected(question: Question) -> str:
    """What should have come, in words."""
    if question.verdict == "differs":
        return f"differs from {' / '.join(entry.quote for entry in question.evidence)}"
    if not question.answerable:
        return "the article does not say"
    joined = " or " if question.any_evidence else " and "
    return joined.join(f"line {entry.line}: {entry.quote}" for entry in question.evidence)


def actual(row: Row) -> str:
    """What came, in words."""
    if row.said is None:
        return "no answer at all"
    if not row.said.answered:
        return "the article does not say"
    return " / ".join(quote.text for quote in row.said.quotes[: row.question.shown])


def side_by_side(row: Row, article: Article) -> str:
    """One question: expected, what came, and its values."""
    question = row.question
    lines = [
        f"{question.id}  {question.kind}, {question.style}, {question.split or 'no split'}",
        f"? {question.question}",
        "",
    ]
    lines += ["expected", *(f"  line {entry.line}  {entry.quote}" for entry in question.evidence)]
    if not question.answerable:
        lines.append("  the article does not say")
    lines += ["", "came"]
    if row.said is None or not row.said.answered:
        lines.append("  the article does not say" if row.said else "  no answer at all")
    else:
        lines += [f"  line {article.line(quote.start)}  {quote.text}" for quote in row.said.quotes]
    values = ", ".join(f"{name} {value:.3g}" for name, value in row.values.items())
    return "\n".join([*lines, "", f"values  {values}"]) + "\n"


def judgement_text(judgement: Judgement, rows: Sequence[Row]) -> str:
    """The gate's verdicts; gained and lost in full on the tune half, as ids only on the gate half."""
    lines = []
    for verdict in judgement.verdicts:
        was, now = (f"{value:.4f}" if value is not None else "none" for value in (verdict.was, verdict.now))
        same = "" if verdict.was == verdict.now else f"  was {was}"
        lines.append(f"{verdict.grade:<6} {verdict.split:<5} {verdict.metric:<22} {now}{same}")
    by_id = {row.question.id: row for row in rows}
    for what, ids in (("gained", judgement.gained), ("lost", judgement.lost)):
        for id in ids.get("tune", ()):
            lines.append(f"\n{what} {id}")
            if row := by_id.get(id):
                lines += [
                    f"  ? {row.question.question}",
                    f"  expected  {expected(row.question)}",
                    f"  came      {actual(row)}",
                ]
        if ids.get("gate"):
            lines.append(f"\n{what} in the gate half: {', '.join(ids['gate'])}")
    lines.append(f"\n{'passed' if judgement.passed else 'FAILED: worse than the baseline'}")
    return "\n".join(lines) + "\n"
