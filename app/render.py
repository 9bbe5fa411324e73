"""Answer → JSON, terminal, HTML. The only place that formats, and nothing is formatted unchecked."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence

from app.answer import Answer, Quote, Source, Why
from app.proof import Proof
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

# Control characters would move a terminal's cursor or turn its text around: shown as their pictures (U+2400 …) or left
# out of the display. The JSON holds them as they are.
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), 0xFFFD)
_VISIBLE |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)  # lone surrogates: no terminal can be sent one


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
            "quotes": [self._quote_data(quote) for quote in answer.quotes],
            "references": [self._source_data(source) for source in answer.sources],
            "closest": [self._quote_data(quote) for quote in answer.closest],
            "article": {"title": answer.article_title, "sha256": answer.article_sha256},
            "took_ms": answer.took_ms,
        }

    def _quote_data(self, quote: Quote) -> dict[str, object]:
        data: dict[str, object] = {
            **self._span_data(quote),
            "line": quote.line,
            "section": list(quote.section),
            "kind": quote.kind.value,
            "citations": list(quote.citations),
            "context": [self._span_data(span) for span in quote.context],
            "score": quote.score,
        }
        if quote.contradicts:
            data["contradicts"] = True
        return data

    def _span_data(self, span: Quote | Span) -> dict[str, object]:
        return {"text": self._proof.words(span), "start": span.start, "end": span.end}

    def _source_data(self, source: Source) -> dict[str, object]:
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
                lines += self._source_lines(answer.sources)
        else:
            lines += [f"{bold}{SILENT}{plain} {visible(answer.reason or '')}"]
            if answer.closest:
                lines += ["", "The closest passages, which do not answer it:", ""]
                for quote in answer.closest:
                    lines += self._quote_lines(quote, "–  ", "", dim, plain)
        return "\n".join(lines).rstrip() + "\n"

    def _quote_lines(self, quote: Quote, mark: str, bold: str, dim: str, plain: str) -> list[str]:
        where = self._place(quote)
        before = [f"   {dim}before it: {visible(self._proof.words(span))}{plain}" for span in quote.context]
        return [f"{mark}{bold}{visible(self._proof.words(quote))}{plain}", f"   {dim}{where}{plain}", *before, ""]

    def _source_lines(self, sources: Sequence[Source]) -> list[str]:
        """The entries, one a line; then the numbers without one, together."""
        lines = [f"  [{source.label}] {visible(self._entry_words(source.entry))}" for source in sources if source.entry]
        for why, said in NO_ENTRY.items():
            labels = "".join(f"[{source.label}]" for source in sources if source.why == why)
            lines += [f"  {labels} {said}"] if labels else []
        return lines

    def _place(self, quote: Quote) -> str:
        parts = [" › ".join(map(visible, quote.section)), f"line {quote.line}"]
        if quote.kind is not Kind.PROSE:
            parts.append(KINDS[quote.kind])
        return " · ".join(parts)

    def _entry_words(self, entry: Reference) -> str:
        return " ".join(self._article.slice(entry).split())

    # The page.

    def html(self, answer: Answer) -> str:
        """``answer`` as HTML for the page: one card, all text escaped, its sources inside it."""
        self._proof.check(answer)
        if answer.answered:
            quotes = "".join(f"<li>{self._quote_html(quote)}</li>" for quote in answer.quotes)
            return f'<div class="ibid-answer"><ol class="ibid-quotes">{quotes}</ol>{self._sources_html(answer)}</div>'
        closest = "".join(f"<li>{self._quote_html(quote)}</li>" for quote in answer.closest)
        shown = (
            f'<div class="ibid-closest"><p>The closest passages, which do <strong>not</strong> answer it:</p>'
            f"<ul>{closest}</ul></div>"
            if closest
            else ""
        )
        said = f'<p class="ibid-silent"><strong>{SILENT}</strong> {_escaped(answer.reason or "")}</p>'
        return f'<div class="ibid-answer ibid-none">{said}{shown}</div>'

    def _quote_html(self, quote: Quote) -> str:
        before = "".join(
            f'<p class="ibid-before"><span>before it</span> {_escaped(self._proof.words(span))}</p>'
            for span in quote.context
        )
        return (
            f"{before}<blockquote>{self._marked_html(quote)}</blockquote>"
            f'<p class="ibid-place">{_escaped(self._place(quote))}</p>'
        )

    def _marked_html(self, quote: Quote) -> str:
        """The quote's words, all of them, with its reference numbers set off."""
        parts: list[str] = []
        at = quote.start
        for marker in self._proof.markers(quote):
            parts.append(_escaped(self._proof.words(Span(at, marker.start))))
            parts.append(f'<span class="ibid-ref">{_escaped(self._proof.words(Span(marker.start, marker.end)))}</span>')
            at = marker.end
        parts.append(_escaped(self._proof.words(Span(at, quote.end))))
        return "".join(parts)

    def _sources_html(self, answer: Answer) -> str:
        if not answer.sources:
            return '<div class="ibid-sources"><p>No reference number stands in these sentences.</p></div>'
        rows = "".join(
            f"<dt>[{_escaped(source.label)}]</dt><dd>{_escaped(self._entry_words(source.entry))}</dd>"
            for source in answer.sources
            if source.entry
        )
        missing = ""
        for why, said in NO_ENTRY.items():
            labels = "".join(f"[{source.label}]" for source in answer.sources if source.why == why)
            if labels:
                missing += f'<p class="ibid-missing"><strong>{_escaped(labels)}</strong> {said}</p>'
        return f'<div class="ibid-sources"><p>Sources, as the article lists them</p><dl>{rows}</dl>{missing}</div>'


def dumped(data: object) -> str:
    """One line of JSON, letters as they are; a lone surrogate, which UTF-8 can't hold, as its escape."""
    line = json.dumps(data, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, ensure_ascii=True)
    return line


def visible(words: str) -> str:
    """``words`` for a display: nothing in them moves a cursor or turns text around."""
    return words.replace("\r\n", "\n").translate(_VISIBLE)


def _escaped(words: str) -> str:
    """Text for HTML on one line: nothing in it can be read as markup, or as Markdown by what shows it."""
    return html.escape(visible(words)).replace("\n", " ")
