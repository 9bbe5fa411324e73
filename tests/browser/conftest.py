"""The page in headless Chromium, served as `ibid serve` serves it: the real article, the real model.

Every page that a test opens is watched: a request to another host, an error of the page or one on its console fails it.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.ask import Asker
from app.entrance import entrance
from app.page import application
from tests.browser.driving import box, example

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


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(asker: Asker) -> Iterator[str]:
    """The address of the page, answering with ``asker``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    guarded = entrance(application(asker), host="127.0.0.1", port=port)
    server = uvicorn.Server(uvicorn.Config(guarded, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@dataclass
class Watched:
    """What a page did that it must not. ``expected``: parts of console errors that a test brings about."""

    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        own = (self.address, "data:", "blob:")
        page.on("request", lambda sent: None if sent.url.startswith(own) else self.outside.append(sent.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def check(self) -> None:
        assert self.outside == []
        assert [error for error in self.errors if not any(part in error for part in self.expected)] == []


Opened = Callable[..., Page]


# Not for the whole session: where Playwright runs, no other test could run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("IBID_REQUIRE_BROWSER"):
            pytest.fail("no Chromium, and IBID_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def several(real: Asker) -> str:
    """A question of which the article gives several accounts."""
    return example(real, "ibid-accounts")


@pytest.fixture(scope="session")
def silent(real: Asker) -> str:
    """A question that the article does not answer, with passages that only come close."""
    return example(real, "ibid-closest")


@pytest.fixture(scope="session")
def address(real: Asker) -> Iterator[str]:
    with served(real) as found:
        yield found


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests of a file: what is cached need not be loaded again. What a tab keeps, no other tab sees."""
    context = browser.new_context(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def watched(address: str) -> Watched:
    return Watched(address)


@pytest.fixture
def opened(profile: BrowserContext, watched: Watched) -> Iterator[Opened]:
    """Opens the page in a tab of its own: ``opened(width=1280, height=900, scheme="light", at=address)``."""
    tabs: list[Page] = []

    def open_page(width: int = 1280, height: int = 900, scheme: str = "light", at: str = watched.address) -> Page:
        page = profile.new_page()
        tabs.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        watched.watch(page)
        page.goto(at)
        box(page).wait_for()
        page.locator("#ibid-turns").wait_for(state="attached")
        return page

    yield open_page
    for page in tabs:
        page.close()
    watched.check()


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened()
