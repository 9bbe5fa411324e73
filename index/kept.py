"""What Ibid keeps on the disk: indexes, models, and what builds that were killed left; and how to remove it.

Nothing else is ever removed: a folder goes only when it is empty then, and a link is not followed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from index.encoders import PASSING
from index.errors import IndexMismatch, IndexUnwritable
from index.manifest import MANIFEST
from index.model import PACKAGED
from index.places import ENCODER, READER, cache_folder, chosen_folder
from index.store import default_folder
from index.tidy import GENERATION
from index.underway import State, folders, lock_of, locks, probed
from ingest.article import Article

_INDEX = re.compile(r"index-[0-9a-f]{16}")
_MODEL = re.compile(rf"(?:{ENCODER}|{READER})-\d+-[0-9a-f]{{16}}")
# The 8 digits are an older version's, which wrote manifests beside the one in force too.
_UNFINISHED = re.compile(rf"\.{_MODEL.pattern}-(?:[0-9a-f]{{12}}|[0-9a-f]{{8}})")
_OLDER = re.compile(rf"\.{re.escape(MANIFEST)}\.[0-9a-f]{{8}}")
_PASSING = re.compile(rf"{re.escape(PASSING)}\w{{8}}")
# What a manifest says that another program's manifest.json does not: two of these, since one may be damaged.
_FIELDS = ("generation", "article_sha256", "model_sha256", "chunker", "reading")


class What(Enum):
    """What is kept."""

    INDEX = "index"
    MODEL = "model"
    LEFT = "left by a build that was killed"


@dataclass(frozen=True, slots=True)
class Kept:
    """``place``: the folder it is in; ``parts``: what of it is Ibid's, in the order it is to go; ``about``: the
    article's title and the model of an index; ``busy``: whether it is being built now.
    """

    what: What
    place: Path
    parts: tuple[Path, ...]
    about: str
    busy: bool


def kept_of(article: Article) -> list[Kept]:
    """The indexes of ``article``, of whatever model: where they go by default, and all in the cache folder."""
    default = default_folder(article, PACKAGED)
    places = [
        path for path in _in_cache(_INDEX) if path != default and _said(path).get("article_sha256") == article.sha256
    ]
    return [held for place in (default, *places) if (held := _index(place))]


def kept_in(folder: Path, article: Article | None) -> list[Kept]:
    """The index in ``folder``. Raises IndexMismatch if it is one of another article than ``article``."""
    said = _said(folder)
    if article and said.get("article_sha256", article.sha256) != article.sha256:
        raise IndexMismatch(
            f"{folder}: an index of another article (“{said.get('article_title')}”); name that article's file, or "
            "give --all"
        )
    held = _index(folder)
    return [held] if held else []


def kept_everywhere() -> list[Kept]:
    """All that is in the cache folder, where IBID_INDEX leads, and in the folder for temporary files. Raises
    IndexUnwritable if it leads nowhere.
    """
    chosen = chosen_folder()
    places = [*([chosen] if chosen else []), *_in_cache(_INDEX)]
    found = [held for place in places if (held := _index(place))]
    cache = cache_folder()
    unfinished = ((path, lock_of(path)) for path in _in_cache(_UNFINISHED))
    found += [_guarded(What.LEFT, path, (path, lock), [lock]) for path, lock in unfinished]
    found += _passing()
    found += [Kept(What.MODEL, path, (path,), "", busy=False) for path in _in_cache(_MODEL)]
    named = {part for held in found for part in held.parts}
    stray = [lock for lock in locks(cache) if lock not in named]
    return found + [held for lock in stray if not (held := _guarded(What.LEFT, lock, (lock,), [lock])).busy]


def freed(kept: Sequence[Kept]) -> list[int]:
    """How many bytes each gives back. A file with several names counts where its last one goes, if that goes too."""
    seen: Counter[tuple[int, int]] = Counter()
    sizes: list[int] = []
    for held in kept:
        size = 0
        for path in _files(held):
            with suppress(OSError):
                of = path.lstat()
                seen[of.st_dev, of.st_ino] += 1
                size += of.st_size if seen[of.st_dev, of.st_ino] == of.st_nlink else 0
        sizes.append(size)
    return sizes


def remove(kept: Kept) -> None:
    """Removes its parts, and the folders they leave empty. Raises IndexUnwritable for what can't be removed, or has
    changed since it was listed: a build may have begun, or ended, while somebody was asked.
    """
    if kept.what is What.INDEX and _index(kept.place) != kept:
        raise IndexUnwritable(f"{kept.place}: has changed meanwhile; run `ibid forget` again")
    try:
        for part in kept.parts:
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part)
            else:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise IndexUnwritable(
            f"{error.filename or kept.place}: cannot be removed ({error.strerror or error}); ask whoever may"
        ) from None
    with suppress(OSError):  # it holds something else, or is gone
        kept.place.rmdir()
    if kept.place.parent == cache_folder():
        with suppress(OSError):
            cache_folder().rmdir()


def _in_cache(name: re.Pattern[str]) -> list[Path]:
    try:
        return sorted(path for path in cache_folder().iterdir() if name.fullmatch(path.name) and path.is_dir())
    except OSError:
        return []


def _index(folder: Path) -> Kept | None:
    """What of ``folder`` is an index's; None if nothing is."""
    try:
        held = [*folders(folder, GENERATION), *locks(folder)]
        older = sorted(path for path in folder.iterdir() if _OLDER.fullmatch(path.name) and path.is_file())
    except OSError:
        return None
    said = _said(folder)
    manifest = folder / MANIFEST
    # One that can't be read as JSON is told by the generation beside it, or by where it is.
    unread = manifest.is_file() and _json(manifest) is None
    ours = bool(said) or (unread and (bool(held) or (folder.parent == cache_folder())))
    parts = (*((manifest,) if ours else ()), *held, *older)
    if not parts:
        return None
    title, model = said.get("article_title"), said.get("model")
    about = f"“{title}”, {model}" if title else "whole no more" if ours else ""
    return _guarded(What.INDEX if ours else What.LEFT, folder, parts, locks(folder), about)


def _said(folder: Path) -> dict[str, object]:
    """What the manifest in ``folder`` says, if it is Ibid's."""
    held = _json(folder / MANIFEST)
    return held if isinstance(held, dict) and sum(field in held for field in _FIELDS) > 1 else {}


def _json(path: Path) -> object:
    try:
        held: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return held


def _passing() -> Iterator[Kept]:
    """Exports that had no cache to go to, of processes that were killed."""
    try:
        places = sorted(path for path in Path(tempfile.gettempdir()).iterdir() if _PASSING.fullmatch(path.name))
    except OSError:
        return
    for place in places:
        with suppress(OSError):
            held = [*folders(place, ENCODER), *locks(place)]
            if held and place.stat().st_uid == os.getuid() and not place.is_symlink():
                yield _guarded(What.LEFT, place, tuple(held), locks(place))


def _guarded(what: What, place: Path, parts: tuple[Path, ...], of: Sequence[Path], about: str = "") -> Kept:
    busy = False
    for lock in of:
        with probed(lock) as state:
            busy = busy or state is State.HELD
    return Kept(what, place, parts, about, busy)


def _files(held: Kept) -> Iterator[Path]:
    for part in held.parts:
        if part.is_dir() and not part.is_symlink():
            yield from (path for path in part.rglob("*") if not path.is_dir() or path.is_symlink())
        else:
            yield part
