"""The ways to train that were compared. Every number of a recipe is here; what they led to is in the model card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Recipe:
    """How examples are made, and what is minimised.

    ``shape``: ``window`` scores all sentences of a window at once; ``pair`` one, with the sentence before it.
    ``loss``: ``listwise`` over all sentences shown for a question, ``each`` of the right ones against the others, or
    ``binary`` for each.
    ``others``: further windows (or sentences) for each question. ``spans``: weight of the answer-span loss.
    ``near_misses``: share of answerable questions spoilt; ``emptied``: share whose answer is taken out of its sentence,
    vague words in its place; ``blurred``: share whose sentence loses something else that way, and still answers;
    ``dropped``: share that lose words they share with the answer; ``hidden``: share whose answer loses words it shares
    with the question. ``contrast``: how often an epoch shows each question of `contrast.py`;
    ``stories``: each of `stories.py`. ``budgets``: word pieces of a window's sentences, drawn for each step: the reader
    shall not mind how much it is shown. One that nothing fits into shows a sentence alone.
    ``heads``: how much faster new heads learn; ``rounded``: share of the run, its last, in which products are in 4 bits
    (`fourbits.py`).
    """

    shape: Literal["window", "pair"]
    loss: Literal["listwise", "each", "binary"]
    others: int
    spans: float
    near_misses: float
    dropped: float
    hidden: float
    batch: int
    rate: float
    emptied: float = 0.0
    blurred: float = 0.0
    contrast: int = 0
    stories: int = 0
    budgets: tuple[int, ...] = (48, 64, 96, 128)
    heads: float = 1.0
    rounded: float = 0.0


# These were MiniLM's, and stay as a record (MODEL-CARD.md). Questions of a step and highest learning rate: it bore, and
# in short runs needed, a higher one than larger models. 1e-4 to 2e-4 is usual; a third of it reached less in the same
# time.
_WINDOW = Recipe(
    shape="window", loss="listwise", others=1, spans=0.5, near_misses=0.0, dropped=0.0, hidden=0.0, batch=8, rate=1.5e-4
)
_PERTURBED = replace(_WINDOW, near_misses=0.08, dropped=0.25, hidden=0.15)
_EMPTIED = replace(_PERTURBED, emptied=0.2, blurred=0.15)
# A fifth of the steps show a sentence alone: it is read so too (app/reader.py).
_ACCOUNTS = replace(_EMPTIED, contrast=1, stories=3, loss="each", budgets=(0, *_EMPTIED.budgets))
# The same half with half as many stories again.
_MORE_ACCOUNTS = replace(_ACCOUNTS, stories=2)
_WIDE = replace(_MORE_ACCOUNTS, batch=12, rate=1e-4, heads=8.0)

RECIPES: Mapping[str, Recipe] = {
    "pair": replace(_WINDOW, shape="pair", loss="binary", others=3, spans=0.0),
    "pair-list": replace(_WINDOW, shape="pair", others=3),
    "window": _WINDOW,
    "window-bare": replace(_WINDOW, spans=0.0),
    "window-perturbed": _PERTURBED,
    "window-emptied": _EMPTIED,
    "window-contrast": replace(_EMPTIED, contrast=2),
    # About a third of an epoch each: public questions, pairs, stories.
    "window-stories": replace(_EMPTIED, contrast=1, stories=4),
    # About half of an epoch of stories.
    "window-accounts": _ACCOUNTS,
    "window-more-accounts": _MORE_ACCOUNTS,
    # A wide encoder bears a lower rate, and new heads may hurry. No other rate or batch was tried.
    "wide": _WIDE,
    # One turn of 411 stories is 0.48 of an epoch; two turns of the first 251, which `wide` was run with, were 0.52.
    # Rounded from the start it told less (MODEL-CARD.md); no other share than a quarter was tried.
    "four-bits": replace(_WIDE, stories=1, rounded=0.25),
    "window-long": replace(_PERTURBED, others=2),
}
