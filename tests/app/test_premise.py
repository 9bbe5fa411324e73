"""What a question assumes, and the article tells otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.ask import Asker
from app.premise import Otherwise, otherwise
from app.question import read
from index.search import Hit, Unit, build
from ingest.article import Kind, Passage, Sentence
from ingest.parse import parse
from tests.conftest import SureReader, WordEncoder, count_words
from tests.making import P, made

SECTION = ("War", "October")
TOLD = "Norland's army violated the truce 48 times along the border on 26 September 2020."
KILLED = "100 Norlanders and 85 civilians of Kelm were killed."
FIGHTERS = "The observatory counted at least 541 dead fighters."
TRUCKS = "Two trucks came to Kelm for the bodies of the fallen."
EXTRA = "A mill by the river was rebuilt."


def found(
    asked: str, told: str, *, held: float = 0.9, kind: Kind = Kind.PROSE, file: str | None = None, beside: str = ""
) -> Otherwise | None:
    """``file``: the sentence as the file has it, where that is not its plain words; ``beside``: one chosen after it."""
    article = replace(parse(file or told), text=file or told)
    sentences = [Sentence(0, len(article.text), told), *([Sentence(0, 1, beside)] if beside else [])]
    passage = Passage(kind, SECTION, 0, len(article.text), tuple(sentences))
    chosen = [Hit(Unit(at, one, passage, 0), 0.9, 0.8, 1.0, (held,)) for at, one in enumerate(sentences)]
    return otherwise(read(asked), chosen, article)


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
        pytest.param("Which newspaper wrote that the truce was violated 84 times along the border?", TOLD, None, id="a-source"),
        pytest.param("Why were more than 100 Norlanders killed?", KILLED, None, id="the-number-is-another's-too"),
        pytest.param("Where were 100 civilians killed?", KILLED, None, id="the-number-is-there"),
        pytest.param("Where were 90 civilians killed?", KILLED, ("90", "85"), id="of-the-same-things"),
        pytest.param("Where did 90 mills burn?", KILLED, None, id="of-other-things"),
        pytest.param("Who counted at least 50 dead fighters?", FIGHTERS, None, id="within-its-bound"),
        pytest.param("Who counted at least 900 dead fighters?", FIGHTERS, ("900", "541"), id="beyond-its-bound"),
        pytest.param("Did Norland's army violate the truce 84 times?", TOLD, None, id="whether"),
        pytest.param(
            "Where did Norland's army violate the truce on 26 September 2019?", TOLD,
            ("26 September 2019", "26 September 2020"), id="the-same-day-of-another-year",
        ),
        pytest.param("Who said 20 men died during the shelling?", "It said 31 shells fell during the night.", None, id="only-a-preposition-in-common"),
        pytest.param("Who fled two days after the truce?", "They fled after the 44 days of the siege.", None, id="only-the-unit-in-common"),
        pytest.param("Who fled 40 days of siege?", "They fled after the 44 days of siege.", ("40", "44"), id="unit-and-thing-in-common"),
    ],
)  # fmt: skip
def test_otherwise(asked: str, told: str, expected: tuple[str, str] | None) -> None:
    assert found(asked, told) == (Otherwise(*expected) if expected else None)


@pytest.mark.parametrize("kind", [Kind.REFERENCE, Kind.RECOVERED])
def test_figures_that_are_no_numbers_of_things_tell_nothing(kind: Kind) -> None:
    assert found("Who violated the truce 84 times?", TOLD)
    assert found("Who violated the truce 84 times?", TOLD, kind=kind) is None


def test_what_is_told_is_a_slice_of_the_file() -> None:
    asked = "Where did Norland's army violate the truce on 26 October 2020?"
    told = found(asked, TOLD, file=TOLD.replace("truce", "truce[4]"))
    assert told == Otherwise("26 October 2020", "26 September 2020")
    # Broken over two lines, or parted by a marker, it does not stand there just so.
    assert found(asked, TOLD, file=TOLD.replace("26 September", "26\nSeptember")) is None
    assert found(asked, TOLD, file=TOLD.replace("26 September", "26[4] September")) is None


def test_a_marker_or_a_part_of_a_longer_figure_is_not_what_is_told() -> None:
    asked = "Why did Norland's army violate the truce 84 times?"
    assert found(asked, TOLD, file=TOLD.replace("48", "[48]")) is None
    assert found(asked, TOLD, file=TOLD.replace("48", "48,000")) is None
    assert found(asked, TOLD, file=f"It, in May,[48] held. {TOLD}") == Otherwise("84", "48")


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        pytest.param("Why was the truce violated 84 times?", "Kelm says it was violated 84 times.", id="number"),
        pytest.param(
            "Where was the truce violated on 26 October 2020?", "It was violated again on 26 October 2020.", id="date"
        ),
    ],
)
def test_another_sentence_that_bears_the_question_out_says_that_nothing_is_assumed(asked: str, beside: str) -> None:
    assert found(asked, TOLD)
    assert found(asked, TOLD, beside=beside) is None
    assert found(asked, TOLD, beside=EXTRA)


def test_a_sentence_on_something_else_tells_nothing() -> None:
    assert found("Who violated the truce 84 times?", TOLD, held=0.6) is None


def test_such_a_question_is_met_with_silence_and_the_sentence_that_tells_otherwise() -> None:
    index = build(made(P((TOLD, EXTRA), SECTION)), WordEncoder(), count=count_words)
    asker = Asker(index, reader=SureReader())
    answer = asker.ask("Why did Norland's army violate the truce 84 times along the border?")
    assert answer.quotes == ()
    assert answer.reason == "The question assumes “84”; the article has “48” there."
    assert [quote.contradicts for quote in answer.closest] == [True, False]
    assert index.article.slice(answer.closest[0]) == TOLD
    assert asker.ask("How many times did Norland's army violate the truce?").quotes
