"""pytest runs a question file, one test a question.

    # pytest.ini, or [tool.pytest.ini_options] in pyproject.toml
    ibid_questions = questions.jsonl
    ibid_article = article.txt

A file of that name is collected wherever pytest looks for tests. Without ``ibid_questions`` the plugin does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from eval.questions import Question
    from eval.run import Row


def pytest_addoption(parser: pytest.Parser) -> None:
    """The plugin's settings."""
    parser.addini(
        "ibid_questions", "question file of Ibid, run one test a question (relative to the ini file)", default=""
    )
    parser.addini(
        "ibid_article", "article that the questions are about (default: the one that comes with Ibid)", default=""
    )
    parser.addini("ibid_index", "folder of the index (default: the cache folder)", default="")
    parser.addini("ibid_model", "embedding model, by name or folder (default: the packaged one)", default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> QuestionFile | None:
    """Collects the file that ``ibid_questions`` names."""
    named = _path(parent.config, "ibid_questions")
    if named is None or file_path.resolve() != named:
        return None
    return QuestionFile.from_parent(parent, path=file_path)


def _path(config: pytest.Config, name: str) -> Path | None:
    value = str(config.getini(name))
    return ((config.inipath.parent if config.inipath else config.rootpath) / value).resolve() if value else None


class QuestionFile(pytest.File):
    """A question file; its index is opened when the first question is asked."""

    def collect(self) -> Iterable[QuestionItem]:
        """One item for each question that can be asked."""
        from eval.questions import load
        from eval.run import runnable
        from ingest.errors import IbidError
        from ingest.source import read_article

        try:
            article = read_article(_path(self.config, "ibid_article"))
            questions = load(self.path, article)
        except IbidError as error:
            raise self.CollectError(str(error)) from None
        asked = _Asked(self.config, article)
        for question in runnable(questions.questions):
            item = QuestionItem.from_parent(self, name=question.id)
            item.question, item.asked = question, asked
            yield item


class _Asked:
    """The system under test, opened once for all questions of a file."""

    def __init__(self, config: pytest.Config, article: object) -> None:
        self._config = config
        self._article = article
        self._judge: object | None = None

    def __call__(self, question: Question) -> Row:
        from eval.metrics import measures
        from eval.run import judge
        from eval.system import system
        from index.open import open_index
        from ingest.article import Article

        assert isinstance(self._article, Article)
        if self._judge is None:
            model = str(self._config.getini("ibid_model")) or None
            self._judge = system(open_index(self._article, folder=_path(self._config, "ibid_index"), model=model))
        assert callable(self._judge)
        return judge(question, self._judge(question), measures(self._article.text))


class QuestionItem(pytest.Item):
    """One question: passes if its answer is right, or if silence is kept where the article is silent."""

    question: Question
    asked: _Asked

    def runtest(self) -> None:
        """Asks, and fails with expected and actual."""
        from eval.report import actual, expected, won

        row = self.asked(self.question)
        if not won(row):
            pytest.fail(
                f"{self.question.question}\nexpected: {expected(self.question)}\ncame: {actual(row)}", pytrace=False
            )

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """What pytest prints for the item."""
        return self.path, None, f"{self.name}: {self.question.question[:60]}"
