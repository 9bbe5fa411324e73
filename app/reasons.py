"""Why the article does not answer, in one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.apart import apart, names
from app.asked import PASTS, asked
from app.evidence import Evidence
from app.question import Question
from app.silence import FEWEST_KNOWN, another_subject
from app.values import fills
from app.wanted import COUNTED, Wanted
from index.search import Hit, Index

# Of what it has as many of the question's words as this, or a name, the article may well speak: all that is known is
# that it does not give what is asked for.
SPOKEN_OF = 0.75
# Where the closest sentence holds so much of a question, it tells what that takes for granted: of 15 reasons, so did
# 4 of the 5 where it was told, and none of the 10 where it was not.
HELD = 0.75

_WORD = re.compile(r"\w[\w'’-]+")
# Words that the article has not, of which no more are told.
MISSING = 3
_NAMES = re.compile(r"\bnames\b", re.IGNORECASE)
# What leaves open whether it is so at all, which a question takes for granted.
_IF_SO = tuple(
    (re.compile(form, re.IGNORECASE), if_so)
    for form, if_so in (
        (r"whose\b.*|who", ", if anybody"),
        (r"when|\w+ (?:what|which) (?:year|date|day|month|decade|century)", ", if ever"),
        ("where", ", if anywhere"),
        (r"why|how|(?:for|on) (?:what|which) (?:reasons?|grounds?)", ", if at all"),
        (
            rf"(?:how many|which|what(?! (?:the|its|his|her|their)\b)(?!.* (?:{'|'.join(PASTS.values())})$)) .*",
            ", if any",
        ),
    )
)
# What is asked for in keywords.
_BY_KIND: Mapping[Wanted, str] = {
    Wanted.NUMBER: "the number",
    Wanted.MONEY: "the sum",
    Wanted.SHARE: "what share",
    Wanted.DISTANCE: "how far or how long",
    Wanted.DURATION: "how long",
    Wanted.AGE: "how old",
    Wanted.TIME: "at what time",
    Wanted.DATE: "when",
    Wanted.YEAR: "in which year",
    Wanted.PERSON: "who",
    Wanted.FULL_NAME: "the name",
    Wanted.PLACE: "where",
    Wanted.NAME: "the name",
    Wanted.REASON: "why",
}


def reason(evidence: Evidence, index: Index, question: Question, near: Sequence[Hit]) -> str:
    """Why nothing is quoted for ``question``, whose closest hits are ``near``."""
    if not evidence.words:
        return "The question names nothing to look for."
    strange = (
        f"The article does not mention “{_strange(question.words, evidence)}” by that name" if evidence.strange else ""
    )
    if evidence.known < FEWEST_KNOWN:
        return (
            f"{strange}."
            if strange
            else f"The article has hardly any of the question's words{_missing(index, question)}."
        )
    what = asked(question.words) or _by_kind(evidence.wanted, question.words)
    named = apart(question.words, near, lambda word: index.knows(index.spelling(word)), index.article.variants)
    if another_subject(evidence):
        if strange:
            return f"{strange}."
        if what and (evidence.known >= SPOKEN_OF or named.held):
            return f"No sentence of the article seems to {_given(what, near)}."
        return "The article does not seem to speak of this."
    lacks = _lacks(evidence, question, near, what)
    if strange:
        told = what and _strange(question.words, evidence) in what
        return f"{strange}." if told else f"{strange}, and the closest passages {lacks}."
    if named.lacking:
        return f"None of the closest passages mentions “{named.lacking[0]}”, and they {lacks}."
    return f"The closest passages {lacks}."


def _lacks(evidence: Evidence, question: Question, near: Sequence[Hit], what: str | None) -> str:
    """What the closest passages don't do: surely, where they hold no figure at all that could be meant."""
    if not what:
        return "do not seem to answer this"
    held = (sentence.plain for hit in near for sentence in hit.unit.passage.sentences)
    surely = evidence.wanted in COUNTED and not any(fills(plain, evidence.wanted, question.words) for plain in held)
    return f"do not {'' if surely else 'seem to '}{_given(what, near)}"


def _by_kind(wanted: Wanted, question: str) -> str | None:
    what = _BY_KIND.get(wanted)
    return "the names" if what == "the name" and _NAMES.search(question) else what


def _given(what: str, near: Sequence[Hit]) -> str:
    if what.startswith("the "):
        return f"give {what}"
    if near and near[0].late >= HELD:
        return f"say {what}"
    return f"say {what}{next((if_so for form, if_so in _IF_SO if form.fullmatch(what)), '')}"


def _missing(index: Index, question: Question) -> str:
    words = (word for word in _WORD.findall(question.words) if not index.knows(index.spelling(word)))
    missing = list(dict.fromkeys(words))[:MISSING]
    return f": not {', not '.join(f'“{word}”' for word in missing)}" if missing else ""


def _strange(question: str, evidence: Evidence) -> str:
    """The first strange name, with the words with a capital that it stands among."""
    one = evidence.strange[0]
    return next((name for name in names(question) if one in name.split()), one)
