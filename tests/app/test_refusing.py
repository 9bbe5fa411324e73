"""A refusal is one line, with the headers of the house, and nothing is kept of it."""

from __future__ import annotations

import asyncio

import pytest

from app.refusing import answer, refuse, values
from app.warming import HEADERS, Message


def sent(scope: Message, *, html: bool = False) -> list[Message]:
    found: list[Message] = []

    async def send(message: Message) -> None:
        found.append(message)

    if html:
        asyncio.run(answer(scope, send, 200, "<p>ü</p>", {"X-Frame-Options": "SAMEORIGIN"}, kind="text/html"))
    else:
        asyncio.run(refuse(scope, send, 413, "Too long.", {"Retry-After": "5"}))
    return found


def test_a_line() -> None:
    start, body = sent({"type": "http", "method": "POST"})
    headers = dict(start["headers"])
    assert start["status"] == 413
    for name, value in HEADERS.items():
        assert headers[name.lower().encode()] == value.encode()
    assert headers[b"retry-after"] == b"5"
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"content-length"] == b"9"
    assert body["body"] == b"Too long."


def test_a_page_may_be_stricter() -> None:
    start, body = sent({"type": "http", "method": "GET"}, html=True)
    headers = dict(start["headers"])
    assert headers[b"content-type"] == b"text/html; charset=utf-8"
    assert headers[b"content-length"] == b"9"  # bytes
    assert headers[b"x-frame-options"] == b"SAMEORIGIN"
    assert body["body"] == "<p>ü</p>".encode()


def test_a_head_has_no_body() -> None:
    assert sent({"type": "http", "method": "HEAD"})[1]["body"] == b""


def test_a_socket_is_closed() -> None:
    assert sent({"type": "websocket"}) == [{"type": "websocket.close"}]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([], []),
        ([(b"Host", b"a"), (b"host", b"b")], ["a", "b"]),
        ([(b"x-host", b"a")], []),
        ([(b"host", b"\xe9")], ["é"]),
    ],
)
def test_values(headers: list[tuple[bytes, bytes]], found: list[str]) -> None:
    assert values({"headers": headers}, b"host") == found
