import re
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from app.windows import Pieces
from eval.training.corpus import Asked, Corpus, Text, occurrences, shingles
from eval.training.examples import Maker
from eval.training.mining import DEPTH, Found
from eval.training.perturb import blurred, emptied, hidden_shared, names, near_miss, without_shared
from eval.training.recipes import RECIPES
from eval.training.titles import DEV_TITLES, TEST_TITLES, Part, selqa_part, squad_parts
from index.lexical import Words

TOWN = Text(
    "squad", "Town", ("Town",), "Town", ("The town was founded in 1802.", "A mill stood there.", "It grew."), Part.TRAIN
)
RIVER = Text(
    "squad", "Town", ("Town",), "Town", ("The river floods in May.", "A bridge was built in 1890."), Part.TRAIN
)
OTHER = Text("squad", "Held", ("Held",), "Held", ("Nothing here.",), Part.DEV)
CORPUS = Corpus(
    (TOWN, RIVER, OTHER),
    (
        Asked("a", 0, "When was the town founded?", (0,), ("1802",), False, Part.TRAIN),
        Asked("b", 0, "When was the town burnt?", (), (), False, Part.TRAIN),
        Asked("c", 2, "What is here?", (0,), ("Nothing",), False, Part.DEV),
    ),
    {},
)


def cut(text: str) -> Pieces:
    """One piece a word: its number is its length."""
    spots = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        spots.append((at, at + len(word)))
        at += len(word)
    return Pieces(tuple(1000 + end - start for start, end in spots), tuple(spots))


def found() -> Found:
    texts = np.full((3, DEPTH), -1, dtype=np.int32)
    sentences = texts.copy()
    texts[:2, :5], sentences[:2, :5] = [0, 1, 1, 0, 0], [0, 0, 1, 1, 2]
    scores = np.zeros((3, DEPTH), dtype=np.float32)
    return Found(texts, sentences, scores, scores, scores)


def maker(recipe: str) -> Maker:
    return Maker(CORPUS, found(), cut, RECIPES[recipe], 1)  # type: ignore[arg-type]


def test_the_titles_are_parted_by_hash_and_stay_so() -> None:
    titles = [f"Title {number}" for number in range(30)]
    parts = squad_parts(titles)
    assert parts == squad_parts(reversed(titles))
    assert sum(part is Part.TEST for part in parts.values()) == TEST_TITLES
    assert sum(part is Part.DEV for part in parts.values()) == DEV_TITLES
    assert {selqa_part(title) for title in titles} == {Part.TRAIN, Part.DEV}


def test_an_answer_is_found_as_whole_words_only() -> None:
    assert occurrences("In 1802 and 18020", "1802") == [(3, 7)]
    assert shingles(["a"] * 12) == set()


@pytest.mark.parametrize("seed", range(6))
def test_a_window_example_marks_the_sentence_and_the_pieces_of_its_answer(seed: int) -> None:
    example = maker("window").example(0, 64, seed)
    home, other = example.shown
    assert home.right == (0,)
    assert home.laid.sentences == 3
    assert [home.laid.sentence_of[at] for at in home.starts] == [0]
    # The year with its full stop is one piece here, the sixth word of the sentence.
    assert home.starts == home.ends == (home.laid.sentence_of.index(0) + 5,)
    assert other.right == ()
    assert example.spans


def test_a_window_that_nothing_fits_into_shows_a_sentence_alone() -> None:
    assert RECIPES["window-accounts"].budgets[0] == 0
    example = maker("window").example(0, 0, 1)
    assert [one.laid.sentences for one in example.shown] == [1, 1]
    assert example.shown[0].right == (0,)


def test_an_unanswerable_question_is_shown_where_it_seems_to_be_answered_and_nothing_is_right() -> None:
    example = maker("window").example(1, 64, 0)
    assert [one.right for one in example.shown] == [(), ()]
    assert example.shown[0].scored == (0, 1, 2)


def test_a_pair_scores_one_sentence_and_shows_the_one_before() -> None:
    example = maker("pair").example(0, 64, 0)
    assert example.shown[0].scored == (0,)
    assert all(len(one.scored) == 1 and one.laid.sentences <= 2 for one in example.shown)


def test_held_out_questions_are_in_no_epoch_and_an_epoch_repeats() -> None:
    own = Maker(CORPUS, found(), cut, RECIPES["window"], 1)  # type: ignore[arg-type]
    assert own._trained == [0, 1]
    assert own.example(0, 64, 3) == maker("window").example(0, 64, 3)


def test_a_near_miss_asks_for_what_the_passage_does_not_say() -> None:
    known = names(["Later Anna Berg met Carl Lund.", "It was in Oslo."])
    assert known == ("Anna Berg", "Carl Lund", "Oslo")
    spoilt = near_miss("What did Anna Berg do?", "There Anna Berg built a mill.", known, Random(1))
    assert spoilt in ("What did Carl Lund do?", "What did Oslo do?")
    year = near_miss("Who came in 1802?", "Anna came in 1802.", (), Random(1))
    assert year is not None
    assert "1802" not in year
    assert near_miss("Who came?", "Anna came.", (), Random(1)) is None


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "expected"),
    [
        pytest.param("Which old firm built it?", "Berg & Co built it.", "Berg & Co", r"(a|one|another|the|an unnamed) old firm built it\.", id="which"),
        pytest.param("Which boats sank?", "The Anna and the Berg sank.", "Anna and the Berg", r"(some|several|the|two|other|certain) boats sank\.", id="plural"),
        pytest.param("How many boats sank?", "In May 12 boats sank.", "12", r"In May (several|many|some|a number of|a few|) ?boats sank\.", id="number"),
        pytest.param("When did it burn?", "It burnt in 1902.", "1902", r"It burnt (in (earlier|later|once|at one time|that day))?\.", id="the-preposition-goes-too"),
    ],
)  # fmt: skip
def test_an_emptied_sentence_does_not_tell(question: str, sentence: str, answer: str, expected: str) -> None:
    made = {emptied(question, sentence, (answer,), Random(seed)) for seed in range(30)}
    assert len(made) > 2
    assert all(one and re.fullmatch(expected, one) and answer not in one for one in made)


def test_answers_that_overlap_are_emptied_once() -> None:
    made = emptied("Who won?", "The boat of Anna Berg won.", ("Anna Berg", "Berg"), Random(1))
    assert made is not None
    assert made.startswith("The boat of ")
    assert made.endswith(" won.")
    assert "Berg" not in made
    assert emptied("Who won?", "The boat won.", ("Anna Berg",), Random(1)) is None


def test_a_blurred_sentence_still_answers() -> None:
    sentence = "In 1902 the boat of Anna Berg won 12 cups in Oslo."
    made = {blurred(sentence, ("Anna Berg",), Random(seed)) for seed in range(30)}
    assert len(made) > 2
    assert all(one and "Anna Berg" in one and one != sentence for one in made)
    assert blurred("It was Anna Berg.", ("Anna Berg",), Random(1)) is None


def test_an_emptied_example_has_no_right_sentence_and_a_blurred_one_has() -> None:
    def right(recipe: str, share: str) -> list[bool]:
        only = replace(RECIPES[recipe], near_misses=0.0, **{"emptied": 0.0, "blurred": 0.0} | {share: 1.0})
        made = Maker(CORPUS, found(), cut, only, 1)  # type: ignore[arg-type]
        return [any(one.right for one in made.example(0, 64, seed).shown) for seed in range(10)]

    assert not any(right("window-emptied", "emptied"))
    assert all(right("window-emptied", "blurred"))


def test_shared_words_are_dropped_but_never_all() -> None:
    words = Words()
    asked = "When did the long bridge across the river open?"
    kept = {without_shared(asked, "The long bridge opened in May.", words, Random(seed)) for seed in range(20)}
    assert len(kept) > 1
    assert all("river" in question for question in kept)
    assert without_shared("Which bridge?", "The bridge.", words, Random(1)) == "Which bridge?"


def test_hidden_words_keep_their_places() -> None:
    text = "The bridge opened late"
    hidden = [hidden_shared(cut(text), text, "Which bridge opened?", Words(), Random(seed)) for seed in range(20)]
    assert {len(pieces.ids) for pieces in hidden} == {4}
    assert all(pieces.ids[0] == 1003 and pieces.ids[3] == 1004 for pieces in hidden)
    assert any(pieces.ids[1] == 103 for pieces in hidden)
