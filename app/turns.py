"""A turn of a conversation ↔ JSON data. What comes back is read as if a stranger had written it.

Offsets, labels and figures are taken from the data, and no words but the question and the reason: an answer's words
are cut from the article anew, and what the data says they are has to be the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from app.answer import Answer, Quote, Source, Why
from app.markup import one_line
from app.proof import Proof, ProofError
from app.render import SCHEMA, Renderer
from ingest.article import Article, Kind, Span
from ingest.errors import IbidError

# Turns of one conversation. A browser keeps 5 million characters for a page; a turn takes 2 to 6 thousand.
MOST_TURNS = 200
# Characters of a question or a reason. What is asked in earnest has at most 1,000 (app/question.py); a paste by mistake
# comes back too, as long as a few of them fit.
LONGEST = 20_000
# What the answer format allows of each.
MOST_QUOTES = 6
MOST_CLOSEST = 3
# A label and the sentences before: app/context.py gives 3 at most.
MOST_CONTEXT = 8
# Any time a question can take, in ms; keeps a whole number of a thousand digits from being made a float.
SLOWEST = 1e9
# Characters of a message: part of what was found may stand in it.
LONGEST_MESSAGE = 400

AGAIN = "ask the question again"

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|\+00:00)")


class TurnError(IbidError):
    """Data of a turn or an answer is damaged, of another copy of the article, or of a format not known."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer.

    ``understood`` is what was really asked, and so the answer's question. ``at``: ISO 8601, UTC, to the second.
    """

    asked: str
    understood: str
    at: str
    answer: Answer


def turn_data(turn: Turn, renderer: Renderer) -> dict[str, object]:
    """``turn`` as plain JSON values, its answer as ``ibid.answer/1``. Raises ProofError, TurnError."""
    _check(turn)
    return {
        "asked": turn.asked,
        "understood": turn.understood,
        "at": turn.at,
        "answer": renderer.data(turn.answer),
    }


def turn_of(data: object, article: Article, proof: Proof) -> Turn:
    """The turn that ``data`` holds, checked against the article. Raises TurnError."""
    part = _part(data, "the turn")
    turn = Turn(part.text("asked"), part.text("understood"), part.text("at"), answer_of(part["answer"], article, proof))
    _check(turn)
    return turn


def turns_of(data: object, article: Article, proof: Proof) -> tuple[Turn, ...]:
    """The turns of a list. Raises TurnError, with the number of the turn."""
    if not isinstance(data, list):
        raise _refused("the conversation", f"is {_called(data)}, and not a list of turns")
    if len(data) > MOST_TURNS:
        raise TurnError(f"the conversation has {len(data)} turns, and {MOST_TURNS} are read; begin a new one")
    turns: list[Turn] = []
    for number, each in enumerate(data, 1):
        try:
            turns.append(turn_of(each, article, proof))
        except TurnError as error:
            raise TurnError(f"turn {number}: {error}") from None
    return tuple(turns)


def answer_of(data: object, article: Article, proof: Proof) -> Answer:
    """The answer that ``data`` (``ibid.answer/1``) holds, checked against the article. Raises TurnError.

    Fields that the format does not have are passed over, since it may get more.
    """
    part = _part(data, "the answer")
    _check_format(part.text("schema"))
    _check_copy(part.part("article"), article)
    quotes = _quotes(part, "quotes", MOST_QUOTES, article)
    if any(quote.contradicts for quote in quotes):
        raise _refused("the answer", "has a quote that contradicts the question, which only a closest passage may")
    answer = Answer(
        question=part.text("question"),
        quotes=quotes,
        sources=tuple(_source(each, article) for each in part.parts("references", "source")),
        closest=_quotes(part, "closest", MOST_CLOSEST, article),
        reason=None if part["reason"] is None else part.text("reason"),
        confidence=part.figure("confidence", 1.0),
        article_title=article.title,
        article_sha256=article.sha256,
        took_ms=part.figure("took_ms", SLOWEST),
    )
    if part.text("status") != ("answered" if answer.answered else "not_in_article") or answer.reason == "":
        raise _refused("the answer", "has a status or a reason that does not go with its quotes")
    try:
        return proof.check(answer)
    except ProofError as error:
        raise _refused("the answer", f"does not hold: {error}") from None


def moment(at: str) -> str:
    """``at`` itself, if it is a time as a turn has it: ISO 8601, UTC, to the second. Raises TurnError."""
    try:
        if _MOMENT.fullmatch(at):
            datetime.fromisoformat(at)
            return at
    except ValueError:  # the 31st of November
        pass
    raise _refused("the time", f"is {at[:40]!r}, and not like 2024-05-31T12:00:00Z")


def _check(turn: Turn) -> None:
    moment(turn.at)
    if turn.understood != turn.answer.question:
        raise _refused("the turn", "has the answer to another question than was understood")


def _check_format(schema: str) -> None:
    if schema == SCHEMA:
        return
    if schema.startswith(SCHEMA.partition("/")[0] + "/"):
        found = f"the answer is of format {schema[:40]}, and this Ibid reads {SCHEMA}"
        raise TurnError(f"{_one_line(found)}; use the Ibid that wrote it")
    raise _refused("the answer", f"is of format {schema[:40]!r}, and not {SCHEMA}")


def _check_copy(about: _Part, article: Article) -> None:
    sha256 = about.text("sha256")
    if sha256 != article.sha256:
        raise TurnError(
            f"the answer is about another copy of the article, {_one_line(sha256[:12])}…; this one is "
            f"{article.sha256[:12]}…; open the other one, or {AGAIN}"
        )
    if about.text("title") != article.title:
        raise _refused("the answer", "names another title than the article's")


def _quotes(answer: _Part, name: str, most: int, article: Article) -> tuple[Quote, ...]:
    return tuple(_quote(part, article) for part in answer.parts(name, name.removesuffix("s"), most))


def _quote(part: _Part, article: Article) -> Quote:
    span = _span(part, article)
    kind = part.text("kind")
    if kind not in [each.value for each in Kind]:
        raise _refused(part.where, f"is of a kind that is not known, {kind[:40]!r}")
    contradicts = part.fields.get("contradicts", False)
    if not isinstance(contradicts, bool):
        raise part.wrong("contradicts", contradicts, "true or false")
    return Quote(
        start=span.start,
        end=span.end,
        line=part.whole("line"),
        section=part.texts("section"),
        kind=Kind(kind),
        citations=part.texts("citations"),
        context=tuple(_span(each, article) for each in part.parts("context", "context", MOST_CONTEXT)),
        score=part.figure("score", 1.0),
        contradicts=contradicts,
    )


def _span(part: _Part, article: Article) -> Span:
    """The stretch that ``part`` names, if its words are those that stand there."""
    span = Span(part.whole("start"), part.whole("end"))
    if not 0 <= span.start < span.end <= len(article.text):
        raise _refused(part.where, "is not inside the article")
    if part.text("text", len(article.text)) != article.slice(span):
        raise _refused(part.where, f"has other words than the article at characters {span.start}–{span.end}")
    return span


def _source(part: _Part, article: Article) -> Source:
    label = part.text("label")
    if part["text"] is None:
        why = next((known for known in get_args(Why) if known == part["why"]), None)
        if why is None or part["start"] is not None or part["end"] is not None or "fields" in part.fields:
            raise _refused(part.where, "has no words, and no reason why not, or a place all the same")
        return Source(label, None, why)
    entry = article.entry(label)
    if entry is None or part.fields.get("why") is not None:
        raise _refused(part.where, f"has words, and the article no entry [{label[:40]}], or there is a reason why not")
    span = _span(part, article)
    fields = {field.name.value: article.slice(field) for field in entry.fields}
    if (span.start, span.end) != (entry.start, entry.end) or part.fields.get("fields", fields) != fields:
        raise _refused(part.where, f"is not the article's entry [{label[:40]}]")
    return Source(label, entry)


@dataclass(frozen=True, slots=True)
class _Part:
    """One JSON object, and where it stands. Every method raises TurnError for a value of another type."""

    where: str
    fields: Mapping[str, object]

    def __getitem__(self, name: str) -> object:
        if name not in self.fields:
            raise _refused(self.where, f"has no `{name}`")
        return self.fields[name]

    def wrong(self, name: str, value: object, expected: str) -> TurnError:
        return _refused(f"the `{name}` of {self.where}", f"is {_called(value)}, and not {expected}")

    def text(self, name: str, longest: int = LONGEST) -> str:
        value = self[name]
        if not isinstance(value, str):
            raise self.wrong(name, value, "text")
        if len(value) > longest:
            raise _refused(f"the `{name}` of {self.where}", f"has {len(value)} characters, and {longest} are read")
        return value

    def whole(self, name: str) -> int:
        value = self[name]
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(name, value, "a whole number")
        return value

    def figure(self, name: str, most: float) -> float:
        """A number from 0 to ``most``. A browser writes 1.0 as 1."""
        value = self[name]
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(name, value, "a number")
        if not 0 <= value <= most:
            raise _refused(f"the `{name}` of {self.where}", f"is not from 0 to {most:g}")
        return float(value)

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._list(name)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) != len(values):
            raise _refused(f"the `{name}` of {self.where}", "holds something that is no text")
        return texts

    def part(self, name: str) -> _Part:
        return _part(self[name], f"the {name} of {self.where}")

    def parts(self, name: str, called: str, most: int | None = None) -> tuple[_Part, ...]:
        values = self._list(name)
        if most is not None and len(values) > most:
            raise _refused(self.where, f"has {len(values)} `{name}`, and {most} are the most")
        return tuple(_part(value, f"{called} {number} of {self.where}") for number, value in enumerate(values, 1))

    def _list(self, name: str) -> list[object]:
        value = self[name]
        if not isinstance(value, list):
            raise self.wrong(name, value, "a list")
        return value


def _part(data: object, where: str) -> _Part:
    if not isinstance(data, dict):
        raise _refused(where, f"is {_called(data)}, and not an object with names")
    return _Part(where, data)


def _called(value: object) -> str:
    """What a JSON value is, in plain words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = ((str, "text"), (int, "a whole number"), (float, "a number"), (list, "a list"), (dict, "an object"))
    return next((name for kind, name in names if isinstance(value, kind)), "something else")


def _refused(where: str, found: str) -> TurnError:
    return TurnError(f"{_one_line(f'{where} {found}')}; {AGAIN}")


def _one_line(message: str) -> str:
    """``message`` for a display, not longer than one: what was found in the data may be anything."""
    # Characters that no font has: unassigned ones, and those of private use.
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in one_line(message))
    return shown if len(shown) <= LONGEST_MESSAGE else shown[:LONGEST_MESSAGE] + "…"
