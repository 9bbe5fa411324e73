"""What Ibid is made of: is it what was tested, under which licence, with which known holes; and what it loads."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from packaging.utils import canonicalize_name
from packaging.version import Version

from eval.trust.damage import flip
from eval.trust.licences import Package, page, runtime
from eval.trust.loading import dangers
from eval.trust.root import ROOT
from eval.trust.row import Row, Size
from eval.trust.sbom import SbomError, sbom
from index import encoders
from index.errors import ModelError
from index.model import model_folder
from ingest.errors import TextError
from ingest.source import read_article

ROOMS = ("ingest", "index", "app", "eval")
# Evaluates constants of Ibid's own source, to list its patterns; no user's data and no model's.
MEASURES = frozenset({"eval/trust/patterns.py"})
AUDIT = ROOT / ".venv-audit" / "bin" / "pip-audit"
AUDITED = "pip-audit looks every pinned package up where advisories are published"


def rows(size: Size) -> list[Row]:
    """``size``: the audit and the list of parts, which need tools of their own, are made where all is."""
    packages = runtime()
    found = [_pinned(packages), _licences(packages), _loads_nothing(), _hashes(), _advisories()]
    return [*found, _audit(), _parts(packages)] if size is Size.FULL else found


def pins() -> dict[str, str]:
    """Name → version of constraints.txt."""
    lines = (
        line.partition("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line
    )
    return {canonicalize_name(name): pinned for name, _, pinned in lines}


def _pinned(packages: list[Package]) -> Row:
    held = pins()
    without = [one.name for one in packages if canonicalize_name(one.name) not in held]
    other = [
        one.name for one in packages if held.get(canonicalize_name(one.name), one.version) != one.version.split("+")[0]
    ]
    return Row(
        "Everything Ibid runs with is pinned to the version that was tested",
        f"{len(packages)} packages; without a pin: {', '.join(without) or 'none'}; another version here: "
        f"{', '.join(other) or 'none'}",
        not without and not other,
        note="The pins name versions, not hashes of files.",
    )


def _licences(packages: list[Package]) -> Row:
    unsaid = [one.name for one in packages if not one.licence]
    told = (ROOT / "docs" / "licences.md").read_text("utf-8") == page(packages)
    return Row(
        "Every package's licence is known, and stands in docs/licences.md",
        f"{len(packages) - len(unsaid)} of {len(packages)} known; the page is {'as' if told else 'not'} installed",
        not unsaid and told,
    )


def _loads_nothing() -> Row:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    found = [danger for path in paths if path.relative_to(ROOT).as_posix() not in MEASURES for danger in dangers(path)]
    first = f": {found[0].path.relative_to(ROOT)}:{found[0].line} {found[0].what}" if found else ""
    return Row(
        "Nothing that is read is run: no pickle, eval, exec, unsafe YAML, shell or code of a model's",
        f"{len(paths)} files of code, {len(found)} such calls{first}",
        not found,
        note=f"{len(MEASURES)} file is left out, which looks through Ibid's own code. Weights are safetensors and "
        "ONNX, arrays are numpy's without pickles.",
    )


@dataclass(frozen=True, slots=True)
class _Altered:
    what: str
    check: Callable[[Path], None]


def _hashes() -> Row:
    tried = (
        _Altered("the packaged model", _altered_model),
        _Altered("the bundled article", _altered_article),
    )
    said: list[str] = []
    loaded: list[str] = []
    for one in tried:
        with TemporaryDirectory() as kept:
            try:
                one.check(Path(kept))
            except (ModelError, TextError) as error:
                said.append(str(error))
            else:
                loaded.append(one.what)
    return Row(
        "What ships is loaded only if it is what was shipped, to the byte",
        f"one bit flipped in each of {', '.join(one.what for one in tried)}: {len(said)} of {len(tried)} refused"
        + (f"; loaded all the same: {', '.join(loaded)}" if loaded else ""),
        not loaded and len(said) == len(tried),
        example=said[-1] if said else "",
        note="Of the packaged reader see faults. A model of one's own has no hash to check against; the index "
        "remembers which it was built with.",
    )


def _altered_model(folder: Path) -> None:
    from index.model import PACKAGED as NAME

    copy = Path(shutil.copytree(model_folder(NAME), folder / "model"))
    flip(copy / "model.safetensors", Random(7))
    with patch.object(encoders, "model_folder", lambda _: copy):
        encoders.encoder_of(NAME)


def _altered_article(folder: Path) -> None:
    from ingest import source

    copy = Path(shutil.copytree(Path(str(resources.files("ingest") / "data")), folder / "data"))
    flip(copy / source.BUNDLED, Random(7))
    with patch.object(source, "resources", _Resources(folder)):
        read_article()


class _Resources:
    """Stands for importlib.resources: every package's files lie in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self, _: str) -> Path:
        return self._folder


def _advisories() -> Row:
    return _mended(tomllib.loads((resources.files("eval") / "trust" / "advisories.toml").read_text("utf-8")))


def _mended(held: dict[str, Any]) -> Row:
    """``held``: eval/trust/advisories.toml, read."""
    known = held["advisory"]
    here = Version(version("gradio"))
    open_ones = [one["id"] for one in known if here < Version(one["fixed"])]
    newest = max((Version(one["fixed"]) for one in known), default=here)
    return Row(
        "No hole of Gradio's that is known here is open in the version that is installed",
        f"{len(known)} advisories ({held['looked_up']}), by the version each was mended in; not yet mended in {here}: "
        f"{', '.join(open_ones) or 'none'} (the last one was in {newest})",
        bool(known) and not open_ones,
        note="eval/trust/advisories.toml has each, and what stands before it in Ibid, which is not measured here. Of "
        "what was published by that day, as far as public pages that could be searched have it; other packages' were "
        "not read.",
    )


def _audit() -> Row:
    """pip-audit says "none found" of what it could not look up: what it skipped is counted as not looked at."""
    try:
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [str(AUDIT), "-r", str(ROOT / "constraints.txt"), "--no-deps", "--disable-pip", "-f", "json"],
                stdout=subprocess.PIPE,
                stderr=said,
                timeout=300,
                check=False,
            )
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired):
        found = []
    looked_up = [one for one in found if "vulns" in one]
    holes = [f"{one['name']} {hole['id']}" for one in looked_up for hole in one["vulns"]]
    if not looked_up:
        why = "no advisory service could be reached" if found else f"it could not be run ({AUDIT.parent.parent.name})"
        return Row(
            AUDITED,
            f"not measured here: {why}",
            False,
            note="In its place stands the row above, for Gradio; run `make audit` where the network is.",
        )
    return Row(
        AUDITED,
        f"{len(looked_up)} of {len(found)} looked up: {', '.join(holes) or 'no known vulnerability'}",
        not holes and len(looked_up) == len(found),
    )


def _parts(packages: list[Package]) -> Row:
    promise = "A release has the list of its parts, as CycloneDX (`make sbom`)"
    try:
        found = sbom()
    except SbomError as error:
        return Row(promise, f"not made here: {error}", False)
    components = found["components"]
    assert isinstance(components, list)
    names = {canonicalize_name(one["name"]) for one in components}
    missing = [one.name for one in packages if canonicalize_name(one.name) not in names]
    licensed = sum(bool(one.get("licenses")) for one in components)
    return Row(
        promise,
        f"{len(components)} parts, {licensed} with their licence in it; missing: {', '.join(missing) or 'none'}",
        not missing,
    )
