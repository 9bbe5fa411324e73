"""A statement's words beside a sentence: opposites, negations, and other words in their place."""

from __future__ import annotations

from app.claims.align import ALIKE, OTHER_THING, SURE
from app.claims.facts import HELD, THERE, Facts
from app.claims.pairing import BORNE
from app.claims.slots import place
from app.claims.tables import DENIALS, NEGATIONS, ORDINALS, opposite
from app.claims.thesaurus import apart, contrary

# A statement of which so much stands in the sentence word for word (a pair counts from `WORD_FOR_WORD` on) differs
# where a telling word of it does not, and another, which is like it, has its place.
EXACT, WORD_FOR_WORD, TELLING, SIMILAR = 0.6, 0.85, 0.45, 0.25
# Words that may stand in place of others between two that both texts have.
GAP = 3


class Wording(Facts):
    """Looks for the words of a statement."""

    def _words(self) -> None:
        """Opposites, and words in place of which the sentence has another."""
        taken = {place for row, place in enumerate(self.alignment.at) if self.alignment.held[row] >= ALIKE}
        for row, item in enumerate(self.ours):
            if item.kind != "word" or self.alignment.held[row] >= ALIKE:
                continue
            against = [
                column
                for column, two in enumerate(self.theirs)
                if two.kind == "word"
                and column not in taken
                and (opposite(item.key, two.key) or contrary(item.folded, two.folded))
            ]
            if against:
                places = place(row, self.claim, self.sentence, self.alignment, against)
                column = max(against, key=lambda one: places[one])
                if places[column] >= THERE:
                    if item.negated != self.theirs[column].negated:
                        self.settled[row] = 0.9  # `not accepted` is `rejected`
                        self.turned_round = True
                    else:
                        self.differences.append((row, column, "negation"))
                    continue
            if (between := self._between(row)) is not None and between not in taken:
                self.differences.append((row, between, "wording"))
            elif self.exact >= EXACT and self._held(row) <= OTHER_THING and item.weight >= TELLING:
                self._other_word(row, taken)

    def _between(self, row: int) -> int | None:
        """The last word that the sentence has between those that stand on both sides of ``row``, all else being new."""
        if self._held(row) >= HELD:
            return None
        exact = [one for one in range(len(self.ours)) if self.alignment.held[one] >= ALIKE]
        before = max((one for one in exact if one < row), default=None)
        after = min((one for one in exact if one > row), default=None)
        if before is None or after is None or after - before > GAP:
            return None
        first, last = self.alignment.at[before], self.alignment.at[after]
        taken = {self.alignment.at[one] for one in exact}
        between = range(first + 1, last)
        if not 1 <= len(between) <= GAP or any(column in taken for column in between):
            return None
        return last - 1 if self.theirs[last - 1].kind == "word" else None

    def _other_word(self, row: int, taken: set[int]) -> None:
        """The sentence says all the rest in the same words, and another word where this one should be."""
        free = [
            column
            for column, two in enumerate(self.theirs)
            if column not in taken
            and two.kind == "word"
            and float(self.alignment.cosine[row, column]) >= SIMILAR
            and apart(self.ours[row].folded, two.folded)
        ]
        places = place(row, self.claim, self.sentence, self.alignment, free)
        column = max(free, key=lambda one: places[one], default=None)
        if column is not None and places[column] >= THERE:
            self.differences.append((row, column, "wording"))

    def _ordinals(self) -> None:
        """`the second-largest` where the statement says `the largest`."""
        ours = {item.key for item in self.ours}
        for row, item in enumerate(self.ours):
            column = self.alignment.at[row]
            if not item.folded.endswith("est") or column < 1 or self.alignment.held[row] < ALIKE:
                continue
            before = self.theirs[column - 1]
            if before.key in ORDINALS and before.at == self.theirs[column].at - 1 and before.key not in ours:
                self.differences.append((row, column - 1, "wording"))

    def _negations(self) -> None:
        """A `not` that reaches a word in one of the texts, and not the word that stands for it in the other."""
        said_not = {word for text in (self.claim, self.sentence) for _, word in text.binding} & NEGATIONS
        denied = any(item.folded in DENIALS and self.alignment.held[row] >= ALIKE for row, item in enumerate(self.ours))
        if (denied and not said_not) or self.turned_round:  # `was denied by` reaches other words than `denied`
            return
        for row, item in enumerate(self.ours):
            column = self.alignment.at[row]
            if column < 0 or self.alignment.held[row] < SURE or item.kind != "word":
                continue
            two = self.theirs[column]
            same = (self.theirs[one] for one in range(len(self.theirs)) if self.alignment.likeness[row, one] >= BORNE)
            if any(other.negated == item.negated for other in same):
                continue
            if item.negated != two.negated and not any(what == "negation" for _, _, what in self.differences):
                self.differences.append((row, column, "negation"))

    def _unsaid(self) -> None:
        """A `not` of the statement at a word that the sentence lacks, and no `not` in the sentence: not borne out."""
        if any(item.negated for item in self.theirs):
            return
        for row, item in enumerate(self.ours):
            if item.negated and item.kind == "word" and self._held(row) < SURE and row not in self.missing:
                self.missing.append(row)
                return
