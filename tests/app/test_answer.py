"""The nouns of an answer."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from app.answer import Answer, Quote
from ingest.article import Kind

QUOTE = Quote(0, 5, 1, ("Lead",), Kind.PROSE, (), (), 0.5)
SILENT = Answer("?", (), (), (), "The question is empty.", 1.0, "T", "0" * 64, 0.1)


def test_answered_means_that_there_is_a_quote() -> None:
    assert not SILENT.answered
    assert not replace(SILENT, closest=(QUOTE,)).answered, "what comes close is no answer"
    assert replace(SILENT, quotes=(QUOTE,), reason=None).answered


def test_a_quote_can_not_be_changed_on_its_way() -> None:
    with pytest.raises(FrozenInstanceError):
        QUOTE.start = 3  # type: ignore[misc]


def test_a_quote_holds_no_words_that_could_differ_from_the_article() -> None:
    assert not any(isinstance(getattr(QUOTE, name), str) and name != "kind" for name in Quote.__slots__)
