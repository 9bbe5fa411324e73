"""What the tests of reading share: the laws every article must keep, and a look at one line of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.article import Article, Kind, Passage, Sentence
from ingest.markers import MARKER

TEXTS = Path(__file__).resolve().parent.parent / "texts"
# What may stand in a passage outside its sentences.
BULLETS = frozenset("•·▪◦‣∙*-–—")


def keeps_the_laws(article: Article) -> None:
    """Fails where a reading breaks what Article promises."""
    _every_character_once(article)
    _sentences_hold_their_passage(article)
    _markers_equal_their_slice(article)
    _entries_equal_their_passage(article)


def _every_character_once(article: Article) -> None:
    parts = [*article.passages, *article.headings, *article.labels, *article.dropped]
    spans = [(part.start, part.end) for part in parts]
    if article.title_span:
        spans.append((article.title_span.start, article.title_span.end))
    at = 0
    for start, end in sorted(spans):
        assert start < end, f"an empty span at {start}"
        assert at <= start, f"{article.text[start:at][:80]!r} at {start} lies in two spans"
        between = article.text[at:start].strip()[:80]
        assert not between, f"{between!r} after {at} lies in no span"
        at = end
    rest = article.text[at:].strip()[:80]
    assert not rest, f"{rest!r} after {at} lies in no span"


def _sentences_hold_their_passage(article: Article) -> None:
    for passage in article.passages:
        at = passage.start
        assert passage.sentences
        for sentence in passage.sentences:
            assert at <= sentence.start < sentence.end <= passage.end
            words = article.slice(sentence)
            assert words == words.strip()
            outside = set("".join(article.text[at : sentence.start].split()))
            assert outside <= BULLETS, f"{outside} of a passage in no sentence"
            at = sentence.end
        assert not article.text[at : passage.end].strip()


def _markers_equal_their_slice(article: Article) -> None:
    for passage in article.passages:
        for sentence in passage.sentences:
            at = sentence.start
            for marker in sentence.markers:
                assert at <= marker.start < marker.end <= sentence.end
                assert article.slice(marker) == f"[{marker.label}]"
                assert MARKER.fullmatch(article.slice(marker))
                at = marker.end


def _entries_equal_their_passage(article: Article) -> None:
    passages = [p for p in article.passages if p.kind in (Kind.NOTE, Kind.REFERENCE)]
    places = {(p.label or "", p.start, p.end) for p in passages}  # without a number, "" is its label
    for entry in (*article.references, *article.notes):
        assert (entry.label, entry.start, entry.end) in places
        assert article.slice(entry).strip() == article.slice(entry) != ""
        for field in entry.fields:
            assert entry.start <= field.start < field.end <= entry.end


@pytest.fixture(scope="session")
def laws() -> Callable[[Article], None]:
    return keeps_the_laws


class Lines:
    """The real article by line numbers (1-based)."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._lines = article.text.split("\n")

    def text(self, number: int) -> str:
        return self._lines[number - 1]

    def passages(self, number: int) -> list[Passage]:
        """The passages that begin on a line."""
        return [passage for passage in self.article.passages if self.article.line(passage.start) == number]

    def units(self, number: int) -> list[tuple[Passage, Sentence]]:
        """The units that begin on a line, each with its passage."""
        return [
            (passage, sentence)
            for passage in self.article.passages
            for sentence in passage.sentences
            if self.article.line(sentence.start) == number
        ]

    def unit(self, number: int) -> tuple[Passage, Sentence]:
        """The one unit that begins on a line."""
        (found,) = self.units(number)
        return found

    def sentences(self, number: int) -> list[str]:
        return [self.article.slice(sentence) for _, sentence in self.units(number)]


@pytest.fixture(scope="session")
def lines(article: Article) -> Lines:
    return Lines(article)


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the other texts."""
    return TEXTS
