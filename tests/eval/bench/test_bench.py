"""The benchmark: what it measures is what it says, and what can't be measured ends it. No timing is asserted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

import eval.bench.passages
from eval.bench import cli, scale
from eval.bench.page import FIGURES, Line, Page, page
from eval.bench.passages import NEIGHBOURS, Real, real, recombined
from eval.bench.process import MeasureError, run
from index.encoder import vectors_of
from tests.conftest import WordEncoder


def texts(count: int) -> tuple[str, ...]:
    return tuple(
        f"place{number % 7} reports event{number} of kind{number % 3} in year{number % 11}" for number in range(count)
    )


def source(count: int = 60) -> Real:
    held, encoder = texts(count), WordEncoder()
    vectors = vectors_of(encoder.embed(held), encoder.dimension)
    return Real(held, vectors, ("what of event5", "which kind1 in year3", "place2 place3"))


def test_recombined_passages_are_always_the_same_and_no_vector_stands_twice() -> None:
    held, vectors = recombined(source(), 200)
    again, same = recombined(source(), 200)
    assert held == again
    assert np.array_equal(vectors, same)
    assert (len(held), vectors.shape) == (200, (200, 512))
    assert held[:60] == list(texts(60))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(200), abs=1e-5)
    assert len({vector.tobytes() for vector in vectors[60:]}) == 140
    # Half of one passage and half of another: words of text, in a text's number.
    words = {word for text in texts(60) for word in text.split()}
    assert all(set(text.split()) <= words for text in held)


def test_fewer_than_there_are_real_ones_are_all_real() -> None:
    assert recombined(source(), 10)[0] == list(texts(10))


def test_a_passage_is_not_its_own_neighbour() -> None:
    near = eval.bench.passages._neighbours(source().vectors)
    assert near.shape == (60, NEIGHBOURS)
    assert all(number not in row for number, row in enumerate(near.tolist()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Public data's shapes, small."""
    folder = tmp_path / "data"
    folder.mkdir()
    passage = "It began in 1990. It ended in 1992. Nobody knew why. Some guessed."
    for name in ("squad2-dev.jsonl", "squad1-dev-rest.jsonl"):
        (folder / name).write_text(json.dumps({"title": name, "passage": passage + " " + name, "questions": []}) + "\n")
    (folder / "natural-questions-gold.jsonl").write_text(
        json.dumps({"question": "who", "passage": "One man did."}) + "\n"
    )
    held = {"question": "when", "sentences": ["In spring.", "Or in autumn.", "At night."], "answers": [0]}
    (folder / "selqa.jsonl").write_text(json.dumps(held) + "\n")
    return folder


def test_real_passages_are_pairs_of_sentences_and_are_embedded_once(data: Path, tmp_path: Path) -> None:
    encoder = WordEncoder()
    found = real(data, encoder, tmp_path / "kept", questions=5)
    assert sorted(found.texts) == [
        "At night.",
        "In spring. Or in autumn.",
        "It began in 1990. It ended in 1992.",
        "Nobody knew why. Some guessed. squad1-dev-rest.jsonl",
        "Nobody knew why. Some guessed. squad2-dev.jsonl",
        "One man did.",
    ]
    assert sorted(found.questions) == ["when", "who"]
    embedded = len(encoder.encoded)
    again = real(data, encoder, tmp_path / "kept", questions=5)
    assert len(encoder.encoded) == embedded == len(found.texts)
    assert np.array_equal(again.vectors, found.vectors)


def test_passages_of_several_blocks_keep_their_own_vectors(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eval.bench.passages, "BLOCK", 4)  # six passages: a whole block and a part of one
    encoder, heard = WordEncoder(), []
    found = real(data, encoder, tmp_path / "kept", questions=5, progress=heard.append)
    assert found.vectors.tolist() == vectors_of(encoder.embed(found.texts), encoder.dimension).tolist()
    assert sum(heard) == 6


def test_missing_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(MeasureError, match="--data"):
        real(tmp_path, WordEncoder(), tmp_path, questions=1)


def test_an_index_of_passages_finds_what_exact_search_finds(tmp_path: Path) -> None:
    built = scale.build(source(), 150, tmp_path / "index")
    assert built.passages == 150
    asked = scale.ask(tmp_path / "index", WordEncoder, ["what of event5", "place2 in year4", "nothing known"], 150)
    # So few are compared exactly.
    assert (asked.recall_vectors, asked.recall_search) == (1.0, 1.0)
    assert asked.peak_mb > 10


def test_a_process_is_measured() -> None:
    ran = run([sys.executable, "-c", "print('x' * 10)"])
    assert ran.printed == "xxxxxxxxxx\n"
    assert ran.seconds > 0
    assert 2 < ran.peak_mb < 4000


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([sys.executable, "-c", "import sys; sys.exit('no such peer')"], "exit code 1: no such peer"),
        (["no-such-program-anywhere"], "cannot be run"),
    ],
)
def test_a_process_that_fails_is_no_figure(command: list[str], said: str) -> None:
    with pytest.raises(MeasureError, match=said):
        run(command)


def test_without_the_peers_there_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--peers", str(tmp_path / "python"), "--out", str(tmp_path / "page.md")]) == 2
    assert "make peers" in capsys.readouterr().err
    assert not (tmp_path / "page.md").exists()


def test_the_page_shows_ratios_against_the_best_peer() -> None:
    line = Line("cold", {"Ibid": 0.8, "naive": 8.0, "txtai": 10.0})
    own = Line("help", {"Ibid": 0.06})
    built = scale.Built(1000, 1.0, 2.0, 3.0)
    asked = scale.Asked(0.1, 4.0, 1.0, 0.5, 0.2, 5.7, 7.0, 0.99, 0.98, 200.0)
    text = page(Page("abc123", "a machine", 5, (line, own), ((built, asked),)))
    assert "| 0.80 s | 8.00 s | 10.00 s | **0.10** | ≤ 0.17 |" in text
    assert "`ibid --help` | 0.06 s |" in text
    assert "| 1,000 | 1.0 s | 2.0 s | 3 MB | 0.10 s | 5.7 ms |" in text
    assert "commit abc123" in text
    assert set(FIGURES) >= {"cold", "warm", "index", "memory"}
