"""What all tests share: the real article, an encoder that is a function of its text, and no network."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from app.ask import Asker
from app.reader import Reading
from index.encoder import Embedded, Progress
from index.open import open_index
from index.search import Index, Unit, build
from ingest.article import Article
from ingest.fold import fold_words
from ingest.source import BUNDLED, read_article

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "ingest" / "data" / BUNDLED


class WordEncoder:
    """A fake encoder: a text's vector is the sum of its words' hashed axes, so that texts that share words are near.
    A word's own vector is its axis.

    One token a word. What it reads is ``limit`` tokens; asked for more, it fails, as no text may be longer.
    """

    def __init__(self, *, dimension: int = 512, limit: int = 256, name: str = "fake-words") -> None:
        self.name = name
        self.dimension = dimension
        self.limit = limit
        self.sha256 = sha256(f"{name} {dimension}".encode()).hexdigest()
        self.encoded: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        embedded: list[Embedded] = []
        for text in texts:
            assert self.count(text) <= self.limit, f"{self.count(text)} tokens, and only {self.limit} are read"
            self.encoded.append(text)
            hashed = [int(sha256(word.encode()).hexdigest()[:8], 16) for word in fold_words(text).split()]
            tokens = np.zeros((len(hashed), self.dimension), dtype=np.float32)
            tokens[np.arange(len(hashed)), [number % self.dimension for number in hashed]] = 1.0
            whole = tokens.sum(axis=0)
            ids = np.array([number % 2**31 for number in hashed], dtype=np.int32)
            embedded.append(Embedded(whole / max(float(np.linalg.norm(whole)), 1e-9), ids, tokens))
            if progress:
                progress(1)
        return embedded


class SureReader:
    """A fake reader: every sentence seems to answer."""

    def read(
        self, question: str, unit: Unit, values: Sequence[tuple[int, int]] = (), *, alone: bool = False
    ) -> Reading:
        return Reading(2.0, 3.0, 3.0)


def fake_model(monkeypatch: pytest.MonkeyPatch, make: Callable[[str], WordEncoder]) -> None:
    """No index is built, opened or asked with a real model: ``make`` gives the encoder for a model's name."""
    monkeypatch.setattr("app.ask.WindowReader", SureReader)
    monkeypatch.setattr("app.reader.WindowReader", SureReader)
    monkeypatch.setattr("index.open.encoder_of", lambda model, notice=None: make(model))
    monkeypatch.setattr("index.original.SentenceTransformerEncoder", make)
    monkeypatch.setattr("index.store.model_folder", Path)
    monkeypatch.setattr("index.store.model_sha256", lambda folder: make(str(folder)).sha256)


def count_words(text: str) -> int:
    """A fake token counter: one token a word."""
    return len(text.split())


@pytest.fixture(scope="session")
def article() -> Article:
    """The bundled article."""
    return read_article()


@pytest.fixture(scope="session")
def text(article: Article) -> str:
    return article.text


@pytest.fixture(scope="session")
def index(article: Article) -> Index:
    """The bundled article, indexed with the fake encoder."""
    return build(article, WordEncoder(limit=400), count=count_words)


@pytest.fixture(scope="session")
def asker(index: Index) -> Asker:
    return Asker(index, reader=SureReader())


@pytest.fixture(scope="session")
def real(article: Article, tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """Answers with the packaged models."""
    return Asker(open_index(article, folder=tmp_path_factory.mktemp("real") / "index"))


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is found in, or left in, the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("IBID_INDEX", raising=False)
        yield


class OutsideError(AssertionError):
    """Something reached for a machine other than this one."""


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """No test talks to another machine: every connection but to loopback fails, and so does looking a name up.

    Attempts are counted too, since a library may swallow the failure.
    """
    connect, look_up = socket.socket.connect, socket.getaddrinfo
    attempts: list[str] = []

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != getattr(socket, "AF_UNIX", None) and not _loopback(str(host)):
            attempts.append(f"a connection to {address}")
            raise OutsideError(attempts[-1])
        connect(self, address)  # type: ignore[arg-type]

    def guarded_look_up(host: object, *rest: object, **named: object) -> object:
        if host is not None and not _loopback(host.decode() if isinstance(host, bytes) else str(host)):
            attempts.append(f"a look-up of {host!r}")
            raise OutsideError(attempts[-1])
        return look_up(host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield attempts
    assert not attempts, attempts


def _loopback(host: str) -> bool:
    return host in ("localhost", "::1", "") or re.fullmatch(r"127(?:\.\d{1,3}){3}", host) is not None


# Gradio opens event loops and leaves them to the garbage collector, which then complains in whatever test runs. They
# are counted from before any test module is read, since it opens the first one when it is imported.
_opened: list[asyncio.BaseEventLoop] = []
_open = asyncio.BaseEventLoop.__init__


@wraps(_open)
def _recorded(self: asyncio.BaseEventLoop) -> None:
    _open(self)
    _opened.append(self)


asyncio.BaseEventLoop.__init__ = _recorded  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _loops_are_closed() -> Iterator[None]:
    yield
    asyncio.BaseEventLoop.__init__ = _open  # type: ignore[method-assign]
    for loop in _opened:
        if not loop.is_running():
            loop.close()
    _opened.clear()
