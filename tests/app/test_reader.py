"""The reader: whose score is returned, what is refused, and what the packaged one prefers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from app.reader import (
    FILES,
    GRAPH,
    NONE,
    NOTE,
    PACKAGED,
    TOKENIZER,
    WEIGHTS,
    Neighbour,
    Reading,
    WindowReader,
    best_span,
    best_value,
)
from index.errors import ModelError
from index.model import files_sha256
from index.search import Unit
from ingest.article import Kind, Passage, Sentence
from tests.conftest import ROOT

BUILT, GREEN = "It was built in 1902.", "It was painted green."
QUESTION = "When was the bridge built?"
# Numbers of the word pieces of both in the packaged tokenizer, as tokenizer.json lists them.
BUILT_IDS, GREEN_IDS = (315, 307, 633, 305, 4064, 117), (315, 307, 3288, 970, 117)
MILL = 3266
# A power of two, so that sums are exact; small, so that no score is beyond the surest.
SCALE = 2.0**-18


def unit(texts: tuple[str, ...], at: int) -> Unit:
    """Sentence ``at`` of a passage of these."""
    starts = [sum(len(text) + 1 for text in texts[:number]) for number in range(len(texts))]
    sentences = tuple(Sentence(start, start + len(words), words) for start, words in zip(starts, texts, strict=True))
    return Unit(40 + at, sentences[at], Passage(Kind.PROSE, ("Bridge",), 0, sentences[-1].end, sentences), 3)


def graph(path: Path) -> None:
    """A graph that can be worked out by hand: a sentence scores the sum of its pieces' numbers, each times ``SCALE``, and
    as much as its window has sentences; a piece is marked as a start by its number, and behind the question as an end by
    as much as its window has sentences.
    """
    one = helper.make_tensor("last", TensorProto.INT64, [1], [2])
    scale = helper.make_tensor("scale", TensorProto.FLOAT, [1], [SCALE])
    second = helper.make_tensor("second", TensorProto.INT64, [1], [1])
    nodes = [
        helper.make_node("Mul", ["ids", "attention"], ["read"]),
        helper.make_node("Cast", ["read"], ["whole"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["whole", "scale"], ["numbers"]),
        helper.make_node("Cast", ["types"], ["second_type"], to=TensorProto.FLOAT),
        helper.make_node("Shape", ["members"], ["shape"]),
        helper.make_node("Gather", ["shape", "second"], ["sentences"]),
        helper.make_node("Cast", ["sentences"], ["many"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["second_type", "many"], ["behind"]),
        helper.make_node("Unsqueeze", ["numbers", "last"], ["starts"]),
        helper.make_node("Unsqueeze", ["behind", "last"], ["ends"]),
        helper.make_node("Concat", ["starts", "ends"], ["spans"], axis=2),
        helper.make_node("MatMul", ["members", "starts"], ["summed"]),
        helper.make_node("Squeeze", ["summed", "last"], ["own"]),
        helper.make_node("Add", ["own", "many"], ["scores"]),
    ]
    flat = ["windows", "pieces"]
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, flat) for name in ("ids", "attention", "types")]
    given.append(helper.make_tensor_value_info("members", TensorProto.FLOAT, ["windows", "sentences", "pieces"]))
    made = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["windows", "sentences"]),
        helper.make_tensor_value_info("spans", TensorProto.FLOAT, ["windows", "pieces", 2]),
    ]
    held = helper.make_graph(nodes, "by hand", given, made, [one, scale, second])
    onnx.save(helper.make_model(held, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))


def note(folder: Path) -> None:
    """What the folder's reader is now."""
    found = files_sha256([folder / name for name in FILES])
    (folder / NOTE).write_text(json.dumps({"name": "by hand", "sha256": found}))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's folder with the graph made by hand and the packaged tokenizer."""
    folder = tmp_path_factory.mktemp("reader")
    graph(folder / GRAPH)
    np.savez(folder / WEIGHTS)
    shutil.copy(PACKAGED / TOKENIZER, folder)
    note(folder)
    return folder


@pytest.fixture(scope="module")
def packaged() -> WindowReader:
    return WindowReader()


# The words that answer best


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([], 0.0, id="no-piece"),
        pytest.param([(2, 3)], 5.0, id="one-piece-starts-and-ends"),
        pytest.param([(4, 0), (0, 5)], 9.0, id="from-one-to-the-next"),
        # 5 + 4 would be an end before its start; 5 + 1, 0 + 4 and 0 + 1 are left.
        pytest.param([(0, 4), (5, 1)], 6.0, id="no-end-before-its-start"),
        pytest.param([(-3, -9), (-8, -2)], -5.0, id="all-below-nothing"),
        # The 14th piece may end what the first starts, the 15th may not.
        pytest.param([(7, 0), *[(0, 0)] * 12, (0, 7)], 14.0, id="fourteen-pieces"),
        pytest.param([(7, 0), *[(0, 0)] * 13, (0, 7)], 7.0, id="fifteen-are-too-long"),
    ],
)
def test_best_span(marks: list[tuple[float, float]], expected: float) -> None:
    assert best_span(np.array(marks, dtype=np.float32).reshape(-1, 2)) == expected


# Five pieces of five characters each; the fourth starts and ends best, the second next.
PLACES = tuple((at * 5, at * 5 + 5) for at in range(5))
MARKS = [(0, 0), (3, 4), (0, 1), (6, 7), (0, 2)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], NONE, id="nothing-of-the-kind"),
        pytest.param([(15, 20)], 13.0, id="the-best-words-are-of-the-kind"),
        pytest.param([(16, 18)], 13.0, id="a-part-of-a-piece"),
        # The span has to hold the value: from the second to the fourth.
        pytest.param([(10, 15)], 10.0, id="among-others"),
        pytest.param([(20, 25)], 8.0, id="from-the-best-start-to-the-value"),
        pytest.param([(0, 5)], 7.0, id="from-the-value-to-the-best-end"),
        pytest.param([(0, 5), (20, 25)], 8.0, id="the-better-of-two"),
        pytest.param([(25, 30)], NONE, id="behind-what-is-read"),
    ],
)
def test_best_value(values: list[tuple[int, int]], expected: float) -> None:
    assert best_value(np.array(MARKS, dtype=np.float32), (*PLACES, (25, 30)), values) == expected


def test_a_value_far_from_the_best_words_is_not_their_answer() -> None:
    marks = np.zeros((20, 2), dtype=np.float32)
    marks[0, 0] = 5.0
    places = [(at, at + 1) for at in range(20)]
    assert best_value(marks, places, [(13, 14)]) == 5.0
    assert best_value(marks, places, [(14, 15)]) == 0.0


def test_the_words_around_a_value_are_no_longer_than_an_answer_s() -> None:
    marks = np.zeros((30, 2), dtype=np.float32)
    marks[3, 0] = marks[27, 1] = 5.0
    places = [(at, at + 1) for at in range(30)]
    # From the best start to the value, or from the value to the best end: both would be 25 pieces.
    assert best_value(marks, places, [(15, 16)]) == 5.0


# Whose score it is


@pytest.mark.parametrize(
    ("texts", "at", "ids", "many"),
    [
        pytest.param((BUILT,), 0, BUILT_IDS, 1, id="alone"),
        pytest.param((BUILT, GREEN), 0, BUILT_IDS, 2, id="the-first"),
        pytest.param((GREEN, BUILT), 1, BUILT_IDS, 2, id="the-second"),
        pytest.param((BUILT, GREEN, BUILT), 1, GREEN_IDS, 3, id="one-between"),
        # 10, 11 … 29 pieces: in 96 the sixteenth is read with one neighbour on each side, and is second of its window.
        pytest.param(tuple("mill " * count for count in range(10, 30)), 15, (MILL,) * 25, 3, id="longer-than-a-window"),
        pytest.param(tuple("mill " * count for count in range(10, 30)), 19, (MILL,) * 29, 3, id="the-last-of-many"),
        pytest.param((BUILT, "mill " * 300), 1, (MILL,) * 180, 1, id="an-endless-sentence"),
        pytest.param(("mill " * 300, BUILT), 1, BUILT_IDS, 1, id="after-an-endless-one"),
    ],
)
def test_the_score_is_that_of_the_sentence_asked_for(
    texts: tuple[str, ...], at: int, ids: tuple[int, ...], many: int, made: Path
) -> None:
    # The best span is the sentence's own highest number as a start, and any end: a neighbour's may be higher. The value is
    # the first word, whose piece starts and ends it.
    reader = WindowReader(made)
    for found, sentences in (
        (reader.read(QUESTION, unit(texts, at), [(0, 2)]), many),
        (reader.read(QUESTION, unit(texts, at), [(0, 2)], alone=True), 1),
    ):
        assert (found.sentence, found.words) == (sum(ids) * SCALE + sentences, max(ids) * SCALE + sentences)
        assert found.value == pytest.approx(ids[0] * SCALE + sentences)
    assert reader.read(QUESTION, unit(texts, at)).value == NONE
    assert reader.read(QUESTION, unit(texts, at), alone=True).neighbours == ()


@pytest.mark.parametrize(
    ("beside", "alone", "expected"),
    [
        pytest.param((4.0, 3.0, 2.0), (2.0, -3.0, 1.0), (3.0, 0.0, 1.5), id="the-mean"),
        pytest.param((20.0, -30.0, 2.0), (1.0, 0.0, 0.0), (5.5, -5.0, 1.0), id="beyond-the-surest-it-counts-no-more"),
        pytest.param((1.0, 1.0, NONE), (1.0, 1.0, NONE), (1.0, 1.0, NONE), id="no-value"),
    ],
)
def test_read_with_neighbours_and_alone(
    beside: tuple[float, float, float], alone: tuple[float, float, float], expected: tuple[float, float, float]
) -> None:
    near = (Neighbour(1, 2.0, 3.0),)
    assert Reading(*beside, near).and_alone(Reading(*alone)) == Reading(*expected, near)


def test_a_sentence_without_a_piece_scores_nothing(made: Path) -> None:
    found = WindowReader(made).read(QUESTION, unit((BUILT, " ", GREEN), 1))
    assert (found.sentence, found.words, found.value) == (3.0, 0.0, NONE)  # three sentences


@pytest.mark.parametrize(
    ("texts", "at", "beside"),
    [
        pytest.param((BUILT,), 0, [], id="alone"),
        pytest.param((BUILT, GREEN, BUILT), 1, [(-1, BUILT_IDS), (1, BUILT_IDS)], id="both-sides"),
        pytest.param((BUILT, GREEN), 1, [(-1, BUILT_IDS)], id="the-last"),
        pytest.param((BUILT, "mill " * 300, GREEN), 1, [], id="no-room-for-any"),
        # 16 pieces and 15 more beside 25 in 96: the one of 24 and the one of 26.
        pytest.param(
            tuple("mill " * count for count in range(10, 30)),
            15,
            [(-1, (MILL,) * 24), (1, (MILL,) * 26)],
            id="a-window",
        ),
    ],
)
def test_what_is_seen_beside_it_is_told_too(
    texts: tuple[str, ...], at: int, beside: list[tuple[int, tuple[int, ...]]], made: Path
) -> None:
    many = len(beside) + 1
    expected = tuple(Neighbour(far, sum(ids) * SCALE + many, max(ids) * SCALE + many) for far, ids in beside)
    assert WindowReader(made).read(QUESTION, unit(texts, at)).neighbours == expected


# What is no reader


def _write(name: str, data: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return write


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _append(name: str) -> Callable[[Path], None]:
    def append(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes() + b"\n")

    return append


def _noted(name: str) -> Callable[[Path], None]:
    """No graph or tokenizer, though the note agrees with it."""

    def replace(folder: Path) -> None:
        (folder / name).write_bytes(b"nothing of the kind\nat all")
        note(folder)

    return replace


def _renamed(folder: Path) -> None:
    """One bit of a key that nothing reads."""
    (folder / NOTE).write_bytes((folder / NOTE).read_bytes().replace(b'"name"', b'"naee"'))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(_empty, "no reader that can be read", id="empty-folder"),
        pytest.param(_append(GRAPH), "has been altered", id="altered-graph"),
        pytest.param(_append(WEIGHTS), "has been altered", id="altered-weights"),
        pytest.param(_append(TOKENIZER), "has been altered", id="altered-tokenizer"),
        pytest.param(_write(NOTE, b"once upon\na time"), "no reader that can be read", id="note-no-json"),
        pytest.param(_write(NOTE, b'{"n": "\xff"}'), "no reader that can be read", id="note-no-utf-8"),
        pytest.param(_write(NOTE, b'{"name": "by hand"}'), "'sha256'", id="note-without-sha256"),
        pytest.param(_write(NOTE, b'["sha256"]'), "no reader that can be read", id="note-a-list"),
        pytest.param(_write(NOTE, b'{"sha256": null}'), "has been altered", id="sha256-no-text"),
        pytest.param(_renamed, "the reader's note has been altered", id="note-with-another-key"),
        pytest.param(_noted(GRAPH), "no reader that can be read", id="no-graph"),
        pytest.param(_noted(WEIGHTS), "no reader that can be read", id="no-weights"),
        pytest.param(_noted(TOKENIZER), "no reader that can be read", id="no-tokenizer"),
    ],
)
def test_what_is_no_reader_is_refused_in_one_line(
    spoil: Callable[[Path], None], said: str, made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(made, folder)
    WindowReader(folder)
    spoil(folder)
    with pytest.raises(ModelError) as refused:
        WindowReader(folder)
    line = str(refused.value)
    assert line.startswith(f"{folder}: ")
    assert said in line
    assert line.endswith("; install Ibid again")
    assert "\n" not in line


# The packaged reader


@pytest.mark.parametrize("texts", [pytest.param((GREEN, BUILT), id="second"), pytest.param((BUILT, GREEN), id="first")])
def test_the_packaged_reader_prefers_what_answers(texts: tuple[str, ...], packaged: WindowReader) -> None:
    built, green = (packaged.read(QUESTION, unit(texts, texts.index(words))) for words in (BUILT, GREEN))
    assert built.sentence > 0 > green.sentence
    assert built.words > green.words


def test_the_packaged_reader_gives_the_same_numbers_again_and_in_threads(packaged: WindowReader) -> None:
    units = [unit((GREEN, BUILT), at) for at in (0, 1)] * 4
    expected = [packaged.read(QUESTION, one) for one in units]
    assert len(set(expected)) == 2
    assert [packaged.read(QUESTION, one) for one in units] == expected
    # A new one has cut nothing yet: the threads meet in its memory too.
    fresh = WindowReader()
    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(lambda one: fresh.read(QUESTION, one), units)) == expected


def test_reading_needs_no_torch() -> None:
    code = (
        "import sys\n"
        "from app.reader import WindowReader\n"
        "WindowReader()\n"
        "print('LOADED', sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "LOADED []\n"
