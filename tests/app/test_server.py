"""The server: this machine only, and a browser that loads from nowhere else."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pytest
import uvicorn
from starlette.testclient import TestClient

from app import server
from app.ask import Asker
from app.page import application
from app.server import PortTakenError, StoppedError, check_port
from app.warming import POLICY, PROGRESS, waiting_page
from index.errors import IndexDamaged
from tests.making import hold


@pytest.fixture(scope="module")
def client(asker: Asker) -> Iterator[TestClient]:
    with TestClient(application(asker)) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/config", "/theme.css", "/no-such-page", "/docs", "/openapi.json"])
def test_every_answer_forbids_other_places(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_policy_names_no_other_place() -> None:
    assert not re.search(r"https?:|\*|//", POLICY)
    directives = dict(part.strip().split(" ", 1) for part in POLICY.split(";"))
    assert directives["default-src"] == directives["connect-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"


def test_the_page_is_there(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Second Nagorno-Karabakh War" in page.text
    config = client.get("/config").json()
    assert config["title"] == "Ibid · Second Nagorno-Karabakh War"
    assert config["analytics_enabled"] is False


def call(client: TestClient, function: str, sent: str) -> httpx.Response:
    """What the page's script calls; ``sent`` is JSON."""
    parts = client.get("/config").json()["components"]
    (talk,) = (part["id"] for part in parts if part["props"].get("elem_id") == "ibid-talk")
    body = f'{{"session_hash": "x", "component_id": {talk}, "fn_name": "{function}", "data": {sent}}}'
    return client.post("/gradio_api/component_server", content=body, headers={"Content-Type": "application/json"})


def test_a_conversation_over_http(client: TestClient, asker: Asker) -> None:
    asked = call(client, "ask", '{"asked": "How many servicemen were killed in the war?", "past": []}').json()
    hold(asked["turn"]["answer"], asker.index.article)
    # Half a character, and a number that is none: nothing of it may keep the answer from being sent.
    half = call(client, "ask", '{"asked": "Who \\ud800?", "understood": "Who \\ud800?"}').json()
    sent = json.dumps({"turns": [asked["turn"], "lost", half["turn"]]}).replace(
        '"lost"', '{"asked": "\\ud800", "at": NaN}'
    )
    again = call(client, "restore", sent)
    assert [one["kind"] for one in again.json()] == ["turn", "lost", "turn"]
    assert again.json()[::2] == [asked, half]
    saved = call(client, "export", json.dumps({"turns": [asked["turn"]], "form": "data"})).json()
    (taken,) = json.loads(saved["text"])["turns"]
    texts = [quote["text"] for quote in asked["turn"]["answer"]["quotes"]]
    assert texts
    assert [quote["text"] for quote in taken["answer"]["quotes"]] == texts


@pytest.mark.parametrize("function", ["postprocess", "get_config", "__init__", "no_such"])
def test_the_page_can_call_nothing_else(client: TestClient, function: str) -> None:
    assert call(client, function, "null").status_code == 404


@pytest.mark.parametrize("function", ["ask", "restore", "export"])
@pytest.mark.parametrize("sent", ["null", "[]", '"x"', "7", '{"turns": {"a": 1}, "past": "x", "asked": [1]}'])
def test_whatever_is_sent_is_answered(client: TestClient, function: str, sent: str) -> None:
    assert call(client, function, sent).status_code == 200


def test_no_pages_for_programmers(client: TestClient) -> None:
    assert client.get("/docs").status_code == 404


# The port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port(taken: int) -> None:
    with pytest.raises(PortTakenError) as error:
        check_port("127.0.0.1", taken)
    assert f"port {taken} on 127.0.0.1" in str(error.value)
    assert "--port" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_free_port_is_left_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for _ in range(2):
        check_port("127.0.0.1", port)


def test_an_address_of_another_machine() -> None:
    # From the range kept for examples: nobody's.
    with pytest.raises(PortTakenError):
        check_port("192.0.2.1", 7860)


# Serving


class FakeServer:
    """A server that has started, or gives up."""

    def __init__(self, *, started: bool = True) -> None:
        self.started = started
        self.should_exit = not started


@pytest.mark.parametrize(
    ("browser", "screen", "opened"),
    [
        pytest.param(True, True, ["http://localhost:7860"], id="screen"),
        pytest.param(True, False, [], id="no-screen"),
        pytest.param(False, True, [], id="not-wanted"),
    ],
)
def test_it_opens_a_browser_where_there_is_a_screen(
    browser: bool, screen: bool, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses: list[str] = []
    monkeypatch.setattr(server.sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    if screen:
        monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(server.webbrowser, "open", addresses.append)
    server._show(FakeServer(), "http://localhost:7860", browser)  # type: ignore[arg-type]
    assert addresses == opened


def test_a_server_that_gives_up_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.webbrowser, "open", lambda _: pytest.fail("opened"))
    monkeypatch.setenv("DISPLAY", ":0")
    server._show(FakeServer(started=False), "http://localhost:7860", True)  # type: ignore[arg-type]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_waiting_page_gives_way_to_the_chat(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A real server: the waiting page while the index is opened, then the chat, until Ctrl-C."""
    port, opened, seen = free_port(), threading.Event(), []
    running: list[uvicorn.Server] = []
    monkeypatch.setattr(server, "_show", lambda running_server, *_: running.append(running_server))

    def make(say: Callable[[str], None]) -> Asker:
        say("Building the index: embedding, 3 of 9")
        assert opened.wait(20)
        return asker

    def visit() -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            try:
                _until(lambda: client.get(PROGRESS).status_code == 200)
                _until(lambda: "3 of 9" in client.get(PROGRESS).text)
                seen.append((client.get("/"), client.get("/config")))
                opened.set()
                _until(lambda: client.get(PROGRESS).status_code == 204)
                seen.append((client.get("/"), client.get("/config")))
            finally:
                opened.set()
                running[0].should_exit = True

    visitor = threading.Thread(target=visit)
    visitor.start()
    server.serve(make, asker.index.article.title, host="127.0.0.1", port=port, browser=False)
    visitor.join()
    (waiting, too_early), (page, config) = seen
    assert waiting.status_code == 200
    assert "Second Nagorno-Karabakh War" in waiting.text
    assert PROGRESS in waiting.text
    assert too_early.status_code == 503
    assert (page.status_code, config.json()["title"]) == (200, "Ibid · Second Nagorno-Karabakh War")
    for answer in (waiting, too_early, page, config):
        assert answer.headers["content-security-policy"] == POLICY
    assert capsys.readouterr().err == f"Ibid answers at http://localhost:{port} (stop with Ctrl-C)\n"


def test_served_tools(asker: Asker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A real server with tools: no other site sees even the waiting page, and an open client does not keep it up."""
    port, opened, seen = free_port(), threading.Event(), []
    running: list[uvicorn.Server] = []
    monkeypatch.setattr(server, "_show", lambda running_server, *_: running.append(running_server))
    begin = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "a test", "version": "1"},
        },
    }
    accepts = {"Accept": "application/json, text/event-stream"}

    def make(_: Callable[[str], None]) -> Asker:
        assert opened.wait(20)
        return asker

    def visit() -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            try:
                _until(lambda: client.get(PROGRESS).status_code == 200)
                seen.extend(client.get(path, headers={"Host": "evil.example"}) for path in ("/", PROGRESS))
                opened.set()
                _until(lambda: client.get(PROGRESS).status_code == 204)
                seen.append(client.post(server.MCP, json=begin, headers=accepts))
                with client.stream("GET", server.MCP, headers={"Accept": "text/event-stream"}) as listening:
                    seen.append(listening)
                    running[0].should_exit = True
                    with suppress(httpx.TransportError):
                        listening.read()
            finally:
                opened.set()
                running[0].should_exit = True

    visitor = threading.Thread(target=visit)
    visitor.start()
    server.serve(make, asker.index.article.title, host="127.0.0.1", port=port, browser=False, mcp=True)
    visitor.join()
    assert [answer.status_code for answer in seen] == [403, 403, 200, 200]
    assert "Second Nagorno-Karabakh War" in seen[2].text
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"Ibid answers at http://localhost:{port} (stop with Ctrl-C)",
        f"MCP clients find it at http://localhost:{port}/gradio_api/mcp/",
    ]


def _until(there: Callable[[], bool]) -> None:
    for _ in range(600):
        with suppress(httpx.TransportError):
            if there():
                return
        threading.Event().wait(0.05)
    pytest.fail("never there")


def test_a_build_ends_when_the_server_is_stopped(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its threads would be waited for at the end of the process, until all is embedded."""
    running: list[uvicorn.Server] = []
    ended: list[BaseException] = []
    over = threading.Event()
    monkeypatch.setattr(server, "_show", lambda running_server, *_: running.append(running_server))

    def make(say: Callable[[str], None]) -> Asker:
        try:
            for done in range(2_000):
                say(f"Building the index: embedding, {done} of 2000")
                if done == 3:
                    _until(lambda: bool(running) and running[0].started)
                    running[0].should_exit = True
        except StoppedError as error:
            ended.append(error)
            raise
        finally:
            over.set()
        return asker

    server.serve(make, "An article", host="127.0.0.1", port=free_port(), browser=False)
    assert over.wait(20)
    assert ended


def test_what_can_not_be_opened_ends_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    def make(_: Callable[[str], None]) -> Asker:
        raise IndexDamaged("index: altered; run `ibid index`")

    with pytest.raises(IndexDamaged, match="altered"):
        server.serve(make, "An article", host="127.0.0.1", port=free_port(), browser=False)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:7861"),
        ("192.0.2.7", "http://192.0.2.7:7861"),
        ("2001:db8::7", "http://[2001:db8::7]:7861"),
    ],
)
def test_ctrl_c_is_how_it_ends(asker: Asker, host: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = threading.Event()
    shown: list[tuple[str, bool]] = []

    def show(running: object, where: str, browser: bool) -> None:
        shown.append((where, browser))
        said.set()

    def run(self: object) -> None:
        assert said.wait(5)
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "_show", show)
    monkeypatch.setattr(server.uvicorn.Server, "run", run)
    server.serve(lambda _: asker, "An article", host=host, port=7861, browser=False)
    assert shown == [(address, False)]


def test_a_title_is_no_markup_on_the_waiting_page() -> None:
    assert "<script>alert" not in waiting_page("<script>alert(1)</script>")
