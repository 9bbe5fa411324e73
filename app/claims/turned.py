"""Whether a sentence gives a statement's words the same doers, done-to, `to` and `from`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.claims.align import SURE, Alignment
from app.claims.roles import MUTUAL, ROLES, Grammar, Role


@dataclass(frozen=True, slots=True)
class Turned:
    """A name of the statement (its item ``row``) has a role that the sentence gives to ``column``; or, where that is
    None, to nobody named.
    """

    row: int
    column: int | None
    role: Role | Literal["against"]


@dataclass(frozen=True, slots=True)
class Roles:
    """``agreed``: the statement's names (items) that have the same role in the sentence, whatever stands nearer."""

    turned: tuple[Turned, ...]
    agreed: frozenset[int]


def compared(claim: Grammar, sentence: Grammar, alignment: Alignment, borne: float) -> Roles:
    """The names of a statement whose role in it the sentence does not give them, and those of which it does."""
    found: list[Turned] = []
    agreed: set[int] = set()
    for verb, item in enumerate(claim.items):
        here = claim.token_of[verb]
        if item.kind == "name" or here < 0 or item.folded in MUTUAL:
            continue
        there = _counterpart(claim, verb, sentence, alignment)
        if there is None or claim.tokens[here].pos not in ("VERB", "AUX", "NOUN"):
            continue
        ours, theirs = claim.roles(here), sentence.roles(there)
        if claim.tokens[here].pos == "NOUN" and sentence.tokens[there].pos == "NOUN":
            continue  # two nouns are compared by what stands beside them
        verbs = claim.tokens[here].pos == sentence.tokens[there].pos == "VERB"
        if verbs:
            found += _against(claim, here, sentence, there)
        for role in ROLES:
            found += _role(claim, sentence, alignment, borne, ours=ours.of(role), fillers=theirs.of(role), role=role)
            # Of another verb with the same object nothing is agreed: `imposed the ban`, `lifted the ban`.
            given = sentence.names(theirs.of(role)) if verbs and alignment.held[verb] >= SURE else []
            agreed |= {
                row
                for row in claim.names(ours.of(role))
                if any(alignment.likeness[row, column] >= borne for column in given)
            }
    found += _lent(claim, sentence, alignment, borne)
    once = {(one.row, one.role): one for one in found}
    return Roles(tuple(once.values()), frozenset(agreed) - {one.row for one in found})


def _lent(claim: Grammar, sentence: Grammar, alignment: Alignment, borne: float) -> list[Turned]:
    """The land that does what a statement says, where the sentence names it not, and says something of another."""
    doers = sentence.names(sentence.main())
    lands = {held for at in doers if (held := sentence.land(at))}
    said = {claim.land(at) for at, item in enumerate(claim.items) if item.kind == "name"}
    if not lands or lands & said:
        return []
    return [
        Turned(row, None, "doer")
        for row in claim.names(claim.main())
        if claim.land(row) and not any(alignment.likeness[row, at] >= borne for at in range(len(sentence.items)))
    ]


def _against(claim: Grammar, here: int, sentence: Grammar, there: int) -> list[Turned]:
    """A verb that one of the texts has somebody deny, or do `for`, and the other say, or do `against`."""
    row, column = claim.item_of.get(here), sentence.item_of.get(there)
    if row is None or column is None or claim.items[row].negated != sentence.items[column].negated:
        return []  # looked at where words are
    contrary = claim.denied(here) != sentence.denied(there)
    for one, two in (("for", "against"), ("against", "for")):
        contrary |= claim.led(here, one) and sentence.led(there, two) and not sentence.led(there, one)
    return [Turned(row, column, "against")] if contrary else []


def _counterpart(claim: Grammar, verb: int, sentence: Grammar, alignment: Alignment) -> int | None:
    """The sentence's token for a word of the statement: what it is paired with, or the verb that has its object."""
    column = alignment.at[verb]
    if column >= 0 and alignment.held[verb] >= SURE:
        return sentence.token_of[column] if sentence.token_of[column] >= 0 else None
    if claim.tokens[claim.token_of[verb]].pos != "VERB":
        return None
    for done in claim.children(claim.token_of[verb], "dobj"):
        row = claim.item_of.get(done)
        if row is None or alignment.at[row] < 0 or alignment.held[row] < SURE:
            continue
        token = sentence.token_of[alignment.at[row]]
        if token >= 0 and sentence.tokens[token].dep == "dobj":
            return sentence.tokens[token].head
    return None


def _role(
    claim: Grammar,
    sentence: Grammar,
    alignment: Alignment,
    borne: float,
    *,
    ours: Sequence[int],
    fillers: Sequence[int],
    role: Role,
) -> list[Turned]:
    """Of one role of one word."""
    if sentence.pronoun(fillers):
        return []
    given = sentence.names(fillers)
    found: list[Turned] = []
    for head in ours:
        rows = claim.names([head])
        same = {
            column for row in rows for column in range(len(sentence.items)) if alignment.likeness[row, column] >= borne
        }
        named = claim.item_of.get(head) in rows
        if not rows or (
            same & set(given) and not (named and _another(claim.item_of[head], sentence, alignment, borne, fillers))
        ):
            continue
        if named and not fillers and role == "doer" and same and all(sentence.place(one) for one in same):
            found.append(Turned(rows[-1], None, role))
            continue
        if role == "doer" and not fillers and not same and claim.land(rows[-1]):
            # Lent by what stands around, where the sentence itself names another land.
            others = [at for at, item in enumerate(sentence.items) if item.kind == "name" and sentence.land(at)]
            said = {claim.land(at) for at, item in enumerate(claim.items) if item.kind == "name"}
            if any(sentence.land(at) not in said for at in others):
                found.append(Turned(rows[-1], None, role))
                continue
        for filler in fillers:
            column = _rival(claim, head, rows, sentence, filler)
            if column is not None:
                found.append(Turned(claim.item_of[head] if named else rows[0], column, role))
                break
    return found


def _another(row: int, sentence: Grammar, alignment: Alignment, borne: float, fillers: Sequence[int]) -> bool:
    """Whether a name's last word stands nowhere in the sentence, and another name's last word has its role:
    `the Upper House` beside `the Upper Chamber`.
    """
    if any(alignment.likeness[row, column] >= borne for column in range(len(sentence.items))):
        return False
    heads = [sentence.item_of.get(filler) for filler in fillers]
    return bool(heads) and all(at is not None and sentence.items[at].kind == "name" for at in heads)


def _rival(claim: Grammar, head: int, rows: Sequence[int], sentence: Grammar, filler: int) -> int | None:
    """The name of the sentence that stands where the statement's should, if they are of a kind: lands, or persons."""
    names = sentence.names([filler])
    if not names:
        return None
    ours = {held for row in rows if (held := claim.land(row))}
    theirs = {held: column for column in names if (held := sentence.land(column))}
    if ours and theirs:
        return None if ours & set(theirs) else next(iter(theirs.values()))
    named = claim.item_of.get(head) in rows and sentence.item_of.get(filler) in names
    return sentence.item_of[filler] if named and not ours and not theirs else None
