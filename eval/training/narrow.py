"""Makes a reader smaller: ``python -m eval.training.narrow --data DIR --found DIR --encoder DIR --out DIR``.

Of the layers' inner numbers those that say least are left out, of the words the rarest; what is left of the words is
rounded to 4 bits. Writes ``reader.pt`` and ``tokenizer.json``, to be trained (`recipes.py`: ``four-bits``); with
``--reader`` in ``--encoder``'s place, to be trained further (``narrow``).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from app.reader import TOKENIZER
from app.widened import BLOCK
from app.windows import MASK, Cutter, batch
from eval.training.contrast import with_contrast
from eval.training.corpus import Corpus, load
from eval.training.examples import Example, Maker
from eval.training.fourbits import rounded
from eval.training.mining import find
from eval.training.model import Reader, begun, of
from eval.training.recipes import RECIPES
from eval.training.shipped import WORDS, state
from eval.training.stories import with_stories
from index.encoders import encoder_of
from index.model import PACKAGED, model_folder

# Inner numbers that a layer keeps on average, of 3,072, and how many are kept or left out together.
INNER = 2_304
# Word pieces that are kept, of 30,522: the rarest of them stands 4 times in the training data, and what is left out is
# spelt in shorter pieces, half a per cent more in all.
PIECES = 22_000
# Places of a window that are kept, of 514: windows have fewer than 256 pieces (app/windows.py), and places begin at 2.
PLACES = 260
# Steps that are read to see what each inner number says.
STEPS = 40


def importance(reader: Reader, steps: Iterable[Sequence[Example]]) -> list[Tensor]:
    """Of each layer's inner numbers how large they are on average, times how much of them is passed on."""
    sums = [torch.zeros(layer.intermediate.dense.out_features) for layer in reader.layers]
    hooks = [
        layer.intermediate.register_forward_hook(
            lambda _part, _given, made, into=into: into.add_(made.abs().sum((0, 1)))
        )
        for layer, into in zip(reader.layers, sums, strict=True)
    ]
    with torch.no_grad():
        for examples in steps:
            held = batch([one.laid for example in examples for one in example.shown])
            reader(*(torch.from_numpy(one) for one in (held.ids, held.attention, held.types, held.members)))
    for hook in hooks:
        hook.remove()
    return [
        each * layer.output.dense.weight.detach().norm(dim=0) for each, layer in zip(sums, reader.layers, strict=True)
    ]


def shares(told: Sequence[Tensor], inner: int) -> list[int]:
    """How many inner numbers each layer keeps, ``inner`` on average: ``BLOCK`` at a time to the layer whose next ones
    say the largest part of what all of its own say.

    With as many for each, the first layer would lose 9 % of what is said and others a thousandth.
    """
    said = [(own.sort(descending=True).values / own.sum()).reshape(-1, BLOCK).sum(1).tolist() for own in told]
    # Each has some: a layer of none is another layer.
    kept = [1] * len(told)
    for _ in range(inner * len(told) // BLOCK - len(told)):
        left = [(parts[count] if count < len(parts) else -1.0, -count) for parts, count in zip(said, kept, strict=True)]
        kept[left.index(max(left))] += 1
    return [count * BLOCK for count in kept]


def narrowed(reader: Reader, told: Sequence[Tensor], inner: int, words: Tensor, places: int) -> Reader:
    """``reader`` with ``inner`` numbers within a layer, those ``told`` to say most, those ``words``, so many places."""
    found: dict[str, Tensor] = dict(reader.state_dict())
    for number, (own, count) in enumerate(zip(told, shares(told, inner), strict=True)):
        kept = own.topk(count).indices.sort().values
        stem = f"encoder.encoder.layer.{number}"
        for name in (f"{stem}.intermediate.dense.weight", f"{stem}.intermediate.dense.bias"):
            found[name] = found[name][kept]
        found[f"{stem}.output.dense.weight"] = found[f"{stem}.output.dense.weight"][:, kept]
    found[WORDS] = rounded(found[WORDS][words])
    name = "encoder.embeddings.position_embeddings.weight"
    found[name] = found[name][:places]
    return of(found)


def common(vocabulary: dict[str, int], counts: Counter[int], size: int) -> list[int]:
    """The numbers of the ``size`` word pieces that are kept, in their order: what a window is laid out with, single
    letters and signs, from which anything can be spelt, and the commonest.
    """
    letters = [number for piece, number in vocabulary.items() if number <= MASK or _letter(piece.removeprefix("##"))]
    known = set(letters)
    rest = sorted((number for number in vocabulary.values() if number not in known), key=lambda at: (-counts[at], at))
    return sorted([*letters, *rest[: size - len(letters)]])


def _letter(piece: str) -> bool:
    """A single letter of Latin script, a figure, or a sign of Western print."""
    return len(piece) == 1 and (ord(piece) < 0x250 or 0x2010 <= ord(piece) < 0x2100 or 0x20A0 <= ord(piece) < 0x20D0)


def shorter(tokenizer: dict[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """``tokenizer`` (its file's content) with those pieces alone, numbered anew."""
    pieces = {number: piece for piece, number in tokenizer["model"]["vocab"].items()}
    vocabulary = {pieces[number]: at for at, number in enumerate(kept)}
    return {**tokenizer, "model": {**tokenizer["model"], "vocab": vocabulary}}


def counted(tokenizer: Tokenizer, corpus: Corpus) -> Counter[int]:
    """How often each piece stands in the corpus' sentences and questions."""
    texts = dict.fromkeys(sentence for text in corpus.texts for sentence in text.sentences)
    found: Counter[int] = Counter()
    for told in (list(texts), [one.question for one in corpus.asked]):
        for encoded in tokenizer.encode_batch(told, add_special_tokens=False):
            found.update(encoded.ids)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.training.narrow", description="Makes a reader smaller.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data files")
    begins = parser.add_mutually_exclusive_group(required=True)
    begins.add_argument(
        "--encoder", type=Path, metavar="DIR", help="all-mpnet-base-v2's folder: the reader is a new one"
    )
    begins.add_argument("--reader", type=Path, help="reader.pt of a run")
    parser.add_argument("--found", type=Path, required=True, metavar="DIR", help="folder of the search's results")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    given = parser.parse_args()
    corpus = with_stories(with_contrast(load(given.data)))
    reader = (begun(given.encoder, given.seed) if given.encoder else of(state(given.reader))).eval()
    path = model_folder(PACKAGED) / TOKENIZER
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    raw = json.loads(path.read_bytes())
    kept = common(raw["model"]["vocab"], counted(tokenizer, corpus), PIECES)
    found = find(corpus, encoder_of(PACKAGED), given.found)
    maker = Maker(corpus, found, Cutter(path.parent), RECIPES["narrow"], given.seed)
    steps = (examples for _, examples in zip(range(STEPS), maker.epoch(0), strict=False))
    smaller = narrowed(reader, importance(reader, steps), INNER, torch.tensor(kept), PLACES)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(smaller.state_dict(), given.out / "reader.pt")
    written = json.dumps(shorter(raw, kept), ensure_ascii=False, separators=(",", ":"))
    (given.out / TOKENIZER).write_text(written, "utf-8")


if __name__ == "__main__":
    main()
