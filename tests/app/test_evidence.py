"""What speaks for an answer and against: figures of a question and its quotes."""

from __future__ import annotations

from typing import cast

import pytest

from app.evidence import Evidence
from app.question import read
from app.reader import Reading
from app.wanted import Wanted
from index.search import Hit, Index, Unit
from ingest.article import Kind, Passage, Sentence

WHEN = "When was the bridge built?"
GIVES, LACKS = "It was built in 1902.", "It was built of stone."


class FakeIndex:
    """Knows these words, replaces others, and can't be searched."""

    def __init__(
        self, *, known: tuple[int, int] = (3, 4), words: str = "", spelt: dict[str, str] | None = None
    ) -> None:
        self._known = known
        self._words = words.split()
        self._spelt = spelt or {}
        self.asked: list[str] = []

    def spelling(self, question: str) -> str:
        for wrong, right in self._spelt.items():
            question = question.replace(wrong, right)
        return question

    def knows(self, word: str) -> bool:
        return word in self._words

    def known_words(self, question: str) -> tuple[int, int]:
        self.asked.append(question)
        return self._known


READING = Reading(1.5, 2.5, 2.5)


def hit(number: int, text: str, *matched: float) -> Hit:
    sentence = Sentence(number * 100, number * 100 + 50, text)
    passage = Passage(Kind.PROSE, ("Bridge",), sentence.start, sentence.end, (sentence,))
    return Hit(Unit(number, sentence, passage, number), 0.9, 0.8, 1.0, matched)


def of(asked: str, *chosen: Hit, index: FakeIndex | None = None) -> Evidence:
    return Evidence.of(cast(Index, index or FakeIndex()), read(asked), chosen, READING)


def test_all_figures_of_a_plain_question() -> None:
    assert of(WHEN, hit(7, GIVES, 0.5, 0.25)) == Evidence(
        wanted=Wanted.DATE, source=False, covered=0.75, cosine=0.8, reading=READING, empty=False, known=0.75, words=4,
        strange=(),
    )  # fmt: skip


def test_without_a_hit_nothing_is_covered() -> None:
    assert of(WHEN) == Evidence(
        wanted=Wanted.DATE, source=False, covered=0.0, cosine=0.0, reading=READING, empty=False, known=0.75, words=4,
        strange=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "covered"),
    [
        # Of each word the best of all quotes: 0.4 + 0.3.
        pytest.param([(0.4, 0.1), (0.2, 0.3)], 0.7, id="together"),
        pytest.param([(0.4, 0.1), (0.4, 0.1)], 0.5, id="the-same-twice-is-once"),
        pytest.param([(0.4, 0.1), ()], 0.5, id="one-not-compared"),
        # Of too many sentences, or of a model without token vectors.
        pytest.param([(), ()], 0.6, id="none-compared"),
    ],
)
def test_covered(chosen: list[tuple[float, ...]], covered: float) -> None:
    hits = [hit(number, GIVES, *matched) for number, matched in enumerate(chosen)]
    assert of(WHEN, *hits).covered == pytest.approx(covered)


def test_whether_a_source_is_asked_for() -> None:
    assert of("Which newspaper is cited for the bridge?", hit(1, LACKS)).source
    assert not of(WHEN, hit(1, GIVES)).source


def test_the_nearest_quote_counts_even_if_it_is_not_the_first() -> None:
    far, near = hit(1, GIVES)._replace(cosine=0.3), hit(2, GIVES)._replace(cosine=0.6)
    assert of(WHEN, far, near).cosine == of(WHEN, near, far).cosine == 0.6
    assert of(WHEN, far).cosine == 0.3


@pytest.mark.parametrize(
    ("asked", "texts", "empty"),
    [
        pytest.param(WHEN, [LACKS], True, id="no-date"),
        pytest.param(WHEN, [GIVES], False, id="a-date"),
        pytest.param(WHEN, [LACKS, GIVES], True, id="only-the-first-is-looked-at"),
        pytest.param(WHEN, [GIVES, LACKS], False, id="and-no-other"),
        pytest.param("In which year, 1902 apart, was it mended?", [GIVES], True, id="the-question-has-it"),
        pytest.param("When and where was it built?", [LACKS], False, id="manifold"),
        pytest.param("When was it built or mended?", [LACKS], False, id="or"),
        pytest.param("What is it like?", [LACKS], False, id="no-kind-is-asked-for"),
        pytest.param("When was the newspaper cited for it published?", [LACKS], False, id="a-source"),
        pytest.param("Who built the bridge?", [LACKS], True, id="no-person"),
        pytest.param("Why was it built?", [GIVES], True, id="no-reason"),
    ],
)
def test_empty(asked: str, texts: list[str], empty: bool) -> None:
    assert of(asked, *[hit(number, text) for number, text in enumerate(texts)]).empty is empty


def test_words_are_looked_for_as_they_are_meant() -> None:
    index = FakeIndex(spelt={"brigde": "bridge"})
    of("When was the brigde built?", hit(7, GIVES), index=index)
    assert index.asked == [WHEN]


def test_a_question_of_stop_words_alone_has_no_known_share() -> None:
    evidence = of("Who was it?", index=FakeIndex(known=(0, 0)))
    assert (evidence.known, evidence.words) == (0.0, 0)


@pytest.mark.parametrize(
    ("asked", "strange"),
    [
        pytest.param("Did Anna Berg see Oslo?", ("Anna", "Berg"), id="what-the-article-has-is-not-strange"),
        pytest.param("Stavanger bridge - when?", (), id="the-first-word-always-has-a-capital"),
        pytest.param("When was stavanger founded?", (), id="no-capital"),
        pytest.param("Is Al in Ås?", (), id="too-short"),
        pytest.param("What did Åse O'Hara do?", ("Åse", "O'Hara"), id="other-letters-and-signs"),
        pytest.param("Where is the Əli-Bəy bridge?", ("Əli-Bəy",), id="hyphen"),
        pytest.param("What is the şalvar of élan?", (), id="small-letters-that-are-none-of-ours"),
        pytest.param("Was a T72 lost in 1902?", ("T72",), id="figures-are-no-name-alone"),
        pytest.param("Did Osloo sink?", (), id="misspelt"),
        pytest.param("Who ran Bergen's, or the Nansens’, bridge?", ("Bergen", "Nansens"), id="whose-it-is"),
        pytest.param("Who ran Oslo's bridge?", (), id="whose-it-is-and-known"),
    ],
)
def test_strange(asked: str, strange: tuple[str, ...]) -> None:
    assert of(asked, index=FakeIndex(words="Oslo", spelt={"Osloo": "Oslo"})).strange == strange
