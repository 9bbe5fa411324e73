"""A refusal: a status and one plain line, with the headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping

from app.warming import HEADERS, Message, Send


async def refuse(scope: Message, send: Send, status: int, line: str, headers: Mapping[str, str] | None = None) -> None:
    """Answers a request with ``line`` as plain text; closes a socket before it is open."""
    await answer(scope, send, status, line, headers)


async def answer(
    scope: Message,
    send: Send,
    status: int,
    body: str,
    headers: Mapping[str, str] | None = None,
    *,
    kind: str = "text/plain",
) -> None:
    """Answers a request with ``body``, of the media type ``kind``. Nothing of it is kept by a browser or on the way."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close"})
        return
    data = body.encode()
    told = {
        **HEADERS,
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Length": str(len(data)),
        "Cache-Control": "no-store",
        **(headers or {}),
    }
    named = [(name.lower().encode(), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": named})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else data})


def values(scope: Message, name: bytes) -> list[str]:
    """What a request's headers of that name (in small letters) say, in their order."""
    return [value.decode("latin-1") for named, value in scope["headers"] if named.lower() == name]


def client(scope: Message) -> str:
    """The address that a request comes from; empty where there is none."""
    found = scope.get("client")
    return str(found[0]) if found else ""
