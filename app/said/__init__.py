"""Who says so: the party, person or organisation to which a sentence attributes its statement.

Grammar only: verbs of saying, what stands as their subject, `according to`, `by`. No name is known here. A sentence
that two parties speak in, or that is told and only then commented on, has no speaker: a wrong one must never be shown.
"""

from __future__ import annotations

from app.said.found import How, Said
from app.said.parties import accounts
from app.said.speaker import said_by, speaker

__all__ = ["How", "Said", "accounts", "said_by", "speaker"]
