"""Who is named beside the main clause: `according to X`, `in a report by X`, and whoever answers further on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.said.clauses import subject
from app.said.found import Found
from app.said.phrases import core, named_at, phrase, speaks
from app.said.tokens import Tokens
from app.said.verbs import FINITE
from app.said.words import ADVERBS, BE, CLAUSE, HAVE, LINKS, PAPERS, PRONOUNS

# Group 1 of each is the word that says that they speak; the name follows.
_ACCORDING = re.compile(r"\b(according\s+to)\b", re.IGNORECASE)
_AS_SAID = re.compile(
    r"\bas\s+(?:\w+ly\s+)?(reported|confirmed|stated|claimed|announced|estimated|acknowledged)\s+by\b"
)
# Not `ships per day`: at the beginning or after a comma.
_PER = re.compile(r"(?:^|,\s)(per)\s", re.IGNORECASE)
_BY_PAPER = re.compile(
    r"in\s+an?\s+(?:\w+\s+){0,2}?(statement|report|speech|interview|letter|address|briefing|release)\s+(?:\w+\s+)?(?:by|from)\s",
    re.IGNORECASE,
)
_IN_PAPER = re.compile(r"In\s+(?=(?:an?|its|the)\s)")
# What stands in a stretch that begins with one of them is said of a part.
_OF_A_PART = CLAUSE | LINKS | {"since"}


def beside(tokens: Tokens) -> Iterator[Found]:
    """`According to X`, `as reported by X`, `per X`, `in a statement by X`."""
    for pattern in (_ACCORDING, _AS_SAID, _PER, _BY_PAPER):
        for found in pattern.finditer(tokens.masked):
            if not _governs(tokens, found.start()):
                continue
            named = named_at(tokens, tokens.index(found.end()))
            if named:
                how = FINITE[found[1]][0] if pattern is _AS_SAID else "said"
                yield Found(named, found.span(1), how)


def _governs(tokens: Tokens, offset: int) -> bool:
    """Whether what stands at ``offset`` is said of the sentence, not of a part of it."""
    before = tokens.index(offset) - 1
    if tokens.low(before) == ",":
        before -= 1
    if before < 0:
        return True
    if tokens.low(before) in CLAUSE | LINKS or tokens[before].text in ";:":
        return False
    begin = before
    while begin > 0 and tokens[begin - 1].text not in ",;:":
        begin -= 1
    return begin == 0 or tokens.low(begin) not in _OF_A_PART


def in_paper(tokens: Tokens) -> Found | None:
    """`In a Red Cross report, …`."""
    found = _IN_PAPER.match(tokens.masked)
    if found is None:
        return None
    first = tokens.index(found.end())
    end = phrase(tokens, first)
    if tokens.low(end) != "," or end - first < 2:
        return None
    kept = core(tokens, first, end)
    if not kept or kept[-1].low not in PAPERS or not speaks(tokens, first, end):
        return None
    # Someone speaks whom the grammar could not tell.
    if any(token.low in FINITE for token in tokens.each[end:]):
        return None
    return Found(tokens.span(first, end), None, "reported")


def answered(tokens: Tokens, found: Found) -> bool:
    """Whether another party speaks further on: `…, while Y denied it`."""
    own = tokens.masked[slice(*found.who)].lower()
    begin = tokens.index(max(found.who[1], found.verb[1] if found.verb else 0))
    for at in range(begin, len(tokens)):
        if tokens.low(at) not in LINKS and tokens[at].text not in (";", "."):
            continue
        first = at + 1
        while tokens.low(first) in ADVERBS | LINKS or tokens.low(first) == ",":
            first += 1
        if first >= len(tokens) or (tokens.low(first) in PRONOUNS and tokens.low(first + 1) not in HAVE | BE):
            continue
        other = subject(tokens, first)
        if other and tokens.masked[slice(*other.who)].lower() not in (own, *PRONOUNS):
            return True
    return False
