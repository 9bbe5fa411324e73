"""Whom `he`, `it` and `the ministry` mean, and where that is not sure."""

from __future__ import annotations

import pytest

from tests.app.said.telling import speaker
from tests.making import P, made


@pytest.mark.parametrize(
    ("above", "sentence", "named"),
    [
        pytest.param(("The mayor, Ann Lee, said so.",), "She added that it rained.", "The mayor, Ann Lee", id="she"),
        pytest.param(("The mayor, Ann Lee, said so.", "The rain had stopped."), "She added that it was cold.", "The mayor, Ann Lee", id="she-past-the-rain"),
        pytest.param(("Ann Lee said so.", "The rain had stopped.", "The sun came out."), "She added that it was cold.", None, id="too-far"),
        pytest.param(("However, botanists said so.",), "They added that it rained.", "botanists", id="they"),
        pytest.param(("The Foreign Ministry of Sylvania said so.",), "According to the ministry, it rained.", "The Foreign Ministry of Sylvania", id="the-ministry"),
        pytest.param(("Sylvania said so.",), "According to the ministry, it rained.", None, id="no-ministry"),
        pytest.param(("Sylvania accused Freedonia of theft.",), "It denied this.", None, id="an-answer-is-the-others"),
        pytest.param(("Sylvania met Freedonia.",), "It said that it rained.", None, id="it-did-not-speak-before"),
        pytest.param(("While the sun shone in Sylvania.",), "It said that it rained.", None, id="no-clause-before"),
        pytest.param(("Sylvania said so.",), "He said that it rained.", None, id="he-is-no-country"),
        pytest.param(("Ann Lee met Tom Reed.",), "He said that it rained.", None, id="one-of-two"),
        pytest.param(("Ann Lee said so.",), "Tom Reed said that it rained.", None, id="a-name"),
    ],
)  # fmt: skip
def test_whom_a_pronoun_means(above: tuple[str, ...], sentence: str, named: str | None) -> None:
    article = made(P((*above, sentence)))
    who, meant = speaker(article, article.passages[0], article.passages[0].sentences[-1])
    assert who is not None
    assert meant == named
    # Never from another passage.
    apart = made(P(above), P((sentence,)))
    assert speaker(apart, apart.passages[1], apart.passages[1].sentences[0]) == (who, None)


def test_a_label_is_no_pronoun_of_the_row_above() -> None:
    article = made(P(("Sylvania said so.",)), P(("40 ships", "30 boats"), intro="Per The Ministry:"))
    rows = article.passages[1]
    assert [speaker(article, rows, row) for row in rows.sentences] == [("The Ministry", None)] * 2
