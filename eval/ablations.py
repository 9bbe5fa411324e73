"""One part at a time is switched off where it stands, and the questions are asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from app.question import Question
from app.reader import Reading, WindowReader
from index.search import Hit
from index.spelling import Spelling

Without = Callable[[], AbstractContextManager[object]]


def _same(_question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    return tuple(hits)


def _spelling() -> AbstractContextManager[object]:
    return patch.object(Spelling, "__call__", lambda _self, question: question)


def _sources() -> AbstractContextManager[object]:
    return patch("index.backing.CITING", 0)


def _filled() -> AbstractContextManager[object]:
    return patch("app.select.filled_first", _same)


def _new() -> AbstractContextManager[object]:
    return patch("app.choose.NEW", 0.0)


def _beside() -> AbstractContextManager[object]:
    return patch("app.choose.BESIDE", 0.0)


@contextmanager
def _silence() -> Iterator[None]:
    with patch("app.select.answerable", lambda _evidence: 1.0), _premise():
        yield


def _premise() -> AbstractContextManager[object]:
    return patch("app.select.otherwise", lambda *_: None)


def _denials() -> AbstractContextManager[object]:
    return patch("app.select.with_beside", lambda _index, _question, chosen, _hits: tuple(chosen))


def _lead() -> AbstractContextManager[object]:
    return patch("app.lead.COUNTS", 0.0)


def _reader() -> AbstractContextManager[object]:
    return patch.object(WindowReader, "read", lambda *_, **__: Reading(0.0, 0.0, 0.0))


# By what is missing then.
PARTS: Mapping[str, Without] = {
    "other spellings": _spelling,
    "sources by what cites them": _sources,
    "the kind asked for first": _filled,
    "quotes that add words": _new,
    "quotes beside the first": _beside,
    "denials, and neighbours where two things are asked": _denials,
    "the reader's say in the order": _lead,
    "the reader": _reader,
    "premises that are compared": _premise,
    "silence (but where a question can't be read)": _silence,
}
