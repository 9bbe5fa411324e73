"""What a quote can't be understood without."""

from __future__ import annotations

import pytest

from app.context import context
from index.search import Index, build
from ingest.article import Kind
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

FIRST = "Shukur Hamidov was killed in October."
SECTION = ("Casualties", "Military")


def told(*parts: P, of: str) -> list[str]:
    index = build(made(*parts), WordEncoder(), count=count_words)
    unit = next(unit for unit in index.units if index.article.slice(unit.sentence) == of)
    return [index.article.slice(span) for span in context(index, unit)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("He was a hero.", id="he"),
        pytest.param("However, they were few.", id="a-word-before-they"),
        pytest.param("This was confirmed.[1]", id="this"),
        pytest.param("On the same day, a bridge fell.", id="the-same-day"),
        pytest.param("The next day, a bridge fell.", id="the-next-day"),
        pytest.param("Two weeks later a bridge fell.", id="two-weeks-later"),
        pytest.param("In response, Armenia protested.", id="in-response"),
        pytest.param("One of them fled.", id="one-of-them"),
        pytest.param("THEIR number is unknown.", id="case"),
    ],
)
def test_a_sentence_that_leans_brings_the_one_before(second: str) -> None:
    assert told(P((FIRST, second), SECTION), of=second) == [FIRST]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("Azerbaijan confirmed it.", id="it-inside"),
        pytest.param("Heavy fighting went on.", id="he-of-heavy"),
        pytest.param("Thessaloniki was far.", id="the-of-thessaloniki"),
        pytest.param("The war went on.", id="the"),
        pytest.param("Two soldiers fled.", id="two"),
        pytest.param("Sheep died.", id="she-of-sheep"),
    ],
)
def test_a_sentence_that_stands_alone_brings_nothing(second: str) -> None:
    assert told(P((FIRST, second), SECTION), of=second) == []


def test_a_chain_goes_two_back_and_no_further() -> None:
    chain = ("Aliyev spoke.", "He smiled.", "He left.", "He slept.")
    assert told(P(chain), of="He left.") == ["Aliyev spoke.", "He smiled."]
    assert told(P(chain), of="He slept.") == ["He smiled.", "He left."]


def test_the_first_of_a_section_brings_nothing_of_the_section_before() -> None:
    assert told(P((FIRST,), ("Armenia",)), P(("He was a hero.",), ("Azerbaijan",)), of="He was a hero.") == []


def test_captions_in_between_are_passed_over() -> None:
    parts = (P((FIRST,), SECTION), P(("A wall.",), SECTION, Kind.CAPTION), P(("He was a hero.",), SECTION))
    assert told(*parts, of="He was a hero.") == [FIRST]


def test_the_paragraph_before_counts() -> None:
    assert told(P((FIRST,), SECTION), P(("He was a hero.",), SECTION), of="He was a hero.") == [FIRST]


def test_what_introduces_a_quotation_or_a_row_comes_with_it() -> None:
    row = P(("2,906 servicemen killed[d]",), ("Infobox", "Per Azerbaijan:"), Kind.INFOBOX, intro="Per Azerbaijan:")
    assert told(row, of="2,906 servicemen killed[d]") == ["Per Azerbaijan:"]
    # A row or a caption never leans, whatever it begins with.
    caption = P(("These are tanks.",), SECTION, Kind.CAPTION)
    assert told(P((FIRST,), SECTION), caption, of="These are tanks.") == []


def test_in_the_article_context_comes_before_and_in_order(index: Index) -> None:
    for unit in index.units:
        spans = context(index, unit)
        starts = [span.start for span in spans]
        assert starts == sorted(set(starts))
        assert all(span.end <= unit.sentence.start for span in spans)
        assert all("\n" not in index.article.slice(span).strip() for span in spans)
