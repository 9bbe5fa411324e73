"""What is taken away from the page: a quote in four forms, the whole conversation in three, and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Page, expect
from referencing import Registry, Resource

from app.ask import Asker
from app.cite import cited
from app.turns import turns_of
from ingest.article import Article
from tests.app.quoting import answered, refused, units
from tests.browser.conftest import Opened, Watched
from tests.browser.driving import ask, data_of, keep, kept, turns
from tests.making import CONTRACT

pytestmark = pytest.mark.browser

FORMS = {"plain": "Plain text", "markdown": "Markdown", "html": "HTML", "wikitext": "Wikitext"}
LIST = "How many Azerbaijani soldiers died according to the defence ministry's list?"


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_quote_is_copied_in_four_forms(page: Page, real: Asker, article: Article) -> None:
    ask(page, "When did the curfew end?")
    turn = ask(page, LIST)
    answer = real.ask(LIST)
    assert any(quote.citations for quote in answer.quotes)
    for quote in answer.quotes:
        card = turn.locator(f".ibid-card[data-start='{quote.start}']")
        expected = cited(quote, answer, real.proof, article)
        for form, name in FORMS.items():
            summary = card.locator(".ibid-copy summary")
            summary.click()
            card.get_by_role("button", name=name, exact=True).click()
            expect(page.locator("#ibid-said")).to_have_text("Copied.")
            expect(summary).to_be_focused()
            expect(card.get_by_role("button", name=name, exact=True)).to_be_hidden()
            copied = clipboard(page)
            assert copied == getattr(expected, form)
            # Its place, its numbers and the copy's hash are in each.
            assert quote.section[-1] in copied
            assert f"line {quote.line}" in copied
            assert article.sha256[:12] in copied
            assert all(label in copied for label in quote.citations)
        assert article.slice(quote) in expected.plain


def test_a_menu_closes_when_something_else_is_done(page: Page) -> None:
    turn = ask(page, LIST)
    menus = turn.locator(".ibid-copy")
    menus.nth(0).locator("summary").click()
    menus.nth(2).locator("summary").click()
    expect(page.locator("details.ibid-copy[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.ibid-copy[open]")).to_have_count(0)
    expect(menus.nth(2).locator("summary")).to_be_focused()
    menus.nth(0).locator("summary").click()
    turn.locator(".ibid-asked").click()
    expect(page.locator("details.ibid-copy[open]")).to_have_count(0)


# The conversation


def download(page: Page, name: str) -> tuple[str, str]:
    """File name and text."""
    page.locator(".ibid-take summary").click()
    with page.expect_download() as found:
        page.get_by_role("button", name=name).click()
    expect(page.locator("#ibid-said")).to_have_text(f"Saved as {found.value.suggested_filename}.")
    return found.value.suggested_filename, Path(found.value.path()).read_text("utf-8")


def evidence_schema() -> Draft202012Validator:
    schemas = {
        name: json.loads((CONTRACT / name).read_text("utf-8"))
        for name in ("answer.schema.json", "evidence.schema.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    return Draft202012Validator(schemas["evidence.schema.json"], registry=registry)


def test_the_conversation_is_taken_away_in_three_forms(page: Page, real: Asker, article: Article) -> None:
    asked = [LIST, "When was the curfew in Azerbaijan lifted?", "By whom?", "Who won the football world cup?"]
    for question in asked:
        ask(page, question)
    quotes = page.locator(".ibid-quotes blockquote").all_text_contents()
    assert len(quotes) >= 3

    name, text = download(page, "Data (JSON)")
    assert re.fullmatch(rf"ibid-\d{{4}}-\d\d-\d\d-{article.sha256[:8]}\.json", name)
    data = json.loads(text)
    evidence_schema().validate(data)
    verified = turns_of(data["turns"], article, real.proof)
    assert [turn.asked for turn in verified] == asked
    assert verified == turns_of(kept(page, article), article, real.proof)

    name, document = download(page, "Document (HTML)")
    assert name.endswith(".html")
    name, markdown = download(page, "Document (Markdown)")
    assert name.endswith(".md")
    assert markdown.count("\n## ") == len(asked) + 1
    assert article.sha256 in document
    assert article.sha256 in markdown
    # The page that was taken away, in a browser: it says the same, and loads nothing.
    page.set_content(document)
    assert page.locator("blockquote").all_text_contents()[: len(quotes)] == [
        article.slice(quote).replace("\n", " ") for turn in verified for quote in turn.answer.quotes
    ]
    assert [
        heading.split(". ", 1)[1] for heading in page.locator("section h2").all_text_contents()[: len(asked)]
    ] == asked


def test_a_failed_export_is_said(page: Page, watched: Watched) -> None:
    ask(page, LIST)
    watched.expected.append("net::ERR_FAILED")
    page.route("**/component_server/", lambda route: route.abort())
    page.locator(".ibid-take summary").click()
    page.get_by_role("button", name="Document (HTML)").click()
    expect(page.locator("#ibid-said")).to_contain_text("No answer came from Ibid.")


# On paper

CONTROLS = (
    "#ibid-box",
    "#ibid-ask button",
    ".ibid-session",
    ".ibid-tools",
    ".ibid-copy",
    ".ibid-place button",
    ".ibid-understood button",
    "#ibid-article",
    "#ibid-said",
)


def test_on_paper_the_conversation_is_whole_and_without_controls(opened: Opened, real: Asker, article: Article) -> None:
    page = opened(scheme="dark")
    prose = units(article)[60:120]
    answers = [answered(article, prose[at : at + 3], f"Question {at}?") for at in range(0, 60, 3)]
    keep(page, article, data_of(real, *answers, refused(article, prose[:2]), asked="Put otherwise?"))
    ask(page, LIST)
    page.locator(".ibid-go").first.click()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(".ibid-take summary").click()
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    words = turns(page).locator("blockquote").all_text_contents()
    page.emulate_media(media="print")
    for control in CONTROLS:
        expect(page.locator(control).locator("visible=true")).to_have_count(0)
    for shown in (
        ".ibid-asked",
        ".ibid-quotes blockquote",
        ".ibid-go",
        ".ibid-sources",
        ".ibid-meant",
        ".ibid-masthead",
    ):
        found = page.locator(shown)
        assert found.count() == found.locator("visible=true").count() > 0, shown
    assert turns(page).locator("blockquote").all_text_contents() == words
    # Dark words, since paper is white.
    colours = page.locator(".ibid-asked, blockquote, .ibid-go, .ibid-sources dd").evaluate_all(
        "all => [...new Set(all.map((one) => getComputedStyle(one).color))]"
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}
    # Nothing is cut off by a pane that would scroll, and paper of the usual width has room.
    cut = page.evaluate("""() => [...document.querySelectorAll("#ibid-turns, #ibid-turns *")].filter((one) => {
        for (let up = one.parentElement; up; up = up.parentElement) {
            const style = getComputedStyle(up);
            if (style.overflowY !== "visible" && one.getBoundingClientRect().bottom > up.getBoundingClientRect().bottom + 1)
                return true;
        }
        return false;
    }).length""")
    assert cut == 0
    pdf = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 4 <= pages <= 20, pages
