"""The page as an ASGI application: Gradio's, with headers that forbid the browser every other host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from app import desk  # before Gradio: it switches off Gradio's analytics
from app.ask import Asker
from app.render import Renderer
from app.warming import HEADERS

import gradio as gr  # isort: skip


def application(asker: Asker) -> FastAPI:
    """The page, answering with ``asker``."""
    article = asker.index.article
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guarded(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await handle(request)
        response.headers.update(HEADERS)
        return response

    page = desk.desk(asker.ask, Renderer(asker.proof, article), article)
    gr.mount_gradio_app(
        app, page, path="/", theme=desk.theme(), css=desk.css(), footer_links=[], ssr_mode=False, show_error=False
    )
    return app
