"""Commands in processes that can be killed and limited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.trust.toy import text
from eval.trust.toy_ibid import Said, ToyIbid

LINES = [
    pytest.param("ibid: no\n", "ibid: no", id="one"),
    pytest.param("Building the index …\nibid: no\n", "ibid: no", id="after-progress"),
    pytest.param("ibid: one\nibid: two\n", "", id="two"),
    pytest.param("ibid: no\nand more\n", "", id="of-two-lines"),
    pytest.param("Traceback (most recent call last):\nibid: no\n", "", id="traceback"),
    pytest.param("", "", id="none"),
]


@pytest.mark.parametrize(("err", "line"), LINES)
def test_one_clear_line(err: str, line: str) -> None:
    said = Said(2, "", err, 0.0)
    assert said.line == line
    assert said.refused == bool(line)
    assert not Said(0, "", err, 0.0).refused


@pytest.fixture(scope="module")
def ibid() -> Iterator[ToyIbid]:
    with ToyIbid() as running:
        yield running


@pytest.mark.slow
def test_it_is_killed_limited_and_goes_on(ibid: ToyIbid, tmp_path: Path) -> None:
    article = tmp_path / "bridges.txt"
    article.write_text(text(), "utf-8")
    ibid.begin("index", article, "--index", tmp_path / "index")
    assert ibid.kill() is None
    assert not (tmp_path / "index").exists()
    limited = ibid.run("index", article, "--index", tmp_path / "index", limit=100)
    assert limited.refused
    assert "File too large" in limited.line
    assert ibid.run("index", article, "--index", tmp_path / "index").code == 0
    assert ibid.run("index", "--verify", article, "--index", tmp_path / "index").code == 0
