"""Dates of a text in their several forms, each as far as it is given: `10 November 2020`, `10 Nov`, `in November`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.claims.tables import PLAIN

_NAMES = "january february march april may june july august september october november december".split()
_SHORT = {short: at for at, name in enumerate(_NAMES, 1) for short in (name[:3], name)} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(_NAMES)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_SPACE = r"[\s\u00a0]"
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{_SPACE}(?:of{_SPACE})?(?P<m1>{_MONTH})\b\.?"
    rf"(?:,?{_SPACE}(?:of{_SPACE})?(?P<y1>\d{{4}})\b)?"
    rf"|\b(?P<m2>{_MONTH})\.?{_SPACE}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?{_SPACE}(?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?(?:,?{_SPACE}(?:of{_SPACE})?(?P<y3>\d{{4}})\b)?"
    r"|(?<![\w.,-])(?P<y4>1[5-9]\d{2}|20\d{2})s?(?![\w,.]?\d)(?!-[a-z])",
    re.IGNORECASE,
)  # fmt: skip
_TWO_DAYS = re.compile(
    rf"\b(\d{{1,2}}){_SPACE}?(?:[–—-]|and|to){_SPACE}?(?=\d{{1,2}}{_SPACE}{_MONTH}\b)", re.IGNORECASE
)
_STEP = re.compile(
    r"\b(?P<next>the (?:next|following) day|a day later|one day later)"
    r"|\b(?P<same>(?:on )?(?:the|that) same day|that day)"
    r"|\b(?P<later>(?:an?|two|three|four|five|six|seven|ten|\d+) days? later)\b",
    re.IGNORECASE,
)
_MONTH_NEXT = re.compile(r"\b(?:in|of|since|until|by|mid|early|late|during|last|next|and)[\s-]$")
_DAYS = {word: at for at, word in enumerate("zero a two three four five six seven eight nine ten".split())} | {"one": 1}


@dataclass(frozen=True, slots=True)
class Date:
    """A date from ``start`` to ``end``; what is not given of it is None."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    def fits(self, other: Date) -> bool:
        """Whether a text that gives ``other`` bears this out. A year that one of them leaves out is taken as meant."""
        if self.against(other):
            return False
        if self.day is not None and other.day is None:
            return False
        return not (self.month is not None and other.month is None)

    def against(self, other: Date) -> bool:
        """Whether the two can't be the same: some part that both give differs."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return any(one is not None and two is not None and one != two for one, two in pairs) or not any(
            one is not None and two is not None for one, two in pairs
        )


def dates(text: str) -> tuple[Date, ...]:
    """The dates of ``text`` in order."""
    text = text.translate(PLAIN)
    found = [one for match in _DATE.finditer(text) if (one := _read(text, match))]
    for match in _TWO_DAYS.finditer(text):
        last = next((one for one in found if match.end() <= one.start + 1 and one.start - match.end() < 1), None)
        if last and last.month and 1 <= int(match[1]) <= 31:
            found.append(Date(match.start(), match.start() + len(match[1]), last.year, last.month, int(match[1])))
    return tuple(sorted(found, key=lambda one: one.start))


def steps(text: str, before: Sequence[Date]) -> tuple[Date, ...]:
    """`the next day`, `three days later`: dates counted from the last whole one of the sentence before."""
    whole = next((one for one in reversed(before) if one.day and one.month), None)
    if whole is None:
        return ()
    return tuple(one for match in _STEP.finditer(text) if (one := _stepped(match, whole)))


def _read(text: str, match: re.Match[str]) -> Date | None:
    if match["iso"]:
        try:
            held = date.fromisoformat(match["iso"])
        except ValueError:
            return None
        return Date(match.start(), match.end(), held.year, held.month, held.day)
    day = match["d1"] or match["d2"]
    month = match["m1"] or match["m2"] or match["m3"]
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    if day and not 1 <= int(day) <= 31:
        return None
    if match["m3"] and not match["y3"] and not _surely_month(text, match, month):
        return None
    end = match.end() - (1 if text[match.end() - 1] == "." else 0)
    return Date(match.start(), end, int(year) if year else None, _SHORT[month.lower()] if month else None,
                int(day) if day else None)  # fmt: skip


def _surely_month(text: str, match: re.Match[str], month: str) -> bool:
    """`may`, `march`, `mar` and other short forms are no months without a capital or a word before that says so."""
    if month.lower() not in ("may", "march", "mar", "dec", "sep", "jan", "jun", "oct"):
        return True
    before = _MONTH_NEXT.search(text[max(0, match.start() - 8) : match.start()])
    return bool(before) or (month[0].isupper() and month.lower() == "march")


def _stepped(match: re.Match[str], whole: Date) -> Date | None:
    days = 1 if match["next"] else 0
    if match["later"]:
        word = match["later"].split()[0].lower()
        days = int(word) if word.isdigit() else _DAYS[word]
    try:
        then = date(whole.year or 2000, whole.month or 1, whole.day or 1) + timedelta(days=min(days, 3650))
    except ValueError:
        return None
    return Date(match.start(), match.end(), then.year if whole.year else None, then.month, then.day)
