"""Accounts: which speakers are of one party, told by what is left of their names without trade and rank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from app.said.speaker import said_by
from app.said.tokens import uncapitalised
from app.said.words import BODY_NAMES, CALENDAR, COMMON, DETERMINERS, NOBODY, PRONOUNS, ROLES, words
from ingest.article import Article, Passage, Sentence, Spanned

# How far a name is followed: from an aide to whom they serve, and from there to the country.
FURTHEST = 3
# What a country's people are called by, and what is left of the country with it.
_ENDING = re.compile(r"(?:ians?|ans?|ese|ish|ia|is?|[yae])$")
# Of a name of two words, they are no first name: the second alone is another party.
_SIDES = words("north south east west northern southern eastern western new great central")
# With a capital, and no part of a name.
_NO_NAME = COMMON | CALENDAR | DETERMINERS | NOBODY | PRONOUNS
# No word is longer; a bound keeps what is no word from being looked through from each of its letters.
_CAPITAL = r"[^\W\d_a-z][\w’'-]{0,60}+"
_ROLE = f"(?i:{'|'.join(sorted(ROLES))})"
# `Oxbow's present mayor, Ann Lee`; `the mayor of Oxbow, Ann Lee`: party (1 or 2), first and last name.
_INTRODUCED = re.compile(
    rf"(?:\b((?:{_CAPITAL}\s){{1,2}})(?:\w+\s){{0,2}}?{_ROLE}|\b{_ROLE}\sof\s((?:{_CAPITAL}\s?){{1,3}}))"
    rf",?\s({_CAPITAL})\s({_CAPITAL})"
)


def accounts(article: Article, units: Sequence[tuple[Passage, Sentence]]) -> tuple[int, ...] | None:
    """For each unit the number of its speaker, from 1 in order; 0 where none is known. None if fewer than two speak.

    Speakers are one where their names share a party: what is left of a name without its trade and rank
    (`the Freedonian Ministry of Trade`, `Freedonia's trade ministry`), endings of peoples apart. A person alone is
    counted to the party with which the article introduces them.
    """
    parties: list[frozenset[str]] = []
    for passage, sentence in units:
        said = said_by(article, passage, sentence)
        parties.append(_party(article, said.named or said.who) if said else frozenset())
    groups: list[frozenset[str]] = []
    for party in filter(None, parties):
        # One who speaks for two makes them one.
        shared = [group for group in groups if group & party]
        groups = [group for group in groups if not group & party] + [party.union(*shared)]
    found = [next((group for group in groups if group & party), None) for party in parties]
    order = [group for group in dict.fromkeys(found) if group]
    return tuple(order.index(group) + 1 if group else 0 for group in found) if len(order) > 1 else None


def _party(article: Article, who: Spanned) -> frozenset[str]:
    """The stems that tell one party from another; a joined speaker (`A and B`) has several."""
    own = _stems(article.slice(who), uncapitalised(article.text))
    introduced = _introductions(article.text)
    for _ in range(FURTHEST):
        more = {party for stem in own for party in introduced.get(stem, ())}
        # One who is introduced with two parties (a Dane who plays for Kent) is counted to neither.
        if len(more) != 1 or more <= own:
            break
        own = frozenset(more)
    return own


def _stems(name: str, common: frozenset[str]) -> frozenset[str]:
    """Of each run of capitals in the first part of ``name``, without trade and rank: `freedonia`, `ann lee`.

    ``common``: words that have a capital only where a sentence begins.
    """
    name = re.sub(r"\[[^\[\]]*\]", " ", name)
    # What joins speakers is no second part; a title of one is.
    part = name if re.search(r",\s*and\s", name) else name.split(",")[0]
    stems: list[str] = []
    run: list[str] = []
    for at, word in enumerate([*re.findall(r"[^\W\d_][\w’'-]*(?:\.[^\W\d_])*|/", part), "/"]):
        low = re.sub(r"['’]s?$", "", word.lower())
        named = word[0].isupper() and low not in _NO_NAME and not (at == 0 and low in common)
        if named:
            run.append(_stem(low.replace(".", "")))
        # A genitive ends a name: `Freedonia's Ann Lee`.
        if run and (not named or word.lower() != low):
            stems.append(" ".join(run))
            # A person may be called by their last name elsewhere, a body by its initials.
            if len(run) == 2 and run[0] not in _SIDES and run[1] not in BODY_NAMES:
                stems.append(run[1])
            if len(run) > 2:
                stems.append("".join(each[0] for each in run))
            run = []
    return frozenset(stems)


def _stem(word: str) -> str:
    """A country and its people alike: `freedonia`, `freedonian`. At least four letters stay."""
    while (shorter := _ENDING.sub("", word)) != word and len(shorter) >= 4:
        word = shorter
    return word


@lru_cache(maxsize=8)
def _introductions(text: str) -> defaultdict[str, set[str]]:
    """A person's stems, and the parties with which the text introduces them: `the mayor of Oxbow, Ann Lee`."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for found in _INTRODUCED.finditer(text):
        parties = _stems(found[1] or found[2], uncapitalised(text))
        for stem in (_stem(found[4].lower()), f"{_stem(found[3].lower())} {_stem(found[4].lower())}"):
            people[stem] |= parties
    return people
