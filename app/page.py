"""The page as an ASGI application: Gradio's, with headers that forbid the browser every other host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from app import desk  # before Gradio: it switches off Gradio's analytics
from app.ask import Asker
from app.conversation import Conversation
from app.offering import instruct, offer
from app.programs import Askers, tool_version
from app.warming import HEADERS

import gradio as gr  # isort: skip


def application(asker: Asker, *, mcp: bool = False) -> FastAPI:
    """The page, answering with ``asker``, and its endpoints for programs; ``mcp``: they are MCP tools too."""
    article = asker.index.article
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guarded(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await handle(request)
        response.headers.update(HEADERS)
        return response

    askers = Askers.of(asker)
    conversation = Conversation(asker.ask, askers.checker.check, article, asker.proof, tool_version())
    page = desk.desk(conversation, article)
    with page:
        offer(askers)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=desk.theme(),
        css=desk.css(),
        footer_links=[],
        ssr_mode=False,
        show_error=False,
        mcp_server=mcp,
    )
    if mcp:
        instruct(page, article)
    return app
