"""What is multiplied comes in 8 bits, with one scale for all of it: a few columns of large numbers leave the others few
steps. So those are made smaller, and the weights they meet as much larger (SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from app.windows import BODY_PIECES, PATH_SEPARATOR, SENTENCE_PIECES, Cutter, Laid, around, batch, lay
from eval.training.corpus import Corpus
from eval.training.model import Reader
from eval.training.stories import with_stories

# The product that needs it: what enters a layer's inner numbers has columns, much the same in all layers, of which the
# largest is 15 to 31 times as large as the middle one; of what enters other products it is at most 11 times. With the
# reader that ships, of 30 windows the error of the scores, in squares and parts of 1,000: nothing evened 7.1, this 2.7
# (2.6 at a share of 0.6, 3.0 at 0.8, 5.0 at 1), all products 2.3, a scale for each piece, which onnxruntime does not
# have, 1.0; 0.5 is for the weights alone.
EVENED = "intermediate.dense"
# How much of it the weights take over.
SHARE = 0.7
# What is smaller counts as this: a column that is never more than nothing shall not be divided by nothing.
LEAST = 1e-5
# Windows it is chosen by. The largest of a column is found soon: 30 are enough, and more would cost little.
WINDOWS = 60


def examples(cutter: Cutter) -> list[Laid]:
    """So many windows of invented articles: where the question is answered, or the beginning of what only seems to."""
    corpus = with_stories(Corpus((), (), {}))
    made: list[Laid] = []
    for one in corpus.asked[:: -(-len(corpus.asked) // WINDOWS)]:
        text = corpus.texts[one.text]
        cut = [cutter(sentence) for sentence in text.sentences]
        seen = around([min(len(each.ids), SENTENCE_PIECES) for each in cut], min(one.right, default=0), BODY_PIECES)
        heading = cutter(PATH_SEPARATOR.join(text.heading))
        made.append(lay(cutter(one.question), heading, cut[seen.first : seen.end]))
    return made


def columns(reader: Reader, laid: Sequence[Laid]) -> Mapping[str, Tensor]:
    """By the names of the weights that need it: what to divide each column by that they are given, and to multiply
    theirs with, ``(columns,)``; chosen by what ``reader`` makes of the windows ``laid``. 1 on the average, so that 16
    bits hold them.

    Raises:
        ValueError: ``reader`` has no such weights.
    """
    inputs: dict[str, Tensor] = {}
    found = {
        name: part for name, part in reader.named_modules() if name.endswith(EVENED) and isinstance(part, nn.Linear)
    }

    def watch(name: str, given: Tensor) -> None:
        largest = given.abs().flatten(0, -2).amax(dim=0)
        inputs[name] = torch.maximum(inputs[name], largest) if name in inputs else largest

    watched = [
        part.register_forward_pre_hook(lambda _, given, name=name: watch(name, given[0]))
        for name, part in found.items()
    ]
    if not found:
        raise ValueError(f"no part of the reader is called {EVENED}: nothing would be evened out")
    reader.eval()
    with torch.inference_mode():
        for one in laid:
            held = batch([one])
            reader(*(torch.from_numpy(array) for array in (held.ids, held.attention, held.types, held.members)))
    for each in watched:
        each.remove()
    made: dict[str, Tensor] = {}
    for name, largest in inputs.items():
        weights = found[name].weight.detach().abs().amax(dim=0)
        column = largest.clamp(min=LEAST) ** SHARE / weights.clamp(min=LEAST) ** (1.0 - SHARE)
        made[f"{name}.weight"] = column / column.mean()
    return made
