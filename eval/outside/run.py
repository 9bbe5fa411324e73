"""Takes every figure of docs/outside.md in one run: Ibid and the bench's peers on articles that nothing was tuned on.

SQuAD 2.0's held-out titles are written out as articles (``--work``), indexed, and asked; then the article of another
field that comes with the test. A figure that can't be taken ends the run.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tqdm import tqdm

from eval.bench.peers import PEERS
from eval.bench.process import MeasureError
from eval.outside import own, rivals
from eval.outside.articles import LeftOut, Written, outside, write
from eval.outside.page import Page, Told, page
from eval.questions import Question, load
from eval.run import runnable
from eval.training.titles import Part
from eval.version import commit
from index.model import PACKAGED
from index.open import open_index
from ingest.errors import IbidError
from ingest.source import read_article

# The questions of --most are drawn with this seed: never to be changed, so that runs ask the same ones.
DRAW = 7
HERE = Path(__file__).parent
OTHER = Written(HERE / "peat-bogs.txt", HERE / "peat-bogs.jsonl")


@dataclass(frozen=True, slots=True)
class _Means:
    """What a run is made with: the rivals' interpreter (None: Ibid alone), their names, and the folder for indexes."""

    python: Path | None
    peers: tuple[str, ...]
    work: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 2 if a figure can't be taken."""
    parser = argparse.ArgumentParser(prog="python -m eval.outside", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="public QA data")
    parser.add_argument("--part", choices=(Part.TEST.value, Part.DEV.value), default=Part.TEST.value)
    parser.add_argument("--most", type=int, metavar="N", help="so many questions of a title, drawn (default: all)")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="the rivals' interpreter (default: Ibid alone)")
    parser.add_argument("--only-peers", action="append", choices=tuple(PEERS), metavar="PEER", help="a part of them")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the page there (default: print it)")
    parser.add_argument(
        "--work", type=Path, default=Path("out/outside"), metavar="DIR", help="for articles and indexes"
    )
    options = parser.parse_args(arguments)
    try:
        text = _measured(options)
    except IbidError as error:
        print(f"outside: {error}", file=sys.stderr)
        return 2
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, "utf-8")
    else:
        print(text)
    return 0


def drawn(questions: Sequence[Question], most: int | None) -> tuple[Question, ...]:
    """At most so many, in their order; of fewer, a part of those of more."""
    if most is None or most >= len(questions):
        return tuple(questions)
    order = sorted(questions, key=lambda question: question.id)
    Random(DRAW).shuffle(order)
    kept = {question.id for question in order[: max(0, most)]}
    return tuple(question for question in questions if question.id in kept)


def _measured(options: argparse.Namespace) -> str:
    if options.peers and not options.peers.exists():
        raise MeasureError(f"{options.peers}: no such interpreter; run `make peers`, or name one with --peers")
    means = _Means(options.peers, tuple(options.only_peers or PEERS), options.work.resolve())
    part = Part(options.part)
    titles: list[Told] = []
    for one in outside(options.data, part):
        folder = means.work / re.sub(r"\W+", "-", one.title.casefold())
        titles.append(_told(write(one, folder), folder, one.left_out, means, options.most))
    other = _told(OTHER, means.work / OTHER.article.stem, LeftOut(0, 0), means, None)
    return page(Page(commit(), PACKAGED, part, options.most, titles, other))


def _told(written: Written, folder: Path, left_out: LeftOut, means: _Means, most: int | None) -> Told:
    """One article indexed and asked, by Ibid and then by each rival."""
    folder.mkdir(parents=True, exist_ok=True)
    article = read_article(written.article)
    asked = drawn(runnable(load(written.questions, article).questions), most)
    _say(f"{article.title}: Ibid, {len(asked)} questions")
    # Built anew: an index that is there may be another state's. Sentences it holds are not embedded again.
    index = open_index(article, folder=folder / "index", rebuild=True)
    with tqdm(total=len(asked), unit=" questions", disable=None, file=sys.stderr, leave=False) as bar:
        said = own.ask(index, asked, lambda: _step(bar))
    shown: list[rivals.Rival] = []
    if means.python:
        for name in means.peers:
            _say(f"{article.title}: {name}")
            shown.append(rivals.ask(means.python, name, written.article, asked, folder))
    return Told(article.title, len(index.units), left_out, said, tuple(shown))


def _step(bar: object) -> None:
    bar.update()  # type: ignore[attr-defined]


def _say(line: str) -> None:
    print(f"outside: {line}", file=sys.stderr, flush=True)
