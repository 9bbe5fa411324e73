"""ibid-eval, run in this process with a fake encoder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.cli import CANNOT_JUDGE, PASSED, WORSE, main
from ingest.article import Article
from tests.conftest import WordEncoder, fake_model

Shell = Callable[..., int]


@pytest.fixture
def shell(tmp_path: Path, questions_file: Path, monkeypatch: pytest.MonkeyPatch, small: Article) -> Shell:
    """Runs ibid-eval on the small article; index and baseline lie in the test's folder."""
    fake_model(monkeypatch, lambda _model: WordEncoder())
    article = tmp_path / "quarry.txt"
    article.write_text(small.text, "utf-8")

    def run(*arguments: str, questions: Path = questions_file) -> int:
        given = ["--questions", str(questions), "--article", str(article), "--index", str(tmp_path / "index")]
        baseline = ["--baseline", str(tmp_path / "baseline.json")]
        return main([*given, *baseline, *arguments])

    return run


def test_prints_means_with_n_and_standard_error(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell() == PASSED
    out = capsys.readouterr().out
    assert "| metric | mean ± standard error | n |" in out
    # Two of eight are refused, and cite nothing; the root of 0.75 × 0.25 ÷ 7.
    assert "| right | 0.750 ± 0.164 | 8 |" in out.splitlines()
    assert "| citation precision | 1.000 ± 0.000 | 6 |" in out.splitlines()
    assert re.search(r"^\| brier \| 0\.\d{3} ± 0\.\d{3} \| 10 \|$", out, re.MULTILINE)
    assert "| conflict | 2 |" in out


def test_two_runs_give_the_same_but_for_the_times(shell: Shell, tmp_path: Path) -> None:
    held = []
    for name in ("one.json", "two.json"):
        assert shell("--json", str(tmp_path / name)) == PASSED
        data = json.loads((tmp_path / name).read_text("utf-8"))
        assert next(iter(data)) == "questions"
        del data["origin"]["at"], data["origin"]["seconds"]
        held.append(data)
    assert held[0] == held[1]
    assert len(held[0]["questions"]) == 10


def test_writes_markdown_and_junit(shell: Shell, tmp_path: Path) -> None:
    assert shell("--markdown", str(tmp_path / "t.md"), "--junit", str(tmp_path / "j.xml")) == PASSED
    assert "| style | n |" in (tmp_path / "t.md").read_text("utf-8")
    suite = ElementTree.fromstring((tmp_path / "j.xml").read_text("utf-8"))
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases][:2] == ["t-open", "t-built"]
    assert suite.get("failures") == str(len(suite.findall("testcase/failure")))


def test_accept_then_gate(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("--accept") == PASSED
    assert "no baseline before" in capsys.readouterr().out
    assert shell("--gate") == PASSED
    assert "passed" in capsys.readouterr().out
    assert shell("--accept") == PASSED
    assert "replaces the baseline of commit" in capsys.readouterr().out


def test_the_gate_is_red_when_answers_got_worse(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("--accept", "--save-answers", str(tmp_path / "answers.jsonl")) == PASSED
    answers = [json.loads(line) for line in (tmp_path / "answers.jsonl").read_text("utf-8").splitlines()]
    for answer in answers:
        if answer["id"] == "t-built":
            answer["quotes"] = answer["quotes"][1:]
    worse = tmp_path / "worse.jsonl"
    worse.write_text("".join(json.dumps(answer) + "\n" for answer in answers), "utf-8")
    capsys.readouterr()
    assert shell("--gate", "--answers", str(tmp_path / "answers.jsonl")) == PASSED
    capsys.readouterr()
    assert shell("--gate", "--answers", str(worse)) == WORSE
    out = capsys.readouterr().out
    assert "FAIL   tune  right" in out
    assert "lost t-built" in out
    assert "Who built the first tram?" in out


def test_what_was_lost_in_the_gate_half_is_named_by_id_only(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("--accept", "--save-answers", str(tmp_path / "answers.jsonl")) == PASSED
    kept = [line for line in (tmp_path / "answers.jsonl").read_text("utf-8").splitlines() if '"g-built"' not in line]
    (tmp_path / "fewer.jsonl").write_text("\n".join(kept), "utf-8")
    capsys.readouterr()
    assert shell("--gate", "--answers", str(tmp_path / "fewer.jsonl")) == WORSE
    out = capsys.readouterr().out
    assert "lost in the gate half: g-built" in out
    assert "Who built the first tram?" not in out


def test_an_empty_answer_file_is_red(shell: Shell, tmp_path: Path) -> None:
    assert shell("--accept") == PASSED
    (tmp_path / "none.jsonl").write_text("", "utf-8")
    assert shell("--gate", "--answers", str(tmp_path / "none.jsonl")) == WORSE


def test_one_question_side_by_side(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("--show", "t-price") == PASSED
    out = capsys.readouterr().out
    assert "? What did the second tram cost?" in out
    assert "the article does not say" in out
    assert shell("--show", "t-built") == PASSED
    assert "expected\n  line 7  The first tram was built by Ada Holm" in capsys.readouterr().out


@pytest.mark.parametrize("mode", ["dense", "lexical", "hybrid", "full"])
def test_every_mode_runs(shell: Shell, mode: str, tmp_path: Path) -> None:
    assert shell("--mode", mode, "--json", str(tmp_path / "m.json")) == PASSED
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["origin"]["mode"] == mode


def test_a_part_of_the_set(shell: Shell, tmp_path: Path) -> None:
    for arguments, ids in (
        (("--ids", "g-open,t-dead"), ["t-dead", "g-open"]),
        (("--kind", "conflict"), ["t-dead", "g-dead"]),
        (("--kind", "who", "--split", "gate"), ["g-built"]),
    ):
        assert shell(*arguments, "--json", str(tmp_path / "p.json")) == PASSED
        assert [held["id"] for held in json.loads((tmp_path / "p.json").read_text("utf-8"))["questions"]] == ids


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--gate",), "no baseline"),
        (("--gate", "--split", "tune"), "judge the whole set"),
        (("--accept", "--mode", "dense"), "leave out --mode"),
        (("--accept", "--gate"), "leave out --gate"),
        (("--results", "r.md"), "goes with --accept"),
        (("--ids", "t-open,t-none"), "no question of that id: t-none"),
        (("--kind", "where"), "no question of that kind: where"),
        (("--answers", "/nowhere/at-all.jsonl"), "cannot be read"),
        (("--json", "/proc/no/such/place.json"), "cannot be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_judged(
    shell: Shell, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert shell(*arguments) == CANNOT_JUDGE
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert len([line for line in error.splitlines() if line.startswith("ibid-eval: ")]) == 1


def test_all_faults_of_a_question_file_are_printed(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n[]\n", "utf-8")
    assert shell(questions=tmp_path / "bad.jsonl") == CANNOT_JUDGE
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("ibid-eval: ") for line in lines)


def test_a_claim_that_was_not_checked_counts_as_wrong(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = {
        "id": "c",
        "kind": "claim",
        "style": "plain",
        "question": "It closed in 1961.",
        "answerable": False,
        "verdict": "not_in_article",
    }
    (tmp_path / "claims.jsonl").write_text(json.dumps(claim), "utf-8")
    assert shell(questions=tmp_path / "claims.jsonl") == PASSED
    assert "| claim accuracy | 0.000 | 1 |" in capsys.readouterr().out


def test_a_baseline_of_other_questions_is_noticed_before_anything_runs(
    shell: Shell, questions_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("--accept") == PASSED
    questions_file.write_text(questions_file.read_text("utf-8").replace("Who built", "Who made"), "utf-8")
    capsys.readouterr()
    assert shell("--gate") == CANNOT_JUDGE
    captured = capsys.readouterr()
    assert "other questions" in captured.err
    assert captured.out == ""


def test_a_question_set_without_halves_has_no_baseline(
    shell: Shell, questions_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions_file.write_text(questions_file.read_text("utf-8").replace('"gate"', '"tune"'), "utf-8")
    assert shell("--accept") == CANNOT_JUDGE
    assert "both halves" in capsys.readouterr().err


def test_results_are_written_with_every_mode(shell: Shell, tmp_path: Path) -> None:
    assert shell("--accept", "--results", str(tmp_path / "results.md")) == PASSED
    page = (tmp_path / "results.md").read_text("utf-8")
    for heading in ("## Headline", "## By kind", "## By style", "## Ablations", "## Caveats"):
        assert heading in page
    assert "| dense |" in page
    assert "| lexical |" in page
