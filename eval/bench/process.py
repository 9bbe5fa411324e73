"""A whole process, from the shell's point of view: how long it took and how much memory it held at most."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import IbidError


class MeasureError(IbidError):
    """A figure could not be taken."""


@dataclass(frozen=True, slots=True)
class Ran:
    """Seconds from start to end, peak resident memory in MB (Linux counts it in KB), and what it printed."""

    seconds: float
    peak_mb: float
    printed: str


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Ran:
    """Runs ``command`` to its end. Raises MeasureError if it fails: a benchmark has no blank lines."""
    with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        try:
            process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=printed, stderr=said)
        except OSError as error:
            raise MeasureError(f"{command[0]}: cannot be run ({error.strerror})") from None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said.seek(0)
        if process.returncode:
            last = (said.read().strip().splitlines() or ["no message"])[-1]
            raise MeasureError(f"{' '.join(command[:6])} …: exit code {process.returncode}: {last}")
        return Ran(seconds, usage.ru_maxrss / 1024, printed.read())
