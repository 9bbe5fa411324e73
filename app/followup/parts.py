"""A question taken apart: the words that ask, the noun they ask for, the verb, the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.followup.words import AUX, COUNTING, PAST_FORMS, PREPOSITIONS, WH, cut, is_past, words_of

# What joins a question to the one before it, and is no part of it.
LEAD = re.compile(r"^(?:(?:and|but|so|ok|okay|also|well|now|or|then|what about|how about|same for)\b[\s,:–-]*)+", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands before the question word, that word with its preposition, its noun, verb, rest.

    ``ask`` is empty where the question is answered by yes or no.
    """

    before: str
    ask: str
    noun: str
    aux: str
    rest: str


def parts_of(question: str) -> Parts | None:
    """``question`` taken apart; None where no question word and no leading verb is seen."""
    text = LEAD.sub("", question).rstrip(" ?!.")
    words = words_of(text)
    tail = text[words[-1].end :] if words else ""
    at = next((i for i, word in enumerate(words) if word.low in WH), len(words))
    opening = next(
        (word for i, word in enumerate(words[:at]) if word.low in AUX and (not i or text[: word.start].endswith(", "))),
        None,
    )
    if opening:
        return Parts(text[: opening.start], "", "", opening.text, text[opening.end :].strip())
    if at == len(words):
        return None
    counted = words[at].low == "how" and any(word.low in COUNTING for word in words[at + 1 : at + 2])
    end = at + 1 + counted
    takes_noun = counted or words[at].low in ("what", "which", "whose")
    first = at
    while first and words[first - 1].low in PREPOSITIONS | {"according"}:
        first -= 1
    before, ask = text[: words[first].start], cut(text, words, first, end)
    aux = next((i for i in range(end, len(words)) if words[i].low in AUX), None)
    # A verb may stand before it: `Which side said that it was …`.
    told = any(word.low in PAST_FORMS or word.low in ("that", "whether", "if", "who") for word in words[end:aux])
    if aux is not None and not told and (aux == end or takes_noun):
        return Parts(before, ask, cut(text, words, end, aux), words[aux].text, text[words[aux].end :].strip())
    if takes_noun:
        # The noun goes on until the verb.
        verb = next((i for i in range(end + 1, len(words)) if is_past(words[i].low)), end)
        return Parts(before, ask, cut(text, words, end, verb), "", cut(text, words, verb, len(words)) + tail)
    return Parts(before, ask, "", "", cut(text, words, end, len(words)) + tail)
