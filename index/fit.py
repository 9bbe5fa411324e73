"""Texts that the model reads whole: a longer one becomes overlapping windows."""

from __future__ import annotations

from collections.abc import Callable

CountTokens = Callable[[str], int]

# How much of a window the next one repeats, so that no fact is cut in all of them. A quarter is what passage
# retrieval commonly takes (Karpukhin et al. 2020 use none, Nogueira and Cho 2019 a half); only texts that the
# model can't read whole are concerned, of which the bundled article has none.
OVERLAP = 0.25
# A heading may take up to this share of what the model reads; a longer path loses its outermost sections.
HEADING_SHARE = 0.4


def fit(heading: tuple[str, ...], body: str, count: CountTokens, limit: int) -> tuple[str, ...]:
    """``heading`` and ``body`` as texts of at most ``limit`` tokens: one, or overlapping windows of the body.

    ``count`` counts with the model's own tokenizer. Every window carries the heading.
    """
    head = _head(heading, count, limit)
    if count(head + body) <= limit:
        return (head + body,)
    windows: list[str] = []
    at = 0
    while at < len(body):
        end = _reach(body, at, lambda window: count(head + window) <= limit)
        windows.append(head + body[at:end])
        if end >= len(body):
            break
        at = _word_start(body, max(at + 1, end - int((end - at) * OVERLAP)), end)
    return tuple(windows)


def _head(heading: tuple[str, ...], count: CountTokens, limit: int) -> str:
    for first in range(len(heading)):
        head = " › ".join(heading[first:]) + "\n"
        if count(head) <= limit * HEADING_SHARE:
            return head
    return ""


def _reach(body: str, start: int, fits: Callable[[str], bool]) -> int:
    """The furthest word end from ``start`` whose window fits; inside a word only if that alone is too long."""
    low, high = start + 1, min(len(body), start + 8)
    while high < len(body) and fits(body[start:high]):
        low, high = high, min(len(body), start + 2 * (high - start))
    if fits(body[start:high]):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if fits(body[start:middle]):
            low = middle
        else:
            high = middle
    space = body.rfind(" ", start + 1, low + 1)
    return space if space > start else low


def _word_start(body: str, at: int, end: int) -> int:
    space = body.find(" ", at, end)
    return space + 1 if space >= 0 else at
