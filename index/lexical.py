"""BM25 (Robertson and Zaragoza 2009; Lucene's variant) over folded, stemmed words, with bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN
from numpy.typing import NDArray

from ingest.fold import fold_words

STOPWORDS = frozenset(STOPWORDS_EN) | frozenset(
    "what when where which who whom whose why how do does did was were has have had been being its his her their "
    "than from about s t".split()
)


class Words:
    """Text → the words it is found by: letters folded, stop words out, English endings off (Snowball)."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")

    def __call__(self, text: str) -> list[str]:
        words = [word for word in fold_words(text).split() if word not in STOPWORDS]
        stems: list[str] = self._stemmer.stemWords(words)
        return stems


class Lexical:
    """A BM25 index over texts."""

    def __init__(self, bm25: bm25s.BM25, words: Words, size: int) -> None:
        self._bm25 = bm25
        self._words = words
        self._size = size
        self._vocabulary: frozenset[str] = frozenset(bm25.vocab_dict)

    @classmethod
    def build(cls, texts: Sequence[str]) -> Lexical:
        words = Words()
        # A word that is in no text keeps the index of an empty corpus buildable.
        tokens = [words(text) or ["\u0000"] for text in texts] or [["\u0000"]]
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(tokens, show_progress=False)
        return cls(bm25, words, len(texts))

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every text against ``question``, shape ``(texts,)``; zeros where no word is shared."""
        words = [word for word in self._words(question) if word in self._vocabulary]
        if not words or not self._size:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(words), dtype=np.float32)

    def known(self, question: str) -> tuple[int, int]:
        """How many of the question's distinct words the texts have, and how many it has."""
        words = set(self._words(question))
        return len(words & self._vocabulary), len(words)

    def save(self, folder: Path) -> None:
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Lexical:
        return cls(bm25s.BM25.load(str(folder), show_progress=False), Words(), size)
