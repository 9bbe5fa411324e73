"""What a question assumes, and the article tells otherwise."""

from __future__ import annotations

import pytest

from app.ask import Asker
from app.claims.article_text import ArticleText
from app.claims.lexicon import Lexicon
from app.premise import Otherwise, otherwise
from app.question import read
from index.search import Hit, build
from tests.conftest import SureReader, WordEncoder, count_words
from tests.making import P, made

SECTION = ("War", "October")
TOLD = "Norland's army violated the truce 48 times along the border on 26 September 2020.[1]"
TRUCKS = "Two trucks came to Kelm for the bodies of the fallen."
EXTRA = "A mill by the river was rebuilt."


def found(asked: str, told: str) -> Otherwise | None:
    index = build(made(P((told, EXTRA), SECTION)), WordEncoder(), count=count_words)
    text = ArticleText(index, Lexicon.of(index.article, index.spelling))
    return otherwise(text, read(asked), Hit(index.units[0], 0.9, 0.8, 1.0, ()))


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param(
            "Why did Norland's army violate the truce 84 times along the border?", TOLD, ("84", "48"), id="a-number"
        ),
        pytest.param("Who sent the five trucks that came to Kelm for the bodies?", TRUCKS, ("five", "Two"), id="in-words"),
        pytest.param(
            "Where did Norland's army violate the truce along the border on 26 October 2020?", TOLD,
            ("26 October 2020", "26 September 2020"), id="the-same-day-of-another-month",
        ),
        # The sentence is on another day, and may be on another thing.
        pytest.param("Where did Norland's army violate the truce along the border on 3 October 2020?", TOLD, None, id="another-day"),
        pytest.param("Where did Norland's army violate the truce 48 times?", TOLD, None, id="the-same-number"),
        pytest.param("How many times was the truce violated, 48 or 84?", TOLD, None, id="which-of-two"),
        pytest.param("How many times did Norland's army violate the truce?", TOLD, None, id="no-figure"),
        pytest.param("Who painted the 9 doors of the old school in Oslo?", TOLD, None, id="another-subject"),
        pytest.param("Which newspaper wrote that the truce was violated 84 times along the border?", TOLD, None, id="a-source"),
    ],
)  # fmt: skip
def test_otherwise(asked: str, told: str, expected: tuple[str, str] | None) -> None:
    assert found(asked, told) == (Otherwise(*expected) if expected else None)


def test_such_a_question_is_met_with_silence_and_the_sentence_that_tells_otherwise() -> None:
    index = build(made(P((TOLD, EXTRA), SECTION)), WordEncoder(), count=count_words)
    asker = Asker(index, reader=SureReader())
    answer = asker.ask("Why did Norland's army violate the truce 84 times along the border?")
    assert answer.quotes == ()
    assert answer.reason == "The question assumes “84”; the article has “48” there."
    assert [quote.contradicts for quote in answer.closest] == [True, False][: len(answer.closest)]
    assert index.article.slice(answer.closest[0]) == TOLD
    assert asker.ask("How many times did Norland's army violate the truce?").quotes
