"""BM25 (Robertson and Zaragoza 2009; Lucene's variant) over folded, stemmed words. Built with bm25s."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.arrays import PLAIN, Array, Opener
from ingest.fold import fold_words

# The commonest English words (bm25s's list), and those that questions are made of.
STOPWORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with what when where which who whom whose why how do does did were has have had been being its his "
    "her than from about s t".split()
)
VOCABULARY, SCORES, TEXTS, STARTS = "vocabulary.json", "scores.npy", "texts.npy", "starts.npy"


class Words:
    """Text → the words it is found by: letters folded, stop words out, English endings off (Snowball)."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")

    def __call__(self, text: str) -> list[str]:
        words = [word for word in fold_words(text).split() if word not in STOPWORDS]
        stems: list[str] = self._stemmer.stemWords(words)
        return stems


class Lexical:
    """A BM25 index over texts: for each word the texts that have it, and what it counts in each.

    ``scores`` and ``texts`` have shape ``(postings,)``; word ``w``'s are those from ``starts[w]`` to ``starts[w + 1]``.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        scores: Array,
        texts: Array,
        starts: Array,
        size: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._scores = scores
        self._texts = texts
        self._starts = starts
        self._size = size
        self._words = Words()

    @classmethod
    def build(cls, texts: Sequence[str]) -> Lexical:
        import bm25s

        words = Words()
        vocabulary: dict[str, int] = {}
        tokens = [[vocabulary.setdefault(word, len(vocabulary)) for word in words(text)] for text in texts]
        if not vocabulary:
            return cls({}, *_postings([], [], [0]), len(texts))
        bm25 = bm25s.BM25(method="lucene")
        bm25.index((tokens, dict(vocabulary)), create_empty_token=False, show_progress=False)
        held = bm25.scores
        return cls(vocabulary, *_postings(held["data"], held["indices"], held["indptr"]), len(texts))

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every text against ``question``, shape ``(texts,)``; zeros where no word is shared."""
        scores = np.zeros(self._size, dtype=np.float32)
        for word in self._words(question):
            if (at := self._vocabulary.get(word)) is not None:
                start, end = self._starts[at], self._starts[at + 1]
                scores[self._texts[start:end]] += self._scores[start:end]  # a text stands once in a word's postings
        return scores

    def known(self, question: str) -> tuple[int, int]:
        """How many of the question's distinct words the texts have, and how many it has."""
        words = set(self._words(question))
        return sum(word in self._vocabulary for word in words), len(words)

    def knows(self, word: str) -> bool:
        """Whether the texts have ``word``, or it is one that every text has."""
        return all(stem in self._vocabulary for stem in self._words(word))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / VOCABULARY).write_text(json.dumps(list(self._vocabulary), ensure_ascii=False), "utf-8")
        for name, array in ((SCORES, self._scores), (TEXTS, self._texts), (STARTS, self._starts)):
            np.save(folder / name, array, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, size: int, open_array: Opener = PLAIN) -> Lexical:
        """Opens what ``save`` wrote; of many postings only those of a question's words are read."""
        vocabulary = {word: at for at, word in enumerate(json.loads((folder / VOCABULARY).read_text("utf-8")))}
        scores, texts, starts = (open_array(folder / name) for name in (SCORES, TEXTS, STARTS))
        return cls(vocabulary, scores, texts, starts, size)


def _postings(
    scores: object, texts: object, starts: object
) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]:
    return np.asarray(scores, np.float32), np.asarray(texts, np.int32), np.asarray(starts, np.int64)
