"""Answers made of given sentences of an article, as if they had been found."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import Answer, Quote, Source
from app.claims.checked import Checked
from app.proof import citations, cited
from ingest.article import Article, Kind, Passage, Sentence

Unit = tuple[Passage, Sentence]


def units(article: Article, kind: Kind | None = None) -> list[Unit]:
    """Every sentence of an article with its passage, or those of one kind."""
    return [(p, s) for p in article.passages for s in p.sentences if kind in (None, p.kind)]


def quoted(article: Article, unit: Unit, *, contradicts: bool = False) -> Quote:
    passage, sentence = unit
    return Quote(
        sentence.start,
        sentence.end,
        article.line(sentence.start),
        passage.section,
        passage.kind,
        citations(passage, sentence),
        (passage.intro,) if passage.intro else (),
        0.8125,
        contradicts,
    )


def answered(article: Article, chosen: Sequence[Unit], question: str = "Who said so?") -> Answer:
    """An answer of these sentences."""
    sources: dict[tuple[str, bool], Source] = {}
    for unit in chosen:
        for label, other in cited(*unit):
            entry = None if other else article.entry(label)
            sources[label, other] = Source(label, entry, "other_list" if other else None if entry else "missing")
    return Answer(
        question,
        tuple(quoted(article, unit) for unit in chosen),
        tuple(sources.values()),
        (),
        None,
        0.75,
        article.title,
        article.sha256,
        11.5,
    )


def refused(article: Article, closest: Sequence[Unit] = (), question: str = "Who paid for it?") -> Answer:
    """An answer that there is none; the first of the closest contradicts the question."""
    near = tuple(quoted(article, unit, contradicts=at == 0) for at, unit in enumerate(closest))
    return Answer(question, (), (), near, "No sentence names who paid.", 1.0, article.title, article.sha256, 3.0)


def unchecked(text: str) -> Checked:
    """In place of what checks statements, where none are."""
    raise AssertionError(f"nothing is checked here, and this was: {text}")
