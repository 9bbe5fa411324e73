"""What the server answers at all: every route of Gradio's is open for a reason, or shut."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import doors as rooms
from app.ask import Asker
from app.desk import desk
from app.doors import CALL, CONVERSATION, DOORS, FUNCTIONS, MCP, PROGRAMS, Doors, door
from app.page import application
from app.programs import Askers, Programs
from app.rate import AT_ONCE, Rate
from tests.app.asgi import Behind, ask

JSON = (("content-type", "application/json"),)
MEANT = b'{"fn_name": "ask", "data": {}}'

# Every route of the pinned Gradio, and why it is shut; those with None are open, at least in part.
ROUTES: dict[str, str | None] = {
    "/": None,
    "/config": None,
    "/favicon.ico": None,
    "/theme.css": None,
    "/assets/{path:path}": None,
    "/static/{path:path}": None,
    "/gradio_api/info": None,
    "/gradio_api/run/{api_name}": None,
    "/gradio_api/call/{api_name}": None,
    "/gradio_api/call/{api_name}/{event_id}": None,
    "/gradio_api/queue/join": None,
    "/gradio_api/queue/data": None,
    "/gradio_api/component_server": None,
    "/gradio_api/mcp": None,
    "/openapi.json": "for makers of programs that read it; docs/programs.md says what there is",
    "/gradio_api/openapi.json": "the same",
    "/gradio_api/mcp/schema": "MCP itself lists the tools",
    "/gradio_api/mcp/sse": "MCP's older way, which docs/programs.md does not offer",
    "/gradio_api/mcp/messages": "the same",
    "/login": "Gradio's own password, which is not used",
    "/logout": "the same",
    "/gradio_api/user": "the same",
    "/gradio_api/login_check": "the same",
    "/gradio_api/token": "the same; it shows a session's token",
    "/gradio_api/app_id": "tells one start of the server from another; nothing needs it",
    "/gradio_api/dev/reload": "for makers of pages",
    "/gradio_api/deep_link": "writes what is on the page into a file",
    "/gradio_api/runs": "a history of runs",
    "/gradio_api/run-history/connect": "the same, and has the server call another",
    "/gradio_api/run-history/buckets": "the same",
    "/gradio_api/run-history/records": "the same",
    "/gradio_api/run-history/records/{endpoint}/{record_id}/assets/{asset_id}": "the same",
    "/gradio_api/custom_component/{id}/{environment}/{type}/{file_name}": "the page has no component of others",
    "/gradio_api/proxy={url_path:path}": "has the server call another",
    "/gradio_api/file={path_or_url:path}": "files of this machine, and redirects to other hosts",
    "/gradio_api/file/{path:path}": "the same",
    "/gradio_api/upload": "nothing is uploaded",
    "/gradio_api/upload_progress": "the same",
    "/gradio_api/stream/{event_id}": "no sound and no pictures",
    "/gradio_api/stream/{event_id}/close": "the same",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8": "the same",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}": "the same",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file": "the same",
    "/gradio_api/process_recording": "the same",
    "/gradio_api/reset": "ends another's request",
    "/gradio_api/cancel": "the same",
    "/gradio_api/heartbeat/{session_hash}": "keeps a session's state, and there is none",
    "/gradio_api/api/{api_name}": "another name of /gradio_api/run",
    "/gradio_api/call/v2/{api_name}": "another form of /gradio_api/call",
    "/gradio_api/call/v2/{api_name}/{event_id}": "the same",
    "/gradio_api/queue/status": "how many others ask",
    "/gradio_api/startup-events": "the page has none",
    "/gradio_api/theme.css": "another name of /theme.css",
    "/robots.txt": "only what is on the open network has readers of it",
    "/pwa_icon": "no app to install",
    "/pwa_icon/{size}": "the same",
    "/manifest.json": "the same",
    "/monitoring": "how others ask, and how often",
    "/monitoring/summary": "the same",
    "/monitoring/{key}": "the same",
    "/svelte/{path:path}": "for makers of components",
    "/gradio_api/vibe-edit": "changes the page's own code",
    "/gradio_api/undo-vibe-edit": "the same",
    "/gradio_api/vibe-code": "the same",
    "/gradio_api/vibe-starter-queries": "the same",
}


def _paths(routes: Iterable[object], before: str = "") -> set[str]:
    """All paths of an application, those of what is mounted in it and of what is included too."""
    found = set()
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found |= _paths(inner.routes, before)
            continue
        path = before + getattr(route, "path", "")
        found.add(path.rstrip("/") or "/")
        found |= _paths(getattr(route, "routes", None) or [], path)
    return found


@pytest.fixture(scope="module")
def paths(asker: Asker) -> set[str]:
    return _paths(application(asker, mcp=True).routes)


def filled(path: str) -> str:
    """A path of that route, for a program and a file that exist."""
    path = path.replace("/static/{path:path}", "/static/js/iframeResizer.contentWindow.min.js")
    return re.sub(r"\{[^}]*\}", "x", path.replace("{api_name}", "ask"))


def test_every_route_has_its_reason(paths: set[str]) -> None:
    assert paths - ROUTES.keys() == set(), "new routes of Gradio's: say why each is shut, or open it"


@pytest.mark.parametrize("path", ROUTES)
def test_what_is_open_and_what_is_shut(path: str) -> None:
    methods = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
    open_to = [method for method in methods for end in ("", "/") if door(method, filled(path) + end, mcp=True)]
    assert bool(open_to) is (ROUTES[path] is None)


@pytest.fixture(scope="module")
def client(asker: Asker) -> Iterable[TestClient]:
    with TestClient(Doors(application(asker))) as client:
        yield client


@pytest.mark.parametrize("path", [path for path, why in ROUTES.items() if why])
def test_what_is_shut_is_not_there(client: TestClient, path: str) -> None:
    for method in ("GET", "POST", "HEAD"):
        answer = client.request(method, filled(path), headers={"Content-Type": "application/json"}, content="{}")
        assert (answer.status_code, answer.text) == (404, "" if method == "HEAD" else rooms.NOT_HERE)


TRAVERSALS = [
    "/assets/../../../etc/passwd",
    "/assets/..%2f..%2f..%2fetc/passwd",
    "/assets/%2e%2e/%2e%2e/etc/passwd",
    "/assets/%252e%252e%252fetc%252fpasswd",
    "/assets/..\\..\\etc\\passwd",
    "/assets/..%5c..%5cetc%5cpasswd",
    "/assets/%c0%ae%c0%ae/etc/passwd",
    "/assets//etc/passwd",
    "/assets/%2fetc%2fpasswd",
    "/assets/.env",
    "/assets/x%00.js",
    "/assets/x.js%0a",
    "/assets/x.js;/../../etc/passwd",
    "/assets/C:/windows/win.ini",
    "/assets/C%3A%5Cwindows%5Cwin.ini",
    "/static/..%2f..%2froutes.py",
    "/static//etc/passwd",
    "/static/js/../../routes.py",
    "/static/%2e%2e/routes.py",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=..%2f..%2fetc%2fpasswd",
    "/gradio_api/file%3D/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/file=http://169.254.169.254/latest/meta-data",
    "/gradio_api/proxy=http://169.254.169.254/",
    "/gradio_api/./upload",
    "/gradio_api/run/../upload",
    "/gradio_api/run/ask/../../upload",
    "/gradio_api//upload",
    "//gradio_api/upload",
    "/GRADIO_API/upload",
    "/gradio_api/upload?x",
    "/gradio_api/run/ask%2f..%2f..%2fupload",
    "/gradio_api/call/ask/..%2f..%2fupload",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_way_up_and_none_round(client: TestClient, path: str) -> None:
    """As the application sees it once the server has decoded it, once or twice over; and as it is written."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    from urllib.parse import unquote

    for written in (path, unquote(path), unquote(unquote(path)), unquote(path, "latin-1")):
        assert door("GET", written, mcp=True) is None
        assert door("POST", written, mcp=True) is None


@given(st.text(max_size=40))
def test_no_path_but_those_known(path: str) -> None:
    found = door("GET", f"/{path}", mcp=True)
    if found is not None:
        assert ".." not in path
        assert re.fullmatch(r"[A-Za-z0-9/_.-]*", path)
    assert door("POST", f"/gradio_api/run/{path}", mcp=True) is None or path.rstrip("/") in PROGRAMS


def test_the_programs_and_functions_are_those_there_are(asker: Asker) -> None:
    assert tuple(program.__name__ for program in Programs(Askers.of(asker)).all) == PROGRAMS
    from app.conversation import Conversation

    conversation = Conversation(asker.ask, lambda _: None, asker.index.article, asker.proof, "0")  # type: ignore[arg-type,return-value]
    page = desk(conversation, asker.index.article)
    functions = {name for block in page.blocks.values() for name in getattr(block, "server_fns", ())}
    functions |= {
        name
        for block in page.blocks.values()
        for name in dir(block)
        if getattr(getattr(block, name, None), "_is_server_fn", False)
    }
    assert functions >= set(FUNCTIONS)


def test_tools_are_there_where_they_are_asked_for() -> None:
    assert door("POST", "/gradio_api/mcp/", mcp=True) is MCP
    assert door("POST", "/gradio_api/mcp/", mcp=False) is None
    assert all(one.why for one in DOORS)


# Bodies


def post(behind: Behind, path: str, *parts: bytes, **more: object) -> int:
    headers = more.pop("headers", JSON)
    return ask(Doors(behind), "POST", path, parts=parts, headers=headers, **more).status  # type: ignore[arg-type]


def test_a_body_reaches_the_page_whole() -> None:
    behind = Behind()
    assert post(behind, "/gradio_api/component_server/", MEANT[:5], MEANT[5:]) == 200
    assert behind.bodies == [MEANT]


@pytest.mark.parametrize(
    ("path", "parts", "status"),
    [
        pytest.param("component_server/", (b'{"fn_name": "postprocess"}',), 404, id="another-function"),
        pytest.param("component_server/", (b'{"fn_name": ["ask"]}',), 404, id="no-name"),
        pytest.param("component_server/", (b'["ask"]',), 404, id="a-list"),
        pytest.param("component_server/", (b'{"fn_name": "ask"',), 400, id="no-json"),
        pytest.param("component_server/", (b"\xff",), 400, id="no-text"),
        pytest.param("run/ask", (b"[" * 100_000,), 400, id="deep"),
        pytest.param("run/ask", (b"1" * 100_000,), 400, id="a-number-too-long"),
        pytest.param("run/ask", (b"",), 400, id="empty"),
        pytest.param("run/ask", (b" " * (CALL + 1),), 413, id="too-long"),
        pytest.param("run/ask", (b" " * CALL, b" "), 413, id="too-long-in-parts"),
        pytest.param("component_server", (b" " * (CONVERSATION + 1),), 413, id="a-conversation-too-long"),
    ],
)
def test_a_body_that_is_not_meant(path: str, parts: tuple[bytes, ...], status: int) -> None:
    behind = Behind()
    assert post(behind, f"/gradio_api/{path}", *parts) == status
    assert behind.seen == []


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("content-type", "text/plain"),),  # what a form on another site can send
        (("content-type", "multipart/form-data; boundary=x"),),  # an upload
        (("content-type", "application/x-www-form-urlencoded"),),
        (*JSON, ("content-type", "multipart/form-data; boundary=x")),
    ],
)
def test_only_json_comes_in(headers: tuple[tuple[str, str], ...]) -> None:
    behind = Behind()
    assert post(behind, "/gradio_api/component_server/", MEANT, headers=headers) == 415
    assert behind.seen == []


def test_json_with_a_charset() -> None:
    assert (
        post(Behind(), "/gradio_api/run/ask", b"{}", headers=(("content-type", "Application/JSON; charset=utf-8"),))
        == 200
    )


def test_who_leaves_before_the_end_is_not_answered() -> None:
    behind = Behind()
    assert post(behind, "/gradio_api/run/ask", b"{", b"}", gone=True) == 0
    assert behind.seen == []


def test_a_body_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "PATIENCE", 0.01)
    doors, sent = Doors(Behind()), []

    async def receive() -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/gradio_api/run/ask", "headers": headers, "client": None}
    asyncio.run(doors(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 408
    assert doors._held == 0


def test_all_bodies_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "TOGETHER", 10)
    doors = Doors(Behind())
    assert ask(doors, "POST", "/gradio_api/run/ask", headers=JSON, parts=(b'{"data": [1]}',)).status == 503
    assert doors._held == 0
    assert ask(doors, "POST", "/gradio_api/run/ask", headers=JSON, parts=(b"{}",)).status == 200
    assert doors._held == 0


def test_what_fails_behind_is_not_swallowed() -> None:
    async def behind(scope: object, receive: object, send: object) -> None:
        raise TimeoutError

    doors = Doors(behind)
    with pytest.raises(TimeoutError):
        ask(doors, "POST", "/gradio_api/run/ask", headers=JSON, parts=(b"{}",))
    assert doors._held == 0


# Queries, and how often


@pytest.mark.parametrize(
    ("path", "query", "kept"),
    [
        ("/", b"deep_link=../../x&__theme=dark", b""),
        ("/config", b"deep_link=x", b""),
        ("/gradio_api/info", b"serialize=False&all_endpoints=true", b"serialize=False"),
        ("/gradio_api/queue/data", b"session_hash=a%2Fb&x=1", b"session_hash=a%2Fb"),
        ("/theme.css", b"v=1", b""),
    ],
)
def test_only_what_is_known_is_passed_on(path: str, query: bytes, kept: bytes) -> None:
    behind = Behind()
    ask(Doors(behind), "GET", path, query=query)
    assert behind.seen[0]["query_string"] == kept


def test_an_address_that_asks_too_much() -> None:
    doors = Doors(Behind(), rate=Rate(lambda: 0.0))  # no time passes, however slow the machine
    statuses = [
        ask(doors, "POST", "/gradio_api/run/ask", headers=JSON, parts=(b"{}",)).status for _ in range(AT_ONCE + 1)
    ]
    assert statuses == [200] * AT_ONCE + [429]
    assert ask(doors, "GET", "/").status == 200  # the page is still there
    assert ask(doors, "POST", "/gradio_api/run/ask", headers=JSON, parts=(b"{}",), client="192.0.2.2").status == 200


def test_sockets_are_closed() -> None:
    behind = Behind()
    assert ask(Doors(behind), kind="websocket").closed
    assert behind.seen == []


def test_the_longest_conversation_is_let_in() -> None:
    """200 turns of six quotes: what the page may send after the longest conversation it keeps."""
    turn = {
        "asked": "x" * 200,
        "answer": {"quotes": [{"text": "x" * 400, "section": ["x" * 40]}] * 6, "sources": ["x" * 300] * 18},
    }
    assert len(json.dumps({"fn_name": "restore", "data": {"turns": [turn] * 200}})) < CONVERSATION
