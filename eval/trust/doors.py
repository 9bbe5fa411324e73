"""Who gets in, and to what: a real server is tried from all sides."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

import httpx

from app.doors import CALL, CONVERSATION
from app.rate import A_SECOND, AT_ONCE
from eval.trust.door_requests import JSON, METHODS, QUESTION, SHUT
from eval.trust.doors_password import password_rows
from eval.trust.row import Row, Size
from eval.trust.running import Running, index_folder, served

# Places that are tried with every way of writing a file above them.
ABOVE = ("/assets/{}", "/static/{}", "/static/js/{}", "/gradio_api/file={}", "/gradio_api/file/{}", "/svelte/{}")
WAYS: tuple[Callable[[str], str], ...] = (
    lambda path: path,
    lambda path: quote(path, safe=""),
    lambda path: quote(quote(path, safe=""), safe=""),
    lambda path: path.replace("..", "%2e%2e"),
    lambda path: path.replace("..", ".%2e").replace("/", "%2f"),
    lambda path: path.replace("/", "\\"),
    lambda path: path.replace("/", "%5c"),
    lambda path: path.replace("..", "%c0%ae%c0%ae"),
    lambda path: path.replace("../", "....//"),
    lambda path: path.replace("..", "..%00"),
    lambda path: path.replace("../", "..;/"),
    lambda path: f"/{path}",
    lambda path: f"x.js?{path}",
)
TARGETS = ("../" * 8 + "etc/passwd", "/etc/passwd", "../../../gradio/routes.py")
# What only a file would show.
LEAKED = re.compile(rb"root:[^:]*:0:0:|def create_app\(|\[fonts\]")


def rows(size: Size) -> list[Row]:
    """One server with a password, one without; each is tried as a stranger and as a guest."""
    folder = index_folder()
    with TemporaryDirectory() as kept:
        root = Path(kept)
        found = password_rows(root, folder, size)
        with served(root, "--index", str(folder), "--mcp") as here:
            found += [_this_machine_only(here), _shut(here, size), _above(here, size), _other_sites(here)]
            found += [_too_long(here), _too_often(here), _dressed(here)]
    return found


def _this_machine_only(here: Running) -> Row:
    port = urlsplit(here.address).port or 0
    try:
        found = {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), port, type=socket.SOCK_STREAM)}
    except OSError:
        found = set()
    # A server of all addresses would answer at 127.0.0.2 too, on Linux.
    own = {address for address in found if address.startswith("127.") or address == "::1"}
    others = ["127.0.0.2", *sorted(found - own)]
    reached = 0
    for address in others:
        try:
            with socket.create_connection((address, port), 3):
                reached += 1
        except OSError:
            continue
    return Row(
        "Unless told otherwise, only this machine can ask",
        f"{reached} of {len(others)} other addresses of the machine answered ({', '.join(others)})",
        reached == 0,
    )


def _shut(here: Running, size: Size) -> Row:
    methods = METHODS if size is Size.FULL else ("GET", "POST")
    tried = open_ones = 0
    with here.client() as client:
        for path in SHUT:
            for method in methods:
                answer = client.request(method, path, headers=JSON, content=b"{}" if method == "POST" else None)
                tried += 1
                open_ones += answer.status_code != 404
        upload = client.post("/gradio_api/upload", files={"files": ("x.txt", b"x")}).status_code
        smuggled = client.post("/gradio_api/component_server/", files={"file": ("x.txt", b"x")}).status_code
        called = client.post("/gradio_api/component_server/", json={"fn_name": "postprocess", "component_id": 1})
    return Row(
        "What Gradio's server has beside the page is shut: files, uploads, proxy, recordings, history, editors",
        f"{open_ones} of {tried} requests were answered; an upload: {upload}, one in a call of the page: {smuggled}, a "
        f"function that the page does not call: {called.status_code}",
        open_ones == 0 and upload == 404 and smuggled == 415 and called.status_code == 404,
        example=called.text,
        note="tests/app/test_doors.py says of every route why it is open or shut, and fails when Gradio adds one.",
    )


def _above(here: Running, size: Size) -> Row:
    targets = TARGETS if size is Size.FULL else TARGETS[:1]
    tried = leaked = 0
    place = urlsplit(here.address)
    for path in ABOVE:
        for target in targets:
            for way in WAYS:
                written = path.format(way(target))
                # By hand: a client would tidy the path before it sends it.
                with socket.create_connection((place.hostname or "", place.port or 0), 10) as line:
                    line.sendall(
                        f"GET {written} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode()
                    )
                    got = b""
                    while part := line.recv(65_536):
                        got += part
                tried += 1
                leaked += bool(LEAKED.search(got)) or b" 200 " in got[:15]
    return Row(
        "No way of writing a path leads to a file of this machine",
        f"{leaked} of {tried} got one ({len(ABOVE)} places, {len(WAYS)} ways of writing)",
        leaked == 0,
    )


def _other_sites(here: Running) -> Row:
    sites: tuple[dict[str, str], ...] = (
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Referer": "http://evil.example/", "Sec-Fetch-Site": "cross-site"},
    )
    tried = let_in = 0
    with here.client() as client:
        for site in sites:
            for method, path in (
                ("GET", "/"),
                ("GET", "/config"),
                ("GET", "/favicon.ico"),
                ("POST", "/gradio_api/run/ask"),
            ):
                answer = client.request(method, path, headers=JSON | site, content=QUESTION)
                tried += 1
                let_in += answer.status_code != 403
        line = client.get("/config", headers={"Origin": "http://evil.example"}).text
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        opened = client.get("/", headers=link).status_code
    return Row(
        "No page of another site, nor of another port, asks through a reader's browser",
        f"{let_in} of {tried} requests were answered; a plain link to the page: {opened}",
        let_in == 0 and opened == 200,
        example=line,
    )


def _too_long(here: Running) -> Row:
    sent: dict[str, int] = {}
    with here.client() as client:
        for path, most in (
            ("run/ask", CALL),
            ("queue/join", CALL),
            ("mcp/", CALL),
            ("component_server/", CONVERSATION),
        ):
            answer = client.post(f"/gradio_api/{path}", headers=JSON, content=b" " * (most + 1))
            sent[path] = answer.status_code
        line = answer.text
        how, taken = _endless(client)
        deep = client.post("/gradio_api/run/ask", headers=JSON, content=b"[" * 100_000).status_code
        still = client.post("/gradio_api/run/ask", headers=JSON, content=QUESTION).status_code
    kept = set(sent.values()) == {413} and how in ("413", SHUT_OFF) and taken <= CONVERSATION + UNDER_WAY
    return Row(
        "What is sent is read up to a bound and no further: 256 KiB a call, 8 MiB a conversation",
        f"{sum(status == 413 for status in sent.values())} of {len(sent)} bodies of a byte too many were refused; one "
        f"that never ends: {how}, after {taken / (1 << 20):.1f} MiB were taken off its sender; 100,000 brackets: "
        f"{deep}; the next question: {still}",
        kept and deep == 400 and still == 200,
        example=line,
        note="A question of more than 1,000 characters is declined, a text of more than 20,000 too. What is taken off "
        "a sender and not read lies in the system's buffers.",
    )


SHUT_OFF = "the line was shut"
# Bytes that a system may hold between two ends of a line on one machine: Linux up to 4 MiB for who sends and 6 for who
# reads (net.ipv4.tcp_wmem, tcp_rmem).
UNDER_WAY = 10 << 20


def _endless(client: httpx.Client) -> tuple[str, int]:
    """A body four times as long as any may be: the status, or what else came of it; and the bytes that were taken."""
    taken = 0

    def body() -> Iterator[bytes]:
        nonlocal taken
        while taken < 4 * CONVERSATION:
            yield b" " * 65_536
            taken += 65_536  # only once it was asked for the next

    try:
        answer = client.post("/gradio_api/component_server/", headers=JSON, content=body())
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return SHUT_OFF, taken
    except httpx.TransportError as error:  # a server that waits for more is none that refuses
        return type(error).__name__, taken
    return str(answer.status_code), taken


def _too_often(here: Running) -> Row:
    """Uvicorn believes a proxy on this machine who asks; so one process can be two addresses."""
    tries = AT_ONCE * 2
    with here.client() as client:
        started = time.monotonic()
        statuses = []
        for _ in range(tries):
            body = b'{"data": []}'
            answer = client.post("/gradio_api/run/about", headers=JSON | {"X-Forwarded-For": "192.0.2.1"}, content=body)
            statuses.append(answer.status_code)
        took = time.monotonic() - started
        line = answer.text
        other = client.post("/gradio_api/run/about", headers=JSON | {"X-Forwarded-For": "192.0.2.2"}, content=body)
    answered = statuses.count(200)
    most = AT_ONCE + A_SECOND * took + 1
    return Row(
        f"One address asks {A_SECOND:.0f} times a second, {AT_ONCE} at once: a newsroom's worth, not all of the server",
        f"of {tries} requests in {took:.1f} s {answered} were answered, {statuses.count(429)} put off; another "
        f"address: {other.status_code}",
        answered <= most
        and other.status_code == 200
        and statuses.count(429) > 0
        and answered + statuses.count(429) == tries,
        example=line,
        note="Requests from this machine are not counted.",
    )


# What every answer has: the whole value; of the policy and the permissions each part by its name, below.
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Directives of the policy that name nothing but these; what is not named falls back to default-src.
POLICY = {
    "default-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
# Sources that are no other host.
OWN = frozenset(("'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"))
DEVICE = ("camera=()", "microphone=()", "geolocation=()")


def undressed(headers: Mapping[str, str]) -> set[str]:
    """What an answer's headers (names in small letters) lack of what they must say, or say too much."""
    wrong = {name for name, value in HEADERS.items() if headers.get(name) != value}
    written = [part.split() for part in headers.get("content-security-policy", "").split(";") if part.strip()]
    policy = {name: sources for name, *sources in written}
    wrong |= {name for name, value in POLICY.items() if policy.get(name) != [value]}
    wrong |= {f"{name} {source}" for name, sources in policy.items() for source in sources if source not in OWN}
    allowed = [part.strip() for part in headers.get("permissions-policy", "").split(",")]
    wrong |= {part for part in DEVICE if part not in allowed}
    return wrong | ({"server"} if "server" in headers else set())


def _dressed(here: Running) -> Row:
    wrong: set[str] = set()
    kinds: tuple[tuple[str, str], ...] = (
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/favicon.ico"),
        ("GET", "/no-such-page"),
        ("GET", "/theme.css"),
    )
    kinds += (("POST", "/gradio_api/run/ask"), ("POST", "/gradio_api/run/x"), ("GET", "/gradio_api/mcp/"), ("PUT", "/"))
    with here.client(Accept="application/json, text/event-stream") as client:
        for method, path in kinds:
            with client.stream(method, path, headers=JSON, content=b"{}" if method == "POST" else None) as answer:
                wrong |= undressed(answer.headers)
        with client.stream("GET", "/", headers={"Host": "evil.example"}) as answer:
            wrong |= undressed(answer.headers)
    told = len(HEADERS) + len(POLICY) + len(DEVICE)
    return Row(
        "Every answer, refusals too, has the browser load from here only, be framed by nobody, guess no types",
        f"{len(kinds) + 1} kinds of answers, {told} headers and parts of headers by their values, and no source of "
        f"another host: {len(wrong)} not so{': ' if wrong else ''}{', '.join(sorted(wrong))}",
        not wrong,
        note="Gradio's page needs inline scripts and `eval`; so the policy keeps scripts of other hosts out, and "
        "what is shown is escaped (see hostile text).",
    )
