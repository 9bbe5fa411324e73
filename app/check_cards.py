"""A checked statement, or a quotation that was looked for → HTML: what was typed beside what the article has.

Differences are marked in both texts. Nothing is shown unchecked, and every word that is not Ibid's own is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.answer import Quote
from app.claims.checked import Checked, Statement, Verdict
from app.markup import cuts_a_line_break, escaped, marked
from app.proof import Proof, sources
from app.quotation.found import Found, Place
from app.quotation.show import Shown
from app.quote_card import quote_card
from app.render_check import NOTHING, SAID
from app.sources import listed
from ingest.article import Article, Span, Spanned

_TOOLS = (
    '<p class="ibid-tools"><button type="button" data-do="again">Again</button>'
    '<button type="button" data-do="remove">Remove</button></p>'
)
# Places of an exact quotation that are shown whole.
PLACES = 6


class CheckCards:
    """Shows checks and quotations about one article."""

    def __init__(self, article: Article, proof: Proof) -> None:
        self._article = article
        self._proof = proof
        self._shown = Shown(article)

    def check(self, checked: Checked) -> str:
        """A text, statement by statement."""
        self._proof.check_claims(checked)
        body = "".join(self._statement(checked.text, one) for one in checked.statements)
        if not body:
            body = f'<div class="ibid-answer ibid-none"><p class="ibid-silent">{NOTHING}</p></div>'
        return (
            f"{_turn('Is this what the article says?')}{body}{listed(self._article, checked.sources)}{_TOOLS}</section>"
        )

    def _statement(self, text: str, one: Statement) -> str:
        typed = _typed(text, one, [difference.claim for difference in one.differences])
        why = f" {escaped(one.reason)}" if one.reason else ""
        rows = "".join(
            f"<tr><td>{difference.what}</td><td>{escaped(text[difference.claim.start : difference.claim.end])}</td>"
            f"<td>{escaped(self._article.slice(difference.article))}</td></tr>"
            for difference in one.differences
        )
        table = (
            '<table class="ibid-differences"><thead><tr><th>what</th><th>your text</th><th>the article</th></tr>'
            f"</thead><tbody>{rows}</tbody></table>"
            if rows
            else ""
        )
        marks = [difference.article for difference in one.differences]
        cards = "".join(
            self._card(quote, marks if number == 0 else (), said)
            for number, (quote, said) in enumerate(zip(one.quotes, one.said, strict=True))
        )
        quotes = f'<ol class="ibid-quotes">{cards}</ol>' if cards else ""
        near = "".join(self._card(quote, (), None) for quote in one.closest)
        closest = _closest("The closest passages, which do <strong>not</strong> say so:", near)
        return (
            f'<div class="ibid-answer ibid-verdict {_VERDICTS[one.verdict]}"><p class="ibid-typed">{typed}</p>'
            f'<p class="ibid-silent"><strong>{SAID[one.verdict]}</strong>{why}</p>{table}{quotes}{closest}</div>'
        )

    def quotation(self, found: Found) -> str:
        """Where the words of a quotation stand, and how they differ there."""
        self._shown.check(found)
        spans = [change.quoted for one in found.places for change in one.changes]
        typed = _typed(found.text, Span(0, len(found.text)), spans)
        by = f' <span class="ibid-by">by {escaped(found.by)}</span>' if found.by else ""
        verdict = {"exact": "ibid-same", "not_there": "ibid-none"}.get(found.verdict, "ibid-otherwise")
        places = "".join(self._place(one) for one in found.places[:PLACES])
        shown = sources(self._article, [self._proof.unit(q) for one in found.places[:PLACES] for q in one.quotes])
        more = len(found.places) - PLACES
        if more > 0:
            places += f"<li>And in {more} more places.</li>"
        near = "".join(self._place(one) for one in found.nearest)
        closest = _closest("The nearest passage, which is <strong>not</strong> it:", near)
        quotes = f'<ol class="ibid-quotes">{places}</ol>' if places else ""
        return (
            f'{_turn("Is this quotation in the article?")}<div class="ibid-answer ibid-verdict {verdict}">'
            f'<p class="ibid-typed">{typed}{by}</p>'
            f'<p class="ibid-silent"><strong>{escaped(self._shown.reason(found))}</strong></p>{quotes}{closest}</div>'
            f"{listed(self._article, shown)}{_TOOLS}</section>"
        )

    def _place(self, one: Place) -> str:
        """The whole sentences of one place; what differs, or else the words that were looked for, is marked.

        Of a passage that only comes near, nothing is: it is no part of the quotation.
        """
        marks = [*(change.article for change in one.changes), *(left.article for left in one.left_out)]
        marks = marks or ([Span(one.start, one.end)] if one.part else [])
        said = one.speakers[0] if one.speakers else None
        whose = (said.named or said.who) if said else None
        left = "".join(
            f'<p class="ibid-before"><span>left out{"" if gap.marked else " without a sign"}</span> '
            f"{escaped(self._article.slice(gap.article))}</p>"
            for gap in one.left_out
        )
        return "".join(self._card(quote, marks, whose) for quote in one.quotes) + (f"<li>{left}</li>" if left else "")

    def _card(self, quote: Quote, marks: Sequence[Span], said: Span | None) -> str:
        words = marked(self._article, self._proof.unit(quote)[1], marks=marks)
        return quote_card(self._article, quote, words, by=said)


_VERDICTS: dict[Verdict, str] = {
    "supported": "ibid-same",
    "differs": "ibid-otherwise",
    "not_in_article": "ibid-none",
}


def _turn(title: str) -> str:
    return f'<section class="ibid-turn"><h3 class="ibid-asked" tabindex="-1">{title}</h3>'


def _closest(line: str, cards: str) -> str:
    return f'<div class="ibid-closest"><p>{line}</p><ul>{cards}</ul></div>' if cards else ""


def _typed(text: str, whole: Spanned, spans: Iterable[Span]) -> str:
    """What was typed, its differing words marked."""
    shown, at = "", whole.start
    for span in sorted(set(spans), key=lambda one: (one.start, one.end)):
        if at <= span.start < span.end <= whole.end and not cuts_a_line_break(text, span):
            differing = escaped(text[span.start : span.end])
            shown += f'{escaped(text[at : span.start])}<mark class="ibid-differs">{differing}</mark>'
            at = span.end
    return shown + escaped(text[at : whole.end])
