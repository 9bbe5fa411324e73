"""Serves the page on this machine: loopback unless told otherwise, nothing fetched from elsewhere."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI, Request, Response

from app import desk  # before Gradio: it switches off Gradio's analytics
from app.ask import Asker
from app.render import Renderer
from ingest.errors import IbidError

import gradio as gr  # isort: skip


class PortTakenError(IbidError):
    """Another program listens there already."""


# The browser may load from this server and from nowhere else, whatever Gradio's own page asks for. Its scripts are
# inline and its styles too.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


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


def application(asker: Asker) -> FastAPI:
    """The page as an ASGI application."""
    article = asker.index.article
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guarded(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await handle(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    page = desk.desk(asker.ask, Renderer(asker.proof, article), article)
    gr.mount_gradio_app(
        app, page, path="/", theme=desk.theme(), css=desk.css(), footer_links=[], ssr_mode=False, show_error=False
    )
    return app


def serve(asker: Asker, *, host: str, port: int, browser: bool) -> None:
    """Serves until interrupted."""
    config = uvicorn.Config(application(asker), host=host, port=port, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}"
    threading.Thread(target=_announce, args=(server, address, browser), daemon=True).start()
    with suppress(KeyboardInterrupt):  # how the user was told to stop it
        server.run()


def _announce(server: uvicorn.Server, address: str, browser: bool) -> None:
    """Says where the page is, once it is there; opens it where there is a screen."""
    while not server.started:
        if server.should_exit:
            return
        threading.Event().wait(0.05)
    print(f"Ibid answers at {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)
    if browser and (
        sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        webbrowser.open(address)
