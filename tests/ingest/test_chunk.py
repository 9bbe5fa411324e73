"""Sentences packed into chunks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Article, Kind, Passage, Sentence
from ingest.chunk import BUDGET, PIECE, chunk, chunks_from, count_tokens
from ingest.parse import parse


def words(text: str) -> int:
    return len(text.split())


def article_of(*passages: list[int]) -> Article:
    """An article of passages whose sentences have so many words each."""
    at = 0
    made: list[Passage] = []
    for lengths in passages:
        sentences = []
        for length in lengths:
            sentences.append(Sentence(at, at + 1, " ".join(["w"] * length)))
            at += 2
        made.append(Passage(Kind.PROSE, ("Town", "River"), sentences[0].start, sentences[-1].end, tuple(sentences)))
    return Article("T", " " * at, None, (), (), tuple(made), (), (), ())


CUTS = {
    # sentences' words, by passage; budget 10; words of the chunks' sentences
    "all fit": ([[3, 3, 4]], [[3, 3, 4]]),
    "one too many": ([[3, 3, 5]], [[3, 3], [5]]),
    "a sentence longer than the budget stays whole": ([[25]], [[25]]),
    "… and alone": ([[3, 25, 3]], [[3], [25], [3]]),
    "exactly the budget": ([[10], [10, 10]], [[10], [10], [10]]),
    "no chunk over two passages": ([[1], [1], [1]], [[1], [1], [1]]),
    "empty sentences cost nothing": ([[0, 0, 10, 0]], [[0, 0, 10, 0]]),
}


@pytest.mark.parametrize(("passages", "chunks"), CUTS.values(), ids=CUTS.keys())
def test_cuts(passages: list[list[int]], chunks: list[list[int]]) -> None:
    found = chunk(article_of(*passages), budget=10, count=words)
    assert [[words(s.plain) for s in part.sentences] for part in found] == chunks


def test_chunks_know_their_place() -> None:
    found = chunk(article_of([6, 6], [6]), budget=10, count=words)
    assert [(part.id, part.first, part.kind, part.heading) for part in found] == [
        (0, 0, Kind.PROSE, "Town › River"),
        (1, 1, Kind.PROSE, "Town › River"),
        (2, 2, Kind.PROSE, "Town › River"),
    ]
    assert found[0].body == "w w w w w w"


def test_body_is_without_markers() -> None:
    (part,) = chunk(parse("It is 5\u00a0km off.[1]  It fell.[citation needed]"), budget=50, count=words)
    assert part.body == "It is 5 km off. It fell."


def test_no_passages_no_chunks() -> None:
    assert chunk(parse(""), count=words) == ()


def test_the_article_is_cut_without_loss(article: Article) -> None:
    found = chunk(article)
    sentences = [sentence for passage in article.passages for sentence in passage.sentences]
    assert [sentence for part in found for sentence in part.sentences] == sentences
    assert [part.id for part in found] == list(range(len(found)))
    for part in found:
        assert sentences[part.first] is part.sentences[0]
        tokens = sum(count_tokens(sentence.plain) for sentence in part.sentences)
        assert tokens <= BUDGET or len(part.sentences) == 1
    # No chunk could have taken the next sentence of its passage too.
    places = {id(s): number for number, p in enumerate(article.passages) for s in p.sentences}
    for part, following in pairwise(found):
        if places[id(part.sentences[0])] == places[id(following.sentences[0])]:
            together = (*part.sentences, following.sentences[0])
            assert sum(count_tokens(sentence.plain) for sentence in together) > BUDGET


def test_tokens_are_those_of_cl100k() -> None:
    # Worked out with OpenAI's own tokenizer page: "Hello world" is 2 tokens, "tokenization" is token + ization.
    assert (count_tokens(""), count_tokens("Hello world"), count_tokens("tokenization")) == (0, 2, 2)


def test_an_endless_word_is_counted_in_pieces() -> None:
    assert count_tokens("ab" * PIECE) == 2 * count_tokens("ab" * (PIECE // 2))


def test_special_tokens_are_ordinary_words() -> None:
    assert count_tokens("<|endoftext|>") > 1


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=8), max_size=5), st.integers(1, 40))
def test_law_every_sentence_once_and_under_the_budget(passages: list[list[int]], budget: int) -> None:
    article = article_of(*passages)
    found = chunk(article, budget=budget, count=words)
    assert [s for part in found for s in part.sentences] == [s for p in article.passages for s in p.sentences]
    assert all(len(part.sentences) == 1 or sum(words(s.plain) for s in part.sentences) <= budget for part in found)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=6), max_size=6), st.integers(1, 12))
def test_law_chunks_come_back_from_where_they_begin(passages: list[list[int]], budget: int) -> None:
    held = article_of(*passages)
    cut = chunk(held, budget=budget, count=words)
    assert chunks_from(held, [part.first for part in cut]) == cut


@pytest.mark.parametrize(
    "starts",
    [
        pytest.param([0], id="a-passage-without-a-chunk"),
        pytest.param([1, 2], id="not-from-the-first"),
        pytest.param([0, 1, 2, 9], id="beyond-the-end"),
        pytest.param([], id="none"),
        pytest.param([-1, 0, 2], id="before-the-beginning"),
    ],
)
def test_chunks_that_can_not_be_the_articles_are_refused(starts: list[int]) -> None:
    with pytest.raises(ValueError, match="chunk"):
        chunks_from(article_of([1, 1], [1]), starts)
