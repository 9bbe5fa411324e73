"""The data files → passages in sentences, and questions with the sentences that answer them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eval.training.titles import Part, selqa_part, squad_parts
from index.lexical import Words
from ingest.sentences import split

Source = Literal["squad", "selqa", "nq", "story"]

# A line of a data file.
_Row = Mapping[str, Any]

# Two passages that share so many words in a row are taken for copies of each other.
SHINGLE = 13
# Articles on what the bundled article is about: the reader must not have read of it.
FORBIDDEN = ("karabakh", "artsakh")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage in sentences. ``group`` is what is searched as one article."""

    source: Source
    title: str
    heading: tuple[str, ...]
    group: str
    sentences: tuple[str, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the text number ``text``. ``right``: sentences that answer; none where it has no answer.

    ``answers`` are the words of the answer, where they are known.
    """

    id: str
    text: int
    question: str
    right: tuple[int, ...]
    answers: tuple[str, ...]
    paraphrase: bool
    part: Part


@dataclass(frozen=True, slots=True)
class Corpus:
    """All texts and all questions; ``dropped`` counts what was left out, and why."""

    texts: tuple[Text, ...]
    asked: tuple[Asked, ...]
    dropped: Mapping[str, int]

    def of(self, part: Part, *sources: Source) -> list[Asked]:
        return [one for one in self.asked if one.part is part and self.texts[one.text].source in sources]


def load(folder: Path) -> Corpus:
    """Reads the four files of ``folder``."""
    reader = _Reader()
    squad = list(_lines(folder / "squad2-dev.jsonl"))
    reader.squad(squad, squad_parts(row["title"] for row in squad))
    reader.rest(list(_lines(folder / "squad1-dev-rest.jsonl")))
    reader.selqa(_lines(folder / "selqa.jsonl"))
    reader.natural(_lines(folder / "natural-questions-gold.jsonl"))
    return reader.corpus()


def occurrences(sentence: str, answer: str) -> list[tuple[int, int]]:
    """Where ``answer`` stands in ``sentence`` as whole words, case ignored."""
    found = re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", sentence, re.IGNORECASE)
    return [match.span() for match in found]


def answering(question: str, sentences: Sequence[str], answers: Sequence[str], words: Words) -> tuple[int, ...]:
    """The sentences with an answer's words; of several, those that share most words with the question."""
    holding = [at for at, text in enumerate(sentences) if any(occurrences(text, answer) for answer in answers)]
    wanted = set(words(question))
    shared = {at: len(wanted & set(words(sentences[at]))) for at in holding}
    return tuple(at for at in holding if shared[at] == max(shared.values()))


def shingles(words: Iterable[str]) -> set[tuple[str, ...]]:
    """All runs of ``SHINGLE`` words."""
    row = list(words)
    return {tuple(row[at : at + SHINGLE]) for at in range(len(row) - SHINGLE + 1)}


def _lines(path: Path) -> Iterator[_Row]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


class _Reader:
    """Adds up texts and questions; SQuAD first, since its held-out titles decide what else is left out."""

    def __init__(self) -> None:
        self._words = Words()
        self._texts: list[Text] = []
        self._asked: list[Asked] = []
        self._known: dict[tuple[str, str], int] = {}
        self._dropped: Counter[str] = Counter()
        self._held: set[tuple[str, ...]] = set()
        self._held_titles: set[str] = set()

    def corpus(self) -> Corpus:
        return Corpus(tuple(self._texts), tuple(self._asked), dict(self._dropped))

    def squad(self, rows: Iterable[_Row], parts: Mapping[str, Part]) -> None:
        for row in rows:
            part = parts[row["title"]]
            if part is not Part.TRAIN:
                self._hold(row["title"], row["passage"])
            self._passage(row, part)

    def rest(self, rows: Iterable[_Row]) -> None:
        for row in rows:
            if self._copied(row["title"], row["passage"]):
                self._dropped["squad1: held-out title or passage"] += 1
            else:
                self._passage(row, Part.TRAIN)

    def selqa(self, rows: Iterable[_Row]) -> None:
        kept: list[tuple[int, _Row]] = []
        for number, row in enumerate(rows):
            if self._copied(row["title"], " ".join(row["sentences"])):
                self._dropped["selqa: held-out title or passage"] += 1
            else:
                kept.append((number, row))
        for number, row in kept:
            part = selqa_part(row["title"])
            heading = (row["title"], row["section"]) if row["section"] else (row["title"],)
            at = self._add(Text("selqa", row["title"], heading, "selqa", tuple(row["sentences"]), part))
            self._asked.append(
                Asked(f"selqa-{number}", at, row["question"], tuple(row["answers"]), (), bool(row["paraphrase"]), part)
            )
        # Natural Questions come last: what they share with SelQA's held-out articles is left out as well.
        for _, row in kept:
            if selqa_part(row["title"]) is not Part.TRAIN:
                self._hold(row["title"], " ".join(row["sentences"]))

    def natural(self, rows: Iterable[_Row]) -> None:
        for number, row in enumerate(rows):
            if self._copied(row["title"], row["passage"]):
                self._dropped["nq: held-out title or passage"] += 1
                continue
            question = {"id": f"nq-{number}", "question": row["question"], "answers": row["answers"]}
            held = {"title": row["title"], "passage": row["passage"], "questions": [question | {"answerable": True}]}
            self._passage(held, Part.TRAIN, source="nq")

    def _passage(self, row: _Row, part: Part, *, source: Source = "squad") -> None:
        if any(word in f"{row['title']} {row['passage']}".casefold() for word in FORBIDDEN):
            self._dropped[f"{source}: about the bundled article's subject"] += 1
            return
        passage = row["passage"]
        sentences = tuple(sentence.plain for sentence in split(passage, 0, len(passage)))
        group = row["title"] if source == "squad" else source
        at = self._add(Text(source, row["title"], (row["title"],), group, sentences, part))
        for asked in row["questions"]:
            answers = tuple(dict.fromkeys(asked["answers"])) if asked["answerable"] else ()
            right = answering(asked["question"], sentences, answers, self._words)
            if asked["answerable"] and not right:
                self._dropped[f"{source}: answer in no one sentence"] += 1
                continue
            self._asked.append(Asked(asked["id"], at, asked["question"], right, answers, False, part))

    def _add(self, text: Text) -> int:
        key = (text.title, "\n".join(text.sentences))
        if key not in self._known:
            self._known[key] = len(self._texts)
            self._texts.append(text)
        return self._known[key]

    def _hold(self, title: str, passage: str) -> None:
        self._held_titles.add(title.casefold())
        self._held |= shingles(_bare(passage))

    def _copied(self, title: str, passage: str) -> bool:
        return title.casefold() in self._held_titles or not self._held.isdisjoint(shingles(_bare(passage)))
