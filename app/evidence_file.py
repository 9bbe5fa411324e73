"""A file that carries what is needed to verify it again without Ibid: ``ibid.evidence/1`` (docs/evidence.md).

Each stretch has its words, its place and its line: quotes, what stands beside them, the headings they stand under, the
entries they cite. ``app/assets/ibid_verify.py`` checks it slice by slice with nothing but the article's text; what that
can't tell, since it takes a reading of the article (whole sentences, sections, numbers of entries), ``unproved`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.answer import Answer
from app.assets.ibid_verify import SCHEMA, WRONG, Finding, digest, verify
from app.proof import Proof, ProofError, cited
from app.render import SCHEMA as ANSWER
from app.render import Renderer, dumped
from app.turns import AGAIN, Turn, TurnError, answer_of, moment, turn_data
from ingest.article import Article, Heading, Passage, Sentence, Span
from ingest.errors import IbidError

Data = dict[str, Any]
Units = Mapping[tuple[int, int], tuple[Passage, Sentence]]


def evidence(
    article: Article,
    proof: Proof,
    version: str,
    at: str,
    *,
    turns: Sequence[Turn] = (),
    answers: Sequence[Answer] = (),
    checks: Sequence[Mapping[str, object]] = (),
) -> Data:
    """``ibid.evidence/1`` as plain JSON values. ``at``: when it is written (ISO 8601, UTC, to the second).

    ``answers`` become turns of that time; ``checks`` are ``ibid.check/1`` data. Raises ProofError, TurnError: nothing
    is written that would not verify.
    """
    renderer = Renderer(proof, article)
    every = [*turns, *(Turn(answer.question, answer.question, at, answer) for answer in answers)]
    data: Data = {
        "schema": SCHEMA,
        "article": {
            "title": article.title,
            "sha256": article.sha256,
            "characters": len(article.text),
            "title_span": _span_data(article, article.title_span) if article.title_span else None,
        },
        "tool": {"name": "ibid", "version": version},
        "at": moment(at),
        "turns": [turn_data(turn, renderer) for turn in every],
        "checks": list(checks),
    }
    # As it is when it is read again: two halves of a character, in what was typed, become one.
    data = json.loads(dumped(data))
    places = _Places(article)
    for turn in data["turns"]:
        places.add(turn["answer"], [turn["answer"]])
    for check in data["checks"]:
        places.add(check, check["statements"])
    data["digest"] = digest(data)
    for finding in (*verify(data, article.text), *unproved(data, article)):
        raise ProofError(f"this would not verify, and is not written: {finding}")
    return data


def write(data: Data, path: Path) -> None:
    """Writes an evidence file. Raises IbidError if it can't."""
    try:
        path.write_text(dumped(data) + "\n", encoding="utf-8")
    except OSError as error:
        raise IbidError(f"{path}: cannot be written ({error.strerror}); name another file") from None


def unproved(data: Mapping[str, Any], article: Article) -> list[Finding]:
    """What a reading of ``article``, the copy that ``data`` was written from, does not bear out: a quote that is no
    whole sentence, another section or kind, numbers that are not inside it, an entry of another number.

    ``data``: of an evidence file that has the right shape (``verify`` finds nothing wrong).
    """
    # An article without a title of its own is called by its file's name, whatever that is now.
    held = article if article.title_span else replace(article, title=data["article"]["title"])
    proof, places = Proof(held), _Places(held)
    units = {(unit.start, unit.end): (passage, unit) for passage in held.passages for unit in passage.sentences}
    found: list[Finding] = []
    for number, turn in enumerate(data["turns"], 1):
        where = f"turn {number}"
        # What was asked is not the article's, and may be longer than what is read back.
        found += _refused(where, {**turn["answer"], "question": ""}, held, proof)
        found += places.misplaced(where, [turn["answer"]])
    for number, check in enumerate(data["checks"], 1):
        for place, statement in enumerate(check["statements"], 1):
            where = f"check {number}, statement {place}"
            for part in _as_answers(check, statement, units):
                found += _refused(where, part, held, proof)
            found += places.misplaced(where, [statement])
    return found


def heading_spans(article: Article, section: Sequence[str], start: int) -> tuple[Heading | None, ...]:
    """The heading of each part of ``section`` that a stretch at ``start`` stands under: the last one of that path
    before it, or the first behind it; None for a part that has none, such as Lead.
    """
    paths = [tuple(section[: depth + 1]) for depth in range(len(section))]
    found: list[Heading | None] = []
    for path in paths:
        same = [heading for heading in (*article.headings, *article.labels) if heading.path == path]
        found.append(
            max((h for h in same if h.start <= start), key=_start, default=min(same, key=_start, default=None))
        )
    return tuple(found)


def _start(heading: Heading) -> int:
    return heading.start


class _Places:
    """Adds to answers and checks, as JSON data, where their stretches stand."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def add(self, part: Data, holders: Iterable[Data]) -> None:
        """``headings`` to each quote of ``holders``, and the line to whatever has a place but no line yet."""
        for quote in _quotes(holders):
            quote["headings"] = self.headings(quote)
            for span in (*quote["context"], quote.get("said_by"), quote.get("said")):
                if span:
                    span["line"] = self._article.line(span["start"])
        for reference in part["references"]:
            reference["line"] = None if reference["start"] is None else self._article.line(reference["start"])

    def headings(self, quote: Mapping[str, Any]) -> list[Data]:
        """The headings that ``quote`` stands under, one for each part of its section."""
        return [
            _span_data(self._article, heading)
            if heading
            else {"text": None, "start": None, "end": None, "line": None, "why": "none"}
            for heading in heading_spans(self._article, quote["section"], quote["start"])
        ]

    def misplaced(self, where: str, holders: Iterable[Mapping[str, Any]]) -> Iterable[Finding]:
        for quote in _quotes(holders):
            if quote["headings"] != self.headings(quote):
                said = "stands under other headings than the file says"
                at, line = (quote["start"], quote["end"]), quote["line"]
                yield Finding("quote", where, WRONG, quote["text"], at, line, at, line, said)


def _quotes(holders: Iterable[Mapping[str, Any]]) -> Iterable[Data]:
    for holder in holders:
        yield from (*holder["quotes"], *holder["closest"])


def _span_data(article: Article, span: Span | Heading) -> Data:
    return {
        "text": article.slice(span),
        "start": span.start,
        "end": span.end,
        "line": article.line(span.start),
    }


def _refused(where: str, answer: Data, article: Article, proof: Proof) -> Iterable[Finding]:
    try:
        answer_of(answer, article, proof)
    except TurnError as error:
        yield Finding("file", where, WRONG, said=str(error).removesuffix(f"; {AGAIN}"))


def _as_answers(check: Mapping[str, Any], statement: Mapping[str, Any], units: Units) -> Iterable[Data]:
    """What a statement quotes, as answers that quote it: the same has to hold of both."""
    plain: Data = {
        "schema": ANSWER,
        "question": "",
        "status": "not_in_article",
        "reason": "closest",
        "confidence": 1.0,
        "quotes": [],
        "closest": [],
        "references": [],
        "article": check["article"],
        "took_ms": 0.0,
    }
    for quote in statement["closest"]:
        yield {**plain, "closest": [quote]}
    for quote in statement["quotes"]:
        own = {name: value for name, value in quote.items() if name != "contradicts"}
        unit = units.get((quote["start"], quote["end"]))
        labels = set(cited(*unit)) if unit else set()
        references = [
            each for each in check["references"] if (each["label"], each.get("why") == "other_list") in labels
        ]
        yield {**plain, "status": "answered", "reason": None, "quotes": [own], "references": references}
