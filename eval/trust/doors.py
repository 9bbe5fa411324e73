"""Who gets in, and to what: a real server is tried from all sides."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

import httpx

from app.doors import CALL, CONVERSATION
from app.rate import A_SECOND, AT_ONCE
from app.slowing import Slowing
from app.warming import HEADERS
from eval.trust.row import Row, Size
from eval.trust.running import Running, command, environment, index_folder, served

PASSWORD = "correct horse battery staple"
JSON = {"Content-Type": "application/json"}
QUESTION = b'{"data": ["When was the victory parade held?", 1]}'
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Addresses that others can reach, as they are written after --host.
OPEN_HOSTS = ("0.0.0.0", "::", "192.0.2.7", "desk.example")

# Doors of Gradio's that stay shut; a path with {} is tried with every way of writing a file above it.
SHUT = (
    "/gradio_api/upload",
    "/gradio_api/upload_progress",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/file=http://169.254.169.254/",
    "/gradio_api/proxy=http://169.254.169.254/",
    "/gradio_api/custom_component/x/client/component/style.css",
    "/gradio_api/stream/x/1/1/playlist.m3u8",
    "/gradio_api/run-history/connect",
    "/gradio_api/deep_link?session_hash=x",
    "/gradio_api/process_recording",
    "/gradio_api/vibe-edit",
    "/gradio_api/dev/reload",
    "/gradio_api/queue/status",
    "/gradio_api/heartbeat/x",
    "/gradio_api/startup-events",
    "/gradio_api/token",
    "/gradio_api/openapi.json",
    "/file=/etc/passwd",
    "/proxy=http://169.254.169.254/",
    "/upload",
    "/login",
    "/logout",
    "/monitoring",
    "/monitoring/summary",
    "/manifest.json",
    "/robots.txt",
    "/pwa_icon",
    "/svelte/x.js",
    "/docs",
    "/openapi.json",
)
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
    found = [_no_password(size)]
    with TemporaryDirectory() as kept:
        root = Path(kept)
        secret = root / "password"
        secret.write_text(PASSWORD, "utf-8")
        secret.chmod(0o600)
        with served(
            root, "--index", str(folder), "--host", "0.0.0.0", "--mcp", "--password-file", str(secret)
        ) as locked:
            found += [_strangers(locked), _guests(locked), _guesses(locked, size), _guesses_in_a_year()]
        with served(root, "--index", str(folder), "--mcp") as here:
            found += [_this_machine_only(here), _shut(here, size), _above(here, size), _other_sites(here)]
            found += [_too_long(here), _too_often(here), _dressed(here)]
    return found


def _no_password(size: Size) -> Row:
    hosts = OPEN_HOSTS if size is Size.FULL else OPEN_HOSTS[:2]
    slowest, refused, example = 0.0, 0, ""
    for host in hosts:
        with TemporaryDirectory() as kept:
            started = time.monotonic()
            done = subprocess.run(
                command("serve", "--no-browser", "--host", host),
                env=environment(Path(kept)),
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            slowest = max(slowest, time.monotonic() - started)
        refused += done.returncode == 2 and done.stderr.count("\n") == 1 and not done.stdout
        example = done.stderr.strip()
    return Row(
        "Without a password Ibid does not begin to listen where others could reach it",
        f"{refused} of {len(hosts)} addresses refused in a line, exit 2, after at most {slowest:.1f} s",
        refused == len(hosts),
        example=example,
        note="`--open-to-the-network-without-password` does it all the same, and is called so.",
    )


def _requests() -> Iterator[tuple[str, str]]:
    paths: tuple[str, ...] = (
        "/",
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/ibid-warming",
        "/assets/x.js",
        "/no-such-page",
    )
    paths += ("/gradio_api/info", "/gradio_api/queue/data?session_hash=x", "/gradio_api/component_server/")
    paths += ("/gradio_api/run/ask", "/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/mcp/")
    for path in (*paths, *SHUT):
        for method in METHODS:
            yield method, path


def _strangers(locked: Running) -> Row:
    keys: tuple[dict[str, str], ...] = (
        {},
        {"Cookie": f"ibid-{urlsplit(locked.address).port}=x"},
        {"Authorization": "Basic aWJpZDp4"},
    )
    tried = let_in = 0
    with locked.client() as client:
        for method, path in _requests():
            for key in keys:
                answer = client.request(method, path, headers=key | JSON, content=b"{}" if method == "POST" else None)
                tried += 1
                let_in += answer.status_code != 401
        seen = client.get("/gradio_api/info").text
    upgrade = _upgraded(locked)
    return Row(
        "With a password nothing is answered without it: page, files, API, MCP, streams, sockets",
        f"{let_in} of {tried} requests ({len(METHODS)} methods, all kinds of paths, no key or wrong ones) were let in; "
        f"a socket: {upgrade.lower()}",
        let_in == 0 and "101" not in upgrade,
        example=seen,
        note="Over plain HTTP whoever listens on the way can read it: give --certfile and --keyfile, or put a proxy "
        "that speaks TLS before it.",
    )


def _upgraded(running: Running) -> str:
    """The status line that a request for a socket gets."""
    place = urlsplit(running.address)
    with socket.create_connection((place.hostname or "", place.port or 0), 10) as line:
        line.sendall(
            f"GET /gradio_api/queue/join HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n\r\n".encode()
        )
        return line.recv(200).decode("latin-1").split("\r\n")[0]


def _guests(locked: Running) -> Row:
    with locked.client() as client:
        typed = client.post("/ibid-log-in", data={"password": PASSWORD}, headers={"Origin": locked.address})
        cookie = typed.headers.get("set-cookie", "")
        with_cookie = client.get("/").status_code  # the client keeps the cookie
    with locked.client(Authorization=f"Bearer {PASSWORD}") as client:
        by_program = client.post("/gradio_api/run/ask", headers=JSON, content=QUESTION).status_code
    strict = all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Max-Age="))
    return Row(
        "A person types it once, a program sends it with each request",
        f"logged in: {with_cookie}; program: {by_program}; the cookie is HttpOnly, SameSite=Strict, and ends",
        with_cookie == by_program == 200 and strict,
    )


def _guesses(locked: Running, size: Size) -> Row:
    tries = 300 if size is Size.FULL else 60
    with locked.client() as guest:
        guest.post("/ibid-log-in", data={"password": PASSWORD}, headers={"Origin": locked.address})
        looked_at = let_in = held_up = 0
        with locked.client() as client:
            for number in range(tries):
                answer = client.get("/", headers={"Authorization": f"Bearer wrong guess {number}"})
                looked_at += answer.status_code == 401
                let_in += answer.status_code == 200
                example = answer.text if answer.status_code == 429 else ""
                held_up += number % 20 == 0 and guest.get("/ibid-warming").status_code != 204
    return Row(
        "Guessing is slowed down, and holds up nobody who is in",
        f"of {tries} guesses as fast as they go {looked_at} were looked at, {let_in} let in; the open session was held "
        f"up {held_up} times",
        not let_in and not held_up and looked_at < tries / 2,
        example=example,
        note="Who shares an address with a guesser waits for a new log-in, up to a quarter of an hour.",
    )


def _guesses_in_a_year() -> Row:
    """By the clock of the rule itself, not by a server's: a year of guesses as soon as each is looked at."""
    year = 365 * 86_400.0
    one, many = _looked_at(1, year), _looked_at(100_000, year / 10) * 10
    return Row(
        "A year is not enough to guess with",
        f"{one:,} guesses a year from one address, {many:,} from 100,000 addresses; the shortest password has 10^17 "
        "(12 small letters at random)",
        one < 100_000 and many < 5_000_000,
        note="A password that people choose is easier to guess than a random one: take one from a password manager.",
    )


def _looked_at(addresses: int, seconds: float) -> int:
    now = 0.0
    slowing = Slowing(lambda: now)
    looked_at = at = 0
    while now < seconds:
        address = f"10.{at >> 16}.{at >> 8 & 255}.{at & 255}"
        wait = slowing.wait(address)
        if wait == 0:
            slowing.wrong(address)
            looked_at += 1
        elif addresses == 1:
            now += wait
        else:
            # Another address may go on at once, unless all strangers wait.
            now += min(wait, slowing.wait("198.51.100.1"))
        at = (at + 1) % addresses
        now += 0.01
    return looked_at


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
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while taken < 4 * CONVERSATION:
            taken += 65_536
            yield b" " * 65_536

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
        try:
            sent["endless"] = client.post("/gradio_api/component_server/", headers=JSON, content=endless()).status_code
        except httpx.TransportError:
            sent["endless"] = 413  # the line was shut before all was sent
        deep = client.post("/gradio_api/run/ask", headers=JSON, content=b"[" * 100_000).status_code
        still = client.post("/gradio_api/run/ask", headers=JSON, content=QUESTION).status_code
    kept = set(sent.values()) == {413} and deep == 400 and still == 200
    return Row(
        "What is sent is bounded before it is read: 256 KiB a call, 8 MiB a conversation",
        f"{sum(status == 413 for status in sent.values())} of {len(sent)} bodies too long were refused (one that never "
        f"ends among them), 100,000 brackets: {deep}; the next question: {still}",
        kept,
        example=line,
        note="A question of more than 1,000 characters is declined, a text of more than 20,000 too.",
    )


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
        answered <= most and other.status_code == 200 and answered + statuses.count(429) == tries,
        example=line,
        note="Requests from this machine are not counted.",
    )


def _dressed(here: Running) -> Row:
    missing: set[str] = set()
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
                missing |= {name for name in HEADERS if name not in answer.headers}
                missing |= {"Server: none"} if "server" in answer.headers else set()
        with client.stream("GET", "/", headers={"Host": "evil.example"}) as answer:
            missing |= {name for name in HEADERS if name not in answer.headers}
    return Row(
        "Every answer, refusals too, has the browser load from here only, be framed by nobody, guess no types",
        f"{len(kinds) + 1} kinds of answers, {len(HEADERS)} headers, {len(missing)} missing",
        not missing,
        note="Gradio's page needs inline scripts and `eval`; so the policy keeps scripts of other hosts out, and "
        "what is shown is escaped (see hostile text).",
    )
