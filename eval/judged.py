"""What a system said to one question, in the shape in which it is judged: the answer as it left, and its search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.article import Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as it was given out: its words and where they are said to stand."""

    text: str
    start: int
    end: int
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it was given out (``ibid.answer/1``), and the spans that the search ranked, best first.

    ``others`` are all further words that claim to be the article's: contexts, closest passages, entries.
    """

    answered: bool
    confidence: float
    quotes: tuple[Quoted, ...]
    others: tuple[Quoted, ...]
    ranking: tuple[Span, ...]


def said(data: Mapping[str, object], ranking: Sequence[Span]) -> Said:
    """Reads an answer as JSON values. Raises TypeError or KeyError where it is none."""
    quotes, closest, references = (_objects(data[field]) for field in ("quotes", "closest", "references"))
    others = [quoted(quote) for quote in closest]
    others += [quoted(span) for quote in (*quotes, *closest) for span in _objects(quote["context"])]
    others += [quoted(entry) for entry in references if entry["text"] is not None]
    confidence = data["confidence"]
    if not isinstance(confidence, (int, float)):
        raise TypeError("confidence is no number")
    return Said(
        data["status"] == "answered", float(confidence), tuple(map(quoted, quotes)), tuple(others), tuple(ranking)
    )


def _objects(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise TypeError("a list of objects was expected")
    return value


def quoted(data: Mapping[str, object]) -> Quoted:
    """Words given out as the article's, with the place they name. Raises TypeError or KeyError where it is none."""
    text, start, end, cited = data["text"], data["start"], data["end"], data.get("citations", [])
    if not (isinstance(text, str) and isinstance(start, int) and isinstance(end, int) and isinstance(cited, list)):
        raise TypeError("text, start, end and citations were expected")
    return Quoted(text, start, end, tuple(map(str, cited)))
