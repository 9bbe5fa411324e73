"""What a question is about, in brackets."""

from __future__ import annotations

import pytest

from app.followup.phrases import Seen
from app.followup.topic import topic
from tests.app.followup.ruritania import NAMES


@pytest.mark.parametrize(
    ("last", "text", "told"),
    [
        pytest.param("When was the bridge lost?", "Why?", " (the bridge lost)", id="all"),
        pytest.param("When was the bridge lost in Lowmere?", "Who lost Lowmere?", " (the bridge)", id="less-what-is-held"),
        pytest.param("Which men left the grey mill?", "Who left?", " (men grey mill)", id="around-what-is-held"),
        pytest.param("When was it?", "Why?", "", id="nothing-telling"),
        pytest.param(
            "Which grey boats of Borduria carried soldiers over the wide lake before dawn from Highford and from Lowmere?",
            "Why?", " (grey boats of Borduria, soldiers, the wide lake)", id="long",
        ),
    ],
)  # fmt: skip
def test_topic(last: str, text: str, told: str) -> None:
    assert topic(Seen(last, NAMES), text) == told
