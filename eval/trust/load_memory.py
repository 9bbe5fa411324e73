"""Whether a server's memory stays what it is, whatever it is asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from eval.trust.crowd import WAYS, Client, Reply, together
from eval.trust.loaded import Load
from eval.trust.row import Row
from ingest.errors import IbidError
from ingest.source import read_article

# Who watches memory: enough to keep both turns taken.
WATCHING = 6


class UnmeasuredError(IbidError):
    """The server's memory can't be read here."""


def memory(load: Load) -> Row:
    """Each question is one of its own, by a word that no other has, and each comes from a tab of its own."""
    whole, warm, others = load.amount.questions, load.amount.warm, load.amount.others
    if others:
        texts = statements()
        together([load.each("warm", partial(_checked, texts[at::WATCHING])) for at in range(WATCHING)])
    numbers = iter(range(warm + whole))
    lock = threading.Lock()
    marks: dict[int, float] = {}
    wrong: list[str] = []

    def asks(client: Client) -> list[Reply]:
        while True:
            with lock:
                number = next(numbers, -1)
                if number == warm:
                    marks[number] = resident(load.running.process.pid)
            if number < 0:
                return []
            client.session = f"memory-{number}"
            reply = varied(load.questions, number, client, others=others)
            if reply.outcome != "answer":
                wrong.append(reply.line)

    together([load.each("", asks) for _ in range(WATCHING)])
    after, before = resident(load.running.process.pid), marks[warm]
    growth = after / before - 1
    return Row(
        f"Memory is flat: over {whole:,} questions, none like another, it grows by less than 5 %",
        f"{before:.0f} MB after {warm:,} to warm up, {after:.0f} MB at the end ({growth:+.1%})"
        + (f"; {len(wrong)} failed: {wrong[0]}" if wrong else ""),
        growth < 0.05 and not wrong,
        note="Each comes from a tab or a session of its own. "
        + (
            "One in ten is a check, one a quotation; each sentence of the article was checked once before, since what "
            "is read of it for checks is kept."
            if others
            else "Checks and quotations are among them in the long form only."
        ),
    )


def statements() -> list[str]:
    """The article's sentences, ten to a text."""
    plain = [one.plain for passage in read_article().passages for one in passage.sentences]
    return ["\n\n".join(plain[at : at + 10]) for at in range(0, len(plain), 10)]


def _checked(texts: Sequence[str], client: Client) -> list[Reply]:
    return [client.program("check", text) for text in texts]


def varied(questions: Sequence[str], number: int, client: Client, *, others: bool) -> Reply:
    """The ``number``th request: words that no other has, so that whatever keeps words is seen to grow.

    ``others``: every fifth is a check or a quotation.
    """
    word = "".join("bdfgklmnprstvz"[number // 14**at % 14] + "aeiou"[number // 5**at % 5] for at in range(5))
    if others and number % 10 == 0:
        return client.program("check", f"The {word} brigade lost {number} soldiers in {word.capitalize()}.")
    if others and number % 10 == 5:
        return client.program("quote", f"the {word} of the ceasefire agreement {number}")
    question = f"{questions[number % len(questions)]} In {word.capitalize()}, {number}?"
    return client.ask(WAYS[number % 2], question)


def resident(process: int) -> float:
    """Resident memory of a process, in MB. Raises UnmeasuredError where there is no /proc."""
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        raise UnmeasuredError("the server's memory is read from /proc; measure this on Linux") from None
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024
