"""Offline, whole: build, ask and serve with the real model while every socket but loopback fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.ask import Asker
from app.page import application
from index.open import open_index
from ingest.source import read_article

pytestmark = pytest.mark.model


def test_build_ask_and_serve_reach_for_no_other_machine(tmp_path: Path, loopback_only: list[str]) -> None:
    article = read_article()
    asker = Asker(open_index(article, folder=tmp_path / "index"))
    assert asker.ask("How long did the war last?").answered
    again = Asker(open_index(article, folder=tmp_path / "index"))
    assert again.ask("How long did the war last?").quotes == asker.ask("How long did the war last?").quotes
    with TestClient(application(again)) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "default-src 'self'" in page.headers["content-security-policy"]
    assert loopback_only == []
