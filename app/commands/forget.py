"""ibid forget: what Ibid keeps on the disk, listed and removed."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IbidError

if TYPE_CHECKING:
    from index.kept import Kept

MEGABYTE = 1_000_000


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    forget = commands.add_parser(
        "forget",
        help="remove what is kept on the disk",
        description="Lists and removes the indexes of an article; with --all, all that Ibid keeps: indexes, "
        "models, and what builds that were killed left. Nothing else is touched.",
    )
    forget.add_argument(
        "article", nargs="?", type=Path, metavar="ARTICLE", help="a text file (default: the bundled article)"
    )
    forget.add_argument("--all", action="store_true", help="all that Ibid keeps, of whatever article")
    forget.add_argument("--index", type=Path, metavar="DIR", help="only what is in this folder")
    forget.add_argument("--yes", action="store_true", help="do not ask")
    forget.add_argument("--dry-run", action="store_true", help="list, and remove nothing")
    forget.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Runs the command. Raises IbidError for bad usage, and for what can't be removed."""
    if options.all and options.article:
        raise IbidError("give an article, or --all: ibid forget my-article.txt")
    from index.kept import freed, remove

    kept = _kept(options)
    for held in kept:
        if held.busy:
            print(f"ibid: {held.place}: is being built now, and stays", file=sys.stderr)
    kept = [held for held in kept if not held.busy]
    if not kept:
        print("nothing to forget")
        return 0
    sizes = freed(kept)
    for held, size in zip(kept, sizes, strict=True):
        print(_line(held, size))
    whole = f"{_counted(kept)}, {_megabytes(sum(sizes))}"
    if options.dry_run:
        print(f"would remove {whole}")
        return 0
    if not options.yes and not _agreed(whole):
        print("nothing removed")
        return 0
    for held in kept:
        remove(held)
    print(f"removed {whole}")
    return 0


def _kept(options: argparse.Namespace) -> list[Kept]:
    from index.kept import kept_everywhere, kept_in, kept_of

    if options.all:
        return kept_in(options.index, None) if options.index else kept_everywhere()
    from ingest.source import read_article

    article = read_article(options.article)
    return kept_in(options.index, article) if options.index else kept_of(article)


def _agreed(whole: str) -> bool:
    if not sys.stdin.isatty():
        raise IbidError("nobody is there to be asked; give --yes, or --dry-run to look only")
    try:
        return input(f"remove {whole}? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _line(held: Kept, size: int) -> str:
    from app.markup import one_line

    about = f"  {one_line(held.about)}" if held.about else ""
    return f"{_megabytes(size):>10}  {held.what.value}  {one_line(str(held.place))}{about}"


def _counted(kept: list[Kept]) -> str:
    from index.kept import What

    times = Counter(held.what for held in kept)
    named = {
        What.INDEX: ("index", "indexes"),
        What.MODEL: ("model", "models"),
        What.LEFT: ("leftover", "leftovers"),
    }
    return ", ".join(f"{times[what]} {names[times[what] > 1]}" for what, names in named.items() if times[what])


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB"
