"""The verbs of saying: their forms, how each says it, and what has to follow for it to be said at all."""

from __future__ import annotations

import re

from app.said.found import How
from app.said.tokens import Tokens
from app.said.words import ACTS, ADVERBS, HAVE, WHEN, words

# Forms that stand after a subject, how it is said, and what has to follow.
FINITE: dict[str, tuple[How, re.Pattern[str]]] = {}
# Forms in -ing that follow a comma, their subject being the sentence's.
ING: dict[str, tuple[How, re.Pattern[str]]] = {}
# Forms that `was … by` makes passive.
PASSIVE: dict[str, How] = {}

# `Said by`: the subject does not speak.
_NOT_BY = r"(?!\s+(?:(?:\w+ly|also|later)\s+)?by\b)"
# What is said, at once or past whom it is said to and where; not `wrote a book that`.
_THAT = (
    r"(?:\s+(?:out|to|in|on|at|for|from|during)\b(?:\s+[\w’'-]+){0,8}?)?(?:\s*,[^,]*,)?\s*(?:[,:]\s*)?(?:that\b|¤|how\b)"
    r"|\s*:"
)
# A finding is told, not only found: `found that`, never `found a thing that`.
_THAT_NEXT = r"\s*(?:,[^,]*,\s*)?that\b"
# What is claimed may be a land or a medal, and no statement.
_UNCLAIMED = (
    r"(?!\s+[A-Z][\w’'-]*(?:\s+(?:[A-Z][\w’'-]*|of|the))*\s*[,.;])"
    r"(?!\s+(?:\S+\s+){0,3}?(?:territor\w+|region|land|sovereignty|title|medals?|lives|gold|asylum|prize|crown|trophy))"
)
# A plan is rejected too, and nothing is denied by that.
_DENIABLE = (
    r"\s+(?:[\w’'-]+\s+){0,4}?(?:accusations?|allegations?|claims?|charges?|reports?|suggestions?|statements?)\b|"
    + _THAT
)
# What is called something, where a meeting may be called too.
_NAMEABLE = (
    r"(?:accusations?|allegations?|claims?|charges?|reports?|statements?|attacks?|decision|move|vote|plan|proposal|deal|"
    r"agreement|strikes?|results?|ruling|incident|war|operation|sentence|verdict)"
)
# `Called it a lie`, not `called on them` or `called a meeting`.
_CALLED = (
    r"(?!\s+(?:on|for|upon|in|off|out|up)\b)(?:\s[^,;¤]{0,80}¤|\s+(?:it|this)\s+(?:an?\b|the\b|\w+[,.])"
    rf"|\s+(?:the|these|this|such)\s+(?:\w+\s+)?{_NAMEABLE}\s+\w+)"
)


def _verb(how: How, finite: str, after: str = "", *, ing: str = "", passive: str = "") -> None:
    """Enters forms; ``after``: the pattern that has to follow all but the passive ones."""
    pattern = re.compile(f"{_NOT_BY}(?:{after})")
    for form in finite.split():
        FINITE[form] = (how, pattern)
    for form in ing.split():
        ING[form] = (how, pattern)
    for form in passive.split():
        PASSIVE[form] = how


# Shut out, since nothing is said there: `said to be old`, `denied access`, `reported to the police`, `reported for
# duty`, `admitted to hospital`. A form stands apart from its kin where something else has to follow it.
_verb("said", "said says say", r"(?!\s+to\s+(?:be|have)\b)", ing="saying", passive="said")
_verb("said", "stated", ing="stating", passive="stated")
_verb(
    "said", "states state wrote writes tweeted replied responded remarked commented testified recalled explained", _THAT
)
_verb("said", "suggested suggests pointed added adds reiterated reaffirmed complained", _THAT)
_verb("said", "observed concluded", _THAT_NEXT)
_verb("said", "told tells informed", r"\s+(?=\S)[^,;]{1,60}?\s*(?:\bthat\b|:|¤)")
_verb("said", "", r"\s+(?:that|¤)", ing="adding noting stressing emphasizing emphasising concluding explaining writing")
_verb("said", "noted", passive="noted")
_verb("said", "notes emphasized emphasised stressed underlined predicted", _THAT)
_verb("said", "warned warns", r"\s*(?:of|against)\b|(?:\s+\w+){1,4}?\s+that\b|" + _THAT, ing="warning")
_verb("claimed", "claimed", _UNCLAIMED, ing="claiming")
_verb("claimed", "claims claim", r"\s+(?:that\b|to\b|¤)")
_verb("claimed", "alleged alleges asserted asserts contended contends insisted insists maintains argued argues",
      ing="alleging asserting insisting arguing", passive="alleged argued")  # fmt: skip
_verb("claimed", "maintained", _THAT, ing="maintaining")
_verb("announced", "announced announces", ing="announcing", passive="announced")
_verb("announced", "declared declares proclaimed", _THAT_NEXT + r"|\s*¤", ing="declaring")
_verb("denied", "denied denies deny", r"(?!\s+(?:\S+\s+){0,3}?(?:access|entry|permission|visas?|bail|entrance)\b)",
      ing="denying", passive="denied")  # fmt: skip
_verb("denied", "refuted refutes", passive="refuted")
_verb("denied", "rejected rejects dismissed dismisses disputed disputes", _DENIABLE, ing="rejecting dismissing",
      passive="disputed")  # fmt: skip
_verb("reported", "reported", r"(?!\s+(?:to(?!\s+have)|for|on)\b)", ing="reporting", passive="reported")
_verb("reported", "reports report found finds revealed reveals disclosed", _THAT_NEXT)
_verb("confirmed", "confirmed confirms", ing="confirming", passive="confirmed")
_verb("acknowledged", "acknowledged acknowledges", ing="acknowledging", passive="acknowledged")
_verb("acknowledged", "admitted admits conceded concedes", r"(?!\s+to\s+(?:hospital|the))", ing="admitting")
_verb("accused", "accused accuses", r"\s+[^;]{1,160}?\bof\b", ing="accusing", passive="accused")
_verb("estimated", "estimated", ing="estimating", passive="estimated")
_verb("estimated", "estimates estimate", r"\s+(?:that\b|¤|the\b|\d)")
_verb("called", "called calls", _CALLED, ing="calling")
_verb("called", "described describes referred refers", r"\s[^,;]{1,120}?\bas\b", ing="describing", passive="described")
_verb("believed", "believed believes believe", r"\s+(?:that\b|the\b)", passive="believed")

# What a paper does.
SHOWING = words("show showed shows indicate indicated indicates suggest suggested")


def says(tokens: Tokens, at: int) -> bool:
    """Whether the word at ``at`` is a verb of saying, and what it says follows."""
    found = FINITE.get(tokens[at].common)
    return found is not None and found[1].match(tokens.masked, tokens[at].end) is not None


def verb_at(tokens: Tokens, at: int) -> tuple[int, bool] | None:
    """The verb that stands at ``at`` behind `has`, `also` or a date, and whether it is one of saying."""
    while at < len(tokens):
        token = tokens[at]
        if when := WHEN.match(tokens.masked, token.start):
            at = tokens.index(when.end())
            if tokens.low(at) == ",":
                at += 1
        elif token.low in HAVE | ADVERBS or token.common.endswith("ly"):
            at += 1
        else:
            break
    if at >= len(tokens):
        return None
    word = tokens[at].common
    acts = word in ACTS or word in SHOWING or (word.endswith("ed") and len(word) > 4)
    return (at, says(tokens, at)) if acts or says(tokens, at) else None
