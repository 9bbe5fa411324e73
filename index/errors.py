"""Errors of the index, all shown to the user as they are.

IbidError (ingest.errors)
├── IndexMissing     there is no index where one was expected
├── IndexMismatch    the index is whole, but of another article, model or format
├── IndexDamaged     a file of the index is missing, cut short or altered
├── IndexUnwritable  the index folder can't be written
└── ModelError       the embedding model can't be found, loaded or trusted
"""

from __future__ import annotations

from ingest.errors import IbidError


class IndexMissing(IbidError):
    """There is no index where one was expected."""


class IndexMismatch(IbidError):
    """The index is whole, but belongs to something else."""


class IndexDamaged(IbidError):
    """A file of the index is missing, cut short or altered."""


class IndexUnwritable(IbidError):
    """The index folder can't be written."""


class ModelError(IbidError):
    """The embedding model can't be found, loaded or trusted."""
