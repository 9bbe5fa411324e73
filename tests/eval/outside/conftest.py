"""Rows as SQuAD has them, made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Row = dict[str, object]
Asked = Callable[..., Row]
Passage = Callable[..., Row]


@pytest.fixture
def asked() -> Asked:
    """A question with its gold answers; none: the passage does not answer it."""

    def make(id: str, question: str, *answers: str) -> Row:
        return {"id": id, "question": question, "answers": list(answers), "answerable": bool(answers)}

    return make


@pytest.fixture
def passage() -> Passage:
    """A line of the data file."""

    def make(text: str, *questions: Row, title: str = "Quarry Line") -> Row:
        return {"title": title, "passage": text, "questions": list(questions)}

    return make


@pytest.fixture
def data(tmp_path: Path, asked: Asked, passage: Passage) -> Path:
    """A data folder of twelve titles, each of two passages and three questions."""
    folder = tmp_path / "data"
    folder.mkdir()
    rows: list[Row] = []
    for number in range(12):
        title = f"Line {number}"
        opened = f"The tram line of town {number} opened in {1900 + number}. It was built of iron by Ada Holm."
        closed = f"After a long strike the line of town {number} closed in {1960 + number}. Nobody mourned it."
        rows += [
            passage(
                opened,
                asked(f"{number}-opened", f"When did the tram line of town {number} open?", str(1900 + number)),
                asked(f"{number}-cost", f"What did the tram line of town {number} cost?"),
                title=title,
            ),
            passage(
                closed,
                asked(f"{number}-closed", "In what year did the line close after a strike?", str(1960 + number)),
                title=title,
            ),
        ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "squad2-dev.jsonl").write_text(lines, "utf-8")
    return folder
