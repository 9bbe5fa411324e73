"""Words looked for one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import Embedded, without_tokens
from index.late import NAMES, STEPS, Coded, Late, coded

# Directions at right angles, one that lies half-way to each of them, and one that points away from the first. Their
# numbers are all one size, so that a byte holds them exactly.
X, Y, Z, W = np.eye(4, dtype=np.float32)
HALF = np.full(4, 0.5, dtype=np.float32)
AWAY = -X

THE, WAR, PEACE, TRUCE, ZEPPELIN = 0, 11, 12, 13, 99

Token = tuple[int, np.ndarray]


def scored(late: Late, question: Embedded, rows: np.ndarray) -> np.ndarray:
    return late.matches(question, rows).sum(axis=1)


def read(*tokens: Token) -> Embedded:
    """A text of these tokens; its own vector does not matter here."""
    ids = np.array([number for number, _ in tokens], dtype=np.int32)
    return Embedded(X, ids, np.array([vector for _, vector in tokens], dtype=np.float32).reshape(len(tokens), -1))


def late(*texts: Embedded) -> Late:
    return Late.build([coded(text) for text in texts])


# Seven texts, so that inverse frequencies are 8/8 for `the`, 8/4 for `war`, which three of them have, 8/2 for `peace`
# and `truce`, and 8/1 for a word that stands nowhere. Squares of their logarithms: 0, 1, 4 and 9 times one number.
TEXTS = (
    read((THE, Z), (WAR, X)),
    read((THE, Z), (WAR, HALF)),
    # One word twice: in one text all the same.
    read((WAR, X), (WAR, AWAY), (PEACE, Y), (THE, Z)),
    read((THE, Z), (TRUCE, HALF)),
    read((THE, Z), (THE, Z)),
    read((THE, AWAY)),
    read((THE, Z)),
)
ALL = np.arange(len(TEXTS))


@pytest.fixture(scope="module")
def built() -> Late:
    return late(*TEXTS)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # Of a text's tokens the nearest: neither their sum nor the last. What has none near is not made up for.
        pytest.param(read((WAR, X)), [1, 0.5, 1, 0.5, 0, -1, 0], id="one-token"),
        # Found by its vector: the fourth text has another word for it, and the first has the word in another sense.
        pytest.param(read((WAR, Y)), [0, 0.5, 1, 0.5, 0, 0, 0], id="vectors-not-numbers"),
        # (1 · war + 4 · peace) / 5.
        pytest.param(read((WAR, X), (PEACE, Y)), [0.2, 0.5, 1, 0.5, 0, -0.2, 0], id="rarer-counts-more"),
        # (9 · zeppelin + 1 · war) / 10: what no text has is no reason to leave it out.
        pytest.param(read((ZEPPELIN, W), (WAR, X)), [0.1, 0.5, 0.1, 0.5, 0, -0.1, 0], id="unknown-counts-most"),
        # `the` is in all of them, in just this sense, and tells nothing.
        pytest.param(read((THE, Z)), [0, 0, 0, 0, 0, 0, 0], id="everywhere"),
        pytest.param(read((WAR, X), (THE, Z)), [1, 0.5, 1, 0.5, 0, -1, 0], id="everywhere-beside-one-that-tells"),
        # A word asked for twice counts twice: (1 + 1 + 4 · peace) / 6.
        pytest.param(read((WAR, X), (WAR, X), (PEACE, Y)), [1 / 3, 0.5, 1, 0.5, 0, -1 / 3, 0], id="twice"),
        pytest.param(without_tokens(X), [0, 0, 0, 0, 0, 0, 0], id="no-token"),
    ],
)
def test_scores(built: Late, question: Embedded, expected: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.late.TELLING", 0)
    scores = scored(built, question, ALL)
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Texts of unequal length with others between them: each its own tokens, in the order asked for.
        pytest.param([0, 3, 6], [1, 0.5, 0], id="some"),
        pytest.param([5, 2, 1], [-1, 1, 0.5], id="out-of-order"),
        pytest.param([2, 2], [1, 1], id="one-twice"),
        pytest.param([], [], id="none"),
    ],
)
def test_only_the_rows_asked_for_are_scored(built: Late, rows: list[int], expected: list[float]) -> None:
    scores = scored(built, read((WAR, X)), np.array(rows, dtype=np.int64))
    assert scores.tolist() == pytest.approx(expected, abs=1e-6)


def test_of_few_texts_every_word_counts_alike() -> None:
    # By frequencies, what both texts say would count for nothing, and only what neither says for something.
    built = late(read((THE, X), (WAR, Y)), read((THE, X)))
    question = read((THE, X), (WAR, Y))
    assert scored(built, question, np.arange(2)).tolist() == pytest.approx([1, 0.5], abs=1e-6)


def test_frequencies_count_texts(built: Late) -> None:
    assert dict(zip(built.words.tolist(), built.frequencies.tolist(), strict=True)) == {
        THE: 7,
        WAR: 3,
        PEACE: 1,
        TRUCE: 1,
    }
    assert built.words.tolist() == sorted(built.words.tolist())
    assert built.starts.tolist() == [0, 2, 4, 8, 10, 12, 13, 14]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(read((WAR, X)), [0, 1, 0, 0, 0], id="before-the-empty-one"),
        # The third text, which has no token, does not take the fourth's.
        pytest.param(read((PEACE, Y)), [0, 0, 0, 1, 0], id="after-the-empty-one"),
    ],
)
def test_a_text_without_tokens_is_0(question: Embedded, expected: list[float]) -> None:
    # First, between and last: there the slices of a text's neighbours begin and end.
    empty = without_tokens(X)
    built = late(empty, read((WAR, X)), empty, read((PEACE, Y)), empty)
    assert built.starts.tolist() == [0, 0, 1, 1, 2, 2]
    assert scored(built, question, np.arange(5)).tolist() == pytest.approx(expected, abs=1e-6)
    assert scored(built, question, np.array([2])).tolist() == [0]


@pytest.mark.parametrize("texts", [(), (without_tokens(X),), (without_tokens(X), without_tokens(Y))])
def test_a_model_without_token_vectors_scores_nothing(texts: tuple[Embedded, ...]) -> None:
    built = late(*texts)
    assert built.starts.tolist() == [0] * (len(texts) + 1)
    for question in (read((WAR, X)), without_tokens(X)):
        assert scored(built, question, np.arange(len(texts))).tolist() == [0] * len(texts)


# One byte a number.


@pytest.mark.parametrize(
    ("vector", "scale", "codes"),
    [
        pytest.param((1, 0), 1 / 127, [127, 0], id="axis"),
        # 0.6 of 0.8 is 95.25 of 127.
        pytest.param((0.6, 0.8), 0.8 / 127, [95, 127], id="to-the-nearest-step"),
        # The largest by size sets the scale, though it is the lowest.
        pytest.param((0.6, -0.8), 0.8 / 127, [95, -127], id="largest-below-0"),
        # Its own scale, not the text's: 31.75 of 127.
        pytest.param((0.01, -0.0025), 0.01 / 127, [127, -32], id="small"),
        pytest.param((0, 0), 0, [0, 0], id="no-direction"),
    ],
)
def test_coded(vector: tuple[float, float], scale: float, codes: list[int]) -> None:
    # Beside a token of full length, which must not set the scale of this one.
    beside = (PEACE, np.array((0, 1), dtype=np.float32))
    found = coded(read((WAR, np.array(vector, dtype=np.float32)), beside))
    assert found.ids.tolist() == [WAR, PEACE]
    assert (found.codes.dtype, found.scales.dtype) == (np.int8, np.float32)
    assert found.codes.tolist() == [codes, [0, 127]]
    assert found.scales.tolist() == pytest.approx([scale, 1 / 127])


def test_codes_stay_near_the_vectors() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(200, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = coded(Embedded(X, np.arange(200, dtype=np.int32), vectors))
    again = found.codes * found.scales[:, None]
    # No number is off by more than half a step, and the direction hardly.
    assert (np.abs(again - vectors) <= 0.5001 * np.abs(vectors).max(axis=1, keepdims=True) / STEPS).all()
    cosines = (again * vectors).sum(axis=1) / np.linalg.norm(again, axis=1)
    assert 0.9998 < cosines.min() < 1


def test_no_text_is_more_than_1() -> None:
    # 63.6 of 127 becomes 64: the vector as it is kept is a hair longer than it was, and so its product with itself.
    longer = np.array((63.6, 127), dtype=np.float32) / np.float32(np.hypot(63.6, 127))
    text = read((WAR, longer))
    kept = coded(text)
    assert float((kept.codes[0] * kept.scales[0]) @ longer) > 1.001
    scores = scored(late(text, read((PEACE, X[:2]))), text, np.arange(2))
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([1, float(longer[0])], abs=1e-6)
    assert scores[0] <= 1


# Kept and read again.


def same(one: Coded, other: Coded) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        and getattr(one, name).dtype == getattr(other, name).dtype
        for name in ("ids", "codes", "scales")
    )


def test_each_text_comes_back_as_it_was_coded(built: Late) -> None:
    for row, text in enumerate(TEXTS):
        assert same(built.text(row), coded(text))
    assert not same(built.text(0), coded(TEXTS[1]))
    mixed = late(without_tokens(X), TEXTS[0])
    assert len(mixed.text(0).ids) == 0
    assert same(mixed.text(1), coded(TEXTS[0]))


def test_what_comes_back_can_be_built_from_again(built: Late) -> None:
    """An index built anew takes the texts that did not change from the one before."""
    again = Late.build([built.text(row) for row in range(len(TEXTS))])
    for name in NAMES:
        assert getattr(again, name).tolist() == getattr(built, name).tolist()


@pytest.mark.parametrize("texts", [TEXTS, (without_tokens(X), TEXTS[0]), (without_tokens(X),), ()])
def test_it_reads_back_what_it_wrote(texts: tuple[Embedded, ...], tmp_path: Path) -> None:
    built = late(*texts)
    built.save(tmp_path / "tokens")
    assert sorted(path.name for path in (tmp_path / "tokens").iterdir()) == sorted(f"{name}.npy" for name in NAMES)
    again = Late.load(tmp_path / "tokens")
    for name in NAMES:
        assert getattr(again, name).tolist() == getattr(built, name).tolist()
        assert getattr(again, name).dtype == getattr(built, name).dtype
    question, rows = read((WAR, X), (PEACE, Y)), np.arange(len(texts))
    assert scored(again, question, rows).tolist() == scored(built, question, rows).tolist()
