"""Invented articles, each with its questions: what copied articles are made of, and public data is not.

Rows of infoboxes, captions, notes, figures that parties tell differently, denials, dates by reference. They were
written for Ibid with 56 questions each, about half of which the article does not answer though it speaks of the very
thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.training.corpus import Asked, Corpus, Text
from eval.training.titles import Part

PACKAGED = Path(__file__).resolve().parent / "stories.jsonl"
PREFIX = "story-"


def with_stories(corpus: Corpus, path: Path = PACKAGED) -> Corpus:
    """``corpus``, and behind its own texts and questions those of ``path``, an article a line.

    A line has a ``title``, ``passages`` (``heading``, ``sentences``) and ``questions``. A question has the ``answers``
    (numbers of ``passage`` and ``sentence``, and their ``words``), or none, and where it seems to be answered,
    ``near``. One that several passages answer is asked once of each. Its ``kind``, by what it is answered or why it is
    not, is for who reads the file.
    """
    texts = list(corpus.texts)
    asked: list[Asked] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        first = len(texts)
        texts += [
            Text("story", row["title"], tuple(one["heading"]), row["title"], tuple(one["sentences"]), Part.TRAIN)
            for one in row["passages"]
        ]
        for at, question in enumerate(row["questions"]):
            asked += _asked(f"{PREFIX}{number}-{at}", question, first)
    return replace(corpus, texts=tuple(texts), asked=(*corpus.asked, *asked))


def _asked(name: str, question: Mapping[str, Any], first: int) -> Iterator[Asked]:
    answers = question["answers"]
    words = tuple(dict.fromkeys(one["words"] for one in answers))
    for passage in dict.fromkeys(one["passage"] for one in answers or [question["near"]]):
        right = tuple(dict.fromkeys(one["sentence"] for one in answers if one["passage"] == passage))
        yield Asked(
            id=f"{name}-{passage}",
            text=first + passage,
            question=question["question"],
            right=right,
            answers=words,
            paraphrase=bool(answers),
            part=Part.TRAIN,
        )
