"""The page: what it shows is text, what it loads is its own."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable

import gradio as gr
import pytest

from app import desk
from app.ask import Asker
from app.render import Renderer
from index.search import build
from ingest.article import Article, Heading
from ingest.source import BUNDLED_EXAMPLES
from tests.conftest import ARTICLE, SureReader, WordEncoder, count_words
from tests.making import P, made

Message = dict[str, str]
Respond = Callable[[str, list[Message]], tuple[str, list[Message]]]


@pytest.fixture(scope="module")
def page(asker: Asker) -> gr.Blocks:
    article = asker.index.article
    return desk.desk(asker.ask, Renderer(asker.proof, article), article)


@pytest.fixture(scope="module")
def respond(page: gr.Blocks) -> Respond:
    (found,) = (one.fn for one in page.fns.values() if getattr(one.fn, "__name__", "") == "respond")
    return found  # type: ignore[no-any-return]


# Nothing from elsewhere


def test_no_analytics(page: gr.Blocks) -> None:
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert page.analytics_enabled is False


def test_style_and_theme_name_no_other_place() -> None:
    assert not re.search(r"https?:|//[a-z]|url\(|@import|@font-face", desk.css(), re.IGNORECASE)
    theme = desk.theme()
    assert theme._stylesheets == []
    assert "url(" not in "".join(theme._font_css)
    # Pictures drawn into the style itself come from nowhere.
    without_drawings = re.sub(r"""url\((["'])data:.*?\1\)""", "", theme._get_theme_css())
    assert not re.search(r"https?:|url\(|@import|@font-face", without_drawings)


def test_every_class_the_answers_use_has_a_style() -> None:
    from pathlib import Path

    import app.render

    used = set(re.findall(r"ibid-[a-z]+", Path(app.render.__file__).read_text("utf-8")))
    styled = set(re.findall(r"\.(ibid-[a-z]+)", desk.css()))
    assert used - styled == set()


def test_the_page_itself_names_no_other_place(page: gr.Blocks) -> None:
    own = [part for part in page.get_config_file()["components"] if part["type"] in ("html", "chatbot", "textbox")]
    assert own
    assert "http" not in json.dumps([part["props"].get("value") for part in own] + [desk.TO_QUESTION])


def test_nothing_is_offered_to_programs_but_the_page(page: gr.Blocks) -> None:
    shown = {name for name, one in page.get_api_info()["named_endpoints"].items() if one}
    assert "/respond" not in shown


# A conversation


def test_a_turn(respond: Respond) -> None:
    box, history = respond("How many servicemen were killed?", [])
    assert box == ""
    assert [turn["role"] for turn in history] == ["user", "assistant"]
    assert "How many servicemen were killed" in html.unescape(history[0]["content"])
    assert history[1]["content"].startswith('<div class="ibid-answer')


def test_earlier_turns_stay_as_they_were(respond: Respond) -> None:
    _, first = respond("How many servicemen were killed?", [])
    kept = json.dumps(first)
    _, second = respond("When did the war begin?", first)
    assert json.dumps(first) == kept, "the list that was given is not changed"
    assert json.dumps(second[:2]) == kept
    assert len(second) == 4
    # Nothing is remembered: the same question has the same answer, whatever came before.
    _, third = respond("How many servicemen were killed?", second)
    assert third[5]["content"] == first[1]["content"]


def test_an_empty_question_is_declined_once_and_then_ignored(respond: Respond) -> None:
    _, history = respond("  ", [])
    assert "(an empty question)" in html.unescape(history[0]["content"])
    assert "The question is empty." in history[1]["content"]
    assert respond("", history) == ("", history)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("<img src=x onerror=alert(1)>", id="image"),
        pytest.param("</p></div><h1>Ibid was here</h1>", id="closing-tags"),
        pytest.param("![x](http://evil.example/x.png) [y](javascript:alert(1))", id="markdown-links"),
        pytest.param("**bold** `code` # heading\n\n- list\n\n    code", id="markdown"),
        pytest.param("$$x^2$$ \\(y\\)", id="formula"),
        pytest.param("&lt;b&gt; &#60;b&#62;", id="already-escaped"),
        pytest.param("\x1b[31mred\x00\u202e", id="control"),
        pytest.param("http://example.org", id="an-address"),
    ],
)
def test_a_question_is_shown_as_text(asked: str) -> None:
    shown = desk.said(asked)
    inner = shown.removeprefix('<p class="ibid-asked">').removesuffix("</p>")
    assert len(inner) == len(shown) - len('<p class="ibid-asked"></p>')
    # Letters, figures, blanks and character references: nothing that HTML or Markdown reads.
    assert re.fullmatch(r"(?:[^\W_]|[ ]|&#\d+;)*", inner)
    written = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), inner)
    assert written == " ".join(asked.split())


def test_a_long_question_is_cut_only_in_what_is_shown() -> None:
    assert len(desk.said("x" * 100_000)) < 2_100


# What surrounds it

HARBOUR = made(P(("The harbour froze.",), ("Winter <1904>",)), title="<Harbour> & tram")


def test_masthead_and_placeholder(article: Article) -> None:
    assert f"this copy {article.sha256[:12]} · latest date it cites 13 October 2022" in desk.masthead(article)
    assert "<strong>&lt;Harbour&gt; &amp; tram</strong>" in desk.masthead(HARBOUR)
    assert "latest date" not in desk.masthead(HARBOUR)
    assert "<em>&lt;Harbour&gt; &amp; tram</em>" in desk.placeholder(HARBOUR)


def test_examples(article: Article, asker: Asker) -> None:
    own = desk.examples(article)
    assert own == (ARTICLE.parent / BUNDLED_EXAMPLES).read_text("utf-8").splitlines()
    assert all(question.strip() == question != "" for question in own)
    heading = Heading(0, 1, "Winter <1904>", 1, ("Winter <1904>",))
    silent = Heading(0, 1, "Gallery", 1, ("Gallery",))
    headed = Article(HARBOUR.title, HARBOUR.text, None, (silent, *[heading] * 9), (), HARBOUR.passages, (), (), ())
    # Only headings with prose under them, and only a few.
    assert desk.examples(headed) == ["What does the article say about “Winter <1904>”?"] * 4
    assert desk.examples(HARBOUR) == []


def test_an_article_that_brings_no_examples_has_a_page_too() -> None:
    asker = Asker(build(HARBOUR, WordEncoder(), count=count_words), reader=SureReader())
    page = desk.desk(asker.ask, Renderer(asker.proof, HARBOUR), HARBOUR)
    assert not [part for part in page.get_config_file()["components"] if part["type"] == "dataset"]
