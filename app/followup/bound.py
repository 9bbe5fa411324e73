"""Whether a question's own words say what its pronoun stands for: nothing before it is then looked for."""

from __future__ import annotations

import re

from app.followup.names import Sort
from app.followup.phrases import Phrase, Seen
from app.followup.words import AUX, FUNCTION, HE, IT, JOINING, OWNING, PLACE_NOUNS, SHE, THEY, Word, is_past

_BE = frozenset("is are was were be been".split())
_IMPERSONAL = re.compile(
    r" mean\b.*\bto\b| that\b| (?:take|takes|took) .{0,30}\b(?:to|for|until|before)\b"
    r"| (?:(?:is|was|has been|had been) )?(?:true|possible|known|clear|likely|correct|said|reported|claimed|alleged|"
    r"necessary)\b",
    re.I,
)


def bound(seen: Seen, at: int) -> bool:
    """Whether the pronoun at word ``at`` of ``seen`` is explained by the words around it."""
    word = seen.words[at]
    around = [held.low for held in (*seen.words[max(at - 1, 0) : at], *seen.words[at + 1 : at + 2])]
    following = around[-1] if at + 1 < len(seen.words) else ""
    if word.low not in HE | SHE | THEY | IT | {"there"}:
        return False
    if word.low == "there" and _BE.intersection(around) and following:
        return True
    if word.low == "it" and _IMPERSONAL.match(seen.text[word.end :]):
        return True
    if word.low in ("those", "these"):
        return following in ("who", "that", "which", "in", "of", "from", "killed", "wounded")
    before = [phrase for phrase in seen.all_phrases() if phrase.end <= word.start]
    if any(_ends_clause(seen, phrase, word) for phrase in before):
        return True
    fitting = any(_fits(phrase, word) for phrase in before)
    if word.low in ("him", "them", "it") or (word.low == "her" and not owns(seen, at)):
        # `When did A visit him`: A is not him; `Did A say it had fired`: it is.
        return fitting and (following in AUX or is_past(following))
    theirs = word.low in OWNING and seen.words[0].low in ("who", "whose", "which") and seen.words[at - 1].low not in AUX
    return fitting or theirs or _named_after(seen, word)


def owns(seen: Seen, at: int) -> bool:
    """Whether the pronoun at ``at`` is a possessive: `his car`, `her car`, not `saw her`."""
    if seen.words[at].low == "her":
        return at + 1 < len(seen.words) and seen.words[at + 1].low not in FUNCTION
    return seen.words[at].low in OWNING


def _fits(phrase: Phrase, word: Word) -> bool:
    if word.low == "there":
        return phrase.sort in (Sort.PLACE, Sort.PARTY) or phrase.head in PLACE_NOUNS
    if word.low in HE | SHE:
        return phrase.person or (phrase.sort is Sort.THING and phrase.text[0].isupper())
    if word.low in THEY:
        return phrase.many or phrase.sort in (Sort.PARTY, Sort.ORGANISATION) or phrase.body
    return not phrase.person and not phrase.many


def _ends_clause(seen: Seen, phrase: Phrase, word: Word) -> bool:
    """Whether the pronoun stands in a later clause than a noun that it can mean: `…, and was it kept`."""
    if word.low in HE | SHE and not _fits(phrase, word):
        return False
    between = [held.low for held in seen.words if phrase.end <= held.start < word.start]
    return bool(JOINING.intersection(between)) or "," in seen.text[phrase.end : word.start]


def _named_after(seen: Seen, word: Word) -> bool:
    """`After he had resigned, what did A say?`: a comma and a name."""
    comma = seen.text.find(",", word.end)
    return comma > 0 and any(phrase.sort and phrase.start > comma for phrase in seen.phrases)
