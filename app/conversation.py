"""What the page asks of Python: a turn, turns shown again, a session to take away. Holds nothing of any of them.

The conversation is the browser's: each request brings the turns that it needs, as data that is not trusted. Every quote
of every turn is checked against the article again before it is shown or exported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from app.answer import Answer, Ask
from app.cards import Cards
from app.check_cards import CheckCards
from app.cite import cited
from app.claims.checked import Checked
from app.claims.form import too_much
from app.followup import Past, names_of, understand
from app.markup import visible, whole
from app.proof import Proof
from app.quotation import QuotationError, find
from app.quotation.show import Shown
from app.render import Renderer, dumped
from app.render_check import CheckRenderer
from app.session import Session
from app.turn_taking import give_way
from app.turns import MOST_TURNS, Turn, TurnError, turn_data, turn_of
from ingest.article import Article
from ingest.errors import IbidError

# Turns that a follow-up is understood from: what was asked further back is asked about by its name.
REMEMBERED = 4
# What can be done with a text besides asking it.
FORMS = ("check", "quote")
# Characters of what is typed that are kept; a question of more than 1,000 is declined anyway (app/question.py).
LONGEST = 5_000
# Sentences of an answer that a follow-up may lean on.
LEANT_ON = 2

Data = dict[str, object]
Clock = Callable[[], datetime]
Check = Callable[[str], Checked]


def _now() -> datetime:
    return datetime.now(UTC)


class Conversation:
    """Answers the page. ``clock`` says when a turn was asked."""

    def __init__(
        self, ask: Ask, check: Check, article: Article, proof: Proof, version: str, *, clock: Clock = _now
    ) -> None:
        self._ask = ask
        self._check = check
        self._check_cards = CheckCards(article, proof)
        self._article = article
        self._proof = proof
        self._version = version
        self._clock = clock
        self._renderer = Renderer(proof, article)
        self._cards = Cards(article, proof)
        self._names = names_of(article)

    # Each takes one JSON value, as the page's script sends it or not, and returns one.

    def ask(self, sent: object) -> Data:
        """``{asked, understood?, past}`` → a turn, or a question back. ``understood``: put so by the user.

        With a ``form`` of ``FORMS``, ``asked`` is a text to be checked, or a quotation.
        """
        sent = _received(sent)
        asked = _text(sent, "asked")
        form = _text(sent, "form")
        if form in FORMS:
            return self._checked({"form": form, "text": asked, "at": self._at()})
        asked = asked[:LONGEST]
        meant = _text(sent, "understood")[:LONGEST]
        doubt = None
        if not meant:
            understood = understand(asked, self._past(_list(sent, "past")), self._names)
            if understood.ask_back:
                return {"kind": "back", "html": self._cards.ask_back(asked, understood)}
            meant, doubt = understood.question, understood.doubt
        turn = Turn(asked, meant, self._at(), self._ask(meant))
        return self._shown(turn, doubt)

    def restore(self, sent: object) -> list[Data]:
        """``{turns}`` → each of them as it was, checked again; one that fails the check says so in its place."""
        shown: list[Data] = []
        for data in _list(_received(sent), "turns")[:MOST_TURNS]:
            give_way()
            if _text(data, "form") in FORMS:
                shown.append(self._checked(data))
                continue
            try:
                doubt = _text(data, "doubt")[:LONGEST]
                shown.append(self._shown(turn_of(data, self._article, self._proof), doubt or None))
            except IbidError as error:
                asked = _text(data, "asked")
                shown.append({"kind": "lost", "html": self._cards.lost(asked, str(error))})
        return shown

    def export(self, sent: object) -> Data:
        """``{turns, form}`` → ``{name, type, text, note}``, or ``{error}``: the browser makes the file.

        ``note``: what is not in it, in a plain sentence, or empty.
        """
        sent = _received(sent)
        try:
            held = _list(sent, "turns")
            if len(held) > MOST_TURNS:
                raise TurnError(f"the conversation has {len(held)} turns, and {MOST_TURNS} are read; begin a new one")
            form = _text(sent, "form")
            others = [one for one in held if _text(one, "form") in FORMS]
            asked = [one for one in held if _text(one, "form") not in FORMS]
            turns, note = self._kept(asked)
            if form == "data" and any(_text(one, "form") == "quote" for one in others):
                note += " Quotations that were looked for are in the documents, and not in the data."
            checks, texts = self._taken(others)
            session = Session(self._article, self._proof, self._version, turns, checks, texts)
            at = self._at()
            name = f"ibid-{at[:10]}-{self._article.sha256[:8]}"
            if form == "data":
                name, kind, text = f"{name}.json", "application/json", dumped(session.data(at)) + "\n"
            elif form == "markdown":
                name, kind, text = f"{name}.md", "text/markdown", session.markdown(at)
            else:
                name, kind, text = f"{name}.html", "text/html", session.document(at)
            return {"name": name, "type": kind, "text": text, "note": note.strip()}
        except IbidError as error:
            return {"error": str(error)}

    def _kept(self, held: Sequence[object]) -> tuple[tuple[Turn, ...], str]:
        """The turns that pass the check, and how many do not. Raises TurnError where none does."""
        turns: list[Turn] = []
        failed: list[TurnError] = []
        for data in held:
            give_way()
            try:
                turns.append(turn_of(data, self._article, self._proof))
            except TurnError as error:
                failed.append(error)
        if failed and not turns:
            raise failed[0]
        left = f"{len(failed)} of {len(held)} questions do not pass the check, and are left out." if failed else ""
        return tuple(turns), left

    def _checked(self, data: object) -> Data:
        """What a text or a quotation comes to. It is found anew each time: the same text comes to the same."""
        text = _text(data, "text")
        kept: Data = {"form": _text(data, "form"), "text": text, "at": _text(data, "at")}
        try:
            if why := too_much(text):
                raise IbidError(why)
            if kept["form"] == "check":
                html = self._check_cards.check(self._check(text))
            else:
                html = self._check_cards.quotation(find(self._article, text))
        except IbidError as error:
            return {"kind": "check", "html": self._cards.lost(text[:LONGEST], str(error)), "turn": kept}
        return {"kind": "check", "html": html, "turn": kept}

    def _taken(self, others: Sequence[object]) -> tuple[list[Data], list[str]]:
        """Checks as data that can be verified, and checks and quotations as text to be read."""
        checks: list[Data] = []
        texts: list[str] = []
        shown = CheckRenderer(self._proof, self._article)
        for data in others:
            give_way()
            text = _text(data, "text")
            if why := too_much(text):
                texts.append(f"Not looked through: {why}")
            elif _text(data, "form") == "check":
                checked = self._check(text)
                checks.append(shown.data(checked))
                texts.append(f"Checked:\n\n{shown.terminal(checked)}")
            else:
                try:
                    said = Shown(self._article).terminal(find(self._article, text))
                except QuotationError as error:  # it stands in the conversation, and says so there too
                    said = visible(str(error))
                texts.append(f"Looked for, as a quotation: {visible(text)}\n\n{said}")
        return checks, texts

    def _shown(self, turn: Turn, doubt: str | None) -> Data:
        return {
            "kind": "turn",
            "html": self._cards.turn(turn, doubt),
            "turn": turn_data(turn, self._renderer),
            "doubt": doubt,  # kept beside the turn: no part of its format
            "copies": [self._copies(turn.answer, at) for at in range(len(turn.answer.quotes))],
        }

    def _copies(self, answer: Answer, at: int) -> Data:
        copies = cited(answer.quotes[at], answer, self._proof, self._article)
        return {name: getattr(copies, name) for name in ("plain", "markdown", "html", "wikitext")}

    def _past(self, turns: Sequence[object]) -> tuple[Past, ...]:
        """The last turns, as far as they pass the check: what was tampered with explains nothing."""
        past: list[Past] = []
        for data in turns[-REMEMBERED:]:
            try:
                turn = turn_of(data, self._article, self._proof)
            except TurnError:
                continue
            quotes = tuple(self._proof.unit(quote)[1].plain for quote in turn.answer.quotes[:LEANT_ON])
            past.append(Past(turn.understood, turn.answer.answered, quotes))
        return tuple(past)

    def _at(self) -> str:
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _received(sent: object) -> object:
    """The same JSON value, all of it text that can be sent back; None for one too deep, or with a number too long."""
    try:
        return json.loads(whole(json.dumps(sent, ensure_ascii=False)))
    except (RecursionError, ValueError):
        return None


def _text(sent: object, name: str) -> str:
    value = sent.get(name) if isinstance(sent, dict) else None
    return value if isinstance(value, str) else ""


def _list(sent: object, name: str) -> list[object]:
    value = sent.get(name) if isinstance(sent, dict) else None
    return value if isinstance(value, list) else []


def storage_key(article: Article) -> str:
    """Under what name the browser keeps a conversation about this copy of the article."""
    return json.dumps(f"ibid:{article.sha256[:16]}")
