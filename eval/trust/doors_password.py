"""Who gets in where there is a password, and that there is one."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from app.slowing import Slowing
from eval.trust.door_requests import JSON, METHODS, QUESTION, SHUT
from eval.trust.row import Row, Size
from eval.trust.running import Running, command, environment, served

PASSWORD = "correct horse battery staple"
# Addresses that others can reach, as they are written after --host.
OPEN_HOSTS = ("0.0.0.0", "::", "192.0.2.7", "desk.example")


def password_rows(root: Path, folder: Path, size: Size) -> list[Row]:
    """A server with a password, tried as a stranger and as a guest; ``folder``: the index's."""
    secret = root / "password"
    secret.write_text(PASSWORD, "utf-8")
    secret.chmod(0o600)
    found = [_no_password(size)]
    with served(root, "--index", str(folder), "--host", "0.0.0.0", "--mcp", "--password-file", str(secret)) as locked:
        return [*found, _strangers(locked), _guests(locked), _guesses(locked, size), _guesses_in_a_year()]


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
