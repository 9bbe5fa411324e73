"""Articles made by hand, and the answer format checked in full."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from ingest.article import Article, Kind, Marker, Passage, Reference, Sentence, Span

CONTRACT = Path(__file__).resolve().parent / "contract"
SCHEMA = Draft202012Validator(json.loads((CONTRACT / "answer.schema.json").read_text("utf-8")))
_MARKER = re.compile(r"\[(\d+|[a-z])\]")


@dataclass(frozen=True)
class P:
    """A passage to be made: its sentences stand on one line, its intro on the line above."""

    sentences: tuple[str, ...]
    section: tuple[str, ...] = ("Lead",)
    kind: Kind = Kind.PROSE
    intro: str | None = None
    label: str | None = None
    other_list: bool = False


def made(*parts: P, title: str = "Made by hand") -> Article:
    """An article whose text is nothing but these passages, a blank line between."""
    text = ""
    passages: list[Passage] = []
    references: list[Reference] = []
    notes: list[Reference] = []
    for part in parts:
        intro = None
        if part.intro is not None:
            intro = Span(len(text), len(text) + len(part.intro))
            text += part.intro + "\n"
        sentences: list[Sentence] = []
        for words in part.sentences:
            start = len(text)
            markers = tuple(
                Marker(start + found.start(), start + found.end(), found[1], part.other_list)
                for found in _MARKER.finditer(words)
            )
            sentences.append(Sentence(start, start + len(words), _MARKER.sub("", words), markers))
            text += words + " "
        text = text[:-1] + "\n\n"
        start, end = sentences[0].start, sentences[-1].end
        passages.append(Passage(part.kind, part.section, start, end, tuple(sentences), intro, part.label))
        if part.kind is Kind.REFERENCE:
            references.append(Reference(part.label or "", start, end))
        if part.kind is Kind.NOTE:
            notes.append(Reference(part.label or "", start, end))
    return Article(title, text, None, (), (), tuple(passages), tuple(references), tuple(notes), ())


def hold(data: Any, article: Article) -> None:
    """Asserts all that the answer format promises of ``data``, against the article itself."""
    SCHEMA.validate(data)
    assert data["article"] == {"title": article.title, "sha256": article.sha256}
    units = {(s.start, s.end): (p, s) for p in article.passages for s in p.sentences}
    for quote in (*data["quotes"], *data["closest"]):
        for span in (quote, *quote["context"]):
            assert span["text"] == article.text[span["start"] : span["end"]]
        passage, sentence = units[quote["start"], quote["end"]]
        assert quote["line"] == article.text.count("\n", 0, quote["start"]) + 1
        assert (tuple(quote["section"]), quote["kind"]) == (passage.section, passage.kind.value)
        inside = list(dict.fromkeys(marker.label for marker in sentence.markers))
        if passage.kind is Kind.REFERENCE:
            inside = [passage.label or ""]
        if passage.kind is Kind.RECOVERED:
            inside = []
        assert quote["citations"] == inside
    cited = list(dict.fromkeys(label for quote in data["quotes"] for label in quote["citations"]))
    assert list(dict.fromkeys(reference["label"] for reference in data["references"])) == cited
    for reference in data["references"]:
        entry = article.entry(reference["label"])
        if reference["text"] is None:
            assert (reference["start"], reference["end"]) == (None, None)
            assert reference["why"] == "other_list" or entry is None
        else:
            assert entry is not None
            assert (reference["start"], reference["end"]) == (entry.start, entry.end)
            assert reference["text"] == article.text[entry.start : entry.end]
            assert "why" not in reference
    characters = [len(quote["text"]) for quote in data["quotes"]]
    if len(characters) > 1:
        most = 1_500 if len(characters) > 3 else max(1_000, characters[0])
        assert sum(characters) <= most
    assert all(not quote.get("contradicts") for quote in data["quotes"])
