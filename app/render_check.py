"""Checked text → JSON (``ibid.check/1``) and terminal. Nothing is formatted unchecked."""

from __future__ import annotations

from collections.abc import Iterable

from app.answer import Quote
from app.claims.checked import Checked, Difference, Statement, Verdict
from app.markup import visible
from app.proof import Proof
from app.render import Renderer, dumped, place
from ingest.article import Article, Span

SCHEMA = "ibid.check/1"
NOTHING = "There is no statement in this text."
SAID: dict[Verdict, str] = {
    "supported": "The article says so.",
    "differs": "The article says otherwise.",
    "not_in_article": "The article does not say.",
}
MARKS: dict[Verdict, str] = {"supported": "=", "differs": "≠", "not_in_article": "–"}
COLOURS: dict[Verdict, str] = {"supported": "\033[32m", "differs": "\033[31m", "not_in_article": "\033[33m"}
# What a difference stands between where there are no colours.
OPENS, CLOSES = "⟦", "⟧"


class CheckRenderer:
    """Formats what was checked against one article."""

    def __init__(self, proof: Proof, article: Article) -> None:
        self._proof = proof
        self._article = article
        self._plain = Renderer(proof, article)

    # JSON: the format that other tools rely on.

    def json(self, checked: Checked) -> str:
        """``checked`` as one line of JSON, ``ibid.check/1``."""
        return dumped(self.data(checked))

    def data(self, checked: Checked) -> dict[str, object]:
        """``checked`` as plain JSON values."""
        self._proof.check_claims(checked)
        return {
            "schema": SCHEMA,
            "claim": checked.text,
            "statements": [self._statement_data(checked.text, statement) for statement in checked.statements],
            "verdict": checked.verdict,
            "references": [self._plain.source_data(source) for source in checked.sources],
            "article": {"title": checked.article_title, "sha256": checked.article_sha256},
            "took_ms": checked.took_ms,
        }

    def _statement_data(self, text: str, statement: Statement) -> dict[str, object]:
        return {
            "text": text[statement.start : statement.end],
            "start": statement.start,
            "end": statement.end,
            "verdict": statement.verdict,
            "reason": statement.reason,
            "quotes": [
                {**self._plain.quote_data(quote), "said": self._plain.span_data(said) if said else None}
                for quote, said in zip(statement.quotes, statement.said, strict=True)
            ],
            "closest": [self._plain.quote_data(quote) for quote in statement.closest],
            "differences": [self._difference_data(text, one) for one in statement.differences],
        }

    def _difference_data(self, text: str, one: Difference) -> dict[str, object]:
        return {
            "claim": text[one.claim.start : one.claim.end],
            "article": self._article.slice(one.article),
            "what": one.what,
            "claim_start": one.claim.start,
            "claim_end": one.claim.end,
            "article_start": one.article.start,
            "article_end": one.article.end,
        }

    # The terminal.

    def terminal(self, checked: Checked, *, colour: bool = False) -> str:
        """``checked`` for reading in a terminal: every statement with what the article says, differences marked."""
        self._proof.check_claims(checked)
        if not checked.statements:
            return f"{NOTHING}\n"
        lines: list[str] = []
        for statement in checked.statements:
            lines += [*self._statement_lines(checked.text, statement, colour), ""]
        if checked.sources:
            lines += ["Sources", *self._plain.source_lines(checked.sources)]
        return "\n".join(lines).rstrip() + "\n"

    def _statement_lines(self, text: str, statement: Statement, colour: bool) -> list[str]:
        shade, dim, plain = (COLOURS[statement.verdict], "\033[2m", "\033[0m") if colour else ("", "", "")
        ours = [one.claim for one in statement.differences]
        lines = [
            f"{shade}{MARKS[statement.verdict]}{plain} {_marked(text, statement, ours, colour)}",
            f"  {shade}{SAID[statement.verdict]}{plain}{' ' + visible(statement.reason) if statement.reason else ''}",
        ]
        lines += [
            f"    {one.what}: {visible(text[one.claim.start : one.claim.end])} – in the article: "
            f"{visible(self._article.slice(one.article))}"
            for one in statement.differences
        ]
        for number, (quote, said) in enumerate(zip(statement.quotes, statement.said, strict=True)):
            theirs = [one.article for one in statement.differences] if number == 0 else []
            words = _marked(self._article.text, quote, theirs, colour)
            whose = f" · as told by {visible(' '.join(self._article.slice(said).split()))}" if said else ""
            lines.append(f"  {number + 1}. {words}")
            lines.append(f"     {dim}{place(quote)}{whose}{plain}")
            lines += [f"     {dim}before it: {visible(self._article.slice(span))}{plain}" for span in quote.context]
        if statement.closest:
            lines.append("  The closest passages, which do not say so:")
            for quote in statement.closest:
                lines += [f"  –  {visible(self._proof.words(quote))}", f"     {dim}{place(quote)}{plain}"]
        return lines


def _marked(text: str, whole: Statement | Quote, spans: Iterable[Span], colour: bool) -> str:
    """The words of ``whole`` with ``spans`` marked, fit to be shown."""
    opens, closes = ("\033[1;4m", "\033[0m") if colour else (OPENS, CLOSES)
    shown, at = "", whole.start
    for span in sorted(spans, key=lambda one: one.start):
        if span.start < at:
            continue
        shown += visible(text[at : span.start]) + opens + visible(text[span.start : span.end]) + closes
        at = span.end
    return shown + visible(text[at : whole.end])
