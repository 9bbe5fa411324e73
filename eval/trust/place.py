"""A place where the toy article is indexed, and whether what stands there afterwards is whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from eval.trust.toy import QUESTION, ToyEncoder, text
from eval.trust.toy_ibid import Said, ToyIbid
from index.errors import IndexMissing
from index.manifest import MANIFEST, generation_of
from index.search import Hit
from index.store import load
from ingest.article import Article
from ingest.errors import IbidError
from ingest.source import read_article


@dataclass(frozen=True, slots=True)
class Place:
    """``file``: the article's; ``folder``: its index's; ``hits``: what a whole index finds."""

    file: Path
    article: Article
    folder: Path
    hits: tuple[Hit, ...]

    def build(self, ibid: ToyIbid, *, limit: int | None = None, user: int | None = None) -> Said:
        """`ibid index` of the article into the folder."""
        return ibid.run("index", self.file, "--index", self.folder, limit=limit, user=user)

    def state(self) -> str:
        """The generation that opens and answers as a whole index does; "none" where none is, else what is wrong."""
        try:
            found = load(self.folder, self.article, ToyEncoder()).search(QUESTION, 5)
        except IndexMissing:
            return "none"
        except IbidError as error:
            return f"refused: {error}"
        return generation_of(self.folder) or "none" if found == self.hits else "other answers"

    def strays(self) -> list[str]:
        """What lies in the folder beside the index."""
        if not self.folder.is_dir():
            return []
        return sorted({path.name for path in self.folder.iterdir()} - {MANIFEST, generation_of(self.folder)})

    def clear(self) -> None:
        """No folder any more."""
        shutil.rmtree(self.folder, ignore_errors=True)


def place_in(folder: Path, ibid: ToyIbid) -> Place:
    """The article in ``folder``, and its index built."""
    folder.chmod(0o755)  # where another user may look, but not write
    file = folder / "bridges.txt"
    file.write_text(text(), "utf-8")
    article = read_article(file)
    held = Place(file, article, folder / "index", ())
    held.build(ibid)
    return Place(file, article, held.folder, load(held.folder, article, ToyEncoder()).search(QUESTION, 5))
