"""Save and load: atomic, with a manifest that refuses what does not belong together.

    DIR/manifest.json          what the index is of, and the hash of every file
    DIR/generation-<id>/...    the files of one build
    DIR/.building-<id>         the lock of a build under way

A build writes a new generation, brings it to the disk and then replaces the manifest in one step, so that a reader
sees the old index or the new one, never half of each, whenever the build is killed or the power fails.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from index import durable
from index.arrays import Opener
from index.dense import Dense
from index.encoder import Encoder
from index.errors import IndexDamaged, IndexMismatch, IndexUnwritable, ModelError
from index.exported import ExportedEncoder
from index.late import Late
from index.lexical import Lexical
from index.manifest import FORMAT, MANIFEST, Manifest, dumped, mend, read_manifest, stored
from index.model import PACKAGED, model_folder, model_sha256
from index.places import ENVIRONMENT, cache_folder, chosen_folder
from index.search import Counts, Index, Known, Parts, Stored, Unit, paragraphs, units
from index.surroundings import Surroundings
from index.tidy import GENERATION, tidy
from index.underway import new_folder
from index.whole import check_files, check_wholly, write_hashes
from ingest.article import Article
from ingest.chunk import BUDGET, CHUNKER_VERSION, Chunk, chunks_from
from ingest.errors import IbidError

# How often a reader that meets builds looks at the manifest again.
ATTEMPTS = 3
CHUNKS = "chunks.npy"
ENCODER = "encoder"
VECTORS = "sentence-vectors"
SURROUNDINGS = "surroundings.npy"
TOKENS = "sentence-tokens"


def default_folder(article: Article, model: str) -> Path:
    """Where an index goes that was given no place: IBID_INDEX, or a folder for this article and model in the cache."""
    if chosen := chosen_folder():
        return chosen
    key = sha256(f"{article.sha256}\n{model}".encode()).hexdigest()[:16]
    return cache_folder() / f"index-{key}"


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
    # NumPy says how much it wrote, and not why it wrote no more.
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None)
    why = error.strerror or "not all of a file could be written"
    advice = "make room, or choose another folder" if full else "choose a folder you may write to"
    return IndexUnwritable(
        f"{error.filename or folder}: the index cannot be written ({why}); {advice}, with --index or {ENVIRONMENT}"
    )


def save(index: Index, folder: Path, *, budget: int = BUDGET) -> Manifest:
    """Writes ``index`` to ``folder``, in place of what stands there. Raises IndexUnwritable."""
    try:
        durable.make_folder(folder)
        with new_folder(folder, GENERATION, kept=_named) as place:
            encoder = index.encoder if isinstance(index.encoder, ExportedEncoder) else None
            if encoder:
                _carry(encoder.folder, place / ENCODER)
            np.save(place / CHUNKS, np.array([chunk.first for chunk in index.chunks], dtype=np.int32))
            index.parts.sentence_vectors.save(place / VECTORS)
            index.parts.surroundings.save(place / SURROUNDINGS)
            index.parts.tokens.save(place / TOKENS)
            index.parts.sentence_words.save(place / "sentence-words")
            index.parts.chunk_words.save(place / "chunk-words")
            write_hashes(place)
            manifest = Manifest(
                FORMAT,
                place.name,
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
                tuple(stored(place)),
            )
            durable.settle(place)
            durable.replace(folder / MANIFEST, dumped(manifest), by=place / MANIFEST)
    except OSError as error:
        raise _unwritable(error, folder) from None
    tidy(folder)
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
            chunks = _sound_chunks(place, manifest, article)
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


def verify(folder: Path, article: Article, *, budget: int = BUDGET) -> Manifest:
    """Compares every byte of the index in ``folder`` with what was written, and opens it but for its encoder.

    Raises IndexMissing, IndexMismatch or IndexDamaged.
    """
    for attempt in range(ATTEMPTS):
        manifest = read_manifest(folder)
        place = folder / manifest.generation
        _belongs(manifest, folder, article, budget)
        try:
            check_wholly(place, manifest)
            _sound_chunks(place, manifest, article)
            _parts(place, manifest.counts, article)
            return manifest
        except (IndexDamaged, ValueError, RuntimeError, KeyError, OSError) as error:
            if _replaced(folder, manifest, attempt):
                continue
            raise _damaged(error, place) from None
    raise IndexDamaged(f"{folder}: keeps changing while it is read; try again")


def _sound_chunks(place: Path, manifest: Manifest, article: Article) -> tuple[Chunk, ...]:
    """The article's chunks, once the files are as they were written and the sentences where they stood."""
    try:
        check_files(place, manifest)
        chunks = chunks_from(article, np.asarray(_opener(place)(place / CHUNKS)).tolist())
        if manifest.reading == _reading(units(article, chunks)):
            return chunks
    except ValueError:
        pass
    folder = place.parent
    raise IndexMismatch(f"{folder}: made of this article as another version read it; {mend(folder)}")


def _opener(place: Path) -> Opener:
    return Opener(mend(place.parent))


def _replaced(folder: Path, manifest: Manifest, attempt: int) -> bool:
    """Whether a build that ended just now took this generation away, and it is worth looking again."""
    return attempt < ATTEMPTS - 1 and read_manifest(folder).generation != manifest.generation


def _parts(place: Path, counts: Counts, article: Article) -> Parts:
    opener = _opener(place)
    return Parts(
        Dense.load(place / VECTORS, counts.sentences, opener),
        Surroundings.load(place / SURROUNDINGS, paragraphs(article), opener),
        Late.load(place / TOKENS, opener),
        Lexical.load(place / "sentence-words", counts.sentences, opener),
        Lexical.load(place / "chunk-words", counts.chunks, opener),
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
            f"{manifest.model_sha256[:12]}…); {mend(place.parent)}"
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
        check_files(place, replace(manifest, files=tuple(vectors)))
        dense = Dense.load(place / VECTORS, manifest.counts.sentences, _opener(place))
        tokens = Late.load(place / TOKENS, _opener(place))
        kept = len(tokens.starts) > len(dense.keys)  # of too many sentences their tokens are not
        held = zip(np.asarray(dense.keys), np.asarray(dense.vectors), strict=True)
        return {
            key.tobytes(): Stored(vector, tokens.text(row) if kept else None) for row, (key, vector) in enumerate(held)
        }
    except (IbidError, ValueError, OSError):
        return {}


def _damaged(error: Exception, place: Path) -> IndexDamaged:
    if isinstance(error, IndexDamaged):
        return error
    if isinstance(error, FileNotFoundError):
        return IndexDamaged(f"{error.filename}: missing from the index; {mend(place.parent)}")
    return IndexDamaged(f"{place}: the index cannot be read ({error}); {mend(place.parent)}")


def _reading(held: Sequence[Unit]) -> str:
    digest = sha256()
    for unit in held:
        sentence = unit.sentence
        parts = (sentence.start, sentence.end, unit.chunk, *unit.passage.section, sentence.plain)
        digest.update("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass") + b"\x1e")
    return digest.hexdigest()


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
            f"{CHUNKER_VERSION} with {budget}; {mend(folder)}"
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
            f"than {name} ({digest[:12]}…); leave out --model to ask with that one, or {mend(folder)}"
        )


def _named(place: Path) -> bool:
    """Whether the manifest beside ``place`` says that it is the index: it is, interrupted after that was replaced."""
    try:
        return place.name.encode() in (place.parent / MANIFEST).read_bytes()
    except FileNotFoundError:
        return False
    except OSError:  # it may be; if it is not, the next build takes it away
        return True


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:  # gone
        return 0.0
