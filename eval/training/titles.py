"""Which articles train, which choose between recipes, which are kept for the last word. Written down, never by hand."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

# Part of every hash below: another word would draw other titles. Never to be changed.
SALT = "ibid-reader-1"
TEST_TITLES = 5
DEV_TITLES = 5
# Of SelQA's articles so many in a hundred are measured on and never trained on.
SELQA_HELD = 25


class Part(StrEnum):
    """What a title is for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


def squad_parts(titles: Iterable[str]) -> dict[str, Part]:
    """SQuAD 2.0's titles in the order of a hash: first the test's, then the development's, then all others."""
    ordered = sorted(set(titles), key=lambda title: (_draw(title), title))
    kept = TEST_TITLES + DEV_TITLES
    parts = dict.fromkeys(ordered[:TEST_TITLES], Part.TEST)
    parts |= dict.fromkeys(ordered[TEST_TITLES:kept], Part.DEV)
    return parts | dict.fromkeys(ordered[kept:], Part.TRAIN)


def selqa_part(title: str) -> Part:
    """Whether a SelQA article is measured on."""
    return Part.DEV if int(_draw(title)[:8], 16) % 100 < SELQA_HELD else Part.TRAIN


def _draw(title: str) -> str:
    return sha256(f"{SALT}:{title}".encode()).hexdigest()
