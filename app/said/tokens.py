"""A sentence as its grammar is read: quotations and brackets masked, cut into tokens, names told from other words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from ingest.article import Article, Sentence

# Stands for each character of a quotation.
QUOTED = "¤"
_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]")
# Initials and titles keep their full stop, compounds their hyphen and plurals their apostrophe.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s[^\W\d_])|(?:Dr|Gen|Col|Lt|Maj|Mr|Mrs|Ms|Prof|St|Capt|Sgt)\.|¤+"
    r"|\w+(?:[-–'’/&]\w+)*(?:(?<=s)['’](?=\s))?|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a whole quotation; offsets are the masked sentence's."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def common(self) -> str:
        """The word, if it has no capital; else nothing."""
        return "" if self.capital else self.low

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def quoted(self) -> bool:
        return self.text[0] == QUOTED


@dataclass(frozen=True, slots=True)
class Tokens:
    """A masked sentence. ``known``: what its article knows to be names. Positions are indices of ``each``."""

    masked: str
    each: tuple[Token, ...]
    known: frozenset[str]

    @classmethod
    def of(cls, masked: str, known: frozenset[str]) -> Tokens:
        each = tuple(Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(masked))
        return cls(masked, each, known)

    def __len__(self) -> int:
        return len(self.each)

    def __getitem__(self, at: int) -> Token:
        return self.each[at]

    def low(self, at: int) -> str:
        """The word at ``at`` in lower case; nothing before the first and past the last."""
        return self.each[at].low if 0 <= at < len(self.each) else ""

    def index(self, offset: int) -> int:
        """The first position at or after an offset."""
        return next((at for at, token in enumerate(self.each) if token.start >= offset), len(self.each))

    def comma(self, at: int) -> int | None:
        """The first comma at or after ``at``."""
        return next((n for n in range(at, len(self.each)) if self.each[n].text == ","), None)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """The offsets of the tokens from ``first`` to before ``end``."""
        return self.each[first].start, self.each[end - 1].end


def tokens_of(article: Article, sentence: Sentence) -> Tokens:
    """``sentence``, to be read."""
    return Tokens.of(masked(unmarked(article, sentence)), known_names(article.text))


def unmarked(article: Article, sentence: Sentence) -> str:
    """The sentence with its markers blank."""
    words = list(article.slice(sentence))
    for marker in sentence.markers:
        for at in range(marker.start - sentence.start, marker.end - sentence.start):
            words[at] = " "
    return "".join(words)


def masked(words: str) -> str:
    """As long as ``words``: quotations are ¤, what is in brackets is blank, and so are line breaks."""
    words = re.sub(r"\[[^\[\]]*\]|\([^()]*\)", lambda found: " " * len(found[0]), words)
    words = _QUOTATION.sub(lambda found: QUOTED * len(found[0]), words)
    # A quotation mark whose other half stands in another sentence: all that follows is speech.
    words = re.sub(r"[\"“„«].*", lambda found: QUOTED * len(found[0]), words, flags=re.DOTALL)
    return re.sub(r"\s", " ", words)


@lru_cache(maxsize=8)
def known_names(text: str) -> frozenset[str]:
    """Words that the text writes with a capital inside a sentence, and less often without."""
    names, without = _capitals(text)
    return frozenset(name for name, often in names.items() if often > without[name.lower()])


@lru_cache(maxsize=8)
def uncapitalised(text: str) -> frozenset[str]:
    """Words that the text writes without a capital, and less often with one inside a sentence."""
    names, without = _capitals(text)
    capital = Counter({name.lower(): often for name, often in names.items()})
    return frozenset(word for word, often in without.items() if often > capital[word])


def _capitals(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands with a capital inside a sentence, and how often without one anywhere."""
    inside = re.findall(r"(?<=[a-z,;] )[^\W\d_a-z][\w’'-]*", text)
    names = Counter(re.sub(r"['’]s$", "", word) for word in inside)
    return names, Counter(re.findall(r"\b[a-z][\w’'-]*", text))
