"""Many who ask a server at once, over HTTP: through the page's own call, as its script makes it, and as programs do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from typing import Literal
from urllib.parse import urlsplit

Way = Literal["desk", "api"]
Json = object

WAYS: tuple[Way, ...] = ("desk", "api")
# Seconds that an answer is waited for.
PATIENCE = 120.0
# What differs between two answers to the same question: how long it took, and when it was.
_OWN = ("took_ms", "at")


@dataclass(frozen=True, slots=True)
class Reply:
    """``outcome``: "answer", "busy" (refused, with the ``line`` that says so) or "error"; after so many ``seconds``.

    ``digest``: of the answer, without what is its own each time.
    """

    outcome: Literal["answer", "busy", "error"]
    seconds: float
    digest: str = ""
    line: str = ""
    body: Json = None


def component(address: str, **headers: str) -> int:
    """The number of the page's part that calls Python. ``headers``: what lets in, where there is a password."""
    parts = json.loads(_got(address, "/config", headers))["components"]
    return int(next(part["id"] for part in parts if part["props"].get("elem_id") == "ibid-talk"))


def _got(address: str, path: str, headers: Mapping[str, str]) -> bytes:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read()


class Client:
    """One who asks: a tab of a browser, or a program's session. For one thread; it keeps its connection."""

    def __init__(self, address: str, talk: int, session: str) -> None:
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        self._talk = talk
        self.session = session

    def desk(self, function: str, sent: Json) -> Reply:
        """What the page's script calls (app/assets/desk.js)."""
        call = {"data": sent, "component_id": self._talk, "session_hash": self.session, "fn_name": function}
        return self._reply("/gradio_api/component_server", call)

    def program(self, name: str, *values: Json) -> Reply:
        """One of the programs (docs/programs.md)."""
        return self._reply(f"/gradio_api/run/{name}", {"data": list(values), "session_hash": self.session})

    def ask(self, way: Way, question: str) -> Reply:
        """An answer to ``question``."""
        return self.program("ask", question) if way == "api" else self.desk("ask", {"asked": question, "past": []})

    def close(self) -> None:
        self._connection.close()

    def _reply(self, path: str, call: dict[str, Json]) -> Reply:
        started = time.perf_counter()
        try:
            self._connection.request("POST", path, json.dumps(call), {"Content-Type": "application/json"})
            response = self._connection.getresponse()
            status, data = response.status, response.read()
        except (OSError, HTTPException) as error:
            self._connection.close()
            return Reply("error", time.perf_counter() - started, line=f"{type(error).__name__}: {error}")
        return read(status, data, time.perf_counter() - started)


def read(status: int, data: bytes, seconds: float) -> Reply:
    """What came back, for what it is."""
    try:
        body = json.loads(data)
    except ValueError:
        return Reply("error", seconds, line=f"{status}: {data[:200].decode('utf-8', 'replace')}")
    line = body.get("error") if isinstance(body, dict) else None
    if line:
        return Reply("busy" if "busy" in str(line) else "error", seconds, line=str(line))
    if status != 200:
        return Reply("error", seconds, line=f"{status}: {str(body)[:200]}")
    given = body["data"][0] if isinstance(body, dict) and "duration" in body else body
    kept = json.dumps(without(given), sort_keys=True).encode()
    return Reply("answer", seconds, sha256(kept).hexdigest(), body=given)


def without(value: Json) -> Json:
    """``value`` without what is its own each time."""
    if isinstance(value, dict):
        return {name: without(one) for name, one in value.items() if name not in _OWN}
    return [without(one) for one in value] if isinstance(value, list) else value


def together(works: Sequence[Callable[[], Sequence[Reply]]]) -> list[Sequence[Reply]]:
    """What each does, begun at the same moment, each in a thread of its own."""
    start = threading.Barrier(len(works))

    def begun(work: Callable[[], Sequence[Reply]]) -> Sequence[Reply]:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begun, works))
