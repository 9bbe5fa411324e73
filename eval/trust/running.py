"""A real `ibid serve`, as a user starts it: another process, with folders of its own that can be looked through."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from index.model import PACKAGED
from index.open import open_index
from index.store import default_folder
from ingest.errors import IbidError
from ingest.source import read_article

# Seconds until the desk is there: 10 on two idle cores.
PATIENCE = 120.0
READY = "Ibid answers at"


class NotServedError(IbidError):
    """The server ended, or was not there in time."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers. ``said``: what it printed so far."""

    address: str
    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    @property
    def said(self) -> str:
        return self.out.read_text("utf-8", "replace") + self.err.read_text("utf-8", "replace")

    def client(self, **headers: str) -> httpx.Client:
        """A client of it, which follows nothing and asks no proxy."""
        return httpx.Client(base_url=self.address, headers=headers, trust_env=False, timeout=30.0)


def index_folder() -> Path:
    """The folder of the bundled article's index, which is built if there is none."""
    article = read_article()
    open_index(article)
    return default_folder(article, PACKAGED)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(root: Path, **more: str) -> dict[str, str]:
    """The environment of a user whose every folder is below ``root``."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")}
    folders = {
        "HOME": "home",
        "TMPDIR": "tmp",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "runtime",
    }
    for name, folder in folders.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        kept[name] = str(root / folder)
    (root / "work").mkdir(exist_ok=True)
    return kept | more


def command(*arguments: str, program: Sequence[str] = ("-m", "app.cli")) -> list[str]:
    """The command line of ``ibid`` with these arguments, run by this Python."""
    return [sys.executable, *program, *arguments]


@contextmanager
def served(
    root: Path, *arguments: str, program: Sequence[str] = ("-m", "app.cli"), **variables: str
) -> Iterator[Running]:
    """Serves the bundled article until left. Raises NotServedError."""
    port = free_port()
    with TemporaryDirectory() as kept:
        out, err = Path(kept) / "out", Path(kept) / "err"
        with out.open("wb") as to_out, err.open("wb") as to_err:
            process = subprocess.Popen(
                command("serve", "--no-browser", "--port", str(port), *arguments, program=program),
                cwd=root / "work",
                env=environment(root, **variables),
                stdin=subprocess.DEVNULL,
                stdout=to_out,
                stderr=to_err,
            )
            try:
                running = Running(f"http://127.0.0.1:{port}", process, out, err)
                started = time.monotonic()
                while READY not in running.said:
                    if process.poll() is not None or time.monotonic() - started > PATIENCE:
                        raise NotServedError(f"`ibid serve` did not serve: {' '.join(running.said.split())[:300]}")
                    time.sleep(0.1)
                yield running
            finally:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
