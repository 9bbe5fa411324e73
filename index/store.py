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
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from index.dense import Dense
from index.encoder import Encoder
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnwritable, ModelError
from index.exported import ExportedEncoder
from index.late import Late
from index.lexical import Lexical
from index.model import PACKAGED, files_sha256, model_folder, model_sha256
from index.search import Counts, Index, Known, Parts, Stored, Unit, paragraphs, units
from index.surroundings import Surroundings
from ingest.article import Article
from ingest.chunk import BUDGET, CHUNKER_VERSION, chunks_from
from ingest.errors import IbidError

# Grows whenever the files change their meaning: indexes of another format are refused.
FORMAT = 3
# How often a reader that meets builds looks at the manifest again.
ATTEMPTS = 3
# Files up to this size (in bytes) are compared with their hash whenever an index is opened; of larger ones, which a
# million passages have, only the size is: hashing takes a second for each gigabyte or so.
HASHED = 256 << 20
MANIFEST = "manifest.json"
CHUNKS = "chunks.npy"
ENCODER = "encoder"
VECTORS = "sentence-vectors"
SURROUNDINGS = "surroundings.npy"
TOKENS = "sentence-tokens"
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
    carried: bool
    """Whether the index holds its encoder; asking loads the whole model where it does not."""
    cosine: float | None
    """The lowest cosine between the carried encoder's vectors and the original's, over a sample."""
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
            encoder = index.encoder if isinstance(index.encoder, ExportedEncoder) else None
            if encoder:
                _carry(encoder.folder, place / ENCODER)
            np.save(place / CHUNKS, np.array([chunk.first for chunk in index.chunks], dtype=np.int32))
            index.parts.sentence_vectors.save(place / VECTORS)
            index.parts.surroundings.save(place / SURROUNDINGS)
            index.parts.tokens.save(place / TOKENS)
            index.parts.sentence_words.save(place / "sentence-words")
            index.parts.chunk_words.save(place / "chunk-words")
            manifest = Manifest(
                FORMAT,
                generation,
                index.article.title,
                index.article.sha256,
                index.encoder.name,
                index.encoder.sha256,
                encoder is not None,
                encoder.made.cosine if encoder else None,
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
    folder: Path,
    article: Article,
    encoder: Encoder | None = None,
    *,
    model: str | None = None,
    budget: int = BUDGET,
) -> Index:
    """Opens the index in ``folder``; its files are checked against their hashes.

    Questions are embedded by the encoder that the index carries, or by its model where it carries none; ``encoder``
    takes their place. ``model`` says which model it must have been made with.
    Raises IndexMissing, IndexMismatch (another article, model, format or chunker), IndexDamaged or ModelError.
    """
    for attempt in range(ATTEMPTS):
        manifest = read_manifest(folder)
        place = folder / manifest.generation
        _belongs(manifest, folder, article, budget)
        _is_of(manifest, folder, encoder, model)
        try:
            _check_files(place, manifest)
            chunks = chunks_from(article, np.load(place / CHUNKS, allow_pickle=False).tolist())
            if manifest.reading != _reading(units(article, chunks)):
                raise ValueError("sentences stand elsewhere")
        except ValueError:
            raise IndexMismatch(f"{folder}: made of this article as another version read it; {_mend(folder)}") from None
        except (IndexDamaged, OSError) as error:
            if _replaced(folder, manifest, attempt):
                continue
            raise _damaged(error, place) from None
        try:
            opened = encoder or _encoder(manifest, place)
            return Index(article, opened, chunks, _parts(place, manifest.counts, article))
        except (IndexDamaged, ModelError, ValueError, RuntimeError, KeyError, OSError) as error:
            if _replaced(folder, manifest, attempt):
                continue
            if isinstance(error, ModelError) and not manifest.carried:
                raise
            raise _damaged(error, place) from None
    raise IndexDamaged(f"{folder}: keeps changing while it is read; try again")


def _replaced(folder: Path, manifest: Manifest, attempt: int) -> bool:
    """Whether a build that ended just now took this generation away, and it is worth looking again."""
    return attempt < ATTEMPTS - 1 and read_manifest(folder).generation != manifest.generation


def _parts(place: Path, counts: Counts, article: Article) -> Parts:
    return Parts(
        Dense.load(place / VECTORS, counts.sentences),
        Surroundings.load(place / SURROUNDINGS, paragraphs(article)),
        Late.load(place / TOKENS),
        Lexical.load(place / "sentence-words", counts.sentences),
        Lexical.load(place / "chunk-words", counts.chunks),
        counts,
    )


def _encoder(manifest: Manifest, place: Path) -> Encoder:
    """What the index's questions are embedded with."""
    if manifest.carried:
        return ExportedEncoder(place / ENCODER)
    from index.original import SentenceTransformerEncoder

    original = SentenceTransformerEncoder(manifest.model)
    if original.sha256 != manifest.model_sha256:
        raise ModelError(
            f"{manifest.model}: has changed since the index was made ({original.sha256[:12]}… instead of "
            f"{manifest.model_sha256[:12]}…); {_mend(place.parent)}"
        )
    return original


def earlier(place: Path, article: Article) -> Iterator[Path]:
    """Where vectors of this article's texts may be: ``place`` itself, and beside it the indexes of an article of this
    title, as an edited copy has its index apart.
    """
    yield place
    with suppress(OSError):
        for other in sorted(place.parent.glob("index-*"), key=_age):
            with suppress(IbidError):
                if other != place and read_manifest(other).article_title == article.title:
                    yield other


def stored_in(folder: Path, encoder: Encoder) -> Known:
    """What the index in ``folder`` has from ``encoder``, by the texts' keys: nothing if it is no such index.

    A text that has not changed need not be embedded again.
    """
    try:
        manifest = read_manifest(folder)
        place = folder / manifest.generation
        made = (manifest.model_sha256, manifest.carried, manifest.dimension)
        if made != (encoder.sha256, isinstance(encoder, ExportedEncoder), encoder.dimension):
            return {}
        vectors = [entry for entry in manifest.files if not entry.path.startswith(f"{ENCODER}/")]
        _check_files(place, replace(manifest, files=tuple(vectors)))
        dense = Dense.load(place / VECTORS, manifest.counts.sentences)
        tokens = Late.load(place / TOKENS)
    except (IbidError, ValueError, OSError):
        return {}
    kept = len(tokens.starts) > len(dense.keys)  # of too many sentences their tokens are not
    return {
        key.tobytes(): Stored(vector, tokens.text(row) if kept else None)
        for row, (key, vector) in enumerate(zip(dense.keys, dense.vectors, strict=True))
    }


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


def _carry(made: Path, place: Path) -> None:
    """The encoder's files, linked where they can be: one copy then serves every index of a disk."""
    place.mkdir()
    for path in sorted(path for path in made.iterdir() if path.is_file()):
        try:
            (place / path.name).hardlink_to(path)
        except OSError:
            shutil.copy(path, place / path.name)


def _belongs(manifest: Manifest, folder: Path, article: Article, budget: int) -> None:
    if manifest.article_sha256 != article.sha256:
        raise IndexMismatch(
            f"{folder}: an index of another article (“{manifest.article_title}”, {manifest.article_sha256[:12]}…), "
            f"not of “{article.title}” ({article.sha256[:12]}…); name that article's file, or another --index"
        )
    if (manifest.chunker, manifest.budget) != (CHUNKER_VERSION, budget):
        raise IndexMismatch(
            f"{folder}: cut by chunker {manifest.chunker} with a budget of {manifest.budget} tokens, and this is "
            f"{CHUNKER_VERSION} with {budget}; {_mend(folder)}"
        )


def _is_of(manifest: Manifest, folder: Path, encoder: Encoder | None, model: str | None) -> None:
    """Raises IndexMismatch if the index was made with another model than the one asked for."""
    if encoder is not None:
        name, digest = encoder.name, encoder.sha256
    elif (
        model is None or model == manifest.model == PACKAGED
    ):  # what the package holds was checked when it was exported
        return
    else:
        name, digest = model, model_sha256(model_folder(model))
    if manifest.model_sha256 != digest:
        raise IndexMismatch(
            f"{folder}: made with another model or other weights ({manifest.model}, {manifest.model_sha256[:12]}…) "
            f"than {name} ({digest[:12]}…); leave out --model to ask with that one, or {_mend(folder)}"
        )


def _check_files(place: Path, manifest: Manifest) -> None:
    for entry in manifest.files:
        path = place / entry.path
        size = path.stat().st_size
        if size != entry.size:
            raise IndexDamaged(f"{path}: has {size:,} bytes instead of {entry.size:,}; {_mend(place.parent)}")
        if size <= HASHED and files_sha256([path]) != entry.sha256:
            raise IndexDamaged(f"{path}: has been altered; {_mend(place.parent)}")


def _stored(place: Path) -> Iterator[StoredFile]:
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        yield StoredFile(path.relative_to(place).as_posix(), path.stat().st_size, files_sha256([path]))


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
