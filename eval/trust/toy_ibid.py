"""The command line with the toy encoder, each command in a process of its own that can be killed, limited, or nobody's.

``python -m eval.trust.toy_ibid`` reads a line of JSON, ``{"arguments", "limit", "user"}``, forks, and prints the
process's number, what it ended with (``Said``) unless it was killed, and a full stop.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from types import TracebackType
from unittest.mock import patch

from eval.trust.root import ROOT
from eval.trust.toy import ToyEncoder, text

Ibid = Callable[[Sequence[str]], int]

# What Linux calls nobody, who may write nowhere.
NOBODY = 65_534
READY, END = "ready", "."


@dataclass(frozen=True, slots=True)
class Said:
    """What a command ended with: its exit code, what it printed, and how long it took, in seconds."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def line(self) -> str:
        """The line of its error, without the progress before it; empty if it is not one line."""
        lines = [line for line in self.err.splitlines() if line.startswith("ibid: ")]
        one = len(lines) == 1 and self.err.endswith(f"{lines[0]}\n") and "Traceback" not in self.err
        return lines[0] if one else ""

    @property
    def refused(self) -> bool:
        """Whether it said so in one line, and ended with 2."""
        return self.code == 2 and bool(self.line)


class ToyIbid:
    """Runs one command after the other."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "eval.trust.toy_ibid"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._pid = 0
        self._ready = False

    def __enter__(self) -> ToyIbid:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.communicate()

    def run(self, *arguments: object, limit: int | None = None, user: int | None = None) -> Said:
        """``limit``: the size in bytes that no file may exceed; ``user``: who runs it."""
        self.begin(*arguments, limit=limit, user=user)
        said = self.end()
        assert said is not None
        return said

    def begin(self, *arguments: object, limit: int | None = None, user: int | None = None) -> None:
        """Begins a command; ``end`` or ``kill`` must follow."""
        if not self._ready:  # here, so that several of these start side by side
            self._ready = self._read() == READY
        assert self._server.stdin
        asked = {"arguments": [str(one) for one in arguments], "limit": limit, "user": user}
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        self._pid = int(self._read())

    def kill(self) -> Said | None:
        """Ends the command with SIGKILL; what it said, if it had ended by itself."""
        os.kill(self._pid, signal.SIGKILL)  # the server reaps it only with the next command
        return self.end()

    def end(self) -> Said | None:
        """Waits for the command; None if it was killed."""
        said = None
        while (line := self._read()) != END:
            try:
                said = Said(**json.loads(line))
            except ValueError:  # killed while it wrote
                continue
        return said

    def _read(self) -> str:
        assert self._server.stdout
        line = self._server.stdout.readline()
        if not line:
            raise EOFError("the process that runs the commands ended")
        return line.strip()


def main() -> None:
    """Reads commands until standard input ends."""
    from tqdm import tqdm

    from app.cli import main as ibid

    # Its thread would be gone in a process that is forked, and tqdm's lock, if it held that, closed for ever.
    tqdm.monitor_interval = 0
    with (
        patch("index.open.encoder_of", lambda *_: ToyEncoder()),
        patch("index.original.SentenceTransformerEncoder", ToyEncoder),
    ):
        with tempfile.TemporaryDirectory() as folder:  # so that a command's time is its own, and not its imports'
            article = Path(folder) / "article.txt"
            article.write_text(text(), "utf-8")
            _said(ibid, ["index", str(article), "--index", f"{folder}/index"])
        unreaped: list[int] = []
        print(READY, flush=True)
        while line := sys.stdin.readline():
            for pid in unreaped:
                os.waitpid(pid, 0)
            unreaped.clear()
            asked = json.loads(line)
            if not (pid := os.fork()):
                _run(ibid, asked["arguments"], asked["limit"], asked["user"])
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            print(f"\n{END}", flush=True)
            # Only now, with the next command, may its number become another's: the other side may still kill it.
            unreaped.append(pid)


def _run(ibid: Ibid, arguments: Sequence[str], limit: int | None, user: int | None) -> None:
    print(os.getpid(), flush=True)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    print(json.dumps(asdict(_said(ibid, arguments))), flush=True)
    os._exit(0)


def _said(ibid: Ibid, arguments: Sequence[str]) -> Said:
    out, err = StringIO(), StringIO()
    started = time.monotonic()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = ibid(arguments)
        except Exception:  # a traceback is what nobody is to see: it is counted, so it must not end the process
            import traceback

            traceback.print_exc()
            code = 1
    return Said(code, out.getvalue(), err.getvalue(), time.monotonic() - started)


if __name__ == "__main__":
    main()
