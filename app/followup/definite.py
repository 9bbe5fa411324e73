"""`Was the bridge rebuilt?`: a question without pronouns that says less than the last one, or leaves out of what."""

from __future__ import annotations

import re

from app.followup.fuller import definite, extended
from app.followup.names import Sort
from app.followup.phrases import Phrase, Seen
from app.followup.referents import short
from app.followup.topic import topic
from app.followup.turns import Meant, Talk, put
from app.followup.words import EVENTS, OPEN, OPEN_VERBS, VAGUE

_SAYS_WHICH = frozenset("of on in between that which who from against at with".split())
_ANYBODY = re.compile(
    r"(?:who|what) else|how (?:many (?:died|of)|long)"
    r"|(?:was|were|is|are|did|has|have) (?:any|some)(?:one|body|thing)\b",
    re.I,
)


def spelled_out(talk: Talk) -> Meant | None:
    """The question with the last one's fuller words, or with what it is about; None where it stands alone."""
    seen, last = talk.seen, talk.last
    if seen.dates:
        return None
    text = talk.text
    for phrase in reversed(seen.phrases):
        if phrase.sort is None and re.match(r"the \S+(?: \S+)?$", phrase.text, re.I) and not _says_which(phrase, seen):
            if full := _fuller(phrase, last):
                text = put(text, phrase.start, phrase.end, full)
            elif phrase.head in EVENTS and (phrase.head in VAGUE or not seen.named):
                return _about(talk, phrase)
    if text != talk.text:
        return Meant(text)
    return _about(talk) if _leans(talk) else None


def _about(talk: Talk, thing: Phrase | None = None) -> Meant:
    """The question with what the last is about: a case is a person's, where one is named."""
    people = [phrase.text for phrase in talk.last.all_phrases() if phrase.sort is Sort.PERSON]
    of = f" of {short(people[-1])}" if people and thing and thing.head in VAGUE else topic(talk.last, talk.text)
    doubt = f"“{thing.text}” is taken to be of" if thing else "This is taken to be about"
    return Meant(f"{talk.text.rstrip(' ?!.')}{of}?", f"{doubt} the question before.")


def _says_which(phrase: Phrase, seen: Seen) -> bool:
    """Whether the question itself says which: `the attack on A`, `the man who left`."""
    after = next((word for word in seen.words if word.start >= phrase.end), None)
    return after is not None and after.low in _SAYS_WHICH


def _fuller(phrase: Phrase, last: Seen) -> str | None:
    """The last question's words for the same thing, where they say more."""
    for other in last.phrases:
        if other.head.rstrip("s") == phrase.head.rstrip("s"):
            more = extended(other, last)
            if len(more.split()) > len(phrase.text.split()):
                return definite(more)
    return None


def _leans(talk: Talk) -> bool:
    """Whether a short question has too little of its own: its one noun or verb wants to be told of what."""
    if any(word.low in OPEN | OPEN_VERBS for word in talk.seen.words[-1:]):
        return True
    return not talk.seen.named and len(talk.seen.content) <= 2 and bool(_ANYBODY.match(talk.bare))
