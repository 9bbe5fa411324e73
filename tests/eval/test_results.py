"""The published page is the one that the committed baseline and questions give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.ablations import PARTS
from eval.gate import Baseline, read_baseline
from eval.questions import load
from ingest.article import Article

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "results.md"


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return read_baseline(ROOT / "eval" / "baseline.json")


def test_the_baseline_is_of_these_questions_and_this_article(baseline: Baseline, article: Article) -> None:
    questions = load(ROOT / "eval" / "questions.jsonl", article)
    assert baseline.questions_sha256 == questions.sha256
    assert baseline.article_sha256 == article.sha256


def test_the_page_names_its_commit_and_its_questions(baseline: Baseline) -> None:
    page = PAGE.read_text("utf-8")
    assert f"Made at commit `{baseline.commit}`" in page
    assert f"`{baseline.questions_sha256[:12]}`" in page


def test_the_headline_is_the_gate_half_of_the_baseline(baseline: Baseline) -> None:
    headline = PAGE.read_text("utf-8").split("## Headline")[1].split("## By kind")[0]
    rows = dict(re.findall(r"^\| ([a-z@0-9 F]+) \| ([\d.]+)", headline, re.MULTILINE))
    assert len(rows) >= 12
    for name, shown in rows.items():
        places = 0 if name == "characters quoted" else 3
        assert f"{baseline.halves['gate'].means[name]:.{places}f}" == shown, name


def test_the_ablations_hold_every_mode(baseline: Baseline) -> None:
    ablations = PAGE.read_text("utf-8").split("## Ablations")[1].split("## Silence")[0]
    modes, without = ablations.split("| without |")
    assert re.findall(r"^\| (\w+) \|", modes, re.MULTILINE) == ["mode", "dense", "lexical", "hybrid", "full"]
    assert [line.split("|")[1].strip() for line in without.splitlines() if line.startswith("| ")] == list(PARTS)
    full = next(line for line in ablations.splitlines() if line.startswith("| full |"))
    assert f"{baseline.halves['gate'].means['right']:.3f}" in full


def test_the_threshold_that_is_shipped_is_a_row_of_the_curve(baseline: Baseline) -> None:
    curve = PAGE.read_text("utf-8").split("## Silence")[1].split("## Confidence")[0]
    (shipped,) = (line.split("|") for line in curve.splitlines() if "as it comes" in line)
    means = baseline.halves["gate"].means
    assert shipped[3].strip() == f"{means['abstention recall']:.3f}"
    assert shipped[5].strip() == f"{means['false refusals']:.3f}"
    assert shipped[7].strip() == f"{means['right']:.3f}"
