"""Hostile text: articles, questions, quotations and conversations made to break what reads and shows them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from app.ask import Asker
from app.cli import OWN_FAULT
from app.cli import main as ibid
from app.question import LONGEST
from eval.trust.backtracking import LENGTHS, LINEAR, Growth, growth
from eval.trust.fuzzing import Batch, fuzz
from eval.trust.hostile_asking import asked
from eval.trust.hostile_use import used
from eval.trust.long_lines import Grown, grown, many_lines, single_lines
from eval.trust.patterns import MADE, expressions
from eval.trust.row import Row, Size
from index.open import open_index
from index.search import Index
from ingest.source import read_article

SEED = 20
# A text may take so many times what the middle one takes for its characters. The dearest are lines of one to three
# letters, each of which is looked at as a heading, a caption, a row and an item: 25 times in 100,000 texts.
DEAREST = 60.0
# Of a text ten times as long, so many times the seconds: 10 is linear, 100 quadratic.
TENFOLD = 15.0
# Seconds for one question, statement or quotation of any length and kind, on the slowest machine this is run on.
LONGEST_WAIT = 60.0


def rows(size: Size) -> list[Row]:
    """The rows of this kind."""
    full = size is Size.FULL
    return [
        *_fuzzed(full),
        *_lines("one line", single_lines(), 10_000_000 if full else 100_000, full),
        *_lines("lines and entries", many_lines(), 1_000_000 if full else 100_000, full),
        *_expressions(full),
        *_asked(full),
        _hostile(),
        _no_text(),
    ]


def _fuzzed(full: bool) -> list[Row]:
    """Slices for breadth, and whole articles for what only shows in them."""
    slices = Batch(SEED, 0, 199_700 if full else 1_990, 300, 1_500)
    whole = Batch(SEED, 0, 300 if full else 10, 200_000, 255_000)
    found = fuzz((slices, whole), min(2, os.cpu_count() or 1) if full else 1)
    count = slices.last + whole.last
    return [
        Row(
            "No text makes the reader of articles fail, and none of its characters is lost or read twice",
            f"{len(found.failed)} of {count:,} texts failed ({found.characters / 1e6:,.0f} million characters, made of "
            f"the article with seed {SEED}){_first(found.failed)}",
            not found.failed,
        ),
        Row(
            f"A text takes no more than {DEAREST:g} times what the middle one takes for its length",
            f"{found.middle * 1e6:.2f} µs a character, the dearest of {len(found.costs):,} texts {found.worst:.0f} "
            "times that",
            found.worst <= DEAREST,
            timed=True,
        ),
    ]


def _lines(what: str, texts: object, characters: int, full: bool) -> list[Row]:
    held = list(texts)  # type: ignore[call-overload]
    if not full:
        held = held[::8]
    seen = [grown(name, head, one, characters) for name, head, one in held]
    laws = [law for _, law in seen if law]
    worst: Grown = max((one for one, _ in seen), key=lambda one: one.ratio)
    slowest: Grown = max((one for one, _ in seen), key=lambda one: one.seconds)
    return [
        Row(
            f"Of {what} of one thing over and over no character is lost or read twice",
            f"{len(laws)} of {len(seen)} texts of {characters / 1e7:g} MB broke a law of reading{_first(laws)}",
            not laws,
        ),
        Row(
            f"Reading {what} of one thing over and over takes at most {TENFOLD:g} times as long for ten times the "
            "length",
            f"{characters / 1e6:g} MB against a tenth of it, {len(seen)} texts: {worst.ratio:.1f} times at worst "
            f"({worst.name}); the slowest {slowest.seconds:.1f} s ({slowest.name})",
            worst.ratio <= TENFOLD,
            note="Python's collecting of garbage is not counted, which goes through all that the measuring holds.",
            timed=True,
        ),
    ]


def _expressions(full: bool) -> list[Row]:
    held = expressions()
    lengths = LENGTHS if full else LENGTHS[:2]
    tried = 0
    grown_: list[Growth] = []
    for expression in held.found if full else held.found[::8]:
        found, times = growth(expression, lengths)
        tried += times
        grown_.append(found)
    return _growths(grown_, len(held.found), held.unread, tried, lengths[-1])


def _growths(grown_: Sequence[Growth], among: int, unread: Sequence[str], tried: int, longest: int) -> list[Row]:
    """What is given up is told by no fine clock: 0.02 s for 34 characters, or 3 s for 2,000."""
    given_up = [f"{one.expression.where} ({one.way})" for one in grown_ if one.power == float("inf")]
    steep = [
        f"{one.expression.where} ({one.way}) grows by the power of {one.power:.1f}" for one in grown_ if not one.linear
    ]
    slowest = max(grown_, key=lambda one: one.seconds / one.length)
    told = f"{len(grown_)} of {among} expressions, {tried:,} strings made from their own parse trees"
    return [
        Row(
            "Every regular expression of the source is found, and none takes exponential time",
            f"{told}: {len(given_up)} given up; {len(unread)} that could not be read{_first([*given_up, *unread])}",
            not given_up and not unread,
        ),
        Row(
            "No regular expression takes more than linear time, whatever it is given",
            f"{told}, up to {longest:,} characters: {len(steep)} grow by more than the power of {LINEAR}; the slowest "
            f"takes {slowest.seconds / slowest.length * 1e6:.1f} µs a character{_first(steep)}",
            not steep,
            note=f"{len(MADE)} functions make expressions of words, with no repeats of their own that meet: not "
            "measured.",
            timed=True,
        ),
    ]


def _asked(full: bool) -> list[Row]:
    asker = Asker(open_index(read_article()))
    seen = (
        asked(asker, SEED, questions=2_000, statements=300, quotations=3_000, conversations=500)
        if full
        else asked(asker, SEED, questions=20, statements=5, quotations=40, conversations=20)
    )
    seconds, what = seen.slowest
    return [
        Row(
            "No question, statement, quotation or forged conversation makes Ibid fail, or steers a terminal",
            f"{len(seen.failed)} of {seen.times:,} failed, {seen.refused} refused in one line{_first(seen.failed)}",
            not seen.failed,
        ),
        Row(
            f"Whatever is typed is answered, checked or refused within {LONGEST_WAIT:g} s",
            f"{seconds:.1f} s the slowest ({what})",
            seconds <= LONGEST_WAIT,
            note="A text longer than 20,000 characters is refused by the server. `ibid check --file` has no limit.",
            timed=True,
        ),
        _too_long(),
    ]


# What is said of a question of 2,000,000 characters.
DECLINED = (
    "The article does not say. The question has 2,000,000 characters and Ibid reads up to 1,000: ask in a sentence."
)


class SearchedError(Exception):
    """An index was searched that was not to be."""


def _too_long() -> Row:
    """Of an index that can't be searched: a question of one character less than the bound fails of that."""

    def searched(*_: object, **__: object) -> None:
        raise SearchedError

    with patch.object(Index, "search", searched):
        code, shown, said = _ran("ask", "word " * 400_000)
        coded, data, told = _ran("ask", "x" * 2_000_000, "--json")
        short = _ran("ask", ("word " * LONGEST)[: LONGEST - 1])
    lines = shown.splitlines() or [""]
    unsaid = json.loads(data)["status"] if coded == 0 else ""
    fails = short[0] == OWN_FAULT and SearchedError.__name__ in short[2]
    return Row(
        f"A question of more than {LONGEST:,} characters is declined, and no index is searched for it",
        f"2 MB, twice, of an index whose search fails: exit codes {code} and {coded}, "
        f"{len((said + told).splitlines())} lines of errors; a question of {LONGEST - 1:,} characters "
        f"{'fails of it' if fails else 'does not fail of it'}",
        code == coded == 0 and not said and not told and lines[0] == DECLINED and unsaid == "not_in_article" and fails,
        example=lines[0],
    )


def _hostile() -> Row:
    with TemporaryDirectory() as folder:
        seen = used(Path(folder))
    return Row(
        "An article with scripts, orders, fake numbers, escapes and a path for a title is shown as text",
        f"{seen.ways} things given away (report, page, terminal, copies, sessions, evidence, programs), "
        f"{len(seen.wrong)} wrong; no number of its text believed to be an entry, no file written outside"
        f"{_first(seen.wrong)}",
        not seen.wrong and seen.answered > 0,
    )


@dataclass(frozen=True, slots=True)
class NoText:
    """A file that is no text in UTF-8. ``says``: what is said of it; ``of_questions``: as a file of questions."""

    name: str
    data: bytes
    says: str
    of_questions: str


NO_JSON = 'no JSON object with a text `question`; write {"question": "…"}'
NO_TEXT = (
    NoText(
        "latin.txt",
        "Aston\nis a café.".encode("latin-1"),
        ": not UTF-8: byte 0xe9 at offset 14 (line 2); save it as UTF-8",
        ": not UTF-8 at byte 14; save it as UTF-8",
    ),
    NoText(
        "half.txt",
        b"Town\n\xed\xa0\x80",
        ": not UTF-8: byte 0xed at offset 5 (line 2); save it as UTF-8",
        ": not UTF-8 at byte 5; save it as UTF-8",
    ),
    NoText(
        "utf16.txt",
        "Town".encode("utf-16"),
        ": is UTF-16, not UTF-8; save it as UTF-8",
        ": not UTF-8 at byte 0; save it as UTF-8",
    ),
    NoText(
        "nul.txt",
        b"Town\0",
        ": is a binary file, not text (a NUL at character 4); give a plain-text file in UTF-8",
        f", line 1: {NO_JSON}",
    ),
    NoText(
        "empty.txt",
        b"",
        ": the file is empty; give a plain-text file in UTF-8",
        ': holds no question; write one object a line: {"question": "…"}',
    ),
)


def _no_text() -> Row:
    """Such a file at every door that reads one, and the whole line that is said of it."""
    wrong: list[str] = []
    tried = 0
    with TemporaryDirectory() as folder:
        for one in NO_TEXT:
            path = Path(folder) / one.name
            path.write_bytes(one.data)
            for arguments, says in (
                (("ingest", str(path)), one.says),
                (("quote", "--file", str(path)), one.says),
                (("check", "--file", str(path)), one.says),
                (("check", "--batch", str(path)), one.says),
                (("ask", "--article", str(path), "Who?"), one.says),
                (("ask", "--batch", str(path)), one.of_questions),
            ):
                code, _, errors = _ran(*arguments)
                tried += 1
                if code != 2 or errors != f"ibid: {path}{says}\n":
                    wrong.append(f"{' '.join(arguments[:2])} {one.name}: {code}, {errors[:120]!r}")
    return Row(
        "A file that is not UTF-8 is refused in one line, with the byte and its place",
        f"{len(NO_TEXT)} files at {tried // len(NO_TEXT)} commands, each whole line compared: {len(wrong)} not so"
        f"{_first(wrong)}",
        not wrong,
        example=f"ibid: {NO_TEXT[0].name}{NO_TEXT[0].says}",
        note="Of UTF-16, of a NUL and of an empty file that is said instead. `ask --batch` tells the place, and not "
        "which byte.",
    )


def _ran(*arguments: str) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was said of errors, by a command run in this process."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        code = ibid(arguments)
    return code, out.getvalue(), errors.getvalue()


def _first(lines: Sequence[str]) -> str:
    return f"; first: {lines[0][:200]}" if lines else ""
