"""A page that is there at once, and says how far the real one is: an ASGI application that becomes another."""

from __future__ import annotations

import asyncio
import html
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import resources
from typing import Any, Protocol

# The browser may load from this server and from nowhere else, whatever Gradio's own page asks for. Its scripts are
# inline and its styles too.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
# Every answer has them. No other page may frame this one, load from it, or keep a handle on its window; and it may use
# nothing of the device but the clipboard, which copies quotes.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), bluetooth=(), midi=(), "
        "payment=(), clipboard-read=(self), clipboard-write=(self)"
    ),
}
# Where the waiting page asks how far things are: a line of text, or, once the real page is there, no content.
PROGRESS = "/ibid-warming"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Application(Protocol):
    """What an ASGI server runs, with the lifespan that Starlette gives it."""

    @property
    def router(self) -> _Router: ...

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None: ...


class _Router(Protocol):
    @property
    def lifespan_context(self) -> Callable[[Any], AbstractAsyncContextManager[Any]]: ...


class Warming:
    """Shows the waiting page while ``make`` runs in a thread of its own; then is what it made.

    ``ended`` hears, once, of success (None) or of the error that ``make`` raised.
    """

    def __init__(self, make: Callable[[], Application], title: str, ended: Callable[[Exception | None], None]) -> None:
        self.said = "Starting …"
        self._make = make
        self._page = waiting_page(title)
        self._ended = ended
        self._made: Application | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and (self._made is None or scope["path"] == PROGRESS):
            await self._wait(scope["path"], send)
        elif self._made is not None:
            await self._made(scope, receive, send)
        else:  # a socket of a page from before: it will ask again
            await send({"type": "websocket.close"})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._warmed():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _warmed(self) -> AsyncIterator[None]:
        """Makes the application in the background, and keeps it alive until the server stops."""
        stop = asyncio.Event()
        task = asyncio.create_task(self._warm(stop))
        try:
            yield
        finally:
            stop.set()
            if self._made is None:
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _warm(self, stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        made: asyncio.Future[Application] = loop.create_future()

        def work() -> None:
            try:
                result = self._make()
            except Exception as error:  # told to the user by whoever serves
                tell(made.set_exception, error)
            else:
                tell(made.set_result, result)

        def tell(how: Callable[[Any], None], what: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(lambda: None if made.done() else how(what))

        # A daemon: Ctrl-C need not wait for a model to be loaded.
        threading.Thread(target=work, daemon=True).start()
        try:
            application = await made
        except Exception as error:
            self._ended(error)
            return
        async with application.router.lifespan_context(application):
            self._made = application
            self._ended(None)
            await stop.wait()

    async def _wait(self, path: str, send: Send) -> None:
        ready = self._made is not None
        if path == PROGRESS:
            status, kind, body = (204 if ready else 200), "text/plain", "" if ready else self.said
        elif path == "/":
            status, kind, body = 200, "text/html", self._page
        else:
            status, kind, body = 503, "text/plain", "Ibid is starting; try again in a few seconds."
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-store", **HEADERS}
        start = {"type": "http.response.start", "status": status}
        await send(start | {"headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()]})
        await send({"type": "http.response.body", "body": body.encode()})


def waiting_page(title: str) -> str:
    """What is shown meanwhile; it asks how far things are, and gives way to the real page when that is there."""
    page = (resources.files("app") / "assets" / "warming.html").read_text("utf-8")
    return page.replace("{title}", html.escape(title)).replace("{progress}", PROGRESS)
