"""The layout the reader reads: which sentences make a window, and where each piece stands."""

from __future__ import annotations

import numpy as np
import pytest

from app.reader import PACKAGED
from app.windows import Cutter, Pieces, Window, around, batch, lay, windows


def pieces(*ids: int) -> Pieces:
    return Pieces(ids, tuple((at, at + 1) for at in range(len(ids))))


LAID = lay(pieces(7, 8), pieces(9), [pieces(11, 12), pieces(13)])


def test_a_window_is_laid_out_as_question_heading_and_sentences() -> None:
    assert LAID.ids == (101, 7, 8, 102, 9, 102, 11, 12, 13, 102)
    assert LAID.types == (0, 0, 0, 0, 1, 1, 1, 1, 1, 1)
    assert LAID.sentence_of == (-1, -1, -1, -1, -1, -1, 0, 0, 1, -1)
    assert LAID.sentences == 2


def test_without_heading_or_sentences_the_marks_between_them_stay() -> None:
    assert lay(pieces(7), pieces(), []).ids == (101, 7, 102, 102, 102)
    # A sentence without a piece is counted, so that the next one keeps its number.
    assert lay(pieces(7), pieces(), [pieces(), pieces(11)]).sentence_of == (-1, -1, -1, -1, 1, -1)


def test_what_is_too_long_is_cut_where_it_tells_least() -> None:
    # 48 pieces of the question and 180 of a sentence, from their beginnings; 20 of the heading, from its end.
    laid = lay(pieces(*range(1000, 1060)), pieces(*range(2000, 2030)), [pieces(*range(3000, 3200)), pieces(13)])
    assert laid.ids == (101, *range(1000, 1048), 102, *range(2010, 2030), 102, *range(3000, 3180), 13, 102)
    assert laid.sentence_of.count(0) == 180
    assert laid.sentence_of.count(1) == 1


@pytest.mark.parametrize(
    ("lengths", "at", "budget", "expected"),
    [
        pytest.param([5, 5, 5, 5, 5], 2, 15, Window(1, 4), id="both-sides"),
        pytest.param([5, 5, 5, 5, 5], 2, 10, Window(1, 3), id="the-one-before-first"),
        pytest.param([5, 5, 5, 5, 5], 0, 10, Window(0, 2), id="at-the-beginning"),
        pytest.param([5, 5, 5, 5, 5], 4, 15, Window(2, 5), id="at-the-end"),
        pytest.param([50, 5, 50], 1, 10, Window(1, 2), id="neighbours-too-long"),
        # A neighbour that does not fit ends its side: what stands behind it would not be consecutive.
        pytest.param([1, 50, 5, 4], 2, 10, Window(2, 4), id="none-is-skipped"),
        pytest.param([90, 5], 0, 10, Window(0, 1), id="longer-than-the-budget"),
        pytest.param([0, 90, 0], 1, 90, Window(0, 3), id="nothing-fits-where-nothing-is-left"),
        pytest.param([0, 90, 0], 1, 89, Window(1, 2), id="but-not-beyond"),
    ],
)
def test_a_window_grows_on_both_sides_while_it_fits(lengths: list[int], at: int, budget: int, expected: Window) -> None:
    assert around(lengths, at, budget) == expected


def test_the_side_to_begin_with_can_be_chosen() -> None:
    assert around([5, 5, 5], 1, 10, before_first=lambda: False) == Window(1, 3)


def test_windows_hold_every_wanted_sentence_once() -> None:
    assert windows([5] * 9, [4, 5, 8], 15) == (Window(3, 6), Window(6, 9))


def test_a_batch_is_padded_and_says_whose_each_piece_is() -> None:
    held = batch([LAID, lay(pieces(7), pieces(), [pieces(11)])])
    assert held.ids.tolist() == [[101, 7, 8, 102, 9, 102, 11, 12, 13, 102], [101, 7, 102, 102, 11, 102, 0, 0, 0, 0]]
    assert held.attention.tolist() == [[1] * 10, [1] * 6 + [0] * 4]
    assert held.types.tolist() == [[0] * 4 + [1] * 6, [0] * 3 + [1] * 3 + [0] * 4]
    assert held.members.tolist() == [
        [[0, 0, 0, 0, 0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1, 0]],
        [[0, 0, 0, 0, 1, 0, 0, 0, 0, 0], [0] * 10],
    ]
    assert [one.dtype for one in (held.ids, held.attention, held.types, held.members)] == [np.int64] * 3 + [np.float32]


def test_a_text_is_cut_without_marks_around_it_and_not_cut_short() -> None:
    cut = Cutter(PACKAGED)
    held = cut("Anna left.")
    assert held.offsets == ((0, 4), (5, 9), (9, 10))
    assert not {101, 102} & set(held.ids)
    assert cut("Anna left.") is held
    assert cut.once("Anna left.") == held
    assert len(cut("mill " * 1_000).ids) == 1_000
    assert cut("") == Pieces((), ())
    assert held.first(2) == Pieces(held.ids[:2], ((0, 4), (5, 9)))


def test_a_question_is_not_remembered() -> None:
    cut = Cutter(PACKAGED, kept=2)
    for number in range(5):
        cut.once(f"Who left {number}?")
    assert cut._cut.cache_info().currsize == 0  # type: ignore[attr-defined]
    for number in range(5):
        cut(f"{number} left.")
    assert cut._cut.cache_info().currsize == 2  # type: ignore[attr-defined]
