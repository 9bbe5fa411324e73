"""What a crowd's replies are taken for; what it asks; and a real server that is stopped while it builds."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.claims.form import too_much
from eval.trust import load_ends
from eval.trust.crowd import Client, Reply, read, together, without
from eval.trust.load import CLIENTS, MANY_OF_ONE, TOO_MANY, crowd, fair, long_check, refused
from eval.trust.load_ends import _stopped_building, changed, stopped_building
from eval.trust.load_memory import UnmeasuredError, resident, statements, varied
from eval.trust.loaded import Amount, Load
from index.underway import new_folder
from ingest.article import Article
from ingest.source import read_article

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
    assert row.kept, row


@pytest.mark.parametrize(
    ("built", "took", "code", "traced", "kept"),
    [
        pytest.param(True, 0.3, -15, False, True, id="stopped"),
        pytest.param(False, 0.3, -15, False, False, id="it-never-built"),
        pytest.param(True, 3.1, -15, False, False, id="late"),
        pytest.param(True, 0.3, 1, False, False, id="failed"),
        pytest.param(True, 0.3, -15, True, False, id="a-traceback"),
    ],
)
def test_how_it_ended(built: bool, took: float, code: int, traced: bool, kept: bool, tmp_path: Path) -> None:
    assert _stopped_building(tmp_path, built, took, code, traced).kept is kept


def test_what_it_left(tmp_path: Path) -> None:
    (tmp_path / "generation-0123456789ab").mkdir()
    (tmp_path / ".building-0123456789ab").touch()
    row = _stopped_building(tmp_path, True, 0.3, 0, False)
    assert "2 things left there, 0 of them" in row.figure
    assert row.kept
    (tmp_path / "manifest.json").touch()
    assert not _stopped_building(tmp_path, True, 0.3, 0, False).kept
    (tmp_path / "manifest.json").unlink()
    (tmp_path / "generation-of-mine").mkdir()
    assert not _stopped_building(tmp_path, True, 0.3, 0, False).kept
    (tmp_path / "generation-of-mine").rmdir()
    with new_folder(tmp_path, "generation", kept=lambda _: True):
        assert not _stopped_building(tmp_path, True, 0.3, 0, False).kept


# A server that is not as it should be.


class Stub(Client):
    """Gets a reply made for it."""

    def __init__(self, reply: Reply) -> None:
        self._made = reply
        self.session = ""

    def program(self, name: str, *values: object) -> Reply:
        return self._made

    def desk(self, function: str, sent: object) -> Reply:
        return self._made

    def close(self) -> None:
        pass


class StubLoad(Load):
    """Every client gets the same reply; ``said`` is all that the server printed."""

    reply = Reply("answer", 0.1, "x", body={"statements": [0] * 50, "notice": ""})

    def client(self, session: str) -> Client:
        return Stub(self.reply)


class Silent:
    address = "http://here"
    said = ""


def stub(reply: Reply, file: Path = Path()) -> Load:
    class Made(StubLoad):
        pass

    Made.reply = reply
    running: Any = Silent()
    return Made(running, file, Amount(0.05, 1, 2, 1, 1, False, 1), ("Who?", "When?"), 1)


ANSWER = StubLoad.reply
BROKEN = Reply("error", 0.1, line="500: no")


def test_no_answer_is_no_proof_that_answers_are_the_same() -> None:
    assert [row.kept for row in crowd(stub(ANSWER))[:2]] == [True, True]
    assert [row.kept for row in crowd(stub(BROKEN))[:2]] == [False, False]


@pytest.mark.parametrize("answers", [1, 3])
def test_the_crowd_goes_on_beyond_its_time_until_one_of_it_has_so_many_answers(answers: int) -> None:
    counts: Counter[str] = Counter()

    class Counting(Stub):
        def ask(self, way: Any, question: str) -> Reply:
            counts[self.session] += 1
            return self._made

    class Counted(StubLoad):
        def client(self, session: str) -> Client:
            made = Counting(self.reply)
            made.session = session
            return made

    made = stub(ANSWER)
    amount = replace(made.amount, seconds=0.0, answers=answers)
    crowd(Counted(made.running, made.file, amount, made.questions, 1))
    del counts["alone"]
    assert len(counts) == CLIENTS
    assert max(counts.values()) == answers


@pytest.mark.parametrize("measured", [fair, long_check, refused])
def test_what_is_lost_is_told_by_no_clock(measured: Any) -> None:
    rows = measured(stub(BROKEN))
    assert not rows[0].kept
    assert [row.timed for row in rows] == [False, True]


def test_all_are_answered() -> None:
    assert fair(stub(ANSWER))[0].figure == f"0 of {MANY_OF_ONE + 1} were not"
    assert fair(stub(ANSWER))[0].kept
    assert long_check(stub(ANSWER))[0].kept
    assert not refused(stub(ANSWER))[0].kept  # nobody was refused
    assert str(TOO_MANY) in refused(stub(ANSWER))[0].figure


@pytest.mark.parametrize("right", [True, False], ids=["the-text-that-was-read", "another-text"])
def test_the_hash_in_the_notice_is_compared(right: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Town\n\nThe town lies on the river.\n", "utf-8")
    monkeypatch.setattr(load_ends, "EVERY", -0.5)
    named = read_article(file).sha256 if right else "0" * 64
    load = stub(Reply("answer", 0.1, body={"notice": f"article.txt has changed ({named[:12]}…)"}), file)
    load.running.said = str(file)  # type: ignore[misc]
    assert changed(load).kept is right
