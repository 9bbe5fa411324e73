"""Metrics, worked out by hand on a small article; the ranking ones agree with ir_measures."""

from __future__ import annotations

import random
from dataclasses import replace

import ir_measures
import pytest
from ir_measures import RR, R

from eval import metrics
from eval.judged import Quoted, Said
from eval.questions import Evidence, Question
from ingest.article import Span

# Two sentences of 20 characters each, with a blank between them.
TEXT = "Twelve fell there.[3] Nobody came back.[4]"
FIRST = Evidence(0, 21, 1, TEXT[:21], ("3",))
SECOND = Evidence(22, 42, 1, TEXT[22:], ("4",))


def asked(**changes: object) -> Question:
    question = Question(
        "q", "number", "plain", "How many fell?", True, (("twelve",),), (FIRST,), False, ("3",), None, "tune"
    )
    return replace(question, **changes)


def quote(start: int, end: int, *citations: str) -> Quoted:
    return Quoted(TEXT[start:end], start, end, citations)


def said(*quotes: Quoted, answered: bool = True, confidence: float = 0.8, ranking: tuple[Span, ...] = ()) -> Said:
    return Said(answered, confidence, quotes, (), ranking)


BOTH = asked(evidence=(FIRST, SECOND), refs=("3", "4"), answers=())
EITHER = replace(BOTH, any_evidence=True)
NOTHING = asked(answerable=False, answers=(), evidence=(), refs=(), kind="unanswerable")


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        pytest.param(asked(), said(quote(0, 21, "3")), 1.0, id="the sentence"),
        # 17 of 21 characters are 0.81 of the entry; 16 are 0.76.
        pytest.param(asked(), said(quote(0, 17)), 1.0, id="just enough of it"),
        pytest.param(asked(), said(quote(0, 16)), 0.0, id="not enough of it"),
        # Covered by two quotes together, the overlap counted once.
        pytest.param(asked(), said(quote(0, 10), quote(8, 21)), 1.0, id="in two pieces"),
        pytest.param(asked(), said(quote(0, 10), quote(0, 10), quote(0, 10)), 0.0, id="the same piece three times"),
        pytest.param(asked(answers=(("thirteen",),)), said(quote(0, 21)), 0.0, id="without the expected words"),
        pytest.param(
            asked(answers=(("dozen", "TWELVE"),)), said(quote(0, 21)), 1.0, id="one of the group, case ignored"
        ),
        # The fourth quote is not looked at, but for kinds that ask for several.
        pytest.param(asked(), said(*[quote(30, 34)] * 3, quote(0, 21)), 0.0, id="too late"),
        pytest.param(asked(kind="list"), said(*[quote(30, 34)] * 3, quote(0, 21)), 1.0, id="in time for a list"),
        pytest.param(BOTH, said(quote(0, 21)), 0.0, id="one of two that are needed"),
        pytest.param(BOTH, said(quote(0, 21), quote(22, 42)), 1.0, id="both"),
        pytest.param(EITHER, said(quote(22, 42)), 1.0, id="either"),
        pytest.param(asked(), said(answered=False), 0.0, id="refused"),
        pytest.param(asked(), None, 0.0, id="no answer at all"),
        pytest.param(NOTHING, said(quote(0, 21)), None, id="does not apply"),
    ],
)
def test_right(question: Question, answer: Said | None, expected: float | None) -> None:
    assert metrics.right(question, answer) == expected


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        pytest.param(asked(), said(quote(0, 21), quote(22, 42)), 1.0, id="first"),
        pytest.param(asked(), said(quote(22, 42), quote(0, 21)), 0.0, id="second"),
        pytest.param(BOTH, said(quote(22, 42)), 1.0, id="one of those needed"),
        pytest.param(asked(), None, 0.0, id="no answer"),
        pytest.param(NOTHING, said(), None, id="does not apply"),
    ],
)
def test_first(question: Question, answer: Said | None, expected: float | None) -> None:
    assert metrics.first(question, answer) == expected


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        pytest.param(asked(), said(quote(0, 21)), 1.0, id="nothing else"),
        pytest.param(asked(), said(quote(0, 42)), 0.5, id="padded"),
        pytest.param(asked(), said(quote(0, 21), quote(22, 43)), 0.5, id="as much again"),
        pytest.param(asked(), said(quote(22, 42)), 0.0, id="only something else"),
        pytest.param(asked(), said(answered=False), 0.0, id="refused"),
        pytest.param(
            asked(evidence=(FIRST, replace(FIRST, end=10))), said(quote(0, 21)), 1.0, id="entries inside each other"
        ),
        pytest.param(NOTHING, None, None, id="does not apply"),
    ],
)
def test_quote_precision(question: Question, answer: Said | None, expected: float | None) -> None:
    assert metrics.quote_precision(question, answer) == expected


@pytest.mark.parametrize(
    ("question", "answer", "precision", "recall"),
    [
        pytest.param(asked(), said(quote(0, 21, "3")), 1.0, 1.0, id="as it is"),
        pytest.param(asked(), said(quote(0, 21)), 0.0, 0.0, id="dropped"),
        pytest.param(asked(), said(quote(0, 21, "4")), 0.0, 0.0, id="another's"),
        pytest.param(asked(), said(quote(0, 21, "3", "9")), 0.5, 1.0, id="one too many"),
        # Quotes beside the evidence are no matter here.
        pytest.param(asked(), said(quote(0, 21, "3"), quote(22, 42, "4")), 1.0, 1.0, id="a further quote"),
        pytest.param(asked(), said(quote(22, 42, "4")), None, None, id="evidence not covered"),
        pytest.param(BOTH, said(quote(0, 21, "3")), 1.0, 1.0, id="of the entry that is covered"),
        pytest.param(EITHER, said(quote(22, 42, "4")), 1.0, 1.0, id="of the one shown"),
        pytest.param(
            asked(evidence=(replace(FIRST, refs=()),), refs=()), said(quote(0, 21)), None, None, id="none to cite"
        ),
        pytest.param(
            asked(evidence=(replace(FIRST, refs=()),), refs=()),
            said(quote(0, 21, "3")),
            0.0,
            None,
            id="none, yet one given",
        ),
        pytest.param(asked(), None, 0.0, 0.0, id="no answer at all"),
        pytest.param(NOTHING, said(quote(0, 21, "3")), None, None, id="does not apply"),
    ],
)
def test_citations(question: Question, answer: Said | None, precision: float | None, recall: float | None) -> None:
    assert metrics.citation_precision(question, answer) == precision
    assert metrics.citation_recall(question, answer) == recall


@pytest.mark.parametrize(
    ("question", "answer", "recall", "precision", "refused"),
    [
        pytest.param(NOTHING, said(answered=False), 1.0, 1.0, None, id="rightly silent"),
        pytest.param(NOTHING, said(quote(0, 21)), 0.0, None, None, id="answered what is not said"),
        pytest.param(asked(), said(answered=False), None, 0.0, 1.0, id="wrongly silent"),
        pytest.param(asked(), said(quote(0, 21)), None, None, 0.0, id="answered"),
        pytest.param(NOTHING, None, 0.0, 0.0, None, id="no answer to what is not said"),
        pytest.param(asked(), None, None, 0.0, 1.0, id="no answer to what is said"),
    ],
)
def test_silence(
    question: Question, answer: Said | None, recall: float | None, precision: float | None, refused: float | None
) -> None:
    assert metrics.abstained(question, answer) == recall
    assert metrics.silence(question, answer) == precision
    assert metrics.false_refusal(question, answer) == refused


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (asked(), said(quote(0, 21), confidence=0.8), 0.04),
        (asked(), said(quote(22, 42), confidence=0.8), 0.64),
        (NOTHING, said(answered=False, confidence=0.9), 0.01),
        (asked(), said(answered=False, confidence=0.9), 0.81),
        (NOTHING, said(quote(0, 21), confidence=0.3), 0.09),
        (asked(), None, 1.0),
    ],
    ids=["right and sure", "wrong and sure", "rightly silent", "wrongly silent", "should be silent", "no answer"],
)
def test_brier(question: Question, answer: Said | None, expected: float) -> None:
    assert metrics.brier(question, answer) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("answer", "expected", "checked"),
    [
        (said(quote(0, 21)), 1.0, 1),
        (said(Quoted("Thirteen fell there.", 0, 21, ())), 0.0, 1),
        (said(quote(0, 21), Quoted("x", 0, 2, ())), 0.5, 2),
        (Said(False, 0.5, (), (quote(0, 21), Quoted("?", 1, 2, ())), ()), 0.5, 2),
        (said(answered=False), None, 0),
        (None, 0.0, 0),
    ],
    ids=["a slice", "no slice", "one of two", "closest passages too", "nothing given out", "no answer"],
)
def test_verbatim(answer: Said | None, expected: float | None, checked: int) -> None:
    assert metrics.verbatim(TEXT)(asked(), answer) == expected
    assert metrics.checked(asked(), answer) == checked


def test_characters_are_those_of_answers() -> None:
    assert metrics.characters(asked(), said(quote(0, 21), quote(22, 42))) == 41
    assert metrics.characters(asked(), said(answered=False)) is None


def test_f1_is_the_harmonic_mean() -> None:
    assert metrics.f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert metrics.f1(0.0, 0.0) == 0.0
    assert metrics.f1(None, 0.5) is None


@pytest.mark.parametrize("seed", range(20))
def test_ranking_metrics_agree_with_ir_measures(seed: int) -> None:
    rng = random.Random(seed)
    sentences = [Span(at * 10, at * 10 + 9) for at in range(40)]
    needed = rng.sample(range(40), rng.randint(1, 4))
    ranked = rng.sample(range(40), rng.randint(0, 30))
    evidence = tuple(Evidence(sentences[at].start, sentences[at].end, 1, "", ()) for at in needed)
    question = asked(evidence=evidence)
    answer = said(ranking=tuple(sentences[at] for at in ranked))
    qrels = [ir_measures.Qrel("q", str(at), 1) for at in needed]
    run = [ir_measures.ScoredDoc("q", str(at), float(-rank)) for rank, at in enumerate(ranked)]
    theirs = ir_measures.calc_aggregate([R @ depth for depth in metrics.DEPTHS] + [RR], qrels, run)
    for depth in metrics.DEPTHS:
        assert metrics.recall_at(depth)(question, answer) == pytest.approx(theirs[R @ depth])
    assert metrics.reciprocal_rank(question, answer) == pytest.approx(theirs[RR])
