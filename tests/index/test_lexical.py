"""Words."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.lexical import Lexical, Words

TEXTS = (
    "Soldiers were killed near Hacıməmmədli",
    "The cathedral of Şuşa was shelled",
    "A ceasefire in Shusha; a ceasefire in Ganja",
    "of the and",
)


@pytest.fixture(scope="module")
def lexical() -> Lexical:
    return Lexical.build(TEXTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Stop words, and the words that only make a question one.
        pytest.param("How many of the soldiers did they have?", ["mani", "soldier"], id="question-words"),
        pytest.param("killed killing kills", ["kill", "kill", "kill"], id="endings"),
        pytest.param("QARABAĞ Dəmir Hacı", ["qarabag", "demir", "haci"], id="letters-folded"),
        # A hyphen and a dash part words; a thousands comma does too, in text and question alike.
        pytest.param(
            "Nagorno-Karabakh 1988–1994 2,906", ["nagorno", "karabakh", "1988", "1994", "2", "906"], id="signs"
        ),
        # The possessive's s is no word.
        pytest.param("Armenia's", ["armenia"], id="possessive"),
        pytest.param("", [], id="empty"),
        pytest.param("?! …", [], id="only-signs"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert Words()(text) == expected


@pytest.mark.parametrize(
    ("question", "best"),
    [
        pytest.param("Who killed soldiers?", 0, id="endings"),
        pytest.param("hacimemmedli", 0, id="typed-without-its-letters"),
        pytest.param("SUSA", 1, id="upper-case-without-cedilla"),
        # Twice in a short text tells more than once in a text as long.
        pytest.param("ceasefire", 2, id="counted"),
    ],
)
def test_best(lexical: Lexical, question: str, best: int) -> None:
    scores = lexical.scores(question)
    assert scores.shape == (len(TEXTS),)
    assert int(scores.argmax()) == best
    assert scores[best] > 0


@pytest.mark.parametrize("question", ["", "the of and", "submarine", "\u0000", "?"])
def test_nothing_shared_is_zero_everywhere(lexical: Lexical, question: str) -> None:
    assert lexical.scores(question).tolist() == [0.0] * len(TEXTS)


def test_unknown_words_change_nothing(lexical: Lexical) -> None:
    assert lexical.scores("ceasefire submarine").tolist() == lexical.scores("ceasefire").tolist()


@pytest.mark.parametrize(
    ("question", "known"),
    [
        # kill, soldier are there; pari is not.
        pytest.param("killing soldiers in Paris", (2, 3), id="stems"),
        # Each distinct word once.
        pytest.param("ceasefire, ceasefires, CEASEFIRE", (1, 1), id="distinct"),
        pytest.param("what is the", (0, 0), id="only-stop-words"),
        pytest.param("\u0000", (0, 0), id="the-stand-in-is-no-word"),
    ],
)
def test_known(lexical: Lexical, question: str, known: tuple[int, int]) -> None:
    assert lexical.known(question) == known


def test_it_reads_back_what_it_wrote(lexical: Lexical, tmp_path: Path) -> None:
    lexical.save(tmp_path / "words")
    again = Lexical.load(tmp_path / "words", len(TEXTS))
    for question in ("ceasefire in Şuşa", "killed", "submarine", ""):
        assert again.scores(question).tolist() == lexical.scores(question).tolist()
        assert again.known(question) == lexical.known(question)


@pytest.mark.parametrize("texts", [(), ("the",), ("", "")], ids=["no-text", "only-a-stop-word", "empty-texts"])
def test_texts_without_words_are_indexed_too(texts: tuple[str, ...], tmp_path: Path) -> None:
    lexical = Lexical.build(texts)
    lexical.save(tmp_path / "words")
    for one in (lexical, Lexical.load(tmp_path / "words", len(texts))):
        assert one.scores("the war").tolist() == [0.0] * len(texts)
        assert one.known("the war") == (0, 1)
