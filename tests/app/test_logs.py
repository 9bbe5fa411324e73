"""What is logged: every event a line of JSON, and nothing of what was typed, whatever goes wrong."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import threading
import time
import traceback
from types import ModuleType

import pytest

from app.logs import FAILED, Failed, Log, Terse, Watched, quieten, telling, untraced, where
from app.warming import HEADERS
from ingest.errors import IbidError
from tests.app.asgi import Behind, ask

SECRET = "xq-marker-7d1"


class Kept:
    def __init__(self, *, requests: bool = False) -> None:
        self.text = io.StringIO()
        self.log = Log(requests=requests, to=self.text)

    @property
    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.getvalue().splitlines()]


@pytest.fixture
def kept() -> Kept:
    return Kept(requests=True)


def broken(asked: str) -> str:
    raise KeyError(f"nothing for {asked}")


async def broken_later(asked: str) -> str:
    await asyncio.sleep(0)
    raise KeyError(f"nothing for {asked}")


def test_an_event_is_a_line(kept: Kept) -> None:
    kept.log.event("logged-in", address="192.0.2.1\n\u2028")
    assert kept.text.getvalue().count("\n") == 1
    assert kept.text.getvalue().isascii()
    (event,) = kept.events
    assert str(event.pop("time")).endswith("Z")
    assert event == {"event": "logged-in", "address": "192.0.2.1\n\u2028"}


def test_where_an_error_arose() -> None:
    with pytest.raises(KeyError) as raised:
        broken(SECRET)
    assert re.fullmatch(r"(tests/)?app/test_logs\.py:\d+", where(raised.value))
    assert where(KeyError(SECRET)) == "unknown"


@pytest.mark.parametrize("later", [False, True], ids=["at-once", "later"])
def test_an_unexpected_error_is_told_without_its_text(kept: Kept, later: bool) -> None:
    told = telling(kept.log, "program", (IbidError,))
    with pytest.raises(Failed) as raised:
        asyncio.run(told(broken_later)(SECRET)) if later else told(broken)(SECRET)
    assert raised.value.__context__ is raised.value.__cause__ is None
    assert SECRET not in "".join(traceback.format_exception(raised.value)).replace("broken(SECRET)", "")
    (event,) = kept.events
    assert (event["event"], event["kind"], event["error"]) == ("failed", "program", "KeyError")
    assert SECRET not in kept.text.getvalue()


def test_an_expected_one_is_the_reader_s(kept: Kept) -> None:
    def refused(asked: str) -> str:
        raise IbidError(asked)

    with pytest.raises(IbidError, match=SECRET):
        telling(kept.log, "program", (IbidError,))(refused)(SECRET)
    assert kept.events == []


def test_what_is_told_of_is_called_as_before(kept: Kept) -> None:
    def named(asked: str, at_most: int = 3) -> str:
        """Its description."""
        return asked * at_most

    told = telling(kept.log, "program", ())(named)
    assert (told.__name__, told.__doc__, told("a", at_most=2)) == ("named", "Its description.", "aa")


def test_libraries_are_told_of_by_their_place(kept: Kept) -> None:
    logger = logging.getLogger("a.library")
    handler = Terse(kept.log)
    logger.addHandler(handler)
    try:
        logger.warning("could not answer %s", SECRET)
        logger.info("GET /?q=%s", SECRET)
        try:
            broken(SECRET)
        except KeyError:
            logger.exception("failed at %s", SECRET)
    finally:
        logger.removeHandler(handler)
    first, second = kept.events
    assert (first["logger"], first["level"]) == ("a.library", "warning")
    assert (second["level"], second["error"]) == ("error", "KeyError")
    assert SECRET not in kept.text.getvalue()


def test_tracebacks_that_a_library_prints(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    module = ModuleType("a_library")
    module.traceback = traceback  # type: ignore[attr-defined]
    untraced(kept.log, (module,))
    try:
        broken(SECRET)
    except KeyError:
        module.traceback.print_exc()
        assert SECRET not in module.traceback.format_exc()
    try:
        raise Failed
    except Failed:
        module.traceback.print_exc()  # told of where it arose
    module.traceback.print_exc()  # nothing to tell
    assert module.traceback.format_exc() == ""
    assert module.traceback.extract_tb is traceback.extract_tb
    assert [event["error"] for event in kept.events] == ["KeyError"]
    assert SECRET not in kept.text.getvalue() + "".join(capsys.readouterr())


def test_the_whole_process(kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    root, hook = logging.getLogger(), threading.excepthook
    own = logging.getLogger("uvicorn.error")
    before = root.handlers[:], root.level, own.handlers[:], own.propagate
    own.addHandler(logging.StreamHandler())
    try:
        quieten(kept.log)
        own.error("%s", SECRET)
        thread = threading.Thread(target=broken, args=(SECRET,))
        thread.start()
        thread.join()
    finally:
        threading.excepthook = hook
        root.handlers[:], root.level, own.handlers[:], own.propagate = before
    assert [event["event"] for event in kept.events] == ["library", "failed"]
    assert SECRET not in kept.text.getvalue() + "".join(capsys.readouterr())


# Requests


def kind(_: object) -> str:
    return "page"


def test_a_request_is_told_of_without_its_path(kept: Kept) -> None:
    ask(Watched(Behind(), kept.log, kind), "GET", f"/{SECRET}", query=SECRET.encode())
    (event,) = kept.events
    assert (event["event"], event["kind"], event["status"]) == ("request", "page", 200)
    assert isinstance(event["took_ms"], int)
    assert SECRET not in kept.text.getvalue()


def test_requests_are_quiet_unless_asked_for() -> None:
    quiet = Kept()
    ask(Watched(Behind(), quiet.log, kind))
    assert quiet.events == []


def test_an_error_that_nobody_caught(kept: Kept) -> None:
    async def behind(scope: object, receive: object, send: object) -> None:
        broken(SECRET)

    answer = ask(Watched(behind, kept.log, kind))
    assert (answer.status, answer.text) == (500, FAILED)
    assert [event["event"] for event in kept.events] == ["failed", "request"]
    assert SECRET not in kept.text.getvalue() + answer.text


def test_one_that_was_told_of_is_not_told_twice(kept: Kept) -> None:
    async def behind(scope: object, receive: object, send: object) -> None:
        raise Failed

    assert ask(Watched(behind, kept.log, kind)).status == 500
    assert [event["event"] for event in kept.events] == ["request"]


def test_every_answer_wears_the_headers_of_the_house(kept: Kept) -> None:
    answer = ask(Watched(Behind(), kept.log, kind), "GET", "/gradio_api/info")
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= answer.headers.items()
    assert answer.headers["cache-control"] == "no-store"
    assert ask(Watched(Behind(), kept.log, kind), "GET", "/assets/x.js").headers["cache-control"] == "x"


def test_the_server_s_own_life_is_no_request(kept: Kept) -> None:
    ask(Watched(Behind(), kept.log, kind), kind="lifespan")
    assert kept.events == []


def test_lines_of_many_threads_stay_lines() -> None:
    class Torn(io.StringIO):
        """Gives way to another thread between two writes."""

        def write(self, text: str) -> int:
            done = super().write(text)
            time.sleep(0)
            return done

    to = Torn()
    log = Log(to=to)
    threads = [threading.Thread(target=lambda: [log.event("e", n=n) for n in range(200)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [json.loads(line)["event"] for line in to.getvalue().splitlines()] == ["e"] * 800
