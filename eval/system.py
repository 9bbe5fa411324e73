"""Ibid as the system under test: an index opened once, asked in one of the ablation modes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from app.ask import Asker
from app.question import read
from app.render import Renderer, dumped
from eval.judged import Said, said
from eval.metrics import DEPTHS
from eval.questions import Question
from index.search import DENSE, FIRST, HYBRID, LEXICAL, Index, Weights
from ingest.article import Span
from ingest.errors import IbidError

# What the search ranks by in each mode; `full` is what `ibid ask` does.
MODES: Mapping[str, Weights] = {"dense": DENSE, "lexical": LEXICAL, "hybrid": FIRST, "full": HYBRID}
DEFAULT_MODE = "full"

SystemUnderTest = Callable[[Question], "Said | None"]


class AnswersError(IbidError):
    """A file of answers that is no file of answers."""


def system(index: Index, mode: str = DEFAULT_MODE, keep: Callable[[str], None] | None = None) -> SystemUnderTest:
    """Asks Ibid, and its search. ``keep`` is given each answer as a line of JSON, with its ranking."""
    weights = MODES[mode]
    asker = Asker(index, weights=weights)
    renderer = Renderer(asker.proof, index.article)

    def ask(question: Question) -> Said:
        data = renderer.data(asker.ask(question.question))
        asked = read(question.question)
        hits = index.search(asked.words, max(DEPTHS), weights=weights, source=asked.about_source)
        ranking = [Span(hit.unit.sentence.start, hit.unit.sentence.end) for hit in hits]
        if keep:
            keep(dumped({"id": question.id, **data, "ranking": [[span.start, span.end] for span in ranking]}))
        return said(data, ranking)

    return ask


def kept(path: Path) -> SystemUnderTest:
    """Answers from a file, by id: ``ibid.answer/1`` a line with an ``id``, and if it has one its ``ranking``.

    A question whose id is not in the file has no answer. Raises AnswersError for what can't be read.
    """
    answers: dict[str, Said] = {}
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"{path}: cannot be read ({error}); give the file that --save-answers made") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            ranking = [Span(int(start), int(end)) for start, end in data.get("ranking", ())]
            answers[str(data["id"])] = said(data, ranking)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnswersError(f"{path}, line {number}: no answer of the format ibid.answer/1 ({error!r})") from None
    return lambda question: answers.get(question.id)
