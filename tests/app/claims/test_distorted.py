"""The article's own sentences, distorted and reworded: what is called supported."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.claims.check import Checker
from index.open import open_index
from ingest.article import Article
from tests.app.claims.distorting import Made, distorted, reworded

pytestmark = [pytest.mark.model, pytest.mark.slow]

SEED = 7


@pytest.fixture(scope="module")
def checker(article: Article, tmp_path_factory: pytest.TempPathFactory) -> Checker:
    return Checker(open_index(article, folder=tmp_path_factory.mktemp("real") / "index"))


@pytest.fixture(scope="module")
def changed(article: Article) -> list[Made]:
    made = distorted(article, 400, SEED)
    assert len(made) == 400
    assert {one.how for one in made} == {"number", "date", "side", "negation"}
    return made


def supported(checker: Checker, texts: Sequence[str]) -> float:
    return sum(checker.check(text).verdict == "supported" for text in texts) / len(texts)


def test_what_was_distorted_is_not_called_supported(checker: Checker, changed: list[Made]) -> None:
    assert supported(checker, [one.text for one in changed]) <= 0.05


def test_what_was_not_distorted_is_called_supported(checker: Checker, changed: list[Made]) -> None:
    assert supported(checker, [one.original for one in changed]) >= 0.98


def test_what_was_only_reworded_is_called_supported(checker: Checker, article: Article) -> None:
    made = reworded(article, 200, SEED)
    assert len(made) == 200
    assert supported(checker, [one.text for one in made]) >= 0.8
