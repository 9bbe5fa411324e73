"""What is told of requests and failures: a line of JSON each, on standard error, and never a word of what was asked.

An error's message and its traceback can hold what was typed; so an error is told by its type and by the place in the
code where it arose. What libraries log or print goes the same way: by its place, without its words.
"""

from __future__ import annotations

import functools
import inspect
import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import IO, Any, TypeVar, cast

from app.refusing import refuse
from app.warming import HEADERS, Message, Receive, Send

F = TypeVar("F", bound=Callable[..., Any])

FAILED = "Ibid failed at this, which is a fault of Ibid's own; where is in its log, what was asked is not."
# The last folders of a file's path that are told: enough to find it, without whose home it is in.
_PARTS = 3


def where(error: BaseException) -> str:
    """Where an error arose: file and line, such as ``app/select.py:41``."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{_short(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown"


def _short(path: str) -> str:
    parts = Path(path).parts
    known = [at for at, part in enumerate(parts) if part in ("app", "index", "ingest", "site-packages")]
    return "/".join(parts[known[-1] :] if known else parts[-_PARTS:])


class Log:
    """Writes events. ``requests``: each request too; otherwise only what went wrong, and log-ins."""

    def __init__(self, *, requests: bool = False, to: IO[str] | None = None) -> None:
        self.requests = requests
        self._to = to
        self._one = threading.Lock()

    def event(self, name: str, **values: str | float) -> None:
        """Writes one line: the time (UTC), what happened, and values, none of which may be what was typed."""
        now = time.time()
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
        line = json.dumps({"time": at, "event": name, **values}, ensure_ascii=True)
        to = self._to or sys.stderr
        with self._one:  # a line and its end are one, whichever thread writes
            to.write(line + "\n")
            to.flush()

    def failed(self, error: BaseException, kind: str) -> None:
        """Tells of an error that nobody expected; ``kind``: of what was being done."""
        self.event("failed", kind=kind, error=type(error).__name__, at=where(error))


class Failed(Exception):
    """Something unexpected went wrong; the log has where. Its text is for who asked."""

    def __init__(self) -> None:
        super().__init__(FAILED)


def telling(
    log: Log, kind: str, expected: tuple[type[Exception], ...], instead: Callable[[], Exception] = Failed
) -> Callable[[F], F]:
    """Makes a function, or a coroutine's, raise only what is ``expected``; for all else ``instead``, and no context."""

    def wrap(function: F) -> F:
        @functools.wraps(function)
        def told(*values: object, **named: object) -> object:
            try:
                return function(*values, **named)
            except expected:
                raise
            except Exception as error:
                log.failed(error, kind)
            raise instead()  # outside of the clause: the error, which may hold the text, is not its context

        @functools.wraps(function)
        async def told_later(*values: object, **named: object) -> object:
            try:
                return await function(*values, **named)
            except expected:
                raise
            except Exception as error:
                log.failed(error, kind)
            raise instead()

        return cast("F", told_later if inspect.iscoroutinefunction(function) else told)

    return wrap


class Terse(logging.Handler):
    """Tells of what libraries log: who, how grave, and where; without the message, which may hold a request."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        values = {"error": type(error).__name__, "at": where(error)} if error else {"at": _place(record)}
        self._log.event("library", logger=record.name, level=record.levelname.lower(), **values)


def _place(record: logging.LogRecord) -> str:
    return f"{_short(record.pathname)}:{record.lineno}"


class _Traceback:
    """Stands for the module ``traceback`` where a library prints errors by itself."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def print_exc(self, *_: object, **__: object) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, Failed):
            self._log.failed(error, "library")

    def format_exc(self, *_: object, **__: object) -> str:
        error = sys.exception()
        return f"{type(error).__name__} at {where(error)}" if error else ""

    def __getattr__(self, name: str) -> object:
        return getattr(traceback, name)


def quieten(log: Log) -> None:
    """Has all loggers, warnings and threads of this process go through ``log``."""
    logging.captureWarnings(True)
    root = logging.getLogger()
    for held in (root, *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict))):
        held.handlers.clear()
        held.propagate = True
    root.addHandler(Terse(log))
    root.setLevel(logging.WARNING)
    threading.excepthook = lambda raised: log.failed(raised.exc_value or raised.exc_type(), "thread")


def untraced(log: Log, modules: tuple[ModuleType, ...]) -> None:
    """Has the tracebacks that ``modules`` print go through ``log``."""
    for module in modules:
        module.traceback = _Traceback(log)  # type: ignore[attr-defined]


class Watched:
    """An ASGI application that tells the log of each request and of each error that ``handle`` lets through.

    It has every answer carry the headers of the house, too, and says nothing of the server's make.
    """

    def __init__(
        self, handle: Callable[[Message, Receive, Send], Awaitable[None]], log: Log, kind: Callable[[Message], str]
    ) -> None:
        """``kind``: what a request is called in the log."""
        self._handle = handle
        self._log = log
        self._kind = kind

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._handle(scope, receive, send)
            return
        started = time.monotonic()
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _dressed(message.get("headers", []), scope["path"])}
            await send(message)

        try:
            await self._handle(scope, receive, sent)
        except Exception as error:
            if not isinstance(error, Failed):  # which was told where it arose
                self._log.failed(error, self._kind(scope))
            if not status:
                await refuse(scope, sent, 500, FAILED)
        finally:
            if self._log.requests:
                took = round((time.monotonic() - started) * 1000)
                self._log.event("request", kind=self._kind(scope), status=status, took_ms=took)


# Files of Gradio's own, the same for everybody: a browser may keep them. What else is answered is not to be kept.
_KEPT = ("/assets/", "/static/", "/favicon.ico", "/theme.css")
# The page that asks for the password has its own.
_OWN = (b"content-security-policy", b"referrer-policy")
_HOUSE = {name.lower().encode() for name in HEADERS}
_DRESS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


def _dressed(headers: list[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    own = [(name, value) for name, value in headers if name.lower() not in _HOUSE or name.lower() in _OWN]
    names = {name.lower() for name, _ in own}
    dress = [(name, value) for name, value in _DRESS if name not in names]
    if not path.startswith(_KEPT):
        own = [(name, value) for name, value in own if name.lower() != b"cache-control"]
        dress.append((b"cache-control", b"no-store"))
    return own + dress
