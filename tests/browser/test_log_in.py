"""The page that asks for the password: without a script, on a phone, in the dark, with the keyboard alone."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from app.entrance import entrance
from app.password import Password
from app.warming import Message, Receive, Send

pytestmark = pytest.mark.browser

RIGHT = "correct horse battery"


async def inside(scope: Message, receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/html"), (b"content-security-policy", b"default-src 'none'")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"<title>The desk</title><p>inside</p>"})


@pytest.fixture
def locked() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    outside = entrance(inside, host="127.0.0.1", port=port, password=Password(RIGHT))
    server = uvicorn.Server(uvicorn.Config(outside, host="127.0.0.1", port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_in_and_out(browser: Browser, locked: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        java_script_enabled=False,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 640},
    )
    page = context.new_page()
    page.goto(locked)
    field = page.get_by_label("Password")
    expect(field).to_be_focused()
    assert page.locator("form").bounding_box()["width"] <= width  # type: ignore[index]
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the password.")
    page.keyboard.type(RIGHT)
    page.keyboard.press("Enter")
    expect(page.get_by_text("inside")).to_be_visible()
    page.goto(f"{locked}ibid-log-in")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.goto(locked)
    expect(page.get_by_label("Password")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Browser, locked: str, scheme: str) -> None:
    # Scripts, so that axe can run; the page's policy allows none.
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    page = context.new_page()
    page.goto(locked)
    page.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    context.close()


def test_a_link_on_another_site_needs_no_second_log_in(browser: Browser, locked: str) -> None:
    """The cookie is kept back from the link, and sent when the page opens itself again."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(locked)
    page.get_by_label("Password").fill(RIGHT)
    page.keyboard.press("Enter")
    expect(page.get_by_text("inside")).to_be_visible()
    page.route(
        "http://elsewhere.test/",
        lambda route: route.fulfill(body=f'<a href="{locked}">there</a>', content_type="text/html"),
    )
    page.goto("http://elsewhere.test/")
    page.get_by_text("there").click()
    expect(page.get_by_text("inside")).to_be_visible()
    context.close()
