"""The last question's words for a thing, with all that they say of it."""

from __future__ import annotations

import re

from app.followup.phrases import Phrase, Seen
from app.followup.words import DETERMINERS, words_of


def extended(phrase: Phrase, last: Seen) -> str:
    """``phrase`` of ``last`` with what is said of it after it: `the attacks on A`, `the treaty signed in B`."""
    end = phrase.end
    for other in last.phrases:
        if other.start >= end:
            between = [word.low for word in words_of(last.text[end : other.start])]
            if not 0 < len(between) <= 2 or between[-1] not in (
                "on",
                "in",
                "of",
                "between",
                "against",
                "by",
                "near",
                "at",
            ):
                break
            end = other.end
    return last.text[phrase.start : end]


def definite(text: str) -> str:
    """`the bridge` for `bridge`; names of one word stay."""
    text = re.sub(r"^(?:any|some|no|all) ", "", text, flags=re.I)
    first, *more = text.split()
    return text if first.casefold() in DETERMINERS or (first[0].isupper() and not more) else f"the {text}"
