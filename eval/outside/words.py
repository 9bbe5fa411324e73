"""White space folded, so that words written on one line are the words of several."""

from __future__ import annotations


def one_line(text: str) -> str:
    """``text`` with single blanks for all its white space."""
    return " ".join(text.split())
