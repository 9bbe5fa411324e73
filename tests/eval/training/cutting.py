"""Texts in words instead of word pieces, so that what is laid out can be counted by hand."""

from __future__ import annotations

from app.windows import Pieces


def cut(text: str) -> Pieces:
    """Each word as a piece, numbered from 1,000 in its order."""
    words = text.split()
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    return Pieces(
        tuple(range(1000, 1000 + len(words))), tuple((s, s + len(w)) for s, w in zip(starts, words, strict=True))
    )
