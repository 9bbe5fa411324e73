"""What an article's own words tell of words: which are names, how telling each is, how they are spelled."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from app.claims.tables import FUNCTION, people, stem, words
from ingest.article import Article
from ingest.fold import fold_words

# Words of titles and bodies: written with a capital beside a name, and no names by themselves.
_GENERIC = words(
    "president minister ministry prime premier general colonel major commander chief head district province region "
    "city "
    "republic army forces force council committee commission agency service party union group war day state national "
    "international government parliament assembly court university church cathedral airport bank foundation centre "
    "center department office defence defense foreign affairs internal security human rights watch news press river "
    "street mr mrs dr sir king queen prince bishop saint film album song series band club league season county town "
    "people movement front alliance protocol agreement treaty operation resolution corps authority administration "
    "world north south east west northern southern eastern western internet former first second third new old"
)
_WORD = re.compile(r"[^\W\d_]+")
# What a land has; seen so often after a name, the name is taken for a land's or its people's.
_FORCES = (
    r"(?i:(?:defen[cs]e |armed |security )?"
    r"(?:forces|army|navy|military|police|authorities|government|officials|troops))"
)
_LAND = re.compile(rf"\b([^\W\d_a-z][^\W\d_]+)(?:['’]s)? {_FORCES}\b")
LAND_SEEN = 3
# Of the times a word stands inside a sentence, the share that has a capital where it is a name.
NAME = 0.95
# A word without its capital is a name only where the article has it so often.
SEEN = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``capitals`` and ``all``: how often a folded word stands inside a sentence with a capital, and at all;
    ``frequencies``: in how many of ``texts`` sentences a stem stands; ``meant``: a word of a claim → what it surely is.
    """

    capitals: Mapping[str, int] = field(default_factory=dict)
    all: Mapping[str, int] = field(default_factory=dict)
    frequencies: Mapping[str, int] = field(default_factory=dict)
    texts: int = 0
    meant: Callable[[str], str] = str
    variants: Mapping[str, str] = field(default_factory=dict)
    lands: frozenset[str] = frozenset()
    """Names of lands, by what they have in common with their people's."""

    @classmethod
    def of(cls, article: Article, meant: Callable[[str], str] = str) -> Lexicon:
        """Of an article; ``meant`` corrects one word's spelling."""
        texts = (s.plain for passage in article.passages for s in passage.sentences)
        own = {other: name for other, name in article.variants.items() if " " not in name}
        return replace(cls.of_texts(texts, meant), variants=own)

    @classmethod
    def of_texts(cls, texts: Iterable[str], meant: Callable[[str], str] = str) -> Lexicon:
        """Of sentences."""
        capitals, whole, frequencies = Counter[str](), Counter[str](), Counter[str]()
        lands = Counter[str]()
        count = 0
        for text in texts:
            count += 1
            stems: set[str] = set()
            for number, found in enumerate(_WORD.finditer(text)):
                folded = fold_words(found[0])
                stems.add(stem(folded))
                if number and text[max(0, found.start() - 2) : found.start()].strip() not in (".", '"', "“", ":", "("):
                    whole[folded] += 1
                    capitals[folded] += found[0][0].isupper()
            frequencies.update(stems)
            lands.update(people(fold_words(name)) for name in _LAND.findall(text))
        own = frozenset(name for name, seen in lands.items() if seen >= LAND_SEEN and name not in FUNCTION)
        return cls(capitals, whole, frequencies, count, lru_cache(maxsize=20_000)(meant), lands=own)

    def is_name(self, word: str, folded: str, *, first: bool, cased: bool) -> bool:
        """Whether a word is a name: as the article writes it where it has it, else by its capital.

        ``cased``: whether the text has capitals where they belong; ``first``: whether the word may have its capital for
        standing first.
        """
        capital = word[0].isupper()
        if cased and capital and len(word) > 1 and word.isupper():
            return True
        if folded in _GENERIC or (cased and not capital):
            return False
        seen = self.all.get(folded, 0)
        if seen:
            return self.capitals.get(folded, 0) / seen >= NAME and (capital or seen >= SEEN)
        return capital and not first

    def weight(self, word: str) -> float:
        """How telling a stem is, from about 0.3 to 1."""
        if not self.texts:
            return 1.0
        return 0.2 + 0.8 * math.log((self.texts + 1) / (self.frequencies.get(word, 0) + 1)) / math.log(self.texts + 1)
