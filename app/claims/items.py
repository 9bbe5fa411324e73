"""A text → its items in order: words, names, numbers, dates, each with its place; what only binds is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.claims.dates import Date, dates, steps
from app.claims.lexicon import Lexicon
from app.claims.numbers import Number, numbers
from app.claims.tables import DENIALS, FUNCTION, NEGATIONS, stem
from ingest.fold import fold_words

ItemKind = Literal["word", "name", "number", "date"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?=n['’]t\b)|n['’]t\b|[^\W\d_]+|[.,;:()\"“”–—]")
# A word that does not stand first.
_LATER = re.compile(r"(?<=[\w,] )[^\W\d_]{2,}")
_BREAKS = frozenset('.,;:()–—"“”')
# How many content words a negation reaches: `did not rule out`, `no damage was reported`.
REACH = 2
# `The next day` is seldom what a statement is about.
STEP_WEIGHT = 0.5
# Where a negation's reach ends.
_TURNS = frozenset("but although though while whereas because that which who unless".split())
# `not only … but also` and `not until` deny nothing.
_NO_DENIAL = re.compile(r"\s+(?:only|until|just|least|later)\b", re.IGNORECASE)
_BE = frozenset("was were is are been being be".split())


@dataclass(frozen=True, slots=True)
class Item:
    """``at`` counts all words of the text, so that distances can be told; ``clause`` its stretches between commas.

    ``key``: the stem of a word, a name folded. ``negated``: whether a `not` reaches it. ``weight``: how telling it is.
    """

    kind: ItemKind
    start: int
    end: int
    at: int
    clause: int
    key: str
    folded: str
    weight: float
    negated: bool = False
    number: Number | None = None
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A text that was read: ``text`` as it stands, its ``items``, and where words that bind stand (``binding``)."""

    text: str
    items: tuple[Item, ...]
    dates: tuple[Date, ...]
    binding: tuple[tuple[int, str], ...]


def read(text: str, lexicon: Lexicon, *, before: Sequence[Date] = (), claim: bool = False) -> Read:
    """``text`` as items. ``before``: dates of the sentence before; ``claim``: its spelling may be corrected."""
    typed, places = text, None
    if claim:
        text, places = _corrected(text, lexicon)
    cased = any(found[0][0].isupper() for found in _LATER.finditer(typed))
    reader = _Reader(text, lexicon, before, cased)
    for found in _WORD.finditer(text):
        reader.word(found[0], found.start(), found.end())
    items = reader.items
    if places is not None:
        items = [replace(item, start=places[item.start], end=places[item.end]) for item in items]
    return Read(typed, tuple(items), (*reader.dates, *reader.steps.values()), tuple(reader.binding))


class _Reader:
    """Goes through the words of a text. ``cased``: whether it has capitals where they belong."""

    def __init__(self, text: str, lexicon: Lexicon, before: Sequence[Date], cased: bool) -> None:
        self._text, self._lexicon, self._cased = text, lexicon, cased
        self.dates = dates(text)
        self.steps = {one.start: one for one in steps(text, before)}
        held = numbers(text, [(one.start, one.end) for one in self.dates])
        self._facts: dict[int, Number | Date] = {one.start: one for one in held}
        self._facts |= {one.start: one for one in self.dates}
        self.items: list[Item] = []
        self.binding: list[tuple[int, str]] = []
        self._at = self._clause = self._reach = 0
        self._until = -1
        self._first = True

    def word(self, word: str, start: int, end: int) -> None:
        """The next word, or sign."""
        if stepped := self.steps.get(start):
            self.items.append(
                Item("date", stepped.start, stepped.end, self._at, self._clause, "", "", STEP_WEIGHT, date=stepped)
            )
        if start < self._until:
            return
        if fact := self._facts.get(start):
            self._fact(fact)
        elif word in _BREAKS:
            self._sign(word)
        else:
            self._plain(word, start, end)

    def _fact(self, fact: Number | Date) -> None:
        self._until = fact.end
        number, date = (fact, None) if isinstance(fact, Number) else (None, fact)
        words = self._text[fact.start : fact.end].lower()
        self.items.append(
            Item("number" if number else "date", fact.start, fact.end, self._at, self._clause, words, "", 1.0,
                 self._reach > 0, number, date)
        )  # fmt: skip
        self._at += 1
        self._first = False

    def _sign(self, sign: str) -> None:
        if sign in ".;:,()":
            self._clause += 1
            self._reach = 0 if sign != "," else max(0, self._reach - 1)
        self._first = self._first or sign in ".:"

    def _plain(self, word: str, start: int, end: int) -> None:
        folded = fold_words(word).replace(" ", "")
        if word.lower() in ("n't", "n’t"):
            folded = "not"
        folded = self._lexicon.variants.get(folded, folded)
        self._at += 1
        if folded in NEGATIONS:
            if not _NO_DENIAL.match(self._text, end):
                self._reach = REACH
            self.binding.append((self._at, folded))
            return
        if folded in _TURNS:
            self._reach = 0
        if folded in FUNCTION and not (word.isupper() and len(word) > 1):
            self.binding.append((self._at, folded))
            self._first = False
            return
        name = self._lexicon.is_name(word, folded, first=self._first, cased=self._cased)
        weight = self._lexicon.weight(stem(folded))
        self.items.append(
            Item("name" if name else "word", start, end, self._at, self._clause, folded if name else stem(folded),
                 folded, weight, self._reach > 0)
        )  # fmt: skip
        self._reach = max(0, self._reach - 1)
        self._first = False
        if folded in DENIALS:
            self._deny()

    def _deny(self) -> None:
        """A verb that denies what follows; or in the passive, `was denied by`, what stands before it."""
        if not (self.binding and self.binding[-1][0] == self._at - 1 and self.binding[-1][1] in _BE):
            self._reach = REACH
            return
        last = len(self.items) - 2
        for back in range(last, max(-1, last - REACH), -1):
            self.items[back] = replace(self.items[back], negated=True)


def _corrected(text: str, lexicon: Lexicon) -> tuple[str, list[int]]:
    """``text`` with its words as they were surely meant, and for each character's place the one it was typed at."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in re.finditer(r"[^\W\d_]{4,}", text):
        meant = lexicon.meant(found[0])
        if meant == found[0]:
            continue
        if found[0][0].isupper():
            meant = meant[:1].upper() + meant[1:]
        parts += [text[at : found.start()], meant]
        places += range(at, found.start())
        places += [found.start()] + [found.end()] * (len(meant) - 1)
        at = found.end()
    parts.append(text[at:])
    places += range(at, len(text) + 1)
    return "".join(parts), places
