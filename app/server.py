"""Serves the page on this machine: loopback unless told otherwise, nothing fetched from elsewhere."""

from __future__ import annotations

import os
import socket
import ssl
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from app.changed import OnDisk
from app.entrance import entrance
from app.logs import Log
from app.password import Password
from app.warming import Application, Warming
from ingest.errors import IbidError

if TYPE_CHECKING:
    from app.ask import Asker

Say = Callable[[str], None]

# Seconds that requests under way have to finish when the server is stopped: as many as may wait take 7 s or so;
# where the cores are slower, those that wait last are cut off.
GRACE = 10

# Where the MCP server is, in the address of the page.
MCP = "/gradio_api/mcp/"


class PortTakenError(IbidError):
    """Another program listens there already."""


class TlsError(IbidError):
    """A certificate or its key can't be used."""


class StoppedError(IbidError):
    """The server is being stopped."""


class McpMissingError(IbidError):
    """The package that speaks MCP is not installed."""


def check_mcp() -> None:
    """Raises McpMissingError if no MCP server can be started."""
    if find_spec("mcp") is None:
        raise McpMissingError("--mcp needs the package mcp; install it with pip install -c constraints.txt '.[mcp]'")


def check_port(host: str, port: int) -> None:
    """Raises PortTakenError if nothing can listen at ``host``:``port``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"port {port} on {host} cannot be listened on ({error.strerror}); choose another with --port"
            ) from None


def check_tls(certfile: Path | None, keyfile: Path | None) -> None:
    """Raises TlsError if these are no certificate and its key."""
    if certfile is None:
        if keyfile is not None:
            raise TlsError("--keyfile is given without --certfile; give both")
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certfile, keyfile, password=lambda: "")
    except (OSError, ValueError) as error:  # SSLError is an OSError
        reason = " ".join(str(error).split())
        raise TlsError(f"{certfile}: no certificate to serve with ({reason}); give --certfile and --keyfile") from None


def serve(
    make: Callable[[Say], Asker],
    title: str,
    *,
    host: str,
    port: int,
    browser: bool,
    mcp: bool = False,
    password: Password | None = None,
    certfile: Path | None = None,
    keyfile: Path | None = None,
    log: Log | None = None,
    path: Path | None = None,
) -> None:
    """Serves until interrupted: a waiting page at once, the chat as soon as ``make`` has opened the index.

    ``title``: of the article. ``mcp``: its programs are MCP tools too. ``make`` is given a way to say how far it is.
    ``password``: everybody is asked for it. ``path``: the article's file, where a change of it is to be told.
    Raises what ``make`` raises.
    """
    log = log or Log()
    failed: list[Exception] = []

    def made() -> Application:
        asker = make(says)
        says("Loading the page …")
        from app.page import application

        on_disk = OnDisk(path, asker.index.article.sha256, warns) if path else None
        return application(asker, mcp=mcp, log=log, on_disk=on_disk)

    def says(line: str) -> None:
        warming.said = line
        if server.should_exit:  # or the threads that build an index would be waited for
            raise StoppedError("stopped while it was starting")

    def warns(line: str) -> None:
        print(f"ibid: {line}", file=sys.stderr, flush=True)

    def ended(error: Exception | None) -> None:
        if isinstance(error, StoppedError):
            pass
        elif error is not None:
            failed.append(error)
            server.should_exit = True
        else:
            print(f"Ibid answers at {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)
            if mcp:
                print(f"MCP clients find it at {address}{MCP}", file=sys.stderr, flush=True)

    warming = Warming(made, title, ended)
    named = "localhost" if host in ("127.0.0.1", "::1") else f"[{host}]" if ":" in host else host
    address = f"{'https' if certfile else 'http'}://{named}:{port}"
    outside = entrance(warming, host=host, port=port, password=password, mcp=mcp, log=log)
    config = uvicorn.Config(
        outside,
        host=host,
        port=port,
        lifespan="on",
        log_config=None,  # its loggers are the command's to set up (app/logs.py)
        log_level="warning",
        access_log=False,
        server_header=False,
        ssl_certfile=certfile,
        ssl_keyfile=keyfile,
        timeout_graceful_shutdown=GRACE,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_show, args=(server, address, browser), daemon=True).start()
    with suppress(KeyboardInterrupt):  # how the user was told to stop it
        server.run()
    if failed:
        raise failed[0]


def _show(server: uvicorn.Server, address: str, browser: bool) -> None:
    """Opens the page once it is there, where there is a screen; it shows how far things are."""
    while not server.started:
        if server.should_exit:
            return
        threading.Event().wait(0.05)
    if browser and (
        sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        webbrowser.open(address)
