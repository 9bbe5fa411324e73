"""The index of an article: opened where there is one, built where there is none."""

from __future__ import annotations

from pathlib import Path

from index.encoder import Encoder
from index.encoders import Notice, encoder_of
from index.errors import IndexMissing
from index.model import PACKAGED
from index.search import Index, Progress, build
from index.store import check_writable, default_folder, earlier, load, save, stored_in
from ingest.article import Article


def open_index(
    article: Article,
    *,
    folder: Path | None = None,
    model: str | None = None,
    encoder: Encoder | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
    notice: Notice = lambda _: None,
) -> Index:
    """The index of ``article`` in ``folder`` (default: the platform's cache), built and saved if there is none.

    ``model``: the packaged one to build with, and the index's own to open with, unless it is said. ``rebuild`` builds
    anew in any case, and embeds what the index that is there does not hold. ``notice`` hears what the user should know.
    Raises the errors of ``index.errors``: an index that is there but does not fit is never replaced unasked.
    """
    place = folder or default_folder(article, encoder.name if encoder else model or PACKAGED)
    if not rebuild:
        try:
            return load(place, article, encoder, model=model)
        except IndexMissing:
            pass
    check_writable(place)
    encoder = encoder or encoder_of(model or PACKAGED, notice)
    known = next((held for old in earlier(place, article) if (held := stored_in(old, encoder))), None)
    index = build(article, encoder, known=known, progress=progress)
    save(index, place)
    return index
