"""Which item of a sentence stands for which of a statement, and how well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.claims.items import Item, Read
from app.claims.tables import akin, alike, opposite, same_name, stands_for
from app.claims.thesaurus import apart, contrary, same, wider
from index.encoder import Vectors

# Cosine of two words where they stand from which they may mean the same, and what such a pair counts at most.
LEAST, SOFT = 0.42, 0.85
# What a pair counts that the tables know.
ALIKE = 0.95
# That WordNet gives a sense in common, or of which the statement's is the wider.
SAME, WIDER = 0.93, 0.85
# Two nouns that name different things are near each other in the model's eyes too: `tram` and `bus`.
OTHER_THING = 0.55
# And a capital that stands for its country.
SEAT = 0.92
# From here on a pair is taken for the same word when places are compared.
SURE = 0.6
# What an item's neighbours that are paired nearby add, to choose between two places of one word.
NEARBY = 0.2
# How much more than a word a fact among them counts.
FACT = 2.0

Likeness = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read, and its items' vectors where there are any."""

    read: Read
    vectors: Vectors | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each item of the statement the sentence's (or -1) in ``at``, and how well it stands for it in ``held``.

    ``likeness``, shape ``(items of the statement, items of the sentence)``: of all pairs; ``cosine``: of their vectors,
    zeros where there are none.
    """

    at: tuple[int, ...]
    held: tuple[float, ...]
    likeness: Likeness
    cosine: Likeness


def align(claim: Text, sentence: Text) -> Alignment:
    """The best place of each item of ``claim``."""
    ours, theirs = claim.read.items, sentence.read.items
    likeness = np.zeros((len(ours), len(theirs)), dtype=np.float32)
    if not ours or not theirs:
        return Alignment((-1,) * len(ours), (0.0,) * len(ours), likeness, likeness)
    if claim.vectors is not None and sentence.vectors is not None:
        cosine: Likeness = claim.vectors @ sentence.vectors.T
        soft = np.where(cosine >= LEAST, np.minimum(cosine * 1.1, SOFT), 0.0)
    else:
        cosine = soft = np.zeros_like(likeness)
    for row, one in enumerate(ours):
        for column, two in enumerate(theirs):
            likeness[row, column] = _like(one, two, float(soft[row, column]))
    _initials(ours, theirs, likeness)
    at = _places(likeness, ours, theirs, np.zeros_like(likeness))
    for _ in range(2):
        at = _places(likeness, ours, theirs, _nearby(at, likeness, ours, theirs))
    held = tuple(float(likeness[row, place]) if place >= 0 else 0.0 for row, place in enumerate(at))
    return Alignment(tuple(at), held, likeness, cosine)


def _like(one: Item, two: Item, soft: float) -> float:
    if one.number and two.number:
        return 1.0 if one.number.fits(two.number) else 0.0
    if one.date and two.date:
        return 1.0 if one.date.fits(two.date) else 0.0
    if one.number or two.number or one.date or two.date:
        return 0.0
    if one.kind == two.kind == "name":
        return 1.0 if same_name(one.folded, two.folded) else SEAT if stands_for(one.folded, two.folded) else 0.0
    if one.key == two.key or one.folded == two.folded:
        return 1.0
    if one.kind != two.kind:
        return 1.0 if same_name(one.folded, two.folded) else min(soft, 0.7)
    if opposite(one.key, two.key) or contrary(one.folded, two.folded):
        return 0.0
    if alike(one.key, two.key):
        return ALIKE
    if same(one.folded, two.folded):
        return SAME
    if wider(one.folded, two.folded) or akin(one.folded, two.folded):
        return WIDER
    return min(soft, OTHER_THING) if apart(one.folded, two.folded) else soft


def _initials(ours: tuple[Item, ...], theirs: tuple[Item, ...], likeness: Likeness) -> None:
    """`NSS` stands for `National Security Service`, and the other way round."""
    for one, two, across in ((ours, theirs, False), (theirs, ours, True)):
        letters = "".join(item.folded[:1] or "-" for item in two)  # a letter an item, so that places stay
        for row, item in enumerate(one):
            short = item.folded
            if not 2 <= len(short) <= 6 or not short.isalpha():
                continue
            found = letters.find(short)
            while found >= 0:
                if two[found + len(short) - 1].at - two[found].at <= len(short) + 1 and item.kind == "name":
                    for column in range(found, found + len(short)):
                        if across:
                            likeness[column, row] = max(likeness[column, row], 0.9)
                        else:
                            likeness[row, column] = max(likeness[row, column], 0.9)
                found = letters.find(short, found + 1)


def _places(likeness: Likeness, ours: tuple[Item, ...], theirs: tuple[Item, ...], bonus: Likeness) -> list[int]:
    """One item of the sentence for each of the statement, the surest first; one may stand for two only at need."""
    score = np.where(likeness > 0, likeness + bonus, 0.0)
    at = [-1] * len(ours)
    used: set[int] = set()
    for flat in np.argsort(-score, axis=None, kind="stable").tolist():
        row, column = divmod(flat, len(theirs))
        if score[row, column] <= 0:
            break
        if at[row] < 0 and column not in used:
            at[row] = column
            used.add(column)
    for row in range(len(ours)):
        if at[row] < 0 and likeness[row].max() > 0:  # `the war … the war` beside one `war`
            at[row] = int(np.argmax(score[row]))
    return at


def _nearby(at: list[int], likeness: Likeness, ours: tuple[Item, ...], theirs: tuple[Item, ...]) -> Likeness:
    """For each pair, how many of the item's neighbours have their place near it too."""
    bonus = np.zeros_like(likeness)
    for row, one in enumerate(ours):
        near = [
            (theirs[at[other]].at, abs(ours[other].at - one.at), (FACT if ours[other].kind != "word" else 1.0))
            for other in range(max(0, row - 3), min(len(ours), row + 4))
            if other != row and at[other] >= 0 and likeness[other, at[other]] >= SURE
        ]
        whole = sum(weight / far for _, far, weight in near if far)
        for column in np.flatnonzero(likeness[row] > 0).tolist():
            two = theirs[column].at
            bonus[row, column] = NEARBY * sum(
                weight / far / (1 + abs(abs(place - two) - far)) for place, far, weight in near if far
            ) / max(whole, 1e-9)  # fmt: skip
    return bonus
