"""A password before everything: nothing of the server is seen, and nothing reached, without it.

People type it into a page and get a cookie; programs send ``Authorization: Bearer PASSWORD`` (RFC 6750) with each
request. Not Basic: a browser would go on sending that by itself, from other sites' pages too.
"""

from __future__ import annotations

import base64
import hmac
import html
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256
from importlib import resources
from urllib.parse import parse_qs

from app.refusing import answer, client, refuse, values
from app.slowing import Slowing
from app.warming import Message, Receive, Send
from ingest.errors import IbidError

Handle = Callable[[Message, Receive, Send], Awaitable[None]]
Told = Callable[[str, str], None]
"""Hears of log-ins: what happened, and from which address; never what was typed."""

# Characters of a password, at least: 12 letters at random are 56 bits, far out of reach of the guesses that are let
# through (app/slowing.py). NIST SP 800-63B asks for 8.
SHORTEST = 12
# Bytes of it, at most: a header of 8 KB is as long as most proxies let through.
LONGEST = 1_000
# Where the page that asks for it is, and where it sends what was typed.
LOG_IN = "/ibid-log-in"
# Seconds until a log-in is over: a working day.
SESSION = 12 * 3600
# Log-ins at once. Only who has the password makes one; the oldest is ended.
SESSIONS = 1_000
# Bytes of the log-in form: the longest password, each byte written as %XX, and its name.
FORM = 4 * LONGEST

WANTED = "Ibid asks for its password: send Authorization: Bearer PASSWORD, or open its page in a browser."
WRONG = "That is not the password."


class PasswordError(IbidError):
    """A password that is none, or not good enough."""


class Password:
    """The password, as its digest under a key that lives as long as the server, and the log-ins that are open.

    No slow hash (scrypt): none is stored, so that none can be stolen to be tried at leisure; one would cost each
    request of a program 50 ms, and give guessers a way to keep the processor busy.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises PasswordError if it is too short or too long."""
        if len(password) < SHORTEST:
            raise PasswordError(f"the password has {len(password)} characters; give one of at least {SHORTEST}")
        if len(password.encode("utf-8", "surrogateescape")) > LONGEST or not password.isprintable():
            raise PasswordError(f"the password is longer than {LONGEST} bytes, or has control characters in it")
        self._key = secrets.token_bytes(32)
        self._digest = self._of(password.encode())
        self._clock = clock
        self._sessions: OrderedDict[bytes, float] = OrderedDict()

    def _of(self, given: bytes) -> bytes:
        return hmac.digest(self._key, given, "sha256")

    def right(self, given: bytes) -> bool:
        """Whether that is the password. It takes as long whatever is given."""
        return hmac.compare_digest(self._of(given), self._digest)

    def begin(self) -> str:
        """Opens a log-in, and gives its token: 256 random bits, of which only a hash is kept."""
        token = secrets.token_urlsafe(32)
        self._sessions[_hashed(token)] = self._clock() + SESSION
        if len(self._sessions) > SESSIONS:
            self._sessions.popitem(last=False)
        return token

    def open(self, token: str) -> bool:
        """Whether that log-in is open."""
        until = self._sessions.get(_hashed(token))
        if until is not None and until <= self._clock():
            del self._sessions[_hashed(token)]
            return False
        return until is not None

    def end(self, token: str) -> None:
        """Ends a log-in."""
        self._sessions.pop(_hashed(token), None)


def _hashed(token: str) -> bytes:
    # Looked up by its hash: how long that takes tells nothing of the token.
    return sha256(token.encode("utf-8", "replace")).digest()


class Locked:
    """An ASGI application that lets ``handle`` see only requests with the password, or of an open log-in."""

    def __init__(
        self, handle: Handle, password: Password, port: int, told: Told, slowing: Slowing | None = None
    ) -> None:
        """``port``: that of the server, for the cookie's name: the ports of a host share their cookies."""
        self._handle = handle
        self._password = password
        self._cookie = f"ibid-{port}"
        self._told = told
        self._slowing = slowing or Slowing()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._handle(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == LOG_IN:
            await self._log_in(scope, receive, send)
        elif self._has_session(scope) or await self._has_password(scope, send):
            await self._handle(scope, receive, send)

    def _has_session(self, scope: Message) -> bool:
        return any(self._password.open(token) for token in self._tokens(scope))

    def _tokens(self, scope: Message) -> list[str]:
        # Not http.cookies: it gives a whole header up at one cookie of an odd form, which may be another server's.
        parts = (part.strip().partition("=") for header in values(scope, b"cookie") for part in header.split(";"))
        return [value for name, _, value in parts if name == self._cookie]

    async def _has_password(self, scope: Message, send: Send) -> bool:
        """Whether a program sends the right one; otherwise the answer is sent, too."""
        given = values(scope, b"authorization")
        if len(given) != 1 or given[0][:7].lower() != "bearer ":
            if _is_page(scope):
                await self._show(scope, send, 401, "")
            else:
                await refuse(scope, send, 401, WANTED, {"WWW-Authenticate": 'Bearer realm="ibid"'})
            return False
        address = client(scope)
        if wait := self._slowing.wait(address):
            await refuse(scope, send, 429, _later(wait), {"Retry-After": str(int(wait) + 1)})
            return False
        if self._password.right(given[0][7:].strip(" \t").encode("latin-1")):
            self._slowing.right(address)
            return True
        self._slowing.wrong(address)
        self._told("password-wrong", address)
        await refuse(scope, send, 401, WRONG, {"WWW-Authenticate": 'Bearer realm="ibid", error="invalid_token"'})
        return False

    async def _log_in(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            await self._show(scope, send, 200, "", inside=self._has_session(scope))
            return
        if scope["method"] != "POST":
            await refuse(scope, send, 405, "GET or POST.", {"Allow": "GET, HEAD, POST"})
            return
        body = await _form(receive)
        try:
            fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=5)
        except ValueError:
            fields = {}
        address = client(scope)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"Path=/; HttpOnly; SameSite=Strict{secure}"
        if "leave" in fields:
            for token in self._tokens(scope):
                self._password.end(token)
            self._told("logged-out", address)
            await _go(scope, send, LOG_IN, f"{self._cookie}=; Max-Age=0; {cookie}")
        elif wait := self._slowing.wait(address):
            await self._show(scope, send, 429, _later(wait), {"Retry-After": str(int(wait) + 1)})
        elif self._password.right(fields.get("password", [""])[0].strip().encode("utf-8", "replace")):
            self._slowing.right(address)
            self._told("logged-in", address)
            await _go(scope, send, "/", f"{self._cookie}={self._password.begin()}; Max-Age={SESSION}; {cookie}")
        else:
            self._slowing.wrong(address)
            self._told("password-wrong", address)
            await self._show(scope, send, 401, WRONG)

    async def _show(
        self,
        scope: Message,
        send: Send,
        status: int,
        said: str,
        headers: dict[str, str] | None = None,
        *,
        inside: bool = False,
    ) -> None:
        """The page that asks for the password, or that offers to leave."""
        # A link on another site: the browser keeps the cookie back (SameSite), and gives it when this page goes on.
        again = values(scope, b"sec-fetch-site") == ["cross-site"] and bool(status == 401 and not said)
        page = _page(said, inside=inside, again=again)
        policy = (
            f"default-src 'none'; style-src 'sha256-{_style_hash(page)}'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        # With `no-referrer` a browser sends its form with `Origin: null`, which the guard refuses.
        told = {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin", **(headers or {})}
        if status == 401:
            told["WWW-Authenticate"] = 'Bearer realm="ibid"'
        await answer(scope, send, status, page, told, kind="text/html")


def _page(said: str, *, inside: bool, again: bool) -> str:
    page = (resources.files("app") / "assets" / "log-in.html").read_text("utf-8")
    for part, kept in (("out", not inside), ("in", inside), ("again", again), ("said", bool(said))):
        begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
        before, _, rest = page.partition(begin)
        held, _, after = rest.partition(end)
        page = before + (held if kept else "") + after
    return page.replace("{path}", LOG_IN).replace("{said}", html.escape(said))


def _style_hash(page: str) -> str:
    style = page.partition("<style>")[2].partition("</style>")[0]
    return base64.b64encode(sha256(style.encode()).digest()).decode()


async def _form(receive: Receive) -> bytes:
    """What was sent, up to ``FORM`` bytes; what is longer holds no password."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        body += bytes(message.get("body", b""))
        if len(body) > FORM:
            return b""
        if not message.get("more_body", False):
            return body


async def _go(scope: Message, send: Send, where: str, cookie: str) -> None:
    await answer(scope, send, 303, "", {"Location": where, "Set-Cookie": cookie})


def _is_page(scope: Message) -> bool:
    """Whether a person would see the answer."""
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and any("text/html" in accepted for accepted in values(scope, b"accept"))
    )


def _address(scope: Message) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _later(seconds: float) -> str:
    whole = int(seconds) + 1
    return f"Too many wrong passwords: try again in {whole} {'second' if whole == 1 else 'seconds'}."
