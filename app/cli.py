"""ibid ask | serve | ingest | index: a thin skin. Imports as late as it can, so that --help is there at once."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import check, forget, quote, serve, verify
from ingest.errors import IbidError

if TYPE_CHECKING:
    from app.answer import Answer
    from app.ask import Asker
    from app.silence import Strictness
    from index.search import Index, Progress
    from ingest.article import Article

USAGE_ERROR = 2
OWN_FAULT = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code: 0, 2 for bad usage and bad files, 70 for a fault of Ibid's own."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # the answer format's, whatever the terminal's
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except IbidError as error:
        print(f"ibid: {_one_line(str(error))}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        print("\nibid: interrupted; an index that was there is as it was", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe went away (`ibid ask … | head`): nothing more to say to anyone.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("IBID_TRACEBACK") == "1":
            raise
        # Neither its text nor its traceback: both can hold the question.
        from app.logs import where

        print(
            f"ibid: failed at this, which is a fault of Ibid's own ({type(error).__name__} at {where(error)}); "
            "IBID_TRACEBACK=1 shows the whole of it, with the question in it",
            file=sys.stderr,
        )
        return OWN_FAULT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ibid",
        description="Answers questions about one article with its own sentences, their places and their sources; "
        "or says that the article does not say.",
    )
    parser.add_argument("--version", action="version", version=f"ibid {_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="answer a question", description="Answers a question, or a file of them.")
    ask.add_argument("question", nargs="?", help="the question, in quotation marks")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON (ibid.answer/1)")
    ask.add_argument("--batch", type=Path, metavar="FILE", help="answer the `question` of each line of JSON in FILE")
    ask.add_argument(
        "--evidence", type=Path, metavar="FILE", help="write what proves the answer to FILE too (ibid.evidence/1)"
    )
    _add_choosing(ask)
    ask.add_argument("-k", type=_quotes, metavar="N", help="show at most N quotes (1 to 6)")
    _add_article(ask)
    _add_index(ask)
    ask.set_defaults(run=_ask)

    serve.add(commands, _asker, _add_choosing, _add_article, _add_index)

    ingest = commands.add_parser(
        "ingest",
        help="show how an article is read",
        description="Reads an article and reports what was read, dropped and odd.",
    )
    ingest.add_argument(
        "article", nargs="?", type=Path, metavar="FILE", help="a text file (default: the bundled article)"
    )
    ingest.add_argument("--json", action="store_true", help="print the report as JSON")
    ingest.set_defaults(run=_ingest)

    index = commands.add_parser(
        "index",
        help="build the index anew",
        description="Builds the index of an article, in place of one that is there; or checks that one.",
    )
    index.add_argument(
        "--verify", action="store_true", help="build nothing: read all of the index, and say whether it is whole"
    )
    index.add_argument(
        "article", nargs="?", type=Path, metavar="FILE", help="a text file (default: the bundled article)"
    )
    _add_index(index)
    index.set_defaults(run=_index)

    verify.add(commands)
    forget.add(commands)
    quote.add(commands)
    check.add(commands, _opened)
    return parser


def _add_article(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--article", type=Path, metavar="FILE", help="a text file (default: the bundled article)")


def _add_choosing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reader",
        metavar="MODEL",
        help="a cross-encoder, by name or folder, to order what is found before Ibid's own reads it",
    )
    strictness = parser.add_mutually_exclusive_group()
    strictness.add_argument("--strict", action="store_true", help="rather say that the article does not say")
    strictness.add_argument("--lenient", action="store_true", help="rather show what comes near")


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="folder of the index (default: $IBID_INDEX, or the cache folder)"
    )
    parser.add_argument(
        "--model", metavar="MODEL", help="a sentence-transformers model, by name or folder (default: the packaged one)"
    )


def _quotes(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 6:
        raise argparse.ArgumentTypeError("between 1 and 6")
    return number


def _version() -> str:
    try:
        return version("ibid")
    except PackageNotFoundError:
        return "(not installed)"


def _one_line(message: str) -> str:
    """``message`` for a terminal: parts of a file or of a question may stand in it."""
    from app.markup import one_line

    return one_line(message)


# ask


def _ask(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise IbidError('give one question in quotation marks, or --batch FILE: ibid ask "How long did the war last?"')
    questions = [options.question] if options.batch is None else read_batch(options.batch)
    from ingest.source import read_article

    asker = _asker(options, read_article(options.article))
    from app.markup import visible
    from app.render import Renderer

    renderer = Renderer(asker.proof, asker.index.article)
    answers: list[Answer] = []
    for at, question in enumerate(questions):
        answer = asker.ask(question, at_most=options.k)
        if options.evidence:
            answers.append(answer)
        if options.json:
            print(renderer.json(answer))
        else:
            if options.batch is not None:
                print(f"{'' if at == 0 else chr(10)}? {visible(' '.join(question.split()))}\n")
            print(renderer.terminal(answer, colour=_colour()), end="")
    if options.evidence:
        from app.evidence_file import evidence, write

        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        write(evidence(asker.index.article, asker.proof, _version(), now, answers=answers), options.evidence)
    return 0


def read_batch(path: Path) -> list[str]:
    """The questions of a file of JSON lines. Raises IbidError naming the first line that is none."""
    try:
        data = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IbidError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise IbidError(f"{path}: cannot be read ({error.strerror}); give a file of JSON lines") from None
    lines = data.split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise IbidError(f'{path}: holds no question; write one object a line: {{"question": "…"}}')
    questions: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            held = json.loads(line)
        except (ValueError, RecursionError):
            held = None
        question = held.get("question") if isinstance(held, dict) else None
        if not isinstance(question, str):
            raise IbidError(f'{path}, line {number}: no JSON object with a text `question`; write {{"question": "…"}}')
        questions.append(question)
    return questions


def _asker(options: argparse.Namespace, article: Article, also: Progress | None = None) -> Asker:
    """Opens the index and, beside it, the reader; ``also`` hears of the index's progress too."""
    from app.ask import Asker
    from app.reader import WindowReader

    rerank = None
    if options.reader:  # first, since an index takes a while to build, and a name is soon mistyped
        from app.cross import CrossEncoderReranker

        rerank = CrossEncoderReranker(options.reader)
    with ThreadPoolExecutor(1) as beside:
        reader = beside.submit(WindowReader)
        index = _opened(options, article, also)
        return Asker(index, reader=reader.result(), rerank=rerank, strictness=_strictness(options))


def _opened(options: argparse.Namespace, article: Article, also: Progress | None = None) -> Index:
    """Opens the index, or builds it with a bar on standard error; ``also`` hears of its progress too."""
    from index.open import open_index

    with _Bar() as bar:

        def show(what: str, done: int, whole: int) -> None:
            bar.show(what, done, whole)
            if also:
                also(what, done, whole)

        return open_index(article, folder=options.index, model=options.model, progress=show, notice=_notice)


def _strictness(options: argparse.Namespace) -> Strictness:
    from app.silence import Strictness

    if options.strict:
        return Strictness.STRICT
    return Strictness.LENIENT if options.lenient else Strictness.NORMAL


def _notice(line: str) -> None:
    print(f"ibid: {_one_line(line)}", file=sys.stderr)


class _Bar:
    """A progress bar on standard error, begun with the first step of the work."""

    def __init__(self) -> None:
        self._bar: object | None = None
        self.show: Progress = self._show

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()  # type: ignore[attr-defined]

    def _show(self, what: str, done: int, whole: int) -> None:
        from tqdm import tqdm

        if self._bar is None:
            print("Building the index, once for this article and model …", file=sys.stderr)
            self._bar = tqdm(total=whole, desc=what, unit=" texts", disable=None, file=sys.stderr)
        self._bar.update(done - self._bar.n)  # type: ignore[attr-defined]


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


# ingest


def _ingest(options: argparse.Namespace) -> int:
    from app.render_report import report_json, report_text
    from ingest.report import report
    from ingest.source import read_article

    found = report(read_article(options.article))
    print(report_json(found) if options.json else report_text(found), end="")
    return 0


# index


def _index(options: argparse.Namespace) -> int:
    from ingest.source import read_article

    article = read_article(options.article)
    if options.verify:
        return _verify_index(options, article)
    from index.open import open_index
    from index.store import default_folder

    started = time.monotonic()
    with _Bar() as bar:
        built = open_index(
            article, folder=options.index, model=options.model, rebuild=True, progress=bar.show, notice=_notice
        )
    from app.render_report import counts_text

    print(counts_text(built.parts.counts), end="")
    seconds = time.monotonic() - started
    print(f"index in {options.index or default_folder(article, built.encoder.name)}")
    print(f"built in {seconds:.1f} s", file=sys.stderr)
    return 0


def _verify_index(options: argparse.Namespace, article: Article) -> int:
    from index.model import PACKAGED
    from index.store import default_folder, verify

    folder = options.index or default_folder(article, options.model or PACKAGED)
    files = verify(folder, article).files
    size = sum(entry.size for entry in files) / 1_000_000
    print(f"{folder}: whole; all {len(files)} files ({size:,.1f} MB) are as they were written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
