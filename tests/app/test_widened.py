"""Weights in 4 bits made ones in 8: worked out by hand, and the same to the last rounding when multiplied."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper

from app.widened import BLOCK, COLUMNS, NUMBERS, SCALE, SCALES, WORDS, eight_bits, four_bits, widened
from index.runtime import session


def packed(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Numbers within -8 and 7, two a byte."""
    stored = (numbers + 8).astype(np.uint8).reshape(len(numbers), -1, BLOCK)
    return np.asarray(stored[..., 0::2] | stored[..., 1::2] << 4, dtype=np.uint8)


def test_by_hand() -> None:
    """One row of two blocks, the second's steps a quarter of the first's: 63 stands for 8 of the larger ones."""
    numbers = np.zeros((1, 2 * BLOCK), dtype=np.int64)
    numbers[0, :4] = -8, 7, 1, 0
    numbers[0, BLOCK : BLOCK + 3] = -8, 4, 1
    weights, scale = eight_bits(packed(numbers), np.array([[0.5, -0.125]], dtype=np.float32))
    assert weights.shape == (1, 2 * BLOCK)
    # 7 of 8 are 55.125 of 63; a quarter of -8 is 2, the other way round, which is 15.75.
    assert weights[0, :4].tolist() == [-63, 55, 8, 0]
    assert weights[0, BLOCK : BLOCK + 3].tolist() == [16, -8, -2]
    assert scale.tolist() == pytest.approx([4.0 / 63.0])


def test_columns_are_multiplied_before_a_scale_is_chosen() -> None:
    """The first column, four times as much as the others, is what 63 stands for."""
    numbers = np.zeros((1, 2 * BLOCK), dtype=np.int64)
    numbers[0, :3] = -8, 4, 1
    numbers[0, BLOCK] = -8
    columns = np.full(2 * BLOCK, 0.25, dtype=np.float32)
    columns[0] = 1.0
    weights, scale = eight_bits(packed(numbers), np.array([[0.5, 0.125]], dtype=np.float16), columns)
    # 4, 4 · 0.5 · 0.25, 0.125, and 8 · 0.125 · 0.25: of 4 in 63 steps 63, 7.875, 1.97 and 3.94.
    assert weights[0, :3].tolist() == [-63, 8, 2]
    assert weights[0, BLOCK] == -4
    assert scale.tolist() == pytest.approx([4.0 / 63.0])


def test_what_columns_take_the_graph_gives_back(tmp_path: Path) -> None:
    columns = np.linspace(0.5, 2.0, BLOCK).astype(np.float16)
    held = {"w" + NUMBERS: packed(np.full((3, BLOCK), -8)), "w" + SCALES: np.ones((3, 1)), "w" + COLUMNS: columns}
    np.savez(tmp_path / "four.npz", **held)  # type: ignore[arg-type]
    weights = widened(tmp_path / "four.npz")
    assert weights.keys() == {"w", "w" + SCALE, "w" + COLUMNS}
    numbers, scale, divided = (np.asarray(weights["w" + end], dtype=np.float32) for end in ("", SCALE, COLUMNS))
    whole = numbers * scale * divided[:, None]
    np.testing.assert_allclose(whole, -8.0, rtol=0.04)


def test_all_numbers_there_are() -> None:
    numbers = np.resize(np.arange(-8, 8), (2, 3 * BLOCK))
    np.testing.assert_array_equal(four_bits(packed(numbers)).reshape(2, -1), numbers)


def test_a_row_of_nothing_stays_nothing() -> None:
    weights, scale = eight_bits(packed(np.zeros((1, BLOCK), dtype=np.int64)), np.zeros((1, 1), dtype=np.float32))
    assert not weights.any()
    assert np.isfinite(scale).all()


def test_run_it_is_the_same_product(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    numbers = random.integers(-8, 8, (24, 3 * BLOCK))
    numbers[:, ::BLOCK] = -8
    scales = random.normal(0.0, 0.02, (24, 3)).astype(np.float32)
    held = {"w" + NUMBERS: packed(numbers), "w" + SCALES: scales, "a.bias": np.ones(3, dtype=np.float32)}
    np.savez(tmp_path / "four.npz", **held)  # type: ignore[arg-type]
    weights = dict(widened(tmp_path / "four.npz"))
    shapes = {name: array.shape for name, array in weights.items()}
    assert shapes == {"w": (3 * BLOCK, 24), "w" + SCALE: (24,), "a.bias": (3,)}
    node = helper.make_node("DynamicQuantizeMatMul", ["given", "w", "w" + SCALE], ["made"], domain="com.microsoft")
    del weights["a.bias"]
    lying: list[TensorProto] = []
    for name, kind in (("w", TensorProto.INT8), ("w" + SCALE, TensorProto.FLOAT)):
        one = TensorProto(name=name, data_type=kind, dims=weights[name].shape, data_location=TensorProto.EXTERNAL)
        one.external_data.add(key="location", value="elsewhere")
        one.external_data.add(key="length", value=str(weights[name].nbytes))
        lying.append(one)
    into = helper.make_tensor_value_info("given", TensorProto.FLOAT, [None, 3 * BLOCK])
    out = helper.make_tensor_value_info("made", TensorProto.FLOAT, [None, 24])
    sets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(helper.make_graph([node], "one", [into], [out], lying), opset_imports=sets, ir_version=9)
    onnx.save(model, str(tmp_path / "one.onnx"))
    given = random.normal(0.0, 1.0, (5, 3 * BLOCK)).astype(np.float32)
    product = session(tmp_path / "one.onnx", 1, weights).run(None, {"given": given})[0]
    whole = given @ (numbers * np.repeat(scales, BLOCK, axis=1)).T
    # 8 bits of what is given, and 7 of what it is multiplied with.
    assert np.abs(product - whole).max() < 0.02 * np.abs(whole).max()


def test_words_lie_as_they_are_looked_up(tmp_path: Path) -> None:
    held = {WORDS + NUMBERS: packed(np.full((5, BLOCK), -8)), WORDS + SCALES: np.ones((5, 1), dtype=np.float32)}
    np.savez(tmp_path / "words.npz", **held)  # type: ignore[arg-type]
    weights = widened(tmp_path / "words.npz")
    assert weights[WORDS].shape == (5, BLOCK)
    np.testing.assert_allclose(weights[WORDS] * weights[WORDS + SCALE][:, None], -8.0, rtol=1e-6)
