"""Which broken promises fail a change: all but those that a clock alone tells, and those the page says are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.trust import cli
from eval.trust.page import Section, page
from eval.trust.row import Row, Size


@pytest.mark.parametrize(
    ("row", "published", "code"),
    [
        pytest.param(Row("a", "", kept=True), True, 0, id="kept"),
        pytest.param(Row("a", "", kept=False), True, 1, id="broken"),
        pytest.param(Row("a", "", kept=False, timed=True), True, 0, id="by-the-clock"),
        pytest.param(Row("told | so", "", kept=False), True, 0, id="told-to-be-broken"),
        pytest.param(Row("new", "", kept=False), True, 1, id="not-on-the-page"),
        pytest.param(Row("a", "", kept=False, timed=True), False, 1, id="by-the-clock-where-all-counts"),
    ],
)
def test_what_fails(row: Row, published: bool, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "trust.md"
    rows = (Row("a", "", kept=True), Row("told | so", "", kept=False))
    told.write_text(page([Section("load", rows, "2024-05-01")], Size.FULL, "abc"), "utf-8")
    monkeypatch.setattr(cli, "_measured", lambda kind, _: Section(kind, (row,), "2024-05-02"))
    options = ["--published", str(told)] if published else []
    assert cli.main(["load", "--short", *options, "--out", str(tmp_path / "out.md")]) == code
