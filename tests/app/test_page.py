"""The served page under load: one room for all ways in, refusals that each way can tell, and answers that are finished."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from app import page as module
from app.answer import Answer
from app.ask import Asker
from app.changed import OnDisk
from app.claims.check import Checker
from app.page import application
from app.turn_taking import Turns
from eval.trust.crowd import Client, Reply, component
from index.search import Index
from tests.app.test_server import _until, free_port
from tests.conftest import ARTICLE, SureReader

# More than the threads that Gradio gives to all functions.
MANY = 50
QUESTION = "How many servicemen were killed in the war?"


class HeldUp(Asker):
    """Answers when it may, and says when it is asked."""

    def __init__(self, index: Index) -> None:
        super().__init__(index, reader=SureReader())
        self.asked = threading.Semaphore(0)
        self.may = threading.Event()

    def ask(self, asked: str, *, at_most: int | None = None) -> Answer:
        self.asked.release()
        assert self.may.wait(30)
        return super().ask(asked, at_most=at_most)


@pytest.fixture
def held_up(index: Index, monkeypatch: pytest.MonkeyPatch) -> HeldUp:
    asker = HeldUp(index)
    monkeypatch.setattr(module.Askers, "of", classmethod(lambda cls, one: cls(one, one, one, Checker(one.index))))
    return asker


@contextmanager
def running(asker: Asker, on_disk: OnDisk | None = None) -> Iterator[tuple[uvicorn.Server, Callable[[str], Client]]]:
    """A server, and how to become its client."""
    port = free_port()
    config = uvicorn.Config(
        application(asker, on_disk=on_disk),
        host="127.0.0.1",
        port=port,
        log_level="error",
        timeout_graceful_shutdown=20,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        _until(lambda: server.started)
        address = f"http://127.0.0.1:{port}"
        yield server, partial(Client, address, component(address))
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


def asks(client: Callable[[str], Client], number: int) -> Reply:
    one = client(f"tab-{number}")
    try:
        return one.ask("desk" if number % 2 else "api", QUESTION)
    finally:
        one.close()


def test_many_more_than_threads_are_answered_all_the_same(asker: Asker) -> None:
    with running(asker) as (_, client), ThreadPoolExecutor(MANY) as threads:
        replies = list(threads.map(partial(asks, client), range(MANY)))
    assert [reply.outcome for reply in replies] == ["answer"] * MANY
    assert len({reply.digest for reply in replies}) == 2, "one for each way"


def test_one_room_for_all_ways_in_and_a_refusal_each_can_tell(
    held_up: HeldUp, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    turns = Turns(at_work=1, waiting=1, of_one=1)
    monkeypatch.setattr(module, "Turns", lambda: turns)
    busy = "Ibid is busy: 1 questions wait already; try again in a moment."
    with running(held_up) as (_, client), ThreadPoolExecutor(2) as threads:
        first = threads.submit(asks, client, 0)
        assert held_up.asked.acquire(timeout=20)
        second = threads.submit(asks, client, 1)
        _until(lambda: turns.waiting == 1)
        newcomer = client("newcomer")
        refused = [
            newcomer.ask("api", QUESTION),
            newcomer.ask("desk", QUESTION),
            newcomer.program("check", "It ended."),
            newcomer.program("quote", "the war"),
            newcomer.desk("restore", {"turns": []}),
            newcomer.desk("export", {"turns": [], "form": "data"}),
        ]
        assert [(reply.outcome, reply.line) for reply in refused] == [("busy", busy)] * 6
        # What only looks something up is answered.
        assert newcomer.program("source", "82").outcome == "answer"
        held_up.may.set()
        assert [first.result(20).outcome, second.result(20).outcome] == ["answer", "answer"]
        assert newcomer.ask("desk", QUESTION).outcome == "answer"
        newcomer.close()
    assert "Traceback" not in capfd.readouterr().err


def test_tabs_of_one_address_are_not_one_client(held_up: HeldUp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradio keeps a tab's session to itself; without it a whole newsroom would be let in as one."""
    turns = Turns(at_work=1, waiting=4, of_one=1)
    monkeypatch.setattr(module, "Turns", lambda: turns)
    with running(held_up) as (_, client), ThreadPoolExecutor(3) as threads:
        under_way = [threads.submit(asks, client, 1)]
        assert held_up.asked.acquire(timeout=20)
        for number in (3, 5):
            under_way.append(threads.submit(asks, client, number))
            _until(lambda: turns.waiting == len(under_way) - 1)
        held_up.may.set()
        assert [one.result(20).outcome for one in under_way] == ["answer"] * 3


def test_what_is_under_way_when_it_is_stopped_is_finished(held_up: HeldUp) -> None:
    with running(held_up) as (server, client), ThreadPoolExecutor(4) as threads:
        under_way = [threads.submit(asks, client, number) for number in range(4)]
        for _ in range(2):
            assert held_up.asked.acquire(timeout=20)
        _until(lambda: len(server.server_state.tasks) == 4)
        server.should_exit = True
        _until(lambda: not server.servers[0].is_serving())
        assert asks(client, 9).outcome == "error"
        held_up.may.set()
        assert [one.result(20).outcome for one in under_way] == ["answer"] * 4


def test_a_changed_article_is_told_of_on_every_way_and_answers_stay(asker: Asker, tmp_path: Path) -> None:
    article = asker.index.article
    file = tmp_path / "article.txt"
    file.write_bytes(ARTICLE.read_bytes() + b"More.")
    with running(asker, OnDisk(file, article.sha256)) as (_, client):
        one = client("tab")
        desk, about, answer = one.ask("desk", QUESTION).body, one.program("about").body, one.ask("api", QUESTION).body
        one.close()
    assert isinstance(desk, dict)
    assert isinstance(about, dict)
    assert isinstance(answer, dict)
    assert desk["notice"] == about["notice"]
    assert desk["notice"].startswith("article.txt has changed since Ibid read it")
    assert desk["turn"]["answer"]["article"]["sha256"] == answer["article"]["sha256"] == article.sha256
    assert all(quote["text"] == article.text[quote["start"] : quote["end"]] for quote in answer["quotes"])


def test_what_is_asked_in_two_steps_is_not_kept_for_good(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of Gradio's own stores none grows with the calls, fetched or not."""
    monkeypatch.setattr(module, "CALLS", 8)
    monkeypatch.setattr(module, "SESSIONS", 4)
    served = application(asker)
    (gradio,) = (route.app for route in served.routes if hasattr(getattr(route, "app", None), "get_blocks"))  # type: ignore[attr-defined]
    queue = gradio.get_blocks()._queue
    with TestClient(served) as client:
        for number in range(30):
            event = client.post("/gradio_api/call/source", json={"data": ["82"]}).json()["event_id"]
            if number % 2:
                assert "complete" in client.get(f"/gradio_api/call/source/{event}").text
        _until(lambda: not queue.event_ids_to_events)
    kept = (queue.pending_messages_per_session, queue.pending_event_ids_session, queue.event_analytics)
    assert [len(one) for one in kept] == [8, 8, 8]
    assert len(gradio.state_holder.session_data) == 4
    assert not gradio.iterators
