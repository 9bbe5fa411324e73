"""All that stands before the page, from the outside in: the log, the guard, the password, the doors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.doors import Doors, door
from app.guard import Guard
from app.logs import Log, Watched
from app.password import LOG_IN, Locked, Password
from app.warming import Message, Receive, Send

Handle = Callable[[Message, Receive, Send], Awaitable[None]]


def entrance(
    handle: Handle,
    *,
    host: str,
    port: int,
    password: Password | None = None,
    mcp: bool = False,
    log: Log | None = None,
) -> Handle:
    """``handle`` with all that stands before it, for a server that listens at ``host``:``port``."""
    log = log or Log()

    def kind(scope: Message) -> str:
        if scope["type"] != "http":
            return "other"
        if scope["path"] == LOG_IN:
            return "log-in"
        found = door(scope["method"], scope["path"], mcp=mcp)
        return found.kind if found else "other"

    def told(event: str, address: str) -> None:
        log.event(event, address=address)

    inner: Handle = Doors(handle, mcp=mcp)
    if password is not None:
        inner = Locked(inner, password, port, told)
    return Watched(Guard(inner, host), log, kind)
