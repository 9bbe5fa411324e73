"""The list of parts: what Ibid runs with, and nothing of what only its tests do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from eval.trust.sbom import SbomError, main, sbom

LISTED = {
    "bomFormat": "CycloneDX",
    "metadata": {"component": {"bom-ref": "root"}},
    "components": [{"name": "Gradio", "bom-ref": "gradio==1"}, {"name": "pytest", "bom-ref": "pytest==1"}],
    "dependencies": [
        {"ref": "root", "dependsOn": ["gradio==1", "pytest==1"]},
        {"ref": "gradio==1"},
        {"ref": "pytest==1"},
    ],
}


def tool(tmp_path: Path, text: str, code: int = 0) -> Path:
    """A program that prints ``text`` whatever it is asked."""
    path = tmp_path / "tool"
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.stdout.write({text!r})\nsys.stderr.write('no\\nway')\nsys.exit({code})\n"
    )
    path.chmod(0o755)
    return path


def test_what_only_tests_need_is_left_out(tmp_path: Path) -> None:
    found = sbom(tool(tmp_path, json.dumps(LISTED)))
    assert found["components"] == [{"name": "Gradio", "bom-ref": "gradio==1"}]
    assert found["dependencies"] == [
        {"ref": "root", "dependsOn": ["gradio==1"]},
        {"ref": "gradio==1", "dependsOn": []},
    ]
    assert found["bomFormat"] == "CycloneDX"


def test_a_tool_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SbomError, match="make audit"):
        sbom(tmp_path / "none")


def test_a_tool_that_fails(tmp_path: Path) -> None:
    with pytest.raises(SbomError, match=r"failed \(no way\)"):
        sbom(tool(tmp_path, "", 1))


@pytest.mark.parametrize("made", [True, False])
def test_the_command(
    made: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fake() -> dict[str, object]:
        if made:
            return {"bomFormat": "CycloneDX"}
        raise SbomError("none")

    monkeypatch.setattr("eval.trust.sbom.sbom", fake)
    out = tmp_path / "out" / "sbom.json"
    assert main(["--out", str(out)]) == (0 if made else 2)
    assert out.exists() is made
    assert capsys.readouterr().err == ("" if made else "sbom: none\n")
