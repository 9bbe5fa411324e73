"""Where in a sentence the place of a statement's fact is: beside the words that stand beside it in the statement."""

from __future__ import annotations

from collections.abc import Sequence

from app.claims.align import SURE, Alignment
from app.claims.items import Item, Read

# Words further from a fact than this say little of it.
WINDOW = 8
# A word on the other side of its fact than in the statement counts so much less, where none of the two is passive.
TURNED = 0.6
# A word in another stretch between commas.
APART = 0.75
# A date may stand anywhere in its clause: each further word takes so little of it.
FLOATING = 0.1
_BE = frozenset("was were is are be been being".split())


def passive(read: Read, item: Item) -> bool:
    """Whether a word is a verb in the passive: `was dismissed`, `dismissed by`."""
    if not item.folded.endswith(("ed", "en", "wn", "ght", "t", "de", "ld", "un", "pt", "id", "nt", "in")):
        return False
    near = [(at - item.at, word) for at, word in read.binding if -3 <= at - item.at <= 2]
    return any((-3 <= far < 0 and word in _BE) or (0 < far <= 2 and word == "by") for far, word in near)


def place(
    row: int,
    claim: Read,
    sentence: Read,
    alignment: Alignment,
    candidates: Sequence[int],
) -> dict[int, float]:
    """For each candidate item of the sentence, within 0 and 1, how far it stands where the fact ``row`` would."""
    fact = claim.items[row]
    scores = dict.fromkeys(candidates, 0.0)
    whole = 0.0
    for other, item in enumerate(claim.items):
        far = item.at - fact.at
        if other == row or abs(far) > WINDOW or alignment.held[other] < SURE:
            continue
        anchor = sentence.items[alignment.at[other]]
        weight = item.weight * alignment.held[other] / (1 + abs(far))
        if item.clause != fact.clause:
            weight *= APART
        whole += weight
        turned = passive(claim, item) != passive(sentence, anchor)
        for candidate in candidates:
            two = sentence.items[candidate]
            there = anchor.at - two.at
            if there == 0:
                continue
            # One that stands nearer to its word than in the statement is as good.
            near = 1.0 / (1 + (FLOATING if fact.date else 0.5) * max(0, abs(there) - abs(far)))
            if not fact.date and ((there > 0) != (far > 0)) != turned:
                near *= TURNED
            if two.clause != anchor.clause and item.clause == fact.clause:
                near *= APART
            scores[candidate] += weight * near
    return {candidate: score / whole for candidate, score in scores.items()} if whole else scores
