"""What one reference number stands for → HTML for a small dialog. An entry is shown, or said to be missing."""

from __future__ import annotations

from collections.abc import Iterable

from app.answer import Source
from app.markup import anchor, escaped, marked
from app.render import NO_ENTRY
from app.typeset import items
from ingest.article import Article, FieldName, Kind, Marker, Passage, Reference, Sentence

# In the order in which one looks at a source: what it is, whose, when; then how it was read.
_FIELDS = {
    FieldName.TITLE: "Title",
    FieldName.AUTHOR: "Author",
    FieldName.PUBLISHER: "Publisher",
    FieldName.DATE: "Date",
    FieldName.ACCESSED: "Accessed",
    FieldName.LANGUAGE: "Language",
    FieldName.ARCHIVED: "Archived",
    FieldName.QUOTATION: "Quotation",
}


def source(article: Article, label: str, other_list: bool = False) -> str:
    """What ``[label]`` stands for: a reference's fields and words, a note's words, or why there is nothing."""
    if other_list:
        return _other(label)
    entry = article.entry(label)
    if entry is None:
        return _twice(label) if _listed(article, label) else _missing(label)
    return _note(article, entry) if entry in article.notes else _reference(article, entry)


def listed(article: Article, sources: Iterable[Source]) -> str:
    """What the numbers of some quotes stand for, in their order; then the numbers without an entry, together."""
    held = tuple(sources)
    if not held:
        return ""
    rows = "".join(
        f"<dt>[{escaped(source.label)}]</dt><dd>{escaped(article.slice(source.entry))}</dd>"
        for source in held
        if source.entry
    )
    missing = ""
    for why, said in NO_ENTRY.items():
        labels = "".join(f"[{source.label}]" for source in held if source.why == why)
        if labels:
            missing += f'<p class="ibid-missing"><strong>{escaped(labels)}</strong> {said}</p>'
    entries = f"<dl>{rows}</dl>" if rows else ""
    return f'<div class="ibid-sources"><p>Sources, as the article lists them</p>{entries}{missing}</div>'


def templates(article: Article) -> str:
    """A ``<template id="ibid-source-82">`` for every label that has something of its own to show.

    Two more for what is known only where it is shown: ``-missing`` and ``-other``, with an empty ``.ibid-label`` for
    the number.
    """
    labels = [passage.label for passage in article.passages if passage.label]
    shown = {anchor(label): source(article, label) for label in dict.fromkeys(labels)}
    shown |= {"missing": _missing(""), "other": _other("")}
    return "".join(f'<template id="ibid-source-{name}">{words}</template>' for name, words in shown.items())


def next_marker(article: Article, passage: Passage, sentence: Sentence) -> Marker | None:
    """The next marker of the paragraph after a ``sentence`` that has none: it is perhaps meant for both.

    None where nothing follows: an item of a list, a row, a caption or an entry stands for itself.
    """
    if sentence.markers or passage.kind not in (Kind.PROSE, Kind.BLOCK_QUOTE):
        return None
    for item in items(article, passage):
        if sentence in item:
            following = item[item.index(sentence) + 1 :]
            return next((marker for later in following for marker in later.markers), None)
    return None


def _reference(article: Article, entry: Reference) -> str:
    rows = "".join(
        f"<dt>{said}</dt><dd>{escaped(article.slice(field))}</dd>"
        for name, said in _FIELDS.items()
        for field in entry.fields
        if field.name is name
    )
    fields = f'<dl class="ibid-fields">{rows}</dl>' if rows else ""
    words = f'<p class="ibid-entry">{escaped(article.slice(entry))}</p>'
    return f'{fields}{words}<p><a href="#r{anchor(entry.label)}">Show it in the reference list</a></p>'


def _note(article: Article, entry: Reference) -> str:
    """A note with the handles of its own markers."""
    sentences = [
        sentence
        for passage in article.passages
        if passage.kind is Kind.NOTE and (passage.start, passage.end) == (entry.start, entry.end)
        for sentence in passage.sentences
    ]
    words = " ".join(marked(article, sentence) for sentence in sentences)
    return (
        f'<p class="ibid-entry">{words}</p><p><a href="#n-{anchor(entry.label)}">Show it in the list of notes</a></p>'
    )


def _listed(article: Article, label: str) -> bool:
    """Whether the lists have ``label`` at all. Without an entry of its own, it stands there more than once."""
    return any(passage.label == label for passage in article.passages)


def _missing(label: str) -> str:
    return f"<p>This copy of the article has no entry for {_number(label)}.</p>"


def _other(label: str) -> str:
    return f"<p>The number {_number(label)} belongs to another list than this article's references.</p>"


def _twice(label: str) -> str:
    return f"<p>{_number(label)} stands more than once in this copy's list: which entry is meant can't be told.</p>"


def _number(label: str) -> str:
    return f'[<span class="ibid-label">{escaped(label)}</span>]'
