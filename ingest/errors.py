"""Errors that are for the reader.

IbidError            shown to the user as it is, one line, exit 2
├── TextError        the article file can't be read as text
└── (index.errors)   the index does not fit, or is damaged
"""

from __future__ import annotations


class IbidError(Exception):
    """What was found, where, and what to do, in one line."""


class TextError(IbidError):
    """The article file is missing, not text, or holds nothing."""
