"""A question among the turns before it, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.followup.names import Names
from app.followup.parts import LEAD
from app.followup.phrases import Seen
from app.followup.slots import WHO_SAID


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier turn: its question as it was understood, and the plain words of the first sentences shown."""

    question: str
    answered: bool
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The question to ask. ``rewritten``: it is not what was typed; ``doubt``: why it may not be what was meant.

    ``ask_back``: a question back to the user, where it can't be told; nothing is to be asked then until one of
    ``choices``, whole questions, or another question is chosen.
    """

    question: str
    rewritten: bool = False
    doubt: str | None = None
    ask_back: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """What is put for what was left out, or the whole question so written. ``doubt``: why it may be another."""

    text: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """What is asked of the user. ``choices``: whole questions."""

    ask: str
    choices: tuple[str, ...] = ()


class Talk:
    """A question and those before it, of which there is one at least, taken apart."""

    def __init__(self, text: str, past: Sequence[Past], names: Names) -> None:
        self.seen = Seen(text, names)
        self.text = text
        self.bare = bare(text)
        self.past = past
        self.names = names
        before = past[-1].question.strip()
        if before.startswith(WHO_SAID):
            before = before.removeprefix(WHO_SAID)
            before = before[:1].upper() + before[1:]
        self.last = Seen(before, names)


def bare(text: str) -> str:
    """A question without what joins it to another, and without the signs at its end."""
    return LEAD.sub("", text).strip(" ?!.,")


def put(text: str, start: int, end: int, new: str) -> str:
    """``text`` with ``new`` from ``start`` to ``end``."""
    return text[:start] + new + text[end:]
