"""Who does what to whom in one text: the doers and the done-to of its words.

Grammatical functions as in ClearNLP's labels (Choi and Palmer, 2012): a verb's subject, its object, the `by` of a
passive; a noun's `of`, `by`, `for` and possessive; subjects are shared by verbs that are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from app.claims.items import Item
from app.claims.tables import DENIALS, country, people, words
from app.grammar import Token

Role = Literal["doer", "done", "to", "from"]
ROLES: tuple[Role, ...] = get_args(Role)

_SUBJECTS = frozenset(("nsubj", "csubj"))
_PASSIVE = frozenset(("nsubjpass", "csubjpass"))
# What a noun of an event says of who did it.
_OF_DOER = frozenset(("poss", "amod", "compound", "nmod"))
_FOR_DOER = frozenset(("by", "for", "from"))
# Both sides do it: who is named first says nothing.
MUTUAL = words(
    "met meet meets meeting agreed agree signed sign signs fought fight clashed clash negotiated negotiate talked talk "
    "discussed discuss exchanged exchange talks clashes deal agreement war battle bordered border reached reach"
)
_WHERE = words("in over at near inside across above outside around within into through from to towards")


@dataclass(frozen=True, slots=True)
class Filled:
    """Who has a role of a word: the tokens of the noun phrases' heads; ``to`` and ``whence`` of verbs only."""

    doer: tuple[int, ...]
    done: tuple[int, ...]
    to: tuple[int, ...] = ()
    whence: tuple[int, ...] = ()

    def of(self, role: Role) -> tuple[int, ...]:
        return {"doer": self.doer, "done": self.done, "to": self.to, "from": self.whence}[role]


class Grammar:
    """A text's grammar beside its items."""

    def __init__(self, tokens: Sequence[Token], items: Sequence[Item], lands: frozenset[str] = frozenset()) -> None:
        self.tokens, self.items, self._lands = tokens, items, lands
        self._children: dict[int, list[int]] = {}
        for at, token in enumerate(tokens):
            if token.head != at:
                self._children.setdefault(token.head, []).append(at)
        starts = {token.start: at for at, token in enumerate(tokens)}
        self.token_of: list[int] = []
        for item in items:
            within = (at for at, token in enumerate(tokens) if token.start <= item.start < token.end)
            self.token_of.append(starts[item.start] if item.start in starts else next(within, -1))
        self.item_of = {at: number for number, at in enumerate(self.token_of) if at >= 0}

    def children(self, at: int, *deps: str) -> list[int]:
        return [one for one in self._children.get(at, ()) if not deps or self.tokens[one].dep in deps]

    def roles(self, at: int) -> Filled:
        """Of a verb, or of a noun that names an event."""
        if self.tokens[at].pos in ("VERB", "AUX") or self.tokens[at].dep in ("acl", "relcl", "advcl", "pcomp"):
            return self._of_verb(at)
        return self._of_noun(at)

    def _of_verb(self, at: int) -> Filled:
        doer = self.children(at, *_SUBJECTS)
        done = self.children(at, "dobj", "dative", *_PASSIVE)
        passive = bool(self.children(at, "auxpass", *_PASSIVE))
        token = self.tokens[at]
        for agent in self.children(at, "agent"):
            doer += self.children(agent, "pobj")
        if token.dep == "acl" and not doer and not passive:
            # `territories occupied by …`, `forces attacking …`
            (doer if token.text.endswith("ing") else done).append(token.head)
        if token.dep == "relcl":
            which = [one for one in (*doer, *done) if self.tokens[one].text.lower() in ("which", "that", "who", "whom")]
            if which or not (doer and done):
                side = doer if any(one in doer for one in which) else done
                side[:] = [one for one in side if one not in which] + [token.head]
        if not doer and not passive and token.dep in ("conj", "xcomp", "advcl", "pcomp"):
            above = self._governor(at)
            if above is not None and above != at:
                held = self.roles(above)
                doer = list(held.doer) or doer
                if token.dep == "conj" and not done and not held.doer and self.children(above, *_PASSIVE):
                    done = list(held.done)
        if passive and not done and token.dep == "conj":
            above = self._governor(at)
            done = list(self.roles(above).done) if above is not None and above != at else done
        to, whence = (
            [below for one in self.children(at, "prep", "dative") if self.tokens[one].text.lower() == word
             for below in self.children(one, "pobj")]
            for word in ("to", "from")
        )  # fmt: skip
        return Filled(self._all(doer), self._all(done), self._all(to), self._all(whence))

    def _governor(self, at: int) -> int | None:
        """The verb that a verb is joined to or hangs on."""
        seen = {at}
        while True:
            head = self.tokens[at].head
            if head in seen:
                return None
            seen.add(head)
            if self.tokens[head].pos in ("VERB", "AUX"):
                return head
            at = head

    def _of_noun(self, at: int) -> Filled:
        doer = self.children(at, *_OF_DOER)
        done: list[int] = []
        for prep in self.children(at, "prep", "agent"):
            word = self.tokens[prep].text.lower()
            if word in _FOR_DOER:
                doer += self.children(prep, "pobj")
            elif word in ("of", "on", "against"):
                done += self.children(prep, "pobj")
        return Filled(self._all(doer), self._all(done))

    def _all(self, heads: Sequence[int]) -> tuple[int, ...]:
        """Heads with those that are joined to them."""
        found: dict[int, None] = {}
        rest = list(heads)
        while rest:
            one = rest.pop(0)
            if one not in found:
                found[one] = None
                rest += self.children(one, "conj")
        return tuple(found)

    def phrase(self, head: int) -> set[int]:
        """The tokens that name what a head is: its own words, and `forces of …`; not its clauses."""
        found = {head}
        for child in self.children(head):
            token = self.tokens[child]
            if token.dep in ("amod", "compound", "poss", "nmod", "appos"):
                found |= self.phrase(child)
            elif token.dep == "prep" and token.text.lower() in ("of", "from"):
                for below in self.children(child, "pobj"):
                    found |= self.phrase(below)
        return found

    def main(self) -> tuple[int, ...]:
        """Who does what the text says first of all."""
        return tuple(
            head for at, token in enumerate(self.tokens) if token.dep == "ROOT" for head in self.roles(at).doer
        )

    def mutual(self) -> bool:
        """Whether what the text says first of all is what its parties do together."""
        return any(token.dep == "ROOT" and token.text.lower() in MUTUAL for token in self.tokens)

    def names(self, heads: Sequence[int]) -> list[int]:
        """The items that are names in the phrases of ``heads``."""
        tokens = {token for head in heads for token in self.phrase(head)}
        return [at for at, item in enumerate(self.items) if item.kind == "name" and self.token_of[at] in tokens]

    def land(self, item: int) -> str:
        """What a name has in common with its people's, where it is a land's that has forces or a government."""
        folded = self.items[item].folded
        return country(folded) or (people(folded) if people(folded) in self._lands else "")

    def place(self, item: int) -> bool:
        """Whether a name only says where: `over X`, `in X`."""
        token = self.token_of[item]
        while self.tokens[token].dep in ("compound", "amod", "conj") and self.tokens[token].head != token:
            token = self.tokens[token].head
        above = self.tokens[self.tokens[token].head]
        return self.tokens[token].dep == "pobj" and above.text.lower() in _WHERE

    def denied(self, at: int) -> bool:
        """Whether a verb is what a verb of denying denies."""
        above = self.tokens[at].head
        return self.tokens[at].dep in ("ccomp", "pcomp", "xcomp") and any(
            self.tokens[one].text.lower() in DENIALS
            for one in (above, self.tokens[above].head)[: 1 + (self.tokens[above].pos == "ADP")]
        )

    def led(self, at: int, preposition: str) -> bool:
        """Whether a word has something after a preposition."""
        return any(self.tokens[one].text.lower() == preposition for one in self.children(at, "prep"))

    def pronoun(self, heads: Sequence[int]) -> bool:
        """Whether one of ``heads`` stands for what was named before."""
        return any(self.tokens[head].pos in ("PRON", "DET") for head in heads)
