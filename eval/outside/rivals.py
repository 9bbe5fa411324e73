"""The bench's peers asked, each in its own environment, and what they show judged by its words.

A peer gives texts and no places, so evidence counts as shown where its words are: whole inside a passage, or as much as
is left of them where the passage's edge cuts through. White space is folded on both sides.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench import peers
from eval.bench.process import run
from eval.metrics import covers
from eval.outside.words import one_line
from eval.questions import Evidence, Question, folded
from eval.run import Row
from ingest.article import Span


@dataclass(frozen=True, slots=True)
class Rival:
    """A peer by name, and its rows."""

    name: str
    rows: tuple[Row, ...]


def ask(python: Path, name: str, article: Path, questions: Sequence[Question], work: Path) -> Rival:
    """Runs one peer over one article. ``python`` has the peers; ``work`` is for the questions' file."""
    asked = work / "asked.jsonl"
    asked.write_text("".join(json.dumps({"question": one.question}) + "\n" for one in questions), "utf-8")
    printed = run([str(python), peers.__file__, name, str(article), str(asked), "--texts"]).printed
    shown: list[list[str]] = json.loads(printed.strip().splitlines()[-1])
    return Rival(name, tuple(judged(one, texts) for one, texts in zip(questions, shown, strict=True)))


def judged(question: Question, shown: Sequence[str]) -> Row:
    """A peer's passages, the nearest first, as a row: right, first, and how much there is to read."""
    values = {"characters quoted": float(sum(map(len, shown)))}
    if question.answerable:
        passages = [one_line(text) for text in shown]
        covered = [_covered(entry, passages) for entry in question.evidence]
        needed = any(covered) if question.any_evidence else all(covered)
        at_once = any(_covered(entry, passages[:1]) for entry in question.evidence)
        values["right"] = float(needed and all(_told(group, passages) for group in question.answers))
        values["first"] = float(
            at_once and (not question.answers or any(_told(group, passages[:1]) for group in question.answers))
        )
    return Row(question, None, values)


def held(words: str, passage: str) -> tuple[Span, ...]:
    """The stretches of ``words`` that a passage shows: all, or what the passage's edges leave of them."""
    if words in passage:
        return (Span(0, len(words)),)
    if passage in words:
        start = words.index(passage)
        return (Span(start, start + len(passage)),)
    lengths = range(min(len(words), len(passage)), 0, -1)
    head = next((length for length in lengths if passage.endswith(words[:length])), 0)
    tail = next((length for length in lengths if passage.startswith(words[-length:])), 0)
    return (Span(0, head), Span(len(words) - tail, len(words)))


def _covered(entry: Evidence, passages: Sequence[str]) -> bool:
    words = one_line(entry.quote)
    spans = [span for passage in passages for span in held(words, passage)]
    return covers(spans, Evidence(0, len(words), entry.line, words, ()))


def _told(group: Sequence[str], passages: Sequence[str]) -> bool:
    words = folded("\n".join(passages))
    return any(folded(one_line(answer)) in words for answer in group)
