"""Takes every figure of docs/benchmarks.md in one run on one machine, and writes the page.

A round asks each system once before the next begins, so that a busy minute of the machine is everyone's. A figure that
can't be taken ends the run: the page has no gaps.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from eval.bench import scale
from eval.bench.machine import machine
from eval.bench.page import Line, Page, page
from eval.bench.passages import Real, real
from eval.bench.peers import PEERS
from eval.bench.process import MeasureError, run
from eval.version import commit
from index.encoders import encoder_of
from index.exported import ExportedEncoder
from index.model import PACKAGED
from ingest.errors import IbidError
from ingest.source import BUNDLED

# Rounds; each figure is the median of so many.
ROUNDS = 5
# Questions each system answers in a round: the fixed set's first, enough for a steady median.
QUESTIONS = 60
SIZES = (1_000, 10_000, 100_000, 1_000_000)
# Real questions asked of each size; recall is counted over them.
SCALE_QUESTIONS = 200
QUESTION = "How long did the war last?"


@dataclass(frozen=True, slots=True)
class _Place:
    """Files of one run."""

    folder: Path
    article: Path
    questions: Path
    peers: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 2 if a figure can't be taken."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"), metavar="PYTHON")
    parser.add_argument("--only-peers", action="append", choices=tuple(PEERS), metavar="PEER", help="a part of them")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), metavar="DIR", help="public QA data")
    parser.add_argument("--work", type=Path, default=Path("out/bench"), metavar="DIR", help="for vectors and indexes")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, metavar="N", help="passages of the growth curve")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the page there (default: print it)")
    options = parser.parse_args(arguments)
    try:
        text = _measured(options)
    except IbidError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    if options.out:
        options.out.write_text(text, "utf-8")
    else:
        print(text)
    return 0


def _measured(options: argparse.Namespace) -> str:
    if not options.peers.exists():
        raise MeasureError(f"{options.peers}: no such interpreter; run `make peers`, or name one with --peers")
    options.work.mkdir(parents=True, exist_ok=True)
    work = options.work.resolve()
    encoder = encoder_of(PACKAGED, _say)
    if not isinstance(encoder, ExportedEncoder):
        raise MeasureError(f"{PACKAGED}: could not be exported, so there is nothing to measure")
    with tempfile.TemporaryDirectory(dir=work) as folder:
        article = Path(str(resources.files("ingest") / "data" / BUNDLED))
        place = _Place(Path(folder), article, _asked(work), options.peers)
        lines = _lines(place, options.rounds, options.only_peers or list(PEERS))
    questions = work / "questions.json"
    source: Real | None = None
    built: list[scale.Built] = []
    asked: list[scale.Asked] = []
    for size in options.sizes:
        source = source or real(options.data, encoder, work, questions=SCALE_QUESTIONS)
        questions.write_text(json.dumps(source.questions), "utf-8")
        _say(f"{size:,} passages")
        with tempfile.TemporaryDirectory(dir=work) as folder:
            built.append(scale.build(source, size, Path(folder)))
            command = [*_python("eval.bench.scale"), folder, str(encoder.folder), str(questions), str(size)]
            asked.append(scale.Asked(**json.loads(run(command).printed)))
    return page(Page(commit(), machine(), options.rounds, tuple(lines), tuple(zip(built, asked, strict=True))))


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _asked(work: Path) -> Path:
    lines = (resources.files("eval") / "questions.jsonl").read_text("utf-8").splitlines()[:QUESTIONS]
    path = work / "questions.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _lines(place: _Place, rounds: int, peers: Sequence[str]) -> list[Line]:
    """Ibid's figures and the peers', the median of all rounds."""
    taken: dict[tuple[str, str], list[float]] = {}
    index = place.folder / "index"
    run([*_python("app.cli"), "index", "--index", str(index)])
    for number in range(rounds):
        _say(f"round {number + 1} of {rounds}: Ibid")
        for figure, value in _ibid(place, index, place.folder / f"round-{number}").items():
            taken.setdefault((figure, "Ibid"), []).append(value)
        for peer in peers:
            _say(f"round {number + 1} of {rounds}: {peer}")
            for figure, value in _peer(place, peer).items():
                taken.setdefault((figure, peer), []).append(value)
    figures = dict.fromkeys(figure for figure, _ in taken)
    systems = ["Ibid", *peers]
    return [
        Line(figure, {name: statistics.median(taken[figure, name]) for name in systems if (figure, name) in taken})
        for figure in figures
    ]


def _ibid(place: _Place, index: Path, fresh: Path) -> dict[str, float]:
    asked = run([*_python("app.cli"), "ask", QUESTION, "--index", str(index)])
    warm = json.loads(run([*_python("eval.bench.own"), str(index), str(place.questions)]).printed)
    built = run([*_python("app.cli"), "index", "--index", str(fresh / "index")])
    again = run([*_python("app.cli"), "index", "--index", str(fresh / "index")])
    first = run(
        [*_python("app.cli"), "index", "--index", str(fresh / "first")],
        environment={"XDG_CACHE_HOME": str(fresh / "cache")},
    )
    median: Callable[[str], float] = lambda step: statistics.median(warm[step])  # noqa: E731
    return {
        "cold": asked.seconds,
        "warm": median("search"),
        "index": built.seconds,
        "memory": max(asked.peak_mb, warm["peak_mb"]),
        "help": run([*_python("app.cli"), "--help"]).seconds,
        "read": 1000 * warm["read_seconds"],
        "open": 1000 * warm["open_seconds"],
        "encode": median("encode"),
        "answer": median("answer"),
        "index again": again.seconds,
        "index first": first.seconds,
        "index memory": built.peak_mb,
        **json.loads(run([*_python("eval.bench.desk"), str(index)]).printed),
    }


def _peer(place: _Place, peer: str) -> dict[str, float]:
    module = str(Path(__file__).with_name("peers.py"))
    printed = run([str(place.peers), module, peer, str(place.article), str(place.questions)]).printed
    held = json.loads(printed.strip().splitlines()[-1])
    imported, loaded, indexed, first = held["seconds"]
    return {
        "cold": imported + loaded + first,
        "warm": statistics.median(held["question_ms"]),
        "index": imported + loaded + indexed,
        "memory": held["peak_mb"],
    }
