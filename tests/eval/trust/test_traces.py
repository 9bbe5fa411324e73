"""A search that would miss nothing: every form in which a question may have been written down."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from eval.trust.traces import MARK, Watch

TEXT = f"Who is {MARK}?"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="text"),
        pytest.param(TEXT.encode("utf-16"), id="two-bytes-a-letter"),
        pytest.param(TEXT.encode("utf-16-be"), id="the-other-way-round"),
        pytest.param(TEXT.encode().hex().encode(), id="hex"),
        *(pytest.param(base64.b64encode(f"{'x' * at}{MARK} and on".encode()), id=f"base64-{at}") for at in range(4)),
    ],
)
def test_it_is_found(data: bytes, tmp_path: Path) -> None:
    watch = Watch(tmp_path, tmp_path / "none")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "file").write_bytes(b"\0\xff" + data + b"\0")
    found = watch.traces(f"one\n{data.decode('latin-1')}\nthree")
    assert [Path(name).name for name in found.files] == ["file"]
    assert len(found.lines) == 1
    assert found.looked_through == len(found.own) == 1


def test_in_a_name(tmp_path: Path) -> None:
    watch = Watch(tmp_path, tmp_path / "none")
    (tmp_path / f"{MARK}.tmp").write_bytes(b"")
    assert len(watch.traces("").files) == 1


def test_only_what_is_new_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "questions").write_text(TEXT)
    watch = Watch(tmp_path, tmp_path / "none")
    (tmp_path / "other").write_text("nothing")
    found = watch.traces("nothing either")
    assert (found.files, found.lines, found.looked_through) == ((), (), 1)
