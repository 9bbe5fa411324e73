"""ibid serve: what it refuses to begin with, in a line and before anything is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app import server
from app.cli import main
from app.commands.serve import OPEN, VARIABLE
from app.guard import is_loopback
from app.logs import Log
from app.password import Password

RIGHT = "correct horse battery"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What would be served; nothing is."""
    found: dict[str, object] = {}

    def serve(make: object, title: str, **options: object) -> None:
        found.update(options)

    monkeypatch.setattr(server, "serve", serve)
    monkeypatch.setattr(server, "check_port", lambda host, port: None)
    monkeypatch.setattr("app.logs.quieten", lambda log: None)
    monkeypatch.delenv(VARIABLE, raising=False)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(f"{RIGHT}\n", "utf-8")
    path.chmod(0o600)
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["serve", "--no-browser", *map(str, arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ibid: ")
    assert err.count("\n") == 1
    assert RIGHT not in err
    return err


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.0.2.7", "desk.example", "localhost.evil.example", "127.0.0.1.x"]
)
def test_no_password_no_network(host: str, served: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--host", host)
    assert host in said
    assert "--password-file" in said
    assert VARIABLE in said
    assert OPEN in said
    assert served == {}


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
def test_with_a_password(host: str, file: Path, served: dict[str, object]) -> None:
    assert main(["serve", "--host", host, "--password-file", str(file)]) == 0
    assert isinstance(served["password"], Password)
    assert served["password"].right(RIGHT.encode())


def test_with_one_in_the_environment(served: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, RIGHT)
    assert main(["serve", "--host", "0.0.0.0"]) == 0
    assert isinstance(served["password"], Password)
    assert VARIABLE not in os.environ  # what is started from here, such as a browser, does not get it


def test_open_on_purpose(served: dict[str, object]) -> None:
    assert main(["serve", "--host", "0.0.0.0", OPEN]) == 0
    assert served["password"] is None


def test_on_this_machine_none_is_needed(served: dict[str, object]) -> None:
    assert main(["serve", "--log"]) == 0
    assert served["password"] is None
    assert isinstance(served["log"], Log)
    assert served["log"].requests


def test_two_are_one_too_many(
    file: Path, served: dict[str, object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, RIGHT)
    assert "not both" in refused(capsys, "--password-file", file)


def test_a_password_and_open(file: Path, served: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    assert OPEN in refused(capsys, "--password-file", file, OPEN)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(None, "No such file", id="missing"),
        pytest.param(b"", "0 characters", id="empty"),
        pytest.param(b"short\n", "5 characters", id="short"),
        pytest.param(b"\n" + RIGHT.encode(), "0 characters", id="on-the-second-line"),
        pytest.param(b"\xff\xfe" * 20, "is no text", id="no-text"),
    ],
)
def test_a_bad_file(
    data: bytes | None, said: str, tmp_path: Path, served: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "password"
    if data is not None:
        path.write_bytes(data)
        path.chmod(0o600)
    assert said in refused(capsys, "--password-file", path)


def test_a_file_that_others_can_read(file: Path, served: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    file.chmod(0o644)
    assert main(["serve", "--password-file", str(file)]) == 0
    assert f"chmod 600 {file}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--keyfile", "key.pem"), "--certfile"),
        (("--certfile", "missing.pem"), "No such file"),
        (("--certfile", __file__), "no certificate"),
    ],
)
def test_bad_certificates(
    arguments: tuple[str, ...], said: str, served: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, *arguments)


@pytest.mark.parametrize("option", ["--password", "--pass"])
def test_no_password_on_the_command_line(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`ps` would show it. An abbreviation names a file, and what is refused is not repeated."""
    assert "No such file" in refused(capsys, option, RIGHT)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.255.0.9", True),
        ("::1", True),
        ("LocalHost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.", False),
        ("127.1", False),
        ("192.0.2.7", False),
    ],
)
def test_loopback(host: str, own: bool) -> None:
    assert is_loopback(host) is own
