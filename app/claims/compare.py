"""A statement beside one sentence of the article: what of it the sentence bears out, and in what the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.claims.align import SURE, Alignment, Text
from app.claims.checked import What
from app.claims.facts import HELD
from app.claims.items import Item
from app.claims.pairing import BORNE, NEARER, NEARER_LOOSELY
from app.claims.tables import TITLES
from app.claims.wording import WORD_FOR_WORD, Wording

# A statement of which the sentence holds so much is taken to follow it word by word.
CLOSELY = 0.85
# Words of a title before a name.
TITLE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A difference: ``claim`` and ``sentence`` are offsets in the two texts."""

    claim: tuple[int, int]
    sentence: tuple[int, int]
    what: What


@dataclass(frozen=True, slots=True)
class Comparison:
    """``covered``: the share of the statement that the sentence holds, differences left out, within 0 and 1;
    ``missing``: facts of the statement of which the sentence says nothing; ``facts``: how many it bears out;
    ``loose``: the heaviest word that it does not hold; ``own``: ``covered`` without what stands around; ``exact``: the
    share that stands in it word for word; ``lent``: which of what stands around gives a fact that the sentence lacks.
    """

    differences: tuple[Found, ...]
    missing: tuple[Item, ...]
    covered: float
    facts: int
    loose: float
    own: float
    exact: float
    lent: tuple[int, ...]
    alignment: Alignment
    said: float = 1.0
    """How well the sentence holds what the statement says of its subject: its verb."""


def compare(claim: Text, sentence: Text, around: Sequence[Text] = (), labels: int = 0) -> Comparison:
    """``around``: what stands with the sentence: its section and the line that introduces it, so many ``labels``, and
    the sentences before it.
    """
    comparer = _Comparer(claim, sentence, around, labels)
    return comparer.compare()


class _Comparer(Wording):
    def compare(self) -> Comparison:
        whole = sum(item.weight for item in self.ours)
        held = sum(item.weight * self._held(row) for row, item in enumerate(self.ours))
        self.nearer = NEARER if whole and held / whole >= CLOSELY else NEARER_LOOSELY
        for row, item in enumerate(self.ours):
            if item.kind != "word":
                self._fact(row, item)
        self.exact = sum(
            item.weight for row, item in enumerate(self.ours) if self._exactly(row) >= WORD_FOR_WORD
        ) / max(whole, 1e-9)  # fmt: skip
        self._words()
        self._ordinals()
        self._negations()
        if not self.differences:
            self._unsaid()
        differing = {row for row, _, _ in self.differences} | self._titles()
        weights = held = own = 0.0
        loose = 0.0
        for row, item in enumerate(self.ours):
            if row in differing:
                continue
            weights += item.weight
            one = self.settled.get(row, self._held(row))
            held += item.weight * one
            own += item.weight * self.alignment.held[row]
            if one < HELD:
                loose = max(loose, item.weight * (1 - one))
        return Comparison(
            tuple(self._joined()),
            tuple(self.ours[row] for row in self.missing),
            held / weights if weights else 0.0,
            sum(item.kind != "word" and self.settled.get(row, 0) >= 0.8 for row, item in enumerate(self.ours)),
            loose,
            own / weights if weights else 0.0,
            self.exact,
            tuple(sorted(self.lent)),
            self.alignment,
        )

    def _titles(self) -> set[int]:
        """Words of a title right before a name that differs: another person has another title."""
        found: set[int] = set()
        for row, _, what in self.differences:
            before = row - 1
            while what in ("name", "side") and before >= 0 and self._title(before, row):
                found.add(before)
                before -= 1
        return found

    def _title(self, before: int, row: int) -> bool:
        item = self.ours[before]
        near = self.ours[row].at - item.at <= TITLE
        return item.kind == "word" and item.folded in TITLES and near and self._held(before) < SURE

    def _joined(self) -> list[Found]:
        """Differences in the order of the statement; parts of one name are one."""
        found: list[tuple[int, int, int, int, What]] = []
        for row, column, what in sorted(self.differences):
            last_row, last_column = self._name_to(row, what), self._name_to_theirs(column, what)
            first_column = last_column[0]
            if found and found[-1][4] in ("name", "side") and what in ("name", "side") and row <= found[-1][1]:
                continue
            found.append((row, last_row, first_column, last_column[1], what))
        return [
            Found((self.ours[a].start, self.ours[b].end), (self.theirs[c].start, self.theirs[d].end), what)
            for a, b, c, d, what in found
        ]

    def _name_to(self, row: int, what: What) -> int:
        """The last part of the name that begins at ``row``."""
        differing = {one for one, _, _ in self.differences}
        last = row
        while (
            what in ("name", "side") and last + 1 < len(self.ours) and last + 1 in differing | set(self.missing)
            and self.ours[last + 1].kind == "name" and self.ours[last + 1].at == self.ours[last].at + 1
            and self.ours[last + 1].clause == self.ours[last].clause
        ):  # fmt: skip
            last += 1
        return last

    def _name_to_theirs(self, column: int, what: What) -> tuple[int, int]:
        """The name of the sentence that holds ``column``."""
        first = last = column
        if what not in ("name", "side"):
            return first, last
        while first > 0 and self._goes_on(first - 1, first):
            first -= 1
        while last + 1 < len(self.theirs) and self._goes_on(last, last + 1):
            last += 1
        return first, last

    def _goes_on(self, one: int, two: int) -> bool:
        """Whether two items make one name, of which the statement gives neither."""
        said = any(
            self.alignment.at[row] in (one, two) and self.alignment.held[row] >= BORNE for row in range(len(self.ours))
        )
        return not said and self._one_name(one, two)
