"""A request to an ASGI application without a server: what is sent back, and what reaches the application behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from app.warming import Message, Receive, Send

Headers = tuple[tuple[str, str], ...]


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    closed: bool = False

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Behind:
    """The application behind: it keeps what it is asked, and answers 200 with the body it was sent."""

    seen: list[Message] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        self.seen.append(scope)
        if scope["type"] != "http":
            return
        body = b""
        if scope["method"] == "POST":
            more = True
            while more:
                message = await receive()
                body += message["body"]
                more = message["more_body"]
        self.bodies.append(body)
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"server", b"x"), (b"Cache-Control", b"x")]}
        )
        await send({"type": "http.response.body", "body": body})


def ask(
    application: Callable[..., object],
    method: str = "GET",
    path: str = "/",
    *,
    headers: Headers = (),
    parts: tuple[bytes, ...] = (b"",),
    query: bytes = b"",
    client: str = "192.0.2.1",
    kind: str = "http",
    scheme: str = "http",
    gone: bool = False,
) -> Answer:
    """One request. ``parts``: its body as it comes in; ``gone``: the client leaves before the last."""
    answer = Answer()
    left = list(parts)

    async def receive() -> Message:
        if not left or (gone and len(left) == 1):
            return {"type": "http.disconnect"}
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert not answer.status, "answered twice"
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            answer.body += message["body"]
        elif message["type"] == "websocket.close":
            answer.closed = True

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query,
        "scheme": scheme,
        "client": (client, 50_000),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }
    if kind == "websocket":
        del scope["method"]

    async def run() -> None:
        await application(scope, receive, send)  # type: ignore[misc]

    asyncio.run(run())
    return answer
