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

from eval.training.corpus import Asked, Corpus, Text
from eval.training.titles import Part

PACKAGED = Path(__file__).resolve().parent / "contrast.jsonl"
PREFIX = "contrast-"


def key(text: Text) -> str:
    """What a line of the file names its passage by: 12 digits of its sentences' hash."""
    return sha256("\n".join(text.sentences).encode()).hexdigest()[:12]


def with_contrast(corpus: Corpus, path: Path = PACKAGED) -> Corpus:
    """``corpus``, and behind its own questions those of ``path`` about passages that are trained on."""
    at = {key(text): number for number, text in enumerate(corpus.texts) if text.part is Part.TRAIN}
    asked: list[Asked] = []
    dropped = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if row["passage"] not in at:
            dropped += 1
            continue
        answered = row["answer"] is not None
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
    counted = {"contrast: passage not trained on": dropped} if dropped else {}
    return replace(corpus, asked=(*corpus.asked, *asked), dropped={**corpus.dropped, **counted})
