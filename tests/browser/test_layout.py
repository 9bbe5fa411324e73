"""The page fits where it is shown, says what it is, and loads nothing from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.ask import Asker
from ingest.article import Article
from tests.app.quoting import answered, units
from tests.browser.conftest import Opened, Watched
from tests.browser.driving import ask, box, data_of, keep, turns

pytestmark = pytest.mark.browser

PARADE = "When was the victory parade held?"
WIDTHS = [(360, 640), (768, 1024), (1440, 900), (2560, 1440)]


def fits(page: Page) -> None:
    """No sideways scrolling anywhere, the window never scrolls, and one can always ask."""
    wide = page.evaluate("""() => ["html", "body", "#ibid-talk", "#ibid-article", "#ibid-source"]
        .map((name) => [name, document.querySelector(name)])
        .filter(([, one]) => one.scrollWidth > Math.ceil(one.getBoundingClientRect().width))
        .map(([name, one]) => [name, one.scrollWidth, one.getBoundingClientRect().width])""")
    assert wide == []
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    for target in (box(page), page.get_by_role("button", name="Ask", exact=True), page.locator("h1")):
        expect(target).to_be_in_viewport(ratio=1)


def scrolls(page: Page, pane: str) -> bool:
    return bool(
        page.evaluate(
            "pane => { const one = document.querySelector(pane); one.scrollTop = 0; one.scrollTop = 150;"
            " const moved = one.scrollTop; one.scrollTop = 0; return moved === 150; }",
            pane,
        )
    )


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_fits(opened: Opened, real: Asker, article: Article, several: str, width: int, height: int) -> None:
    page = opened(width, height)
    fits(page)
    prose = sorted(units(article), key=lambda unit: unit[1].start - unit[1].end)
    longest = [answered(article, [unit], f"{'Long' * 60} {at}?") for at, unit in enumerate(prose[:4])]
    keep(page, article, data_of(real, *longest))
    ask(page, several)
    for turn in turns(page).all():
        turn.get_by_role("button", name="Around it").first.click()
    fits(page)
    page.locator(".ibid-contents summary").click()
    fits(page)
    assert scrolls(page, "#ibid-talk")
    assert scrolls(page, "#ibid-article")
    for menu in (".ibid-take summary", ".ibid-turn:last-child .ibid-copy summary"):
        page.locator(menu).last.click()
        fits(page)
        for button in page.locator("details[open]:is(.ibid-take, .ibid-copy) button").all():
            button.scroll_into_view_if_needed()
            expect(button).to_be_in_viewport(ratio=0.95)  # panes scroll by whole pixels
    page.locator(".ibid-go").first.click()
    page.locator(".ibid-open .ibid-ref, .ibid-article .ibid-ref").first.click()
    expect(page.get_by_role("dialog")).to_be_in_viewport(ratio=1)
    fits(page)


def test_the_panes_stand_side_by_side_where_there_is_room(opened: Opened) -> None:
    for width, height in WIDTHS:
        page = opened(width, height)
        talk, pane = page.locator("#ibid-left").bounding_box(), page.locator("#ibid-right").bounding_box()
        assert talk is not None
        assert pane is not None
        if width > 860:
            assert talk["x"] + talk["width"] <= pane["x"] + 1
            assert abs(talk["y"] - pane["y"]) <= 1
        else:
            assert talk["y"] + talk["height"] <= pane["y"] + 1
            assert talk["width"] == pane["width"] == width
        # Lines that can be read: no longer than some 45 em, however wide the window.
        assert page.locator("#ibid-article p").first.evaluate("one => one.getBoundingClientRect().width") <= 45 * 17


def test_a_long_question_grows_the_box_and_leaves_the_panes(opened: Opened) -> None:
    page = opened(360, 640)
    box(page).fill("word " * 190)
    fits(page)
    box(page).press("Enter")
    expect(turns(page)).to_have_count(1)
    fits(page)


def test_says_which_copy_this_is(page: Page, article: Article) -> None:
    masthead = page.locator(".ibid-masthead")
    expect(masthead).to_contain_text(article.title)
    expect(masthead).to_contain_text(article.sha256[:12])
    expect(masthead).to_contain_text("13 October 2022")
    assert page.title() == f"Ibid · {article.title}"


def test_no_request_leaves_the_machine(page: Page, watched: Watched) -> None:
    """From the first to the last; the headers forbid it too."""
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    answer = page.reload()
    assert answer is not None
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    ask(page, PARADE)
    page.locator(".ibid-go").first.click()
    page.locator(".ibid-open .ibid-ref, .ibid-article .ibid-ref").first.click()
    page.keyboard.press("Escape")
    page.locator(".ibid-take summary").click()
    with page.expect_download():
        page.get_by_role("button", name="Data (JSON)").click()
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(watched.address).netloc}
    assert len(asked) > 20
    # What would leave is stopped by the browser itself.
    watched.expected += ["Content Security Policy", "Refused to connect"]
    stopped = page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'sent', () => 'stopped')")
    assert stopped == "stopped"
