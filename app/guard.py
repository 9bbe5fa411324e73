"""Who may speak to the server: its own page, and programs on this machine. No page of another site, in any browser.

Any site can send a visitor's browser to an address of this machine, and can have a name of its own lead there (DNS
rebinding). The browser then names the site, in Origin or in Host; a request that names another than this server is
refused, whatever its path. Where a page only loads something, the browser sends no Origin: then Sec-Fetch-Site (W3C
Fetch Metadata) tells whose page it is. Programs that are no browser send neither.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address

from app.refusing import refuse, values
from app.warming import Message, Receive, Send

Handle = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REFUSED = "Ibid answers its own page and local programs: this request names another host or origin than this server's."

_AUTHORITY = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::(\d{1,5}))?", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authority:
    """A host, in small letters and without brackets, and a port as it is written; None where it is left out."""

    host: str
    port: str | None


def authority(written: str) -> Authority | None:
    """``[::1]:7860`` → its parts; None for what is not of that form."""
    found = _AUTHORITY.fullmatch(written)
    return Authority((found[1] or found[2]).lower(), found[3]) if found else None


class Guard:
    """An ASGI application that refuses what is not meant for the server listening at ``host``, with 403."""

    def __init__(self, handle: Handle, host: str) -> None:
        self._handle = handle
        self._names = LOOPBACK | {host.lower()}
        # An address can't be made to lead elsewhere, a name can. On more than loopback the machine has addresses that
        # are not known here, and its own name.
        self._open = not is_loopback(host)
        if self._open:
            name = socket.gethostname().lower()
            self._names |= {name, f"{name.removesuffix('.local')}.local"}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._meant(scope):
            await self._handle(scope, receive, send)
        else:
            await refuse(scope, send, 403, REFUSED)

    def _meant(self, scope: Message) -> bool:
        """Whether a request is for this server, and from its own page or from no page."""
        hosts, origins = values(scope, b"host"), values(scope, b"origin")
        if len(hosts) != 1 or len(origins) > 1:
            return False
        host = authority(hosts[0])
        if host is None or not self._own(host.host):
            return False
        return _own_page(scope) and (not origins or _same(origins[0], host))

    def _own(self, name: str) -> bool:
        return name in self._names or (self._open and _is_address(name))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens at ``host``. A name but ``localhost`` may be anything."""
    if host.lower() in LOOPBACK:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _own_page(scope: Message) -> bool:
    """Whether no page of another site, or of another port, has the browser send this. A link to the page may."""
    sites = values(scope, b"sec-fetch-site")
    if not sites or sites in (["same-origin"], ["none"]):
        return True
    opened = values(scope, b"sec-fetch-mode") == ["navigate"] and values(scope, b"sec-fetch-dest") == ["document"]
    return (
        sites in (["cross-site"], ["same-site"])
        and opened
        and scope.get("path") == "/"
        and scope.get("method") == "GET"
    )


def _same(origin: str, host: Authority) -> bool:
    """Whether a page of ``origin`` is this server's. All names of loopback are one; the port has to be the same."""
    found = _ORIGIN.fullmatch(origin)
    page = authority(found[1]) if found else None
    return page is not None and (page == host or (page.port == host.port and {page.host, host.host} <= LOOPBACK))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
