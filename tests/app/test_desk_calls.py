"""What the page's script gets besides answers: that it has to try again, and that the file has changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.changed import OnDisk
from app.conversation import Conversation
from app.desk_calls import Call, calls
from app.logs import Failed, Log
from app.proof import Proof
from app.turn_taking import Turns
from index.errors import IndexDamaged
from ingest.article import Article
from tests.app.quoting import answered, unchecked, units
from tests.making import P, made

HARBOUR = made(P(("The harbour froze.[1]", "It thawed."), ("Winter",)))
WHEN = {"asked": "When?", "understood": "When?"}
NOBODY = Turns(at_work=1, waiting=0, of_one=0)


def held(article: Article, turns: Turns, on_disk: OnDisk | None = None, broken: Exception | None = None) -> list[Call]:
    def ask(asked: str):
        if broken:
            raise broken
        return answered(article, units(article)[:1], asked)

    return calls(Conversation(ask, unchecked, article, Proof(article), "1"), turns, Log(), on_disk)


def test_their_names_are_what_the_script_calls() -> None:
    assert [one.__name__ for one in held(HARBOUR, Turns())] == ["ask", "restore", "export"]


@pytest.mark.parametrize("number", [0, 1, 2], ids=["ask", "restore", "export"])
def test_who_would_have_to_wait_too_long_is_told_so(number: int) -> None:
    given = asyncio.run(held(HARBOUR, NOBODY)[number]({**WHEN, "turns": [], "form": "data"}))
    assert given == {"error": "Ibid is busy: 0 questions wait already; try again in a moment."}


def test_a_change_of_the_file_is_told_with_an_answer_and_in_what_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "harbour.txt"
    path.write_text(HARBOUR.text, "utf-8")
    ask, _, export = held(HARBOUR, Turns(), OnDisk(path, HARBOUR.sha256))
    before = asyncio.run(ask(WHEN))
    assert isinstance(before, dict)
    assert "notice" not in before
    path.write_text("Another.", "utf-8")
    ask, _, export = held(HARBOUR, Turns(), OnDisk(path, HARBOUR.sha256))
    after = asyncio.run(ask(WHEN))
    assert isinstance(after, dict)
    line = after.pop("notice")
    assert "harbour.txt has changed" in line
    assert after["turn"]["answer"]["article"]["sha256"] == HARBOUR.sha256
    file = asyncio.run(export({"turns": [after["turn"]], "form": "markdown"}))
    assert isinstance(file, dict)
    assert file["note"] == f"{line}."
    assert "error" in asyncio.run(export({"turns": [{"asked": 1}], "form": "markdown"}))  # type: ignore[operator]


def test_what_ibid_knows_of_is_told_in_its_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A block of the index that is met damaged in the middle of a question."""
    damaged = IndexDamaged("vectors.npy: damaged;\nrun `ibid index`")
    assert asyncio.run(held(HARBOUR, Turns(), broken=damaged)[0](WHEN)) == {
        "error": "vectors.npy: damaged; run `ibid index`"
    }
    assert capsys.readouterr().err == ""


def test_a_fault_is_not_taken_for_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failed):
        asyncio.run(held(HARBOUR, Turns(), broken=RuntimeError("When?"))[0](WHEN))
    assert "RuntimeError" in capsys.readouterr().err
