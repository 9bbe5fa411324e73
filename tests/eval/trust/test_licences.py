"""Licences: every package that Ibid runs with says one, and the page has it."""

from __future__ import annotations

from importlib.metadata import Distribution
from pathlib import Path

import pytest

from eval.trust.licences import MissingError, Package, _installed, _licence, main, page, runtime
from tests.conftest import ROOT


class Held(Distribution):
    """A package with these metadata."""

    def __init__(self, *fields: tuple[str, str]) -> None:
        self._text = "".join(
            f"{name}: {value}\n" for name, value in (("Metadata-Version", "2.4"), ("Name", "x"), *fields)
        )

    def read_text(self, filename: str) -> str | None:
        return self._text if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        pytest.param([("License-Expression", "MIT OR Apache-2.0"), ("License", "x")], "MIT OR Apache-2.0", id="spdx"),
        pytest.param([("License", "MIT License")], "MIT", id="another-name"),
        pytest.param([("License", "ISC")], "ISC", id="a-name"),
        pytest.param([("Classifier", "License :: OSI Approved :: BSD License")], "BSD-3-Clause", id="a-class"),
        pytest.param(
            [
                ("Classifier", "License :: OSI Approved :: MIT License"),
                ("Classifier", "License :: X"),
                ("Classifier", "Y"),
            ],
            "MIT AND X",
            id="two-classes",
        ),
        pytest.param(
            [("License", "MIT License  Copyright (c) 2022, and all of its text, at length")], "MIT", id="its-text"
        ),
        pytest.param(
            [("License", "A text of its own that goes on for longer than any name does here")], "", id="a-text"
        ),
        pytest.param([], "", id="nothing"),
    ],
)
def test_what_the_metadata_say(fields: list[tuple[str, str]], licence: str) -> None:
    assert _licence(Held(*fields)) == licence


def test_every_package_says_one_and_the_page_has_it() -> None:
    """Run `make licences` when this fails, and look at what it writes."""
    told = (ROOT / "docs" / "licences.md").read_text("utf-8")
    for one in runtime():
        assert one.licence, f"{one.name}: says no licence; look it up, and write it into SAID_ELSEWHERE"
        assert f"| {one.name} | {one.licence} |" in told, one.name


def test_what_is_needed_by_what_is_needed() -> None:
    names = {one.name for one in runtime()}
    assert {"gradio", "starlette", "numpy", "mcp"} <= names
    assert not {"pytest", "mypy", "ruff"} & names
    optional = {one.name for one in runtime() if one.optional}
    assert "mcp" in optional
    assert "gradio" not in optional


def test_the_page() -> None:
    packages = [Package("a", "1", "MIT"), Package("b", "1", "", "said there", True)]
    rows = [line for line in page(packages).splitlines() if line.startswith(("| a", "| b"))]
    assert rows == ["| a | MIT |  |", "| b | **not said** | only `--mcp`; said there |"]


def test_a_package_that_is_not_there() -> None:
    with pytest.raises(MissingError, match="no-such-package"):
        _installed("no-such-package")


@pytest.mark.parametrize(("licence", "code"), [("MIT", 0), ("", 1)])
def test_the_command(licence: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.trust.licences.runtime", lambda: [Package("a", "1", licence)])
    assert main(["--out", str(tmp_path / "page.md")]) == code
    assert "| a |" in (tmp_path / "page.md").read_text("utf-8")
