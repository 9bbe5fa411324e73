"""A turn of the conversation → HTML: the question as it was asked and understood, and the answer as cards.

Nothing is shown unchecked, and every word that is not Ibid's own is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts import accounts_given
from app.answer import Answer, Quote
from app.followup import Understood
from app.markup import escaped, marked
from app.proof import Proof
from app.quote_card import quote_card
from app.render import SILENT
from app.said import Said, said_by
from app.sources import listed, next_marker
from app.turns import Turn
from ingest.article import Article, Kind, Passage, Sentence

# A question longer than this is cut where it is shown; what is asked is all of it.
SHOWN = 2_000


class Cards:
    """Shows turns about one article."""

    def __init__(self, article: Article, proof: Proof) -> None:
        self._article = article
        self._proof = proof

    def turn(self, turn: Turn, doubt: str | None = None) -> str:
        """One turn, checked. ``doubt``: why the question may have been understood wrongly."""
        return (
            f'<section class="ibid-turn">{self._question(turn, doubt)}{self._answer(turn.answer)}'
            '<p class="ibid-tools">'
            '<button type="button" data-do="again">Ask again</button>'
            '<button type="button" data-do="remove">Remove</button></p></section>'
        )

    def ask_back(self, asked: str, understood: Understood) -> str:
        """A question back to the user, with what it might have meant."""
        choices = "".join(
            f'<li><button type="button" data-do="choose">{escaped(choice)}</button></li>'
            for choice in understood.choices
        )
        listed = f'<ul class="ibid-choices">{choices}</ul>' if choices else ""
        return (
            f'<section class="ibid-turn ibid-back">{_asked(asked)}'
            f'<div class="ibid-answer"><p class="ibid-silent">{escaped(understood.ask_back or "")}</p>'
            f"{listed}</div>"
            '<p class="ibid-tools"><button type="button" data-do="remove">Remove</button></p></section>'
        )

    def lost(self, asked: str, why: str) -> str:
        """A stored turn that could not be shown again, and why."""
        return (
            f'<section class="ibid-turn ibid-lost">{_asked(asked)}'
            f'<div class="ibid-answer ibid-none"><p class="ibid-silent">{escaped(why)}</p></div>'
            '<p class="ibid-tools"><button type="button" data-do="again">Ask again</button>'
            '<button type="button" data-do="remove">Remove</button></p></section>'
        )

    def _question(self, turn: Turn, doubt: str | None) -> str:
        shown = _asked(turn.asked)
        if turn.understood != turn.asked:
            shown += (
                f'<p class="ibid-understood">asked as <q class="ibid-meant">{_shown(turn.understood)}</q> '
                '<button type="button" data-do="edit">Change</button></p>'
            )
        if doubt:
            shown += f'<p class="ibid-doubt">{escaped(doubt)}</p>'
        return shown

    def _answer(self, answer: Answer) -> str:
        self._proof.check(answer)
        if not answer.answered:
            return self._silence(answer)
        units = [self._proof.unit(quote) for quote in answer.quotes]
        speakers = [said_by(self._article, *unit) for unit in units]
        groups = accounts_given(answer.question, self._article, units)
        apart = self._accounts(answer.quotes, units, speakers, groups) if groups else ""
        cards = "".join(
            self._card(quote, unit, said, at)
            for at, (quote, unit, said) in enumerate(zip(answer.quotes, units, speakers, strict=True))
            if not (groups and groups[at])
        )
        quotes = apart + (f'<ol class="ibid-quotes">{cards}</ol>' if cards else "")
        return f'<div class="ibid-answer">{quotes}{listed(self._article, answer.sources)}{_sure(answer)}</div>'

    def _accounts(
        self,
        quotes: Sequence[Quote],
        units: Sequence[tuple[Passage, Sentence]],
        speakers: Sequence[Said | None],
        groups: Sequence[int],
    ) -> str:
        """Accounts side by side, in the article's own order: none is first for being found first."""
        columns: list[str] = []
        order = sorted((at for at, group in enumerate(groups) if group), key=lambda at: quotes[at].start)
        for group in dict.fromkeys(groups[at] for at in order):
            members = [at for at in order if groups[at] == group]
            said = next(said for at in members if (said := speakers[at]))
            who = escaped(self._article.slice(said.named or said.who))
            cards = "".join(self._card(quotes[at], units[at], speakers[at], at) for at in members)
            columns.append(
                f'<section class="ibid-account"><h4>{who}</h4><ol class="ibid-quotes">{cards}</ol></section>'
            )
        return (
            '<p class="ibid-several">The article gives several accounts; they stand here in its own order.</p>'
            f'<div class="ibid-accounts">{"".join(columns)}</div>'
        )

    def _silence(self, answer: Answer) -> str:
        said = f'<p class="ibid-silent"><strong>{SILENT}</strong> {escaped(answer.reason or "")}</p>'
        if not answer.closest:
            return f'<div class="ibid-answer ibid-none">{said}</div>'
        shown = ""
        for quotes, line in (
            (answer.contradicting, "What the question assumes is contradicted here:"),
            (
                answer.near,
                "The closest passages, which do <strong>not</strong> answer it, and may say otherwise than it assumes:",
            ),
        ):
            if quotes:
                cards = "".join(self._near(quote) for quote in quotes)
                shown += f'<div class="ibid-closest"><p>{line}</p><ul>{cards}</ul></div>'
        return f'<div class="ibid-answer ibid-none">{said}{shown}</div>'

    def _near(self, quote: Quote) -> str:
        unit = self._proof.unit(quote)
        return self._card(quote, unit, said_by(self._article, *unit), None)

    def _card(self, quote: Quote, unit: tuple[Passage, Sentence], said: Said | None, number: int | None) -> str:
        """One quote; ``number``: its place in the answer, from 0, or None if it is no part of one."""
        passage, sentence = unit
        who = said.who if said else None
        copy = ""
        if number is not None:
            buttons = "".join(
                f'<button type="button" data-do="copy" data-form="{form}">{name}</button>' for form, name in _FORMS
            )
            copy = f'<details class="ibid-copy"><summary>Copy</summary><div>{buttons}</div></details>'
        return quote_card(
            self._article,
            quote,
            marked(self._article, sentence, who=who),
            # Above the quote only where its own words do not say it.
            by=None if who is None or sentence.start <= who.start < sentence.end else who,
            number=number,
            below=self._unsourced(quote, passage, sentence),
            tools=copy,
        )

    def _unsourced(self, quote: Quote, passage: Passage, sentence: Sentence) -> str:
        # An entry is a source itself; in the unpunctuated copy the numbers run into the figures.
        if quote.citations or quote.kind in (Kind.REFERENCE, Kind.RECOVERED):
            return ""
        following = next_marker(self._article, passage, sentence)
        perhaps = (
            f" The next one in its paragraph is [{escaped(following.label)}], perhaps meant for it too."
            if following
            else ""
        )
        it = _CALLED.get(quote.kind, "sentence")
        return f'<p class="ibid-unsourced">No reference number stands in this {it}.{perhaps}</p>'


_CALLED = {Kind.INFOBOX: "row", Kind.CAPTION: "caption", Kind.NOTE: "note"}
_FORMS = (("plain", "Plain text"), ("markdown", "Markdown"), ("html", "HTML"), ("wikitext", "Wikitext"))


def _asked(asked: str) -> str:
    return f'<h3 class="ibid-asked" tabindex="-1">{_shown(asked)}</h3>'


def _shown(question: str) -> str:
    return escaped(" ".join(question.split())[:SHOWN]) or "(an empty question)"


def _sure(answer: Answer) -> str:
    """The measured confidence, as a share that can be pictured."""
    tenths = max(1, min(9, round(answer.confidence * 10)))
    return f'<p class="ibid-sure">Of answers like this one, about {tenths} in 10 are right: read the quote.</p>'
