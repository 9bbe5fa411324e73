"""Requests that hold the mark, in every way that a server is asked, well and badly; and what came of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from app.logs import FAILED
from eval.trust.door_requests import JSON
from eval.trust.traces import MARK

# Values of programs; whether a whole server answers them; and whether they come to where a faulty one is broken.
PROGRAMS: tuple[tuple[str, object, bool, bool], ...] = (
    ("ask", [f"Who is {MARK}?"], True, True),
    ("check", [f"{MARK} won."], True, True),
    ("quote", [f"both sides to {MARK} tensions"], True, True),
    ("quote", [f"both sides to {MARK} tensions", MARK], True, True),
    ("quote", [MARK], False, True),  # too short, which is told by what looks for it
    ("source", [MARK], True, False),
    ("section", [MARK], False, False),
    ("passage", [MARK], False, False),
    ("ask", [MARK, MARK], False, False),
    ("ask", [{"path": MARK}], False, False),
    ("ask", [MARK] * 9, False, False),
    ("ask", {MARK: MARK}, False, False),
    (MARK, [MARK], False, False),
)
STREAMS = {"Accept": "application/json, text/event-stream"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One request. ``due``: whether a whole server answers it; ``reaches``: whether it comes to where a faulty one is
    broken; ``told``: whether it was said that it is Ibid's own fault, or the page's call ended with 500.
    """

    name: str
    due: bool
    reaches: bool
    answered: bool
    told: bool


class Marked:
    """Asks one server."""

    def __init__(self, client: httpx.Client, talk: int) -> None:
        """``talk``: the number of the page's part that calls Python."""
        self._client = client
        self._talk = talk
        parts = client.get("/config").json()["dependencies"]
        self._ask = next(int(part["id"]) for part in parts if part["api_name"] == "ask")

    def page(self, function: str, data: object) -> httpx.Response:
        """What the page's script calls."""
        body = {"session_hash": MARK, "component_id": self._talk, "fn_name": function, "data": data}
        return self._client.post("/gradio_api/component_server/", json=body)

    def asked(self, times: int) -> list[Seen]:
        """Everything, so many times."""
        return [
            seen for number in range(times) for way in (self._page, self._programs, self._rest) for seen in way(number)
        ]

    def _page(self, number: int) -> Iterator[Seen]:
        mark = f"{MARK} {number}"
        first = self.page("ask", {"asked": f"Who is {mark}?", "past": []})
        turn = first.json().get("turn") if first.status_code == 200 else None
        yield seen("the page: a question", first, due=True, reaches=True)
        for function, data, due, reaches in (
            ("ask", {"asked": f"And when did {mark}?", "past": [turn]}, True, True),
            ("ask", {"asked": f"{mark} won.", "form": "check"}, True, True),
            ("ask", {"asked": f"“{mark} says”", "form": "quote"}, True, True),
            ("ask", {"asked": mark * 100, "form": "check"}, True, True),
            ("restore", {"turns": [turn, {"asked": mark}, mark]}, True, True),
            ("export", {"turns": [turn], "form": "markdown"}, True, True),
            ("export", {"turns": [{"asked": mark}], "form": mark}, False, True),
            ("export", mark, True, False),
        ):
            yield seen(f"the page: {function} {data}", self.page(function, data), due=due, reaches=reaches)
        broken = f'{{"fn_name": "ask", "component_id": "{mark}"}}'.encode()
        answer = self._client.post("/gradio_api/component_server/", headers=JSON, content=broken)
        yield seen("the page: no such part", answer, due=False)

    def _programs(self, number: int) -> Iterator[Seen]:
        for program, values, due, reaches in PROGRAMS:
            name = f"{program} {values}"
            body = {"data": values, "session_hash": f"{MARK} {number}", "event_data": MARK}
            run = self._client.post(f"/gradio_api/run/{program}", json=body)
            yield seen(f"run: {name}", run, due=due, reaches=reaches)
            begun = self._client.post(f"/gradio_api/call/{program}", json={"data": values})
            if begun.status_code == 200:
                path = f"/gradio_api/call/{program}/{begun.json()['event_id']}"
                yield seen(f"call: {name}", self._client.get(path), due=due, reaches=reaches)
            else:
                yield seen(f"call: {name}", begun, due=due, reaches=reaches)
        for other in ({"fn_index": 0}, {"fn_index": 50 + number}, {"trigger_id": MARK}):
            odd = {"data": [MARK], "session_hash": MARK, **other}
            yield seen(f"run with {other}", self._client.post("/gradio_api/run/ask", json=odd), due=False)

    def _rest(self, number: int) -> Iterator[Seen]:
        session = f"{MARK}-{number}"
        queued = {"data": [f"Who is {MARK}?"], "session_hash": session, "fn_index": self._ask}
        joined = self._client.post("/gradio_api/queue/join", json=queued)
        yield seen("queue/join", joined, due=True)
        data = self._client.get(f"/gradio_api/queue/data?session_hash={session}")
        yield seen("queue/data", data, due=True, reaches=True)
        wrong = self._client.post("/gradio_api/queue/join", json=queued | {"trigger_id": MARK})
        yield seen("queue/join of no trigger", wrong, due=False)
        for name, arguments, due in (
            ("ask", {"question": f"Who is {MARK} {number}?"}, True),
            ("ask", {"question": {MARK: MARK}}, False),
            (MARK, {MARK: MARK}, False),
            (MARK, MARK, False),
        ):
            call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
            answer = self._client.post("/gradio_api/mcp/", json=call, headers=STREAMS)
            yield seen(f"mcp: {name} {arguments}", answer, due=due, reaches=due)
        for method, path, sent, due in (
            ("GET", f"/?q={MARK} {number}", b"", True),
            ("GET", f"/{MARK} {number}", b"", False),
            ("GET", f"/config?deep_link={MARK}", b"", True),
            ("GET", f"/gradio_api/info?serialize={MARK}", b"", True),
            ("POST", "/gradio_api/run/ask", f'{{"data": ["{MARK}"'.encode(), False),
            ("POST", "/gradio_api/run/ask", f'{{"data": "{MARK}"}}'.encode(), False),
        ):
            headers = JSON | {"X-Question": MARK, "Cookie": f"q={MARK}"}
            yield seen(path, self._client.request(method, path, headers=headers, content=sent), due=due)


def seen(name: str, answer: httpx.Response, *, due: bool, reaches: bool = False) -> Seen:
    """What came of a request."""
    told = FAILED in answer.text.replace("\\'", "'") or (name.startswith("the page") and answer.status_code == 500)
    return Seen(name, due, reaches, answered(answer), told)


# What a stream says of a call that failed: Gradio's two, and JSON-RPC's two.
FAILURES = ("event: error", '"success":false', '"isError":true', '"error":{')


def answered(answer: httpx.Response) -> bool:
    """Whether a request got what it asked for, in whatever way its protocol says so."""
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 400:
        return False
    if kind.startswith("text/event-stream"):
        return bool(answer.text.strip()) and not any(failure in answer.text for failure in FAILURES)
    if kind.startswith("application/json"):
        body = answer.json()
        return not (isinstance(body, dict) and "error" in body)
    return True
