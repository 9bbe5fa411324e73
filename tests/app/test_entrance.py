"""What stands before the page, in its order: a stranger's request is stopped by the outermost that has a reason."""

from __future__ import annotations

import io
import json

import pytest

from app.entrance import entrance
from app.logs import Log
from app.password import Password
from tests.app.asgi import Behind, ask

RIGHT = "correct horse battery"
HERE = ("host", "192.0.2.7:7860")
KEY = ("authorization", f"Bearer {RIGHT}")
JSON = ("content-type", "application/json")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        pytest.param("GET", "/", (HERE, KEY), 200, id="the-page"),
        pytest.param("POST", "/gradio_api/run/ask", (HERE, KEY, JSON), 200, id="a-program"),
        pytest.param("GET", "/", (HERE,), 401, id="no-password"),
        pytest.param("GET", "/", (("host", "evil.example"), KEY), 403, id="another-name"),
        pytest.param("GET", "/", (HERE, KEY, ("origin", "http://evil.example")), 403, id="another-page"),
        pytest.param("POST", "/ibid-log-in", (HERE, ("origin", "http://evil.example")), 403, id="another-page-logs-in"),
        pytest.param("GET", "/ibid-log-in", (HERE,), 200, id="the-log-in"),
        pytest.param("GET", "/gradio_api/upload", (HERE,), 401, id="what-is-shut-is-not-told-to-strangers"),
        pytest.param("GET", "/gradio_api/upload", (HERE, KEY), 404, id="what-is-shut"),
        pytest.param("POST", "/gradio_api/run/ask", (HERE, JSON), 401, id="no-body-is-read-of-strangers"),
        pytest.param("POST", "/gradio_api/mcp/", (HERE, KEY, JSON), 404, id="no-tools"),
    ],
)
def test_in_order(method: str, path: str, headers: tuple[tuple[str, str], ...], status: int) -> None:
    behind, text = Behind(), io.StringIO()
    outside = entrance(behind, host="0.0.0.0", port=7860, password=Password(RIGHT), log=Log(requests=True, to=text))
    answer = ask(outside, method, path, headers=headers, parts=(b"{}",))
    assert answer.status == status
    assert bool(behind.seen) is (status == 200 and path != "/ibid-log-in")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.loads(text.getvalue())["status"] == status


def test_without_a_password() -> None:
    behind = Behind()
    outside = entrance(behind, host="127.0.0.1", port=7860)
    assert ask(outside, headers=(("host", "localhost:7860"),)).status == 200
    assert ask(outside, "GET", "/ibid-log-in", headers=(("host", "localhost:7860"),)).status == 404
    assert ask(outside, headers=(("host", "localhost:7860"),), kind="websocket").closed
