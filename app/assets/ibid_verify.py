#!/usr/bin/env python3
"""Checks an ``ibid.evidence/1`` file against an article, with Python 3.11's standard library and nothing else.

    python3 ibid_verify.py FILE ARTICLE [--json]

Exit code 0: all of it stands in the article, word for word; in another copy of the article: at the same place or at
another. 1: something does not; one line for each finding. 2: the file or the article can't be read; one line says why.

What it proves and what not: docs/evidence.md of Ibid. `ibid verify` does the same with this file, and adds what only a
reading of the article's sections and sentences can tell.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher
from hashlib import sha256
from io import TextIOWrapper
from math import isfinite, log
from pathlib import Path

SCHEMA = "ibid.evidence/1"
ANSWER = "ibid.answer/1"
CHECK = "ibid.check/1"
RESULT = "ibid.verification/1"
# What a finding about it names.
DIGEST = "the digest"
# How the digest is made; stands in the file beside it.
RULES = "RFC 8785, without the digest"

KINDS = ("prose", "infobox", "caption", "block_quote", "note", "reference", "recovered")
WHY = ("missing", "other_list")
# From bad to good: what a claim's statements are, the claim is at worst.
VERDICTS = ("differs", "not_in_article", "supported")
# What a finding says of a stretch. The first two hold.
SAME, MOVED, CHANGED, GONE, WRONG = STATUSES = ("same", "moved", "changed", "gone", "wrong")

# Two stretches that share so much of their words, in order (twice the shared over the sum), are one that was changed.
# In the article that ships with Ibid, 5 sentences of prose in 453 have another that is so near.
NEAR = 0.6
# So many stretches that share most words are compared in full.
LOOKED_AT = 30
# Sentences of a quotation that are taken together.
MOST_SENTENCES = 8
# No heading's line is longer.
LONGEST_HEADING = 150
# Characters of a stretch that one line of a report shows.
LONGEST_SHOWN = 300
# Places of one stretch that a report names.
MOST_PLACES = 3
# JSON readers keep whole numbers exactly up to here.
LARGEST = 2**53 - 1

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|\+00:00)")
# A citation right behind a stretch belongs to it.
_CITATION = re.compile(r"\[(?:\d{1,4}|[a-z]{1,2}|(?:note|nb|n) \d{1,3})\]")
# Right before or behind a word or a number: it goes on.
_GOES_ON = re.compile(r"[.,’'\-]?\w")
_LINE_ENDS = re.compile(r"[^\S\n]*(?:\n|$)")
_CAME_FROM = re.compile(r"\w[.,’'\-]?$")
# What may stand on a heading's line before and behind it.
_BEFORE_HEADING = re.compile(r"\s*(?:#{1,6}\s+|={1,6}\s*|\d{1,2}(?:\.\d{1,2}){0,5}\.?\s+)?")
_BEHIND_HEADING = re.compile(r"\s*(?:(?:\[edit\]|={1,6}|#{1,6})\s*)?")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…”\"')\]])\s+(?=[\w“\"'‘(\[«])")
# What a list puts before its items: a bullet; a number and the links back to where it is cited.
_LISTED = re.compile(r"\s*(?:[•*]\s*|\d{1,4}\.\s*\^\s*(?:[a-z]{1,2}\s+)*)")
_WORD = re.compile(r"\w+(?:[.,’'\-]\w+)*")
# Begun at no blank but the first: a run of blanks is looked through once.
_PIECE = re.compile(r"(?<!\s)(\s*)(\[[^\[\]\s]{1,30}\]|[^\s\[]+|\[)")

Data = Mapping[str, object]


class Unreadable(Exception):
    """A file that can't be read, in one line."""


# Reading


def read_evidence(path: Path) -> dict[str, object]:
    """The JSON object of an evidence file, of the format that is read here; what is in it is not looked at yet.

    Raises Unreadable for a file that is missing, not UTF-8, not JSON, cut off, or of another format.
    """
    return evidence_of(_bytes(path), str(path))


def evidence_of(data: bytes, name: str) -> dict[str, object]:
    """The same from the file's bytes; ``name`` is what messages call it."""
    if not data.strip():
        raise Unreadable(f"{name}: the file is empty; give an evidence file")
    try:
        # A byte order mark, which some editors put there, is no damage.
        held = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name}: not UTF-8 at byte {error.start}: damaged, or no evidence file") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"{name}: not JSON at {where}: cut off, damaged, or no evidence file") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name}: damaged, or no evidence file ({shown(str(error), 80)})") from None
    schema = held.get("schema") if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(schema, str):
        raise Unreadable(f"{name}: no evidence file: it has no `schema`")
    if schema == SCHEMA:
        return held
    if schema.startswith(SCHEMA.partition("/")[0] + "/"):
        raise Unreadable(
            f"{name}: is of format {shown(schema, 40)}, and {SCHEMA} is read here; use the Ibid that wrote it"
        )
    raise Unreadable(f"{name}: no evidence file, but {shown(schema, 40)}; `ibid ask --evidence FILE` writes one")


def read_article(path: Path) -> str:
    """The article's text, newlines untouched. Raises Unreadable for what is no UTF-8 text."""
    data = _bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: not UTF-8 at byte {error.start}; give the article as it was read") from None
    if "\0" in text or not text.strip():
        raise Unreadable(f"{path}: is no text; give the article as it was read")
    return text


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"{path}: no such file") from None
    except IsADirectoryError:
        raise Unreadable(f"{path}: is a folder, and not a file") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: cannot be read ({shown(str(error), 80)})") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return held


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


# The digest


def canonical(value: object) -> str:
    """``value`` as JSON in the one form that RFC 8785 gives it; a lone surrogate, which that forbids, as its escape.

    Raises ValueError for a number that not every JSON reader keeps.
    """
    if isinstance(value, dict):
        # By UTF-16 code units, as the RFC says.
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_string(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int | float):
        return _number(value)
    raise ValueError(f"no JSON value: {value!r}")


def _string(text: str) -> str:
    line = json.dumps(text, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", line)


def _number(value: float) -> str:
    """As JavaScript writes it, so that a file that was read and written by a browser is still the same."""
    if not isfinite(value) or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError("a number that not every JSON reader keeps")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    _, figures, exponent = Decimal(repr(abs(value))).normalize().as_tuple()
    digits = "".join(map(str, figures))
    point = len(digits) + int(exponent)  # how many digits stand before it
    if len(digits) <= point <= 21:
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{point - 1:+d}"


def digest(evidence: Data) -> dict[str, str]:
    """What has to stand under ``digest``. Raises ValueError, RecursionError for what has no canonical form."""
    rest = {name: value for name, value in evidence.items() if name != "digest"}
    return {"rules": RULES, "sha256": sha256(canonical(rest).encode("utf-8")).hexdigest()}


# What the file holds


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing. ``what``: quote, context, heading, reference, title or file; ``words``: as the file
    has them; ``was`` and ``line``: where they stand by the file (start and end; from 1); ``now`` and ``now_line``:
    where they, or what became of them, stand in the article given; ``said``: the rest, in words.
    """

    what: str
    where: str
    status: str
    words: str = ""
    was: tuple[int, int] | None = None
    line: int | None = None
    now: tuple[int, int] | None = None
    now_line: int | None = None
    said: str = ""

    @property
    def holds(self) -> bool:
        return self.status in (SAME, MOVED)

    def __str__(self) -> str:
        if self.status == SAME:
            found = f"same, line {self.now_line}"
        elif self.status == MOVED and self.line == self.now_line:
            found = f"moved within line {self.now_line}"
        elif self.status == MOVED:
            found = f"moved from line {self.line} to line {self.now_line}"
        else:
            found = self.status if self.now_line is None else f"{self.status}, line {self.now_line}"
        return f"{self.where}: {found}{': ' if self.said else ''}{self.said}"


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of the article as the file has it: characters ``start`` to ``end``, from line ``line``. ``kind``: of a
    quote; ``box``: whether it stands in the infobox, where labels are glued to their rows.
    """

    what: str
    where: str
    start: int
    end: int
    text: str
    line: int
    kind: str = ""
    box: bool = False

    @property
    def whole_line(self) -> bool:
        """Whether nothing follows it on its line."""
        return self.what == "reference" or self.kind in ("infobox", "caption", "note", "reference")

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(slots=True)
class Contents:
    """Goes through an evidence file: its stretches, and what is wrong with it whatever the article is."""

    evidence: Data
    held: list[Held] = field(default_factory=list)
    wrong: list[Finding] = field(default_factory=list)
    title: str = ""
    sha256: str = ""
    characters: int = -1

    def __post_init__(self) -> None:
        self._digest()
        article = self._part(self.evidence, "article", "the file")
        self.title = self._text(article, "title", "the article")
        self.sha256 = self._text(article, "sha256", "the article")
        self.characters = self._whole(article, "characters", "the article")
        if article.get("title_span", 0) is not None:
            title = self._span(self._part(article, "title_span", "the article"), "title", "the title")
            if title and title.text != self.title:
                self._is_wrong("the title", "is not what stands at its place")
        tool = self._part(self.evidence, "tool", "the file")
        if self._text(tool, "name", "the tool") != "ibid":
            self._is_wrong("the tool", "is not ibid")
        self._text(tool, "version", "the tool")
        self._moment(self.evidence, "the file")
        for number, turn in enumerate(self._parts(self.evidence, "turns", "the file"), 1):
            self._turn(turn, f"turn {number}")
        for number, check in enumerate(self._parts(self.evidence, "checks", "the file"), 1):
            self._check(check, f"check {number}")

    def _digest(self) -> None:
        try:
            expected: object = digest(self.evidence)
        except (ValueError, RecursionError):
            expected = None
        if expected is None or self.evidence.get("digest") != expected:
            self._is_wrong(DIGEST, "does not go with the rest: the file was altered, or damaged")

    # Turns and checks.

    def _turn(self, turn: Data, where: str) -> None:
        self._text(turn, "asked", where)
        understood = self._text(turn, "understood", where)
        self._moment(turn, where)
        answer = self._part(turn, "answer", where)
        if not self._format(answer, ANSWER, where):
            return
        if self._text(answer, "question", where) != understood:
            self._is_wrong(where, "has the answer to another question than was understood")
        quotes = self._quotes(answer, "quotes", where)
        closest = self._quotes(answer, "closest", where)
        status, reason = answer.get("status"), answer.get("reason")
        answered = status == "answered" and reason is None and bool(quotes) and not closest
        refused = status == "not_in_article" and isinstance(reason, str) and bool(reason) and not quotes
        if not answered and not refused:
            self._is_wrong(where, "has a status or a reason that does not go with its quotes")
        self._figure(answer, "confidence", 1.0, where)
        self._rest(answer, quotes, where)

    def _check(self, check: Data, where: str) -> None:
        if not self._format(check, CHECK, where):
            return
        claim = self._text(check, "claim", where)
        quotes: list[Data] = []
        verdicts: list[object] = []
        for number, statement in enumerate(self._parts(check, "statements", where), 1):
            at = f"{where}, statement {number}"
            start, end = self._whole(statement, "start", at), self._whole(statement, "end", at)
            text = self._text(statement, "text", at)
            if not 0 <= start < end <= len(claim) or claim[start:end] != text:
                self._is_wrong(at, "has other words than the claim at its place")
            verdicts.append(statement.get("verdict"))
            if verdicts[-1] not in VERDICTS:
                self._is_wrong(at, "has a verdict that is not known")
            own = self._quotes(statement, "quotes", at)
            for one in self._parts(statement, "differences", at):
                self._difference(one, claim, own, at)
            quotes += own
            self._quotes(statement, "closest", at)
        worst = next((verdict for verdict in VERDICTS if verdict in verdicts), None)
        if verdicts and check.get("verdict") != worst:
            self._is_wrong(where, "has another verdict than the worst of its statements")
        self._rest(check, quotes, where)

    def _difference(self, one: Data, claim: str, quotes: Sequence[Data], where: str) -> None:
        """Its words are the claim's, and a quote's; where they stand may be given or not."""
        held: list[tuple[str, int, str]] = [("claim", 0, claim)]
        held += [("article", self._whole(quote, "start", where), self._text(quote, "text", where)) for quote in quotes]
        found = {name for name, first, text in held if _stands(one, name, first, text)}
        if found != {"claim", "article"}:
            self._is_wrong(where, "has a difference whose words are not in the claim, or in no quote")

    def _rest(self, part: Data, quotes: Sequence[Data], where: str) -> None:
        """What an answer and a check have alike."""
        self._references(part, quotes, where)
        self._figure(part, "took_ms", None, where)
        article = self._part(part, "article", where)
        if (article.get("title"), article.get("sha256")) != (self.title, self.sha256):
            self._is_wrong(where, "is about another article than the file")

    def _quotes(self, part: Data, name: str, where: str) -> list[Data]:
        quotes = self._parts(part, name, where)
        called = "quote" if name == "quotes" else "closest"
        for number, quote in enumerate(quotes, 1):
            at = f"{where}, {called} {number}"
            section = self._texts(quote, "section", at)
            kind = self._text(quote, "kind", at)
            if kind not in KINDS:
                self._is_wrong(at, "is of a kind that is not known")
            self._span(quote, "quote", at, kind, section[:1] == ["Infobox"])
            self._texts(quote, "citations", at)
            self._figure(quote, "score", 1.0, at)
            if not isinstance(quote.get("contradicts", False), bool):
                self._is_wrong(at, "contradicts, or does not: that is true or false")
            for place, context in enumerate(self._parts(quote, "context", at), 1):
                self._span(context, "context", f"{at}, context {place}", "", section[:1] == ["Infobox"])
            for speaker in ("said_by", "said"):
                if quote.get(speaker) is not None:
                    self._span(self._part(quote, speaker, at), "speaker", f"{at}, who says so")
            self._headings(quote, section, at)
        return quotes

    def _headings(self, quote: Data, section: Sequence[str], where: str) -> None:
        headings = self._parts(quote, "headings", where)
        if len(headings) != len(section) or not section:
            self._is_wrong(where, "has not one heading for each part of its section")
        for title, heading in zip(section, headings, strict=False):
            at = f"heading “{shown(title, 60)}”"
            if heading.get("text", "") is None:
                self._has_no_place(heading, ("none",), at)
                continue
            held = self._span(heading, "heading", at, "", section[0] == "Infobox")
            if held and " ".join(held.text.split()) != " ".join(title.split()):
                self._is_wrong(at, "has other words than the section's name")

    def _references(self, part: Data, quotes: Sequence[Data], where: str) -> None:
        labels: set[str] = set()
        for reference in self._parts(part, "references", where):
            label = self._text(reference, "label", where)
            at = f"reference [{shown(label, 20)}]"
            labels.add(label)
            if reference.get("text", "") is None:
                self._has_no_place(reference, WHY, at)
                continue
            held = self._span(reference, "reference", at)
            fields = reference.get("fields", {})
            values = list(fields.values()) if isinstance(fields, dict) else [None]
            if held and not all(isinstance(value, str) and value in held.text for value in values):
                self._is_wrong(at, "has a field whose words are not in the entry")
        if labels != {label for quote in quotes for label in self._texts(quote, "citations", where)}:
            self._is_wrong(where, "has other references than its quotes cite")

    def _has_no_place(self, part: Data, reasons: Sequence[str], where: str) -> None:
        if part.get("why") not in reasons or any(part.get(name, 0) is not None for name in ("start", "end", "line")):
            self._is_wrong(where, "has no words, and no reason why not, or a place all the same")

    # Values.

    def _is_wrong(self, where: str, said: str) -> None:
        self.wrong.append(Finding("file", where, WRONG, said=said))

    def _format(self, part: Data, schema: str, where: str) -> bool:
        if part.get("schema") == schema:
            return True
        self._is_wrong(where, f"is of another format than {schema}")
        return False

    def _span(self, part: Data, what: str, where: str, kind: str = "", box: bool = False) -> Held | None:
        start, end, line = (self._whole(part, name, where) for name in ("start", "end", "line"))
        text = self._text(part, "text", where)
        if not (0 <= start < end and end - start == len(text) and line > 0):
            self._is_wrong(where, "has a place that does not go with its words")
            return None
        held = Held(what, where, start, end, text, line, kind, box)
        self.held.append(held)
        return held

    def _moment(self, part: Data, where: str) -> None:
        at = self._text(part, "at", where)
        try:
            if _MOMENT.fullmatch(at):
                datetime.fromisoformat(at)
                return
        except ValueError:  # the 31st of November
            pass
        self._is_wrong(where, "has a time that is not like 2024-05-31T12:00:00Z")

    def _part(self, part: Data, name: str, where: str) -> Data:
        value = part.get(name)
        if isinstance(value, dict):
            return value
        self._is_wrong(where, f"has no `{name}` that is an object")
        return {}

    def _parts(self, part: Data, name: str, where: str) -> list[Data]:
        values = self._list(part, name, where)
        parts: list[Data] = [value for value in values if isinstance(value, dict)]
        if len(parts) != len(values):
            self._is_wrong(where, f"has something among its `{name}` that is no object")
        return parts

    def _list(self, part: Data, name: str, where: str) -> list[object]:
        value = part.get(name)
        if isinstance(value, list):
            return value
        self._is_wrong(where, f"has no `{name}` that is a list")
        return []

    def _texts(self, part: Data, name: str, where: str) -> list[str]:
        values = self._list(part, name, where)
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) != len(values):
            self._is_wrong(where, f"has something among its `{name}` that is no text")
        return texts

    def _text(self, part: Data, name: str, where: str) -> str:
        value = part.get(name)
        if isinstance(value, str):
            return value
        self._is_wrong(where, f"has no `{name}` that is text")
        return ""

    def _whole(self, part: Data, name: str, where: str) -> int:
        value = part.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._is_wrong(where, f"has no `{name}` that is a whole number")
        return -1

    def _figure(self, part: Data, name: str, most: float | None, where: str) -> None:
        value = part.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= (most or value):
            self._is_wrong(where, f"has no `{name}` that is a number of the right size")


def _stands(one: Data, name: str, first: int, text: str) -> bool:
    """Whether the words under ``name`` stand in ``text``, which begins at ``first``: at their place, if it is given."""
    words = one.get(name)
    if not isinstance(words, str):
        return False
    start, end = (one.get(f"{name}_{which}") for which in ("start", "end"))
    if not isinstance(start, int) or not isinstance(end, int):
        return start is end is None and words in text
    return first <= start < end <= first + len(text) and text[start - first : end - first] == words


# The check


def verify(evidence: Data, text: str) -> list[Finding]:
    """Every finding about ``evidence`` and an article of this text: only what is wrong, where it is the copy that the
    file was written from; every stretch, in the order of the file, where it is another.
    """
    contents = Contents(evidence)
    if is_copy(evidence, text):
        return [*contents.wrong, *_against_the_copy(contents, text)]
    return [*contents.wrong, *Copy(text).compare(contents.held)]


def is_copy(evidence: Data, text: str) -> bool:
    """Whether ``text`` is the copy of the article that the file was written from."""
    article = evidence.get("article")
    return isinstance(article, dict) and article.get("sha256") == sha256_of(text)


def sha256_of(text: str) -> str:
    """That of the file the text was read from."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _against_the_copy(contents: Contents, text: str) -> Iterable[Finding]:
    if contents.characters != len(text):
        said = f"has {len(text)} characters, and the file says {contents.characters}"
        yield Finding("file", "the article", WRONG, said=said)
    lines = line_starts(text)
    for held in contents.held:
        line = bisect_right(lines, held.start)
        there = text[held.start : held.end]
        if there != held.text:
            said = f"the article has other words there: {difference(held.text, there)}"
        elif line != held.line:
            said = f"the file says line {held.line}"
        else:
            continue
        yield Finding(held.what, held.where, WRONG, held.text, held.place, held.line, held.place, line, said)


def line_starts(text: str) -> list[int]:
    """Where each line begins; only a newline ends one."""
    return [0, *(found.end() for found in re.finditer("\n", text))]


class Copy:
    """Another copy of the article, in which stretches are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = line_starts(text)
        # Stretches between which sentences of a line are cut, and in which of them each word stands.
        self._cuts: list[tuple[int, int]] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        # Stretches found for certain, in the same order: where they stood, and how far they went.
        self._shifts: list[tuple[int, int]] = []
        # Where headings of the file stand: none of them is what another became.
        self._headings: set[int] = set()

    def line(self, at: int) -> int:
        """The number of the line, from 1."""
        return bisect_right(self._lines, at)

    def compare(self, stretches: Sequence[Held]) -> list[Finding]:
        """One finding for each stretch; one that the file has several times is found once, for all its places."""
        places: dict[tuple[str, int, int, str], list[Held]] = defaultdict(list)
        for held in stretches:
            if held.what == "speaker":  # a few words of a quote, or of what stands beside it
                continue
            places[held.what, held.start, held.end, held.text].append(held)
        found = {held: self.occurrences(held) for held, *_ in places.values()}
        self._headings = {at for held, every in found.items() if held.what == "heading" for at in every}
        certain = sorted(
            (held.start, held.start if held.start in at else at[0])
            for held, at in found.items()
            if held.what != "heading" and (len(at) == 1 or held.start in at)
        )
        self._shifts = [(was, now - was) for was, now in _in_order(certain)]
        return [self._finding(each[0], _places(each), found[each[0]]) for each in places.values()]

    def occurrences(self, held: Held) -> list[int]:
        """Where the words of ``held`` stand as a whole."""
        found: list[int] = []
        at = self.text.find(held.text)
        while at >= 0:
            if self._whole(at, at + len(held.text), held):
                found.append(at)
            at = self.text.find(held.text, at + 1)
        return found

    def _finding(self, held: Held, where: str, found: Sequence[int]) -> Finding:
        if held.start in found:
            return self._found(held, where, SAME, held.place)
        near = self.expected(held.start)
        if held.what == "heading" and near not in found and (instead := self._instead(held)):
            return self._changed(held, where, instead)
        if found:
            at = min(found, key=lambda at: abs(at - near))
            return self._found(held, where, MOVED, (at, at + len(held.text)))
        if again := self._spaced_otherwise(held, near):
            status = SAME if again[0] == held.start else MOVED
            return self._found(held, where, status, again, "with other white space")
        if nearest := self._nearest(held, near):
            return self._changed(held, where, nearest)
        return Finding(held.what, where, GONE, held.text, held.place, held.line, said=f"“{shown(held.text)}”")

    def _changed(self, held: Held, where: str, now: tuple[int, int]) -> Finding:
        return self._found(held, where, CHANGED, now, difference(held.text, self.text[slice(*now)]))

    def _found(self, held: Held, where: str, status: str, now: tuple[int, int], said: str = "") -> Finding:
        return Finding(held.what, where, status, held.text, held.place, held.line, now, self.line(now[0]), said)

    def expected(self, start: int) -> int:
        """Where a stretch that began at ``start`` is to be looked for: as far away as the last one found before it."""
        after = bisect_left(self._shifts, (start + 1,))
        return start + (self._shifts[max(0, after - 1)][1] if self._shifts else 0)

    # What stands as a whole.

    def _whole(self, start: int, end: int, held: Held) -> bool:
        """Whether the words from ``start`` to ``end`` are not a part of more."""
        if held.what == "heading":
            return self._is_heading(start, end, held.box)
        text = self.text
        if held.kind == "recovered":  # cut out of a run without punctuation
            return True
        # The rows of an infobox are copied right behind their labels.
        if not held.box and text[start].isalnum() and _CAME_FROM.search(text, max(0, start - 2), start):
            return False
        if text[end - 1].isalnum() and _GOES_ON.match(text, end):
            return False
        if held.whole_line and not _LINE_ENDS.match(text, end):
            return False
        return held.what not in ("quote", "context") or _CITATION.match(text, end) is None

    def _is_heading(self, start: int, end: int, box: bool) -> bool:
        before, behind = self._line_around(start, end)
        if box:
            return not before.strip() and not behind[:1].islower()
        return bool(_BEFORE_HEADING.fullmatch(before)) and bool(_BEHIND_HEADING.fullmatch(behind))

    def _line_around(self, start: int, end: int) -> tuple[str, str]:
        """What stands on the line before ``start``, and on that of ``end`` behind it."""
        first = self._lines[self.line(start) - 1]
        last = self.text.find("\n", end)
        return self.text[first:start], self.text[end : last if last >= 0 else len(self.text)]

    def _instead(self, held: Held) -> tuple[int, int] | None:
        """The other heading that stands where ``held`` is to be looked for, by what stands before it or behind."""
        after = bisect_left(self._shifts, (held.start,))
        before, behind = self._shifts[max(0, after - 1) : after], self._shifts[after : after + 1]
        starts = [held.start + shift for _, shift in before]
        ends = [held.end + shift for _, shift in behind]
        for at in (*starts, *ends):
            if not 0 <= at < len(self.text):
                continue
            first = self._lines[self.line(at) - 1]
            last = self.text.find("\n", first)
            line = self.text[first : last if last >= 0 else len(self.text)]
            words = line.strip()
            start = first + line.find(words)
            reached = at == start if at in starts else at == start + len(words)
            alone = 0 < len(words) <= LONGEST_HEADING and words[-1] not in ".!?]"
            if reached and alone and start not in self._headings:
                return start, start + len(words)
        return None

    # What was changed.

    def _spaced_otherwise(self, held: Held, near: int) -> tuple[int, int] | None:
        """Where the same words stand with other white space, as in a copy whose lines were wrapped anew."""
        pattern = re.compile(r"\s+".join(map(re.escape, held.text.split())))
        found = [each.span() for each in pattern.finditer(self.text) if self._whole(*each.span(), held)]
        return min(found, key=lambda span: abs(span[0] - near), default=None)

    def _nearest(self, held: Held, near: int) -> tuple[int, int] | None:
        """The sentence, or the sentences of one line, that share most words with ``held``."""
        if not self._cuts:
            self._cut()
        words = _words(held.text)
        shared: defaultdict[int, float] = defaultdict(float)
        for word, times in Counter(words).items():
            holders = self._by_word.get(word, ())
            for number in holders:  # a word that stands everywhere tells little
                shared[number] += times * log(1 + len(self._cuts) / len(holders))
        most = min(MOST_SENTENCES, len(_SENTENCE_ENDS.split(held.text)) + 1)
        best: tuple[float, int, int, int] | None = None
        for number in sorted(shared, key=shared.__getitem__, reverse=True)[:LOOKED_AT]:
            for start, end in self._windows(number, most):
                if held.what == "heading" and not self._is_heading(start, end, held.box):
                    continue
                candidate = (_alike(words, self.text[start:end]), -abs(start - near), start, end)
                best = max(best or candidate, candidate)
        return best[2:] if best and best[0] >= NEAR else None

    def _windows(self, number: int, most: int) -> Iterable[tuple[int, int]]:
        """Up to ``most`` consecutive stretches of one line, among them that of this number."""
        line = self.line(self._cuts[number][0])
        for first in range(max(0, number - most + 1), number + 1):
            for last in range(number, min(first + most, len(self._cuts))):
                start, end = self._cuts[first][0], self._cuts[last][1]
                if self.line(start) == self.line(end - 1) == line:
                    yield start, end

    def _cut(self) -> None:
        for at in self._lines:
            last = self.text.find("\n", at)
            line = self.text[at : last if last >= 0 else len(self.text)]
            listed = _LISTED.match(line)
            starts = [listed.end() if listed else 0, *(gap.end() for gap in _SENTENCE_ENDS.finditer(line))]
            for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
                words = line[start:end].strip()
                if words:
                    first = at + line.find(words, start)
                    for word in set(_words(words)):
                        self._by_word[word].append(len(self._cuts))
                    self._cuts.append((first, first + len(words)))


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs, which rise by their first, as rise by their second too: without what was moved."""
    ends: list[int] = []  # the least second that a row of so many can end with, and the pair it belongs to
    last: list[int] = []
    before: list[int] = []
    for number, (_, now) in enumerate(pairs):
        length = bisect_left(ends, now)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [now]
        last[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _places(held: Sequence[Held]) -> str:
    named = list(dict.fromkeys(each.where for each in held))
    more = f"; and {len(named) - MOST_PLACES} more" if len(named) > MOST_PLACES else ""
    return "; ".join(named[:MOST_PLACES]) + more


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _alike(words: Sequence[str], text: str) -> float:
    """The share of their words that two stretches have in common, in the same order, 0 to 1 (Dice)."""
    others = _words(text)
    both = max(1, len(words) + len(others))
    if 2 * (Counter(words) & Counter(others)).total() < NEAR * both:  # a bound, and quicker
        return 0.0
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / both


def difference(was: str, now: str) -> str:
    """What became of ``was``, word by word: ``[-2,783-] {+2,906+} books``, as `git diff --word-diff` has it."""
    old, new = _PIECE.findall(was), _PIECE.findall(now)
    matcher = SequenceMatcher(None, [word for _, word in old], [word for _, word in new], autojunk=False)
    parts: list[str] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            both = zip(old[first:last], new[start:end], strict=True)
            parts.append(_joined([(before[0] or after[0], before[1]) for before, after in both]))
            continue
        if first < last:
            parts.append(_space(old[first]) + "[-" + _joined(old[first:last]).strip() + "-]")
        if start < end:
            parts.append(_space(new[start]) + "{+" + _joined(new[start:end]).strip() + "+}")
    return shown("".join(parts), 2 * LONGEST_SHOWN)


def _joined(pieces: Sequence[tuple[str, str]]) -> str:
    return "".join(_space(piece) + piece[1] for piece in pieces)


def _space(piece: tuple[str, str]) -> str:
    return " " if piece[0] else ""


def shown(words: str, longest: int = LONGEST_SHOWN) -> str:
    """``words`` for one line of a display: nothing in them moves a cursor or turns text around."""
    line = " ".join(words.split())
    line = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in line)
    return line if len(line) <= longest else line[:longest] + "…"


# The report


def report(evidence: Data, text: str, findings: Sequence[Finding], name: str, article: str) -> list[str]:
    """The lines of a report. ``name`` and ``article``: the two files."""
    holds = all(finding.holds for finding in findings)
    contents = Contents(evidence)
    if is_copy(evidence, text):
        if holds:
            return [f"{shown(name)}: {_counts(contents)}: all the same, word for word, in {shown(article)}"]
        return list(map(str, findings))
    other = f"{shown(article)}: another copy of the article ({sha256_of(text)[:12]}…)"
    head = f"{other} than {shown(name)} was written from ({shown(contents.sha256, 12)})"
    return [head, *map(str, findings)]


def report_data(evidence: Data, text: str, findings: Sequence[Finding]) -> dict[str, object]:
    """The same as JSON values, ``ibid.verification/1``."""
    counts = Counter(finding.status for finding in findings)
    return {
        "schema": RESULT,
        "holds": all(finding.holds for finding in findings),
        "copy": "same" if is_copy(evidence, text) else "other",
        "article": {"sha256": sha256_of(text), "characters": len(text)},
        "counts": {status: counts[status] for status in STATUSES},
        "findings": [
            {
                "what": finding.what,
                "where": finding.where,
                "status": finding.status,
                "text": finding.words or None,
                "was": _place(finding.was, finding.line),
                "now": _place(finding.now, finding.now_line),
                "said": finding.said,
            }
            for finding in findings
        ],
    }


def _place(span: tuple[int, int] | None, line: int | None) -> dict[str, int | None] | None:
    return {"start": span[0], "end": span[1], "line": line} if span else None


def _counts(contents: Contents) -> str:
    counts = Counter(what for what, _, _ in {(held.what, held.start, held.end) for held in contents.held})
    names = [name for name in ("quote", "context", "heading", "reference") if counts[name]]
    return ", ".join(f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}" for name in names) or "nothing quoted"


def finish(evidence: Data, text: str, findings: Sequence[Finding], name: str, article: str, *, as_json: bool) -> int:
    """Prints the report. Returns the exit code."""
    lines = report(evidence, text, findings, name, article)
    print(json.dumps(report_data(evidence, text, findings)) if as_json else "\n".join(lines))
    return 0 if all(finding.holds for finding in findings) else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the check. Returns the exit code: 0, 1 or 2."""
    parser = argparse.ArgumentParser(prog="ibid_verify.py", description="Checks an evidence file against an article.")
    parser.add_argument("file", type=Path, metavar="FILE", help=f"an evidence file ({SCHEMA})")
    parser.add_argument("article", type=Path, metavar="ARTICLE", help="the article, as plain text")
    parser.add_argument("--json", action="store_true", help=f"print the findings as JSON ({RESULT})")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        evidence = read_evidence(options.file)
        text = read_article(options.article)
    except Unreadable as error:
        print(f"ibid_verify: {shown(str(error))}", file=sys.stderr)
        return 2
    found = verify(evidence, text)
    return finish(evidence, text, found, options.file.name, options.article.name, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
