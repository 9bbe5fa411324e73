"""Who is named around a text: the group label of a row, the line before a quotation, brackets in a row."""

from __future__ import annotations

import re

from app.said.found import Found, How
from app.said.phrases import phrase, speaks
from app.said.tokens import Tokens
from app.said.verbs import PASSIVE

# A label that names someone and nothing else: `Per X:`.
_LABEL = re.compile(
    r"\s*((?i:per|according\s+to|claimed\s+by|reported\s+by|as\s+reported\s+by))\s+(\S(?:.*?\S)?)\s*(?::\s*)?"
)
# Of a row or a caption: `40 ships (alleged by X)`.
_IN_BRACKETS = re.compile(
    r"\((?:as\s+)?(alleged|claimed|reported|estimated|confirmed|denied|per|according\s+to)(?:\s+by)?\s+([^()\s][^()]*+)\)",
    re.IGNORECASE,
)


def labelled(label: str) -> Found | None:
    """Whom a row's group label names."""
    found = _LABEL.fullmatch(label)
    if found is None or not any(character.isupper() for character in found[2]):
        return None
    how: How = "claimed" if found[1].lower().startswith("claimed") else "reported"
    return Found(found.span(2), found.span(1), how)


def bracketed(row: str, known: frozenset[str]) -> Found | None:
    """Whom a row or a caption names in brackets, if it does so once; ``known``: the article's names."""
    rows = list(_IN_BRACKETS.finditer(row))
    if len(rows) != 1:
        return None
    found = rows[0]
    # The blank before: a capital that begins no sentence makes a name.
    tokens = Tokens.of(" " + found[2], known)
    end = phrase(tokens, 0)
    if end != len(tokens) or not speaks(tokens, 0, end):
        return None
    low = found[1].lower()
    return Found(found.span(2), found.span(1), PASSIVE.get(low, "claimed" if low == "claimed" else "said"))
