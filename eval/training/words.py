"""A reader that knows fewer words: ``python -m eval.training.words --data DIR --encoder DIR --out DIR``.

The rarest words are left out, and the others rounded to 4 bits as they will ship: training leaves words as they are.
Writes ``reader.pt`` and ``tokenizer.json``, to be trained (`recipes.py`: ``four-bits``).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from app.reader import TOKENIZER
from app.windows import MASK
from eval.training.contrast import with_contrast
from eval.training.corpus import Corpus, load
from eval.training.fourbits import rounded
from eval.training.model import PLACES as PLACE_WEIGHTS
from eval.training.model import WORDS, Reader, begun, of
from eval.training.stories import with_stories
from index.model import PACKAGED, model_folder

# Word pieces that are kept, of 30,522: the rarest of them stands 4 times in the training data, and what is left out is
# spelt in shorter pieces, half a per cent more in all.
PIECES = 22_000
# Places of a window that are kept, of 514: windows have fewer than 256 pieces (app/windows.py), and places begin at 2.
PLACES = 260


def fewer(reader: Reader, words: Tensor, places: int) -> Reader:
    """``reader`` with those ``words``, rounded, and so many places."""
    found: dict[str, Tensor] = dict(reader.state_dict())
    found[WORDS] = rounded(found[WORDS][words])
    found[PLACE_WEIGHTS] = found[PLACE_WEIGHTS][:places]
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
    parser = argparse.ArgumentParser(
        prog="python -m eval.training.words", description="Begins a reader that knows fewer words."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the data files")
    parser.add_argument("--encoder", type=Path, required=True, metavar="DIR", help="all-mpnet-base-v2's folder")
    parser.add_argument("--seed", type=int, default=1, help="of the new heads")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    given = parser.parse_args()
    path = model_folder(PACKAGED) / TOKENIZER
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    raw = json.loads(path.read_bytes())
    corpus = with_stories(with_contrast(load(given.data)))
    kept = common(raw["model"]["vocab"], counted(tokenizer, corpus), PIECES)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(
        fewer(begun(given.encoder, given.seed), torch.tensor(kept), PLACES).state_dict(), given.out / "reader.pt"
    )
    written = json.dumps(shorter(raw, kept), ensure_ascii=False, separators=(",", ":"))
    (given.out / TOKENIZER).write_text(written, "utf-8")


if __name__ == "__main__":
    main()
