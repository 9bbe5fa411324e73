"""A question and some neighbouring sentences → the numbers the reader reads. One layout, for training and for use.

``[CLS] question [SEP] heading [SEP] sentence sentence … [SEP]``; the question is of type 0, the rest of type 1.
Sentences are cut into word pieces one by one, so that each one's pieces are known without searching for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CLS, SEP, MASK, PAD = 101, 102, 103, 0
# Word pieces of a question that are read. Of SQuAD's questions 1 in 1,000 is longer.
QUESTION_PIECES = 48
# Word pieces of the heading. A longer path loses its beginning: the innermost section tells most.
HEADING_PIECES = 20
# Word pieces of the sentences of a window, unless one sentence alone is longer: a sentence and about two neighbours.
BODY_PIECES = 96
# What is read of one endless sentence: with question and heading a window then stays under 256 pieces.
SENTENCE_PIECES = 180
PATH_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a text: their numbers, and where each stands in it (characters)."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]

    def first(self, most: int) -> Pieces:
        return Pieces(self.ids[:most], self.offsets[:most])


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of one passage: ``first`` up to, but without, ``end``."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Laid:
    """One window as it is read: ``sentence_of`` counts the window's sentences from 0; -1 is none."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    sentence_of: tuple[int, ...]
    sentences: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of equal length: shapes ``(windows, pieces)``; ``members`` ``(windows, sentences, pieces)``."""

    ids: NDArray[np.int64]
    attention: NDArray[np.int64]
    types: NDArray[np.int64]
    members: NDArray[np.float32]


# Texts whose pieces are remembered, some 4 KB each: the sentences and headings of an article of the bundled one's size,
# and more.
KEPT = 4_096


class Cutter:
    """Text → word pieces, remembering what it has cut, up to ``kept`` texts."""

    def __init__(self, folder: Path, *, kept: int = KEPT) -> None:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()

        @lru_cache(maxsize=kept)
        def cut(text: str) -> Pieces:
            encoded = tokenizer.encode(text, add_special_tokens=False)
            return Pieces(tuple(encoded.ids), tuple(encoded.offsets))

        self._cut = cut

    def __call__(self, text: str) -> Pieces:
        return self._cut(text)

    def once(self, text: str) -> Pieces:
        """The same for a text that is forgotten at once, such as a question."""
        return self._cut.__wrapped__(text)


def around(lengths: Sequence[int], at: int, budget: int, *, before_first: Callable[[], bool] = lambda: True) -> Window:
    """The window of sentence ``at``: neighbours are added on both sides in turn while they fit into ``budget``."""
    first, end = at, at + 1
    left = budget - lengths[at]
    before = before_first()
    while True:
        sides = [first > 0 and lengths[first - 1] <= left, end < len(lengths) and lengths[end] <= left]
        if not any(sides):
            return Window(first, end)
        if sides[0] and (before or not sides[1]):
            first -= 1
            left -= lengths[first]
        else:
            left -= lengths[end]
            end += 1
        before = not before


def windows(lengths: Sequence[int], wanted: Sequence[int], budget: int) -> tuple[Window, ...]:
    """Windows of one passage that hold every sentence of ``wanted``, made for the first ones first."""
    made: list[Window] = []
    for at in wanted:
        if not any(window.first <= at < window.end for window in made):
            made.append(around(lengths, at, budget))
    return tuple(made)


def lay(question: Pieces, heading: Pieces, sentences: Sequence[Pieces]) -> Laid:
    """One window in the reader's layout."""
    head = (CLS, *question.ids[:QUESTION_PIECES], SEP)
    top = (*heading.ids[-HEADING_PIECES:], SEP)
    ids = [*head, *top]
    sentence_of = [-1] * len(ids)
    for number, sentence in enumerate(sentences):
        part = sentence.ids[:SENTENCE_PIECES]
        ids += part
        sentence_of += [number] * len(part)
    ids.append(SEP)
    sentence_of.append(-1)
    types = [0] * len(head) + [1] * (len(ids) - len(head))
    return Laid(tuple(ids), tuple(types), tuple(sentence_of), len(sentences))


def batch(laid: Sequence[Laid]) -> Batch:
    """Windows padded to the longest of them."""
    longest = max(len(one.ids) for one in laid)
    most = max(one.sentences for one in laid)
    ids = np.full((len(laid), longest), PAD, dtype=np.int64)
    attention = np.zeros((len(laid), longest), dtype=np.int64)
    types = np.zeros((len(laid), longest), dtype=np.int64)
    members = np.zeros((len(laid), most, longest), dtype=np.float32)
    for row, one in enumerate(laid):
        size = len(one.ids)
        ids[row, :size] = one.ids
        attention[row, :size] = 1
        types[row, :size] = one.types
        for column, number in enumerate(one.sentence_of):
            if number >= 0:
                members[row, number, column] = 1.0
    return Batch(ids, attention, types, members)
