"""ibid check: is this what the article says?"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IbidError

if TYPE_CHECKING:
    from index.search import Index
    from ingest.article import Article

Open = Callable[[argparse.Namespace, "Article"], "Index"]
"""Opens an article's index as the options say."""

# Statements of a text from which on a bar shows how far things are.
MANY = 20


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_index: Open) -> None:
    """Adds the command."""
    check = commands.add_parser(
        "check",
        help="say whether the article says so",
        description="Holds a statement, or a text of many, against the article: supported, differs (and in what), or "
        "not in the article. No verdict on the world. Exit code 0 for any of these.",
    )
    check.add_argument("statement", nargs="?", metavar="STATEMENT", help="the statement, in quotation marks")
    check.add_argument("--file", type=Path, metavar="FILE", help="check a text file, statement by statement")
    check.add_argument("--batch", type=Path, metavar="FILE", help="check the `claim` of each line of JSON")
    check.add_argument("--json", action="store_true", help="print what was found as JSON (ibid.check/1)")
    check.add_argument("--article", type=Path, metavar="FILE", help="a text file (default: the bundled article)")
    check.add_argument(
        "--index", type=Path, metavar="DIR", help="folder of the index (default: $IBID_INDEX, or the cache folder)"
    )
    check.add_argument(
        "--model", metavar="MODEL", help="a sentence-transformers model, by name or folder (default: the packaged one)"
    )
    check.set_defaults(run=lambda options: run(options, open_index))


def run(options: argparse.Namespace, open_index: Open) -> int:
    """Runs the command. Raises IbidError for bad usage, and for a file that can't be read."""
    if sum(given is not None for given in (options.statement, options.file, options.batch)) != 1:
        raise IbidError('give one statement in quotation marks, --file FILE or --batch FILE: ibid check "It ended."')
    from ingest.source import read_article

    texts = _texts(options)
    index = open_index(options, read_article(options.article))
    from app.claims.check import Checker
    from app.render_check import CheckRenderer

    checker = Checker(index)
    renderer = CheckRenderer(checker.proof, index.article)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for at, text in enumerate(texts):
        with _Bar() as bar:
            checked = checker.check(text, bar.step)
        if options.json:
            print(renderer.json(checked))
        else:
            print(("\n" if at else "") + renderer.terminal(checked, colour=colour), end="")
    return 0


def _texts(options: argparse.Namespace) -> list[str]:
    if options.statement is not None:
        return [options.statement]
    from ingest.source import decode

    path: Path = options.file or options.batch
    try:
        text = decode(path.read_bytes(), str(path)).removeprefix("\ufeff")
    except OSError as error:
        raise IbidError(f"{path}: cannot be read ({error.strerror}); give a text file") from None
    return [text] if options.file else _batch(path, text)


def _batch(path: Path, text: str) -> list[str]:
    lines = text.split("\n")
    if not lines[-1].strip():
        lines.pop()
    claims: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            held = json.loads(line)
        except (ValueError, RecursionError):
            held = None
        claim = held.get("claim", held.get("question")) if isinstance(held, dict) else None
        if not isinstance(claim, str):
            raise IbidError(f'{path}, line {number}: no JSON object with a text `claim`; write {{"claim": "…"}}')
        claims.append(claim)
    return claims


class _Bar:
    """A bar on standard error, where a text has many statements."""

    def __init__(self) -> None:
        self._bar: object | None = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()  # type: ignore[attr-defined]

    def step(self, done: int, whole: int) -> None:
        if whole < MANY:
            return
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=whole, unit=" statements", disable=None, file=sys.stderr, leave=False)
        self._bar.update(done - self._bar.n)  # type: ignore[attr-defined]
