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
      | the\ (?:latter|former|report|same|following|next|munition|attacks?|victim|list|ministry|prime\ minister
              |president|statement|decision|video|observatory)
      | on\ the\ same | that\ same
      | (?:about\ |around\ )?(?:an?|one|two|three|four|five|six|seven|several|some)\ (?:days?|weeks?|months?|years?)
        \ (?:later|after|before)
      | subsequently | meanwhile | in\ response | in\ turn | (?:in\ )?another | one\ of\ (?:them|the)
      | following\ this | according\ to\ (?:him|her|them|the\ ministry) | as\ a\ result
      | in\ the\ (?:same|following) | at\ the\ (?:same\ )?time | at\ that
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def context(index: Index, unit: Unit) -> tuple[Span, ...]:
    """What stands before ``unit`` and is needed with it, in the order of the article."""
    intro = (unit.passage.intro,) if unit.passage.intro else ()
    if unit.passage.kind is not Kind.PROSE:
        return intro
    before: list[Span] = []
    at = unit.id
    while len(before) < FURTHEST and _LEANS.match(index.units[at].sentence.plain):
        above = _above(index, at)
        if above is None:
            break
        before.insert(0, Span(index.units[above].sentence.start, index.units[above].sentence.end))
        at = above
    return (*intro, *before)


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
