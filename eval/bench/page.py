"""Measurements → docs/benchmarks.md. Everything in it comes from one run, but for the findings written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources

from eval.bench.scale import Asked, Built


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its key (``FIGURES``), and its median by system."""

    figure: str
    medians: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What one run measured."""

    commit: str
    machine: str
    rounds: int
    lines: Sequence[Line]
    growth: Sequence[tuple[Built, Asked]]


@dataclass(frozen=True, slots=True)
class Figure:
    """How a figure is shown; ``target``: the most it may be of the best peer's."""

    title: str
    unit: str
    target: float | None = None


FIGURES: Mapping[str, Figure] = {
    "cold": Figure("cold: from the shell to the first answer, index and all imports included", "s", 1 / 6),
    "warm": Figure("warm: one search", "ms", 1 / 3),
    "index": Figure("index the article, imports and model included", "s", 1 / 2),
    "memory": Figure("peak memory of asking", "MB", 1 / 3),
    "help": Figure("`ibid --help`", "s"),
    "read": Figure("reading the article", "ms"),
    "open": Figure("opening the index, its encoder included", "ms"),
    "encode": Figure("embedding one question, part of a search", "ms"),
    "answer": Figure("a whole answer: search, selection, context, the check of every quote", "ms"),
    "index again": Figure("index it again, nothing changed", "s"),
    "index first": Figure("index it with a model this machine has not exported yet: with PyTorch, once", "s"),
    "index memory": Figure("peak memory of indexing", "MB"),
    "page": Figure("the desk: from the server being up to the page being usable (wanted: under 2 s)", "s"),
    "screen": Figure("the desk: from an answer's arrival to its being on the screen (wanted: under 500 ms)", "ms"),
    "scroll": Figure("the desk: a frame of scrolling through the whole article, 95th percentile", "ms"),
}


def page(measured: Page) -> str:
    """The page as Markdown."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Taken by `make bench` at commit {measured.commit} on {datetime.now(UTC):%-d %B %Y}: {measured.machine}. ",
            f"Each figure is the median of {measured.rounds} rounds, in which every system runs once, as a process of "
            "its own; all embed with the same all-MiniLM-L6-v2. Times on a shared machine wander; the ratios, taken in "
            "one run, less so.",
            "",
            "## Beside others",
            "",
            *_beside(measured.lines),
            "",
            "A peer's cold answer counts its imports, its model and its first question, not its indexing; Ibid's is "
            "the whole command. A peer's memory is its process's, which indexed too.",
            "",
            "## Where Ibid's time goes",
            "",
            "| | median |",
            "|---|--:|",
            *(f"| {FIGURES[line.figure].title} | {_shown(line, 'Ibid')} |" for line in measured.lines),
            "",
            "## Growth",
            "",
            *_growth(measured.growth),
            "",
            (resources.files("eval") / "bench" / "findings.md").read_text("utf-8").rstrip(),
            "",
        ]
    )


def _beside(lines: Sequence[Line]) -> list[str]:
    compared = [line for line in lines if len(line.medians) > 1]
    systems = list(compared[0].medians) if compared else []
    rows = [
        f"| | {' | '.join(systems)} | Ibid ÷ best peer | wanted |",
        f"|---|{'--:|' * len(systems)}--:|--:|",
    ]
    for line in compared:
        figure = FIGURES[line.figure]
        ratio = line.medians["Ibid"] / min(value for name, value in line.medians.items() if name != "Ibid")
        cells = " | ".join(_shown(line, name) for name in systems)
        wanted = f"≤ {figure.target:.2f}" if figure.target else ""
        rows.append(f"| {figure.title} | {cells} | **{ratio:.2f}** | {wanted} |")
    return rows


def _shown(line: Line, system: str) -> str:
    value, unit = line.medians[system], FIGURES[line.figure].unit
    return f"{value:,.0f} {unit}" if unit == "MB" else f"{value:.2f} {unit}" if unit == "s" else f"{value:.1f} {unit}"


def _growth(growth: Sequence[tuple[Built, Asked]]) -> list[str]:
    rows = [
        "| passages | build, vectors | build, words | on disk | open | search, median | 95th percentile | encode | "
        "vectors | words | fuse | recall@10, vectors | recall@10, search | peak memory |",
        "|" + "--:|" * 14,
    ]
    for built, asked in growth:
        cells = (
            f"{built.passages:,}",
            f"{built.vectors_seconds:.1f} s",
            f"{built.words_seconds:.1f} s",
            f"{built.disk_mb:,.0f} MB",
            f"{asked.open_seconds:.2f} s",
            f"{asked.search_ms:.1f} ms",
            f"{asked.slow_ms:.1f} ms",
            f"{asked.encode_ms:.1f} ms",
            f"{asked.vectors_ms:.1f} ms",
            f"{asked.words_ms:.1f} ms",
            f"{asked.fuse_ms:.1f} ms",
            f"{asked.recall_vectors:.3f}",
            f"{asked.recall_search:.3f}",
            f"{asked.peak_mb:,.0f} MB",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows
