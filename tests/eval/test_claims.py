"""Claims: each metric by hand, what a missing check counts, and the confusion table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.claims import (
    Named,
    SaidOfClaim,
    accurate,
    claim_measures,
    claims_text,
    confusion,
    difference_named,
    evidence_first,
    kept_claims,
    kinds,
    run_claims,
    wrongly_supported,
)
from eval.judged import Quoted
from eval.questions import Evidence, Question, Verdict
from ingest.errors import IbidError

TEXT = "The line opened in 1908.[1] It closed in 1961.[2]"
OPENED = "The line opened in 1908.[1]"


def claim(verdict: Verdict, id: str = "c") -> Question:
    known = verdict != "not_in_article"
    evidence = (Evidence(0, len(OPENED), 1, OPENED, ("1",)),) if known else ()
    answers = (("1908",),) if known else ()
    return Question(
        id,
        "claim",
        "plain",
        "It opened in 1909.",
        known,
        answers,
        evidence,
        False,
        ("1",) if known else (),
        verdict,
        "tune",
    )


def said(verdict: Verdict, *differences: Named, start: int = 0, end: int = len(OPENED)) -> SaidOfClaim:
    quotes = (Quoted(TEXT[start:end], start, end, ("1",)),) if verdict != "not_in_article" else ()
    return SaidOfClaim(bool(quotes), 1.0, quotes, (), (), verdict, differences)


RIGHT = Named(19, 23, "date")


@pytest.mark.parametrize(
    ("named", "value"),
    [
        (RIGHT, 1.0),
        # The right place, and a wrong kind; the right kind, and another place.
        (Named(19, 23, "number"), 0.0),
        (Named(44, 48, "date"), 0.0),
    ],
)
def test_a_difference_is_named_rightly(named: Named, value: float) -> None:
    assert difference_named(claim("differs"), said("differs", named)) == value


def test_metrics_that_do_not_apply_are_none() -> None:
    assert difference_named(claim("supported"), said("supported")) is None
    assert wrongly_supported(claim("supported"), said("supported")) is None
    assert evidence_first(claim("not_in_article"), said("not_in_article")) is None


def test_a_missing_check_has_the_worst_value() -> None:
    assert accurate(claim("supported"), None) == 0.0
    assert wrongly_supported(claim("differs"), None) == 1.0
    assert difference_named(claim("differs"), None) == 0.0
    assert evidence_first(claim("differs"), None) == 0.0


@pytest.mark.parametrize(
    ("answer", "kind"), [("12 December", "date"), ("2,906", "number"), ("1921", "date"), ("wounded", "wording")]
)
def test_the_kind_of_an_answer(answer: str, kind: str) -> None:
    assert kind in kinds(answer)


def test_a_run_gives_rows_and_tables() -> None:
    questions = [claim("differs", "a"), claim("supported", "b"), claim("not_in_article", "c")]
    answers = {"a": said("differs", RIGHT), "b": said("differs", RIGHT), "c": said("not_in_article")}
    rows = run_claims(questions, lambda question: answers[question.id], claim_measures(TEXT))
    assert [row.values["claim accuracy"] for row in rows] == [1.0, 0.0, 1.0]
    assert rows[0].values["claim citation precision"] == 1.0
    assert rows[0].values["claim verbatim"] == 1.0
    assert "| supported | 0 | 1 | 0 |" in confusion(rows)
    assert "| claim accuracy | 0.667 ± 0.333 | 3 |" in claims_text(rows)


def test_what_was_kept_is_judged_again(tmp_path: Path) -> None:
    line = {"id": "a", "schema": "ibid.check/1", "verdict": "not_in_article", "statements": [], "references": []}
    (tmp_path / "kept.jsonl").write_text(
        json.dumps(line) + "\n" + json.dumps({"id": "b", "schema": "ibid.answer/1"}), "utf-8"
    )
    check = kept_claims(tmp_path / "kept.jsonl")
    assert check(claim("not_in_article", "b")) is None
    assert (found := check(claim("not_in_article", "a"))) is not None
    assert found.verdict == "not_in_article"


def test_a_check_that_is_none_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "kept.jsonl").write_text('{"id": "a", "schema": "ibid.check/1"}', "utf-8")
    with pytest.raises(IbidError, match="line 1"):
        kept_claims(tmp_path / "kept.jsonl")
