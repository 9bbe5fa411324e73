"""What the server answers at all: what the page and the programs need of Gradio's server. The rest is not there (404).

Gradio's server has far more doors than these: files, uploads, a proxy, recordings, streams, a run history, monitoring,
editors. A list of what is open stays right when a later Gradio adds one; a list of what is shut would not. What comes
in is read whole, up to a limit, before Gradio sees a byte of it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from app.rate import Rate
from app.refusing import client, refuse, values
from app.warming import PROGRESS, Message, Receive, Send

Handle = Callable[[Message, Receive, Send], Awaitable[None]]

PROGRAMS = ("ask", "check", "quote", "source", "section", "passage", "about")
# What the page's script calls (app/desk.py).
FUNCTIONS = ("ask", "restore", "export")

# Bytes of a conversation. A browser keeps at most 5 million characters for a tab, nearly all of one byte; the longest
# that the page can send, 200 turns of six quotes with their sources, came to 2.6 MB.
CONVERSATION = 8 << 20
# Bytes of a call of a program: 20,000 characters, each of at most 12 bytes as JSON may write them, and room around.
CALL = 256 << 10
# Bytes of all bodies that are being read at once: eight of the longest.
TOGETHER = 64 << 20
# Seconds for a body to come in: 8 MB in 30 s is the slowest line that a page is used over, 2 Mbit/s.
PATIENCE = 30.0

_NAME = r"[A-Za-z0-9_-]{1,100}"
_PROGRAM = "(?:" + "|".join(PROGRAMS) + ")"
# A file of Gradio's own page: no segment begins with a dot, so that none leads up.
_FILE = r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,150}/){0,5}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,150}"


@dataclass(frozen=True, slots=True)
class Door:
    """Requests that are let in: their methods, the whole of their path (a pattern), and the bytes of their body."""

    methods: tuple[str, ...]
    path: str
    why: str
    """What needs it."""
    most: int = 0
    query: tuple[str, ...] = ()
    """Names of the query that are passed on; Gradio reads others as orders, such as ``deep_link``."""
    asks: bool = False
    """It makes the machine work, and counts against a client's rate."""
    kind: str = "other"
    """What it is called in the log."""


READ = ("GET", "HEAD")
DOORS = (
    Door(READ, "/", "the page", kind="page"),
    Door(READ, re.escape(PROGRESS), "how far the start is", kind="page"),
    Door(READ, f"/assets/{_FILE}", "the page's scripts and styles", kind="asset"),
    Door(READ, r"/static/js/iframeResizer\.contentWindow\.min\.js", "a script the page names", kind="asset"),
    Door(READ, r"/favicon\.ico", "the page's sign", kind="asset"),
    Door(READ, r"/theme\.css", "the page's colours", kind="asset"),
    Door(READ, "/config", "gradio_client", kind="about"),
    Door(
        ("POST",),
        "/gradio_api/component_server/?",
        "the page's own calls",
        most=CONVERSATION,
        asks=True,
        kind="conversation",
    ),
    Door(("POST",), f"/gradio_api/run/{_PROGRAM}/?", "programs", most=CALL, asks=True, kind="program"),
    Door(("POST",), f"/gradio_api/call/{_PROGRAM}/?", "programs", most=CALL, asks=True, kind="program"),
    Door(("GET",), f"/gradio_api/call/{_PROGRAM}/{_NAME}", "programs: the answer", kind="program"),
    Door(("GET",), "/gradio_api/info/?", "gradio_client", query=("serialize",), kind="about"),
    Door(("POST",), "/gradio_api/queue/join", "gradio_client", most=CALL, asks=True, kind="program"),
    Door(("GET",), "/gradio_api/queue/data", "gradio_client: the answer", query=("session_hash",), kind="program"),
)
MCP = Door(("GET", "POST", "DELETE"), "/gradio_api/mcp/?", "assistants", most=CALL, asks=True, kind="tool")

NOT_HERE = "Ibid has nothing there."
TOO_FAST = "Too many questions from your address at once: try again in a few seconds."


def door(method: str, path: str, *, mcp: bool) -> Door | None:
    """The one that a request comes through; None where there is none."""
    for one in (*DOORS, MCP) if mcp else DOORS:
        if method in one.methods and re.fullmatch(one.path, path, re.ASCII):
            return one
    return None


class Doors:
    """An ASGI application that lets ``handle`` see what comes through a door, and answers the rest itself."""

    def __init__(self, handle: Handle, *, mcp: bool = False, rate: Rate | None = None) -> None:
        self._handle = handle
        self._mcp = mcp
        self._rate = rate or Rate()
        self._held = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._handle(scope, receive, send)
            return
        found = door(scope["method"], scope["path"], mcp=self._mcp) if scope["type"] == "http" else None
        if found is None:
            await refuse(scope, send, 404, NOT_HERE)
            return
        if found.asks and scope["method"] == "POST" and (wait := self._rate.wait(client(scope))):
            await refuse(scope, send, 429, TOO_FAST, {"Retry-After": str(int(wait) + 1)})
            return
        scope = {**scope, "query_string": _kept(scope.get("query_string", b""), found.query)}
        if scope["method"] != "POST":
            await self._handle(scope, receive, send)
            return
        await self._with_body(found, scope, receive, send)

    async def _with_body(self, found: Door, scope: Message, receive: Receive, send: Send) -> None:
        """Lets in a request whose body was read whole, if it is one that is meant."""
        if not _is_json(scope):
            await refuse(scope, send, 415, "Send JSON: Content-Type: application/json.")
            return
        read = _Body(found.most)
        try:
            try:
                async with asyncio.timeout(PATIENCE):
                    while read.more:
                        message = await receive()
                        if message["type"] != "http.request":
                            return  # the client has gone
                        self._held += read.take(message)
                        if self._held > TOGETHER:
                            raise _Unread(503, "Ibid is busy: try again in a few seconds.")
            except TimeoutError:
                raise _Unread(408, "The request did not come in whole.") from None
            body = read.whole()
            held = _read(body)
            if found.kind == "conversation" and not (isinstance(held, dict) and held.get("fn_name") in FUNCTIONS):
                raise _Unread(404, "The page has no such function.")
            await self._handle(scope, _again(body, receive), send)
        except _Unread as why:
            await refuse(scope, send, why.status, why.line, {"Connection": "close"})
        finally:
            self._held -= read.size


class _Unread(Exception):
    """A request that is not let in: the status and the line that say so."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status = status
        self.line = line


class _Body:
    """What has come in of a body."""

    def __init__(self, most: int) -> None:
        self.size = 0
        self.more = True
        self._most = most
        self._parts: list[bytes] = []

    def take(self, message: Message) -> int:
        """Takes a part, and gives its size. Raises _Unread where it is one too many."""
        part = message.get("body", b"")
        self.size += len(part)
        if self.size > self._most:
            self.size -= len(part)
            raise _Unread(413, f"That is more than {self._most:,} bytes.")
        self._parts.append(part)
        self.more = message.get("more_body", False)
        return len(part)

    def whole(self) -> bytes:
        return b"".join(self._parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A request's body, given once more; then what else is received, such as that the client has gone."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _read(body: bytes) -> object:
    """A body's JSON. Raises _Unread."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _Unread(400, "That is not JSON, or nested too deeply.") from None


def _is_json(scope: Message) -> bool:
    kinds = values(scope, b"content-type")
    return len(kinds) == 1 and kinds[0].split(";")[0].strip().lower() == "application/json"


def _client(scope: Message) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _kept(query: bytes, names: tuple[str, ...]) -> bytes:
    if not query or not names:
        return b""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name in names]).encode()
