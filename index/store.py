"""Save and load: atomic, with a manifest that refuses what does not belong together.

    DIR/manifest.json          what the index is of, and the hash of every file
    DIR/generation-<id>/...    the files of one build

A build writes a new generation and then replaces the manifest in one step, so that a reader sees the old index
or the new one, never half of each.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

from index.dense import Dense
from index.encoder import Encoder
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnwritable
from index.lexical import Lexical
from index.search import Counts, Index, Parts, Unit, units
from ingest.article import Article
from ingest.chunk import BUDGET, CHUNKER_VERSION, CountTokens, chunk

# Grows whenever the files change their meaning: indexes of another format are refused.
FORMAT = 1
# How often a reader that meets builds looks at the manifest again.
ATTEMPTS = 3
MANIFEST = "manifest.json"
ENVIRONMENT = "IBID_INDEX"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the index: its path below the generation's folder, its size in bytes and its hash."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index belongs to."""

    format: int
    generation: str
    article_title: str
    article_sha256: str
    model: str
    model_sha256: str
    dimension: int
    reading: str
    """Hash of the sentences as they were read: where they stand, their words and section, and their chunks."""
    chunker: int
    budget: int
    counts: Counts
    files: tuple[StoredFile, ...]


def default_folder(article: Article, model: str) -> Path:
    """Where an index goes that was given no place: IBID_INDEX, or a folder for this article and model in the cache."""
    if chosen := os.environ.get(ENVIRONMENT):
        try:
            return Path(chosen).expanduser()
        except RuntimeError:
            raise IndexUnwritable(f"{ENVIRONMENT}={chosen}: no such home folder; choose another") from None
    key = sha256(f"{article.sha256}\n{model}".encode()).hexdigest()[:16]
    return user_cache_path("ibid", appauthor=False) / f"index-{key}"


def check_writable(folder: Path) -> None:
    """Raises IndexUnwritable if no index can be written to ``folder``: to be known before a build, not after it."""
    try:
        above = next((path for path in (folder, *folder.parents) if path.exists()), Path())
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(above))
        if not os.access(above, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(above))
    except OSError as error:
        raise _unwritable(error, folder) from None


def _unwritable(error: OSError, folder: Path) -> IndexUnwritable:
    return IndexUnwritable(
        f"{error.filename or folder}: the index cannot be written ({error.strerror or error}); "
        f"choose a folder you may write to, with --index or {ENVIRONMENT}"
    )


def save(index: Index, folder: Path, *, budget: int = BUDGET) -> Manifest:
    """Writes ``index`` to ``folder``, in place of what stands there. Raises IndexUnwritable."""
    generation = f"generation-{secrets.token_hex(6)}"
    before = _generation(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _new_folder(folder / generation) as place:
            index.parts.sentence_vectors.save(place / "sentence-vectors")
            index.parts.chunk_vectors.save(place / "chunk-vectors")
            index.parts.sentence_words.save(place / "sentence-words")
            index.parts.chunk_words.save(place / "chunk-words")
            manifest = Manifest(
                FORMAT,
                generation,
                index.article.title,
                index.article.sha256,
                index.encoder.name,
                index.encoder.sha256,
                index.encoder.dimension,
                _reading(index.units),
                CHUNKER_VERSION,
                budget,
                index.parts.counts,
                tuple(_stored(place)),
            )
            _replace(folder / MANIFEST, _dumped(manifest))
    except OSError as error:
        raise _unwritable(error, folder) from None
    _tidy(folder, before)
    return manifest


def load(
    folder: Path, article: Article, encoder: Encoder, *, budget: int = BUDGET, count: CountTokens | None = None
) -> Index:
    """Opens the index in ``folder``; every file is checked against its hash.

    Raises IndexMissing, IndexMismatch (another article, model, format or chunker) or IndexDamaged.
    """
    for attempt in range(ATTEMPTS):
        manifest = read_manifest(folder)
        _belongs(manifest, folder, article, encoder, budget)
        chunks = chunk(article, budget=budget, count=count)
        if manifest.reading != _reading(units(article, chunks)):
            raise IndexMismatch(f"{folder}: made of this article as another version read it; {_mend(folder)}")
        place = folder / manifest.generation
        try:
            _check_files(place, manifest)
            counts = manifest.counts
            parts = Parts(
                Dense.load(place / "sentence-vectors", counts.sentences),
                Dense.load(place / "chunk-vectors", counts.chunks),
                Lexical.load(place / "sentence-words", counts.sentences),
                Lexical.load(place / "chunk-words", counts.chunks),
                counts,
            )
        except (IndexDamaged, ValueError, RuntimeError, KeyError, OSError) as error:
            # A build that ended just now may have taken this generation away: look at the manifest again.
            if attempt < ATTEMPTS - 1 and read_manifest(folder).generation != manifest.generation:
                continue
            raise _damaged(error, place) from None
        return Index(article, encoder, chunks, parts)
    raise IndexDamaged(f"{folder}: keeps changing while it is read; try again")


def _damaged(error: Exception, place: Path) -> IndexDamaged:
    if isinstance(error, IndexDamaged):
        return error
    if isinstance(error, FileNotFoundError):
        return IndexDamaged(f"{error.filename}: missing from the index; {_mend(place.parent)}")
    return IndexDamaged(f"{place}: the index cannot be read ({error}); {_mend(place.parent)}")


def read_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``. Raises IndexMissing or IndexDamaged."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"{folder}: no index here; {_mend(folder)}") from None
    except OSError as error:
        raise IndexDamaged(f"{path}: cannot be read ({error.strerror}); {_mend(folder)}") from None
    try:
        held = json.loads(data)
        digest = held.pop("sha256")
        if held.get("format") != FORMAT:
            found = held.get("format")
            raise IndexMismatch(f"{folder}: has format {found}, and this version reads {FORMAT}; {_mend(folder)}")
        if digest != sha256(_canonical(held)).hexdigest():
            raise IndexDamaged(f"{path}: has been altered; {_mend(folder)}")
        files = tuple(StoredFile(**entry) for entry in held.pop("files"))
        return Manifest(**{**held, "counts": Counts(**held["counts"])}, files=files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IndexDamaged(f"{path}: cut short or altered; {_mend(folder)}") from None


def _reading(held: Sequence[Unit]) -> str:
    digest = sha256()
    for unit in held:
        sentence = unit.sentence
        parts = (sentence.start, sentence.end, unit.chunk, *unit.passage.section, sentence.plain)
        digest.update("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass") + b"\x1e")
    return digest.hexdigest()


def _mend(folder: Path) -> str:
    """The command that builds the index anew."""
    return f"run `ibid index --index {folder}`"


def _belongs(manifest: Manifest, folder: Path, article: Article, encoder: Encoder, budget: int) -> None:
    if manifest.article_sha256 != article.sha256:
        raise IndexMismatch(
            f"{folder}: an index of another article (“{manifest.article_title}”, {manifest.article_sha256[:12]}…), "
            f"not of “{article.title}” ({article.sha256[:12]}…); name that article's file, or another --index"
        )
    if (manifest.model_sha256, manifest.dimension) != (encoder.sha256, encoder.dimension):
        raise IndexMismatch(
            f"{folder}: made with another model or other weights ({manifest.model}, {manifest.model_sha256[:12]}…) "
            f"than {encoder.name} ({encoder.sha256[:12]}…); name that model with --model, or {_mend(folder)}"
        )
    if (manifest.chunker, manifest.budget) != (CHUNKER_VERSION, budget):
        raise IndexMismatch(
            f"{folder}: cut by chunker {manifest.chunker} with a budget of {manifest.budget} tokens, and this is "
            f"{CHUNKER_VERSION} with {budget}; {_mend(folder)}"
        )


def _check_files(place: Path, manifest: Manifest) -> None:
    for entry in manifest.files:
        path = place / entry.path
        size = path.stat().st_size
        if size != entry.size:
            raise IndexDamaged(f"{path}: has {size:,} bytes instead of {entry.size:,}; {_mend(place.parent)}")
        if _hash(path) != entry.sha256:
            raise IndexDamaged(f"{path}: has been altered; {_mend(place.parent)}")


def _stored(place: Path) -> Iterator[StoredFile]:
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        yield StoredFile(path.relative_to(place).as_posix(), path.stat().st_size, _hash(path))


def _hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _canonical(held: object) -> bytes:
    return json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _dumped(manifest: Manifest) -> bytes:
    held = json.loads(json.dumps(asdict(manifest)))
    held["sha256"] = sha256(_canonical(held)).hexdigest()
    return json.dumps(held, indent=1, ensure_ascii=False).encode()


@contextmanager
def _new_folder(place: Path) -> Iterator[Path]:
    """A folder that is gone again if what fills it fails or is interrupted."""
    place.mkdir()
    try:
        yield place
    except BaseException:
        if not _named(place):  # interrupted after the manifest was replaced, this is the index
            shutil.rmtree(place, ignore_errors=True)
        raise


def _named(place: Path) -> bool:
    """Whether the manifest beside ``place`` says that it is the index."""
    try:
        return place.name.encode() in (place.parent / MANIFEST).read_bytes()
    except OSError:
        return False


def _replace(path: Path, data: bytes) -> None:
    """Writes a file in one step: the old one stands until the new one is whole and on the disk."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with new.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


# A generation that no manifest names and that is so old (in seconds) was left behind by a build that was killed: one
# under way would have ended.
ABANDONED = 24 * 3600


def _tidy(folder: Path, before: str | None) -> None:
    """Takes away the generation that was replaced, and abandoned ones: never that of another build under way."""
    current = _generation(folder)
    for old in folder.glob(f"generation-{'[0-9a-f]' * 12}"):
        if old.name != current and (old.name == before or _age(old) > ABANDONED):
            shutil.rmtree(old, ignore_errors=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:  # gone
        return 0.0


def _generation(folder: Path) -> str | None:
    """The generation that the manifest names; None where there is no manifest to be read."""
    try:
        return str(json.loads((folder / MANIFEST).read_bytes())["generation"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
