"""A small article, five questions about it, and a system that answers them all rightly: what sabotage starts from."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from eval.gate import Baseline, Half, halves
from eval.judged import Quoted, Said
from eval.metrics import Measure, measures
from eval.questions import Question, QuestionSet, load
from eval.run import Row, run
from ingest.article import Article, Span
from ingest.parse import parse

TEXT = """The Quarry Line

The Quarry Line is a tram line that opened in 1908 and runs from Port to Quarry.[1] It closed in 1961.[2]

History

The first tram was built by Ada Holm in the works at Port.[3] The second tram was bought from Quarry in 1912.[4][5]

The company counted 12 dead in the fire of 1930.[6] The union counted 19 dead in the fire of 1930.[7]

References

  1. ^ "A line opens". The Port Gazette. 2 May 1908.
  2. ^ "Last tram". The Port Gazette. 3 June 1961.
  3. ^ a b "The works". Quarry Review. 1950.
"""

OPENED = "The Quarry Line is a tram line that opened in 1908 and runs from Port to Quarry.[1]"
CLOSED = "It closed in 1961.[2]"
BUILT = "The first tram was built by Ada Holm in the works at Port.[3]"
BOUGHT = "The second tram was bought from Quarry in 1912.[4][5]"
COMPANY = "The company counted 12 dead in the fire of 1930.[6]"
UNION = "The union counted 19 dead in the fire of 1930.[7]"
UNITS = (OPENED, CLOSED, BUILT, BOUGHT, COMPANY, UNION)


def entry(quote: str) -> dict[str, object]:
    """Evidence, its line found."""
    line = next(number for number, words in enumerate(TEXT.split("\n"), 1) if quote in words)
    return {"line": line, "quote": quote}


def _asked(
    id: str, kind: str, question: str, answers: list[str], quotes: list[str], refs: list[str]
) -> dict[str, object]:
    return {
        "id": id,
        "kind": kind,
        "style": "plain",
        "question": question,
        "answerable": True,
        "answers": [[answer] for answer in answers],
        "evidence": [entry(quote) for quote in quotes],
        "refs": refs,
    }


BASE: list[dict[str, object]] = [
    _asked("open", "when", "When did the line open?", ["1908"], [OPENED], ["1"]),
    _asked("built", "who", "Who built the first tram?", ["Ada Holm"], [BUILT], ["3"]),
    _asked("bought", "when", "When was the second tram bought?", ["1912"], [BOUGHT], ["4", "5"]),
    _asked("dead", "conflict", "How many died in the fire?", ["12", "19"], [COMPANY, UNION], ["6", "7"]),
    {
        "id": "price",
        "kind": "unanswerable",
        "style": "paraphrase",
        "question": "What did the second tram cost?",
        "answerable": False,
    },
]
HELD = [
    {**question, "id": f"{split[0]}-{question['id']}", "split": split}
    for split in ("tune", "gate")
    for question in BASE
]
SHOWN = {"open": [OPENED, CLOSED], "built": [BUILT, BOUGHT], "bought": [BOUGHT, BUILT], "dead": [COMPANY, UNION]}


@dataclass(frozen=True, slots=True)
class World:
    """All a gate needs."""

    article: Article
    questions: QuestionSet
    measures: tuple[Measure, ...]
    said: dict[str, Said]
    baseline: Baseline

    def rows(self, said: dict[str, Said]) -> tuple[Row, ...]:
        return run(self.questions.questions, lambda question: said.get(question.id), self.measures)


def quoted(article: Article, words: str) -> Quoted:
    """A quote of a sentence of the article, with its own markers."""
    start = article.text.index(words)
    sentence = next(s for p in article.passages for s in p.sentences if s.start == start)
    return Quoted(words, start, start + len(words), sentence.citations)


def rightly(article: Article, question: Question) -> Said:
    """What a system that makes no mistake says."""
    shown = [quoted(article, words) for words in SHOWN.get(question.id.split("-")[1], [])]
    others = [quoted(article, words) for words in UNITS]
    ranking = [Span(quote.start, quote.end) for quote in (*shown, *(o for o in others if o not in shown))]
    if not question.answerable:
        return Said(False, 0.9, (), (others[3],), tuple(ranking))
    return Said(True, 0.9, tuple(shown), (), tuple(ranking))


@pytest.fixture(scope="session")
def small() -> Article:
    return parse(TEXT)


@pytest.fixture
def questions_file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(question) + "\n" for question in HELD), "utf-8")
    return path


@pytest.fixture
def world(small: Article, questions_file: Path) -> World:
    questions = load(questions_file, small)
    counted = measures(small.text)
    said = {question.id: rightly(small, question) for question in questions.questions}
    rows = run(questions.questions, lambda question: said[question.id], counted)
    baseline = Baseline(questions.sha256, small.sha256, "fake", "0000000", halves(rows))
    return World(small, questions, counted, said, baseline)


def half(baseline: Baseline, split: str, **changes: float) -> Half:
    """A half of a baseline with other means."""
    held = baseline.halves[split]
    return replace(held, means={**held.means, **changes})
