"""Questions in pairs: one that a passage answers, one like it that it does not (contrast sets, Gardner et al. 2020).

They were written for Ibid by readers of passages of the training part: the first of a pair shares as few words with its
sentence as can be, the second asks for what the passage does not tell. Public data has little of either: its questions
were written in the passage's own words.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from eval.training.corpus import Asked, Corpus, Text, occurrences
from eval.training.titles import Part

PACKAGED = Path(__file__).resolve().parent / "contrast.jsonl"
PREFIX = "contrast-"


def key(text: Text) -> str:
    """What a line of the file names its passage by: 12 digits of its sentences' hash."""
    return sha256("\n".join(text.sentences).encode()).hexdigest()[:12]


def with_contrast(corpus: Corpus, path: Path = PACKAGED) -> Corpus:
    """``corpus``, and behind its own questions those of ``path`` about passages that are trained on.

    A line names its ``passage`` by `key`, and has a ``question``, the number of a ``sentence``, and the ``answer``:
    words of that sentence, or null, where the sentence only seems to answer. What does not fit is dropped.
    """
    at = {key(text): number for number, text in enumerate(corpus.texts) if text.part is Part.TRAIN}
    asked: list[Asked] = []
    missing = unfit = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if row["passage"] not in at:
            missing += 1
            continue
        sentences = corpus.texts[at[row["passage"]]].sentences
        answered = row["answer"] is not None
        if answered and not any(occurrences(one, row["answer"]) for one in sentences[row["sentence"] :][:1]):
            unfit += 1
            continue
        asked.append(
            Asked(
                id=f"{PREFIX}{number}",
                text=at[row["passage"]],
                question=row["question"],
                right=(row["sentence"],) if answered else (),
                answers=(row["answer"],) if answered else (),
                paraphrase=answered,
                part=Part.TRAIN,
            )
        )
    dropped = {"contrast: passage not trained on": missing, "contrast: answer not in its sentence": unfit}
    return replace(corpus, asked=(*corpus.asked, *asked), dropped={**corpus.dropped, **dropped})
