"""Hits that give a value of the kind asked for come first."""

from __future__ import annotations

import pytest

from app.filled import EMPTY, counted, filled_first
from app.question import read
from index.search import Hit, Unit
from ingest.article import Kind, Passage, Sentence

WHEN = "When was the bridge built?"
GIVES, LACKS = "It was built in 1902.", "It was built of stone."


def hit(number: int, score: float, text: str) -> Hit:
    sentence = Sentence(number * 100, number * 100 + 50, text)
    passage = Passage(Kind.PROSE, ("Bridge",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), score, 0.8, 1.0, (0.5,))


def ordered(asked: str, *given: tuple[float, str]) -> list[tuple[int, float]]:
    hits = [hit(number, score, text) for number, (score, text) in enumerate(given)]
    return [(one.unit.id, pytest.approx(one.score)) for one in filled_first(read(asked), hits)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # What gives no date loses 0.1, and what gives one keeps its score.
        pytest.param([(0.9, LACKS), (0.85, GIVES)], [(1, 0.85), (0, 0.8)], id="passed-by-one-that-gives"),
        pytest.param([(0.9, LACKS), (0.75, GIVES)], [(0, 0.8), (1, 0.75)], id="too-far-behind"),
        pytest.param([(0.9, GIVES), (0.85, LACKS)], [(0, 0.9), (1, 0.75)], id="in-order-already"),
        pytest.param([(0.9, LACKS), (0.8, LACKS)], [(0, 0.8), (1, 0.7)], id="none-gives"),
        pytest.param([(0.5, GIVES), (0.5, GIVES)], [(0, 0.5), (1, 0.5)], id="equals-stay-as-they-are"),
        pytest.param([(0.05, LACKS), (0.0, LACKS)], [(0, 0.0), (1, 0.0)], id="never-below-nothing"),
        pytest.param([], [], id="no-hits"),
    ],
)
def test_a_hit_without_a_value_loses(given: list[tuple[float, str]], expected: list[tuple[int, float]]) -> None:
    assert EMPTY == 0.1
    assert ordered(WHEN, *given) == expected


@pytest.mark.parametrize(
    ("asked", "moved"),
    [
        pytest.param(WHEN, True, id="a-date"),
        pytest.param("In which year was the bridge built?", True, id="a-year"),
        # The year that the question names is no news, so the first lacks one, and so does the second.
        pytest.param("In which year, 1902 apart, was it mended?", False, id="the-question-has-it"),
        pytest.param("When and where was the bridge built?", False, id="manifold"),
        pytest.param("When was it built or mended?", False, id="or"),
        pytest.param("Who built the bridge?", False, id="a-person-has-no-sure-form"),
        pytest.param("Why was the bridge built?", False, id="nor-has-a-reason"),
        pytest.param("What is the bridge?", False, id="no-kind"),
    ],
)
def test_only_where_one_thing_with_a_sure_form_is_asked_for(asked: str, moved: bool) -> None:
    assert [number for number, _ in ordered(asked, (0.9, LACKS), (0.85, GIVES))] == ([1, 0] if moved else [0, 1])


def test_hits_keep_all_but_their_score() -> None:
    before = hit(3, 0.9, LACKS)
    (after,) = filled_first(read(WHEN), [before])
    assert after._replace(score=0.9) == before


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        pytest.param(WHEN, [GIVES, LACKS], True, id="the-best-gives-one"),
        pytest.param(WHEN, [LACKS, GIVES], False, id="the-best-gives-none"),
        pytest.param("In which year, 1902 apart, was it mended?", [GIVES], False, id="no-news"),
        pytest.param("Who built the bridge?", [GIVES], False, id="a-person-has-no-sure-form"),
        pytest.param("When was the article titled Bridge published?", [GIVES], False, id="an-entry"),
        pytest.param(WHEN, [], False, id="no-hits"),
    ],
)
def test_others_may_be_accounts_of_what_the_best_gives(asked: str, given: list[str], expected: bool) -> None:
    assert counted(read(asked), [hit(number, 0.9, text) for number, text in enumerate(given)]) is expected
