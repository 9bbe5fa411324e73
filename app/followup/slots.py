"""`And when?`: a question that is nothing but a question word. It is put in the place of the last question's."""

from __future__ import annotations

import re

from app.followup.parts import Parts
from app.followup.phrases import Seen
from app.followup.topic import topic
from app.followup.words import BASE_VERBS, DETERMINERS, DO, FATES, PREPOSITIONS, is_past, words_of
from ingest.fold import fold_words

WHO_SAID = "Who said so: "
_SO = re.compile(
    r"(?:who|which \w+) (?:said|says|say|claimed|claims|reported|reports|told) (?:so|this|that|it)"
    r"|according to whom?|says who|said by whom?",
    re.I,
)
_WHEN_THAT = re.compile(
    r"(when|where|why|how) (?:was|is|were|did) (?:that|this|it)(?: (?:happen|occur|take place))?", re.I
)
_HOW_MANY = re.compile(r"how many (?:(?:were|are) )?(\w+)", re.I)
_PEOPLE = "How many people were"
_BARE = re.compile(
    r"((?:(?:in|on|at|by|to|for|from|with|since|until|till|against|about|after|before|according to) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how(?: (?:many|much|long|old|far|often))?)"
    r"(?: (?:day|days|date|month|year|city|town|village|country|place|region|newspaper|paper|outlet|reason|order|way"
    r"|language|price|age|people|times|side|grounds))?(?: (?:not|for|from))?)(?: (?:exactly|precisely|though|then))?",
    re.I,
)
# Question words that ask for a person or a thing, and not for its time or place.
_ASKING = frozenset("who whom what which many much whose".split())


def who_said_so(bare: str) -> bool:
    """Whether nothing but the source of what was asked before is asked for."""
    return bool(_SO.fullmatch(bare))


def slot_of(bare: str) -> str | None:
    """The words that ask, where the question is nothing else."""
    fate = _HOW_MANY.fullmatch(bare)
    if fate and fate[1].casefold() in FATES:
        return f"{_PEOPLE} {fate[1]}"
    found = _WHEN_THAT.fullmatch(bare) or _BARE.fullmatch(bare)
    return found[1] if found else None


def with_slot(slot: str, last: Seen) -> str:
    """``last`` with ``slot`` for its question word."""
    ask, parts = slot[:1].upper() + slot[1:], last.parts
    if ask.startswith(_PEOPLE):
        return f"{ask}{topic(last, ask)}?"
    if parts is None:
        return f"{ask}: {last.text}"
    if ask.casefold().startswith(("how many", "how much")):
        return _how_many(ask, last, parts)
    if ask.casefold() == parts.ask.casefold():
        return last.text
    if ask.casefold() == "who" and not parts.ask:
        ask = "By whom"
    return _swapped(ask, last, parts)


def _how_many(ask: str, last: Seen, parts: Parts) -> str:
    """`How many?`: of what the last question has in the plural."""
    many = [phrase for phrase in last.all_phrases() if phrase.many]
    if not many:
        return f"{ask}{topic(last, '')}?"
    thing = next((phrase for phrase in many if phrase.subject), many[0]).text
    bare = re.sub(r"^(?:the|any|some|these|those|all) ", "", thing, flags=re.I)
    return " ".join(f"{ask} {bare} {parts.aux.casefold()} {parts.rest.replace(thing, '', 1)}".split()) + "?"


def _swapped(ask: str, last: Seen, parts: Parts) -> str:
    low, aux, rest, thing = parts.ask.casefold().split(), parts.aux.casefold(), parts.rest, ""
    if low and low[-1] in _ASKING and low[0] in (low[-1], "how"):
        subject = _verb_first(last, parts)
        if parts.noun:
            thing = parts.noun if low[0] == "how" else f"the {parts.noun}"
        elif subject or not aux:
            thing = "someone" if low[-1] == "who" else "something"
        if aux and (aux in DO or not subject):
            rest, thing = _with_object(rest, thing if parts.noun else "", last), ""
    ask = f"{parts.before}{ask[:1].casefold()}{ask[1:]}" if parts.before else ask
    return " ".join(filter(None, (ask, aux or "was it that", thing, rest))) + "?"


def _with_object(rest: str, thing: str, last: Seen) -> str:
    """``rest``, a subject and what it does, with ``thing`` after its verb."""
    verbs = (word for word in words_of(rest) if word.low in BASE_VERBS or word.low in last.names.verbs)
    end = next((word.end for word in verbs), len(rest))
    return f"{rest[:end]} {thing}{rest[end:]}" if thing else rest


def _verb_first(last: Seen, parts: Parts) -> bool:
    """Whether a predicate begins the rest: what was asked for is then the subject."""
    words = words_of(parts.rest)
    if not words:
        return True
    low = words[0].low
    if parts.noun and low not in DETERMINERS:
        return not words[0].text[0].isupper() and fold_words(low) not in last.names.known
    return is_past(low) or low in PREPOSITIONS | FATES


def who_said(last: Seen) -> str:
    """Who said what the last question asks."""
    parts = last.parts
    subject = next((phrase.text for phrase in last.phrases if phrase.subject), None)
    if parts and subject and not parts.ask and parts.rest.startswith(subject):
        rest = parts.rest[len(subject) :].strip()
        return f"Who said that {subject} {parts.aux.casefold()} {rest}?"
    return f"{WHO_SAID}{last.inside}?"
