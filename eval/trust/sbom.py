"""out/sbom.json: what a release runs with, as CycloneDX JSON, made by cyclonedx-py from what is installed.

The environment it looks at has the tests' packages too; what Ibid does not run with is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import canonicalize_name

from eval.trust.licences import runtime
from eval.trust.root import ROOT
from ingest.errors import IbidError

TOOL = ROOT / ".venv-audit" / "bin" / "cyclonedx-py"


class SbomError(IbidError):
    """No list could be made."""


def sbom(tool: Path = TOOL) -> dict[str, object]:
    """The list, CycloneDX 1.6. Raises SbomError if ``tool`` is missing or fails."""
    command = [str(tool), "environment", "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible"]
    command += ["--sv", "1.6", "--of", "JSON", "-o", "-", sys.executable]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except OSError as error:
        raise SbomError(f"{tool}: cannot be run ({error.strerror}); `make audit` installs it") from None
    if done.returncode != 0:
        raise SbomError(f"{tool}: failed ({' '.join(done.stderr.split())[-200:]})")
    found: dict[str, object] = json.loads(done.stdout)
    return _shipped(found, {canonicalize_name(one.name) for one in runtime()})


def _shipped(found: dict[str, object], names: set[str]) -> dict[str, object]:
    """The list without what is not of ``names``."""
    components, dependencies = found.get("components"), found.get("dependencies")
    assert isinstance(components, list)
    assert isinstance(dependencies, list)
    kept = [one for one in components if canonicalize_name(one["name"]) in names]
    refs = {one["bom-ref"] for one in kept}
    metadata = found.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("component"), dict):
        refs.add(metadata["component"].get("bom-ref"))
    links = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in refs]}
        for one in dependencies
        if one["ref"] in refs
    ]
    return {**found, "components": kept, "dependencies": links}


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the file. 0, or 2 if it can't be made."""
    parser = argparse.ArgumentParser(prog="python -m eval.trust.sbom", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/sbom.json"), metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        found = sbom()
    except IbidError as error:
        print(f"sbom: {error}", file=sys.stderr)
        return 2
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
