"""The reader of articles, with many hostile texts: what fails, and how long each takes for its length."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median

from eval.trust.laws import broken
from eval.trust.mutants import mutant
from ingest.errors import IbidError
from ingest.parse import parse
from ingest.source import read_article

# Characters that the fixed part of a reading is worth: what the shortest texts take, in characters of the others.
FIXED = 500
# Texts that one process is given at once.
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts ``first`` to ``last`` of ``seed``, made of slices of ``least`` to ``most`` characters."""

    seed: int
    first: int
    last: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """``failed``: a line for each text that failed, with what makes it again. ``costs``: of each text, seconds of the
    processor for a character.
    """

    characters: int
    failed: tuple[str, ...]
    costs: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.costs)

    @property
    def worst(self) -> float:
        """The dearest text's cost, in times of the middle one's."""
        return max(self.costs) / self.middle


def fuzz(batches: Sequence[Batch], processes: int) -> Fuzzed:
    """All texts of all batches, in so many processes (in this one if 1)."""
    cut = [
        Batch(batch.seed, at, min(at + AT_ONCE, batch.last), batch.least, batch.most)
        for batch in batches
        for at in range(batch.first, batch.last, AT_ONCE)
    ]
    if processes == 1:
        parts = [run(batch) for batch in cut]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(run, cut))
    return Fuzzed(
        sum(part.characters for part in parts),
        tuple(line for part in parts for line in part.failed),
        tuple(cost for part in parts for cost in part.costs),
    )


def run(batch: Batch) -> Fuzzed:
    """One batch, in this process."""
    article = read_article().text
    characters = 0
    failed: list[str] = []
    costs: list[float] = []
    for number in range(batch.first, batch.last):
        text = mutant(article, batch.seed, number, batch.least, batch.most)
        characters += len(text)
        again = f"mutant(article, {batch.seed}, {number}, {batch.least}, {batch.most})"
        try:
            seconds, law = _read(text)
        except IbidError:
            continue
        except Exception as error:  # all of them: this is what is looked for
            failed.append(f"{again}: {error!r}")
            continue
        if law:
            failed.append(f"{again}: {law}")
        costs.append(seconds / (len(text) + FIXED))
    costs = _again(article, batch, costs)
    return Fuzzed(characters, tuple(failed), tuple(costs))


def _read(text: str) -> tuple[float, str | None]:
    started = time.process_time()
    article = parse(text)
    return time.process_time() - started, broken(article)


def _again(article: str, batch: Batch, costs: list[float]) -> list[float]:
    """The dearest hundredth measured again, the best of three: what else the machine did is not theirs."""
    if len(costs) != batch.last - batch.first:
        return costs
    dear = sorted(range(len(costs)), key=lambda at: -costs[at])[: max(3, len(costs) // 100)]
    for at in dear:
        text = mutant(article, batch.seed, batch.first + at, batch.least, batch.most)
        costs[at] = min(costs[at], *(_read(text)[0] / (len(text) + FIXED) for _ in range(3)))
    return costs
