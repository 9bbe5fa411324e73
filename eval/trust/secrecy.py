"""What was asked stays out of logs, files and crash reports: marked questions, and a search through what is left."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli import OWN_FAULT
from app.logs import FAILED
from eval.trust.crowd import component
from eval.trust.marked import Marked, Seen
from eval.trust.row import Row, Size
from eval.trust.running import command, environment, index_folder, served
from eval.trust.traces import MARK, Traces, Watch

# Ibid, with a fault in it that has the text in its message, as a real one may.
FAULTY = """
import sys
import app.ask, app.claims.check, app.quotation, app.conversation, app.programs
def broken(*values, **named):
    raise ValueError(f"cannot go on with {values!r} {named!r}")
app.ask.Asker.ask = broken
app.claims.check.Checker.check = broken
app.conversation.find = app.programs.find = app.quotation.find = broken
app.conversation.turn_of = broken
from app.cli import main
sys.exit(main(sys.argv[1:]))
"""


# Where that fault says it is.
FAULT = '"at": "<string>:5"'
# What was looked through, and what can't be seen so.
LOOKED = (
    "Looked through are all files that are new or changed afterwards in the folders that the environment names (home, "
    "temporary, cache, configuration, data, state), the working folder and the index's; a file that is gone again by "
    "then is not seen."
)


def rows(size: Size) -> list[Row]:
    """The command line, the server, and both with a fault in them."""
    folder = index_folder()
    with TemporaryDirectory() as kept:
        root = Path(kept)
        return [
            _on_the_command_line(root / "shell", folder, size),
            *_on_the_server(root / "server", folder, size),
            *_in_a_crash(root / "crash", folder, size),
        ]


# The command line


@dataclass(frozen=True, slots=True)
class Tried:
    """A command line. ``code``: what it ends with; ``out``: what it prints among other things, if it is not wrong."""

    arguments: tuple[str, ...]
    code: int = 0
    out: str = ""


def _commands(folder: Path, work: Path, size: Size) -> list[Tried]:
    """Command lines; the files they name are written."""
    questions, claims, text = work / "questions.jsonl", work / "claims.jsonl", work / "text.txt"
    questions.write_text(json.dumps({"question": f"Who is {MARK}?"}) + "\n", "utf-8")
    claims.write_text(json.dumps({"claim": f"{MARK} won the war."}) + "\n", "utf-8")
    text.write_text(f"{MARK} lost the war. It began in {MARK}.", "utf-8")
    broken = work / "broken.jsonl"
    broken.write_text(json.dumps({"question": f"Who is {MARK}?"}) + f'\n{{"question": {MARK}\n', "utf-8")
    index = ("--index", str(folder))
    commands = [
        Tried(("ask", f"Who is {MARK}?", "--json", *index), out=f"Who is {MARK}?"),
        Tried(("ask", f"Who is {MARK}?", *index), out="The article does not say."),
        Tried(("ask", f"{MARK} " * 400, *index), out="Ibid reads up to 1,000"),
        Tried(("ask", "--batch", str(questions), *index), out=f"? Who is {MARK}?"),
        Tried(("ask", "--batch", str(broken), *index), code=2),
        Tried(("check", f"The parade was held on 12 December by {MARK}.", *index), out=MARK),
        Tried(("check", "--batch", str(claims), *index), out=MARK),
        Tried(("check", "--file", str(text), "--json", *index), out=MARK),
        Tried(("check", f"{MARK} " * 400, *index), out=MARK),
        Tried(("quote", f"both sides to {MARK} tensions"), out=MARK),
        Tried(("quote", "--file", str(text), "--by", MARK), out="Not there."),
        Tried(("quote", f"{MARK} " * 4_000), out="Not there."),
    ]
    return commands if size is Size.FULL else commands[::4]


def _ran(
    arguments: Sequence[str], work: Path, variables: dict[str, str], program: Sequence[str] = ("-m", "app.cli")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments, program=program),
        cwd=work,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _on_the_command_line(root: Path, folder: Path, size: Size) -> Row:
    work = root / "work"
    work.mkdir(parents=True)
    tried = _commands(folder, work, size)
    variables = environment(root)
    watch = Watch(root, folder)
    done = [_ran(one.arguments, work, variables) for one in tried]
    return _command_line_row(tried, done, watch.traces("".join(one.stderr for one in done)))


def _command_line_row(tried: Sequence[Tried], done: Sequence[subprocess.CompletedProcess[str]], found: Traces) -> Row:
    right = [
        one.returncode == held.code and held.out in one.stdout and (held.code == 0 or one.stderr.count("\n") == 1)
        for held, one in zip(tried, done, strict=True)
    ]
    wrong = [
        f"{held.arguments[0]}: {one.returncode}" for held, one, ok in zip(tried, done, right, strict=True) if not ok
    ]
    return Row(
        "A question on the command line stays in no file of the user's, and is not on standard error",
        f"{sum(right)} of {len(tried)} commands ended as they should{': ' if wrong else ''}{', '.join(wrong)} "
        f"({sum(held.code != 0 for held in tried)} of them wrong); {found.looked_through} files are new or changed, "
        f"the question in {len(found.files)} of them, and in {len(found.lines)} lines of standard error",
        all(right) and not found.files and not found.lines,
        note=f"{LOOKED} The answer repeats the question on standard output. A shell keeps what is typed in its "
        "history, and `ps` shows it to others meanwhile: `--batch FILE` avoids both.",
    )


# The server


def _on_the_server(root: Path, folder: Path, size: Size) -> list[Row]:
    password = f"the right one {MARK}"
    bearer = f"Bearer {password}"
    work = root / "work"
    work.mkdir(parents=True)
    # What is kept of the reader is there then: it is no file that a request leaves.
    _ran(("ask", "Who won?", "--index", str(folder)), work, environment(root))
    watch = Watch(root, folder)
    with served(root, "--index", str(folder), "--mcp", "--log", IBID_PASSWORD=password) as running:
        with running.client(Authorization=bearer) as client:
            marked = Marked(client, component(running.address, Authorization=bearer))
            seen = marked.asked(10 if size is Size.FULL else 1)
            turn = marked.page("ask", {"asked": f"How long did the war of {MARK} last?", "past": []}).json()["turn"]
            taken = [
                marked.page("export", {"turns": [turn], "form": form}).json()["text"]
                for form in ("data", "markdown", "document")
            ]
            history = client.get("/config").json().get("run_history", "not said")
        with running.client() as client:
            for attempt in (f"wrong {MARK}", password):
                client.post("/ibid-log-in", data={"password": attempt}, headers={"Origin": running.address})
                client.get("/", headers={"Authorization": f"Bearer {attempt}"})
        shown = Path(f"/proc/{running.process.pid}/cmdline")
        processes = shown.read_text("utf-8", "replace") if shown.exists() else ""
        said = running.said
    found = watch.traces(f"{said}\n{processes}")
    clean = not found.files and not found.lines
    wrong = [line for line in said.splitlines() if '"password-wrong"' in line]
    searched = f"{found.looked_through} files are new or changed, a text in {len(found.files)}"
    return [
        _requests_row(seen, found, said),
        Row(
            "What is taken away is made by the browser: the server leaves no file, and keeps no history of calls",
            f"{sum(MARK in text for text in taken)} of {len(taken)} forms came in the answer; {searched}; history: "
            f"{'off' if history is False else history}",
            all(MARK in text for text in taken) and not found.own and clean and history is False,
        ),
        Row(
            "No library leaves a file behind: no number for this machine, and no queue of what it would send home",
            f"after all these requests {len(found.own)} files stand in the user's folders"
            + (f": {', '.join(Path(name).name for name in found.own)}" if found.own else ""),
            not found.own,
            note="Files only: what goes over the network is not listened to. onnxruntime's official builds report home "
            "unless they are told not to, Gradio too; Ibid tells them.",
        ),
        Row(
            "A password, right or wrong, reaches no log, no file and no list of processes; that one was tried is told",
            f"4 log-ins, 2 of them wrong: {len(wrong)} told, a password in {len(found.lines)} lines and "
            f"{len(found.files)} files",
            clean and len(wrong) == 2 and bool(processes),
            example=wrong[0] if wrong else "",
        ),
    ]


def _as_due(seen: Sequence[Seen], due: Sequence[bool]) -> tuple[str, bool]:
    """How many were answered and refused that should have been; and whether all were."""
    answered = sum(one.answered for one, should in zip(seen, due, strict=True) if should)
    refused = sum(not one.answered for one, should in zip(seen, due, strict=True) if not should)
    other = [one.name for one, should in zip(seen, due, strict=True) if one.answered != should]
    told = (
        f"{answered} of {sum(due)} answered that should be, {refused} of {len(due) - sum(due)} refused that should be"
    )
    return told + (f" (not so: {other[0][:80]})" if other else ""), not other and bool(seen)


def _requests_row(seen: Sequence[Seen], found: Traces, said: str) -> Row:
    told, as_due = _as_due(seen, [one.due for one in seen])
    requests = [line for line in said.splitlines() if '"event": "request"' in line]
    return Row(
        "Questions, claims, quotations and follow-ups reach no log of the server, and stay in no file",
        f"{len(seen)} requests with `--log`, {told}; {found.looked_through} files are new or changed, a text in "
        f"{len(found.files)}; {len(requests)} requests logged, a text in {len(found.lines)} lines",
        as_due and not found.files and not found.lines and len(requests) >= len(seen),
        example=next((line for line in requests if '"program"' in line), ""),
        note=f"{LOOKED} The server holds a text in memory while it answers. The browser keeps the conversation in its "
        "tab, and may write that to its own disk to open the tab again after a crash: a private window does not.",
    )


# Faults


def _in_a_crash(root: Path, folder: Path, size: Size) -> list[Row]:
    program = ("-c", FAULTY)
    work = root / "work"
    work.mkdir(parents=True)
    commands = [one for one in _commands(folder, work, size) if "--batch" not in one.arguments]
    watch = Watch(root, folder)
    with served(root, "--index", str(folder), "--mcp", program=program) as running:
        with running.client() as client:
            seen = Marked(client, component(running.address)).asked(1)
        said = running.said
    variables = environment(root)
    done = [_ran(one.arguments, work, variables, program) for one in commands]
    return _crash_rows(seen, said, done, watch.traces(said + "".join(one.stderr for one in done)))


def _crash_rows(
    seen: Sequence[Seen], said: str, done: Sequence[subprocess.CompletedProcess[str]], found: Traces
) -> list[Row]:
    """``said``: by the server."""
    events = [line for line in said.splitlines() if '"failed"' in line and FAULT in line]
    reach = [one for one in seen if one.reaches]
    to_user = [one.stderr.splitlines() for one in done]
    as_said = [lines for lines in to_user if len(lines) == 1 and lines[0].startswith("ibid: failed at this")]
    traced = "Traceback" in said or any("Traceback" in one.stderr for one in done)
    told, as_due = _as_due(seen, [one.due and not one.reaches for one in seen])
    faults = [one for one in done if one.returncode == OWN_FAULT]
    return [
        Row(
            "A fault of Ibid's own is told by its kind and its place in the code, without what was asked",
            f"every answer made to fail with the text in the error: {len(events)} faults logged of {len(reach)} "
            f"requests that met it, {len(as_said)} told of {len(done)} commands; a text in {len(found.lines)} "
            f"lines and {len(found.files)} files",
            not found.lines
            and not found.files
            and len(events) == len(reach) > 0
            and len(as_said) == len(done) > 0
            and not traced,
            example=events[0] if events else "",
            note="A core dump, where the system makes any, holds all of the memory: `ulimit -c 0`.",
        ),
        Row(
            "Who asked is told that it is Ibid's fault, in a line",
            f"server: {sum(one.told for one in reach)} of {len(reach)} requests that met it were told so, and of all "
            f"{len(seen)} {told}; command line: {len(faults)} of {len(done)} ended with {OWN_FAULT}, without a "
            "traceback",
            all(one.told for one in reach) and as_due and len(faults) == len(as_said) == len(done) > 0 and not traced,
            example=as_said[-1][0] if as_said else "",
            note=f"Programs are told “{FAILED}”; the page's own call ends with 500, of which the page makes a line.",
        ),
    ]
