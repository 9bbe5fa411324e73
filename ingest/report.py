"""What was read, dropped and left unresolved: what `ibid ingest` prints."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from ingest.article import Article, Dropped, Kind
from ingest.references import DATE

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of one reading. ``latest`` is the latest full date the article's own text or sources give."""

    title: str
    sha256: str
    lines: int
    characters: int
    latest: date | None
    headings: int
    top_headings: int
    passages: tuple[tuple[Kind, int], ...]
    sentences: tuple[tuple[Kind, int], ...]
    markers: int
    note_markers: int
    other_list: int
    labels: int
    resolved: int
    unresolved: tuple[str, ...]
    references: int
    notes: int
    dropped: tuple[Dropped, ...]
    odd: tuple[str, ...]


def report(article: Article) -> Report:
    """Counts all that was read. Markers are numeric ones; ``labels`` are their distinct numbers outside the notes."""
    in_text = [
        marker
        for passage in article.passages
        if passage.kind is not Kind.NOTE
        for sentence in passage.sentences
        for marker in sentence.markers
        if marker.label.isdigit()
    ]
    in_notes = [
        marker
        for passage in article.passages
        if passage.kind is Kind.NOTE
        for sentence in passage.sentences
        for marker in sentence.markers
        if marker.label.isdigit()
    ]
    labels = dict.fromkeys(marker.label for marker in in_text)
    entries = {reference.label for reference in article.references}
    return Report(
        title=article.title,
        sha256=article.sha256,
        lines=article.line(len(article.text)),
        characters=len(article.text),
        latest=latest_date(article),
        headings=len(article.headings),
        top_headings=sum(heading.level == 1 for heading in article.headings),
        passages=tuple(sorted(Counter(passage.kind for passage in article.passages).items())),
        sentences=tuple(
            sorted(Counter(passage.kind for passage in article.passages for _ in passage.sentences).items())
        ),
        markers=len(in_text),
        note_markers=len(in_notes),
        other_list=sum(marker.other_list for marker in in_notes),
        labels=len(labels),
        resolved=sum(label in entries for label in labels),
        unresolved=tuple(sorted((label for label in labels if label not in entries), key=int)),
        references=len(article.references),
        notes=len(article.notes),
        dropped=article.dropped,
        odd=article.odd,
    )


def latest_date(article: Article) -> date | None:
    """The latest full date that stands in a passage: how old this copy is at the most."""
    found: list[date] = []
    for passage in article.passages:
        if passage.kind is not Kind.RECOVERED:
            found += [day for match in DATE.findall(article.slice(passage)) if (day := _day(match))]
    return max(found, default=None)


def _day(words: str) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month = re.search(r"[A-Za-z]+", words)
    try:
        if month is None:
            return date(*numbers)
        if len(numbers) == 2:
            year, day = max(numbers), min(numbers)
            return date(year, _MONTHS.index(month[0][:3].casefold()) + 1, day)
    except (TypeError, ValueError):
        return None
    return None
