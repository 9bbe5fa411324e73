"""The index of an article: opened where there is one, built where there is none."""

from __future__ import annotations

from pathlib import Path

from index.encoder import PACKAGED, Encoder, SentenceTransformerEncoder
from index.errors import IndexMissing
from index.search import Index, Progress, build
from index.store import check_writable, default_folder, load, save
from ingest.article import Article


def open_index(
    article: Article,
    *,
    folder: Path | None = None,
    model: str = PACKAGED,
    encoder: Encoder | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Index:
    """The index of ``article`` in ``folder`` (default: the platform's cache), built and saved if there is none.

    ``rebuild`` builds it anew in any case. Raises the errors of ``index.errors``: an index that is there but
    does not fit is never replaced unasked.
    """
    encoder = encoder or SentenceTransformerEncoder(model)
    place = folder or default_folder(article, encoder.name)
    if not rebuild:
        try:
            return load(place, article, encoder)
        except IndexMissing:
            pass
    check_writable(place)
    index = build(article, encoder, progress=progress)
    save(index, place)
    return index
