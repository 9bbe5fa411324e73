"""Question files: what is read, and that every fault is named at once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from eval.questions import QuestionsError, load
from ingest.article import Article
from ingest.fold import fold

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "eval" / "questions.jsonl"
SCHEMA = ROOT / "tests" / "contract" / "question.schema.json"

GOOD = {
    "id": "a",
    "kind": "when",
    "style": "plain",
    "question": "When did it close?",
    "answerable": True,
    "answers": [["1961"]],
    "evidence": [{"line": 3, "quote": "It closed in 1961.[2]"}],
    "refs": ["2"],
}


def faults(small: Article, tmp_path: Path, *lines: object) -> list[str]:
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    with pytest.raises(QuestionsError) as caught:
        load(path, small)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


def test_a_good_question_is_read(small: Article, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n", "utf-8")
    (question,) = load(path, small).questions
    (entry,) = question.evidence
    assert small.text[entry.start : entry.end] == "It closed in 1961.[2]"
    assert (entry.refs, question.shown, question.any_evidence, question.split) == (("2",), 3, False, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": ""}, "id: a text was expected"),
        ({"kind": "whence"}, "kind: 'whence' is none of who, when"),
        ({"style": None}, "style: None is none of plain"),
        ({"question": 7}, "question: a text was expected"),
        ({"answerable": "yes"}, "answerable: true or false was expected"),
        ({"answers": "1961"}, "answers: a list of lists of texts was expected"),
        ({"answers": [[]]}, "answers: a list of lists of texts was expected"),
        ({"answers": [["1962"]]}, "answers: none of ['1962'] stands in the evidence"),
        ({"evidence": {}}, "evidence: a list was expected"),
        ({"evidence": [{"line": 3}]}, 'evidence: {"line": 12, "quote": "…"} was expected'),
        ({"evidence": [{"line": True, "quote": "x"}]}, 'evidence: {"line": 12, "quote": "…"} was expected'),
        ({"evidence": [{"line": 900, "quote": "x"}]}, "evidence: line 900 of an article of"),
        # The words moved to another line, or changed.
        ({"evidence": [{"line": 3, "quote": "It closed in 1962."}]}, "occurs 0 times in line 3, not once"),
        # Words that stand twice in their line tell nothing.
        ({"evidence": [{"line": 3, "quote": "1"}]}, "occurs 4 times in line 3, not once"),
        ({"evidence": [], "answers": []}, "evidence: an answerable question needs at least one entry"),
        ({"answerable": False}, "evidence: a question that is not answerable has none"),
        ({"refs": ["3"]}, "refs: [3] stands in none of the evidence"),
        ({"refs": 2}, "refs: a list of texts was expected"),
        ({"verdict": "perhaps"}, "verdict: 'perhaps' is none of supported"),
        ({"kind": "claim"}, "verdict: a claim needs one"),
        ({"split": "train"}, "split: 'train' is none of tune, gate"),
        ({"any_evidence": 1}, "any_evidence: true or false was expected"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_a_fault_names_its_line_its_field_and_what_was_expected(
    small: Article, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    found = faults(small, tmp_path, {**GOOD, "id": "other"}, {**GOOD, **change})
    assert any(fault.startswith("line 2: ") and said in fault for fault in found), found


def test_all_faults_are_named_at_once(small: Article, tmp_path: Path) -> None:
    found = faults(small, tmp_path, "{", "[]", {**GOOD, "id": "b", "style": "loud", "kind": "x"}, GOOD, GOOD)
    assert [fault.split(":")[0] for fault in found] == ["line 1", "line 2", "line 3", "line 3", "line 5"]
    assert "'a' is taken" in found[-1]


@pytest.mark.parametrize("content", ["", "\n\n"], ids=["empty", "blank lines"])
def test_an_empty_file_is_a_fault(small: Article, tmp_path: Path, content: str) -> None:
    assert "holds no question" in faults(small, tmp_path, content)[0]


def test_a_file_that_cannot_be_read(small: Article, tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="cannot be read"):
        load(tmp_path / "none.jsonl", small)
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(QuestionsError, match="not UTF-8 at byte 8"):
        load(tmp_path / "latin.jsonl", small)


# Ibid's own set.


@pytest.fixture(scope="module")
def own() -> list[dict[str, object]]:
    return [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]


def test_the_own_set_loads(article: Article) -> None:
    assert len(load(OWN, article).questions) == 588


def test_the_own_set_keeps_the_format(own: list[dict[str, object]]) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    assert [error.message for question in own for error in validator.iter_errors(question)] == []


def test_the_own_set_is_large_and_mixed_enough(own: list[dict[str, object]]) -> None:
    asked = [question for question in own if question["kind"] != "claim"]
    kinds = Counter(str(question["kind"]) for question in asked)
    answerable = [question for question in asked if question["answerable"]]
    assert len(own) >= 360
    assert len(answerable) >= 230
    assert len(asked) - len(answerable) >= 90
    assert kinds["conflict"] >= 24
    assert kinds["list"] + kinds["multi"] >= 24
    assert kinds["reference"] >= 24
    assert kinds["infobox"] + kinds["note"] + kinds["caption"] >= 24
    assert kinds["unanswerable"] >= 48
    assert kinds["false_premise"] >= 16
    assert sum(question["kind"] == "claim" for question in own) >= 30
    styles = Counter(str(question["style"]) for question in own)
    assert 0.36 <= styles["plain"] / len(own) <= 0.44
    assert 0.36 <= styles["paraphrase"] / len(own) <= 0.44
    assert 0.16 <= styles["variant"] / len(own) <= 0.24


def test_half_of_each_kind_is_kept_from_tuning(own: list[dict[str, object]]) -> None:
    halves = Counter((str(question["kind"]), str(question["split"])) for question in own)
    for kind in {kind for kind, _ in halves}:
        assert abs(halves[kind, "tune"] - halves[kind, "gate"]) <= 3, kind


def test_every_section_is_asked_about(own: list[dict[str, object]], article: Article) -> None:
    lines = {entry["line"] for question in own for entry in question.get("evidence", [])}  # type: ignore[attr-defined]
    told: dict[tuple[str, ...], set[int]] = {}
    for passage in article.passages:
        if passage.kind == "prose":
            told.setdefault(passage.section, set()).add(article.line(passage.start))
    assert [section for section, held in told.items() if not held & lines] == []


def test_what_is_fitted_on_asks_no_question_of_the_fixed_set() -> None:
    practice, fixed = (
        [fold(json.loads(line)["question"]) for line in path.read_text("utf-8").splitlines()]
        for path in (ROOT / "eval" / "training" / "practice.jsonl", OWN)
    )
    assert not set(practice) & set(fixed)
    assert len(practice) == len(set(practice))
