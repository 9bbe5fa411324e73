"""ibid serve: the desk in a browser, on this machine or, with a password, on the network."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IbidError

if TYPE_CHECKING:
    from app.ask import Asker
    from app.password import Password
    from index.search import Progress
    from ingest.article import Article

Open = Callable[[argparse.Namespace, "Article", "Progress"], "Asker"]
"""Opens an article's index as the options say, and tells how far it is."""
Add = Callable[[argparse.ArgumentParser], None]

PORT = 7860
# What holds the password, where no file does. A process's environment is its user's to read; its command line is
# everybody's.
VARIABLE = "IBID_PASSWORD"
OPEN = "--open-to-the-network-without-password"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_asker: Open, *options: Add) -> None:
    """Adds the command. ``options`` add what it shares with others."""
    serve = commands.add_parser(
        "serve", help="open the desk in a browser", description="Serves the desk on this machine."
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=_port, default=PORT, help=f"port to listen on (default {PORT})")
    serve.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=f"ask everybody for the password on the first line of FILE (or of ${VARIABLE}); needed with a --host that "
        "others can reach",
    )
    serve.add_argument(
        OPEN, dest="open", action="store_true", help="with such a --host: answer whoever reaches it (dangerous)"
    )
    serve.add_argument("--certfile", type=Path, metavar="FILE", help="speak TLS (https), with this certificate")
    serve.add_argument("--keyfile", type=Path, metavar="FILE", help="the certificate's private key")
    serve.add_argument(
        "--log", action="store_true", help="tell of each request on standard error, a line of JSON without its text"
    )
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    serve.add_argument("--mcp", action="store_true", help="be an MCP server too, for assistants (docs/programs.md)")
    for add_to in options:
        add_to(serve)
    serve.set_defaults(run=lambda given: run(given, open_asker))


def run(options: argparse.Namespace, open_asker: Open) -> int:
    """Runs the command. Raises IbidError for what can't be served, before anything is loaded."""
    from app.server import check_mcp, check_port, check_tls, serve

    password = _password(options)
    if options.mcp:
        check_mcp()
    check_tls(options.certfile, options.keyfile)
    check_port(options.host, options.port)
    from app.logs import Log, quieten
    from ingest.source import read_article

    article = read_article(options.article)
    print("Ibid is starting …", file=sys.stderr)
    log = Log(requests=options.log)
    quieten(log)

    def make(say: Callable[[str], None]) -> Asker:
        return open_asker(
            options, article, lambda what, done, whole: say(f"Building the index: {what}, {done} of {whole}")
        )

    serve(
        make,
        article.title,
        host=options.host,
        port=options.port,
        browser=not options.no_browser,
        mcp=options.mcp,
        password=password,
        certfile=options.certfile,
        keyfile=options.keyfile,
        log=log,
        path=options.article,
    )
    return 0


def _password(options: argparse.Namespace) -> Password | None:
    """The password, if there is one. Raises IbidError if there has to be one, or if it is not good enough."""
    from app.guard import is_loopback
    from app.password import Password

    # Taken out: no program that is started from here, such as a browser, needs it.
    in_environment = os.environ.pop(VARIABLE, None)
    if options.password_file is not None and in_environment is not None:
        raise IbidError(f"two passwords are given; give --password-file FILE or {VARIABLE}, not both")
    given = _first_line(options.password_file) if options.password_file is not None else in_environment
    if given is not None and options.open:
        raise IbidError(f"a password is given, and {OPEN} too; leave one out")
    if given is not None:
        return Password(given.strip())
    if not is_loopback(options.host) and not options.open:
        raise IbidError(
            f"--host {options.host} lets others on the network in, and there is no password; write one into a file and "
            f"give --password-file FILE, or set {VARIABLE} ({OPEN} does without)"
        )
    return None


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text("utf-8").splitlines()
        others = path.stat().st_mode & 0o077
    except OSError as error:
        # The path is not repeated: who writes --password with the password is read as naming a file.
        raise IbidError(f"--password-file: cannot be read ({error.strerror}); give a file with the password") from None
    except UnicodeDecodeError:
        raise IbidError("--password-file: is no text; give a file with the password on its first line") from None
    if others and os.name == "posix":
        print(f"ibid: {path} can be read by others on this machine; chmod 600 {path}", file=sys.stderr)
    return lines[0] if lines else ""


def _port(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 65_535:
        raise argparse.ArgumentTypeError("between 1 and 65535")
    return number
