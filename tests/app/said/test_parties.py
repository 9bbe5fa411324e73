"""Which speakers are one."""

from __future__ import annotations

import pytest

from app.said import accounts
from tests.making import P, made


@pytest.mark.parametrize(
    ("sentences", "groups"),
    [
        pytest.param(("The Freedonian Ministry of Trade said so.", "Freedonia's Trade Ministry denied it."), None, id="one-party"),
        pytest.param(("Freedonia said so.", "It rained.", "Sylvanian officials denied it."), (1, 0, 2), id="two-and-nobody"),
        pytest.param(("Sylvania said so.", "Freedonia denied it.", "Sylvania's government said more."), (1, 2, 1), id="one-again"),
        pytest.param(("The President of Freedonia, Tom Reed, said so.", "Reed said more.", "Sylvania denied it."), (1, 1, 2), id="a-surname"),
        pytest.param(("North Sylvania said so.", "South Sylvania denied it."), (1, 2), id="north-and-south"),
        pytest.param(("Sylvania said so.", "It rained."), None, id="one-speaker"),
        pytest.param(("Sylvania said so.", "Freedonia denied it.", "Sylvania and Freedonia said more."), None, id="one-voice-for-both"),
        pytest.param(("Sylvania said so.", "The Sylvanian Report said more."), None, id="a-paper-of-the-same"),
        pytest.param(("Ann Lee said so.", "Lee said more.", "Sylvania denied it."), (1, 1, 2), id="a-surname-of-no-party"),
        pytest.param(("Oxbow Bridge Friends said so.", "OBF said more.", "Sylvania denied it."), (1, 1, 2), id="initials"),
    ],
)  # fmt: skip
def test_accounts(sentences: tuple[str, ...], groups: tuple[int, ...] | None) -> None:
    article = made(*(P((sentence,)) for sentence in sentences))
    assert accounts(article, [(p, p.sentences[0]) for p in article.passages]) == groups
