"""Letters folded for matching: lower case, ASCII where a Latin letter has one, nothing but letters and figures."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.article import Spanned

# Latin letters that Unicode does not decompose (Unicode Standard, ch. 2.12), as the encyclopedia's own
# transliterations write them.
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ə": "e", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h"}
)

# What folds to itself, in lower case: nearly all of an English text, and taken a run at a time, not letter by letter.
_PLAIN = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"[A-Za-z0-9]+|[^\x00-\x7f]")


@lru_cache(maxsize=4096)
def fold_char(char: str) -> str:
    """One character folded: a letter or figure (or two, as in ``ß``), or nothing."""
    low = unicodedata.normalize("NFKD", char.lower().translate(_UNDECOMPOSED))
    return "".join(part for part in low if part.isalnum())


def fold(text: str) -> str:
    """``text`` as letters and figures only: ``the city's harbour`` and ``the city s harbour`` are the same."""
    return "".join(map(fold_char, text))


def fold_words(text: str) -> str:
    """``text`` folded word by word, single blanks between: for search, not for showing."""
    if text.isascii():
        return " ".join(_PLAIN.findall(text.lower()))
    return " ".join("".join(fold_char(char) or " " for char in text).split())


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters the offset it came from."""

    text: str
    offsets: array[int]


def fold_with_offsets(text: str, parts: Iterable[Spanned]) -> Folded:
    """The ``parts`` of ``text`` folded one after the other, with offsets into ``text``.

    Linear; 12 bytes a character.
    """
    folded_parts: list[str] = []
    offsets = array("l")
    for part in parts:
        for run in _RUN.finditer(text, part.start, part.end):
            if run[0].isascii():
                folded_parts.append(run[0].lower())
                offsets.extend(range(run.start(), run.end()))
            elif folded := fold_char(run[0]):
                folded_parts.append(folded)
                offsets.extend([run.start()] * len(folded))
    return Folded("".join(folded_parts), offsets)
