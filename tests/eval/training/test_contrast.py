"""Questions in pairs: what they are joined to, how often they are shown, and that the file is whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.training.contrast import PACKAGED, key, with_contrast
from eval.training.corpus import FORBIDDEN, Asked, Corpus, Text
from eval.training.titles import Part
from tests.eval.training.showing import MILL, OWNER, shown

KEPT = replace(MILL, title="Kept", sentences=("Nothing here.",), part=Part.TEST)
CORPUS = Corpus((MILL, KEPT), (OWNER,), {"x": 1})


def line(text: Text, sentence: int, question: str, answer: str | None) -> str:
    return json.dumps({"passage": key(text), "sentence": sentence, "question": question, "answer": answer}) + "\n"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "contrast.jsonl"
    path.write_text(
        line(MILL, 0, "In which year did it go up?", "1802")
        + line(KEPT, 0, "What is there?", "Nothing")
        + line(MILL, 0, "Who drew the mill's plans?", None)
    )
    return path


def test_a_passage_is_named_by_its_sentences_alone() -> None:
    assert key(MILL) == key(replace(MILL, title="Other", heading=()))
    assert key(MILL) != key(replace(MILL, sentences=MILL.sentences[::-1]))


def test_pairs_stand_behind_the_corpus_and_only_on_what_is_trained_on(pairs: Path) -> None:
    joined = with_contrast(CORPUS, pairs)
    assert joined.asked[:1] == CORPUS.asked
    assert joined.asked[1:] == (
        Asked("contrast-0", 0, "In which year did it go up?", (0,), ("1802",), True, Part.TRAIN),
        Asked("contrast-2", 0, "Who drew the mill's plans?", (), (), False, Part.TRAIN),
    )
    assert joined.dropped == {
        "x": 1, "contrast: passage not trained on": 1, "contrast: answer not in its sentence": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        pytest.param(1, "1802", id="another-sentence's"),
        pytest.param(0, "802", id="half-a-word"),
        pytest.param(2, "1802", id="no-such-sentence"),
    ],
)
def test_an_answer_that_its_sentence_does_not_have_is_dropped(tmp_path: Path, sentence: int, answer: str) -> None:
    path = tmp_path / "contrast.jsonl"
    path.write_text(line(MILL, sentence, "In which year?", answer))
    joined = with_contrast(CORPUS, path)
    assert joined.asked == CORPUS.asked
    assert joined.dropped["contrast: answer not in its sentence"] == 1


def test_an_epoch_shows_each_as_often_as_the_recipe_says(pairs: Path) -> None:
    joined = with_contrast(CORPUS, pairs)
    seen = shown(joined, "window-contrast", contrast=3)
    assert seen == {True: 4, False: 3}  # one of the corpus and one pair three times


def test_the_packaged_pairs_are_whole() -> None:
    rows = [json.loads(one) for one in PACKAGED.read_text(encoding="utf-8").splitlines()]
    assert all(row.keys() == {"passage", "sentence", "question", "answer"} for row in rows)
    assert len({row["question"].casefold() for row in rows}) == len(rows) > 15_000
    # About as many of either, and about the same passages.
    answered, not_answered = ([row for row in rows if (row["answer"] is None) is none] for none in (False, True))
    assert abs(len(answered) - len(not_answered)) < 0.02 * len(rows)
    assert {row["passage"] for row in answered} == {row["passage"] for row in not_answered}
    assert not [row for row in rows if any(word in row["question"].casefold() for word in FORBIDDEN)]
    # Words, as its writers were asked for: about as many pieces as the reader looks for (app.reader.LONGEST).
    assert not [row for row in answered if not 1 <= len(row["answer"].split()) <= 14]
