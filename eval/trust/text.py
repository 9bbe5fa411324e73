"""Hostile text: articles, questions, quotations and conversations made to break what reads and shows them."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from app.ask import Asker
from app.cli import main as ibid
from app.question import LONGEST
from eval.trust.backtracking import LENGTHS, LINEAR, Growth, growth
from eval.trust.fuzzing import Batch, fuzz
from eval.trust.hostile_asking import asked
from eval.trust.hostile_use import used
from eval.trust.long_lines import Grown, grown, many_lines, single_lines
from eval.trust.odd_questions import ODD
from eval.trust.patterns import MADE, expressions
from eval.trust.row import Row, Size
from index.open import open_index
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
        _lines("one line", single_lines(), 10_000_000 if full else 100_000, full),
        _lines("lines and entries", many_lines(), 1_000_000 if full else 200_000, full),
        _expressions(full),
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


def _lines(what: str, texts: object, characters: int, full: bool) -> Row:
    held = list(texts)  # type: ignore[call-overload]
    if not full:
        held = held[::8]
    seen = [grown(name, head, one, characters) for name, head, one in held]
    laws = [law for _, law in seen if law]
    worst: Grown = max((one for one, _ in seen), key=lambda one: one.ratio)
    slowest: Grown = max((one for one, _ in seen), key=lambda one: one.seconds)
    return Row(
        f"Reading {what} of one thing over and over takes ten times as long for ten times the length",
        f"{characters / 1e6:g} MB against a tenth of it, {len(seen)} texts: {worst.ratio:.1f} times at worst "
        f"({worst.name}); the slowest {slowest.seconds:.1f} s ({slowest.name}){_first(laws)}",
        worst.ratio <= TENFOLD and not laws,
        timed=True,
    )


def _expressions(full: bool) -> Row:
    held = expressions()
    lengths = LENGTHS if full else LENGTHS[:2]
    tried = 0
    grown_: list[Growth] = []
    for expression in held.found if full else held.found[::8]:
        found, times = growth(expression, lengths)
        tried += times
        grown_.append(found)
    steep = [
        f"{one.expression.where} ({one.way}) grows by the power of {one.power:.1f}" for one in grown_ if not one.linear
    ]
    slowest = max(grown_, key=lambda one: one.seconds / one.length)
    return Row(
        "No regular expression takes more than linear time, whatever it is given",
        f"{len(grown_)} of {len(held.found)} expressions, {tried:,} strings made from their own parse trees, up to "
        f"{lengths[-1]:,} characters: {len(steep)} grow by more than the power of {LINEAR}; the slowest takes "
        f"{slowest.seconds / slowest.length * 1e6:.1f} µs a character{_first([*steep, *held.unread])}",
        not steep and not held.unread,
        note=f"{len(MADE)} functions make expressions of words, with no repeats of their own that meet: not measured.",
        timed=True,
    )


def _asked(full: bool) -> list[Row]:
    asker = Asker(open_index(read_article()))
    seen = (
        asked(asker, SEED, questions=2_000, statements=300, quotations=3_000, conversations=500)
        if full
        else asked(asker, SEED, questions=20, statements=5, quotations=40, conversations=20)
    )
    seconds, what = seen.slowest
    code, _, said = _ran("ask", "x" * 2_000_000, "--json")
    shown = _ran("ask", "word " * 400_000)[1].splitlines()[0]
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
            note="A text of 20,000 characters of long statements is the slowest there is; longer ones are refused by "
            "the server. `ibid check --file` has no limit.",
            timed=True,
        ),
        Row(
            f"A question of more than {LONGEST:,} characters is declined, and searched for by nobody",
            f"2 MB: exit code {code}, {len(said.splitlines())} lines of errors; and {len(ODD)} other odd texts",
            code == 0 and not said and str(LONGEST)[0] in shown,
            example=shown,
        ),
    ]


def _hostile() -> Row:
    with TemporaryDirectory() as folder:
        seen = used(Path(folder))
    return Row(
        "An article with scripts, orders, fake numbers, escapes and a path for a title is shown as text",
        f"{seen.ways} things given away (page, terminal, copies, sessions, evidence, API), {len(seen.wrong)} wrong; "
        f"no number of its text believed to be an entry, no file written outside{_first(seen.wrong)}",
        not seen.wrong and seen.answered > 0,
    )


def _no_text() -> Row:
    """A file that is none, at every door that reads one."""
    files = {
        "latin.txt": "Aston\nis a café.".encode("latin-1"),
        "utf16.txt": "Town".encode("utf-16"),
        "half.txt": b"Town\n\xed\xa0\x80",
        "nul.txt": b"Town\0",
        "empty.txt": b"",
    }
    said: dict[str, str] = {}
    wrong: list[str] = []
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.write_bytes(data)
            for arguments in (("ingest", str(path)), ("quote", "--file", str(path)), ("check", "--file", str(path)),
                              ("ask", "--article", str(path), "Who?"), ("ask", "--batch", str(path))):  # fmt: skip
                code, _, errors = _ran(*arguments)
                if code != 2 or len(errors.splitlines()) != 1:
                    wrong.append(f"{arguments[0]} {name}: {code}, {errors[:80]!r}")
                said.setdefault(name, errors.strip().replace(folder + os.sep, ""))
    return Row(
        "A file that is not UTF-8 is refused in one line, with the byte and its place",
        f"{len(files)} files at 5 commands: {len(wrong)} not so{_first(wrong)}",
        not wrong,
        example=said["latin.txt"],
    )


def _ran(*arguments: str) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was said of errors, by a command run in this process."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        code = ibid(arguments)
    return code, out.getvalue(), errors.getvalue()


def _first(lines: Sequence[str]) -> str:
    return f"; first: {lines[0][:200]}" if lines else ""
