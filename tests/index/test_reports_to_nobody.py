"""Libraries that report their use do not: nothing of theirs is left in a user's folders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

CODE = """
from app.reader import WindowReader
WindowReader()
"""


def test_no_number_for_this_machine_is_made(tmp_path: Path) -> None:
    """onnxruntime's own switch is `ORT_DISABLE_TELEMETRY`; under CI it is silent anyhow, so CI is not said."""
    kept = {name: value for name, value in os.environ.items() if name == "PATH"}
    folders = {name: str(tmp_path) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, env=kept | folders, check=True, timeout=60)
    # Ibid's own, the reader's weights as they are multiplied; and nobody else's.
    assert [path.name.split("-")[0] for path in tmp_path.rglob("*")] == ["ibid", "reader", "reader.safetensors"]


def test_it_is_said_before_anything_is_loaded() -> None:
    code = "import index, os, sys; print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1 False\n"
