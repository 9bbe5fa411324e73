"""Builds that are killed, and builds that meet."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from eval.trust.place import Place, place_in
from eval.trust.row import Row, Size
from eval.trust.toy_ibid import ROOT, ToyIbid
from index.manifest import generation_of
from index.open import open_index
from index.store import verify
from ingest.errors import IbidError
from ingest.source import read_article

# How often a folder is looked at for the lock that says that writing has begun, in seconds: a build writes for tens of
# milliseconds.
LOOK = 0.001


def build_rows(size: Size) -> list[Row]:
    """Kills and meetings of builds of the toy article; in full, kills of real ones too."""
    full = size is Size.FULL
    with tempfile.TemporaryDirectory() as folder, ToyIbid() as ibid:
        place = place_in(Path(folder), ibid)
        rows = [
            _killed(place, ibid, 100 if full else 6, fresh=False),
            _killed(place, ibid, 100 if full else 6, fresh=True),
            _met(place, 4, 25 if full else 2),
        ]
    return [*rows, _killed_for_real(10)] if full else rows


def _killed(place: Place, ibid: ToyIbid, times: int, *, fresh: bool) -> Row:
    """Half of the kills fall anywhere in a build, half from its first write on."""
    moments = random.Random(7)
    bad: list[str] = []
    stray: list[str] = []
    old = new = none = unfinished = 0
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
        ibid.kill()
        state = place.state()
        unfinished += any(name.startswith(("generation-", ".building-")) for name in place.strays())
        if state == "none" and fresh:
            none += 1
        elif state == before:
            old += 1
        elif state.startswith("generation-"):
            new += 1
        else:
            bad.append(state)
        place.build(ibid)
        stray += place.strays()
    where = "an empty place" if fresh else "a place that holds an index"
    left = f"{none} none" if fresh else f"{old} the old index"
    said = ibid.run("index", "--verify", place.file, "--index", place.folder)
    return Row(
        f"An index that is being built into {where} is there whole or not at all, whenever `kill -9` comes"
        if fresh
        else f"Whenever `kill -9` comes in a build into {where}, the old index is there or the new one",
        f"{times} kills: {left}, {new} the new one, {len(bad)} neither; {unfinished} left files behind, "
        f"{len(stray)} of them after the next build",
        not bad and not stray and said.code == 0,
        "" if fresh else said.out.strip(),
        "Half of the moments are spread over the whole build, half over its writing.",
    )


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


def _wait_for_lock(folder: Path, before: str | None) -> None:
    """Until a build has begun to write, or has written."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
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
                if said is None or not (said.code == 0 or said.refused):
                    bad.append(said.err if said else "killed")
            state = place.state()
            bad += [] if state.startswith("generation-") else [state]
            during += len(place.strays())
            place.build(shells[0])
            after += len(place.strays())
    return Row(
        f"{builds} builds at once into one place all end well, and the index is whole",
        f"{rounds} rounds, {rounds * builds} builds: {len(bad)} failed; {during} generations left beside the index, "
        f"{after} after the next build",
        not bad and not after,
        note="Half of the rounds begin with an empty place.",
    )


def _killed_for_real(times: int) -> Row:
    """`ibid index` of the bundled article with the packaged model, as a user runs it."""
    moments = random.Random(7)
    article = read_article()
    bad: list[str] = []
    unfinished = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        open_index(article, folder=place)
        command = [sys.executable, "-m", "app.cli", "index", "--index", str(place)]

        def begun() -> subprocess.Popen[bytes]:
            return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        started = time.monotonic()
        begun().wait()
        whole = time.monotonic() - started
        for number in range(times):
            before = generation_of(place)
            process = begun()
            if number % 2:
                _wait_for_lock(place, before)
                time.sleep(moments.uniform(0, 0.1))
            else:
                time.sleep(moments.uniform(0, whole))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            unfinished += len(list(place.glob(".building-*")))
            try:
                verify(place, article)
            except IbidError as error:
                bad.append(str(error))
        begun().wait()
        stray = len(list(place.iterdir())) - 2
    return Row(
        "The same of `ibid index` itself, with the packaged model and the bundled article",
        f"{times} kills, {unfinished} of them while it wrote: {len(bad)} without a whole index; {stray} things left "
        "after the next build",
        not bad and not stray,
    )
