"""A question file → questions whose evidence has been found in the article. All its faults are named at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from app.proof import citations
from ingest.article import Article, Kind, Passage, Sentence, Span
from ingest.errors import IbidError

QuestionKind = Literal[
    "who", "when", "where", "number", "what", "why", "list", "attribution", "conflict", "infobox", "note", "caption",
    "reference", "multi", "unanswerable", "false_premise", "off_topic", "injection", "claim",
]  # fmt: skip
Style = Literal["plain", "paraphrase", "variant", "other_language"]
Verdict = Literal["supported", "differs", "not_in_article"]
Split = Literal["tune", "gate"]

# Kinds that ask for several things: judged by the first 6 quotes, the others by the first 3.
SEVERAL_KINDS = ("list", "multi", "conflict")


class QuestionsError(IbidError):
    """Faults of a question file, one a line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an answer stands: ``start`` and ``end`` in the article, and the labels of the markers inside."""

    start: int
    end: int
    line: int
    quote: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a fixed set, in the contract's terms."""

    id: str
    kind: QuestionKind
    style: Style
    question: str
    answerable: bool
    answers: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    any_evidence: bool
    refs: tuple[str, ...]
    verdict: Verdict | None
    split: Split | None

    @property
    def shown(self) -> int:
        """How many of the first quotes are judged."""
        return 6 if self.kind in SEVERAL_KINDS else 3


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file, and the file's hash."""

    questions: tuple[Question, ...]
    sha256: str


def load(path: Path, article: Article) -> QuestionSet:
    """The questions in ``path``. Raises QuestionsError with every fault: its line, field, and what was expected."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QuestionsError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise QuestionsError(f"{path}: cannot be read ({error.strerror}); give a file of JSON lines") from None
    reader = _Reader(article)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reader.read(number, line)
    if not reader.questions and not reader.faults:
        reader.faults.append("holds no question; write one JSON object a line (docs/ci.md)")
    if reader.faults:
        raise QuestionsError("\n".join(f"{path}: {fault}" for fault in reader.faults))
    return QuestionSet(tuple(reader.questions), sha256(data).hexdigest())


class _Reader:
    """Reads lines into questions and faults."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._line_starts = [0]
        for line in article.text.split("\n"):
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)
        self._units: list[tuple[Passage, Sentence]] = [
            (passage, sentence) for passage in article.passages for sentence in passage.sentences
        ]
        self._ids: Counter[str] = Counter()
        self.questions: list[Question] = []
        self.faults: list[str] = []

    def read(self, number: int, line: str) -> None:
        """One line of the file."""
        before = len(self.faults)
        try:
            held = json.loads(line)
        except (ValueError, RecursionError) as error:
            self._fault(number, f"no JSON ({error})")
            return
        if not isinstance(held, dict):
            self._fault(number, "no JSON object")
            return
        question = Question(
            id=self._text(number, held, "id"),
            kind=self._one_of(number, held, "kind", get_args(QuestionKind)),  # type: ignore[arg-type]
            style=self._one_of(number, held, "style", get_args(Style)),  # type: ignore[arg-type]
            question=self._text(number, held, "question", empty=True),
            answerable=self._flag(number, held, "answerable", None),
            answers=self._groups(number, held),
            evidence=tuple(self._evidence(number, held)),
            any_evidence=self._flag(number, held, "any_evidence", False),
            refs=tuple(self._texts(number, held, "refs")),
            verdict=self._one_of(number, held, "verdict", get_args(Verdict), optional=True),  # type: ignore[arg-type]
            split=self._one_of(number, held, "split", get_args(Split), optional=True),  # type: ignore[arg-type]
        )
        self._ids[question.id] += 1
        if question.id and self._ids[question.id] > 1:
            self._fault(number, f"id: {question.id!r} is taken; ids are unique")
        self._check_whole(number, question, given=bool(held.get("evidence")))
        if len(self.faults) == before:
            self.questions.append(question)

    def _fault(self, number: int, what: str) -> None:
        self.faults.append(f"line {number}: {what}")

    def _check_whole(self, number: int, question: Question, *, given: bool) -> None:
        if question.kind == "claim" and question.verdict is None:
            self._fault(number, "verdict: a claim needs one")
        if question.answerable and not given:
            self._fault(number, "evidence: an answerable question needs at least one entry")
        if not question.answerable and question.evidence:
            self._fault(number, "evidence: a question that is not answerable has none")
        marked = {label for entry in question.evidence for label in entry.refs}
        for label in question.refs:
            if question.evidence and label not in marked:
                self._fault(number, f"refs: [{label}] stands in none of the evidence")
        words = folded("\n".join(entry.quote for entry in question.evidence))
        for group in question.answers:
            if question.evidence and not any(folded(answer) in words for answer in group):
                self._fault(number, f"answers: none of {list(group)} stands in the evidence")

    # Fields.

    def _text(self, number: int, held: dict[str, object], field: str, *, empty: bool = False) -> str:
        value = held.get(field)
        if not isinstance(value, str) or not (value or empty):
            self._fault(number, f"{field}: a text was expected")
            return ""
        return value

    def _one_of(
        self, number: int, held: dict[str, object], field: str, allowed: Sequence[str], *, optional: bool = False
    ) -> str | None:
        value = held.get(field)
        if value is None and optional:
            return None
        if value not in allowed:
            self._fault(number, f"{field}: {value!r} is none of {', '.join(allowed)}")
        return str(value)

    def _flag(self, number: int, held: dict[str, object], field: str, default: bool | None) -> bool:
        value = held.get(field, default)
        if not isinstance(value, bool):
            self._fault(number, f"{field}: true or false was expected")
            return False
        return value

    def _texts(self, number: int, held: dict[str, object], field: str) -> list[str]:
        value = held.get(field, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self._fault(number, f"{field}: a list of texts was expected")
            return []
        return value

    def _groups(self, number: int, held: dict[str, object]) -> tuple[tuple[str, ...], ...]:
        value = held.get("answers", [])
        if not isinstance(value, list) or not all(
            isinstance(group, list) and group and all(isinstance(answer, str) and answer for answer in group)
            for group in value
        ):
            self._fault(number, "answers: a list of lists of texts was expected")
            return ()
        return tuple(tuple(group) for group in value)

    def _evidence(self, number: int, held: dict[str, object]) -> list[Evidence]:
        value = held.get("evidence", [])
        if not isinstance(value, list):
            self._fault(number, "evidence: a list was expected")
            return []
        return [entry for given in value if (entry := self._entry(number, given)) is not None]

    def _entry(self, number: int, given: object) -> Evidence | None:
        line = given.get("line") if isinstance(given, dict) else None
        quote = given.get("quote") if isinstance(given, dict) else None
        if type(line) is not int or not isinstance(quote, str) or not quote:
            self._fault(number, 'evidence: {"line": 12, "quote": "…"} was expected')
            return None
        if not 1 <= line < len(self._line_starts):
            self._fault(number, f"evidence: line {line} of an article of {len(self._line_starts) - 1} lines")
            return None
        start, end = self._line_starts[line - 1], self._line_starts[line] - 1
        words = self._article.text[start:end]
        if (times := words.count(quote)) != 1:
            self._fault(number, f"evidence: {quote[:40]!r} occurs {times} times in line {line}, not once")
            return None
        start += words.index(quote)
        end = start + len(quote)
        return Evidence(start, end, line, quote, self._refs(Span(start, end)))

    def _refs(self, span: Span) -> tuple[str, ...]:
        """The labels of the markers inside ``span``, or the number of the entry that it is."""
        labels: dict[str, None] = {}
        for passage, sentence in self._units:
            if sentence.end <= span.start or sentence.start >= span.end:
                continue
            if passage.kind is Kind.REFERENCE:
                labels.update(dict.fromkeys(citations(passage, sentence)))
            else:
                inside = [m for m in sentence.markers if span.start <= m.start and m.end <= span.end]
                labels.update(dict.fromkeys(marker.label for marker in inside))
        return tuple(labels)


def folded(text: str) -> str:
    """For comparing: case ignored, no-break spaces folded."""
    return text.replace("\u00a0", " ").casefold()
