"""Words of a question that the article spells otherwise: `jounalists`, `harbor`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ingest.fold import fold_words

# Shorter words have too many neighbours.
SHORTEST = 5
# Likeness (1 - Damerau and Levenshtein's distance / length) of a word of the article that is taken for what was meant.
# Of 10 words of the tuning questions that are changed, 9 are meant so (`inventive` is not). Of 171
# questions 0.848 have all they need among the first quotes, and 0.766 first; uncorrected 0.842 and 0.760.
ALIKE = 0.8

_WORD = re.compile(r"[^\W\d_]+")


class Spelling:
    """Corrects what neither the article nor the model knows. Safe to share between threads."""

    def __init__(
        self, text: str, variants: Mapping[str, str], known: Callable[[str], bool], whole: Callable[[str], bool]
    ) -> None:
        """``variants``: other spellings, folded, and the article's; ``known``: whether the article has a word;
        ``whole``: whether the model reads a word in one piece, and so knows it.
        """
        self._text = text
        self._variants = variants
        self._known = known
        self._whole = whole

    def __call__(self, question: str) -> str:
        """``question`` with the words replaced that it surely means."""
        return _WORD.sub(lambda match: self._meant(match[0]), question)

    def _meant(self, word: str) -> str:
        folded = fold_words(word)
        if self._known(word):
            return word
        if folded in self._variants:
            return self._variants[folded]
        if len(folded) < SHORTEST or " " in folded or self._whole(folded):
            return word
        found = process.extractOne(
            folded,
            self._words.get(folded[0], ()),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=ALIKE,
        )
        # `Ivanova` is not `Ivanov`: an ending is more often meant than mistyped.
        if found is None or folded.startswith(found[0]) or found[0].startswith(folded):
            return word
        return str(found[0])

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        """The article's words by their first letter, which is seldom wrong."""
        words: dict[str, list[str]] = {}
        for word in dict.fromkeys(fold_words(self._text).split()):
            if len(word) >= SHORTEST - 1 and word.isalpha():
                words.setdefault(word[0], []).append(word)
        return {letter: tuple(held) for letter, held in words.items()}
