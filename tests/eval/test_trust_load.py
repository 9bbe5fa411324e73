"""What a crowd's replies are taken for; what it asks; and a real server that is stopped while it builds."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.claims.form import too_much
from eval.trust.crowd import Client, Reply, read, together, without
from eval.trust.load_ends import stopped_building
from eval.trust.load_memory import UnmeasuredError, resident, statements, varied
from ingest.article import Article

BUSY = "Ibid is busy: 128 questions wait already; try again in a moment."


@pytest.mark.parametrize(
    ("status", "data", "outcome", "line"),
    [
        pytest.param(200, {"data": [{"status": "answered"}], "duration": 0.1}, "answer", "", id="a-program's"),
        pytest.param(200, {"kind": "turn", "html": "<p>"}, "answer", "", id="the-desk's"),
        pytest.param(200, [{"kind": "turn"}], "answer", "", id="turns-shown-again"),
        pytest.param(200, {"error": BUSY}, "busy", BUSY, id="refused-on-the-desk"),
        pytest.param(500, {"error": BUSY, "visible": True}, "busy", BUSY, id="refused-to-a-program"),
        pytest.param(
            500, {"error": "at_most is a whole number"}, "error", "at_most is a whole number", id="not-well-formed"
        ),
        pytest.param(422, {"detail": "x"}, "error", "422: {'detail': 'x'}", id="not-understood"),
    ],
)
def test_what_a_reply_is_taken_for(status: int, data: Any, outcome: str, line: str) -> None:
    reply = read(status, json.dumps(data).encode(), 0.5)
    assert (reply.outcome, reply.line, reply.seconds) == (outcome, line, 0.5)


def test_what_is_no_json() -> None:
    assert read(502, b"<html>", 0.1) == Reply("error", 0.1, line="502: <html>")


def test_two_answers_are_the_same_but_for_their_time() -> None:
    def digest(took: float, at: str, text: str) -> str:
        data = {"data": [{"took_ms": took, "quotes": [{"text": text, "at": at}]}], "duration": took}
        return read(200, json.dumps(data).encode(), took).digest

    assert digest(1.0, "2020", "A") == digest(2.0, "2021", "A") != digest(1.0, "2020", "B")
    assert without({"took_ms": 1, "at": 2, "quotes": [{"at": 3, "start": 4}]}) == {"quotes": [{"start": 4}]}


def test_all_begin_together_and_come_back_in_order() -> None:
    replies = together([lambda at=at: [Reply("answer", float(at))] for at in range(9)])  # type: ignore[misc]
    assert [one.seconds for (one,) in replies] == list(range(9))


class Kept(Client):
    """Keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def program(self, name: str, *values: object) -> Reply:
        self.asked.append((name, values))
        return Reply("answer", 0.0)

    def desk(self, function: str, sent: object) -> Reply:
        self.asked.append((function, (str(sent),)))
        return Reply("answer", 0.0)


@pytest.mark.parametrize(("others", "checks", "quotes"), [(True, 300, 300), (False, 0, 0)])
def test_no_request_is_like_another(others: bool, checks: int, quotes: int) -> None:
    client = Kept()
    for number in range(3_000):
        varied(("Who won?", "When?"), number, client, others=others)
    assert len(set(client.asked)) == 3_000
    names = [name for name, _ in client.asked]
    assert (names.count("check"), names.count("quote")) == (checks, quotes)


def test_every_sentence_is_checked_to_warm_up(article: Article) -> None:
    texts = statements()
    assert all(too_much(text) is None for text in texts)
    assert "\n\n".join(texts) == "\n\n".join(one.plain for held in article.passages for one in held.sentences)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_resident_memory() -> None:
    assert 5 < resident(os.getpid()) < 100_000
    with pytest.raises(UnmeasuredError, match="measure this on Linux"):
        resident(2**30)


@pytest.mark.model
@pytest.mark.slow
def test_a_server_that_is_stopped_while_it_builds(tmp_path: Path) -> None:
    row = stopped_building(tmp_path)
    assert "no index in its folder" in row.figure
    assert "143" in row.figure or "exit code 0" in row.figure
