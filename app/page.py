"""The page as an ASGI application: Gradio's, with headers that forbid the browser every other host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from app import desk  # before Gradio: it switches off Gradio's analytics
from app.ask import Asker
from app.changed import OnDisk
from app.conversation import Conversation
from app.logs import Log, untraced
from app.offering import instruct, offer
from app.programs import Askers, tool_version
from app.turn_taking import WAITING, Turns, give_way
from app.warming import HEADERS

import gradio as gr  # isort: skip
from gradio import queueing, route_utils, routes, utils  # isort: skip


# Browser tabs and programs' sessions that Gradio keeps something for, 33 KB each; nothing of Ibid's is in there.
SESSIONS = 64
# Calls in two steps whose answers Gradio keeps until they are fetched, and what it notes of each call. More than
# can wait at once, so that nothing is dropped that is still waited for; Gradio itself keeps some of it for good.
CALLS = 512


def application(asker: Asker, *, mcp: bool = False, log: Log | None = None, on_disk: OnDisk | None = None) -> FastAPI:
    """The page, answering with ``asker``, and its endpoints for programs; ``mcp``: they are MCP tools too.

    ``log`` is told of what goes wrong. ``on_disk``: the article's file, where a change of it is to be told.
    """
    log = log or Log()
    untraced(log, (queueing, route_utils, routes, utils))
    article = asker.index.article
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guarded(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await handle(request)
        response.headers.update(HEADERS)
        return response

    askers = Askers.of(asker)
    turns = Turns()
    conversation = Conversation(
        asker.ask, lambda text: askers.checker.check(text, give_way), article, asker.proof, tool_version()
    )
    page = desk.desk(conversation, article, log, turns=turns, on_disk=on_disk)
    page.state_session_capacity = SESSIONS
    with page:
        offer(askers, log, turns=turns, on_disk=on_disk)
    # What programs call in two steps passes through Gradio's own queue: it lets all go on to wait for their turn.
    page.queue(max_size=WAITING, default_concurrency_limit=None)
    page._queue.pending_messages_per_session = utils.LRUCache(CALLS)
    page._queue.pending_event_ids_session = utils.LRUCache(CALLS)
    page._queue.ANALYTICS_MAX_EVENTS = CALLS
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=desk.theme(),
        css=desk.css(),
        footer_links=[],
        ssr_mode=False,
        show_error=False,
        run_history=False,  # it would have the browser keep every call for good
        mcp_server=mcp,
    )
    if mcp:
        instruct(page, article)
    return app
