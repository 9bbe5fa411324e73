"""Who is said to speak in sentences made by hand, in words."""

from __future__ import annotations

from app.said import said_by
from ingest.article import Article, Passage, Sentence
from tests.making import P, made


def speaker(article: Article, passage: Passage, sentence: Sentence) -> tuple[str | None, str | None]:
    """Who speaks, and whom a pronoun means."""
    said = said_by(article, passage, sentence)
    if said is None:
        return None, None
    return article.slice(said.who), article.slice(said.named) if said.named else None


def told(text: str) -> tuple[str | None, str | None]:
    """Who speaks in a sentence that is all of an article, and how."""
    article = made(P((text,)))
    said = said_by(article, article.passages[0], article.passages[0].sentences[0])
    return (article.slice(said.who), said.how) if said else (None, None)
