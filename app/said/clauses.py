"""The main clause: where it begins, whose it is, and whether what they do is to say something."""

from __future__ import annotations

import re

from app.said.found import Found
from app.said.phrases import apposed, core, named_at, phrase, speaks
from app.said.tokens import Tokens
from app.said.verbs import FINITE, ING, PASSIVE, SHOWING, verb_at
from app.said.words import ADVERBS, BE, CLAUSE, OPENERS, PAPERS, PREPOSITIONS, PRONOUNS, RELATIVES, WHEN, words

# A paper shows that something is so; it shows a picture too.
_SHOWS = re.compile(r"\s+that\b")
_STATEMENT = re.compile(
    r"\b(?:issued|issues|released|published|made|gave)\s+(?:an?|its|his|her|their)\s+(?:\w+\s+){0,2}?(statement)(?:\s*,)?\s+"
    r"(?:that|saying|stating|claiming|denying|accusing|in\s+which)\b"
)
# Behind them `and said` may be another's.
_APART = CLAUSE | words("after before since")


def main_clause(tokens: Tokens) -> Found | None:
    """The subject of the first main clause, if it speaks."""
    # A note: `Denied by X.`
    if tokens.low(0) in {*PASSIVE, "claimed"} and tokens.low(1) == "by":
        named = named_at(tokens, 2, listed=True)
        return Found(named, tokens.span(0, 1), PASSIVE.get(tokens.low(0), "claimed")) if named else None
    first = opening(tokens)
    if first is None or first >= len(tokens):
        return None
    return _inverted(tokens, first) or subject(tokens, first)


def opening(tokens: Tokens) -> int | None:
    """Where the first main clause begins; None if that can't be told."""
    at = 0
    while at < len(tokens):
        token, low = tokens[at], tokens.low(at)
        if token.quoted:
            at += 1
            while tokens.low(at) in (",", "—", "–"):
                at += 1
            continue
        if when := WHEN.match(tokens.masked, token.start):
            at = tokens.index(when.end())
        elif (low in ADVERBS and (low != "both" or tokens.low(at + 1) == ",")) or low in ("and", "but", "or", "so"):
            at += 1
        elif low in OPENERS or (low.endswith("ing") and at + 1 < len(tokens) and token.text not in tokens.known):
            comma = tokens.comma(at)
            if comma is None:
                return None
            # `Although the mayor said so, …`: two may speak here.
            if low not in ("according", "per") and any(tokens.low(n) in FINITE for n in range(at, comma)):
                return None
            at = comma
        else:
            return at
        if tokens.low(at) == ",":
            at += 1
    return None


def _inverted(tokens: Tokens, at: int) -> Found | None:
    """`"…," said Ann Lee, the mayor.`"""
    if not any(token.quoted for token in tokens.each[:at]) or tokens.low(at) not in FINITE:
        return None
    first = at + 1
    end = phrase(tokens, first)
    if not speaks(tokens, first, end):
        return None
    return Found(tokens.span(first, apposed(tokens, first, end)), tokens.span(at, first), FINITE[tokens.low(at)][0])


def subject(tokens: Tokens, first: int) -> Found | None:
    """The subject that begins at ``first``, if it speaks."""
    if tokens.low(first) in PRONOUNS:
        return _predicate(tokens, first, first + 1, first + 1, pronoun=True)
    end = phrase(tokens, first)
    if end == first:
        return None
    at, who_end = end, end
    while tokens.low(at) == ",":
        # `X, the mayor, said`; `X, who was there, said`; `X, Y, and Z said`.
        if verb_at(tokens, at + 1) is not None:
            at += 1
            break
        low = tokens.low(at + 1)
        if low in RELATIVES | OPENERS or low.endswith("ing"):
            comma = tokens.comma(at + 1)
            if comma is None:
                return None
            at = comma
            continue
        begin = at + 2 if low == "and" else at + 1
        last = phrase(tokens, begin)
        if last == begin:
            return None
        if who_end == at:
            who_end = last
        at = last
        if low == "and":
            break
        if tokens.low(at) != ",":
            return None
    return _predicate(tokens, first, who_end, at, head_end=end)


def _predicate(
    tokens: Tokens, first: int, who_end: int, at: int, *, pronoun: bool = False, head_end: int = 0
) -> Found | None:
    who = tokens.span(first, who_end)
    head = (first, head_end or who_end)
    party = pronoun or speaks(tokens, *head)
    # `X in a statement said`: what stands between is passed over.
    while tokens.low(at) in PREPOSITIONS and WHEN.match(tokens.masked, tokens[at].start) is None:
        inner = phrase(tokens, at + 1)
        if inner == at + 1:
            return None
        at = inner
    found = verb_at(tokens, at)
    if found is None:
        return None
    at, says = found
    token = tokens[at]
    if token.low in BE:
        return _passive(tokens, at, first)
    if not party:
        return None
    verb = tokens.span(at, at + 1)
    if says:
        return Found(who, verb, FINITE[token.low][0])
    kept = core(tokens, *head)
    if token.low in SHOWING and kept and kept[-1].low in PAPERS and _SHOWS.match(tokens.masked, token.end):
        return Found(who, verb, "reported")
    return _second(tokens, who, at)


def _passive(tokens: Tokens, at: int, first: int) -> Found | None:
    """`This was denied by X`."""
    at += 1
    while tokens.low(at) in ADVERBS | BE or tokens.low(at).endswith("ly"):
        at += 1
    how = PASSIVE.get(tokens.low(at))
    # A land is claimed by someone, too.
    if tokens.low(at) == "claimed" and tokens.low(first) == "it":
        how = "claimed"
    if how is None:
        return None
    if tokens.low(at + 1) != "by":
        return None
    named = named_at(tokens, at + 2, listed=True)
    if named and how == "accused":
        # `accused by the Ministry of Trade of theft`: the last `of` is the accusation's.
        cut = tokens.masked.rfind(" of ", *named)
        named = (named[0], cut) if cut > 0 else named
    return Found(named, tokens.span(at, at + 1), how) if named else None


def _second(tokens: Tokens, who: tuple[int, int], at: int) -> Found | None:
    """`X did this and said that`; `X did this, saying that`; `X issued a statement that`."""
    statement = _STATEMENT.match(tokens.masked, tokens[at].start)
    if statement:
        return Found(who, statement.span(1), "said")
    clause = relative = False
    for n in range(at + 1, len(tokens) - 1):
        token, before = tokens[n], tokens.low(n - 1)
        if token.text == ";":
            return None
        ing = ING.get(token.common)
        if before == "," and not relative and ing and ing[1].match(tokens.masked, token.end):
            return Found(who, tokens.span(n, n + 1), ing[0])
        if before in ("and", "but") and not clause:
            found = verb_at(tokens, n)
            if found and found[1]:
                return Found(who, tokens.span(found[0], found[0] + 1), FINITE[tokens.low(found[0])][0])
            # `…, and Y …`: another subject.
            if tokens.low(n - 2) == ",":
                return None
        # `…, which showed this, saying that`: whoever says so, it is not the subject.
        relative = relative or token.low in RELATIVES or token.low == "that"
        clause = clause or token.common in _APART
    return None
