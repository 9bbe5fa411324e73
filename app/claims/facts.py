"""A statement's numbers, dates and names beside a sentence: borne out, different, or missing."""

from __future__ import annotations

from app.claims.align import SURE
from app.claims.items import Item
from app.claims.pairing import BORNE, COUNTED, NEARER, NEARER_FLOATING, Pairing
from app.claims.slots import place

# How much of a name's place is its likeness to the other: persons stand for persons.
KIN = 0.4
# Where a value stands so surely in place of the statement's, what stands around does not excuse it.
IN_PLACE, IN_PLACE_OF_HEADING = 0.35, 0.4
# Where a value stands that is taken for the sentence's in place of the statement's: at least so near.
THERE = 0.3
# A word that has no counterpart beyond this is not borne out.
HELD = 0.5
# What a number's place gains where it counts the same word.
COUNTING = 0.2


class Facts(Pairing):
    """Looks for the facts of a statement."""

    def _fact(self, row: int, item: Item) -> None:
        """A number, a date or a name: borne out, different, or missing."""
        same = [column for column in range(len(self.theirs)) if self._borne(row, column)]
        other = [column for column in range(len(self.theirs)) if column not in same and self._rival(item, column)]
        places = place(row, self.claim, self.sentence, self.alignment, [*same, *other])
        if item.number and (counted := self._counted(self.ours, row)) is not None:
            for column in places:
                there = self._counted(self.theirs, column)
                if there is not None and self.alignment.likeness[counted, there] >= SURE:
                    places[column] += COUNTING
        if same:
            self.settled[row] = 1.0
            self._turned(row, same, other, places)
            return
        if item.kind == "name" and (soft := float(self.alignment.likeness[row].max(initial=0.0))) >= SURE:
            self.settled[row] = soft
            return
        # What the statement itself says elsewhere is no rival: `from one to the other`.
        free = [
            column
            for column in other
            if self._owner(row, column) is None and not (item.kind == "name" and self._partly_said(row, column))
        ]
        for column in free:
            if item.kind == "name":
                places[column] *= 1 - KIN + KIN * float(self.alignment.cosine[row, column])
        rival = max(free, key=lambda column: places[column], default=None)
        # A sentence before tells whom `he` means; its figures and dates are of what it says itself.
        lenders = self.around if item.kind == "name" else self.around[: self.labels]
        lender = next(
            (at for at, (_, held) in enumerate(lenders) if held.likeness[row].max(initial=0.0) >= BORNE), None
        )
        in_place = IN_PLACE_OF_HEADING if lender == 0 else IN_PLACE
        if lender is not None and (rival is None or places[rival] < in_place):
            self.settled[row] = 0.9
            self.lent.add(lender)
            return
        if rival is not None and places[rival] >= THERE:
            self._differs(row, rival, item)
        else:
            self.missing.append(row)
            self.settled[row] = 0.0

    def _turned(self, row: int, same: list[int], other: list[int], places: dict[int, float]) -> None:
        """The fact stands in the sentence, and another where it should."""
        best = max(places[column] for column in same)
        # Parts of a name of which the statement gives another part are no rivals.
        beside = {part for column in same for part in self._name_around(column)}
        rivals = [
            column
            for column in other
            if self.theirs[column].kind != "name"
            or (column not in beside and (self._owner(row, column) is not None or not self._partly_said(row, column)))
        ]
        turned = max(rivals, key=lambda column: places[column], default=None)
        nearer = max(self.nearer, NEARER_FLOATING) if self.ours[row].date else self.nearer
        if turned is None or places[turned] < THERE or places[turned] <= best + nearer:
            return
        if self.ours[row].number and self.nearer > NEARER and not self._counts_the_same(row, turned, same):
            return
        owner = self._owner(row, turned)
        if owner is not None:
            # Both are said: they have to have changed places.
            back = place(owner, self.claim, self.sentence, self.alignment, [turned, *same])
            if max(back[column] for column in same) <= back[turned] + self.nearer / 2:
                return
        self._differs(row, turned, self.ours[row])

    def _counts_the_same(self, row: int, rival: int, same: list[int]) -> bool:
        """Whether another number counts what the statement's does, and the one of the same value does not."""
        ours = self._counted(self.ours, row)
        if ours is None:
            return False
        like = [
            float(self.alignment.likeness[ours, theirs])
            if (theirs := self._counted(self.theirs, one)) is not None
            else 0.0
            for one in (rival, *same)
        ]
        return like[0] >= SURE and like[0] > max(like[1:])

    def _borne(self, row: int, column: int) -> bool:
        """Whether an item gives a fact. A number that is only near has to count the same."""
        if self.alignment.likeness[row, column] < BORNE:
            return False
        ours, theirs = self.ours[row].number, self.theirs[column].number
        if ours is None or theirs is None or ours.unit or (ours.low, ours.high) == (theirs.low, theirs.high):
            return True
        counted, there = self._counted(self.ours, row), self._counted(self.theirs, column)
        if counted is None or there is None:
            return True
        near = float(self.alignment.likeness[counted, max(0, there - 1) : there + 2].max(initial=0.0))
        return near >= HELD

    def _near_counted(self, item: Item, column: int) -> bool:
        """Whether what a number of the statement counts, where it says so, stands near one of the sentence."""
        counted = self._counted(self.ours, self.ours.index(item))
        if counted is None or (item.number and item.number.unit):
            return True
        near = self.alignment.likeness[counted, max(0, column - 2) : column + COUNTED + 1]
        return float(near.max(initial=0.0)) >= HELD

    def _partly_said(self, row: int, column: int) -> bool:
        """Whether the statement gives another part of the name."""
        return any(self._owner(row, part) is not None for part in self._name_around(column) if part != column)

    def _rival(self, item: Item, column: int) -> bool:
        """Whether an item of the sentence could stand where ``item`` does, and is not the same."""
        two = self.theirs[column]
        if item.kind != two.kind:
            return False
        if item.number and two.number:
            return item.number.unit == two.number.unit and self._near_counted(item, column)
        if item.date and two.date:
            # A month stands for no day, and a year for no month.
            coarser = (item.date.day and not two.date.day) or (item.date.month and not two.date.month)
            return not coarser and item.date.against(two.date)
        return True
