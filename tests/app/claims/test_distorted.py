"""The article's own sentences, distorted and reworded: what is called supported."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.ask import Asker
from app.claims.check import Checker
from ingest.article import Article
from tests.app.claims.distorting import Made, distorted, reworded

pytestmark = [pytest.mark.model, pytest.mark.slow]

SEED = 7
# A check takes a fifth of a second.
DISTORTED, REWORDED = 160, 100


@pytest.fixture(scope="module")
def checker(real: Asker) -> Checker:
    return Checker(real.index)


@pytest.fixture(scope="module")
def changed(article: Article) -> list[Made]:
    made = distorted(article, DISTORTED, SEED)
    assert len(made) == DISTORTED
    assert {one.how for one in made} == {"number", "date", "side", "negation"}
    return made


def supported(checker: Checker, texts: Sequence[str]) -> float:
    return sum(checker.check(text).verdict == "supported" for text in texts) / len(texts)


def test_what_was_distorted_is_not_called_supported(checker: Checker, changed: list[Made]) -> None:
    assert supported(checker, [one.text for one in changed]) <= 0.05


def test_what_was_not_distorted_is_called_supported(checker: Checker, changed: list[Made]) -> None:
    assert supported(checker, sorted({one.original for one in changed})) >= 0.98


def test_what_was_only_reworded_is_called_supported(checker: Checker, article: Article) -> None:
    made = reworded(article, REWORDED, SEED)
    assert len(made) == REWORDED
    assert supported(checker, [one.text for one in made]) >= 0.8
