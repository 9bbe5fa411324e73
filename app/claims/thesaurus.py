"""What words mean beside each other, by WordNet: the same, a wider or narrower thing, another thing of its kind.

The file holds WordNet 3.1's commoner words, each with its first senses; what a sense is a kind of; and opposites.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from app.claims.tables import PAIRS, WORDS

# How far up a kind is looked for: a tram is a vehicle, and everything is a thing.
STEPS = 2
# Endings and what they stand for, as WordNet's own `morphy` has them.
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ves", "f"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"),
    ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("er", "e"), ("est", "e"),
)  # fmt: skip
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "began:begin begun:begin broke:break broken:break brought:bring built:build bought:buy caught:catch "
        "chose:choose "
        "chosen:choose came:come dealt:deal drew:draw drawn:draw drove:drive driven:drive fell:fall fallen:fall "
        "felt:feel "
        "fought:fight found:find flew:fly flown:fly forbade:forbid forgot:forget gave:give given:give went:go gone:go "
        "grew:grow grown:grow held:hold hid:hide hidden:hide kept:keep knew:know known:know laid:lay led:lead "
        "left:leave "
        "lent:lend lost:lose made:make meant:mean met:meet paid:pay ran:run rang:ring rose:rise risen:rise said:say "
        "saw:see "
        "seen:see sought:seek sold:sell sent:send shook:shake shot:shoot showed:show shown:show shut:shut sank:sink "
        "sunk:sink "
        "sat:sit slept:sleep spoke:speak spoken:speak spent:spend stood:stand stole:steal stolen:steal struck:strike "
        "swore:swear sworn:swear took:take taken:take taught:teach tore:tear torn:tear told:tell thought:think "
        "threw:throw "
        "thrown:throw understood:understand woke:wake wore:wear worn:wear won:win withdrew:withdraw withdrawn:withdraw "
        "wrote:write written:write women:woman men:man children:child people:people feet:foot lives:life wives:wife "
        "ate:eat "
        "worse:bad worst:bad better:good best:good dead:dead"
    ).split()
)


@dataclass(frozen=True, slots=True)
class _Net:
    """``nouns``: how many of the senses, the first ones, are nouns'; ``above``: of each sense, what it is a kind of."""

    nouns: int
    senses: Mapping[str, tuple[int, ...]]
    above: tuple[tuple[int, ...], ...]
    opposites: frozenset[tuple[str, str]]


@cache
def _net() -> _Net:
    data = (resources.files("app") / "data" / "wordnet" / "wordnet.txt.gz").read_bytes()
    nouns, words, above, opposites = gzip.decompress(data).decode("ascii").split("\n=\n")
    senses: dict[str, tuple[int, ...]] = {}
    for line in words.split("\n"):
        word, *numbers = line.split(" ")
        senses[word] = tuple(map(int, numbers))
    pairs = [line.split(" ") for line in opposites.strip().split("\n")]
    return _Net(
        int(nouns),
        senses,
        tuple(tuple(map(int, line.split())) for line in above.split("\n")),
        frozenset((one, two) for first, second in pairs for one, two in ((first, second), (second, first))),
    )


@lru_cache(maxsize=WORDS)
def _lemmas(word: str) -> tuple[str, ...]:
    """The dictionary's forms of a word; empty if it has none."""
    known = _net().senses
    found = [word] if word in known else []
    irregular = _IRREGULAR.get(word, "")
    if irregular in known:
        return (*found, irregular)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and (base := word[: -len(ending)] + instead) in known and len(base) >= 3:
            found.append(base)
        elif word.endswith(ending) and ending in ("ed", "ing") and not instead:
            base = word[: -len(ending)]
            if len(base) >= 4 and base[-1] == base[-2] and base[:-1] in known:
                found.append(base[:-1])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=WORDS)
def _senses(word: str) -> frozenset[int]:
    return frozenset(number for lemma in _lemmas(word) for number in _net().senses[lemma])


@lru_cache(maxsize=WORDS)
def _above(word: str) -> frozenset[int]:
    """All that a word's senses are kinds of, up to ``STEPS``."""
    found: set[int] = set()
    at = set(_senses(word))
    for _ in range(STEPS):
        at = {higher for number in at for higher in _net().above[number]}
        found |= at
    return frozenset(found)


@lru_cache(maxsize=PAIRS)
def same(one: str, two: str) -> bool:
    """Whether two words have a sense in common."""
    return bool(_senses(one) & _senses(two))


@lru_cache(maxsize=PAIRS)
def wider(one: str, two: str) -> bool:
    """Whether ``two`` is a kind of ``one``."""
    return bool(_senses(one) & _above(two))


@lru_cache(maxsize=PAIRS)
def contrary(one: str, two: str) -> bool:
    """Whether two words are opposites."""
    pairs = _net().opposites
    return any((first, second) in pairs for first in _lemmas(one) for second in _lemmas(two))


@lru_cache(maxsize=PAIRS)
def apart(one: str, two: str) -> bool:
    """Whether two nouns name different things, as far as is known: neither is the other, nor a kind of it."""
    nouns = _net().nouns
    if not any(number < nouns for number in _senses(one)) or not any(number < nouns for number in _senses(two)):
        return False
    return not (same(one, two) or wider(one, two) or wider(two, one))
