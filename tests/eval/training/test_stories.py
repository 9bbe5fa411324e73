"""Invented articles: how their questions are joined, how often they are shown, and that the file is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.training.corpus import FORBIDDEN, Asked, Corpus, Text, occurrences
from eval.training.stories import PACKAGED, with_stories
from eval.training.titles import Part
from tests.eval.training.showing import MILL, OWNER, shown

CORPUS = Corpus((MILL,), (OWNER,), {"x": 1})
FLOOD = {
    "title": "Flood",
    "passages": [
        {"heading": ["Infobox", "Deaths", "Per mayor"], "sentences": ["12 dead", "3 missing"]},
        {"heading": ["Aftermath"], "sentences": ["The mayor spoke.", "The army counted 15 dead."]},
    ],
    "questions": [
        {
            "question": "How many died?",
            "kind": "accounts",
            "answers": [
                {"passage": 0, "sentence": 0, "words": "12 dead"},
                {"passage": 1, "sentence": 1, "words": "15 dead"},
            ],
        },
        {"question": "What did the mayor say?", "kind": "detail", "answers": [], "near": {"passage": 1, "sentence": 0}},
    ],
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "stories.jsonl"
    path.write_text(json.dumps(FLOOD) + "\n")
    return path


def test_a_question_that_two_passages_answer_is_asked_of_each_with_the_words_of_both(story: Path) -> None:
    joined = with_stories(CORPUS, story)
    assert joined.texts[1:] == (
        Text("story", "Flood", ("Infobox", "Deaths", "Per mayor"), "Flood", ("12 dead", "3 missing"), Part.TRAIN),
        Text("story", "Flood", ("Aftermath",), "Flood", ("The mayor spoke.", "The army counted 15 dead."), Part.TRAIN),
    )
    both = ("12 dead", "15 dead")
    assert joined.asked[1:] == (
        Asked("story-0-0-0", 1, "How many died?", (0,), both, True, Part.TRAIN),
        Asked("story-0-0-1", 2, "How many died?", (1,), both, True, Part.TRAIN),
        Asked("story-0-1-1", 2, "What did the mayor say?", (), (), False, Part.TRAIN),
    )
    assert (joined.texts[0], joined.asked[0], joined.dropped) == (MILL, CORPUS.asked[0], CORPUS.dropped)


def test_an_epoch_shows_each_as_often_as_the_recipe_says(story: Path) -> None:
    joined = with_stories(CORPUS, story)
    seen = shown(joined, "window-stories", stories=3)
    assert seen == {True: 7, False: 3}  # one of the corpus, and three of the story three times


def test_the_packaged_stories_are_whole() -> None:
    told = PACKAGED.read_text(encoding="utf-8")
    rows = [json.loads(one) for one in told.splitlines()]
    assert len(rows) == 411
    assert not [word for word in FORBIDDEN if word in told.casefold()]
    for number, row in enumerate(rows):
        sentences = [one["sentences"] for one in row["passages"]]
        asked = [one["question"] for one in row["questions"]]
        assert len(set(asked)) == len(asked)
        kinds = {one["kind"] for one in row["questions"]}
        assert {"row", "caption", "note", "party", "accounts", "list", "false", "vague"} <= kinds, row["title"]
        for one in row["questions"]:
            for answer in one["answers"]:
                own = sentences[answer["passage"]][answer["sentence"]]
                assert occurrences(own, answer["words"]), (row["title"], one["question"])
            assert one["answers"] or sentences[one["near"]["passage"]][one["near"]["sentence"]]
        answered = [bool(one["answers"]) for one in row["questions"]]
        # Behind the first 80, more that several sentences answer.
        expected = (28, 28) if number < 80 else (30, 26)
        assert (answered.count(True), answered.count(False)) == expected, row["title"]
