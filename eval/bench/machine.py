"""What a benchmark runs on."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine() -> str:
    """Processor, cores, memory, system and Python."""
    name = _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine()
    memory = _field(Path("/proc/meminfo"), "MemTotal")
    gigabytes = f"{int(memory.split()[0]) / 2**20:.0f} GB, " if memory else ""
    return f"{name}, {os.cpu_count()} cores, {gigabytes}{platform.system()}, Python {platform.python_version()}"


def own_peak_mb() -> float:
    """The most memory this process has held, in MB. (Its rusage would count what its parent held when it forked.)"""
    return int(_field(Path("/proc/self/status"), "VmHWM").split()[0]) / 1024


def _field(path: Path, name: str) -> str:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:  # not Linux
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")
