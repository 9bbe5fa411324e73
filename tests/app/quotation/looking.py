"""Looking quotations up, and what that found in words."""

from __future__ import annotations

from app.quotation import Found, find
from app.quotation.show import Shown
from ingest.article import Article


class Looked:
    """One quotation looked up in one article, checked, its spans as words."""

    def __init__(self, article: Article, text: str, by: str | None = None) -> None:
        self.found: Found = Shown(article).check(find(article, text, by))
        places = self.found.places
        self.verdict = self.found.verdict
        self.places = [article.slice(one) for one in places]
        self.starts = [one.start for one in places]
        self.parts = [text[one.part.start : one.part.end] for one in places if one.part]
        self.changes = [
            (change.what, text[change.quoted.start : change.quoted.end], article.slice(change.article))
            for one in places
            for change in one.changes
        ]
        self.left_out = [(article.slice(left.article), left.marked) for one in places for left in one.left_out]
        self.at = [left.at for one in places for left in one.left_out]
        self.lines = [one.quotes[0].line for one in places]
        self.spoken = [one.spoken for one in places]
        self.nearest = [article.slice(one) for one in self.found.nearest]
