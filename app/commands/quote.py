"""ibid quote: whether a quotation is the article's, word for word."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ingest.errors import IbidError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    quote = commands.add_parser(
        "quote",
        help="say whether a quotation is the article's",
        description="Looks a quotation up: whether it stands in the article word for word, is cut, altered, put "
        "together from several places, said by another, or not there. Exit code 0 for any of these.",
    )
    quote.add_argument("text", nargs="?", metavar="QUOTATION", help="the quotation, in quotation marks")
    quote.add_argument("--file", type=Path, metavar="FILE", help="read the quotation from a text file")
    quote.add_argument("--by", metavar="NAME", help="who is meant to have said so")
    quote.add_argument("--json", action="store_true", help="print what was found as JSON (ibid.quotation/1)")
    quote.add_argument("--article", type=Path, metavar="FILE", help="a text file (default: the bundled article)")
    quote.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Runs the command. Raises IbidError for what is no quotation, and for a file that can't be read."""
    if (options.text is None) == (options.file is None):
        raise IbidError('give one quotation in quotation marks, or --file FILE: ibid quote "…"')
    from app.quotation import find
    from app.quotation.show import Shown
    from ingest.source import decode, read_article

    text = options.text
    if options.file is not None:
        try:
            text = decode(options.file.read_bytes(), str(options.file))
        except OSError as error:
            raise IbidError(f"{options.file}: cannot be read ({error.strerror}); give a text file") from None
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise IbidError("the quotation is not text in UTF-8; save it as a file in UTF-8 and give --file FILE")
    article = read_article(options.article)
    found = find(article, text, options.by)
    shown = Shown(article)
    if options.json:
        print(shown.json(found))
    else:
        print(shown.terminal(found, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ), end="")
    return 0
