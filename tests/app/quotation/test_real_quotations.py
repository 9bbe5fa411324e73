"""Every sentence of the real article as a quotation, and what becomes of one: each is named rightly."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import pairwise, takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quotation import find
from app.quotation.held import held
from app.quotation.show import Shown
from app.quotation.words import Word, readings
from ingest.article import Article, Passage, Sentence
from ingest.parse import parse
from tests.app.quotation.looking import Looked
from tests.app.quotation.test_show import hold
from tests.conftest import ROOT

Unit = tuple[Passage, Sentence, str, tuple[Word, ...]]
CURLY = str.maketrans({"-": "—", "'": "’", " ": "\u00a0"})


@pytest.fixture(scope="module")
def sentences(article: Article) -> list[Unit]:
    """Those of two words and more, with their words."""
    units = [(p, s, article.slice(s)) for p in article.passages for s in p.sentences]
    found = [(*unit, readings(unit[2])[0]) for unit in units]
    return [unit for unit in found if len(unit[3]) > 1]


@pytest.mark.slow
def test_every_sentence_is_exact(article: Article, sentences: list[Unit]) -> None:
    assert len(sentences) == 762
    for _, sentence, words, _ in sentences:
        for text in (words, sentence.plain, f"“{words.translate(CURLY)}”", f"… {words[0].swapcase()}{words[1:]}"):
            looked = Looked(article, text)
            assert looked.verdict == "exact", text
            assert any(sentence.start <= start < sentence.end for start in looked.starts), text


def test_two_sentences_that_follow_each_other_are_exact(article: Article, sentences: list[Unit]) -> None:
    pairs = [
        (one, two)
        for (above, one, _, _), (below, two, _, _) in pairwise(sentences)
        if above is below and not article.text[one.end : two.start].strip()
    ]
    assert len(pairs) > 300
    for one, two in pairs:
        looked = Looked(article, f"{one.plain} {two.plain}")
        assert looked.verdict == "exact"


@pytest.mark.slow
def test_a_word_changed(article: Article, sentences: list[Unit]) -> None:
    some = random.Random(1)
    for _, _, text, words in sentences:
        if len(words) > 4:
            word = some.choice(words)
            looked = Looked(article, f"{text[: word.start]}zebra{text[word.end :]}")
            assert looked.verdict == "altered", text
            assert len(looked.changes) == 1
            what, typed, there = looked.changes[0]
            assert (typed, there.strip("[]")) == ("zebra", text[word.start : word.end].strip("[]"))
            assert what == ("number" if word.number else "word")


@pytest.mark.slow
def test_a_number_changed(article: Article, sentences: list[Unit]) -> None:
    some = random.Random(2)
    seen = 0
    for _, _, text, words in sentences:
        numbers = [word for word in words if word.key.isdigit()]
        if len(words) > 2 and numbers:
            word = some.choice(numbers)
            other = str(int(word.key) + 1)
            looked = Looked(article, f"{text[: word.start]}{other}{text[word.end :]}")
            if looked.verdict == "exact":  # the article has that sentence too, of another day
                assert looked.places[0] != text
                continue
            seen += 1
            assert (looked.verdict, [change[0] for change in looked.changes]) == ("altered", ["number"]), text
    assert seen > 400


@pytest.mark.slow
@pytest.mark.parametrize("sign", [" ", " … ", " [...] "])
def test_a_middle_cut(article: Article, sentences: list[Unit], sign: str) -> None:
    some = random.Random(3)
    for _, _, text, words in sentences:
        if len(words) > 7:
            first = some.randrange(3, len(words) - 4)
            last = some.randrange(first + 1, len(words) - 3)
            quotation = text[: words[first - 1].end] + sign + text[words[last].start :]
            looked = Looked(article, quotation)
            assert looked.verdict == "cut", quotation
            assert all(marked == (sign != " ") for _, marked in looked.left_out)
            # Where words come twice, it is not told which were left out; only how many.
            left = [len(readings(there)[-1]) for there, _ in looked.left_out]
            assert abs(sum(left) - (last - first)) <= 1, (quotation, looked.left_out)


@pytest.mark.slow
def test_two_sentences_put_together(article: Article, sentences: list[Unit]) -> None:
    some = random.Random(4)
    long = [unit for unit in sentences if len(unit[3]) > 4]
    for passage, _, text, _ in long:
        other = some.choice(long)
        if other[0] is not passage:
            looked = Looked(article, f"{text} {other[2]}")
            assert looked.verdict in ("stitched", "exact"), (text, other[2])
            if looked.verdict == "stitched":
                assert len(looked.places) == 2
                assert looked.changes == looked.left_out == []


@pytest.mark.parametrize("name", ["tests/texts/harbour-report.txt", "tests/texts/single-paragraph.txt", "tests/texts/tram-line.txt", "eval/outside/peat-bogs.txt"])  # fmt: skip
def test_sentences_of_other_texts_are_not_there(article: Article, name: str) -> None:
    other = parse((ROOT / Path(name)).read_text("utf-8"))
    found = Counter[str]()
    for passage in other.passages:
        for sentence in passage.sentences:
            text = other.slice(sentence)
            # `3 May 1908` is the article's `3 May 2021` with another year.
            if len(readings(text)[0]) > 3:
                found[Looked(article, text).verdict] += 1
    assert set(found) == {"not_there"}


def test_a_common_phrase_is_given_with_all_its_places(article: Article) -> None:
    looked = Looked(article, "of the war")
    assert looked.verdict == "exact"
    assert len(looked.places) == 10
    assert set(looked.places) == {"of the war"}


@pytest.mark.parametrize(
    ("text", "by", "verdict"),
    [
        pytest.param("to fight for the rights of our people", "Nikol Pashinyan", "exact", id="his"),
        pytest.param("to fight for the rights of our people", "Ilham Aliyev", "other_speaker", id="another's"),
        pytest.param("Azerbaijan calculated that military action would win it something", None, "exact", id="editor's-letters"),
        pytest.param("2,906 servicemen killed", None, "exact", id="infobox"),
        pytest.param("2,907 servicemen killed", None, "altered", id="infobox-number"),
        pytest.param("both sides to not de-escalate tensions", None, "altered", id="a-not"),
        pytest.param("Aliyev said that there would be peace in our time", None, "not_there", id="made-up"),
    ],
)  # fmt: skip
def test_landmarks(article: Article, text: str, by: str | None, verdict: str) -> None:
    assert Looked(article, text, by).verdict == verdict


PLACE = st.floats(0, 1, exclude_max=True)
NOISE = st.one_of(st.text(max_size=12), st.just(" … "))


@settings(max_examples=120, deadline=None)
@given(PLACE, st.integers(2, 60), st.booleans())
def test_any_stretch_is_exact_where_it_was_taken(article: Article, place: float, length: int, spaced: bool) -> None:
    row = held(article)
    first = int(place * len(row.words))
    words = [word for word in takewhile(bool, row.words[first : first + length]) if word]
    if len(words) > 1:
        text = article.text[words[0].start : words[-1].end]
        looked = Looked(article, " ".join(text.split()) if spaced else text)
        assert looked.verdict == "exact"
        assert words[0].start in looked.starts


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.tuples(PLACE, st.integers(3, 150)), NOISE), max_size=4), st.sampled_from([None, "Aliyev"]))
def test_whatever_is_asked_is_shown_as_promised(
    article: Article, pieces: list[tuple[float, int] | str], by: str | None
) -> None:
    """Stretches of the article and noise, in any order."""
    parts = ["two words"]
    for piece in pieces:
        start = 0 if isinstance(piece, str) else int(piece[0] * len(article.text))
        parts.append(piece if isinstance(piece, str) else article.text[start : start + piece[1]])
    shown = Shown(article)
    found = find(article, " ".join(parts), by)
    hold(json.loads(shown.json(found)), article)
    assert shown.terminal(found)
