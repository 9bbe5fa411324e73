"""Lines of megabytes, each of one thing over and over: what makes a reader of text look back or ahead too far."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass

from eval.trust.laws import broken
from ingest.parse import parse

_SENTENCE = "The town lies on the river and has a bridge that was built in 1901.[1] "
# What a line is made of, over and over.
REPEATED = {
    "letters": "a",
    "capitals": "A",
    "figures": "1",
    "blanks": " ",
    "no-break spaces": "\u00a0",
    "tabs": "\t",
    "carriage returns": "\r",
    "full stops": ".",
    "full stops and blanks": ". ",
    "commas": ",",
    "opening brackets": "[",
    "closing brackets": "]",
    "brackets": "[]",
    "opening parentheses": "(",
    "markers": "[1]",
    "markers of no note": "[a]",
    "remarks": "[citation needed]",
    "remarks without an end": "[citation ",
    "stops and markers": ".[1] ",
    "straight quotation marks": '"',
    "straight quotation marks and words": '"a b" ',
    "quotation marks that only open": "“",
    "quotation marks that only close": "”",
    "speech without an end": '"It fell. ',
    "initials": "A. ",
    "abbreviations": "U.S. ",
    "words and markers": "word[1] Word ",
    "sentences": _SENTENCE,
    "words": "word ",
    "search words": "town, ",
    "contents": "Contents 1 Town 2 River 3 Mill ",
    "carets": "^ ",
    "entries": '1. ^ a b One, Ann (1 May 2001). "The title". The Paper. ',
    "templates": "{{cite web}}: ",
    "residue": "source edit ",
    "portals": "a Portals Town ",
    "combining marks": "e\u0301",
    "zero-width characters": "\u200b",
    "directions turned": "\u202ea",
    "letters of four bytes": "\U0001f600",
    "letters that grow when folded": "\ufdfa",
    "Chinese stops": "\u3002",
    "line separators": "\u2028",
}
# The same, a line each.
LINES = {
    "headings": "Town\n\n",
    "empty lines": "\n",
    "lines with one letter": "a\n",
    "headings without blank lines": "Town\n",
    "headings that are marked": "## Town\n",
    "headings that can be edited": "Town[edit]\n",
    "lines that say Contents": "Contents\n",
    "contents of one item": "Contents\n1 Town\n",
    "bullets": "  • It fell.\n",
    "numbers of a list": "1. ^ One.\n",
    "rows of an infobox": "Town\tOne\n",
    "group labels": "Them:\n",
    "template labels": "Location\n",
    "pictures": "\u00a0\nA caption\n",
    "legends": "\u00a0\u00a0A legend\n",
    "captions": "Table 1: Loads\n",
    "External video": "External video\n  One.\n",
    "lists of references": "References\n\n  1. ^ One.\n     Two.\n\n",
    "lists of notes": "Notes\n\n  1. ^ One.\n\n",
    "wrapped lines": "The town lies on the river and has a bridge\n",
}
# What stands before it: the same at the end of a text that has all a text can have.
HEAD = (
    "Town\n\nThe town lies on the river and has a bridge that was built in 1901.[1]\n\n"
    "References\n\n  1. ^ One, Ann (2001). "
)


# What seems steep is measured so many times more, the best of them: on a machine with two cores and four programs,
# linear ones came to 18 times the seconds for ten times the length.
AGAIN = 3


@dataclass(frozen=True, slots=True)
class Grown:
    """How long a text of ``characters`` took, in seconds of the processor, and one of a tenth of it."""

    name: str
    characters: int
    seconds: float
    tenth: float

    @property
    def ratio(self) -> float:
        """10 where the time is linear."""
        return self.seconds / max(self.tenth, 1e-9)


def single_lines() -> Iterator[tuple[str, str, str]]:
    """What a text is called, what it begins with, and what is repeated after that, all on one line."""
    for name, one in REPEATED.items():
        yield f"one line of {name}", "", one


def many_lines() -> Iterator[tuple[str, str, str]]:
    """The same, in an entry or on lines."""
    for name, one in REPEATED.items():
        yield f"an entry of {name}", HEAD, one
    for name, one in LINES.items():
        yield f"lines: {name}", "", one
        yield f"lines below a list: {name}", f"{HEAD}\n", one


def grown(name: str, head: str, one: str, characters: int) -> tuple[Grown, str | None]:
    """The times of a text of so many characters, and the law that it breaks, if any.

    The shortest time: whatever else the machine does makes a time longer and never shorter.
    """
    whole, tenth = (head + one * (size // len(one)) for size in (characters, characters // 10))
    short = min(_seconds(tenth) for _ in range(2))
    long = _seconds(whole)
    for _ in range(AGAIN):
        if long <= 12 * short:
            break
        long, short = min(long, _seconds(whole)), min(short, *(_seconds(tenth) for _ in range(3)))
    return Grown(name, characters, long, short), broken(parse(tenth))


def _seconds(text: str) -> float:
    """Of the processor; without collecting garbage, which goes through all that this process holds (as timeit does)."""
    collecting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        parse(text)
        return time.process_time() - started
    finally:
        if collecting:
            gc.enable()
