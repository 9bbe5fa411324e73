"""Who says so: the party, person or organisation to which a sentence attributes its statement."""

from __future__ import annotations

from dataclasses import replace

from app.said.found import Said
from app.said.pronouns import meant
from app.said.sentences import spoken
from ingest.article import Article, Passage, Sentence, Span


def said_by(article: Article, passage: Passage, sentence: Sentence) -> Said | None:
    """Who says what ``sentence`` of ``passage`` says; None where nobody is named, or more than one is."""
    said = spoken(article, passage, sentence)
    return replace(said, named=meant(article, passage, sentence, said)) if said else None


def speaker(article: Article, passage: Passage, sentence: Sentence) -> Span | None:
    """Whose account ``sentence`` is: the name, or the words that stand for it; None as in ``said_by``."""
    said = said_by(article, passage, sentence)
    return (said.named or said.who) if said else None
