"""What is shown because it stands beside a quote."""

from __future__ import annotations

import pytest

from app.beside import with_beside
from app.question import read
from index.search import Hit, Index, build
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

SECTION = ("War", "October")
SHELLED = "The town of Kelm was shelled on 5 October.[1]"
DENIED = "Norland denied that its army had shelled it."
OTHER = "A bridge was built there later."


def shown(*parts: P, of: str, asked: str = "When was Kelm shelled?", hits: tuple[Hit, ...] = ()) -> list[str]:
    """What is shown where the sentence ``of`` is chosen."""
    index = build(made(*parts), WordEncoder(), count=count_words)
    found = with_beside(index, read(asked), (hit(index, of),), hits)
    return [index.article.slice(one.unit.sentence) for one in found]


def hit(index: Index, of: str) -> Hit:
    unit = next(unit for unit in index.units if index.article.slice(unit.sentence) == of)
    return Hit(unit, 0.9, 0.8, 1.0, ())


@pytest.mark.parametrize(
    ("parts", "of", "expected"),
    [
        pytest.param([P((SHELLED, DENIED), SECTION)], SHELLED, [SHELLED, DENIED], id="the-denial-behind"),
        pytest.param([P((SHELLED, DENIED), SECTION)], DENIED, [DENIED, SHELLED], id="what-is-denied"),
        pytest.param([P((SHELLED, DENIED, OTHER), SECTION)], DENIED, [DENIED, SHELLED], id="not-what-follows-a-denial"),
        pytest.param([P((SHELLED, OTHER), SECTION)], SHELLED, [SHELLED], id="no-denial"),
        pytest.param([P((SHELLED, OTHER, DENIED), SECTION)], SHELLED, [SHELLED], id="a-denial-further-on"),
        pytest.param([P((SHELLED,), SECTION), P((DENIED,), SECTION)], SHELLED, [SHELLED], id="in-another-passage"),
    ],
)
def test_a_denial_is_shown_beside_what_it_denies(parts: list[P], of: str, expected: list[str]) -> None:
    assert shown(*parts, of=of) == expected


def test_where_two_things_are_asked_for_both_neighbours_of_the_first_are_shown() -> None:
    both = "When was Kelm shelled, and what was built?"
    assert shown(P((OTHER, SHELLED, OTHER), SECTION), of=SHELLED, asked=both) == [SHELLED, OTHER, OTHER]
    assert shown(P((OTHER, SHELLED, OTHER), SECTION), of=SHELLED) == [SHELLED]


def test_what_stands_beside_a_further_quote_is_not_shown() -> None:
    index = build(made(P((SHELLED, DENIED), SECTION), P((OTHER,), SECTION)), WordEncoder(), count=count_words)
    chosen = (hit(index, OTHER), hit(index, SHELLED))
    assert with_beside(index, read("What was built?"), chosen, ()) == chosen
    assert with_beside(index, read("What was built?"), (), ()) == ()


def test_a_denial_comes_before_the_fourth_of_what_was_chosen() -> None:
    others = tuple(f"A bridge was built at Ford {number} later." for number in range(5))
    index = build(made(P((SHELLED, DENIED), SECTION), P(others, SECTION)), WordEncoder(), count=count_words)
    chosen = tuple(hit(index, one) for one in (SHELLED, *others))
    found = with_beside(index, read("When was Kelm shelled?"), chosen, chosen)
    assert [index.article.slice(one.unit.sentence) for one in found] == [SHELLED, *others[:2], DENIED, *others[2:4]]


def test_what_was_chosen_is_shown_once() -> None:
    others = tuple(f"A bridge was built at Ford {number} later." for number in range(3))
    index = build(made(P((SHELLED, DENIED), SECTION), P(others, SECTION)), WordEncoder(), count=count_words)
    chosen = tuple(hit(index, one) for one in (SHELLED, *others, DENIED))
    found = with_beside(index, read("When was Kelm shelled?"), chosen, chosen)
    assert [index.article.slice(one.unit.sentence) for one in found] == [SHELLED, *others[:2], DENIED, others[2]]


def test_no_more_is_shown_than_an_answer_may_hold() -> None:
    long = "Norland denied that " + "it had ever shelled anything at all and " * 24 + "left."
    assert len(long) < 1_000 < len(long) + len(SHELLED)
    assert shown(P((SHELLED, long), SECTION), of=SHELLED) == [SHELLED]


def test_a_neighbour_that_was_found_keeps_its_figures_and_another_has_none() -> None:
    index = build(made(P((SHELLED, DENIED), SECTION)), WordEncoder(), count=count_words)
    first, denial = hit(index, SHELLED), hit(index, DENIED)._replace(score=0.3)
    asked = read("When was Kelm shelled?")
    assert with_beside(index, asked, (first,), (first, denial)) == (first, denial)
    assert [one.score for one in with_beside(index, asked, (first,), (first,))] == [0.9, 0.0]
    # What is chosen already is not shown twice.
    assert with_beside(index, asked, (first, denial), ()) == (first, denial)
