"""`pytest` alone runs a question file, one test a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.article import Article
from tests.conftest import WordEncoder, fake_model

pytest_plugins = ["pytester"]


@pytest.fixture
def folder(pytester: pytest.Pytester, questions_file: Path, small: Article, monkeypatch: pytest.MonkeyPatch) -> Path:
    fake_model(monkeypatch, lambda _model: WordEncoder())
    (pytester.path / "questions.jsonl").write_bytes(questions_file.read_bytes())
    (pytester.path / "quarry.txt").write_text(small.text, "utf-8")
    pytester.makeini("[pytest]\nibid_questions = questions.jsonl\nibid_article = quarry.txt\nibid_index = built\n")
    return pytester.path


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:cov", *arguments)


def test_one_test_a_question(pytester: pytest.Pytester, folder: Path) -> None:
    result = run(pytester, "-v")
    counted = result.parseoutcomes()
    assert counted["passed"] + counted.get("failed", 0) == 10
    assert counted["passed"] >= 4
    result.stdout.fnmatch_lines(["*questions.jsonl::t-built PASSED*"])


def test_a_failure_says_what_was_expected_and_what_came(pytester: pytest.Pytester, folder: Path) -> None:
    path = folder / "questions.jsonl"
    path.write_text(path.read_text("utf-8").replace("Who built the first tram?", "Which union counted?"), "utf-8")
    result = run(pytester)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*Which union counted?*", "*expected: line 7: The first tram was built*", "*came: *"])


def test_a_bad_file_is_an_error_that_names_its_faults(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "questions.jsonl").write_text('{"id": "x"}\n', "utf-8")
    result = run(pytester)
    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*line 1: kind: None is none of who*"])


def test_without_the_setting_it_does_nothing(pytester: pytest.Pytester, questions_file: Path) -> None:
    (pytester.path / "questions.jsonl").write_bytes(questions_file.read_bytes())
    pytester.makepyfile("def test_other(): pass")
    assert run(pytester).parseoutcomes() == {"passed": 1}
