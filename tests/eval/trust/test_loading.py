"""Code that would run what it reads: found under every name, and nothing else called so."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.trust.loading import dangers
from eval.trust.root import ROOT
from eval.trust.supply import MEASURES, ROOMS


def found(source: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "room.py"
    path.write_text(source, "utf-8")
    return [danger.what for danger in dangers(path)]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        pytest.param("import pickle", "import pickle", id="an-import"),
        pytest.param("from joblib import load", "import joblib", id="from"),
        pytest.param("def f():\n    import pickle as p", "import pickle", id="late-and-renamed"),
        pytest.param("eval('1')", "eval()", id="eval"),
        pytest.param("exec(code)", "exec()", id="exec"),
        pytest.param("__import__(name)", "__import__()", id="import-by-name"),
        pytest.param("import numpy as np\nnp.load(p, allow_pickle=True)", "numpy.load(allow_pickle=…)", id="pickles"),
        pytest.param("from numpy import load as l\nl(p, allow_pickle=x)", "numpy.load(allow_pickle=…)", id="perhaps"),
        pytest.param("import torch\ntorch.load(p)", "torch.load() of more than weights", id="torch"),
        pytest.param("import torch as t\nt.load(p, weights_only=False)", "torch.load() of more than weights", id="t"),
        pytest.param("import yaml\nyaml.load(s)", "yaml.load()", id="yaml"),
        pytest.param("import subprocess\nsubprocess.run(c, shell=True)", "subprocess.run(shell=…)", id="a-shell"),
        pytest.param("from subprocess import run\nrun(c, shell=yes)", "subprocess.run(shell=…)", id="perhaps-a-shell"),
        pytest.param("import os\nos.system(c)", "os.system()", id="system"),
        pytest.param("M(n, trust_remote_code=True)", "M(trust_remote_code=…)", id="a-model-s-own-code"),
    ],
)
def test_dangers(source: str, what: str, tmp_path: Path) -> None:
    assert found(source, tmp_path) == [what]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import numpy as np\nnp.load(p)", id="pickles-are-off"),
        pytest.param("import numpy as np\nnp.load(p, allow_pickle=False)", id="off-and-said"),
        pytest.param("import torch\ntorch.load(p, weights_only=True)", id="weights-only"),
        pytest.param("import yaml\nyaml.safe_load(s)", id="safe-yaml"),
        pytest.param("import subprocess\nsubprocess.run(['ls'])", id="no-shell"),
        pytest.param("import re\nre.compile('x')", id="a-pattern"),
        pytest.param("model.eval()", id="a-model-that-is-no-longer-trained"),
        pytest.param("'pickle' # eval(x)", id="words"),
        pytest.param("import json\njson.load(f)", id="json"),
    ],
)
def test_what_is_none(source: str, tmp_path: Path) -> None:
    assert found(source, tmp_path) == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_house_has_none(room: str) -> None:
    paths = [path for path in (ROOT / room).rglob("*.py") if path.relative_to(ROOT).as_posix() not in MEASURES]
    assert [danger for path in paths for danger in dangers(path)] == []
