"""What every reading of a text has to keep, whatever the text: each character is accounted for, and once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ingest.article import Article, Kind, Spanned

# What may stand in a passage outside its sentences.
BULLETS = frozenset("•·▪◦‣∙*-–—")


def broken(article: Article) -> str | None:
    """The first law that ``article`` breaks, in one line; None if it keeps them all. Linear."""
    return next(chain(_characters(article), _sentences(article), _entries(article)), None)


def _characters(article: Article) -> Iterator[str]:
    """Passages, headings, labels, dropped spans and the title hold every character but white space exactly once."""
    parts: list[Spanned] = [*article.passages, *article.headings, *article.labels, *article.dropped]
    spans = [(part.start, part.end) for part in parts]
    if article.title_span:
        spans.append((article.title_span.start, article.title_span.end))
    at = 0
    for start, end in sorted(spans):
        if start >= end:
            yield f"an empty span at {start}"
        if start < at:
            yield f"{article.text[start:at][:40]!r} at {start} lies in two spans"
        if article.text[at:start].strip():
            yield f"{article.text[at:start].strip()[:40]!r} after {at} lies in no span"
        at = end
    if article.text[at:].strip():
        yield f"{article.text[at:].strip()[:40]!r} after {at} lies in no span"


def _sentences(article: Article) -> Iterator[str]:
    """Sentences, in order, hold their passage but for its bullets; markers, in order, lie inside their sentence."""
    for passage in article.passages:
        at = passage.start
        if not passage.sentences:
            yield f"the passage at {at} has no sentence"
        for sentence in passage.sentences:
            if not at <= sentence.start < sentence.end <= passage.end:
                yield f"the sentence at {sentence.start} does not lie inside its passage, or before the last one"
            if article.slice(sentence) != article.slice(sentence).strip():
                yield f"the sentence at {sentence.start} begins or ends with white space"
            if not BULLETS.issuperset("".join(article.text[at : sentence.start].split())):
                yield f"{article.text[at : sentence.start][:40]!r} at {at} lies in no sentence of its passage"
            at = inside = sentence.start
            for marker in sentence.markers:
                if not inside <= marker.start < marker.end <= sentence.end:
                    yield f"the marker at {marker.start} does not lie inside its sentence"
                if article.slice(marker) != f"[{marker.label}]":
                    yield f"the marker at {marker.start} is not [{marker.label[:20]}]"
                inside = marker.end
            at = sentence.end
        if article.text[at : passage.end].strip():
            yield f"{article.text[at : passage.end][:40]!r} at {at} lies in no sentence of its passage"


def _entries(article: Article) -> Iterator[str]:
    """Every entry is a passage of its label; its fields lie inside it; no label stands for two."""
    places = {
        (passage.label or "", passage.start, passage.end)
        for passage in article.passages
        if passage.kind in (Kind.NOTE, Kind.REFERENCE)
    }
    for entries in (article.references, article.notes):
        labels = [entry.label for entry in entries if entry.label]
        if len(set(labels)) < len(labels):
            yield "a label stands for two entries"
        for entry in entries:
            if (entry.label, entry.start, entry.end) not in places:
                yield f"the entry at {entry.start} is no passage"
            if any(not entry.start <= field.start < field.end <= entry.end for field in entry.fields):
                yield f"a field of the entry at {entry.start} does not lie inside it"
