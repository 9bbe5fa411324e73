"""What happens to a server while it runs: its article changes, or it is told to stop."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from app.changed import EVERY
from app.server import GRACE
from eval.trust.crowd import WAYS, Reply, together, without
from eval.trust.loaded import Load, once
from eval.trust.row import Row
from eval.trust.running import command, environment, free_port
from index.manifest import MANIFEST
from index.tidy import GENERATION
from index.underway import State, folders, lock_of, locks, probed
from ingest.source import read_article

# Questions under way when it is told to stop: they take a second and more, in which a new one can come, and half the
# time that they are given, at some five a second.
UNDER_WAY = 20


def changed(load: Load) -> Row:
    """A sentence is put before all others: every place in the file moves."""
    questions = load.questions[:20]
    read = read_article(load.file).sha256
    before = load.each("before", lambda client: [client.ask("desk", question) for question in questions])()
    load.file.write_text("Another text stands here now.\n" + load.file.read_text("utf-8"), "utf-8")
    time.sleep(EVERY + 0.5)
    after = load.each("after", lambda client: [client.ask("desk", question) for question in questions])()
    about = load.each("about", lambda client: [client.program("about")])()[0].body
    lines = {str(one.body.get("notice", "")) for one in after if isinstance(one.body, dict)}
    same = sum(_unnoticed(one) == _unnoticed(two) for one, two in zip(before, after, strict=True))
    told = isinstance(about, dict) and about["notice"] in lines
    line = next(iter(lines), "")
    named = f"({read[:12]}…)" in line
    return Row(
        "Where the article's file changes under a running server, answers stay what they were, name the text they are "
        "from, and say so",
        f"{same} of {len(questions)} answers unchanged; the change is {'' if line else 'not '}said on the desk within "
        f"{EVERY:.0f} s, with {'the' if named else 'another'} hash of the text that was read, "
        f"{'' if told else 'not '}to programs that ask `about`, and "
        f"{'' if str(load.file) in load.running.said else 'not '}in the terminal",
        same == len(questions) and len(lines) == 1 and named and told and str(load.file) in load.running.said,
        example=line,
    )


def _unnoticed(reply: Reply) -> object:
    body = without(reply.body)
    return {name: one for name, one in body.items() if name != "notice"} if isinstance(body, dict) else body


def stopped(load: Load) -> Row:
    """Told to stop (SIGTERM) while a score of questions are under way and wait; a new one comes before it has ended."""
    process = load.running.process
    ended: list[float] = []
    new: list[Reply] = []
    alive: list[bool] = []

    def stops() -> list[Reply]:
        time.sleep(0.3)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        while process.poll() is None and _listens(load.running.address):
            time.sleep(0.005)
        new.extend(load.each("new", partial(once, "api", load.questions[0]))())
        alive.append(process.poll() is None)
        process.wait(GRACE + 20)
        ended.append(time.monotonic() - begun)
        return []

    asked = [load.questions[at % len(load.questions)] for at in range(UNDER_WAY)]
    works = [load.each(f"last-{at}", partial(once, WAYS[at % 2], question)) for at, question in enumerate(asked)]
    *all_replies, _ = together([*works, stops])
    replies = [reply for one in all_replies for reply in one]
    answered = sum(reply.outcome == "answer" for reply in replies)
    traced = "Traceback" in load.running.said
    code = process.returncode
    return Row(
        f"Stopped (SIGTERM) during answers, it gives those under way, refuses new ones, and ends within {GRACE} s",
        f"{answered} of {len(replies)} answered; ended after {ended[0]:.1f} s, {_ended(code)}; a new request "
        f"{'before' if alive[0] else 'after'} that: {new[0].line.split(':')[0] or new[0].outcome}"
        + ("; a traceback was printed" if traced else ""),
        answered == len(replies) == UNDER_WAY
        and ended[0] <= GRACE
        and code in (0, -signal.SIGTERM)
        and new[0].outcome == "error"
        and alive[0]
        and not traced,
    )


def _listens(address: str) -> bool:
    place = urlsplit(address)
    try:
        with socket.create_connection((place.hostname or "", place.port or 0), 1):
            return True
    except OSError:
        return False


def _ended(code: int) -> str:
    return f"by the signal (as a shell counts, {128 - code})" if code < 0 else f"with exit code {code}"


def stopped_building(root: Path) -> Row:
    """Told to stop while it embeds; whether an index is there then, and whether it can be built afterwards."""
    folder = root / "built"
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command("serve", "--no-browser", "--port", str(free_port()), "--index", str(folder)),
            cwd=root / "work",
            env=environment(root),
            stderr=said,
        )
        built = _until(lambda: "Building" in _text(said), process)
        time.sleep(1)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        took = time.monotonic() - begun
        text = _text(said)
    return _stopped_building(folder, built, took, code, "Traceback" in text)


def _stopped_building(folder: Path, built: bool, took: float, code: int, traced: bool) -> Row:
    half = (folder / MANIFEST).exists()
    left = [*folder.glob(f"{GENERATION}-*"), *folder.glob(".building-*")]
    known = {*folders(folder, GENERATION), *locks(folder)}
    stays = [path for path in left if path not in known or not _free(path)]
    return Row(
        "Stopped while it builds the index, it ends within 3 s and leaves no half index",
        f"{'building had begun' if built else 'it never said that it builds'}; ended after {took:.1f} s, "
        f"{_ended(code)}; {'an' if half else 'no'} index in its folder; {len(left)} things left there, {len(stays)} of "
        "them such as a next build would not take away",
        built and took <= 3 and not half and not stays and not traced and code in (0, -signal.SIGTERM),
    )


def _free(path: Path) -> bool:
    """Whether its lock tells a next build that nobody fills it (index.tidy)."""
    with probed(lock_of(path)) as state:
        return state is State.FREE


def _text(said: object) -> str:
    said.seek(0)  # type: ignore[attr-defined]
    return str(said.read())  # type: ignore[attr-defined]


def _until(there: Callable[[], bool], process: subprocess.Popen[bytes]) -> bool:
    """Whether it came to that within a minute, and before the process ended."""
    for _ in range(600):
        if there():
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.1)
    return False
