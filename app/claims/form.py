"""What is no statement by its form: a question, one word, another script. Said before anything is searched."""

from __future__ import annotations

import re
import unicodedata

from app.claims.statements import statements
from app.claims.tables import words

_ASKS = re.compile(
    r"^(?:and |so |but )?(?:who|whom|whose|what|when|where|why|which|how|did|does|do|is|are|was|were|has|have|had|can|"
    r"could|will|would|should)\b.*\?\W*$|^[^.!]*\?[\s\"'”’)]*$",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
# Words that an English statement of some length can't do without. One that has none of them is in another language, or
# a list of names.
_ENGLISH = words(
    "the a an of in on at to for and or by with from that this it its he she they his her their is are was were be "
    "been "
    "has have had not no as after before during said says will would who which than more about over"
)
# A statement of so many words has one of them. A headline may have none, and is shorter.
LONG = 9
# Words by which other languages written in Latin letters show themselves.
_FOREIGN = words(
    "der die das und ist nicht ein eine von mit den dem les des est une dans pour avec que qui el los las una por para "
    "del il lo gli della che non sono het een van niet op ve bir bu için ile olarak və bir ilə olan och att det som "
    "oraz nie jest się na os as uma não em le la"
)


# What is checked for others to wait for: a statement takes a tenth of a second of a core, a long one up to a second.
LONGEST, MOST = 20_000, 50


def reason(statement: str) -> str | None:
    """Why ``statement`` can't be checked, in one plain sentence; None if it can."""
    found = _WORD.findall(statement)
    if not found:
        return "There is nothing to check: it holds no words."
    scripts = {unicodedata.name(char, "?").split()[0] for char in statement if char.isalpha()}
    if scripts and "LATIN" not in scripts:
        named = " and ".join(sorted(name.capitalize() for name in scripts))
        return f"This is written in {named} letters; statements are read in English."
    if len(found) == 1:
        return f"“{found[0]}” is one word, and no statement: say what is so."
    if asks(statement):
        return "This is a question, and no statement: ask it (on the desk as a question, in the shell with `ibid ask`)."
    low = [word.casefold() for word in found]
    if not _ENGLISH & set(low):
        foreign = sum(word in _FOREIGN for word in low)
        if foreign >= 2 or (foreign and len(low) >= LONG):
            return "This does not seem to be English; statements are read in English."
    return None


def asks(statement: str) -> bool:
    """Whether it is a question."""
    return _ASKS.match(statement.strip()) is not None


def too_much(text: str) -> str | None:
    """Why a server does not look ``text`` through, in one plain sentence; None if it does."""
    if len(text) > LONGEST:
        return f"The text has {len(text):,} characters, and up to {LONGEST:,} are read here; use `ibid check --file`."
    count = sum(1 for _ in statements(text))
    if count > MOST:
        return f"The text has {count} statements, and up to {MOST} are checked here at once; use `ibid check --file`."
    return None
