"""A statement and one sentence, item by item, and what has been found of them so far."""

from __future__ import annotations

from collections.abc import Sequence

from app.claims.align import Text, align
from app.claims.checked import What
from app.claims.items import Item
from app.claims.tables import same_name

# How far another value has to stand nearer to a fact's words than the fact's own, to be what the sentence gives there.
NEARER, NEARER_LOOSELY, NEARER_FLOATING = 0.14, 0.4, 0.3
# A value is the same from here on.
BORNE = 0.9
# What a word counts that stands around the sentence only.
AROUND = 0.6
# Words between a number and what it counts: `five of the old trams`.
COUNTED = 4


class Pairing:
    """What the two texts are compared by. Differences are ``(row, column, what)``: an item of each."""

    def __init__(self, claim: Text, sentence: Text, around: Sequence[Text], labels: int) -> None:
        self.labels = labels
        self.claim, self.sentence = claim.read, sentence.read
        self.alignment = align(claim, sentence)
        self.around = [(text.read, align(claim, text)) for text in around]
        self.ours, self.theirs = self.claim.items, self.sentence.items
        self.differences: list[tuple[int, int, What]] = []
        self.missing: list[int] = []
        self.settled: dict[int, float] = {}
        self.nearer = NEARER
        self.lent: set[int] = set()
        self.exact = 0.0
        self.turned_round = False

    def _held(self, row: int) -> float:
        """How well an item is borne out: by the sentence, or by what stands around it."""
        held = self.alignment.held[row]
        near = max((alignment.held[row] for _, alignment in self.around), default=0.0)
        return max(held, AROUND * near)

    def _exactly(self, row: int) -> float:
        return max(self.alignment.held[row], self.settled.get(row, 0.0))

    def _owner(self, row: int, column: int) -> int | None:
        """The other fact of the statement that an item of the sentence stands for."""
        return next(
            (
                other
                for other in range(len(self.ours))
                if other != row
                and self.ours[other].kind != "word"
                and self.alignment.at[other] == column
                and self.alignment.held[other] >= BORNE
            ),
            None,
        )

    def _counted(self, items: tuple[Item, ...], at: int) -> int | None:
        """What a number counts: the next word after it."""
        after = at + 1
        if after < len(items) and items[after].kind in ("word", "name") and items[after].at - items[at].at <= COUNTED:
            return after
        return None

    def _name_around(self, column: int) -> range:
        """The items of the sentence that make one name with ``column``."""
        first = last = column
        while first > 0 and self._one_name(first - 1, first):
            first -= 1
        while last + 1 < len(self.theirs) and self._one_name(last, last + 1):
            last += 1
        return range(first, last + 1)

    def _one_name(self, one: int, two: int) -> bool:
        first, second = self.theirs[one], self.theirs[two]
        return first.kind == second.kind == "name" and second.at == first.at + 1 and first.clause == second.clause

    def _differs(self, row: int, column: int, item: Item) -> None:
        what: What = "name"
        if item.kind == "number":
            what = "number"
        elif item.kind == "date":
            what = "date"
        elif any(same_name(item.folded, two.folded) for two in self.theirs if two.kind == "name"):
            what = "side"
        self.differences.append((row, column, what))
