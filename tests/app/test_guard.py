"""Who may speak to the server: every way to name it, and every way to name another."""

from __future__ import annotations

import asyncio
import socket

import pytest

from app.guard import REFUSED, Authority, Guard, authority
from app.warming import POLICY, Message

NAME = "our-machine"


@pytest.fixture(autouse=True)
def _name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Our-Machine")


def said(listening: str, *headers: tuple[str, str], kind: str = "http", path: str = "/") -> list[Message]:
    """What is sent back for a request with these headers; [] where it is handled."""
    sent: list[Message] = []
    handled: list[str] = []

    async def handle(scope: Message, receive: object, send: object) -> None:
        handled.append(scope["type"])

    async def receive() -> Message:
        raise AssertionError("nothing is read of what is refused")

    async def send(message: Message) -> None:
        sent.append(message)

    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    # As the server has it: a socket's scope has no method.
    scope = {"type": kind, "path": path, "headers": encoded, **({"method": "GET"} if kind == "http" else {})}
    asyncio.run(Guard(handle, listening)(scope, receive, send))
    assert bool(handled) != bool(sent)
    return sent


@pytest.mark.parametrize(
    ("listening", "host"),
    [
        ("127.0.0.1", "localhost:7860"),
        ("127.0.0.1", "127.0.0.1:7860"),
        ("127.0.0.1", "[::1]:7860"),
        ("127.0.0.1", "LocalHost:7860"),
        pytest.param("127.0.0.1", "localhost", id="the-scheme's-own-port"),
        pytest.param("127.0.0.1", "localhost:9000", id="a-forwarded-port"),
        ("::1", "[::1]:7860"),
        ("localhost", "localhost:7860"),
        ("127.0.0.2", "127.0.0.2:7860"),
        ("0.0.0.0", "localhost:7860"),
        ("0.0.0.0", "192.0.2.7:7860"),
        ("::", "[2001:db8::7]:7860"),
        ("0.0.0.0", f"{NAME}:7860"),
        ("0.0.0.0", f"{NAME}.local:7860"),
        ("192.0.2.7", "192.0.2.7:7860"),
        ("desk.example", "desk.example:7860"),
        ("Desk.Example", "desk.example"),
    ],
)
def test_this_server_is_named(listening: str, host: str) -> None:
    assert said(listening, ("host", host)) == []
    assert said(listening, ("host", host), ("origin", f"http://{host}")) == []
    assert said(listening, ("host", host), ("origin", f"https://{host}")) == []  # behind something that speaks TLS
    for origin in ("http://evil.example", f"http://evil.example/{host}", f"http://{host}.evil.example", "null", ""):
        assert said(listening, ("host", host), ("origin", origin)) != []


@pytest.mark.parametrize(
    ("listening", "host"),
    [
        pytest.param("127.0.0.1", "evil.example:7860", id="a-name-that-leads-here"),
        pytest.param("0.0.0.0", "evil.example:7860", id="a-name-that-leads-to-an-open-server"),
        pytest.param("127.0.0.1", "192.0.2.7:7860", id="an-address-that-is-not-listened-at"),
        pytest.param("127.0.0.1", f"{NAME}:7860", id="a-name-that-is-not-listened-at"),
        pytest.param("127.0.0.1", "localhost.evil.example", id="begins-like-it"),
        pytest.param("127.0.0.1", "evil-localhost", id="ends-like-it"),
        pytest.param("127.0.0.1", "localhost@evil.example", id="with-a-user"),
        pytest.param("127.0.0.1", "evil.example#localhost", id="with-a-fragment"),
        pytest.param("127.0.0.1", "localhost:7860, evil.example", id="a-list"),
        pytest.param("127.0.0.1", "localhost:", id="no-port-after-the-colon"),
        pytest.param("127.0.0.1", "localhost:78x", id="no-number"),
        pytest.param("127.0.0.1", "::1", id="without-brackets"),
        pytest.param("127.0.0.1", "[::1", id="half-a-bracket"),
        pytest.param("127.0.0.1", "", id="empty"),
        pytest.param("127.0.0.1", "lócalhost", id="not-ascii"),
        pytest.param("0.0.0.0", "1.2.3.4.evil.example", id="begins-like-an-address"),
    ],
)
def test_another_server_is_named(listening: str, host: str) -> None:
    assert said(listening, ("host", host)) != []
    assert said(listening, ("host", host), ("origin", f"http://{host}")) != []


@pytest.mark.parametrize(
    ("listening", "host", "origin", "handled"),
    [
        pytest.param("127.0.0.1", "localhost:7860", "http://127.0.0.1:7860", True, id="two-names-of-loopback"),
        pytest.param(
            "127.0.0.1", "localhost:7860", "http://localhost:3000", False, id="another-server-of-this-machine"
        ),
        pytest.param("127.0.0.1", "localhost:7860", "http://localhost", False, id="without-the-port"),
        pytest.param("127.0.0.1", "localhost:7860", "ftp://localhost:7860", False, id="another-scheme"),
        pytest.param("127.0.0.1", "localhost:7860", "localhost:7860", False, id="no-scheme"),
        pytest.param("0.0.0.0", "192.0.2.7:7860", "http://192.0.2.8:7860", False, id="a-page-of-another-address"),
        pytest.param("0.0.0.0", "192.0.2.7:7860", "http://localhost:7860", False, id="loopback-of-another-machine"),
    ],
)
def test_whose_page_it_is(listening: str, host: str, origin: str, handled: bool) -> None:
    assert (said(listening, ("host", host), ("origin", origin)) == []) is handled


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="no-host"),
        pytest.param([("host", "localhost"), ("host", "evil.example")], id="two-hosts"),
        pytest.param([("Host", "localhost"), ("HOST", "localhost")], id="one-host-twice"),
        pytest.param(
            [("host", "localhost"), ("origin", "http://localhost"), ("origin", "http://evil")], id="two-origins"
        ),
    ],
)
def test_headers_that_are_not_one(headers: list[tuple[str, str]]) -> None:
    assert said("127.0.0.1", *headers) != []


NAVIGATES = (("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"))


@pytest.mark.parametrize(
    ("headers", "path", "handled"),
    [
        pytest.param((("sec-fetch-site", "same-origin"),), "/config", True, id="its-own-page"),
        pytest.param((("sec-fetch-site", "none"), *NAVIGATES), "/config", True, id="typed-by-the-user"),
        pytest.param((), "/config", True, id="no-browser"),
        pytest.param((("sec-fetch-site", "cross-site"), *NAVIGATES), "/", True, id="a-link-to-the-page"),
        pytest.param((("sec-fetch-site", "same-site"), *NAVIGATES), "/", True, id="a-link-from-another-port"),
        pytest.param((("sec-fetch-site", "cross-site"), *NAVIGATES), "/config", False, id="a-link-to-something-else"),
        pytest.param((("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")), "/", False, id="an-image"),
        pytest.param((("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")), "/", False, id="another-port-s"),
        pytest.param(
            (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")),
            "/",
            False,
            id="a-frame",
        ),
        pytest.param((("sec-fetch-site", "cross-site"),), "/", False, id="unsaid-how"),
        pytest.param((("sec-fetch-site", "elsewhere"),), "/", False, id="a-word-that-is-none"),
        pytest.param((("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")), "/", False, id="two"),
    ],
)
def test_whose_page_loads_it(headers: tuple[tuple[str, str], ...], path: str, handled: bool) -> None:
    assert (said("127.0.0.1", ("host", "localhost"), *headers, path=path) == []) is handled


def test_what_is_refused_is_told_in_a_line() -> None:
    start, body = said("127.0.0.1", ("host", "evil.example"))
    assert start["status"] == 403
    assert dict(start["headers"])[b"content-security-policy"] == POLICY.encode()
    assert body["body"] == REFUSED.encode()
    assert "\n" not in REFUSED


def test_sockets_are_closed_before_they_open() -> None:
    assert said("127.0.0.1", ("host", "evil.example"), kind="websocket") == [{"type": "websocket.close"}]
    assert said("127.0.0.1", ("host", "localhost"), kind="websocket") == []
    # A socket has no method, and is no link to the page.
    linked = (("sec-fetch-site", "cross-site"), *NAVIGATES)
    assert said("127.0.0.1", ("host", "localhost"), *linked, kind="websocket") == [{"type": "websocket.close"}]


def test_the_server_s_own_life_is_no_request() -> None:
    assert said("127.0.0.1", kind="lifespan") == []


def test_authority() -> None:
    assert authority("[::1]:7860") == Authority("::1", "7860")
    assert authority("Localhost") == Authority("localhost", None)
    assert authority("a b") is None
