"""A server of its own: it has folders of its own, and is over when it is left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eval.trust.running import NotServedError, command, environment, served


def test_the_environment_is_that_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBID_INDEX", "x")
    monkeypatch.setenv("CI", "true")
    found = environment(tmp_path, IBID_PASSWORD="y")
    assert "IBID_INDEX" not in found
    assert "CI" not in found  # onnxruntime is silent where it is set, and is to be caught where it is not
    assert found["IBID_PASSWORD"] == "y"
    folders = [value for name, value in found.items() if name in ("HOME", "TMPDIR") or name.startswith("XDG_")]
    assert len(folders) == 7
    assert all(Path(folder).is_dir() and tmp_path in Path(folder).parents for folder in folders)


def test_the_command_is_this_python_s() -> None:
    assert command("ask", "Who?") == [sys.executable, "-m", "app.cli", "ask", "Who?"]


def test_a_server_that_ends_at_once(tmp_path: Path) -> None:
    with (
        pytest.raises(NotServedError, match="no such thing"),
        served(tmp_path, program=("-c", "raise SystemExit('no such thing')")),
    ):
        pytest.fail("served")


def test_one_that_serves_is_over_when_it_is_left(tmp_path: Path) -> None:
    program = "import time\nprint('Ibid answers at', flush=True)\ntime.sleep(60)"
    with served(tmp_path, program=("-c", program)) as running:
        assert running.process.poll() is None
        assert "answers" in running.said
    assert running.process.poll() is not None
