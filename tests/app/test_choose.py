"""Which hits are shown beside the best."""

from __future__ import annotations

import pytest

from app.choose import choose
from index.search import Hit, Unit
from ingest.article import Kind, Passage, Sentence


def hit(number: int, score: float, *, length: int = 50, matched: tuple[float, ...] = ()) -> Hit:
    sentence = Sentence(number * 10_000, number * 10_000 + length, "words")
    passage = Passage(Kind.PROSE, ("Lead",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), score, 0.8, 1.0, matched)


def ids(hits: list[Hit], *, manifold: bool = False, accounts: bool = False) -> list[int]:
    return [one.unit.id for one in choose(hits, manifold=manifold, accounts=accounts)]


@pytest.fixture(autouse=True)
def worked_out_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the figures below are worked out with, whatever was measured last."""
    monkeypatch.setattr("app.choose.NEARLY", 0.62)
    monkeypatch.setattr("app.choose.ALIKE", 0.9)


def test_three_quotes_or_six_where_several_are_asked_for() -> None:
    alike = [hit(number, 1.0) for number in range(9)]
    assert ids(alike) == [0, 1, 2]
    assert ids(alike, manifold=True) == [0, 1, 2, 3, 4, 5]
    assert ids([]) == []


def test_other_accounts_from_the_fourth_on_must_be_as_near_as_the_first() -> None:
    near = [hit(0, 1.0), hit(1, 0.7), hit(2, 0.7), hit(3, 0.7)]
    alike = [hit(0, 1.0), hit(1, 0.95), hit(2, 0.92), hit(3, 0.91), hit(4, 0.9), hit(5, 0.89)]
    assert ids(near, accounts=True) == [0, 1, 2]
    assert ids(alike, accounts=True) == [0, 1, 2, 3, 4]
    assert ids(alike) == [0, 1, 2]


def test_a_further_quote_must_fit_nearly_as_well() -> None:
    # 0.62 of the best is enough, less is not; and after one that is not, none.
    assert ids([hit(0, 1.0), hit(1, 0.62), hit(2, 0.61)]) == [0, 1]
    assert ids([hit(0, 0.8), hit(1, 0.49)]) == [0]


def test_what_holds_the_other_half_of_the_question_comes_before_what_repeats() -> None:
    best = hit(0, 0.9, matched=(0.4, 0.1))
    repeats = hit(1, 0.85, matched=(0.4, 0.1))
    adds = hit(2, 0.65, matched=(0.1, 0.4))
    assert ids([best, repeats, adds]) == [0, 2, 1]
    # 0.3 of the question is new: 0.35 + 0.7 * 0.3 is 0.62 of the first, 0.34 and as much is not.
    assert ids([best, hit(3, 0.35, matched=(0.1, 0.4))]) == [0, 3]
    assert ids([best, hit(3, 0.34, matched=(0.1, 0.4))]) == [0]


def test_what_adds_once_adds_nothing_again() -> None:
    hits = [hit(0, 1.0, matched=(0.5, 0.0)), hit(1, 0.5, matched=(0.0, 0.4)), hit(2, 0.5, matched=(0.0, 0.4))]
    assert ids(hits) == [0, 1]


def test_the_sentence_right_beside_the_best_of_its_passage_is_looked_at_first() -> None:
    sentences = tuple(Sentence(at * 100, at * 100 + 50, "words") for at in range(3))
    passage = Passage(Kind.PROSE, ("Lead",), 0, 250, sentences)
    near = [
        Hit(Unit(at, sentences[at], passage, 0), score, 0.8, 1.0, ()) for at, score in ((1, 1.0), (0, 0.53), (2, 0.51))
    ]
    # 0.53 + 0.1 is enough; 0.51 + 0.1 is not; and what stands in another passage gets nothing for it.
    assert ids(near) == [1, 0]
    assert ids([hit(4, 1.0), hit(5, 0.53)]) == [4]


def test_hits_whose_words_were_not_compared_count_by_their_score() -> None:
    assert ids([hit(0, 1.0, matched=(0.5, 0.5)), hit(1, 0.8), hit(2, 0.75)]) == [0, 1, 2]


@pytest.mark.parametrize(
    ("lengths", "manifold", "expected"),
    [
        # 1,000 characters in all; the one that does not fit is passed over, not cut.
        pytest.param((500, 500, 1), False, [0, 1], id="exactly-a-thousand"),
        pytest.param((500, 501, 400), False, [0, 2], id="passed-over"),
        pytest.param((1_200, 10), False, [0], id="the-first-alone-may-be-longer"),
        # From the fourth on 1,500; the first three still share 1,000.
        pytest.param((300, 300, 300, 600), True, [0, 1, 2, 3], id="exactly-fifteen-hundred"),
        pytest.param((300, 300, 300, 601, 50), True, [0, 1, 2, 4], id="fourth-too-long"),
        pytest.param((400, 400, 400, 100), True, [0, 1, 3], id="third-passed-over"),
    ],
)
def test_no_more_characters_than_the_format_allows(
    lengths: tuple[int, ...], manifold: bool, expected: list[int]
) -> None:
    assert (
        ids([hit(number, 1.0, length=length) for number, length in enumerate(lengths)], manifold=manifold) == expected
    )
