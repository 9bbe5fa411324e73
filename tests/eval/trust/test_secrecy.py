"""The rows of secrecy: what was not answered, or did not fail, is no proof that it was kept secret."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eval.trust.marked import Seen
from eval.trust.row import Row, Size
from eval.trust.secrecy import FAULT, Tried, _command_line_row, _commands, _crash_rows, _requests_row
from eval.trust.traces import MARK, Traces

NONE = Traces((), (), 0, ())
LINE = "ibid: failed at this, which is a fault of Ibid's own (ValueError at x:1)\n"
ASKED = Seen("a question", due=True, reaches=True, answered=True, told=False)
WRONG = Seen("no question", due=False, reaches=False, answered=False, told=False)
FAILED = Seen("a question", due=True, reaches=True, answered=False, told=True)
LOGGED = '{"event": "request", "kind": "program"}\n'
EVENT = f'{{"event": "failed", {FAULT}}}\n'


@pytest.mark.parametrize("size", Size)
def test_the_commands_hold_the_mark(size: Size, tmp_path: Path) -> None:
    commands = [one.arguments for one in _commands(tmp_path, tmp_path, size)]
    files = "".join(path.read_text() for path in tmp_path.iterdir())
    assert MARK in files
    assert all(any(MARK in part or str(tmp_path) in part for part in command) for command in commands)
    first = _commands(tmp_path, tmp_path, size)[0]
    assert (first.code, MARK in first.out) == (0, True)


def ended(code: int, out: str = "", err: str = "") -> CompletedProcess[str]:
    return CompletedProcess([], code, out, err)


@pytest.mark.parametrize(
    ("done", "found", "kept"),
    [
        pytest.param([ended(0, f"Who is {MARK}?"), ended(2, "", "ibid: no\n")], NONE, True, id="as-they-should"),
        pytest.param([ended(2, "", "ibid: no\n")] * 2, NONE, False, id="all-refused"),
        pytest.param([ended(0, ""), ended(2, "", "ibid: no\n")], NONE, False, id="nothing-printed"),
        pytest.param([ended(0, MARK), ended(0)], NONE, False, id="what-is-wrong-is-taken"),
        pytest.param([ended(0, MARK), ended(2, "", "one\ntwo\n")], NONE, False, id="refused-in-two-lines"),
        pytest.param([ended(0, MARK), ended(2, "", "no\n")], Traces(("a",), (), 1, ()), False, id="in-a-file"),
        pytest.param([ended(0, MARK), ended(2, "", "no\n")], Traces((), ("a",), 0, ()), False, id="in-a-line"),
    ],
)
def test_the_row_of_the_command_line(done: list[CompletedProcess[str]], found: Traces, kept: bool) -> None:
    tried = [Tried(("ask",), out=MARK), Tried(("ask", "--batch"), code=2)]
    assert _command_line_row(tried, done, found).kept is kept


@pytest.mark.parametrize(
    ("seen", "said", "found", "kept"),
    [
        pytest.param([ASKED, WRONG], LOGGED * 2, NONE, True, id="as-they-should"),
        pytest.param([ASKED] * 599 + [FAILED], LOGGED * 600, NONE, False, id="one-of-600-not-answered"),
        pytest.param([FAILED] * 9, LOGGED * 9, NONE, False, id="none-answered"),
        pytest.param([], "", NONE, False, id="none-asked"),
        pytest.param([ASKED], "", NONE, False, id="none-logged"),
        pytest.param([ASKED], LOGGED, Traces((), ("a",), 0, ()), False, id="in-a-line"),
    ],
)
def test_the_row_of_the_requests(seen: list[Seen], said: str, found: Traces, kept: bool) -> None:
    assert _requests_row(seen, found, said).kept is kept


@pytest.mark.parametrize(
    ("seen", "said", "done", "kept"),
    [
        pytest.param([FAILED, WRONG], EVENT, [ended(70, "", LINE)], (True, True), id="as-they-should"),
        pytest.param([FAILED, FAILED], EVENT, [ended(70, "", LINE)], (False, True), id="one-not-logged"),
        pytest.param(
            [FAILED], EVENT, [ended(70, "", LINE), ended(0)], (False, False), id="a-command-that-does-not-fail"
        ),
        pytest.param([FAILED], EVENT, [ended(70, "", LINE), ended(2, "", LINE)], (True, False), id="another-code"),
        pytest.param([FAILED], EVENT, [ended(70, "", f"Traceback\n{LINE}")], (False, False), id="a-traceback"),
        pytest.param([ASKED], EVENT, [ended(70, "", LINE)], (True, False), id="answered-all-the-same"),
        pytest.param([FAILED], EVENT, [], (False, False), id="no-command"),
        pytest.param([], "", [ended(70, "", LINE)], (False, False), id="no-request"),
    ],
)
def test_the_rows_of_a_fault(
    seen: list[Seen], said: str, done: list[CompletedProcess[str]], kept: tuple[bool, bool]
) -> None:
    rows: list[Row] = _crash_rows(seen, said, done, NONE)
    assert (rows[0].kept, rows[1].kept) == kept
