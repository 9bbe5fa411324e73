"""The page: what it shows is text, what it loads is its own, and its parts know each other."""

from __future__ import annotations

import asyncio
import json
import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

import app.cards
import app.check_cards
import app.markup
import app.quote_card
import app.sources
import app.typeset
from app import desk
from app.ask import Asker
from app.cards import Cards
from app.conversation import Conversation, storage_key
from app.followup import Understood
from app.offering import offer
from app.programs import Askers
from app.proof import Proof
from app.turns import Turn
from ingest.article import Article, Heading, Kind
from ingest.source import BUNDLED_EXAMPLES
from tests.app.quoting import answered, unchecked, units
from tests.conftest import ARTICLE
from tests.making import P, made
from tests.parsed import Node, parsed

# What writes HTML for the conversation, or around it.
WRITING = (app.cards, app.check_cards, app.markup, app.quote_card, app.sources, desk)
ASSETS = Path(desk.__file__).parent / "assets"
SCRIPT, STYLE, CONVERSATION = (
    (ASSETS / name).read_text("utf-8") for name in ("desk.js", "desk.css", "conversation.html")
)
# What the script makes, as it stands there between single quotes or backticks.
MADE = "".join(re.findall(r"""(?<=['`])<(?:[^'`])*>(?=['`])""", SCRIPT))
HARBOUR = made(
    P(("The harbour froze.[1]", "It {title} thawed."), ("Winter <1904>",)),
    P(("See http://evil.example/x.png.",), ("References",), Kind.REFERENCE, label="1"),
    title="<Harbour> & {examples} tram",
)
HEADINGS = (
    Heading(0, 1, "Gallery", 1, ("Gallery",)),
    *(Heading(at, at + 1, "Winter <1904> {title}", 1, ("Winter <1904>",)) for at in range(1, 9)),
)
HEADED = Article(HARBOUR.title, HARBOUR.text, None, HEADINGS, (), HARBOUR.passages, HARBOUR.references, (), ())


def conversation(article: Article) -> Conversation:
    return Conversation(
        lambda asked: answered(article, units(article)[:1], asked), unchecked, article, Proof(article), "1"
    )


def of(article: Article) -> gr.Blocks:
    return desk.desk(conversation(article), article)


@pytest.fixture(scope="module")
def page(article: Article) -> gr.Blocks:
    return of(article)


def props(page: gr.Blocks) -> dict[str, dict[str, Any]]:
    """What the browser is told of each named part of the page."""
    components = [part["props"] for part in page.get_config_file()["components"]]
    return {part["elem_id"]: part for part in components if part.get("elem_id")}


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


@pytest.mark.parametrize("text", [SCRIPT, CONVERSATION, desk.ASK], ids=["script", "conversation", "ask"])
def test_the_script_and_its_html_name_no_other_place(text: str) -> None:
    assert not re.search(r"https?:|//[a-z]|wss?:|\bsrc\b", text, re.IGNORECASE)
    # It talks to Python through Gradio, and to nobody.
    ways = r"\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\b|\bWorker\b|\beval\b|\bFunction\b|\bopen\(\""
    assert not re.search(ways, text)


def test_nothing_of_a_conversation_outlives_its_tab() -> None:
    assert "sessionStorage" in SCRIPT
    assert not re.search(r"localStorage|indexedDB|document\.cookie|caches\b", SCRIPT)


@pytest.mark.parametrize("which", [HARBOUR, HEADED], ids=["plain", "headed"])
def test_the_page_itself_links_to_itself_only(which: Article) -> None:
    parts = props(of(which))
    for name in ("ibid-masthead", "ibid-talk", "ibid-pane"):
        for node in parsed(parts[name]["value"]).nodes:
            assert {"src", "srcset", "action", "style"} & set(node.attributes) == set()
            assert not [attribute for attribute in node.attributes if attribute.startswith("on")]
            assert node.attributes.get("href", "#").startswith("#")
    assert "http" not in json.dumps([part.get("placeholder") for part in parts.values()])


def test_nothing_is_offered_to_programs_but_the_programs(asker: Asker) -> None:
    page = of(asker.index.article)
    assert page.get_api_info()["named_endpoints"] == {}
    with page:
        offer(Askers.of(asker))
    assert set(page.get_api_info()["named_endpoints"]) == {
        f"/{name}" for name in ("ask", "check", "quote", "source", "section", "passage", "about")
    }


def test_what_the_page_may_call(page: gr.Blocks) -> None:
    called = {name: part["server_fns"] for name, part in props(page).items() if part.get("server_fns")}
    assert called == {"ibid-talk": ["ask", "restore", "export"]}
    assert set(re.findall(r"\bserver\.(\w+)", SCRIPT)) == {"ask", "restore", "export"}


def test_what_is_called_is_the_conversation(article: Article) -> None:
    (talk,) = (one for one in of(article).blocks.values() if getattr(one, "elem_id", "") == "ibid-talk")
    given = asyncio.run(talk.ask({"asked": "Who?", "understood": "Who?"}))  # type: ignore[attr-defined]
    (again,) = asyncio.run(talk.restore({"turns": [given["turn"]]}))  # type: ignore[attr-defined]
    assert again == given
    file = asyncio.run(talk.export({"turns": [given["turn"]], "form": "markdown"}))  # type: ignore[attr-defined]
    assert file["type"] == "text/markdown"


# The parts know each other


def cards() -> str:
    """A turn of each kind, of an article where each part of one is needed."""
    article = made(
        P(("Freedonia said that nine drowned.[1][2]", "Ruritania said that two drowned."), ("Losses",)),
        P(("9 drowned",), ("Infobox", "Per Freedonia:"), Kind.INFOBOX, intro="Per Freedonia:"),
        P(("Smith.",), ("References",), Kind.REFERENCE, label="1"),
    )
    shows = Cards(article, Proof(article))
    answer = answered(article, units(article)[:3])
    return (
        shows.turn(Turn("And?", answer.question, "2024-05-31T12:00:00Z", answer), "Perhaps.")
        + shows.ask_back("Who?", Understood("Who?", ask_back="Which?", choices=("One?",)))
        + shows.lost("Who?", "Gone.")
    )


def test_every_class_has_a_style_or_is_looked_for() -> None:
    sources = [Path(str(module.__file__)).read_text("utf-8") for module in WRITING]
    used = {
        name
        for text in (*sources, CONVERSATION)
        for names in re.findall(r'class="([^"{]+)"', text)
        for name in names.split()
    }
    used |= set(re.findall(r"(?<![#.\w])ibid-[a-z]+(?![\w-])", SCRIPT))
    assert {"ibid-card", "ibid-account", "ibid-ref", "ibid-masthead", "ibid-pending"} <= used
    styled = set(re.findall(r"[.#](ibid-[a-z]+)", STYLE))
    looked_for = set(re.findall(r"\.(ibid-[a-z]+)", SCRIPT))
    assert used - styled - looked_for == set()
    # And what is read all has a style.
    read = {name for node in parsed(cards()).nodes for name in node.attributes.get("class", "").split()}
    assert read - styled == {"ibid-quotes"}


def test_every_class_with_a_style_is_used() -> None:
    written = "".join(path.read_text("utf-8") for path in ASSETS.parent.glob("*.py")) + CONVERSATION + SCRIPT
    assert [name for name in set(re.findall(r"[.#](ibid-[a-z]+)", STYLE)) if name not in written] == []


def test_what_the_script_looks_for_is_there(page: gr.Blocks) -> None:
    looked_for = set(re.findall(r"#(ibid-[a-z-]+)|getElementById\(\"(ibid-[a-z-]+)\"\)", SCRIPT))
    looked_for_names = {one or other for one, other in looked_for}
    shown = "".join(part["value"] for name, part in props(page).items() if name in ("ibid-talk", "ibid-pane"))
    there = set(props(page)) | set(re.findall(r'\bid="([^"]+)"', shown + MADE))
    assert {"ibid-turns", "ibid-box", "ibid-article"} <= looked_for_names
    assert looked_for_names - there == set()


def test_every_button_does_something(article: Article) -> None:
    shown = parsed(cards()).all("button") + parsed(desk.empty(article)).all("button")
    offered = {node.attributes["data-do"] for node in shown if "data-do" in node.attributes}
    offered |= set(re.findall(r'data-do="([a-z]+)"', MADE))
    done = set(re.findall(r'case "([a-z]+)":', SCRIPT))
    assert offered == done
    bar = {node.attributes.get("data-do") for node in parsed(desk.reading(HARBOUR)).all("button")} - {None}
    assert bar == {"back"}
    assert "[data-do='back']" in SCRIPT


def test_every_form_to_copy_is_made() -> None:
    shown = parsed(cards())
    forms = {node.attributes["data-form"] for node in shown.all("button") if "data-form" in node.attributes}
    (given,) = conversation(HARBOUR).ask({"asked": "Who?", "understood": "Who?"})["copies"]  # type: ignore[misc, attr-defined]
    assert forms == set(given)


def test_a_question_in_the_box_is_asked(page: gr.Blocks) -> None:
    """Of the browser's alone: Python has no part in it, and no program can call it."""
    functions = page.get_config_file()["dependencies"]
    assert [one["js"] for one in functions] == [desk.RENAME, desk.ASK]
    assert {(one["backend_fn"], one["api_visibility"]) for one in functions} == {(False, "private")}
    assert desk.ASK.count("window.ibidAsk") == SCRIPT.count("window.ibidAsk = ") == 1


def test_each_copy_of_an_article_has_its_script() -> None:
    script = desk.script(HARBOUR)
    assert f"const KEY = {storage_key(HARBOUR)};" in script
    assert "{key}" not in script
    assert props(of(HARBOUR))["ibid-talk"]["js_on_load"] == script


# What stands on it


def test_masthead(article: Article) -> None:
    assert f"this copy {article.sha256[:12]} · latest date it cites 13 October 2022" in desk.masthead(article)
    assert "<strong>&lt;Harbour&gt; &amp; {examples} tram</strong>" in desk.masthead(HARBOUR)
    assert "latest date" not in desk.masthead(HARBOUR)


def test_before_anything_was_asked() -> None:
    shown = parsed(desk.empty(HEADED))
    title, *forms = shown.all("em")
    assert [form.text for form in forms] == ["Statement", "Quotation"]
    # Words that look like a place to fill in are words.
    assert title.text == "<Harbour> & {examples} tram"
    examples = [node.text for node in shown.one("ibid-empty").all("button")]
    assert examples == ["What does the article say about “Winter <1904> {title}”?"] * 4
    assert "hidden" in shown.one("ibid-session").attributes
    assert shown.one("ibid-turns").text == ""


def test_an_article_that_brings_no_examples_has_a_page_too() -> None:
    shown = parsed(props(of(HARBOUR))["ibid-talk"]["value"])
    assert shown.one("ibid-empty").all("button") == []
    assert "For example" not in shown.text


def test_examples(article: Article) -> None:
    own = desk.examples(article)
    assert own == (ARTICLE.parent / BUNDLED_EXAMPLES).read_text("utf-8").splitlines()
    assert all(question.strip() == question != "" for question in own)
    # Only headings with prose under them, and only a few.
    assert desk.examples(HEADED) == ["What does the article say about “Winter <1904> {title}”?"] * 4
    assert desk.examples(HARBOUR) == []


def test_the_articles_side(article: Article) -> None:
    shown = parsed(desk.reading(article))
    pane = shown.one("ibid-article")
    # Reached by the keyboard, since it scrolls; and it has a name.
    assert (pane.attributes["tabindex"], pane.attributes["aria-label"]) == ("0", "The article")
    assert [node.text for node in pane.all("h2")] == [article.title]
    sentences = {f"s{sentence.start}" for passage in article.passages for sentence in passage.sentences}
    assert len(sentences) == 766
    assert {node.attributes["id"] for node in pane.all("span", "ibid-s")} == sentences
    # A source for each entry and note, and three for what has none.
    assert len(pane.all("template")) == 198 + 2


def test_no_id_stands_twice_on_the_whole_page(page: gr.Blocks) -> None:
    parts = props(page)
    whole = "".join(parts[name]["value"] for name in ("ibid-masthead", "ibid-talk", "ibid-pane"))
    shown = parsed(f"{whole}{cards()}{cards()}{MADE}")  # fails where one does
    ids = [node.attributes["id"] for node in shown.nodes if "id" in node.attributes]
    assert set(ids) & set(parts) == set()


def test_headings_go_down_one_by_one(page: gr.Blocks) -> None:
    parts = props(page)
    whole = "".join(parts[name]["value"] for name in ("ibid-masthead", "ibid-talk"))
    levels = [int(node.tag[1]) for node in _headings(parsed(whole + cards()))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1


def _headings(shown: Node) -> list[Node]:
    return [node for node in shown.nodes if re.fullmatch("h[1-6]", node.tag)]
