"""Article → hits."""

from __future__ import annotations

import pytest

from index.search import DENSE, FIRST, HYBRID, LEXICAL, Index, Weights, build
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
    # Each of the question's words stands in it; the heading's two are not asked for.
    assert hit.late == pytest.approx(1)
    strange = indexed.search("zeppelin", 1)[0]
    assert (strange.score, strange.cosine, strange.bm25, strange.late) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("weights", "compared"),
    [
        pytest.param(HYBRID, True, id="hybrid"),
        pytest.param(FIRST, False, id="first"),
        pytest.param(DENSE, False, id="dense"),
        pytest.param(LEXICAL, False, id="lexical"),
    ],
)
def test_words_are_compared_only_where_they_count(indexed: Index, weights: Weights, compared: bool) -> None:
    hits = indexed.search("Fighting began in September.", 8, weights=weights)
    assert hits[0].unit.id == 0
    assert any(hit.late for hit in hits) is compared


def test_late_interaction_counts_thrice_beside_the_other_four(indexed: Index) -> None:
    question = "Protests began in September"
    without = {hit.unit.id: hit.score for hit in indexed.search(question, 8, weights=FIRST)}
    hits = indexed.search(question, 8)
    assert len({round(hit.late, 3) for hit in hits}) > 2
    for hit in hits:
        assert hit.score == pytest.approx((without[hit.unit.id] + 3 * hit.late) / 4)


def test_only_the_best_are_compared(indexed: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.COMPARED", 2)
    hits = indexed.search("the same words stand here", 8)
    # The twins; the reference has `the` too, and came third.
    assert [hit.unit.id for hit in hits if hit.late] == [5, 6]
    assert len(hits) == 8


def test_of_too_many_sentences_no_tokens_are_kept(
    small: Article, indexed: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "What did Armenia demand?"
    monkeypatch.setattr("index.search.TOKENS", 8)
    assert build(small, WordEncoder(), count=count_words).search(question, 8) == indexed.search(question, 8)
    monkeypatch.setattr("index.search.TOKENS", 7)
    built = build(small, WordEncoder(), count=count_words)
    assert len(built.parts.tokens.ids) == 0
    assert built.search(question, 8) == indexed.search(question, 8, weights=FIRST)


def test_texts_of_several_blocks_keep_their_own_vectors(
    small: Article, indexed: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.BLOCK", 3)  # seven texts, since two sentences are one text
    heard: list[tuple[str, int, int]] = []
    built = build(small, WordEncoder(), count=count_words, progress=lambda *step: heard.append(step))
    assert heard == [("embedding", done, 7) for done in range(1, 8)]
    for question in ("What did Armenia demand?", "the same words", "John Smith in The Daily"):
        assert built.search(question, 8) == indexed.search(question, 8)


def test_known_words(indexed: Index) -> None:
    # The heading is searched as well; `zeppelin` is nowhere.
    assert indexed.known_words("Did Azerbaijan protest about the zeppelin?") == (2, 3)


def test_counts_and_progress() -> None:
    article = made(
        P(("one two three four five six seven eight nine ten eleven zeppelin.",), ("H",)),
        P(("Short one.",)),
        P(("Short one.",)),
    )
    heard: list[tuple[str, int, int]] = []
    # Eight tokens: one for the heading, seven of the twelve words; so two windows.
    built = build(article, WordEncoder(limit=8), count=count_words, progress=lambda *step: heard.append(step))
    counts = built.parts.counts
    assert (counts.sentences, counts.chunks, counts.limit, counts.truncated) == (3, 3, 8, 0)
    assert (counts.windowed, counts.windows) == (1, 2)
    # The windows and the short sentences: chunks are not embedded.
    assert counts.texts == 2 + 2
    assert counts.longest == 8
    # What stands in two places is embedded once.
    assert counts.embedded == 3
    assert heard == [("embedding", done, 3) for done in (1, 2, 3)]
    # The last word stands beyond what the model reads of one text, and is found all the same.
    hit = built.search("zeppelin", 1)[0]
    assert hit.unit.id == 0
    assert hit.cosine > 0


@pytest.mark.parametrize(
    "question",
    [
        # The sentence counts by the better of its windows: neither by the last one nor by the first.
        pytest.param("two", id="first-window"),
        pytest.param("zeppelin", id="last-window"),
    ],
)
def test_a_sentence_in_windows_is_compared_by_the_best(question: str) -> None:
    article = made(
        P(("Short one.",)),
        P(("one two three four five six seven eight nine ten eleven zeppelin.",), ("H",)),
        P(("Another.",)),
    )
    built = build(article, WordEncoder(limit=8), count=count_words)
    assert built.parts.sentence_vectors.owners.tolist() == [0, 1, 1, 2]
    late = {hit.unit.id: hit.late for hit in built.search(question, 3)}
    assert late == {0: 0, 1: pytest.approx(1), 2: 0}


def test_an_article_without_a_sentence_can_be_asked() -> None:
    empty = build(Article("T", "T", None, (), (), (), (), (), ()), WordEncoder(), count=count_words)
    assert empty.search("anything", 3) == ()
    assert empty.known_words("anything") == (0, 1)


def test_nothing_of_the_article_is_cut_off(index: Index) -> None:
    assert index.parts.counts.truncated == 0
    assert index.parts.counts.longest <= index.parts.counts.limit
    assert index.parts.counts.sentences == len(index.units)
