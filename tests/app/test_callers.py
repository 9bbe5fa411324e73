"""Who is told from whom: sessions, and addresses where there is none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.callers import LONGEST, caller

HERE = SimpleNamespace(host="127.0.0.1", port=50_001)


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        pytest.param(None, "", id="no-request"),
        pytest.param(SimpleNamespace(client=HERE), "127.0.0.1", id="an-assistant"),
        pytest.param(SimpleNamespace(client=HERE, session_hash=None), "127.0.0.1", id="a-program-without-a-session"),
        pytest.param(SimpleNamespace(client=HERE, session_hash="abc"), "127.0.0.1 abc", id="a-program-with-one"),
        pytest.param(SimpleNamespace(client=HERE, _json={"session_hash": "tab"}), "127.0.0.1 tab", id="the-page"),
        pytest.param(SimpleNamespace(client=HERE, _json=[1]), "127.0.0.1", id="a-body-that-is-no-object"),
        pytest.param(SimpleNamespace(client=HERE, _json={"session_hash": 7}), "127.0.0.1", id="a-session-of-no-text"),
        pytest.param(SimpleNamespace(client=None, session_hash="abc"), "abc", id="no-address"),
        pytest.param(SimpleNamespace(client=None, session_hash="x" * 999), "x" * LONGEST, id="a-long-session"),
    ],
)
def test_callers(request_: object, key: str) -> None:
    assert caller(request_) == key
