"""ibid verify: an evidence file against the article, or against another copy of it."""

from __future__ import annotations

import argparse
from importlib import resources
from pathlib import Path

from ingest.errors import IbidError

STANDALONE = "ibid_verify.py"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    verify = commands.add_parser(
        "verify",
        help="check an evidence file against the article",
        description="Checks all that an evidence file quotes against the article, or says what became of it in another "
        "copy. Exit code 0: all of it stands there; 1: something does not; 2: a file can't be read.",
    )
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an evidence file (ibid.evidence/1)")
    verify.add_argument(
        "article", nargs="?", type=Path, metavar="ARTICLE", help="a text file (default: the bundled article)"
    )
    verify.add_argument("--json", action="store_true", help="print the findings as JSON (ibid.verification/1)")
    verify.add_argument(
        "--standalone", action="store_true", help="print a script that checks the same, and needs Python only"
    )
    verify.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Runs the command. Raises IbidError for a file that can't be read."""
    if options.standalone != (options.file is None) or (options.standalone and options.json):
        raise IbidError("give an evidence file and the article: ibid verify FILE ARTICLE; or --standalone alone")
    if options.standalone:
        print((resources.files("app") / "assets" / STANDALONE).read_text(encoding="utf-8"), end="")
        return 0
    from app.assets.ibid_verify import Unreadable, finish, read_evidence
    from app.verification import findings
    from ingest.source import read_article

    try:
        evidence = read_evidence(options.file)
    except Unreadable as error:
        raise IbidError(str(error)) from None
    article = read_article(options.article)
    found = findings(evidence, article)
    name = options.article.name if options.article else "the article that comes with Ibid"
    return finish(evidence, article.text, found, options.file.name, name, as_json=options.json)
