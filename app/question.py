"""What can be told of a question before anything is searched."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.request import request

# A question is a sentence or a few. A text this long is a paste by mistake, and would only find everything.
LONGEST = 1_000

# Characters that change what is shown, or fail in a tokenizer: control characters and lone surrogates stand between
# words, zero-width and direction marks and soft hyphens inside them.
_BETWEEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]")
_INSIDE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SEVERAL = re.compile(
    r"""^list\b | \b(?:
        list\ (?:all|the|every|each)
      | name\ (?:all|the|every|each|two|three|four|five|six)
      | which\ (?:\w+\ ){0,3}?\w+s\ (?:were|are|have|had|did|do)
      | what\ (?:were|are)\ the
      | who\ (?:all|were|are)
      | all\ (?:the|of) | each | both | the\ (?:two|three) | differ(?:ent|ing)? | several | various | respectively
      | compare[ds]?
      | accounts? | versions?
      | what\ do\ .{1,40}\ say
      | according\ to\ (?:the\ )?(?:various|different|each|both)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# A plural that is asked for, and what it does: `what earlier truces were`, `whose debts did`.
_PLURAL = re.compile(
    r"""\b(?:what|which|whose)
        \ (?:(?!(?:did|do|does|was|were|is|are|has|have|had|could|can|would|the)\b)[\w'’-]+\ ){0,3}?
        (?:(?!(?:series|news|states|nations|kingdom)\b)\w+[^\Wsiu]s|people|men|women|children)
        \ (?:of\ (?:[\w'’-]+\ ){1,3}?)?(?:were|are|have|had|did|do|could)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that ask; two of them ask for two things, the second after `and`, `or`, or a sign: `the director who denied it`
# and `when he resigned` ask for nothing. So do the two sides of `wounded or killed`, and differing estimates.
_ASKING = re.compile(r"\b(?:who|whom|whose|what|when|where|why|which|how)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?:\b(?:and|or)\W{1,3}(?:(?:for|in|on|at|by|to|from|with|of|since|until)\W{1,3})?|[;:?/+&]\W{0,3}"
    r"|,\W{0,3}(?=(?:what|when|why|how)\b))(?:who|whom|whose|what|when|where|why|which|how)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(r"\b(?:or|versus|vs|competing|estimates|sides|respective(?:ly)?)\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"""\b(?:
        (?:which|what|name\ the)\ (?:\w+\ ){0,2}?(?:outlet|newspaper|broadcaster|source|reference|website|publication
                                  |publisher|agency|magazine|article|journalist|author)s?
      | (?:reference|source|footnote|citation|entry|ref)s?\ (?:number\ |no\.?\ |nr\.?\ |\#)?\d+
      | headline[ds]? | titled | entitled | byline | access\ date | publication\ date | isbn | works?\ cited
      | cited\ \w+
      | (?:wrote|authored|published)\ (?:the|an?)\ (?:\w+\ ){0,3}(?:article|piece|story|report|book)
      | source\ (?:is|for|of) | written\ by
      | (?:article|report|piece|story|book)\ (?:titled|by|in)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


# `reference 12`, `source no. 45`, `[82]`: an entry asked for by its number.
_NUMBER = re.compile(
    r"\b(?:reference|source|footnote|citation|ref)s? (?:number |no\.? |nr\.? |#)?\[?(\d{1,4})\b(?! ?%)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Question:
    """``asked`` as it was typed; ``words`` without control characters and with single blanks.

    ``several``: whether it asks in so many words for several answers; ``manifold``: whether, that way or another, it
    asks for more than one thing, so that no one sentence needs to give all; ``plural``: whether it asks for things, in
    one sentence or in several. ``number`` is the number of the entry that is asked for, where one is named.
    """

    asked: str
    words: str
    several: bool
    about_source: bool
    number: str | None
    manifold: bool
    plural: bool


def read(asked: str) -> Question:
    """What a question asks for, by its form."""
    words = " ".join(_BETWEEN.sub(" ", _INSIDE.sub("", asked[: 4 * LONGEST])).split())
    numbered = _NUMBER.search(words)
    several = bool(_SEVERAL.search(words))
    return Question(
        asked, words, several, bool(_SOURCE.search(words)), numbered[1] if numbered else None,
        several or bool(_ANOTHER.search(words) and len(_ASKING.findall(words)) > 1) or bool(_OTHERWISE.search(words)),
        bool(_PLURAL.search(words)),
    )  # fmt: skip


def unreadable(question: Question) -> str | None:
    """Why a question can't be searched for, in one plain sentence; None if it can."""
    if not question.asked.strip():
        return "The question is empty."
    if len(question.asked) > LONGEST:
        return (
            f"The question has {len(question.asked):,} characters and Ibid reads up to {LONGEST:,}: ask in a sentence."
        )
    if not any(char.isalnum() for char in question.words):
        return "The question holds no words, only signs."
    if request(question.words):
        return (
            "This asks Ibid for something else than what the article says; it only answers questions, with the "
            "article's own sentences."
        )
    scripts = _scripts(question.words)
    if scripts and "LATIN" not in scripts:
        return f"The question is written in {_named(scripts)}; this index reads questions in English."
    return None


def _scripts(text: str) -> set[str]:
    """The scripts of a text's letters, by their Unicode names."""
    return {unicodedata.name(char, "?").split()[0] for char in text if char.isalpha()}


def _named(scripts: set[str]) -> str:
    names = {"CJK": "Chinese characters", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
    return " and ".join(sorted({names.get(script, script.capitalize() + " letters") for script in scripts}))
