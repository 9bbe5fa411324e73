"""What happens to a server while it runs: its article changes, or it is told to stop."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from app.changed import EVERY
from app.server import GRACE
from eval.trust.crowd import WAYS, Reply, together, without
from eval.trust.loaded import Load, once
from eval.trust.row import Row
from eval.trust.running import command, environment, free_port


def changed(load: Load) -> Row:
    """A sentence is put before all others: every place in the file moves."""
    questions = load.questions[:20]
    before = load.each("before", lambda client: [client.ask("desk", question) for question in questions])()
    load.file.write_text("Another text stands here now.\n" + load.file.read_text("utf-8"), "utf-8")
    time.sleep(EVERY + 0.5)
    after = load.each("after", lambda client: [client.ask("desk", question) for question in questions])()
    about = load.each("about", lambda client: [client.program("about")])()[0].body
    lines = {str(one.body.get("notice", "")) for one in after if isinstance(one.body, dict)}
    same = sum(_unnoticed(one) == _unnoticed(two) for one, two in zip(before, after, strict=True))
    told = isinstance(about, dict) and about["notice"] in lines
    line = next(iter(lines))
    return Row(
        "Where the article's file changes under a running server, answers stay what they were, name the text they are "
        "from, and say so",
        f"{same} of {len(questions)} answers unchanged; the change is said on the desk within {EVERY:.0f} s, "
        f"{'' if told else 'not '}to programs that ask `about`, and "
        f"{'' if str(load.file) in load.running.said else 'not '}in the terminal",
        same == len(questions) and len(lines) == 1 and bool(line) and told and str(load.file) in load.running.said,
        example=line,
    )


def _unnoticed(reply: Reply) -> object:
    body = without(reply.body)
    return {name: one for name, one in body.items() if name != "notice"} if isinstance(body, dict) else body


def stopped(load: Load) -> Row:
    """Told to stop (SIGTERM) while a score of questions are under way and wait."""
    process = load.running.process
    ended: list[float] = []

    def stops() -> list[Reply]:
        time.sleep(0.15)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(GRACE + 20)
        ended.append(time.monotonic() - begun)
        return []

    works = [load.each(f"last-{at}", partial(once, WAYS[at % 2], load.questions[at])) for at in range(20)]
    *all_replies, _ = together([*works, stops])
    replies = [reply for one in all_replies for reply in one]
    answered = sum(reply.outcome == "answer" for reply in replies)
    (new,) = load.each("new", partial(once, "api", load.questions[0]))()
    traced = "Traceback" in load.running.said
    code = process.returncode
    return Row(
        f"Stopped (SIGTERM) during answers, it gives those under way, refuses new ones, and ends within {GRACE} s",
        f"{answered} of {len(replies)} answered; ended after {ended[0]:.1f} s, {_ended(code)}; a new request: "
        f"{new.line.split(':')[0]}" + ("; a traceback was printed" if traced else ""),
        answered == len(replies)
        and ended[0] <= GRACE + 1
        and code in (0, -signal.SIGTERM)
        and new.outcome == "error"
        and not traced,
    )


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
        _until(lambda: "Building" in _text(said), process)
        time.sleep(1)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        took = time.monotonic() - begun
        text = _text(said)
    half = (folder / "manifest.json").exists()
    return Row(
        "Stopped while it builds the index, it ends within 3 s and leaves no half index",
        f"ended after {took:.1f} s, {_ended(code)}; {'an' if half else 'no'} index in its folder",
        took <= 3 and not half and "Traceback" not in text and code in (0, -signal.SIGTERM),
    )


def _text(said: object) -> str:
    said.seek(0)  # type: ignore[attr-defined]
    return str(said.read())  # type: ignore[attr-defined]


def _until(there: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if there() or process.poll() is not None:
            return
        time.sleep(0.1)
