"""Names: where a noun phrase ends, whether it can be someone who speaks, and what is added to it."""

from __future__ import annotations

import re

from app.said.tokens import Token, Tokens
from app.said.verbs import SHOWING, says
from app.said.words import (
    ACTS,
    ADVERBS,
    BODIES,
    BODY_NAMES,
    CALENDAR,
    CLAUSE,
    DETERMINERS,
    NO_PARTY,
    NOBODY,
    OBJECTS,
    OPENERS,
    PAPERS,
    PREPOSITIONS,
    ROLES,
)

# A name and all that is said of it, in words; what is longer was misread.
LONGEST = 24
# Persons by what they do that are not listed: `biologists`, `chairwoman`, `horsemen`.
_BY_ENDING = re.compile(r"\w*(?:ists?|wom[ae]n|persons?|(?<=\w{4})m[ae]n)")


def phrase(tokens: Tokens, first: int) -> int:
    """The end of the noun phrase that begins at ``first``, or ``first``: no comma, no verb, no clause."""
    at, end, head = first, first, None
    while at < len(tokens) and at - first < LONGEST:
        token, low, common = tokens[at], tokens[at].low, tokens[at].common
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if low in ("and", "or", "&") and end == at and end > first:
            at += 1
            continue
        if not token.word or (token.text[0].isdigit() and not tokens[at - 1].capital):
            break
        if common in CLAUSE or (common in NOBODY and common not in DETERMINERS):
            break
        if common in PREPOSITIONS:
            if head is None or not _goes_on(common, head, after):
                break
            at += 1
            continue
        if common in ADVERBS and common not in DETERMINERS:
            break
        if _verb_like(tokens, at, first) or (common.endswith("ing") and at > end):
            break
        at += 1
        if low not in DETERMINERS:
            end, head = at, token
    return end


def _verb_like(tokens: Tokens, at: int, first: int) -> bool:
    """Whether the word could be the verb of a phrase that began at ``first``."""
    word, before = tokens[at].common, tokens.low(at - 1)
    if word in ACTS or word in SHOWING or says(tokens, at):
        # Not in `the reported losses`.
        return before not in DETERMINERS or at == first
    if not word.endswith("ed") or len(word) < 5 or "-" in word:
        return False
    return at > first and before not in DETERMINERS | ADVERBS


def _goes_on(preposition: str, head: Token, after: Token | None) -> bool:
    """Whether a preposition belongs to the name before it: `Office of`, `Institute for Peace`, `director at`."""
    if after is None or not after.word or after.text[0].isdigit() or after.low in CALENDAR:
        return False
    if preposition == "of":
        return True
    named = after.capital or after.low == "the"
    if preposition == "for" or (preposition == "at" and head.low.removesuffix("s") in ROLES):
        return named
    return preposition in ("in", "at", "to", "on") and not head.capital and named


def core(tokens: Tokens, first: int, end: int) -> tuple[Token, ...]:
    """The tokens of a phrase up to its first preposition, without articles."""
    kept: list[Token] = []
    for token in tokens.each[first:end]:
        if token.common in PREPOSITIONS:
            break
        if kept or token.low not in DETERMINERS:
            kept.append(token)
    return tuple(kept)


def speaks(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the phrase can be someone who speaks."""
    kept = core(tokens, first, end)
    if not kept or tokens.low(first) in ("no", "neither", "any"):
        return False
    head = kept[-1]
    if head.low in PAPERS:
        return any(token.capital and (token.start > 0 or token.text in tokens.known) for token in kept[:-1])
    if head.low in ROLES | BODIES or head.low.removesuffix("s") in ROLES:
        return True
    if not head.capital:
        return _BY_ENDING.fullmatch(head.low) is not None
    if head.low in NO_PARTY or head.low.endswith(("'s", "’s", "s'", "s’")):
        return False
    return _proper(tokens, head)


def _proper(tokens: Tokens, token: Token) -> bool:
    """Whether a word with a capital is a name: the first of a sentence has one anyhow."""
    if token.start > 0 or token.text.isupper() or token.text in tokens.known:
        return True
    return token.low not in NOBODY | ADVERBS | OPENERS | CLAUSE and not token.low.endswith(("s", "ed", "ing", "ly"))


def apposed(tokens: Tokens, first: int, end: int) -> int:
    """The end of a name with what is added to it between commas: `Ann Lee, the mayor of Oxbow`."""
    if tokens.low(end) != ",":
        return end
    last = phrase(tokens, end + 1)
    closed = last >= len(tokens) or tokens[last].text in ",.;" or tokens[last].quoted
    if last == end + 1 or not (closed or tokens.low(last) in PREPOSITIONS):
        return end
    title = _person(tokens, first, end) and speaks(tokens, end + 1, last)
    name = core(tokens, first, end)[-1].low in ROLES and _person(tokens, end + 1, last) and tokens[end + 1].capital
    return last if title or name else end


def _person(tokens: Tokens, first: int, end: int) -> bool:
    kept = core(tokens, first, end)
    return len(kept) >= 2 and kept[-1].capital and not any(token.low in BODY_NAMES | BODIES for token in kept)


def named_at(tokens: Tokens, first: int, *, listed: bool = False) -> tuple[int, int] | None:
    """The offsets of the name that stands at ``first``, after `by` or `according to`; ``listed``: or of several."""
    if tokens.low(first) in OBJECTS and tokens.low(first + 1) in (",", ".", ""):
        return tokens.span(first, first + 1)
    end = phrase(tokens, first)
    if end == first or not speaks(tokens, first, end):
        return None
    last = end
    while listed and tokens.low(last) == ",":
        closing = tokens.low(last + 1) in ("and", "or")
        begin = last + 2 if closing else last + 1
        last = phrase(tokens, begin)
        if last == begin or not speaks(tokens, begin, last):
            break
        if closing:
            end = last
            break
    return tokens.span(first, apposed(tokens, first, end))
