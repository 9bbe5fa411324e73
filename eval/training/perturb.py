"""Questions and answers changed by rule: near-misses that nothing answers, and pairs that share fewer words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

from app.asked import thing
from app.windows import MASK, Pieces
from eval.training.corpus import occurrences
from index.lexical import Words

# Of the words that a question and its answer share, each is taken out with this chance: some are always left.
SHARE = 0.5
# How far a swapped year lies from the true one, at most.
YEARS = 25

_YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-2][0-9]\b")
_NUMBER = re.compile(r"\b\d{1,3}(?:[.,]\d+)?\b")
# Capitalised words in a row that do not begin the text.
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z][\w'’-]+)(?: (?:of |the )?[A-Z][\w'’-]+)*")
_WORD = re.compile(r"[\w'’-]+")


def names(sentences: Iterable[str]) -> tuple[str, ...]:
    """The names in ``sentences``, as far as capitals tell, each once."""
    return tuple(dict.fromkeys(match.group() for text in sentences for match in _NAME.finditer(text)))


def near_miss(question: str, answer: str, known: Sequence[str], random: Random) -> str | None:
    """``question`` with another year, name or number than ``answer`` speaks of; None where it has none to swap."""
    spots = [match.span() for rule in (_YEAR, _NAME, _NUMBER) for match in rule.finditer(question)]
    spots = [(start, end) for start, end in spots if question[start:end].casefold() in answer.casefold()]
    if not spots:
        return None
    start, end = random.choice(spots)
    was = question[start:end]
    if _YEAR.fullmatch(was):
        now = str(int(was) + random.choice((-1, 1)) * random.randint(1, YEARS))
    elif was[0].isdigit():
        now = str(random.randint(2, 400))
    else:
        others = [name for name in known if name.casefold() not in f"{question} {answer}".casefold()]
        if not others:
            return None
        now = random.choice(others)
    return None if now.casefold() in answer.casefold() else question[:start] + now + question[end:]


_SOMEONE = ("someone", "a man", "a woman", "an official", "others", "people", "one of them", "a group", "they")
_SOMEWHERE = ("there", "a place", "somewhere", "nearby", "the area", "another city", "")
# What a sentence says that speaks of a thing without telling which, by what is asked; the first form that fits counts.
_VAGUE: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(form, re.IGNORECASE), words)
    for form, words in (
        (r"\bhow (?:many|much)\b|\bnumber of\b", ("several", "many", "some", "a number of", "a few", "")),
        (r"\bhow (?:long|old|far|large|big|tall|high|deep)\b|\bpercentage\b", ("some", "a certain", "a little", "")),
        (r"^when\b|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|decade|century|time)\b",
         ("earlier", "later", "once", "at one time", "that day", "")),
        (r"^(?:\w+ )?who[ms]?e?\b", _SOMEONE),
        (r"^(?:\w+ )?where\b", _SOMEWHERE),
        (r"^why\b", ("for some reason", "for several reasons", "")),
    )
)  # fmt: skip
_ONE, _SOME = ("a", "one", "another", "the", "an unnamed"), ("some", "several", "the", "two", "other", "certain")
_SOMETHING = ("something", "it", "this", "a thing", "")
# What goes with a time or place that is taken out.
_BINDS = re.compile(r"(?:\b(?:in|on|at|by|since|from|until|during|around|about|near|of|for|because|to)\s+(?:the\s+)?)$")

_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)


def emptied(question: str, sentence: str, answers: Sequence[str], random: Random) -> str | None:
    """``sentence`` with vague words for those that answer; None where they don't stand in it.

    What comes of it is on the subject, in the same words, and does not tell: `a Canadian company` where it is asked
    which.
    """
    spots = _apart([spot for answer in answers for spot in occurrences(sentence, answer)])
    if not spots:
        return None
    words = _vague(question, random)
    for start, end in reversed(spots):
        left = (_ARTICLE if words else _BINDS).sub("", sentence[:start])
        sentence = left + words + sentence[end:]
    return " ".join(sentence.split())


def blurred(sentence: str, answers: Sequence[str], random: Random) -> str | None:
    """``sentence`` with vague words for another name or number than those that answer; None where it has none.

    So that vague words alone tell nothing.
    """
    kept = [spot for answer in answers for spot in occurrences(sentence, answer)]
    spots = [match.span() for rule in (_NAME, _NUMBER) for match in rule.finditer(sentence)]
    spots = [(start, end) for start, end in spots if not any(start < last and end > first for first, last in kept)]
    if not spots:
        return None
    start, end = random.choice(spots)
    words = random.choice(("several", "some") if sentence[start].isdigit() else (*_SOMEONE, *_SOMEWHERE))
    return " ".join((_ARTICLE.sub("", sentence[:start]) + words + sentence[end:]).split())


def _vague(question: str, random: Random) -> str:
    for form, words in _VAGUE:
        if form.search(question):
            return random.choice(words)
    if not (meant := " ".join(thing(question))):
        return random.choice(_SOMETHING)
    return f"{random.choice(_SOME if meant.endswith('s') else _ONE)} {meant}"


def _apart(spots: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that overlap as one, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without_shared(question: str, answer: str, words: Words, random: Random) -> str:
    """``question`` without some of the words that ``answer`` has too, but never without all it asks by."""
    own = set(words(question))
    spoken = own & set(words(answer))
    gone = {stem for stem in sorted(spoken) if random.random() < SHARE}
    if len(own - gone) < 2:
        return question
    left = _WORD.sub(lambda match: "" if _among(match.group(), gone, words) else match.group(), question)
    return " ".join(left.split())


def hidden_shared(pieces: Pieces, answer: str, question: str, words: Words, random: Random) -> Pieces:
    """``answer``'s pieces with some of the words that ``question`` has too masked."""
    gone = {stem for stem in sorted(set(words(question))) if random.random() < SHARE}
    spots = [match.span() for match in _WORD.finditer(answer) if _among(match.group(), gone, words)]
    ids = tuple(
        MASK if any(start <= first < end for start, end in spots) else number
        for number, (first, _) in zip(pieces.ids, pieces.offsets, strict=True)
    )
    return Pieces(ids, pieces.offsets)


def _among(word: str, stems: set[str], words: Words) -> bool:
    own = words(word)
    return bool(own) and stems.issuperset(own)
