"""JSON, terminal: nothing added, nothing lost, nothing read as more than text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answer import Answer
from app.ask import Asker
from app.render import Renderer, dumped
from index.search import Index, build
from ingest.article import Kind
from tests.conftest import SureReader, WordEncoder, count_words
from tests.making import P, hold, made

# An article that tries everything: markup, Markdown, control characters, turned-around text, lines within a sentence.
NASTY = made(
    P(("<script>alert('war')</script> **began** in `September` & “ended”.[1][2]",), ("<b>History</b>", "A & B")),
    P(("The colour \x1b[31mred\x1b[0m was \u202ebackwards\u202c and bell\x07.",), ("Control",)),
    P(("A sentence over\ntwo lines stands here.[3]",), ("Lines",)),
    P(("It followed <i>afterwards</i>.",), ("Lines",)),
    P(("2,906 servicemen killed[a]",), ("Infobox", "Per <X>:"), Kind.INFOBOX, intro="Per <X>:"),
    P(("![image](http://evil.example/x.png) [link](javascript:alert(1)) stands here too.",), ("Markdown",)),
    P(("Note with numbers of elsewhere.[7][8]",), ("Notes",), Kind.NOTE, label="a", other_list=True),
    P(("Smith <j@example.org>. “A war\nbegins”.",), ("References",), Kind.REFERENCE, label="1"),
    title="The <War>",
)


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(build(NASTY, WordEncoder(dimension=4096), count=count_words), reader=SureReader())


@pytest.fixture(scope="module")
def renderer(asker: Asker) -> Renderer:
    return Renderer(asker.proof, NASTY)


def answered(asker: Asker, asked: str) -> Answer:
    answer = asker.ask(asked, at_most=1)
    assert answer.answered
    return answer


# JSON


def test_json_is_one_line_with_letters_as_they_are(asker: Asker, renderer: Renderer) -> None:
    line = renderer.json(asker.ask("What followed afterwards, “Şuşa”?\n"))
    assert "\n" not in line
    assert "Şuşa" in line
    assert json.loads(line)["question"] == "What followed afterwards, “Şuşa”?\n"


def test_json_of_an_answer(asker: Asker, renderer: Renderer) -> None:
    data = renderer.data(answered(asker, "script alert war began September"))
    hold(json.loads(dumped(data)), NASTY)
    words = "<script>alert('war')</script> **began** in `September` & “ended”.[1][2]"
    (quote,) = data["quotes"]  # type: ignore[misc, unused-ignore]
    assert {name: quote[name] for name in ("text", "start", "end", "line", "section", "kind", "citations")} == {
        "text": words,
        "start": 0,
        "end": len(words),
        "line": 1,
        "section": ["<b>History</b>", "A & B"],
        "kind": "prose",
        "citations": ["1", "2"],
    }
    entry = NASTY.references[0]
    assert data["references"] == [
        {"label": "1", "text": NASTY.slice(entry), "start": entry.start, "end": entry.end, "fields": {}},
        {"label": "2", "text": None, "start": None, "end": None, "why": "missing"},
    ]
    assert (data["status"], data["reason"], data["closest"]) == ("answered", None, [])


def test_json_tells_who_says_so(asker: Asker, renderer: Renderer) -> None:
    (quote,) = renderer.data(answered(asker, "2,906 servicemen killed"))["quotes"]  # type: ignore[misc, unused-ignore]
    start = NASTY.text.index("<X>")
    assert quote["said_by"] == {"text": "<X>", "start": start, "end": start + 3, "how": "reported"}
    (quote,) = renderer.data(answered(asker, "What followed afterwards?"))["quotes"]  # type: ignore[misc, unused-ignore]
    assert quote["said_by"] is None


def test_a_quote_that_contradicts_says_so(asker: Asker, renderer: Renderer) -> None:
    answer = answered(asker, "What followed afterwards?")
    plain = replace(answer, quotes=(), sources=(), closest=answer.quotes, reason="It did not.")
    contradicting = replace(plain, closest=tuple(replace(one, contradicts=True) for one in answer.quotes))
    assert "contradicts" not in renderer.json(plain)
    data = json.loads(renderer.json(contradicting))
    hold(data, NASTY)
    assert data["closest"][0]["contradicts"] is True
    said = renderer.terminal(replace(plain, closest=(*contradicting.closest[:1], *answer.quotes[:1])))
    assert said.count("\nWhat the question assumes is contradicted here:\n\n–  ") == 1
    assert (
        said.count("\n\nThe closest passages, which do not answer it, and may say otherwise than it assumes:\n\n–  ")
        == 1
    )
    assert "\n\n\n" not in said
    assert "contradicted" not in renderer.terminal(replace(plain, closest=answer.quotes[:1]))


def test_fields_of_an_entry_are_words_of_it(index: Index) -> None:
    asker, real = Asker(index, reader=SureReader()), index.article
    data = json.loads(
        Renderer(asker.proof, real).json(
            asker.ask("Which outlet published “A new weapon complicates an old war in Nagorno-Karabakh”?", at_most=1)
        )
    )
    hold(data, real)
    (reference,) = data["references"]
    assert reference["fields"]["title"].strip('“”"') == "A new weapon complicates an old war in Nagorno-Karabakh"
    assert all(words in reference["text"] for words in reference["fields"].values())


@pytest.mark.parametrize("words", ["\ud800", "a\udfffb", "\ud83d and no more"])
def test_a_lone_surrogate_is_written_as_its_escape(words: str) -> None:
    line = dumped({"question": words})
    line.encode("utf-8")
    assert json.loads(line) == {"question": words}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_answer_round_trips(asker: Asker, renderer: Renderer, asked: str) -> None:
    answer = asker.ask(asked)
    line = renderer.json(answer)
    line.encode("utf-8")
    assert "\n" not in line
    data = json.loads(line)
    hold(data, NASTY)
    assert data["question"] == asked
    assert data == json.loads(json.dumps(renderer.data(answer)))
    assert (data["confidence"], data["took_ms"]) == (answer.confidence, answer.took_ms)


# The terminal


def test_terminal(asker: Asker, renderer: Renderer) -> None:
    assert renderer.terminal(answered(asker, "script alert war began September")) == (
        "1. <script>alert('war')</script> **began** in `September` & “ended”.[1][2]\n"
        "   <b>History</b> › A & B · line 1\n"
        "\n"
        "Sources\n"
        "  [1] Smith <j@example.org>. “A war begins”.\n"
        "  [2] no entry in this copy of the article\n"
    )


def test_terminal_shows_what_stands_before_and_what_it_is(asker: Asker, renderer: Renderer) -> None:
    shown = renderer.terminal(answered(asker, "2,906 servicemen killed"))
    assert (
        "1. 2,906 servicemen killed[a]\n   Infobox › Per <X>: · line 11 · infobox row · said by <X>\n"
        "   before it: Per <X>:" in shown
    )
    # The note that [a] stands for, not the numbers of another list inside it.
    assert "  [a] Note with numbers of elsewhere.[7][8]\n" in shown


def test_terminal_groups_numbers_without_an_entry(asker: Asker, renderer: Renderer) -> None:
    shown = renderer.terminal(answered(asker, "note numbers elsewhere"))
    assert "  [7][8] a number of another list, not of this article's references\n" in shown


def test_terminal_when_the_article_is_silent(asker: Asker, renderer: Renderer) -> None:
    answer = answered(asker, "What followed afterwards?")
    silent = replace(answer, quotes=(), sources=(), closest=answer.quotes, reason="Nothing is about this.")
    shown = renderer.terminal(silent)
    assert shown.startswith("The article does not say. Nothing is about this.\n\nThe closest passages, which do not")
    assert "–  It followed <i>afterwards</i>." in shown
    alone = renderer.terminal(replace(silent, closest=()))
    assert alone == "The article does not say. Nothing is about this.\n"


def test_terminal_colours_only_when_told(asker: Asker, renderer: Renderer) -> None:
    answer = answered(asker, "What followed afterwards?")
    assert "\x1b" not in renderer.terminal(answer)
    coloured = renderer.terminal(answer, colour=True)
    assert "\x1b[1mIt followed <i>afterwards</i>.\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == renderer.terminal(answer)


def test_terminal_is_not_steered_by_the_article(asker: Asker, renderer: Renderer) -> None:
    shown = renderer.terminal(answered(asker, "colour red backwards bell"))
    assert "\u241b[31mred\u241b[0m was \ufffdbackwards\ufffd and bell\u2407." in shown
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
