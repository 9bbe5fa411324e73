"""A stretch of text → its words, each with the offsets it was read from.

What a printer, a page or a style guide changes is not in a word: quotation marks, kinds of dashes, white space, soft
hyphens, ligatures. A text is first told off character by character into classes, in a string as long as itself; words
are looked for in that, so that an offset into it is one into the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.markers import HIGHEST_LABEL, MARKER, REMARK

# Scripts that put no blank between words: each letter is one.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_OWN = {
    "'": "A",
    "’": "A",
    "‘": "A",
    "‛": "A",
    "ʼ": "A",
    "′": "A",
    "＇": "A",
    ",": "c",
    ".": "c",
    "٫": "c",
    "[": "O",
    "]": "K",
}
_OWN |= {"\u00ad": "Y", "−": "D", "⁃": "D", "⋯": "E", "…": "E"}
_OWN |= dict.fromkeys('"„‚″‟*_•·', "Q") | dict.fromkeys("%‰&#@§", "S")


class _Classes(dict[int, str]):
    """Character → class: L letter, H letter that is a word, N figure, M accent, S sign that is a word, A apostrophe,
    c comma or point, O and K square brackets, Y soft hyphen, I unseen, D dash, E ellipsis, Q passed over, P other
    punctuation, B blank.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in _OWN:
            found = _OWN[char]
        elif kind[0] == "L":
            found = "H" if _UNSPACED.match(char) else "L"
        elif kind in ("Pi", "Pf", "Pc", "Sk"):
            found = "Q"
        else:
            # Superscripts and fractions (No) are signs: 5² is not 52.
            whole = {"Nd": "N", "Pd": "D", "Cf": "I", "Cc": "B"}
            found = whole.get(kind) or {"M": "M", "Z": "B", "P": "P"}.get(kind[0], "S")
        self[code] = found
        return found


_CLASSES = _Classes()
# `2,906`, `Ruritania's`, `w[ould]` and `[T]he` are one word each; so is one that a soft hyphen breaks over two lines.
_WORD = re.compile(r"[LN](?:[LNMI]|YB*(?=[LN])|A(?=[LN])|(?<=N)c(?=N)|(?<=[LM])(?:OL[LM]*K|K(?=L)))*|HM*|S[MI]*")
_INSIDE = re.compile(r"[\[\]\s\u00ad]")
_PLAIN = re.compile(r"[A-Za-z0-9]+")
# Blanks before it are looked through from their first only: from each of them, it took the cube of their number.
ELLIPSIS = re.compile(r"(?:(?<!\s)\s+)?(?:[\[(]\s*)?(?:…|⋯|\.(?:\s?\.){2,})\s*[\])]?")


@dataclass(frozen=True, slots=True)
class Word:
    """``key`` is what is compared; ``mark`` the punctuation between it and the word before; ``after_ellipsis``: whether
    words may be missing before it; ``bracketed``: an editor changed its first letter, `[T]he`.
    """

    key: str
    start: int
    end: int
    mark: str
    after_ellipsis: bool
    bracketed: bool

    @property
    def folded(self) -> str:
        return self.key.casefold()

    @property
    def number(self) -> bool:
        return any(char.isdigit() for char in self.key) or self.folded in _NUMBERS


_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion dozen dozens half third quarter % ‰".split()
)


def words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of ``text[start:end]``. Linear."""
    classes = text[start:end].translate(_CLASSES)
    last = start
    for found in _WORD.finditer(classes):
        first, after = start + found.start(), start + found.end()
        mark, ellipsis = _between(text[last:first])
        bracketed = text[first - 1 : first] == "[" and text[first + 1 : first + 2] == "]"
        yield Word(_key(text[first:after]), first, after, mark, ellipsis, bracketed)
        last = after


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with ``spans``, in order, as blanks: as long as before. What begins inside another is passed over."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], " " * (end - start)]
            at = end
    return "".join((*parts, text[at:]))


def readings(text: str) -> tuple[tuple[Word, ...], ...]:
    """A quotation's words, in the one or two ways its brackets can be meant: `[12]` and `[d]` as reference markers,
    or as what an editor put in, which then counts.
    """
    text = blanked(text, (found.span() for found in REMARK.finditer(text)))
    found = [mark for mark in MARKER.finditer(text) if not mark[1].isdigit() or int(mark[1]) <= HIGHEST_LABEL]
    sure = [mark for mark in found if _sure(text[mark.start() - 1 : mark.start()], mark[1])]
    read = [tuple(words(blanked(text, (mark.span() for mark in marks)), 0, len(text))) for marks in (found, sure)]
    return tuple(read) if len(sure) < len(found) else (read[0],)


def _sure(before: str, label: str) -> bool:
    return not (before.isspace() if label.isdigit() else before.isspace() or before.isalpha())


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    seen = "".join("'" if _CLASSES[ord(char)] == "A" else char for char in word if _CLASSES[ord(char)] != "I")
    # A sign stays what it is: NFKC makes a 2 of ².
    form: Literal["NFC", "NFKC"] = "NFC" if _CLASSES[ord(word[0])] == "S" else "NFKC"
    return unicodedata.normalize(form, _INSIDE.sub("", seen))


@lru_cache(maxsize=4_096)
def _between(gap: str) -> tuple[str, bool]:
    """The punctuation in ``gap`` as it is compared, and whether an ellipsis is there."""
    if gap == " ":
        return "", False
    rest = ELLIPSIS.sub("", gap)
    classes = rest.translate(_CLASSES)
    marks = "".join("-" if kind == "D" else char for char, kind in zip(rest, classes, strict=True) if kind in "DPc")
    return re.sub("-+", "-", marks), rest != gap
