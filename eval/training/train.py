"""Trains a reader: ``python -m eval.training.train --data DIR --out DIR [--recipe …] [--pieces …] [--seed …]``.

A run is as long as the word pieces it reads, padding included: that is what it costs, on any machine. The same
arguments give the same run; one that was stopped goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from app.reader import TOKENIZER
from app.windows import Cutter, batch
from eval.training.contrast import with_contrast
from eval.training.corpus import load
from eval.training.examples import Example, Maker
from eval.training.fourbits import in_four_bits
from eval.training.losses import loss
from eval.training.mining import find
from eval.training.model import Reader, begun, of
from eval.training.recipes import RECIPES, Recipe
from eval.training.shipped import state
from eval.training.stories import with_stories
from index.encoders import encoder_of
from index.model import PACKAGED, model_folder

# Share of a run in which the learning rate rises, and in which it falls: in between it stays, so that a run can be
# made longer, or ended early, from any checkpoint of its middle.
WARM = 0.06
COOL = 0.4
WEIGHT_DECAY = 0.01
LONGEST_STEP = 1.0
# Windows read in one go: enough to fill a core, few enough to be of like length.
TOGETHER = 8
# Seconds between checkpoints.
CHECKPOINT = 600
# Steps between lines of the log.
TALK = 20

log = logging.getLogger("reader")


@dataclass(slots=True)
class State:
    """How far a run is. ``cpu`` in seconds, of all threads."""

    epoch: int = 0
    step: int = 0
    steps: int = 0
    pieces: int = 0
    cpu: float = 0.0


class Run:
    """One training run in a folder."""

    def __init__(
        self,
        reader: Reader,
        maker: Maker,
        recipe: Recipe,
        *,
        out: Path,
        pieces: int,
        threads: int,
        halved: bool,
    ) -> None:
        self._reader = reader
        self._maker = maker
        self._recipe = recipe
        self._out = out
        self._pieces = pieces
        self._threads = threads
        self._halved = halved
        # Each thread reads its own questions of a step: on 2 cores a quarter more pieces a second than two threads at
        # one matrix, and no waiting for each other when another program wants a core. Gradients of two threads add
        # up to the same in any order; of more, to the same but for rounding.
        self._workers = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))
        self._state = State()
        # In one go over the weights: a seventh of the time, which a large encoder's step feels.
        self._optimizer = torch.optim.AdamW(_groups(reader, recipe), lr=recipe.rate, fused=True)

    @property
    def checkpoint(self) -> Path:
        return self._out / "checkpoint.pt"

    def resume(self) -> None:
        """Goes on from the checkpoint, if there is one."""
        if not self.checkpoint.exists():
            return
        held = torch.load(self.checkpoint, weights_only=True)
        self._reader.load_state_dict(held["reader"])
        self._optimizer.load_state_dict(held["optimizer"])
        self._state = State(**held["state"])
        log.info("resumed %s", self._state)

    def train(self) -> None:
        """Trains to the end of the budget, and keeps the weights."""
        self._reader.train()
        state = self._state
        saved = time.monotonic()
        began = time.process_time() - state.cpu
        losses: list[float] = []
        for examples in self._steps():
            losses.append(self._step(examples))
            state.cpu = time.process_time() - began
            if state.steps % TALK == 0:
                mean = sum(losses) / len(losses)
                log.info("step %d  pieces %d  loss %.4f  cpu %.0f s", state.steps, state.pieces, mean, state.cpu)
                losses.clear()
            if time.monotonic() - saved > CHECKPOINT:
                self._save()
                saved = time.monotonic()
        self._save()
        torch.save(self._reader.state_dict(), self._out / "reader.pt")
        log.info("done %s", state)

    def _steps(self) -> Iterator[tuple[Example, ...]]:
        state = self._state
        while True:
            skip, state.step = state.step, 0
            for examples in self._maker.epoch(state.epoch):
                state.step += 1
                if state.step <= skip:
                    continue
                if state.pieces >= self._pieces:
                    return
                state.steps += 1
                yield examples
            state.epoch += 1
            state.step = 0

    def _step(self, examples: Sequence[Example]) -> float:
        for group in self._optimizer.param_groups:
            group["lr"] = self._recipe.rate * group["faster"] * rate(self._state.pieces / self._pieces)
        self._optimizer.zero_grad(set_to_none=True)
        shares = [examples[at :: self._threads] for at in range(self._threads)]
        rounds = self._state.pieces >= (1.0 - self._recipe.rounded) * self._pieces
        with in_four_bits(self._reader.products()) if rounds else nullcontext():
            read = list(self._workers.map(lambda share: self._learn(share, len(examples)), shares))
        torch.nn.utils.clip_grad_norm_(self._reader.parameters(), LONGEST_STEP)
        self._optimizer.step()
        self._state.pieces += sum(pieces for _, pieces in read)
        return sum(value for value, _ in read)

    def _learn(self, examples: Sequence[Example], out_of: int) -> tuple[float, int]:
        """Adds the gradients of some of a step's ``out_of`` examples; their share of the loss, and the pieces read."""
        laid = [one.laid for example in examples for one in example.shown]
        scores: list[Tensor] = [torch.zeros(0)] * len(laid)
        spans = list(scores)
        pieces = 0
        order = sorted(range(len(laid)), key=lambda at: len(laid[at].ids))
        for start in range(0, len(order), TOGETHER):
            part = order[start : start + TOGETHER]
            held = batch([laid[at] for at in part])
            pieces += held.ids.size
            arrays = [torch.from_numpy(one) for one in (held.ids, held.attention, held.types, held.members)]
            # Products in 16 bits, sums and weights in 32: on a processor that has them a run takes half the time.
            with torch.autocast("cpu", torch.bfloat16, enabled=self._halved):
                read = self._reader(*arrays)
            for at, own, marks in zip(part, *read, strict=True):
                scores[at], spans[at] = own.float(), marks.float()
        value = loss(scores, spans, examples, self._recipe) * (len(examples) / out_of)
        value.backward()  # type: ignore[no-untyped-call]
        return float(value.detach()), pieces

    def _save(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        state = {name: getattr(self._state, name) for name in State.__slots__}
        held = {"reader": self._reader.state_dict(), "optimizer": self._optimizer.state_dict(), "state": state}
        fresh = self.checkpoint.with_suffix(".new")
        torch.save(held, fresh)
        fresh.replace(self.checkpoint)


def rate(done: float) -> float:
    """The learning rate's share of its highest after ``done`` of a run: up, level, down."""
    return max(0.0, min(1.0, done / WARM, (1.0 - done) / COOL))


def _groups(reader: Reader, recipe: Recipe) -> list[dict[str, Any]]:
    """What is trained, the encoder and the new heads: of each the matrices, which decay, and the rest."""
    trained = [(name.startswith("encoder."), part) for name, part in reader.named_parameters() if part.requires_grad]
    return [
        {
            "params": [part for old, part in trained if old is encoder and (part.ndim > 1) is matrix],
            "weight_decay": WEIGHT_DECAY if matrix else 0.0,
            "faster": 1.0 if encoder else recipe.heads,
        }
        for encoder in (True, False)
        for matrix in (True, False)
    ]


def vocabulary(folder: Path) -> int:
    """How many word pieces the tokenizer in ``folder`` knows."""
    return int(Tokenizer.from_file(str(folder / TOKENIZER)).get_vocab_size())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.train", description="Trains a reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", choices=RECIPES, default="four-bits")
    parser.add_argument("--pieces", type=int, default=2_500_000, help="word pieces to be read in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat16", action="store_true", help="products in 16 bits, where the processor has them")
    begins = parser.add_mutually_exclusive_group(required=True)
    begins.add_argument("--encoder", type=Path, metavar="DIR", help="begin with all-mpnet-base-v2, in its folder")
    begins.add_argument("--start", type=Path, help="go on from reader.pt of a run, or an exported reader's folder")
    parser.add_argument(
        "--words",
        type=Path,
        metavar="DIR",
        help="folder of the reader's tokenizer.json (default: the exported reader's, or the packaged model's)",
    )
    parser.add_argument("--found", type=Path, metavar="DIR", help="folder of the search's results (default: --out)")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = RECIPES[given.recipe]
    reader = begun(given.encoder, given.seed) if given.encoder else of(state(given.start))
    exported = given.start if given.start and given.start.is_dir() else None
    words = given.words or exported or model_folder(PACKAGED)
    known, rows = vocabulary(words), reader.encoder.embeddings.word_embeddings.num_embeddings
    if known != rows:
        parser.error(f"{words} has {known:,} word pieces, the reader {rows:,}: give its own folder as --words")
    corpus = load(given.data)
    if recipe.contrast:
        corpus = with_contrast(corpus)
    if recipe.stories:
        corpus = with_stories(corpus)
    found = find(corpus, encoder_of(PACKAGED), given.found or given.out)
    # After the search, which chooses its own number of threads.
    torch.set_num_threads(1)
    maker = Maker(corpus, found, Cutter(words, kept=100_000), recipe, given.seed)
    run = Run(
        reader, maker, recipe, out=given.out, pieces=given.pieces, threads=given.threads, halved=given.bfloat16
    )  # fmt: skip
    run.resume()
    run.train()


if __name__ == "__main__":
    main()
