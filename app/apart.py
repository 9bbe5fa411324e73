"""Names of a question that the passages found for it hold, and those they lack: these may be about another place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.asked import NO_THING
from app.claims.tables import same_name, stands_for
from app.evidence import OWNED
from app.said.words import CALENDAR, COMMON, DETERMINERS, NO_PARTY
from index.search import Hit
from ingest.fold import fold_words

_WORD = re.compile(r"[^\W_][\w'’]*")
# `U.S.` is `US`.
_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b|\W|$)")
# Letters beyond which an `s` may make a people of a name: `Norwegians`.
MANY = 5
# Written with a capital, and no name by themselves.
_NO_NAME = (
    NO_THING | CALENDAR | COMMON | DETERMINERS | NO_PARTY | frozenset("mr mrs ms dr sir first second third".split())
)

Known = Callable[[str], bool]
"""Whether the article has a word."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Names as the question has them, in its order: of which the passages hold something, and nothing."""

    held: tuple[str, ...]
    lacking: tuple[str, ...]


def apart(question: str, near: Sequence[Hit], known: Known, variants: Mapping[str, str]) -> Apart:
    """The names of ``question`` that the article has, apart by whether the passages of ``near`` and their sections have
    a word of them.

    A country, its people and its capital are one name; so are spellings that differ in a letter. ``variants``: other
    spellings, folded, and the article's.
    """
    there = {own for hit in near for own in _read(_around(hit), variants)}
    held: list[str] = []
    lacking: list[str] = []
    for name in names(question):
        own = [word for word in _WORD.findall(name) if fold_words(word) not in _NO_NAME]
        if not own or not all(map(known, own)):
            continue
        read = _read(" ".join(own), variants)
        here = any(same_name(one, two) or stands_for(one, two) for one in read for two in there)
        (held if here else lacking).append(name)
    return Apart(tuple(held), tuple(lacking))


def _around(hit: Hit) -> str:
    passage = hit.unit.passage
    return " ".join((*passage.section, *(sentence.plain for sentence in passage.sentences)))


def _read(text: str, variants: Mapping[str, str]) -> list[str]:
    words = " ".join(variants.get(word, word) for word in fold_words(_DOTS.sub("", text)).split()).split()
    return words + [word.removesuffix("s") for word in words if len(word) > MANY]


def names(question: str) -> list[str]:
    """Words with a capital that stand together: not the question's first, which always has one, nor those of nothing
    but capitals, which seldom are a name.
    """
    found: list[str] = []
    start = end = -1
    for word in list(_WORD.finditer(question))[1:]:
        text = OWNED.sub("", word.group())
        if text[:1].isupper() and not text.isupper():
            joined = end >= 0 and question[end : word.start()] in (" ", "-")
            start, end = start if joined else word.start(), word.start() + len(text)
            found[len(found) - joined :] = [question[start:end]]
    return found
