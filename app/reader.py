"""Question and sentence → how surely the one answers the other: a cross-encoder, run with onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.kept_weights import weights
from app.windows import BODY_PIECES, PATH_SEPARATOR, SENTENCE_PIECES, Cutter, Pieces, around, batch, lay
from index.errors import ModelError
from index.model import files_sha256
from index.runtime import session
from index.search import Unit

GRAPH, WEIGHTS, TOKENIZER, NOTE = "reader.onnx", "reader.npz", "tokenizer.json", "reader.json"
FILES = (GRAPH, WEIGHTS, TOKENIZER)
PACKAGED = Path(__file__).resolve().parent / "data" / "reader"
# The score of words that aren't there.
NONE = -100.0
# Log-odds beyond these say no more.
SUREST = 10.0
# Word pieces of an answer's words, at most: of SQuAD's answers 1 in 50 is longer.
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sentence that was read beside another, so ``far`` behind it in its passage (before it where negative): its
    log-odds, and the score of its best words.
    """

    far: int
    sentence: float
    words: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a sentence: log-odds that it answers, and the score of its words that answer best:
    ``words`` of any, ``value`` of those that hold something of the kind asked for (``NONE`` where nothing is); and what
    it made of the sentences beside it, where it saw them too.
    """

    sentence: float
    words: float
    value: float
    neighbours: tuple[Neighbour, ...] = ()

    def and_alone(self, alone: Reading) -> Reading:
        """The mean of both: beside its neighbours a sentence gets some of what they tell, alone it lacks what they make
        clear.
        """
        return Reading(
            _mean(self.sentence, alone.sentence),
            _mean(self.words, alone.words),
            _mean(self.value, alone.value),
            self.neighbours,
        )


class Reader(Protocol):
    """What Ibid needs of a model that reads question and sentence together: which of the first answers best, if any."""

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading: ...


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence of a window: its log-odds, and how surely each of its pieces starts and ends the answer's words."""

    odds: float
    marks: NDArray[np.float32]


class WindowReader:
    """The packaged reader. It sees the sentence with its heading and neighbours. Safe to share between threads."""

    def __init__(self, folder: Path = PACKAGED) -> None:
        """Raises ModelError if ``folder`` holds no reader, or another than its note says."""
        try:
            note = json.loads((folder / NOTE).read_bytes())
            found = files_sha256([folder / name for name in FILES])
            if found != note["sha256"]:
                raise ModelError(f"{folder}: the reader has been altered ({found[:12]}…); install Ibid again")
            if note.keys() != {"name", "sha256"}:
                raise ModelError(f"{folder}: the reader's note has been altered; install Ibid again")
            self._session = session(folder / GRAPH, 1, weights(folder / WEIGHTS, found))
            self._cut = Cutter(folder)
        except ModelError:
            raise
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            reason = " ".join(str(error).split())[:160]
            raise ModelError(f"{folder}: holds no reader that can be read ({reason}); install Ibid again") from None

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        """Read with its neighbours, as many as there is room for, or ``alone``. ``values``: where the sentence's plain
        text has something of the kind asked for.
        """
        sentences = unit.passage.sentences
        at = next(number for number, sentence in enumerate(sentences) if sentence.start == unit.sentence.start)
        if alone:
            sentences, at = sentences[at : at + 1], 0
        cut = [self._cut(sentence.plain) for sentence in sentences]
        window = around([min(len(one.ids), SENTENCE_PIECES) for one in cut], at, BODY_PIECES)
        heading = self._cut(PATH_SEPARATOR.join(unit.passage.section))
        seen = self._seen(self._cut.once(question), heading, cut[window.first : window.end])
        own = seen[at - window.first]
        return Reading(
            own.odds,
            best_span(own.marks),
            best_value(own.marks, cut[at].offsets, values),
            tuple(
                Neighbour(number - at, one.odds, best_span(one.marks))
                for number, one in enumerate(seen, window.first)
                if number != at
            ),
        )

    def _seen(self, question: Pieces, heading: Pieces, sentences: Sequence[Pieces]) -> list[_Seen]:
        """Each of a window's sentences."""
        laid = lay(question, heading, sentences)
        held = batch([laid])
        fed = {"ids": held.ids, "attention": held.attention, "types": held.types, "members": held.members}
        scores, spans = self._session.run(["scores", "spans"], fed)
        of = np.array(laid.sentence_of)
        return [_Seen(float(scores[0, spot]), spans[0][of == spot]) for spot in range(len(sentences))]


def within(odds: float) -> float:
    """``odds``, as far as they say anything."""
    return max(-SUREST, min(SUREST, odds))


def _mean(one: float, other: float) -> float:
    """Of log-odds, as far as they say anything; ``NONE`` where both are."""
    return NONE if one == other == NONE else (within(one) + within(other)) / 2


def best_span(marks: NDArray[np.float32]) -> float:
    """The highest sum of a start and of an end at or after it, within ``LONGEST`` pieces; 0 without pieces.

    ``marks``: how surely each piece starts and ends the answer's words, shape ``(pieces, 2)``.
    """
    if not len(marks):
        return 0.0
    return float(max(start + marks[at : at + LONGEST, 1].max() for at, start in enumerate(marks[:, 0])))


def best_value(
    marks: NDArray[np.float32], offsets: Sequence[tuple[int, int]], values: Sequence[tuple[int, int]]
) -> float:
    """The highest score, as of ``best_span``, of pieces that hold all that is marked of a value; ``NONE`` without one.

    ``offsets``: where each piece stands in the text whose ``values`` those are; the first ``len(marks)`` are marked.
    """
    best = NONE
    for start, end in values:
        inside = [at for at, (left, right) in enumerate(offsets[: len(marks)]) if left < end and right > start]
        if inside:
            first, last = inside[0], inside[-1]
            for at in range(max(0, min(first, last - LONGEST + 1)), first + 1):
                best = max(best, float(marks[at, 0] + marks[last : max(last + 1, at + LONGEST), 1].max()))
    return best
