"""Builds that are killed, and builds that meet."""

from __future__ import annotations

import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from eval.trust.place import Place, place_in
from eval.trust.root import ROOT
from eval.trust.row import Row, Size
from eval.trust.running import command
from eval.trust.toy_ibid import ToyIbid
from index.manifest import generation_of
from index.open import open_index
from index.store import verify
from ingest.errors import IbidError
from ingest.source import read_article

# How often a folder is looked at for the lock that says that writing has begun, in seconds: a build writes for tens of
# milliseconds.
LOOK = 0.001
# Seconds that a build may take until it writes: 20 on two busy cores.
PATIENCE = 120.0


def build_rows(size: Size) -> list[Row]:
    """Kills and meetings of builds of the toy article; in full, kills of real ones too."""
    full = size is Size.FULL
    with tempfile.TemporaryDirectory() as folder, ToyIbid() as ibid:
        place = place_in(Path(folder), ibid)
        rows = [
            _killed(place, ibid, 100 if full else 10, fresh=False),
            _killed(place, ibid, 100 if full else 10, fresh=True),
            _met(place, 4, 25 if full else 2),
        ]
    return [*rows, _killed_for_real(10)] if full else rows


def _killed(place: Place, ibid: ToyIbid, times: int, *, fresh: bool) -> Row:
    """Half of the kills fall anywhere in a build, half from its first write on; what came too late is no kill."""
    moments = random.Random(7)
    bad: list[str] = []
    stray: list[str] = []
    old = new = none = killed = unfinished = 0
    whole, writing = _durations(place, ibid)
    for number in range(times):
        if fresh:
            place.clear()
        else:
            place.build(ibid)
        before = generation_of(place.folder)
        ibid.begin("index", place.file, "--index", place.folder)
        if number % 2:
            _wait_for_lock(place.folder, before)
            time.sleep(moments.uniform(0, 1.1 * writing))
        else:
            time.sleep(moments.uniform(0, 1.1 * whole))
        hit = ibid.kill() is None
        state = place.state()
        if hit:
            killed += 1
            unfinished += _unfinished(place.folder)
            none += fresh and state == "none"
            old += state == before
            new += state.startswith("generation-") and state != before
        if not (state.startswith("generation-") or (hit and fresh and state == "none")):
            bad.append(state)
        elif not hit and state == before:
            bad.append("a build that ended, and no new index")
        place.build(ibid)
        stray += place.strays()
    where = "an empty place" if fresh else "a place that holds an index"
    left = f"{none} none" if fresh else f"{old} the old index"
    said = ibid.run("index", "--verify", place.file, "--index", place.folder)
    return Row(
        f"An index that is being built into {where} is there whole or not at all, whenever `kill -9` comes"
        if fresh
        else f"Whenever `kill -9` comes in a build into {where}, the old index is there or the new one",
        f"{killed} of {times} builds killed, the others had ended: {left}, {new} the new one, {len(bad)} neither; "
        f"{unfinished} left files behind, {len(stray)} of them after the next build",
        not bad and not stray and said.code == 0 and killed > 0 and unfinished > 0,
        "" if fresh else said.out.strip(),
        "Half of the moments are spread over the whole build, half over its writing.",
    )


def _unfinished(folder: Path) -> bool:
    """Whether a build that has ended left something beside the index."""
    named = generation_of(folder)
    return any(path.name != named for kind in ("generation-*", ".building-*") for path in folder.glob(kind))


def _durations(place: Place, ibid: ToyIbid) -> tuple[float, float]:
    """Seconds of a build, and of its writing: the middle of three."""
    wholes, writings = [], []
    for _ in range(3):
        before = generation_of(place.folder)
        started = time.monotonic()
        ibid.begin("index", place.file, "--index", place.folder)
        _wait_for_lock(place.folder, before)
        first = time.monotonic()
        ibid.end()
        ended = time.monotonic()
        wholes.append(ended - started)
        writings.append(ended - first)
    return sorted(wholes)[1], sorted(writings)[1]


def _never() -> bool:
    return False


def _wait_for_lock(folder: Path, before: str | None, ended: Callable[[], bool] = _never) -> None:
    """Until a build has begun to write, or has written, or ``ended``. There must be no leftovers of another."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not ended():
        if any(folder.glob(".building-*")) or generation_of(folder) != before:
            return
        time.sleep(LOOK)


def _met(place: Place, builds: int, rounds: int) -> Row:
    bad: list[str] = []
    during = after = 0
    with ExitStack() as stack:
        shells = [stack.enter_context(ToyIbid()) for _ in range(builds)]
        for number in range(rounds):
            if number % 2:
                place.clear()
            for shell in shells:
                shell.begin("index", place.file, "--index", place.folder)
            for shell in shells:
                said = shell.end()
                if said is None or said.code != 0:
                    bad.append(said.err if said else "killed")
            state = place.state()
            bad += [] if state.startswith("generation-") else [state]
            during += len(place.strays())
            place.build(shells[0])
            after += len(place.strays())
    return Row(
        f"{builds} builds at once into one place all end well (exit 0), and the index is whole",
        f"{rounds} rounds, {rounds * builds} builds: {len(bad)} failed, were refused or left no whole index; "
        f"{during} generations left beside the index, {after} after the next build",
        not bad and not after,
        note="Half of the rounds begin with an empty place.",
    )


def _killed_for_real(times: int) -> Row:
    """`ibid index` of the bundled article with the packaged model, as a user runs it."""
    moments = random.Random(7)
    article = read_article()
    bad: list[str] = []
    killed = unfinished = stray = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        open_index(article, folder=place)

        def begun() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                command("index", "--index", str(place)),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        before = generation_of(place)
        started = time.monotonic()
        process = begun()
        _wait_for_lock(place, before, lambda: process.poll() is not None)
        first = time.monotonic()
        process.wait()
        ended = time.monotonic()
        for number in range(times):
            before = generation_of(place)
            process = begun()
            if number % 2:
                _wait_for_lock(place, before, lambda process=process: process.poll() is not None)  # type: ignore[misc]
                time.sleep(moments.uniform(0, 1.1 * (ended - first)))
            else:
                time.sleep(moments.uniform(0, 1.1 * (ended - started)))
            process.kill()
            if process.wait() == -signal.SIGKILL:
                killed += 1
                unfinished += _unfinished(place)
            try:
                verify(place, article)
            except IbidError as error:
                bad.append(str(error))
            # Whole and tidy again, so that the next wait is for the next build's lock.
            if (code := begun().wait()) != 0:
                bad.append(f"the next build ended with {code}")
            stray += len(list(place.iterdir())) - 2
    return Row(
        "The same of `ibid index` itself, with the packaged model and the bundled article",
        f"{killed} of {times} builds killed, {unfinished} of them left files behind: {len(bad)} without a whole index "
        f"or a next build; {stray} things left after it",
        not bad and not stray and killed > 0 and unfinished > 0,
    )
