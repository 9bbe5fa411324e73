"""The sentences a quote can't be understood without: the one before, for `he` or `the next day`."""

from __future__ import annotations

import re

from index.search import Index, Unit
from ingest.article import Kind, Span

# At most so many sentences before: a chain of pronouns longer than that is a story, to be read in the article.
FURTHEST = 2

_LEANS = re.compile(
    r"""(?:(?:and|but|however|then|also|later|further|furthermore|in\ addition|despite\ this),?\ )*
    (?:
        he | she | it | they | his | her | its | their | this | these | those | such | both
      | the\ (?:latter|former|same|following|next)
      | on\ the\ same | that\ same
      | (?:about\ |around\ )?(?:an?|one|two|three|four|five|six|seven|several|some)\ (?:days?|weeks?|months?|years?)
        \ (?:later|after|before)
      | subsequently | meanwhile | in\ response | in\ turn | (?:in\ )?another | one\ of\ (?:them|the)
      | following\ this | according\ to\ (?:him|her|them|the\ ministry) | as\ a\ result
      | in\ the\ (?:same|following) | at\ the\ (?:same\ )?time | at\ that
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)

_DEFINITE = re.compile(r"(?:(?:also|however|later|then),? )?the ([^\W\d_]{3,30})\b", re.IGNORECASE)


def context(index: Index, unit: Unit) -> tuple[Span, ...]:
    """What stands before ``unit`` and is needed with it, in the order of the article."""
    intro = (unit.passage.intro,) if unit.passage.intro else ()
    if unit.passage.kind is not Kind.PROSE:
        return intro
    before: list[Span] = []
    at = unit.id
    while len(before) < FURTHEST:
        above = _above(index, at)
        if above is None or not _leans(index.units[at].sentence.plain, index.units[above].sentence.plain):
            break
        before.insert(0, Span(index.units[above].sentence.start, index.units[above].sentence.end))
        at = above
    return (*intro, *before)


def _leans(sentence: str, above: str) -> bool:
    """Whether ``sentence`` begins with what only the one ``above`` explains: a pronoun, a day counted from it, or
    `the` before a thing that it brought in with `a` (`a report came out … The report …`).
    """
    if _LEANS.match(sentence):
        return True
    definite = _DEFINITE.match(sentence)
    if definite is None:
        return False
    thing = re.escape(definite[1].removesuffix("s"))
    return (
        re.search(rf"\b(?:an?|another|one|two|several|some)\s(?:\w+\s){{0,3}}{thing}", above, re.IGNORECASE) is not None
    )


def _above(index: Index, at: int) -> int | None:
    """The prose sentence before, in the same section: captions in between are passed over."""
    section = index.units[at].passage.section
    for above in range(at - 1, -1, -1):
        unit = index.units[above]
        if unit.passage.section != section:
            return None
        if unit.passage.kind is Kind.PROSE:
            return above
    return None
