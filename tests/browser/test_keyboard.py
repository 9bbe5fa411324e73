"""All of it by keyboard alone, and where the keyboard is can be seen at every stop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opened
from tests.browser.driving import box, focused, open_in, turns

pytestmark = pytest.mark.browser

QUESTION = "How many Azerbaijani soldiers died according to the defence ministry's list?"


def at(target: Locator) -> None:
    """Fails unless ``target`` has the keyboard, in view and with an outline that is seen."""
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()
    style, width, colour = target.evaluate(
        "one => { const style = getComputedStyle(one);"
        " return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor]; }"
    )
    assert style not in ("none", "hidden"), target
    assert width >= 2, target
    assert not colour.endswith(", 0)"), target


def tab_to(page: Page, target: Locator, most: int = 30, key: str = "Tab") -> None:
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press(key)
        if target.evaluate("one => document.activeElement === one"):
            at(target)
            return
        passed.append(focused(page))
        at(page.locator("*:focus"))
    raise AssertionError(f"never there; passed {passed}")


def test_the_whole_way(page: Page) -> None:
    at(box(page))  # from the beginning
    _ask(page)
    _through_the_quotes(page)
    _into_the_article_and_back(page)
    _to_a_source_and_back(page)
    _around_and_copy(page)
    _take_away(page)
    _to_the_contents(page)


def _ask(page: Page) -> None:
    """From the address bar: over the examples to the box."""
    page.locator("h1").click()
    tab_to(page, box(page))
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(turns(page).locator(".ibid-go").first).to_be_visible()
    at(box(page))


def _through_the_quotes(page: Page) -> None:
    """Up to the quotes, and through them."""
    go = page.locator(".ibid-go")
    page.keyboard.press("ArrowUp")
    at(go.nth(0))
    for number in range(1, go.count()):
        page.keyboard.press("ArrowDown")
        at(go.nth(number))
    page.keyboard.press("ArrowDown")
    at(go.last)
    for number in range(go.count() - 2, -1, -1):
        page.keyboard.press("ArrowUp")
        at(go.nth(number))


def _into_the_article_and_back(page: Page) -> None:
    """Into the article, to a number in it, and back."""
    card = page.locator(".ibid-card").first
    page.keyboard.press("Enter")
    assert open_in(page).ids == [f"s{card.get_attribute('data-start')}"]
    at(page.locator(".ibid-open"))
    dialog = page.get_by_role("dialog")
    tab_to(page, page.locator(".ibid-open .ibid-ref").first, most=1)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    at(dialog.get_by_role("button", name="Close"))
    tab_to(page, dialog.get_by_role("link"), most=1)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    at(page.locator(".ibid-open .ibid-ref").first)
    page.keyboard.press("Escape")
    at(page.locator(".ibid-go").first)


def _to_a_source_and_back(page: Page) -> None:
    """A number in the quote, to its entry and back."""
    dialog = page.get_by_role("dialog")
    handle = page.locator(".ibid-card").first.locator(".ibid-ref").last
    tab_to(page, handle, most=1, key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    at(handle)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at(page.locator(".ibid-found"))
    page.keyboard.press("Escape")
    at(handle)


def _around_and_copy(page: Page) -> None:
    """Around it, copy."""
    card = page.locator(".ibid-card").first
    tab_to(page, card.get_by_role("button", name="Around it"), most=2)
    page.keyboard.press("Enter")
    expect(card.locator(".ibid-around")).to_be_visible()
    copy = card.locator(".ibid-copy summary")
    tab_to(page, copy, most=1)
    page.keyboard.press("Enter")
    tab_to(page, card.get_by_role("button", name="Plain text"), most=1)
    page.keyboard.press("Enter")
    at(copy)
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("“On 21 October 2021")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    at(copy)


def _take_away(page: Page) -> None:
    """Take away."""
    take = page.locator(".ibid-take summary")
    tab_to(page, take)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Document (Markdown)"), most=2)
    with page.expect_download():
        page.keyboard.press("Enter")
    at(take)


def _to_the_contents(page: Page) -> None:
    """Back to the box from anywhere in the conversation; on to the article and its contents."""
    page.keyboard.press("Escape")
    at(box(page))
    contents = page.locator(".ibid-contents summary")
    tab_to(page, contents, most=5)
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".ibid-contents a").nth(2), most=3)
    target = page.locator(".ibid-contents a").nth(2).get_attribute("href")
    page.keyboard.press("Enter")
    at(page.locator(str(target)))
    page.keyboard.press("Control+k")
    at(box(page))


def test_asked_again_and_changed_by_keyboard(opened: Opened) -> None:
    page = opened(scheme="dark")
    for question in ("When was the curfew in Azerbaijan lifted?", "By whom?"):
        box(page).fill(question)
        page.keyboard.press("Enter")
        expect(turns(page).last.locator(".ibid-asked")).to_have_text(question)
    change = page.get_by_role("button", name="Change")
    tab_to(page, change, most=40, key="Shift+Tab")
    page.keyboard.press("Enter")
    at(page.get_by_label("Ask it as"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Who recalled the ambassador to Israel?")
    page.keyboard.press("Enter")
    expect(turns(page).last.locator(".ibid-meant")).to_have_text("Who recalled the ambassador to Israel?")
    # One goes on from the turn's question.
    expect(turns(page).last.locator(".ibid-asked")).to_be_focused()
    tab_to(page, change, most=1)
    again = turns(page).last.get_by_role("button", name="Ask again")
    tab_to(page, again, most=40)
    page.keyboard.press("Enter")
    expect(turns(page).last.locator(".ibid-asked")).to_be_focused()
    page.keyboard.press("Escape")
    at(box(page))


def test_through_several_turns(page: Page) -> None:
    for question in ("When was the curfew in Azerbaijan lifted?", QUESTION):
        box(page).fill(question)
        page.keyboard.press("Enter")
        expect(turns(page).last.locator(".ibid-asked")).to_have_text(question)
    go = page.locator(".ibid-go")
    last = turns(page).last.locator(".ibid-go").first
    page.keyboard.press("ArrowUp")
    at(last)
    page.keyboard.press("ArrowUp")
    at(turns(page).first.locator(".ibid-go").last)
    # Nothing above the first.
    for _ in range(go.count()):
        page.keyboard.press("ArrowUp")
    at(go.first)
    # In a box with words in it, the arrow is the box's own.
    page.keyboard.press("Escape")
    page.keyboard.type("a word")
    page.keyboard.press("ArrowUp")
    at(box(page))
