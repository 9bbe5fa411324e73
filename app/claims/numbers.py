"""Numbers of a text, in figures and words, with what they count: `2,783`, `two thousand`, `about 5 %`, `9 to 15`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.claims.tables import PLAIN

How = Literal["exact", "about", "least", "most"]

# `about 5,000` fits 4,600 and 5,400; `more than 500` fits 541 and hardly 2,000.
NEAR = 0.1
FAR = 1.6

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {word: 10 * at for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 10**12,
    "mln": 1_000_000, "bn": 1_000_000_000, "k": 1_000, "dozen": 12, "dozens": 12,
}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
          "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10}  # fmt: skip
_FIGURE = r"(?<![\w.,-])(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?(?![\d])"
_WORDED = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_WORDS = (
    rf"(?:(?:{_WORDED}|an?(?=\s(?:hundred|thousand|million|billion|dozen)))\b(?:[\s-](?:and\s)?)?"
    rf"(?:(?:{_WORDED}|{_SCALE})\b(?:[\s-](?:and\s(?={_WORDED}))?)?)*)"
)
_PLAIN = re.compile(
    rf"(?P<figure>{_FIGURE})(?:[\s\u00a0-]?(?P<scale>{_SCALE})\b)?"
    rf"|\b(?P<share>(?:an?|one|two|three|four|five|seven|nine)[\s-](?:{'|'.join(_PARTS)})\b)"
    rf"|\b(?P<half>half)\b"
    rf"|\b(?P<words>{_WORDS})"
    rf"|\b(?P<couple>a\scouple|a\spair)\b",
    re.IGNORECASE,
)
_LEAST = (
    r"at\sleast|more\sthan|over|above|no\s(?:fewer|less)\sthan|(?:in\s)?excess\sof|upwards\sof|exceed\w*|surpass\w*"
)
_MOST = (
    r"up\sto|at\smost|as\s(?:many|much)\sas|no\smore\sthan|(?:fewer|less)\sthan|under|below"
    r"|a\s(?:little|bit)\s(?:under|below)"
)
_ABOUT = (
    r"about|around|roughly|approximately|some|nearly|almost|circa|c\.|an\sestimated|estimated|close\sto"
    r"|just\s(?:over|under)|an?\s(?:little|bit)\s(?:over|under)|~"
)
_QUALIFIED: dict[How, re.Pattern[str]] = {
    "least": re.compile(rf"(?:^|\W)(?:{_LEAST})\s*$", re.IGNORECASE),
    "most": re.compile(rf"(?:^|\W)(?:{_MOST})\s*$", re.IGNORECASE),
    "about": re.compile(rf"(?:^|\W)(?:{_ABOUT})\s*$", re.IGNORECASE),
}
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\w*|percentage\spoints?)", re.IGNORECASE)
_MONEY = re.compile(r"(?:US\$|\$|€|£|¥)\s?$")
_COIN = re.compile(
    r"\s?(?:\w+\s)?(dollars?|euros?|pounds?|drams?|manats?|roubles?|rubles?|liras?|francs?|yen|usd|eur)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"[\s\u00a0-]?(km|kilomet\w+|miles?|mi|met(?:er|re)s?|m|feet|foot|ft|cm|mm|hectares?|ha|tons?|tonnes?|kg)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[\s\u00a0-]?(seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur\w+)\b", re.IGNORECASE
)
_NO_COUNT = re.compile(r"(?:st|nd|rd|th)\b|[-‑](?!year|month|day|hour|week|kilomet|met)[^\W\d_]")
_BETWEEN = re.compile(r"\b(?:between|from)\s(?:about\s|around\s)?$", re.IGNORECASE)
_SHORT = {
    "miles": "mi", "mile": "mi", "feet": "ft", "foot": "ft", "meters": "m", "metres": "m", "metre": "m", "meter": "m",
    "hectare": "ha", "hectares": "ha", "tonnes": "ton", "tons": "ton", "tonne": "ton",
}  # fmt: skip
_JOINED = re.compile(r"\s?(?:[–—-]|to|and)\s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number from ``start`` to ``end``, its sign of per cent included: between ``low`` and ``high``.

    ``unit``: `%`, a coin, a length, a length of time, or empty: what is counted stands in the words after it.
    """

    start: int
    end: int
    low: float
    high: float
    how: How
    unit: str

    def fits(self, other: Number) -> bool:
        """Whether a text that gives ``other`` bears this number out: as exactly as this one says it."""
        if self.unit != other.unit and self.unit and other.unit:
            return False
        if (self.low, self.high) == (other.low, other.high):
            # `at most 5` is not `at least 5`; `5` and `some 5` are let pass.
            return {self.how, other.how} not in ({"least", "most"},)
        if self.low != self.high:
            return self.low <= other.low and other.high <= self.high
        if other.low != other.high:
            return self.how == "about" and other.low <= self.low <= other.high
        mine, theirs = self.low, other.low
        if self.how == "about":
            return abs(mine - theirs) <= NEAR * max(mine, theirs)
        if self.how == "least":
            return mine <= theirs <= FAR * mine and other.how != "most"
        if self.how == "most":
            return mine / FAR <= theirs <= mine and other.how != "least"
        return False


def behind(text: str, number: Number) -> int:
    """Where what ``number`` counts may begin in ``text``: behind its unit."""
    units = (form.match(text, number.end) for form in (_COIN, _LENGTH, _TIME))
    return max((found.end() for found in units if found and number.unit), default=number.end)


def numbers(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Number, ...]:
    """The numbers of ``text`` in order; not those that lie in ``taken`` (dates)."""
    text = text.translate(PLAIN)
    singles: list[Number] = []
    for found in _PLAIN.finditer(text):
        if any(start < found.end() and found.start() < end for start, end in taken):
            continue
        value, unit = _value(found)
        if value is None:
            continue
        start, end = found.span()
        while end > start and text[end - 1] in " -\u00a0":
            end -= 1
        if _lone_one(text, found, value, end):
            continue
        if per := _PERCENT.match(text, end):
            unit, end = "%", per.end()
        elif money := _MONEY.search(text[max(0, start - 5) : start]):
            unit = money[0].strip()[-1]
        elif coin := _COIN.match(text, end):
            unit = coin[1].lower().rstrip("s")
        elif (length := _LENGTH.match(text, end)) and not unit:
            unit = _unit(length[1])
        elif (time := _TIME.match(text, end)) and not unit:
            unit = time[1].lower().rstrip("s")
        singles.append(Number(start, end, value, value, _how(text[max(0, start - 30) : start]), unit))
    return tuple(_ranges(text, singles))


def _value(found: re.Match[str]) -> tuple[float | None, str]:
    if figure := found["figure"]:
        value = float(re.sub(r"[,\u00a0\u202f]", "", figure))
        return value * _SCALES.get((found["scale"] or "").lower(), 1), ""
    if found["couple"]:
        return 2.0, ""
    if found["half"]:
        return 50.0, "%"
    if share := found["share"]:
        first, second = re.split(r"[\s-]", share.lower())
        return 100.0 * _UNITS.get(first, 1) / _PARTS[second], "%"
    total = current = 0.0
    for word in re.findall(r"[a-z]+", found["words"].lower()):
        if word in ("and",):
            continue
        if word in ("a", "an"):
            current = 1
        elif word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(1, current) * 100
        else:
            total += max(1, current) * _SCALES[word]
            current = 0
    return total + current, ""


def _lone_one(text: str, found: re.Match[str], value: float, end: int) -> bool:
    """`one of them`, `one day`, `this one`: hardly ever a count; nor is a figure in a name (`Mi-24`, `F-16`)."""
    if found["words"] and value == 1:
        return True
    if _NO_COUNT.match(text, end):
        return True
    return text[end : end + 1].isalpha() and not _LENGTH.match(text, end)


def _unit(word: str) -> str:
    low = word.lower()
    if low.startswith(("km", "kilo")) and low != "kg":
        return "km"
    return _SHORT.get(low, low)


def _how(before: str) -> How:
    return next((how for how, pattern in _QUALIFIED.items() if pattern.search(before)), "exact")


def _ranges(text: str, singles: Sequence[Number]) -> list[Number]:
    """`between 9 and 15`, `9–15`: one number from the one to the other."""
    found: list[Number] = []
    at = 0
    while at < len(singles):
        one = singles[at]
        after = singles[at + 1] if at + 1 < len(singles) else None
        joined = text[one.end : after.start] if after else ""
        between = _BETWEEN.search(text[max(0, one.start - 16) : one.start])
        ranges = between is not None or joined.strip() in ("–", "—", "-", "to")
        if after and ranges and _JOINED.fullmatch(joined) and after.low > one.low:
            found.append(Number(one.start, after.end, one.low, after.high, one.how, after.unit or one.unit))
            at += 2
        else:
            found.append(one)
            at += 1
    return found
