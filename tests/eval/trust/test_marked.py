"""What a request got, in whatever way its protocol says so."""

from __future__ import annotations

import httpx
import pytest

from app.logs import FAILED
from eval.trust.marked import answered, seen

STREAM = {"content-type": "text/event-stream; charset=utf-8"}


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        pytest.param(httpx.Response(200, json={"data": []}), True, id="a-program"),
        pytest.param(httpx.Response(200, json=[{"kind": "turn"}]), True, id="turns"),
        pytest.param(httpx.Response(200, html="<p>"), True, id="a-page"),
        pytest.param(httpx.Response(500, json={"error": "no"}), False, id="refused"),
        pytest.param(httpx.Response(200, json={"error": "no"}), False, id="refused-with-200"),
        pytest.param(httpx.Response(404, text="no"), False, id="not-there"),
        pytest.param(httpx.Response(200, text="event: complete\ndata: []\n\n", headers=STREAM), True, id="a-stream"),
        pytest.param(httpx.Response(200, text="event: error\ndata: {}\n\n", headers=STREAM), False, id="its-error"),
        pytest.param(httpx.Response(200, text="", headers=STREAM), False, id="an-empty-stream"),
        pytest.param(
            httpx.Response(200, text='data: {"msg":"process_completed","success":false}', headers=STREAM),
            False,
            id="queue",
        ),
        pytest.param(httpx.Response(200, text='data: {"result":{"isError":true}}', headers=STREAM), False, id="a-tool"),
        pytest.param(httpx.Response(200, text='data: {"id":1,"error":{"code":1}}', headers=STREAM), False, id="rpc"),
    ],
)
def test_whether_it_was_answered(answer: httpx.Response, got: bool) -> None:
    assert answered(answer) is got


def test_whose_fault_it_is() -> None:
    assert seen("run: ask", httpx.Response(500, json={"error": FAILED}), due=True).told
    assert not seen("run: ask", httpx.Response(500, json={"error": "no"}), due=True).told
    assert seen("the page: ask", httpx.Response(500, text="Internal Server Error"), due=True).told
