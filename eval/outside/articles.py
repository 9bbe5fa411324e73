"""SQuAD 2.0's held-out titles → plain-text articles, and their questions in the format of docs/ci.md.

A title's passages are its article, in their order. Its questions were written by people who saw one passage: the answer
is looked for there, and evidence is the sentence that training would have taken for right (``eval.training.corpus``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.process import MeasureError
from eval.outside.words import one_line
from eval.questions import QuestionKind
from eval.training.corpus import answering
from eval.training.titles import Part, squad_parts
from index.lexical import Words
from ingest.parse import parse

FILE = "squad2-dev.jsonl"

# By the first words: the first that fits, else `what`.
_KINDS: tuple[tuple[QuestionKind, str], ...] = (
    ("when", "when|(?:what|which) (?:years?|dates?|days?|months?|decades?|century|centuries)"),
    ("where", "where|(?:what|which) (?:country|countries|city|cities|towns?|states?|county|counties|regions?|places?)"),
    ("who", "who(?:m|se)?"),
    ("number", "how (?:many|much|long|old|far|large|big|tall|high|deep|wide|fast|heavy|often)"),
    ("number", "(?:what|which) (?:percent|percentage|number|proportion|fraction)"),
    ("why", "why|what reason"),
)
_BEFORE = "(?:(?:in|on|at|by|from|to|for|of|with|during|since|until|under|near) )?"

# A line of the data file.
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Questions left out: their answer stands in no one sentence, or its sentence not exactly once in its line."""

    no_sentence: int
    not_once: int


@dataclass(frozen=True, slots=True)
class Outside:
    """An article made of a title's passages, and its questions, a line of JSON each."""

    title: str
    text: str
    questions: tuple[str, ...]
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class Written:
    """Where an article and its questions were written."""

    article: Path
    questions: Path


def outside(data: Path, part: Part) -> tuple[Outside, ...]:
    """The titles of one part. Raises MeasureError where the data file can't be read."""
    path = data / FILE
    try:
        rows: list[_Row] = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise MeasureError(f"{path}: cannot be read ({error}); give the folder of the data with --data") from None
    parts = squad_parts(row["title"] for row in rows)
    chosen = [title for title, own in parts.items() if own is part]
    return tuple(made(title, [row for row in rows if row["title"] == title]) for title in chosen)


def made(title: str, rows: Iterable[_Row]) -> Outside:
    """The article of one title, and the questions on it. A passage that comes twice is written once."""
    passages: dict[str, list[_Row]] = {}
    for row in rows:
        passages.setdefault(one_line(row["passage"]), []).extend(row["questions"])
    text = "\n\n".join([one_line(title), *passages]) + "\n"
    sentences = _sentences(text)
    asking = _Asking()
    for number, line in enumerate(text.split("\n"), 1):
        for asked in passages.get(line, []) if number > 1 else []:
            asking.add(asked, number, line, sentences.get(number, []))
    return Outside(title, text, tuple(asking.lines), LeftOut(asking.no_sentence, asking.not_once))


def write(one: Outside, folder: Path) -> Written:
    """Writes an article and its questions into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    written = Written(folder / "article.txt", folder / "questions.jsonl")
    written.article.write_text(one.text, "utf-8", newline="\n")
    written.questions.write_text("".join(f"{line}\n" for line in one.questions), "utf-8", newline="\n")
    return written


def kind(question: str) -> QuestionKind:
    """What a question asks for, by its first words."""
    for name, words in _KINDS:
        if re.match(rf"{_BEFORE}(?:{words})\b", question, re.IGNORECASE):
            return name
    return "what"


def _sentences(text: str) -> dict[int, list[str]]:
    """The sentences of each line, as Ibid reads them."""
    article = parse(text)
    found: dict[int, list[str]] = {}
    for passage in article.passages:
        for sentence in passage.sentences:
            found.setdefault(article.line(sentence.start), []).append(article.slice(sentence))
    return found


class _Asking:
    """Adds up the questions of one article, and counts what is left out."""

    def __init__(self) -> None:
        self._words = Words()
        self._ids: set[str] = set()
        self.lines: list[str] = []
        self.no_sentence = 0
        self.not_once = 0

    def add(self, asked: _Row, number: int, line: str, sentences: Sequence[str]) -> None:
        """One question on the passage in line ``number``."""
        if asked["id"] in self._ids:  # its passage came twice
            return
        self._ids.add(asked["id"])
        question = one_line(asked["question"])
        common: dict[str, object] = {"id": asked["id"], "style": "plain", "question": question}
        if not asked["answerable"]:
            self._keep({**common, "kind": "unanswerable", "answerable": False})
            return
        answers = [answer for given in dict.fromkeys(asked["answers"]) if (answer := one_line(given))]
        quotes = [sentences[at] for at in answering(question, sentences, answers, self._words)]
        if not quotes:
            self.no_sentence += 1
        elif any(line.count(quote) != 1 for quote in quotes):
            self.not_once += 1
        else:
            self._keep(
                {
                    **common,
                    "kind": kind(question),
                    "answerable": True,
                    "answers": [answers],
                    "evidence": [{"line": number, "quote": quote} for quote in quotes],
                    "any_evidence": len(quotes) > 1,
                    "refs": [],
                }
            )

    def _keep(self, question: Mapping[str, object]) -> None:
        self.lines.append(json.dumps(question, ensure_ascii=False))
