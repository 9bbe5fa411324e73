"""The attempts at the doors: the figures that are counted by a rule, and ways of writing that are none too few."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import cast

import httpx
import pytest

from app.doors import CALL, CONVERSATION
from app.warming import HEADERS as WORN
from eval.trust.door_requests import SHUT
from eval.trust.doors import SHUT_OFF, TARGETS, WAYS, _dressed, _endless, _too_long, _too_often, undressed
from eval.trust.doors_password import _guesses_in_a_year, _looked_at
from eval.trust.running import Running
from tests.app.test_doors import ROUTES


def test_a_year_of_guesses() -> None:
    # After five at once and ten that double, one every 900 s: 5 + 10 + (7,200 - 1,023) / 900 of two hours.
    assert 15 <= _looked_at(1, 7_200) <= 25
    # Fifty at once, then one every 30 s at most.
    assert 280 <= _looked_at(100_000, 7_200) <= 320
    assert _guesses_in_a_year().kept


def test_ways_of_writing_are_all_different() -> None:
    for target in TARGETS[:1]:
        written = [way(target) for way in WAYS]
        assert len(set(written)) == len(written)


def test_what_is_tried_is_shut() -> None:
    reasons = {path.partition("{")[0].rstrip("/") for path, why in ROUTES.items() if why}
    tried = {path.partition("?")[0] for path in SHUT if path.startswith("/gradio_api")}
    assert {path for path in tried if not any(path.startswith(reason) for reason in reasons)} == set()


# A server that is not as it should be.


class Here(Running):
    """Answers as it is told."""

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url="http://here", headers=headers, transport=self.transport)  # type: ignore[attr-defined]


def here(transport: httpx.BaseTransport) -> Running:
    class Told(Here):
        pass

    Told.transport = transport  # type: ignore[attr-defined]
    return Told("http://here", cast("Popen[bytes]", None), Path(), Path())


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Running:
    return here(httpx.MockTransport(answer))


class Bounded(httpx.BaseTransport):
    """Refuses a body as soon as it is longer than ``most``; an endless one it ends with ``endless``."""

    def __init__(self, most: int = CONVERSATION, endless: Exception | None = None) -> None:
        self._most = most
        self._endless = endless

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        calls = "component_server" not in request.url.path
        read, first = 0, b""
        for part in request.stream:
            read, first = read + len(part), first or part[:1]
            if read > (CALL if calls else self._most):
                if self._endless and "content-length" not in request.headers:
                    raise self._endless
                return httpx.Response(413, text="too long")
        return httpx.Response(400 if first == b"[" else 200)


@pytest.mark.parametrize(
    ("transport", "kept"),
    [
        pytest.param(Bounded(), True, id="bounded"),
        pytest.param(Bounded(endless=httpx.WriteError("shut")), True, id="the-line-is-shut"),
        pytest.param(Bounded(endless=httpx.ReadTimeout("waits")), False, id="a-server-that-waits"),
        pytest.param(Bounded(most=3 * CONVERSATION), False, id="a-bound-that-is-too-high"),
    ],
)
def test_what_is_sent_is_bounded(transport: httpx.BaseTransport, kept: bool) -> None:
    assert _too_long(here(transport)).kept is kept


def test_all_is_read_and_then_refused() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        size = len(request.content)
        most = CONVERSATION if "component_server" in request.url.path else CALL
        return httpx.Response(413 if size > most else 400 if request.content.startswith(b"[") else 200)

    assert _endless(answering(answer).client()) == ("413", 4 * CONVERSATION)
    assert not _too_long(answering(answer)).kept
    assert SHUT_OFF not in ("413", "ReadTimeout")


def test_nobody_is_put_off() -> None:
    assert not _too_often(answering(lambda _: httpx.Response(200))).kept


def test_what_every_answer_wears() -> None:
    assert _dressed(answering(lambda _: httpx.Response(200, headers=WORN))).kept
    assert not _dressed(answering(lambda _: httpx.Response(200))).kept


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        pytest.param({"X-Content-Type-Options": ""}, {"x-content-type-options"}, id="types"),
        pytest.param({"X-Frame-Options": "SAMEORIGIN"}, {"x-frame-options"}, id="frames"),
        pytest.param({"Content-Security-Policy": "default-src 'self'"}, None, id="a-policy-of-one-part"),
        pytest.param(
            {"Content-Security-Policy": WORN["Content-Security-Policy"].replace("frame-ancestors 'none'; ", "")},
            {"frame-ancestors"},
            id="framed",
        ),
        pytest.param(
            {
                "Content-Security-Policy": WORN["Content-Security-Policy"].replace(
                    "script-src 'self'", "script-src 'self' https://cdn.example"
                )
            },
            {"script-src https://cdn.example"},
            id="scripts-of-another-host",
        ),
        pytest.param({"Permissions-Policy": "camera=()"}, {"microphone=()", "geolocation=()"}, id="devices"),
        pytest.param({"Server": "uvicorn"}, {"server"}, id="make"),
        pytest.param({}, set(), id="all"),
    ],
)
def test_what_is_missing_is_seen(change: dict[str, str], lacks: set[str] | None) -> None:
    found = undressed(httpx.Headers(WORN | change))
    assert found == lacks if lacks is not None else len(found) == 5
