"""Article → hits."""

from __future__ import annotations

import pytest

from index.search import Index, build
from ingest.article import Article, Kind
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

ARMENIA = ("Official statements", "Armenia")
AZERBAIJAN = ("Aftermath", "Azerbaijan")


@pytest.fixture(scope="module")
def small() -> Article:
    return made(
        P(("Fighting began in September.", "It ended in November.")),
        P(("The minister spoke on television.[1]", "He demanded an apology.[2]"), ARMENIA),
        P(("Protests began in the capital.",), AZERBAIJAN),
        P(("The same words stand here.",), ("Twice",)),
        P(("The same words stand here.",), ("Twice",)),
        P(("Smith, John. “The minister speaks”. The Daily.",), ("References",), Kind.REFERENCE, label="1"),
    )


@pytest.fixture(scope="module")
def indexed(small: Article) -> Index:
    return build(small, WordEncoder(), count=count_words)


def test_units_are_all_sentences_in_order_each_in_its_place(small: Article, indexed: Index) -> None:
    assert [unit.id for unit in indexed.units] == list(range(8))
    assert [unit.sentence for unit in indexed.units] == [one for part in small.passages for one in part.sentences]
    assert all(unit.sentence in unit.passage.sentences for unit in indexed.units)
    # Sentences of one passage share a chunk here; no chunk spans two.
    assert [unit.chunk for unit in indexed.units] == [0, 0, 1, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("When did the fighting begin in September?", "Fighting began in September.", id="own-words"),
        # Only the heading tells whose statement it is: the section is searched too.
        pytest.param("What did Armenia demand?", "He demanded an apology.[2]", id="heading"),
        # `television` stands in the sentence before: its neighbour is next after it.
        pytest.param("apology on television", "The minister spoke on television.[1]", id="neighbour"),
        pytest.param("John Smith in The Daily", "Smith, John. “The minister speaks”. The Daily.", id="reference"),
    ],
)
def test_first(indexed: Index, question: str, expected: str) -> None:
    hit = indexed.search(question, 3)[0]
    assert indexed.article.slice(hit.unit.sentence) == expected
    assert 0 < hit.score <= 1


def test_best_first_and_ties_in_the_order_of_the_article(indexed: Index) -> None:
    hits = indexed.search("the same words stand here", 8)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert hits[0].score == hits[1].score
    assert [hit.unit.id for hit in hits[:2]] == [5, 6]


@pytest.mark.parametrize(("k", "hits"), [(0, 0), (1, 1), (8, 8), (99, 8)])
def test_as_many_as_asked_for(indexed: Index, k: int, hits: int) -> None:
    assert len(indexed.search("minister", k)) == hits


def test_own_scores_come_with_a_hit(indexed: Index) -> None:
    hit = indexed.search("Protests began in the capital.", 1)[0]
    # The text searched holds the heading's two words besides: 5 of 7 words are shared.
    assert hit.cosine == pytest.approx(5 / (5 * 7) ** 0.5)
    assert hit.bm25 > 0
    strange = indexed.search("zeppelin", 1)[0]
    assert (strange.score, strange.cosine, strange.bm25) == (0, 0, 0)


def test_known_words(indexed: Index) -> None:
    # The heading is searched as well; `zeppelin` is nowhere.
    assert indexed.known_words("Did Azerbaijan protest about the zeppelin?") == (2, 3)


def test_counts_and_progress() -> None:
    article = made(
        P(("one two three four five six seven eight nine ten eleven zeppelin.",), ("H",)), P(("Short one.",))
    )
    heard: list[tuple[str, int, int]] = []
    # Eight tokens: one for the heading, seven of the twelve words; the sentence and its chunk are cut alike.
    built = build(article, WordEncoder(limit=8), count=count_words, progress=lambda *step: heard.append(step))
    counts = built.parts.counts
    assert (counts.sentences, counts.chunks, counts.limit, counts.truncated) == (2, 2, 8, 0)
    assert counts.windowed == 2
    assert counts.texts == counts.windows + 2
    assert counts.longest == 8
    # A sentence that is a chunk of its own is embedded once.
    assert counts.embedded == counts.texts / 2
    assert heard[0] == ("embedding", 1, counts.embedded)
    assert heard[-1] == ("embedding", counts.embedded, counts.embedded)
    # The last word stands beyond what the model reads of one text, and is found all the same.
    assert built.search("zeppelin", 1)[0].unit.id == 0
    assert built.search("zeppelin", 1)[0].cosine > 0


def test_an_article_without_a_sentence_can_be_asked() -> None:
    empty = build(Article("T", "T", None, (), (), (), (), (), ()), WordEncoder(), count=count_words)
    assert empty.search("anything", 3) == ()
    assert empty.known_words("anything") == (0, 1)


def test_nothing_of_the_article_is_cut_off(index: Index) -> None:
    assert index.parts.counts.truncated == 0
    assert index.parts.counts.longest <= index.parts.counts.limit
    assert index.parts.counts.sentences == len(index.units)
