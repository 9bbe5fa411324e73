"""One promise of docs/trust.md, as it was measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Size(Enum):
    """How much is tried: all that the page says, or what fits into every change's tests."""

    FULL = "full"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Row:
    """``figure``: what was seen, with its unit and how often it was tried. ``kept``: whether the promise held."""

    promise: str
    figure: str
    kept: bool
    example: str = ""
    """What the user sees when it happens, one line, word for word; one row of each class of fault has it."""
    note: str = ""
    """What the promise leaves out."""
    timed: bool = False
    """Whether a clock alone tells, which a busy machine may bend: what else is promised is a row of its own."""
