"""Made-up SQuAD rows → articles and questions: what training would take for right, and nothing that can't be found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from eval.bench.process import MeasureError
from eval.outside.articles import LeftOut, Outside, kind, made, outside, write
from eval.questions import Question, load
from eval.training.titles import Part
from ingest.source import read_article
from tests.making import CONTRACT

NOTHING = LeftOut(0, 0)
SCHEMA = Draft202012Validator(json.loads((CONTRACT / "question.schema.json").read_text("utf-8")))


def read(one: Outside, folder: Path) -> list[Question]:
    """The questions as `ibid-eval` reads them: a fault in any fails."""
    written = write(one, folder)
    for line in one.questions:
        SCHEMA.validate(json.loads(line))
    return list(load(written.questions, read_article(written.article)).questions)


def test_the_title_then_a_paragraph_a_passage(asked, passage, tmp_path: Path) -> None:
    one = made(
        "Quarry Line",
        [
            passage(" The line opened in 1908.\nIt closed  in 1961.\n", asked("a", " When did it close? ", "1961")),
            passage("The first tram was built by Ada Holm.", asked("b", "Who built it?", "Ada Holm", "Holm", "Holm")),
        ],
    )
    assert one.text == (
        "Quarry Line\n\nThe line opened in 1908. It closed in 1961.\n\nThe first tram was built by Ada Holm.\n"
    )
    closed, built = read(one, tmp_path)
    assert (closed.question, closed.kind, closed.style) == ("When did it close?", "when", "plain")
    assert [(entry.line, entry.quote) for entry in closed.evidence] == [(3, "It closed in 1961.")]
    assert (built.answers, built.refs, built.any_evidence) == ((("Ada Holm", "Holm"),), (), False)
    assert one.left_out == NOTHING


def test_an_answer_in_two_sentences_is_the_one_that_shares_words_with_the_question(
    asked, passage, tmp_path: Path
) -> None:
    text = "Trams were rare in 1908. The harbour line opened in 1908."
    (one,) = read(made("T", [passage(text, asked("a", "When did the harbour line open?", "1908"))]), tmp_path)
    assert [entry.quote for entry in one.evidence] == ["The harbour line opened in 1908."]
    assert not one.any_evidence


def test_of_two_sentences_that_are_equally_good_either_is_enough(asked, passage, tmp_path: Path) -> None:
    text = "Ada Holm built trams. Ada Holm built bridges. Others watched."
    (one,) = read(made("T", [passage(text, asked("a", "Who built?", "Ada Holm"))]), tmp_path)
    assert [entry.quote for entry in one.evidence] == ["Ada Holm built trams.", "Ada Holm built bridges."]
    assert one.any_evidence


def test_an_answer_that_stands_in_another_passage_too_is_taken_from_its_own(asked, passage, tmp_path: Path) -> None:
    rows = [
        passage("The line opened in 1908, when the line opened."),
        passage("A bridge was built in 1908.", asked("a", "When was the line opened?", "1908")),
    ]
    (one,) = read(made("T", rows), tmp_path)
    assert [entry.line for entry in one.evidence] == [5]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("The line opened in 1908. It closed in 1961.", "1908. It closed", id="over a full stop"),
        pytest.param("The line opened in 19080.", "1908", id="inside a word"),
        pytest.param("The line opened in 1908.", "1909", id="nowhere"),
    ],
)
def test_an_answer_in_no_one_sentence_is_counted_and_left_out(asked, passage, text: str, answer: str) -> None:
    one = made("T", [passage(text, asked("a", "When did the line open?", answer))])
    assert (one.questions, one.left_out) == ((), LeftOut(no_sentence=1, not_once=0))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It opened in 1908. Nobody came. It opened in 1908.", id="the same sentence again"),
        pytest.param("It opened in 1908. He said at length: “It opened in 1908. That was all.”", id="quoted again"),
    ],
)
def test_a_sentence_that_stands_twice_in_its_line_is_counted_and_left_out(asked, passage, text: str) -> None:
    one = made("T", [passage(text, asked("a", "When was it that it opened?", "1908"))])
    assert (one.questions, one.left_out) == ((), LeftOut(no_sentence=0, not_once=1))


def test_a_passage_that_comes_twice_is_written_once_with_the_questions_of_both(asked, passage, tmp_path: Path) -> None:
    first = asked("a", "When did it open?", "1908")
    rows = [
        passage("It opened in 1908.", first),
        passage("It closed in 1961."),
        passage("It opened  in 1908.\n", first, asked("b", "What opened in 1908?", "It")),
    ]
    one = made("T", rows)
    assert one.text.count("It opened in 1908.") == 1
    assert [(question.id, question.evidence[0].line) for question in read(one, tmp_path)] == [("a", 3), ("b", 3)]


def test_an_unanswerable_question_has_neither_answers_nor_evidence(asked, passage, tmp_path: Path) -> None:
    (one,) = read(made("T", [passage("It opened in 1908.", asked("a", "Who opened it?"))]), tmp_path)
    assert (one.kind, one.answerable, one.answers, one.evidence) == ("unanswerable", False, (), ())


def test_brackets_stay_in_the_evidence_and_are_no_references_asked_for(asked, passage, tmp_path: Path) -> None:
    text = "The line[b] opened in 1908.[citation needed] It closed in 1961.[12][3] It [the line] was mourned [sic]."
    questions = [
        asked("a", "When did the line open?", "1908"),
        asked("b", "When did it close?", "1961"),
        asked("c", "What was mourned?", "the line"),
    ]
    found = read(made("T", [passage(text, *questions)]), tmp_path)
    assert [question.evidence[0].quote for question in found] == [
        "The line[b] opened in 1908.[citation needed]",
        "It closed in 1961.[12][3]",
        "It [the line] was mourned [sic].",
    ]
    assert all(question.refs == () for question in found)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who built it?", "who"),
        ("To whom was it sold?", "who"),
        ("Whose tram was it?", "who"),
        ("When did it open?", "when"),
        ("In what year did it open?", "when"),
        ("which century was it?", "when"),
        ("Where is it?", "where"),
        ("In which city is it?", "where"),
        ("How many trams ran?", "number"),
        ("What percentage of trams ran?", "number"),
        ("How did it run?", "what"),
        ("Why did it close?", "why"),
        ("What is it?", "what"),
        ("Whoever built it?", "what"),
        ("The line closed when?", "what"),
        ("", "what"),
    ],
)
def test_the_kind_is_told_by_the_first_words(question: str, expected: str) -> None:
    assert kind(question) == expected


def test_each_part_has_its_own_five_titles(data: Path) -> None:
    test, dev = outside(data, Part.TEST), outside(data, Part.DEV)
    assert (len(test), len(dev)) == (5, 5)
    assert not {one.title for one in test} & {one.title for one in dev}
    assert all(len(one.questions) == 3 and one.left_out == NOTHING for one in (*test, *dev))


@pytest.mark.parametrize("held", [None, "{"])
def test_missing_data_is_said(tmp_path: Path, held: str | None) -> None:
    if held:
        (tmp_path / "squad2-dev.jsonl").write_text(held, "utf-8")
    with pytest.raises(MeasureError, match="--data"):
        outside(tmp_path, Part.TEST)
