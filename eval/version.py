"""The commit that is being measured."""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit() -> str:
    """The short hash of the checkout's commit, ``+`` behind it if files differ; ``unknown`` outside a checkout."""
    root = Path(__file__).resolve().parent.parent
    head = _git(root, "rev-parse", "--short=12", "HEAD")
    if not head:
        return "unknown"
    changed = _git(root, "status", "--porcelain", "--", "ingest", "index", "app", "eval/questions.jsonl")
    return f"{head}+" if changed else head


def _git(root: Path, *arguments: str) -> str:
    if not (root / ".git").exists():
        return ""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
