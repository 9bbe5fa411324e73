"""A statement checked and a quotation looked for: what differs is marked, and both stay in the conversation."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from ingest.article import Article
from tests.browser.conftest import Opened
from tests.browser.driving import ask, in_view, kept, open_in, shown, turns
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser

SENTENCE = "On 10 November 2020, crowds waved flags in Baku after the peace deal was announced.[409]"
STATEMENT = "On 8 November 2020, crowds waved flags in Baku after the peace deal was announced."
QUOTATION = "crowds waved flags in Baku after the peace treaty was announced"
BESIDE_IT = "When was the curfew in Azerbaijan lifted?"


def does(page: Page, what: str) -> None:
    page.locator("#ibid-does").get_by_label(what).check()


def marked(within: Locator) -> list[str]:
    found: list[str] = within.locator("mark.ibid-differs").all_text_contents()
    return found


def as_shown(page: Page) -> list[str]:
    found: list[str] = turns(page).evaluate_all("all => all.map((one) => one.innerHTML)")
    return found


def test_the_box_says_what_it_takes(page: Page) -> None:
    for what, label, button in (
        ("Statement", "Your statement", "Check"),
        ("Quotation", "Your quotation", "Look for it"),
        ("Question", "Your question", "Ask"),
    ):
        does(page, what)
        expect(page.get_by_label(label)).to_be_visible()
        expect(page.locator("#ibid-send")).to_have_text(button)


def test_a_statement_that_differs_and_a_quotation_that_was_changed(page: Page, article: Article) -> None:
    start = article.text.index(SENTENCE)
    expect(page.locator("#ibid-does").get_by_label("Question")).to_be_checked()
    does(page, "Statement")
    checked = ask(page, STATEMENT)
    expect(checked.locator(".ibid-silent")).to_have_text("The article says otherwise.")
    expect(checked.locator(".ibid-typed")).to_have_text(STATEMENT)
    assert checked.locator(".ibid-differences tbody td").all_text_contents() == [
        "date",
        "8 November 2020",
        "10 November 2020",
    ]
    card = checked.locator(f".ibid-card[data-start='{start}']")
    assert marked(checked.locator(".ibid-typed")) == ["8 November 2020"]
    assert marked(card) == ["10 November 2020"]
    assert card.locator("blockquote").text_content() == shown(SENTENCE)
    card.locator(".ibid-go").click()
    found = open_in(page)
    assert (found.ids, found.words, found.focused) == ([f"s{start}"], shown(SENTENCE), True)
    assert in_view(found)

    does(page, "Quotation")
    looked = ask(page, QUOTATION)
    expect(looked.locator(".ibid-silent")).to_have_text("The article has this otherwise: 1 word differs.")
    assert marked(looked.locator(".ibid-typed")) == ["treaty"]
    assert marked(looked.locator(".ibid-card")) == ["deal"]
    looked.locator("blockquote").click(position={"x": 20, "y": 12})
    assert open_in(page).ids == [f"s{start}"]

    does(page, "Question")
    ask(page, BESIDE_IT)
    before = as_shown(page)
    page.reload()
    expect(turns(page)).to_have_count(3)
    assert as_shown(page) == before
    assert [(one.get("form"), one.get("text") or one.get("asked")) for one in kept(page, article)] == [
        ("check", STATEMENT),
        ("quote", QUOTATION),
        (None, BESIDE_IT),
    ]
    # Asked again, a quotation is looked for again, and is not taken for a question.
    turns(page).nth(1).get_by_role("button", name="Again").click()
    expect(page.locator(".ibid-pending")).to_have_count(0)
    assert as_shown(page) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave(opened: Opened, scheme: str) -> None:
    page = opened(360 if scheme == "dark" else 1440, 900, scheme)
    for what, words in (
        ("Statement", STATEMENT),
        ("Statement", "The king of Spain visited Baku in May."),
        ("Quotation", QUOTATION),
        ("Quotation", "Baku"),
    ):
        does(page, what)
        ask(page, words)
    turns(page).first.get_by_role("button", name="Around it").first.click()
    assert findings(page) == []


def test_markup_in_what_is_checked_is_text(page: Page) -> None:
    hostile = "<img src=x onerror=\"document.title='gone'\"> <b>crowds</b> waved flags in Baku in 2031."
    for what in ("Statement", "Quotation"):
        does(page, what)
        turn = ask(page, hostile)
        expect(turn.locator(".ibid-typed")).to_have_text(hostile)
        assert turn.locator("img, .ibid-typed b").count() == 0
    page.reload()
    expect(turns(page)).to_have_count(2)
    assert page.locator(".ibid-turn img").count() == 0
    assert page.title() != "gone"
