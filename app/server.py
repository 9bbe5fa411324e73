"""Serves the page on this machine: loopback unless told otherwise, nothing fetched from elsewhere."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

import uvicorn

from app.guard import Guard
from app.warming import Application, Warming
from ingest.errors import IbidError

if TYPE_CHECKING:
    from app.ask import Asker

Say = Callable[[str], None]

# Where the MCP server is, in the address of the page.
MCP = "/gradio_api/mcp/"


class PortTakenError(IbidError):
    """Another program listens there already."""


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


def serve(make: Callable[[Say], Asker], title: str, *, host: str, port: int, browser: bool, mcp: bool = False) -> None:
    """Serves until interrupted: a waiting page at once, the chat as soon as ``make`` has opened the index.

    ``title``: of the article. ``mcp``: its programs are MCP tools too. ``make`` is given a way to say how far it is.
    Raises what ``make`` raises.
    """
    failed: list[Exception] = []

    def made() -> Application:
        asker = make(says)
        says("Loading the page …")
        from app.page import application

        return application(asker, mcp=mcp)

    def says(line: str) -> None:
        warming.said = line

    def ended(error: Exception | None) -> None:
        if error is not None:
            failed.append(error)
            server.should_exit = True
        else:
            print(f"Ibid answers at {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)
            if mcp:
                print(f"MCP clients find it at {address}{MCP}", file=sys.stderr, flush=True)

    warming = Warming(made, title, ended)
    named = "localhost" if host in ("127.0.0.1", "::1") else f"[{host}]" if ":" in host else host
    address = f"http://{named}:{port}"
    guard = Guard(warming, host)
    server = uvicorn.Server(uvicorn.Config(guard, host=host, port=port, log_level="warning", lifespan="on"))
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
