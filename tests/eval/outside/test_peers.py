"""The peers' command: texts where they are asked for, and the bench's times as before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.bench import peers


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An article and two questions, and a peer that shows the article's last line and the question."""

    def peer(model: str, text: str, step: peers.Step) -> peers.Search:
        step()
        step()
        return lambda question: [text.rsplit("\n", 1)[-1], question]

    monkeypatch.setitem(peers.PEERS, "naive", peer)
    article, questions = tmp_path / "article.txt", tmp_path / "questions.jsonl"
    article.write_text("\n".join(f"line {number}" for number in range(1, 801)), "utf-8")
    questions.write_text('{"question": "Who?"}\n\n{"question": "Où?\\nLà?"}\n', "utf-8")
    return ["peers.py", "naive", str(article), str(questions)]


def printed(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    monkeypatch.setattr("sys.argv", arguments)
    peers.main()
    (line,) = capsys.readouterr().out.splitlines()
    return json.loads(line)


def test_the_texts_of_each_question_are_printed_on_one_line(files, monkeypatch, capsys) -> None:
    assert printed([*files, "--texts"], monkeypatch, capsys) == [["line 800", "Who?"], ["line 800", "Où?\nLà?"]]


def test_the_bench_still_gets_its_times(files, monkeypatch, capsys) -> None:
    held = printed(files, monkeypatch, capsys)
    assert isinstance(held, dict)
    assert (len(held["seconds"]), len(held["question_ms"])) == (4, 2)
    assert held["peak_mb"] > 0
