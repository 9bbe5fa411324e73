"""Statements made of an article's own sentences: distorted, so that it says no such thing, or reworded, so that it does.

Seeded; knows no article: its parties are the names that stand in it most often.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.claims.dates import dates
from app.claims.lexicon import Lexicon
from app.claims.numbers import numbers
from ingest.article import Article, Kind
from ingest.fold import fold_words

How = Literal["number", "date", "side", "negation"]
MONTHS = "January February March April May June July August September October November December".split()
_AUXILIARY = re.compile(
    r"\b(was|were|had|has|is|are|did|could|would|will|have)\b(?! (?:not|no|any|never|neither|little)\b)(?=\s[a-z])"
)
_NOT = re.compile(r"\b(was|were|had|has|is|are|did|could|would|will|have|does|do)\snot\b")
_NAME = re.compile(r"[^\W\d_a-z][\w’-]+")


@dataclass(frozen=True)
class Made:
    """``text`` made of ``original`` by changing ``was`` into ``now``."""

    how: str
    original: str
    text: str
    was: str
    now: str


def originals(article: Article) -> list[str]:
    """The sentences that statements are made of, markers out."""
    found = [
        sentence.plain
        for passage in article.passages
        if passage.kind in (Kind.PROSE, Kind.CAPTION, Kind.NOTE, Kind.INFOBOX)
        for sentence in passage.sentences
        if 5 <= len(sentence.plain.split()) <= 60 and "?" not in sentence.plain
    ]
    return list(dict.fromkeys(found))


def distorted(article: Article, count: int, seed: int) -> list[Made]:
    """``count`` distortions, a quarter of each kind as far as the article has sentences for it."""
    chance = random.Random(seed)
    parties = _parties(article)
    ways: dict[How, Callable[[str, random.Random], Made | None]] = {
        "number": _number,
        "date": _date,
        "side": lambda text, chance: _side(text, chance, parties),
        "negation": _negation,
    }
    made: list[Made] = []
    for way in ways.values():
        sentences = originals(article)
        chance.shuffle(sentences)
        found = [one for text in sentences if (one := way(text, chance))]
        rest = [how for how in ways if how not in {m.how for m in made}]
        made += found[: (count - len(made)) // len(rest)]
    while len(made) < count:  # a second change of the same sentences
        text = chance.choice(originals(article))
        one = _number(text, chance) or _date(text, chance) or _negation(text, chance)
        if one and one not in made:
            made.append(one)
    return made[:count]


def _put(how: str, text: str, start: int, end: int, now: str) -> Made:
    return Made(how, text, text[:start] + now + text[end:], text[start:end], now)


def _number(text: str, chance: random.Random) -> Made | None:
    taken = [(one.start, one.end) for one in dates(text)]
    held = [one for one in numbers(text, taken) if one.low == one.high and text[one.start].isdigit()]
    if not held:
        return None
    one = chance.choice(held)
    figure = re.match(r"[\d,]*\d", text[one.start : one.end])
    assert figure
    value = int(figure[0].replace(",", ""))
    others = {int(n.low) for n in held}
    now = value
    while now == value or now in others:
        now = max(2, int(value * chance.choice((0.3, 0.6, 1.5, 2.3, 3.1))) + chance.choice((1, 2, 3)))
    return _put("number", text, one.start, one.start + figure.end(), f"{now:,}" if "," in figure[0] else str(now))


def _date(text: str, chance: random.Random) -> Made | None:
    held = [
        one
        for one in dates(text)
        if one.day and one.month and text[one.start].isdigit() and "-" not in text[one.start : one.end]
    ]
    if not held:
        return None
    one = chance.choice(held)
    words = text[one.start : one.end]
    if chance.random() < 0.5:
        day = chance.choice([d for d in range(1, 29) if abs(d - (one.day or 0)) > 1])
        now = re.sub(r"^\d+", str(day), words)
    else:
        month = MONTHS[(one.month or 1) - 1]
        if month not in words:
            return None
        now = words.replace(month, chance.choice([m for m in MONTHS if m != month]))
    if now in text:
        return None
    return _put("date", text, one.start, one.end, now)


def _parties(article: Article) -> list[tuple[str, str]]:
    """Pairs of names alike in form (`X` and `Y`, `Xian` and `Yian`) among those that stand most often."""
    lexicon = Lexicon.of(article)
    common = [name for name, n in Counter(lexicon.capitals).most_common(60) if n / lexicon.all[name] >= 0.98]
    peoples = {name: other for name in common for other in common if other in (f"{name}n", f"{name}i", f"{name}ian")}
    countries = list(peoples)[:4]
    pairs = [(one, two) for one in countries for two in countries if one != two]
    return pairs + [(peoples[one], peoples[two]) for one, two in pairs]


def _side(text: str, chance: random.Random, parties: list[tuple[str, str]]) -> Made | None:
    """The two parties of a sentence change places; or where it has one, the other stands for it."""
    found = [(match.start(), match.end(), fold_words(match[0])) for match in _NAME.finditer(text)]
    held = {name for _, _, name in found}
    both = [pair for pair in parties if set(pair) <= held]
    if both:
        one, two = chance.choice(both)
        if re.search(rf"\b({one}|{two})s?\b(?:,?\s(?:and|or|[\w-]+)\s|[-–/])\b({one}|{two})", fold_words(text)) or re.search(rf"\b({one}|{two})s?(?:\s?[-–/]\s?|,?\s(?:and|or|nor)\s(?:the\s)?)({one}|{two})\b", text, re.IGNORECASE):  # fmt: skip
            return None
        swapped, at = "", 0
        for start, end, name in found:
            if name in (one, two):
                other = two if name == one else one
                swapped += text[at:start] + other.capitalize()
                at = end
        return Made("side", text, swapped + text[at:], one, two)
    single = [(start, end, name, pair) for start, end, name in found for pair in parties if pair[0] == name]
    if len({name for _, _, name, _ in single}) != 1 or len({start for start, *_ in single}) != 1:
        return None
    start, end, _, pair = chance.choice(single)
    return _put("side", text, start, end, pair[1].capitalize())


def _negation(text: str, chance: random.Random) -> Made | None:
    if out := _NOT.search(text):
        return _put("negation", text, out.start(), out.end(), out[1])
    places = list(_AUXILIARY.finditer(text))
    if not places:
        return None
    one = chance.choice(places)
    return _put("negation", text, one.start(), one.end(), f"{one[1]} not")


# Harmless rewording.

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SAYING = {
    "stated": "declared", "said": "stated", "reported": "said", "announced": "declared", "claimed": "alleged", "declared": "announced",
    "confirmed": "said", "noted": "remarked", "alleged": "claimed", "argued": "maintained", "according to": "as reported by",
}  # fmt: skip
_PASSIVE = re.compile(
    r"^(?P<object>(?:The |An? )?[A-Z][\w’ -]{2,50}?) (?P<be>was|were) (?P<verb>\w+(?:ed|wn|en|uck)) by (?P<by>[\w’ -]{3,50}?)(?P<rest>[.,].*)?$"
)
_ACTIVE = re.compile(
    r"^(?P<by>(?:The )?[A-Z][\w’]+(?: [a-z]+| [A-Z][\w’]+){0,3}?) (?P<verb>destroyed|captured|seized|condemned|criticised|rejected|accused|attacked|hit|shelled|"
    r"targeted|downed|dismissed|denied|lifted|imposed|supported|used|launched|published|released|recalled|prohibited|banned|suspended|blocked|killed) "
    r"(?P<object>(?:the |an? |its |their )?[\w’ -]{3,60}?)(?P<rest> (?:on|in|at|during|after|with|for|following|due) .*|[.,].*)$"
)


def in_words(value: int) -> str:
    """A number in words, below a million."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    if value < 1000:
        return f"{_ONES[value // 100]} hundred" + (f" and {in_words(value % 100)}" if value % 100 else "")
    rest = value % 1000
    return f"{in_words(value // 1000)} thousand" + (f"{' and' if rest < 100 else ''} {in_words(rest)}" if rest else "")


def reworded(article: Article, count: int, seed: int) -> list[Made]:
    """``count`` sentences that say the same in another form, a quarter of each as far as the article has them."""
    chance = random.Random(seed)
    sentences = originals(article)
    chance.shuffle(sentences)
    ways = (_voice, _date_form, _number_form, _saying)
    made: list[Made] = []
    for at, way in enumerate(ways):
        found = [one for text in sentences if (one := way(text, chance))]
        made += found[: (count - len(made)) // (len(ways) - at)]
    return made


def _date_form(text: str, chance: random.Random) -> Made | None:
    held = [
        one
        for one in dates(text)
        if one.day and one.month and text[one.start].isdigit() and MONTHS[one.month - 1] in text[one.start : one.end]
    ]
    held = [one for one in held if not re.search(r"(?:\d\s?[–-]|\d and|\d to)\s?$", text[: one.start])]
    if not held:
        return None
    one = chance.choice(held)
    assert one.day
    assert one.month
    month, year = MONTHS[one.month - 1], f", {one.year}" if one.year else ""
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(one.day, "th")
    forms = [
        f"{month} {one.day}{year}",
        f"{month} {one.day}{ending}{year}",
        f"{one.day} {month[:3]}{year.replace(',', '')}",
    ]
    if one.year:
        forms.append(f"{one.year}-{one.month:02}-{one.day:02}")
    return _put("date form", text, one.start, one.end, chance.choice(forms))


def _number_form(text: str, chance: random.Random) -> Made | None:
    taken = [(one.start, one.end) for one in dates(text)]
    held = [
        one for one in numbers(text, taken)
        if one.low == one.high and re.fullmatch(r"[\d,]+", text[one.start : one.end]) and one.low < 1_000_000
    ]  # fmt: skip
    if not held:
        return None
    one = chance.choice(held)
    return _put("number form", text, one.start, one.end, in_words(int(one.low)))


def _saying(text: str, chance: random.Random) -> Made | None:
    held = [(found, now) for was, now in _SAYING.items() if (found := re.search(rf"\b{was}\b", text))]
    if not held:
        return None
    found, now = chance.choice(held)
    return _put("saying", text, found.start(), found.end(), now)


def _voice(text: str, chance: random.Random) -> Made | None:
    if (found := _PASSIVE.match(text)) and "(" not in text:
        verb = found["verb"]
        if verb.endswith("ed"):
            subject = found["by"][0].upper() + found["by"][1:]
            thing = found["object"]
            thing = thing[0].lower() + thing[1:] if thing.startswith(("The ", "A ", "An ")) else thing
            return Made("voice", text, f"{subject} {verb} {thing}{found['rest'] or ''}", verb, verb)
    if (found := _ACTIVE.match(text)) and "(" not in text:
        thing, by = found["object"], found["by"]
        be = "were" if re.search(r"s$", thing) else "was"
        by = by[0].lower() + by[1:] if by.startswith("The ") else by
        return Made(
            "voice",
            text,
            f"{thing[0].upper()}{thing[1:]} {be} {found['verb']} by {by}{found['rest']}",
            found["verb"],
            be,
        )
    return None


def counted(made: list[Made]) -> Iterator[tuple[str, int]]:
    """How many of each kind."""
    yield from Counter(one.how for one in made).items()
