"""What was asked stays out of logs, files and crash reports: marked questions, and a search through what is left."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from app.logs import FAILED
from eval.trust.row import Row, Size
from eval.trust.running import command, environment, index_folder, served

# Stands in every question, claim, quotation and follow-up below; in no file, unless one of them was written down.
MARK = "xqmarkerzv7"
JSON = {"Content-Type": "application/json"}

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


@dataclass(frozen=True, slots=True)
class Traces:
    """Where the mark was found: names of files, and lines of what was printed; and how much was looked through."""

    files: tuple[str, ...]
    lines: tuple[str, ...]
    looked_through: int
    own: tuple[str, ...]
    """All files that are new in the user's folders, whatever they hold."""


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


# Looking


def _forms(mark: str) -> list[bytes]:
    """The mark as it may have been written: as text, in two bytes a letter, and within base64 at any of its places."""
    forms = [mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be"), mark.encode().hex().encode()]
    # Of the letters at both ends some bits are their neighbours'.
    coded = (base64.b64encode(b"\0" * shift + mark.encode())[4 if shift else 0 : -4] for shift in range(3))
    return [*forms, *coded]


def _files(*roots: Path) -> Iterator[Path]:
    for root in roots:
        for folder, _, names in os.walk(root):
            yield from (Path(folder) / name for name in names)


def _stamps(*roots: Path) -> dict[Path, int]:
    found = {}
    for path in _files(*roots):
        with suppress(OSError):
            found[path] = path.stat().st_mtime_ns
    return found


class Watch:
    """Looks at folders before something is done, and afterwards through all that is new or changed in them."""

    def __init__(self, root: Path, index: Path) -> None:
        self._root = root
        self._roots = (root, index)
        (root / "work").mkdir(parents=True, exist_ok=True)
        self._before = _stamps(*self._roots)

    def traces(self, printed: str) -> Traces:
        forms = _forms(MARK)
        changed = [path for path, stamp in _stamps(*self._roots).items() if self._before.get(path) != stamp]
        files = []
        for path in changed:
            with suppress(OSError):
                data = path.read_bytes()
                if any(form in data for form in forms) or MARK in path.name:
                    files.append(str(path))
        lines = tuple(line for line in printed.splitlines() if any(form.decode("latin-1") in line for form in forms))
        own = tuple(str(path) for path in changed if self._root in path.parents)
        return Traces(tuple(files), lines, len(changed), own)


# The command line


def _commands(folder: Path, work: Path, size: Size) -> list[list[str]]:
    """Command lines; the files they name are written."""
    questions, claims, text = work / "questions.jsonl", work / "claims.jsonl", work / "text.txt"
    questions.write_text(json.dumps({"question": f"Who is {MARK}?"}) + "\n", "utf-8")
    claims.write_text(json.dumps({"claim": f"{MARK} won the war."}) + "\n", "utf-8")
    text.write_text(f"{MARK} lost the war. It began in {MARK}.", "utf-8")
    broken = work / "broken.jsonl"
    broken.write_text(json.dumps({"question": f"Who is {MARK}?"}) + f'\n{{"question": {MARK}\n', "utf-8")
    index = ["--index", str(folder)]
    commands = [
        ["ask", f"Who is {MARK}?", *index],
        ["ask", f"Who is {MARK}?", "--json", *index],
        ["ask", f"{MARK} " * 400, *index],
        ["ask", "--batch", str(questions), *index],
        ["ask", "--batch", str(broken), *index],
        ["check", f"The parade was held on 12 December by {MARK}.", *index],
        ["check", "--batch", str(claims), *index],
        ["check", "--file", str(text), "--json", *index],
        ["check", f"{MARK} " * 400, *index],
        ["quote", f"both sides to {MARK} tensions"],
        ["quote", "--file", str(text), "--by", MARK],
        ["quote", f"{MARK} " * 4_000],
    ]
    return commands if size is Size.FULL else commands[::4]


def _on_the_command_line(root: Path, folder: Path, size: Size) -> Row:
    work = root / "work"
    work.mkdir(parents=True)
    tried = _commands(folder, work, size)
    variables = environment(root)
    watch = Watch(root, folder)
    said = ""
    for arguments in tried:
        done = subprocess.run(
            command(*arguments), cwd=work, env=variables, capture_output=True, text=True, timeout=120, check=False
        )
        said += done.stderr
    found = watch.traces(said)
    return Row(
        "A question on the command line is written to no file, and not to standard error",
        f"{len(tried)} commands, some of them wrong; {found.looked_through} files written, the question in "
        f"{len(found.files)} of them, and in {len(found.lines)} lines of standard error",
        not found.files and not found.lines,
        note="The answer repeats the question on standard output. A shell keeps what is typed in its history, and `ps` "
        "shows it to others meanwhile: `--batch FILE` avoids both.",
    )


# The server


def _conversation(client: httpx.Client, function: str, data: object) -> httpx.Response:
    parts = client.get("/config").json()["components"]
    talk = next(part["id"] for part in parts if part["props"].get("elem_id") == "ibid-talk")
    body = {"session_hash": MARK, "component_id": talk, "fn_name": function, "data": data}
    return client.post("/gradio_api/component_server/", json=body)


def _asked(client: httpx.Client, times: int) -> tuple[int, int]:
    """Asks in every way there is, well and badly. Returns how many requests, and how many of them failed."""
    statuses: list[int] = []
    for number in range(times):
        mark = f"{MARK} {number}"
        asked = {"asked": f"Who is {mark}?", "past": []}
        first = _conversation(client, "ask", asked)
        turn = first.json().get("turn") if first.status_code == 200 else None
        statuses.append(first.status_code)
        for function, data in (
            ("ask", {"asked": f"And when did {mark}?", "past": [turn]}),
            ("ask", {"asked": f"{mark} won.", "form": "check"}),
            ("ask", {"asked": f"“{mark} says”", "form": "quote"}),
            ("ask", {"asked": mark * 100, "form": "check"}),
            ("restore", {"turns": [turn, {"asked": mark}, mark]}),
            ("export", {"turns": [turn], "form": "markdown"}),
            ("export", {"turns": [{"asked": mark}], "form": mark}),
            ("export", mark),
        ):
            statuses.append(_conversation(client, function, data).status_code)
        for program, values in (
            ("ask", [f"Who is {mark}?"]),
            ("ask", [mark, mark]),
            ("ask", [{"path": mark}]),
            ("ask", [mark] * 9),
            ("ask", {mark: mark}),
            ("check", [f"{mark} won."]),
            ("quote", [mark, mark]),
            ("section", [mark]),
            ("source", [mark]),
            ("passage", [mark]),
            (mark, [mark]),
        ):
            body = {"data": values, "session_hash": mark, "event_data": mark, "fn_index": number * 50}
            statuses.append(client.post(f"/gradio_api/run/{program}", json=body).status_code)
            begun = client.post(f"/gradio_api/call/{program}", json={"data": values})
            statuses.append(begun.status_code)
            if begun.status_code == 200:
                statuses.append(client.get(f"/gradio_api/call/{program}/{begun.json()['event_id']}").status_code)
            queued = {"data": values, "session_hash": MARK, "fn_index": number, "trigger_id": mark}
            statuses.append(client.post("/gradio_api/queue/join", json=queued).status_code)
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "ask", "arguments": {"question": mark}},
        }
        accepts = {"Accept": "application/json, text/event-stream"}
        statuses.append(client.post("/gradio_api/mcp/", json=call, headers=accepts).status_code)
        call["params"] = {"name": mark, "arguments": mark}
        statuses.append(client.post("/gradio_api/mcp/", json=call, headers=accepts).status_code)
        for method, path, body_sent in (
            ("GET", f"/?q={mark}", b""),
            ("GET", f"/{mark}", b""),
            ("GET", f"/config?deep_link={mark}", b""),
            ("GET", f"/gradio_api/info?serialize={mark}", b""),
            ("POST", "/gradio_api/run/ask", f'{{"data": ["{mark}"'.encode()),
            ("POST", "/gradio_api/run/ask", f'{{"data": "{mark}"}}'.encode()),
            ("POST", "/gradio_api/component_server/", f'{{"fn_name": "ask", "component_id": "{mark}"}}'.encode()),
        ):
            headers = JSON | {"X-Question": mark, "Cookie": f"q={mark}"}
            statuses.append(client.request(method, path, headers=headers, content=body_sent).status_code)
    return len(statuses), sum(status >= 400 for status in statuses)


def _on_the_server(root: Path, folder: Path, size: Size) -> list[Row]:
    password = f"the right one {MARK}"
    watch = Watch(root, folder)
    with served(root, "--index", str(folder), "--mcp", "--log", IBID_PASSWORD=password) as running:
        with running.client(Authorization=f"Bearer {password}") as client:
            tried, failed = _asked(client, 10 if size is Size.FULL else 1)
            asked = {"asked": f"How long did the war of {MARK} last?", "past": []}
            turn = _conversation(client, "ask", asked).json()["turn"]
            taken = [
                _conversation(client, "export", {"turns": [turn], "form": form}).json()["text"]
                for form in ("data", "markdown", "document")
            ]
            history = client.get("/config").json().get("run_history", False)
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
    searched = f"{found.looked_through} files written, a text in {len(found.files)}"
    return [
        Row(
            "Questions, claims, quotations and follow-ups reach no log and no file of the server",
            f"{tried} requests with `--log`, {failed} of them refused or wrong; {searched}; {said.count(chr(10))} "
            f"lines logged, a text in {len(found.lines)}",
            clean and failed < tried,
            example=next((line for line in said.splitlines() if '"program"' in line), ""),
            note="The server holds a text in memory while it answers. The browser keeps the conversation in its tab, "
            "and may write that to its own disk to open the tab again after a crash: a private window does not.",
        ),
        Row(
            "What is taken away is made by the browser: the server writes no file, and keeps no history of calls",
            f"{sum(MARK in text for text in taken)} of {len(taken)} forms came in the answer; {searched}; history: "
            f"{'on' if history else 'off'}",
            all(MARK in text for text in taken) and clean and not history,
        ),
        Row(
            "No library reports home: none leaves a number for this machine, or a queue of what it would send",
            f"after all these requests {len(found.own)} files stand in the user's folders"
            + (f": {', '.join(Path(name).name for name in found.own)}" if found.own else ""),
            not found.own,
            note="onnxruntime's official builds do unless they are told not to, Gradio too; Ibid tells them.",
        ),
        Row(
            "A password, right or wrong, reaches no log, no file and no list of processes; that one was tried is told",
            f"4 log-ins, 2 of them wrong: {len(wrong)} told, a password in {len(found.lines)} lines and "
            f"{len(found.files)} files",
            clean and len(wrong) == 2,
            example=wrong[0] if wrong else "",
        ),
    ]


# Faults


def _in_a_crash(root: Path, folder: Path, size: Size) -> list[Row]:
    program = ("-c", FAULTY)
    work = root / "work"
    work.mkdir(parents=True)
    commands = [arguments for arguments in _commands(folder, work, size) if "--batch" not in arguments]
    watch = Watch(root, folder)
    with served(root, "--index", str(folder), "--mcp", program=program) as running:
        with running.client() as client:
            tried, failed = _asked(client, 1)
            seen = client.post("/gradio_api/run/ask", json={"data": [f"Who is {MARK}?"]}).json()
        said = running.said
    variables = environment(root)
    codes, last = [], ""
    for arguments in commands:
        done = subprocess.run(
            command(*arguments, program=program),
            cwd=work,
            env=variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        codes.append(done.returncode)
        said += done.stderr
        last = next((line for line in done.stderr.splitlines() if "fault" in line), last)
    found = watch.traces(said)
    events = [line for line in said.splitlines() if '"failed"' in line]
    return [
        Row(
            "A fault of Ibid's own is told by its kind and its place in the code, without what was asked",
            f"every answer made to fail with the text in the error: {len(events)} faults logged of {tried} requests "
            f"and {len(commands)} commands; a text in {len(found.lines)} lines and {len(found.files)} files",
            not found.lines and not found.files and bool(events) and "Traceback" not in said,
            example=events[0] if events else "",
            note="A core dump, where the system makes any, holds all of the memory: `ulimit -c 0`.",
        ),
        Row(
            "Who asked is told that it is Ibid's fault, in a line",
            f"server: {failed} of {tried} requests failed, and the server went on; command line: "
            f"{codes.count(70)} of {len(codes)} ended with 70, without a traceback",
            seen.get("error") == FAILED and codes.count(70) >= 1,
            example=last,
        ),
    ]
