"""Measures every promise of docs/trust.md, and writes the page: promise, command, figure, date."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from eval.trust.page import Section, broken_promises, cell, page
from eval.trust.row import Row, Size
from eval.version import commit
from ingest.errors import IbidError

# The rooms, in the page's order: each has rows(size).
KINDS = ("load", "faults", "text", "doors", "secrecy", "supply")

Rows = Callable[[Size], list[Row]]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if every promise was kept; 1 if one was not; 2 if one can't be measured.

    With ``--published`` what that page says is not kept does not count, nor any promise that a clock tells: such a row
    holds nothing but what the clock tells.
    """
    parser = argparse.ArgumentParser(prog="python -m eval.trust", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"some of {', '.join(KINDS)} (default: all)")
    parser.add_argument("--short", action="store_true", help="try less of everything, in a few minutes")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write the page there (default: print it); kinds that are not measured stay as they stand in it",
    )
    parser.add_argument(
        "--published",
        type=Path,
        metavar="FILE",
        help="pass over what this page says is not kept, and what a clock tells",
    )
    options = parser.parse_args(arguments)
    for kind in options.kinds:
        if kind not in KINDS:
            print(f"trust: {kind}: no such kind; choose of {', '.join(KINDS)}", file=sys.stderr)
            return 2
    size = Size.SHORT if options.short else Size.FULL
    try:
        sections = [_measured(kind, size) for kind in options.kinds or KINDS]
    except IbidError as error:
        print(f"trust: {error}", file=sys.stderr)
        return 2
    before = options.out.read_text("utf-8") if options.out and options.out.exists() else ""
    text = page(sections, size, commit(), before)
    if options.out:
        options.out.write_text(text, "utf-8")
    else:
        print(text)
    broken = [row for section in sections for row in section.rows if not row.kept]
    for row in broken:
        print(f"trust: not kept: {row.promise} ({row.figure})", file=sys.stderr)
    if options.published:
        told = broken_promises(options.published.read_text("utf-8"))
        broken = [row for row in broken if not row.timed and cell(row.promise) not in told]
    return 1 if broken else 0


def _measured(kind: str, size: Size) -> Section:
    print(f"trust: {kind} …", file=sys.stderr, flush=True)
    started = time.monotonic()
    rows: Rows = import_module(f"eval.trust.{kind}").rows
    held = tuple(rows(size))
    print(f"trust: {kind}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return Section(kind, held, datetime.now(UTC).date().isoformat())
