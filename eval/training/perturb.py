"""Questions and answers changed by rule: near-misses that nothing answers, and pairs that share fewer words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

from app.windows import MASK, Pieces
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
