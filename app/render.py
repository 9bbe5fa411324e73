"""Answer → JSON, terminal. Nothing is formatted unchecked; what the page shows is made in app/cards.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from app.answer import Answer, Quote, Source, Why
from app.markup import visible
from app.proof import Proof
from app.said import Said, said_by
from ingest.article import Article, Kind, Reference, Span

SCHEMA = "ibid.answer/1"
SILENT = "The article does not say."
RECOVERED = "from the page's unpunctuated copy"
NO_ENTRY: Mapping[Why, str] = {
    "missing": "no entry in this copy of the article",
    "other_list": "a number of another list, not of this article's references",
}
KINDS: Mapping[Kind, str] = {
    Kind.INFOBOX: "infobox row",
    Kind.CAPTION: "caption",
    Kind.BLOCK_QUOTE: "block quotation",
    Kind.NOTE: "note",
    Kind.REFERENCE: "reference",
    Kind.RECOVERED: RECOVERED,
}


class Renderer:
    """Formats answers about one article. Every method checks the answer against the article first."""

    def __init__(self, proof: Proof, article: Article) -> None:
        self._proof = proof
        self._article = article

    # JSON: the answer format that other tools rely on.

    def json(self, answer: Answer) -> str:
        """``answer`` as one line of JSON, ``ibid.answer/1``."""
        return dumped(self.data(answer))

    def data(self, answer: Answer) -> dict[str, object]:
        """``answer`` as plain JSON values."""
        self._proof.check(answer)
        return {
            "schema": SCHEMA,
            "question": answer.question,
            "status": "answered" if answer.answered else "not_in_article",
            "reason": answer.reason,
            "confidence": answer.confidence,
            "quotes": [self.quote_data(quote) for quote in answer.quotes],
            "references": [self.source_data(source) for source in answer.sources],
            "closest": [self.quote_data(quote) for quote in answer.closest],
            "article": {"title": answer.article_title, "sha256": answer.article_sha256},
            "took_ms": answer.took_ms,
        }

    def quote_data(self, quote: Quote) -> dict[str, object]:
        """A checked quote as every format has it."""
        data: dict[str, object] = {
            **self.span_data(quote),
            "line": quote.line,
            "section": list(quote.section),
            "kind": quote.kind.value,
            "citations": list(quote.citations),
            "context": [self.span_data(span) for span in quote.context],
            "score": quote.score,
            "said_by": self._speaker_data(quote),
        }
        if quote.contradicts:
            data["contradicts"] = True
        return data

    def _speaker_data(self, quote: Quote) -> dict[str, object] | None:
        """Who says so, as the quote or its label words it, and how; None where nobody is named."""
        said = self._said(quote)
        return {**self.span_data(said.who), "how": said.how} if said else None

    def _said(self, quote: Quote) -> Said | None:
        return said_by(self._article, *self._proof.unit(quote))

    def span_data(self, span: Quote | Span) -> dict[str, object]:
        """The words of a stretch, and its place."""
        return {"text": self._proof.words(span), "start": span.start, "end": span.end}

    def source_data(self, source: Source) -> dict[str, object]:
        """A checked source as every format has it."""
        entry = source.entry
        if entry is None:
            return {"label": source.label, "text": None, "start": None, "end": None, "why": source.why}
        return {
            "label": source.label,
            "text": self._article.slice(entry),
            "start": entry.start,
            "end": entry.end,
            "fields": {field.name.value: self._article.slice(field) for field in entry.fields},
        }

    # The terminal.

    def terminal(self, answer: Answer, *, colour: bool = False) -> str:
        """``answer`` for reading in a terminal. Quotes are on lines of their own, unwrapped, to be copied."""
        self._proof.check(answer)
        bold, dim, plain = ("\033[1m", "\033[2m", "\033[0m") if colour else ("", "", "")
        lines: list[str] = []
        if answer.answered:
            for number, quote in enumerate(answer.quotes, 1):
                lines += self._quote_lines(quote, f"{number}. ", bold, dim, plain)
            if answer.sources:
                lines.append("Sources")
                lines += self.source_lines(answer.sources)
        else:
            lines += [f"{bold}{SILENT}{plain} {visible(answer.reason or '')}"]
            for quotes, line in (
                (answer.contradicting, "What the question assumes is contradicted here:"),
                (answer.near, "The closest passages, which do not answer it, and may say otherwise than it assumes:"),
            ):
                if quotes:
                    lines += [*([""] if lines[-1] else []), line, ""]
                for quote in quotes:
                    lines += self._quote_lines(quote, "–  ", "", dim, plain)
        return "\n".join(lines).rstrip() + "\n"

    def _quote_lines(self, quote: Quote, mark: str, bold: str, dim: str, plain: str) -> list[str]:
        where = place(quote)
        # In their own words quotes name their speaker themselves; a label above them is shown nowhere else.
        said = self._said(quote)
        if said and not quote.start <= said.who.start < quote.end:
            where += f" · said by {visible(self._proof.words(said.who))}"
        before = [f"   {dim}before it: {visible(self._proof.words(span))}{plain}" for span in quote.context]
        return [f"{mark}{bold}{visible(self._proof.words(quote))}{plain}", f"   {dim}{where}{plain}", *before, ""]

    def source_lines(self, sources: Sequence[Source]) -> list[str]:
        """Checked sources for a terminal: the entries, one a line; then the numbers without one, together."""
        lines = [f"  [{source.label}] {visible(self._entry_words(source.entry))}" for source in sources if source.entry]
        for why, said in NO_ENTRY.items():
            labels = "".join(f"[{source.label}]" for source in sources if source.why == why)
            lines += [f"  {labels} {said}"] if labels else []
        return lines

    def _entry_words(self, entry: Reference) -> str:
        return " ".join(self._article.slice(entry).split())


def place(quote: Quote) -> str:
    """Where a quote stands: its section's path, its line, and what it is if no prose."""
    parts = [" › ".join(map(visible, quote.section)), f"line {quote.line}"]
    if quote.kind is not Kind.PROSE:
        parts.append(KINDS[quote.kind])
    return " · ".join(parts)


def dumped(data: object) -> str:
    """One line of JSON, letters as they are; a lone surrogate, which UTF-8 can't hold, as its escape."""
    line = json.dumps(data, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, ensure_ascii=True)
    return line
