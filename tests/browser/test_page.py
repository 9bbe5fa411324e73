"""The page in headless Chromium, served as `ibid serve` serves it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.ask import Asker
from app.page import application

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARMENIAN_DEAD = "How many deserters did Movses Hakobyan speak of?"
PARADE = "When was the victory parade held on Azadliq Square?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("IBID_REQUIRE_BROWSER"):
            pytest.fail("no Chromium, and IBID_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(asker: Asker) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(asker), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=[(1280, 900, "light"), (360, 740, "dark")], ids=["wide light", "narrow dark"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    page.on(
        "request", lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else outside.append(sent.url)
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    yield page
    assert outside == []
    assert errors == []
    context.close()


def ask(page: Page, question: str, turn: int) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".ibid-answer")).to_have_count(turn, timeout=15_000)


def test_says_which_copy_this_is(page: Page, asker: Asker) -> None:
    masthead = page.locator(".ibid-masthead")
    expect(masthead).to_contain_text(asker.index.article.title)
    expect(masthead).to_contain_text(asker.index.article.sha256[:12])
    expect(masthead).to_contain_text("13 October 2022")


def test_an_answer_is_the_quotes_of_ask(page: Page, asker: Asker) -> None:
    ask(page, PARADE, 1)
    expected = [asker.index.article.slice(quote).replace("\n", " ") for quote in asker.ask(PARADE).quotes]
    assert page.locator(".ibid-answer blockquote").all_text_contents() == expected
    expect(page.locator(".ibid-sources")).to_contain_text("[429]")
    expect(page.locator(".ibid-sources")).to_contain_text("no entry in this copy of the article")


def test_earlier_turns_keep_their_own_sources(page: Page) -> None:
    ask(page, PARADE, 1)
    first = page.locator(".ibid-answer").nth(0).inner_html()
    ask(page, ARMENIAN_DEAD, 2)
    assert page.locator(".ibid-answer").nth(0).inner_html() == first
    assert page.locator(".ibid-answer").nth(1).inner_html() != first


def test_a_refusal_is_plain_and_sets_the_closest_apart(page: Page) -> None:
    ask(page, "Zyxomma qwertz plumbing?", 1)
    expect(page.locator(".ibid-silent")).to_contain_text("The article does not say.")
    expect(page.locator(".ibid-sources")).to_have_count(0)


def test_markup_in_a_question_is_text(page: Page) -> None:
    hostile = "<img src=x onerror=\"document.title='gone'\"> **bold** <script>document.title='gone'</script>"
    ask(page, hostile, 1)
    expect(page.locator(".ibid-asked")).to_have_text(hostile)
    assert page.title() != "gone"
    assert page.locator(".ibid-asked strong, .ibid-asked img").count() == 0


def test_an_example_is_one_click_away(page: Page, asker: Asker) -> None:
    page.locator("#ibid-examples button").first.click()
    box = page.get_by_label("Your question")
    expect(box).not_to_have_value("")


def test_fits_its_width(page: Page) -> None:
    ask(page, PARADE, 1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
