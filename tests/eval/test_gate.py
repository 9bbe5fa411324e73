"""The gate, by sabotage: each kind of worse turns it red, by the metric that should notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gate import BaselineError, Judgement, belongs, dumped_baseline, halves, judge, read_baseline
from eval.judged import Quoted, Said
from eval.run import run
from ingest.article import Article

Sabotage = Callable[["World", dict[str, Said]], dict[str, Said]]  # noqa: F821


def judged(world, said: dict[str, Said]) -> Judgement:
    return judge(halves(world.rows(said)), world.baseline, world.measures)


def each(world, change: Callable[[Said], Said]) -> dict[str, Said]:
    return {id: change(said) for id, said in world.said.items()}


def failed(judgement: Judgement) -> set[str]:
    return {verdict.metric for verdict in judgement.verdicts if verdict.grade == "FAIL"}


def one_changed_character(world) -> dict[str, Said]:
    def change(said: Said) -> Said:
        if not said.quotes:
            return said
        first = said.quotes[0]
        return replace(said, quotes=(replace(first, text=first.text.replace("1", "7", 1)), *said.quotes[1:]))

    return each(world, change)


def references_dropped(world) -> dict[str, Said]:
    return each(world, lambda said: replace(said, quotes=tuple(replace(q, citations=()) for q in said.quotes)))


def references_of_the_neighbour(world) -> dict[str, Said]:
    following = {quote.start: quote for said in world.said.values() for quote in said.quotes}
    starts = sorted(following)

    def neighbour(quote: Quoted) -> Quoted:
        at = starts[(starts.index(quote.start) + 1) % len(starts)]
        return replace(quote, citations=following[at].citations)

    return each(world, lambda said: replace(said, quotes=tuple(map(neighbour, said.quotes))))


def always_answer(world) -> dict[str, Said]:
    some = next(said for said in world.said.values() if said.answered)
    return each(world, lambda said: said if said.answered else replace(some, confidence=0.5))


def never_answer(world) -> dict[str, Said]:
    return each(world, lambda said: replace(said, answered=False, quotes=()))


def answers_shifted_by_one(world) -> dict[str, Said]:
    ids = list(world.said)
    return {id: world.said[ids[at - 1]] for at, id in enumerate(ids)}


def first_two_quotes_swapped(world) -> dict[str, Said]:
    return each(world, lambda said: replace(said, quotes=(*said.quotes[1::-1], *said.quotes[2:])))


def padded_to_the_paragraph(world) -> dict[str, Said]:
    text = world.article.text

    def pad(quote: Quoted) -> Quoted:
        start = text.rfind("\n", 0, quote.start) + 1
        end = text.find("\n", quote.end)
        return replace(quote, text=text[start:end], start=start, end=end)

    return each(world, lambda said: replace(said, quotes=tuple(map(pad, said.quotes))))


def no_answers(_world) -> dict[str, Said]:
    return {}


@pytest.mark.parametrize(
    ("sabotage", "noticed_by"),
    [
        (one_changed_character, "verbatim"),
        (references_dropped, "citation recall"),
        (references_of_the_neighbour, "citation precision"),
        (always_answer, "abstention recall"),
        (never_answer, "false refusals"),
        (answers_shifted_by_one, "right"),
        (first_two_quotes_swapped, "first"),
        (padded_to_the_paragraph, "quote precision"),
        (no_answers, "right"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_sabotage_turns_the_gate_red(world, sabotage, noticed_by: str) -> None:
    judgement = judged(world, sabotage(world))
    assert not judgement.passed
    assert noticed_by in failed(judgement)


def test_what_is_as_good_passes(world) -> None:
    judgement = judged(world, world.said)
    assert judgement.passed
    assert {verdict.grade for verdict in judgement.verdicts} == {"OK"}
    assert not any(judgement.gained.values())
    assert not any(judgement.lost.values())


def test_no_answers_are_also_noticed_as_nothing_checked(world) -> None:
    assert {"quotes checked", "verbatim", "mrr", "brier"} <= failed(judged(world, {}))


def test_half_of_the_questions_missing_fails(world) -> None:
    half = [question for question in world.questions.questions if not question.id.endswith(("built", "dead"))]
    rows = run(half, lambda question: world.said[question.id], world.measures)
    judgement = judge(halves(rows), world.baseline, world.measures)
    assert not judgement.passed
    assert "questions run" in failed(judgement)


def test_as_many_questions_but_others_fails(world) -> None:
    renamed = [
        replace(question, id=f"{question.id}-new") if question.id == "g-built" else question
        for question in world.questions.questions
    ]
    rows = run(renamed, lambda question: world.said[question.id.removesuffix("-new")], world.measures)
    assert "questions run" in failed(judge(halves(rows), world.baseline, world.measures))


def test_no_question_at_all_fails(world) -> None:
    assert not judge(halves(()), world.baseline, world.measures).passed


def test_a_metric_that_is_no_longer_measured_fails(world) -> None:
    kept = tuple(measure for measure in world.measures if measure.name != "mrr")
    rows = run(world.questions.questions, lambda question: world.said[question.id], kept)
    assert failed(judge(halves(rows), world.baseline, world.measures)) == {"mrr"}


def test_gained_and_lost_name_their_ids(world) -> None:
    worse = {**world.said, "t-open": replace(world.said["t-open"], answered=False, quotes=())}
    assert judged(world, worse).lost == {"tune": ("t-open",), "gate": ()}
    before = replace(world.baseline, halves=halves(world.rows(worse)))
    better = judge(halves(world.rows(world.said)), before, world.measures)
    assert better.passed
    assert better.gained == {"tune": ("t-open",), "gate": ()}


@pytest.mark.parametrize(
    ("metric", "was", "grade"),
    [
        # Within the stated tolerance of 0.006, and just outside it.
        ("right", 1.005, "OKish"),
        ("right", 1.02, "FAIL"),
        ("right", 0.9, "OK"),
        # Smaller is better.
        ("brier", 0.0, "FAIL"),
        ("brier", 0.2, "OK"),
        # Nothing is forgiven here.
        ("verbatim", 1.00001, "FAIL"),
    ],
)
def test_grades(world, metric: str, was: float, grade: str) -> None:
    halves_before = {
        split: replace(half, means={**half.means, metric: was}) for split, half in world.baseline.halves.items()
    }
    judgement = judge(halves(world.rows(world.said)), replace(world.baseline, halves=halves_before), world.measures)
    assert {verdict.grade for verdict in judgement.verdicts if verdict.metric == metric} == {grade}


def test_a_baseline_comes_back_as_it_was_written(world, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(dumped_baseline(world.baseline), "utf-8")
    assert dumped_baseline(read_baseline(path)) == dumped_baseline(world.baseline)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no baseline"),
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"format": 99}', "format 99"),
        ('{"format": 1, "halves": {}}', "cannot be read"),
        (
            json.dumps(
                {
                    "format": 1,
                    "commit": "",
                    "model": "",
                    "questions_sha256": "",
                    "article_sha256": "",
                    "halves": {
                        split: {"questions": 0, "means": {}, "counts": {}, "won": {}} for split in ("tune", "gate")
                    },
                }
            ),
            "holds no figures",
        ),
    ],
    ids=["missing", "empty", "cut short", "a list", "another format", "no halves", "no figures"],
)
def test_a_baseline_that_is_none(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(BaselineError, match=said):
        read_baseline(path)


def test_a_baseline_of_other_questions_or_another_article(world, small: Article, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    belongs(world.baseline, questions_sha256=world.questions.sha256, article_sha256=small.sha256, path=path)
    with pytest.raises(BaselineError, match="other questions"):
        belongs(world.baseline, questions_sha256="f" * 64, article_sha256=small.sha256, path=path)
    with pytest.raises(BaselineError, match="other article"):
        belongs(world.baseline, questions_sha256=world.questions.sha256, article_sha256="f" * 64, path=path)
