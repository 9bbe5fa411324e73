"""The whole run in this process, with the fake encoder and a rival that is a script."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from eval.outside.run import OTHER, drawn, main
from eval.questions import Question, load
from ingest.source import read_article
from tests.conftest import WordEncoder, fake_model

RIVAL = f"""#!{sys.executable}
# Shows the article's first three paragraphs, whatever is asked.
import json, sys
_, _, _, article, questions, texts = sys.argv
assert texts == "--texts"
parts = [part for part in open(article, encoding="utf-8").read().split("\\n\\n")][:3]
print("a library says something")
print(json.dumps([parts for line in open(questions, encoding="utf-8")]))
"""


@pytest.fixture
def rival(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fake_model(monkeypatch, lambda _model: WordEncoder())
    script = tmp_path / "python"
    script.write_text(RIVAL, "utf-8")
    script.chmod(0o755)
    return script


def row(text: str, begins: str) -> list[str]:
    """The cells of the first row that begins so."""
    line = next(line for line in text.split("\n") if line.startswith(f"| {begins} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_every_figure_is_taken_and_written(data: Path, rival: Path, tmp_path: Path) -> None:
    out, work = tmp_path / "docs" / "outside.md", tmp_path / "work"
    arguments = ["--data", str(data), "--work", str(work), "--out", str(out), "--peers", str(rival)]
    assert main([*arguments, "--only-peers", "naive", "--only-peers", "txtai"]) == 0
    text = out.read_text("utf-8")
    # Three paragraphs are the whole of such a title, without the blank lines between; the first is its name.
    shown = len((work / "line-1" / "article.txt").read_text("utf-8")) - 2 * len("\n\n")
    assert row(text, "naive") == ["1.000 ± 0.000", "0.000 ± 0.000", "–", "–", "–", f"{shown} ± 0"]
    # Whatever Ibid answers: of so few sentences, its search ranks every one.
    assert row(text, "Ibid")[2] == "1.000 ± 0.000"
    assert text.count("\n| txtai |") == 2
    assert "Peat bogs of the northern hemisphere" in text
    assert sum((folder / "index").is_dir() for folder in work.iterdir()) == 6
    # A second run finds indexes and files of the first in its way, and says the same.
    again = tmp_path / "again.md"
    assert main([*arguments[:4], "--out", str(again), *arguments[6:], "--only-peers", "naive"]) == 0
    assert row(again.read_text("utf-8"), "Ibid") == row(text, "Ibid")


def test_a_part_and_so_many_questions_and_no_rivals(data: Path, rival: Path, tmp_path: Path, capsys) -> None:
    arguments = ["--data", str(data), "--work", str(tmp_path / "work"), "--part", "dev", "--most", "1"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "part `dev`" in text
    assert row(text, "Ibid")
    assert "naive" not in text
    sentences, answerable, unanswerable, *_ = next(
        [cell.strip() for cell in line.strip("|").split("|")][1:]
        for line in text.split("### What was asked")[1].split("\n")
        if line.startswith("| together |")
    )
    assert (sentences, int(answerable) + int(unanswerable)) == ("20", 5)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"--peers": "no-such-python"}, "make peers"), ({"--data": "no-such-folder"}, "--data")],
)
def test_without_peers_or_data_there_is_no_page(
    changed: dict[str, str], said: str, data: Path, tmp_path: Path, capsys
) -> None:
    given = {"--data": str(data), "--work": str(tmp_path / "work"), "--out": str(tmp_path / "page.md"), **changed}
    assert main([part for pair in given.items() for part in pair]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "page.md").exists()


def test_fewer_drawn_are_a_part_of_more_and_keep_their_order() -> None:
    asked = [Question(f"q{number}", "what", "plain", "?", False, (), (), False, (), None, None) for number in range(30)]
    few, more = drawn(asked, 5), drawn(asked, 12)
    assert (len(few), len(more), drawn(asked, None), drawn(asked, 99)) == (5, 12, tuple(asked), tuple(asked))
    assert set(few) < set(more)
    assert list(more) == [question for question in asked if question in more]
    assert set(drawn(list(reversed(asked)), 5)) == set(few)
    assert drawn(asked, 0) == ()


def test_the_article_of_another_field_is_read_and_its_questions_have_no_fault() -> None:
    article = read_article(OTHER.article)
    questions = load(OTHER.questions, article).questions
    assert Counter(question.answerable for question in questions) == {True: 30, False: 12}
    assert {question.style for question in questions} == {"plain", "paraphrase", "variant"}
