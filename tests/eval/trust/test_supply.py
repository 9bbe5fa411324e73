"""Supply: what is altered is refused, and what could not be looked up is not called clean."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.version import Version

from eval.trust import supply
from eval.trust.root import ROOT
from eval.trust.row import Size
from eval.trust.supply import MEASURES, _audit, _hashes, _mended, pins, rows


def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    path = tmp_path / "pip-audit"
    path.write_text(f"#!{sys.executable}\nprint({json.dumps(found)!r})\n")
    path.chmod(0o755)
    monkeypatch.setattr(supply, "AUDIT", path)


def test_what_was_skipped_is_not_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit(tmp_path, monkeypatch, {"dependencies": [{"name": "gradio", "skip_reason": "not found"}]})
    row = _audit()
    assert not row.kept
    assert "no advisory service could be reached" in row.figure


def test_what_was_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = {"name": "a", "version": "1", "vulns": []}
    audit(tmp_path, monkeypatch, {"dependencies": [clean, clean]})
    assert (_audit().kept, _audit().figure) == (True, "2 of 2 looked up: no known vulnerability")
    audit(tmp_path, monkeypatch, {"dependencies": [clean, {"name": "b", "skip_reason": "x"}]})
    assert not _audit().kept
    audit(tmp_path, monkeypatch, {"dependencies": [{"name": "b", "version": "1", "vulns": [{"id": "CVE-1"}]}]})
    assert (_audit().kept, _audit().figure) == (False, "1 of 1 looked up: b CVE-1")


def test_an_audit_that_can_not_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "AUDIT", tmp_path / "none")
    assert "could not be run" in _audit().figure


def test_every_advisory_says_what_keeps_it_out() -> None:
    held = tomllib.loads((ROOT / "eval" / "trust" / "advisories.toml").read_text("utf-8"))
    ids = [one["id"] for one in held["advisory"]]
    assert len(ids) == len(set(ids))
    for one in held["advisory"]:
        assert one["what"]
        assert one["why"]
        assert Version(one["fixed"]) <= Version(pins()["gradio"]), one["id"]


def test_no_advisories_are_no_proof() -> None:
    assert not _mended({"looked_up": "2026-01-01", "advisory": []}).kept
    mended, opened = {"id": "a", "fixed": "0.1"}, {"id": "b", "fixed": "999"}
    assert _mended({"looked_up": "2026-01-01", "advisory": [mended]}).kept
    assert not _mended({"looked_up": "2026-01-01", "advisory": [mended, opened]}).kept


def test_what_is_loaded_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "_altered_model", lambda _: None)
    row = _hashes()
    assert not row.kept
    assert "loaded all the same: the packaged model" in row.figure


def test_what_is_left_out_is_there() -> None:
    assert all((ROOT / name).is_file() for name in MEASURES)


@pytest.mark.model
def test_all_of_it_is_kept() -> None:
    assert [row.figure for row in rows(Size.SHORT) if not row.kept] == []
