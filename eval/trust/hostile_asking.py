"""Questions, statements and quotations that no one asks in earnest, and conversations that were forged: what fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from app.ask import Asker
from app.claims.check import Checker
from app.claims.form import too_much
from app.conversation import Conversation
from app.programs import Askers, Programs, Refused
from app.quotation import find
from app.quotation.show import Shown
from app.render import Renderer
from app.render_check import CheckRenderer
from eval.trust.odd_questions import ODD, odd
from eval.trust.taken import in_html, in_terminal
from ingest.errors import IbidError

# The most that a server checks at once, in the fewest and longest statements: of all that was tried the slowest.
LONGEST_CHECK = ("word " * 196 + "x. ") * 20


@dataclass(slots=True)
class Asked:
    """``slowest``: the seconds that the slowest took, and what it was."""

    times: int = 0
    refused: int = 0
    slowest: tuple[float, str] = (0.0, "")
    failed: list[str] = field(default_factory=list)

    def add(self, what: str, use: Callable[[], Iterator[str]]) -> None:
        """Runs ``use``, which gives what is wrong, a line each. A refusal in one line is no failure."""
        self.times += 1
        started = time.perf_counter()
        try:
            wrong = list(use())
        except (IbidError, Refused) as error:
            self.refused += 1
            wrong = [] if len(str(error).splitlines()) == 1 else ["a refusal of several lines"]
        except Exception as error:  # all of them: this is what is looked for
            wrong = [repr(error)[:200]]
        self.failed += [f"{what}: {one}" for one in wrong]
        self.slowest = max(self.slowest, (time.perf_counter() - started, what))


class Odd:
    """Everything that takes a text, of one article."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._article = asker.index.article
        self._checker = Checker(asker.index)
        self._plain = Renderer(asker.proof, self._article)
        self._checks = CheckRenderer(asker.proof, self._article)
        self._shown = Shown(self._article)
        self._programs = Programs(Askers.of(asker))
        self._talk = Conversation(asker.ask, self._checker.check, self._article, asker.proof, "0")

    def ask(self, question: str) -> Iterator[str]:
        answer = self._asker.ask(question)
        yield from _json(self._plain.json(answer), "ibid.answer/1")
        yield from in_terminal(self._plain.terminal(answer))

    def check(self, text: str) -> Iterator[str]:
        if too_much(text):
            return
        checked = self._checker.check(text)
        yield from _json(self._checks.json(checked), "ibid.check/1")
        yield from in_terminal(self._checks.terminal(checked))

    def quote(self, text: str) -> Iterator[str]:
        found = find(self._article, text)
        yield from _json(self._shown.json(found), "ibid.quotation/1")
        yield from in_terminal(self._shown.terminal(found))

    def program(self, text: str) -> Iterator[str]:
        """The same through the endpoints, with their limits; also where a name of something is asked for."""
        for use in (self._programs.source, self._programs.section, self._programs.ask, self._programs.quote):
            try:
                json.dumps(use(text)).encode()
            except Refused as error:
                if len(str(error).splitlines()) != 1:
                    yield "a refusal of several lines"

    def talk(self, text: str, form: str = "") -> Iterator[str]:
        shown = self._talk.ask({"asked": text, "form": form, "past": []})
        json.dumps(shown, ensure_ascii=False).encode()
        yield from in_html(str(shown["html"]))

    def forged(self, sent: object) -> Iterator[str]:
        """A conversation that comes back from a browser: asked on, shown again, taken away."""
        asked = self._talk.ask({"asked": "And who said so?", "past": sent})
        for one in (asked, *self._talk.restore({"turns": sent})):
            json.dumps(one, ensure_ascii=False).encode()
            yield from in_html(str(one["html"]))
        for form in ("data", "markdown", "html"):
            json.dumps(self._talk.export({"turns": sent, "form": form}), ensure_ascii=False).encode()

    def talk_turn(self, question: str) -> object:
        """One turn, as a browser keeps it."""
        return self._talk.ask({"asked": question, "past": []})["turn"]

    def turns(self) -> list[object]:
        """Turns as a browser keeps them."""
        asked = ("Who won the war?", "When was the ceasefire signed?", "What is the capital of Peru?")
        turns = [self.talk_turn(one) for one in asked]
        turns.append(self._talk.ask({"asked": "The war lasted 44 days.", "form": "check"})["turn"])
        turns.append(self._talk.ask({"asked": "both sides to de-escalate", "form": "quote"})["turn"])
        return turns


def asked(asker: Asker, seed: int, *, questions: int, statements: int, quotations: int, conversations: int) -> Asked:
    """All of ``ODD``, and so many more of each."""
    seen, use, text = Asked(), Odd(asker), asker.index.article.text
    list(use.check("The war lasted 44 days."))  # what is loaded once is nobody's time
    for name, words in ODD.items():
        for way in (use.ask, use.check, use.quote, use.program, use.talk):
            seen.add(f"{name} ({way.__name__})", lambda way=way, words=words: way(words))  # type: ignore[misc]
        for form in ("check", "quote"):
            seen.add(f"{name} (talk, {form})", lambda form=form, words=words: use.talk(words, form))  # type: ignore[misc]
    for way, times in ((use.ask, questions), (use.check, statements), (use.quote, quotations)):
        for number in range(times):
            what = f"{way.__name__} odd(article, {seed}, {number})"
            seen.add(what, lambda way=way, number=number: way(odd(text, seed, number)))  # type: ignore[misc]
    if statements >= 100:  # half a minute
        seen.add("20,000 characters of long statements (check)", lambda: use.check(LONGEST_CHECK))
    turns = use.turns()
    for number in range(conversations):
        sent = forged(turns, Random(f"forged {seed} {number}"))
        seen.add(f"conversation {number} of seed {seed}", lambda sent=sent: use.forged(sent))  # type: ignore[misc]
    return seen


def _json(line: str, schema: str) -> Iterator[str]:
    line.encode("utf-8")
    data = json.loads(line)
    if "\n" in line or data["schema"] != schema:
        yield f"no {schema} on one line"


def _deep(levels: int) -> object:
    held: object = "x"
    for _ in range(levels):
        held = [held]
    return held


# What a value of a conversation is put in place of.
FORGED: tuple[object, ...] = (
    None, True, -1, 0, 10**18, 10**400, 1e308, float("nan"), float("inf"), "", "x" * 30_000, "\x1b[31m\u202e\ud800\0",
    "<script>hit()</script>", "__class__", [], {}, [[]], {"text": {}}, [None] * 300, _deep(200), _deep(5_000), "note",
)  # fmt: skip


def forged(value: object, random: Random) -> object:
    """``value`` with one to four of its parts changed, lost, doubled or put in another's place."""
    made = json.loads(json.dumps(value))
    for _ in range(random.randint(1, 4)):
        held = made
        while True:
            keys = list(held) if isinstance(held, dict) else list(range(len(held)))
            if not keys:
                break
            key = random.choice(keys)
            inside = held[key]
            if isinstance(inside, dict | list) and inside and random.random() < 0.75:
                held = inside
                continue
            change = random.randrange(4)
            if change == 0:
                del held[key]
            elif change == 1 and isinstance(inside, int) and not isinstance(inside, bool):
                held[key] = inside + random.choice((-1, 1, 1000))
            elif change == 2 and isinstance(held, list):
                held.append(inside)
            else:
                held[key] = random.choice(FORGED)
            break
    return made
