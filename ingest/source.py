"""File → text → Article, with one clear line for whatever is no text."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from importlib import resources
from pathlib import Path

from ingest.article import Article
from ingest.errors import TextError
from ingest.fold import fold_words
from ingest.parse import parse

# The article that ships with Ibid, and what it must hash to (ingest/data/SHA256SUMS says the same).
BUNDLED = "second-nagorno-karabakh-war.txt"
BUNDLED_EXAMPLES = "second-nagorno-karabakh-war.examples"
BUNDLED_VARIANTS = "second-nagorno-karabakh-war.variants"
# Beside an article of your own: the same name with this ending.
VARIANTS = ".variants"
BUNDLED_SHA256 = "5471f3a2af1d31257220763019390a71543c12daeca839e3c5affcfaa0d65370"

_MENDED = "give a plain-text file in UTF-8"


def read_article(path: Path | None = None) -> Article:
    """Reads the article at ``path``, or the one that ships with Ibid.

    Raises TextError for a file that is missing, a folder, not UTF-8, binary or empty.
    """
    if path is None:
        held = resources.files("ingest") / "data"
        data = (held / BUNDLED).read_bytes()
        if sha256(data).hexdigest() != BUNDLED_SHA256:
            raise TextError(f"{held / BUNDLED}: the article that ships with Ibid has been altered; install Ibid again")
        return replace(
            parse(data.decode("utf-8")), variants=variants((held / BUNDLED_VARIANTS).read_text(encoding="utf-8"))
        )
    article = parse(decode(_bytes(path), str(path)), fallback_title=path.stem)
    beside = path.with_suffix(VARIANTS)
    return replace(article, variants=variants(decode(_bytes(beside), str(beside)))) if beside.is_file() else article


def variants(table: str) -> dict[str, str]:
    """Other spelling → the article's, both folded, from lines of names: the article's own first, then the others.

    A question is looked through word by word: other spellings of several words are passed over.
    """
    found: dict[str, str] = {}
    for line in table.splitlines():
        own, *others = (fold_words(name) for name in line.split(","))
        found |= {other: own for other in others if other and own and " " not in other}
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise TextError(f"{path}: no such file; {_MENDED}") from None
    except IsADirectoryError:
        raise TextError(f"{path}: is a folder; {_MENDED}") from None
    except OSError as error:
        raise TextError(f"{path}: cannot be read ({error.strerror}); {_MENDED}") from None


def decode(data: bytes, name: str) -> str:
    """``data`` as text. Raises TextError naming the first byte that is not UTF-8, and its place."""
    if not data:
        raise TextError(f"{name}: the file is empty; {_MENDED}")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise TextError(f"{name}: is UTF-16, not UTF-8; save it as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in data[:4096]:
            raise TextError(f"{name}: is a binary file, not text; {_MENDED}") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise TextError(
            f"{name}: not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start} (line {line}); save it as UTF-8"
        ) from None
    if "\0" in text:
        raise TextError(f"{name}: is a binary file, not text (a NUL at character {text.index(chr(0))}); {_MENDED}")
    if not text.strip():
        raise TextError(f"{name}: holds only white space; {_MENDED}")
    return text
