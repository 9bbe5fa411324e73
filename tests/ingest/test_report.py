"""What was read, in figures."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.article import Article, Kind
from ingest.parse import parse
from ingest.report import latest_date, report


def test_the_article_in_figures(article: Article) -> None:
    found = report(article)
    assert (found.lines, found.characters, found.headings, found.top_headings) == (720, 255_987, 46, 13)
    assert (found.markers, found.labels, found.resolved, len(found.unresolved)) == (538, 459, 130, 329)
    assert (found.note_markers, found.other_list) == (20, 4)
    assert (found.references, found.notes) == (192, 6)
    assert found.unresolved[0] == "193"
    assert found.unresolved[-1] == "524"
    assert found.unresolved == tuple(sorted(found.unresolved, key=int))
    assert found.title == "Second Nagorno-Karabakh War"
    assert found.sha256.startswith("5471f3a2")
    # 47 captions and 30 rows are written out in test_parse.
    assert dict(found.sentences)[Kind.CAPTION] == 47
    assert dict(found.sentences)[Kind.INFOBOX] == 30
    assert dict(found.passages)[Kind.REFERENCE] == 192
    assert dict(found.passages)[Kind.BLOCK_QUOTE] == 1
    assert (found.odd, found.dropped) == ((), article.dropped)


def test_the_latest_date_of_the_article(article: Article) -> None:
    # Reference 118: retrieved 13 October 2022.
    assert latest_date(article) == date(2022, 10, 13)


DATES = {
    "day first": ("It fell on 4 May 1908.", date(1908, 5, 4)),
    "month first": ("It fell on May 4, 1908.", date(1908, 5, 4)),
    "short month": ("It fell on 4 Sept 1908.", date(1908, 9, 4)),
    "figures": ("It fell on 1908-05-04.", date(1908, 5, 4)),
    "the latest of several": ("It fell on 4 May 1908, not on 3 June 1907 or 1 January 1908.", date(1908, 5, 4)),
    "month and year are no full date": ("It fell in May 1908.", None),
    "no such day": ("It fell on 31 February 1908.", None),
    "no such month": ("It fell on 1908-13-04.", None),
    "none": ("It fell.", None),
}


@pytest.mark.parametrize(("text", "latest"), DATES.values(), ids=DATES.keys())
def test_latest_date(text: str, latest: date | None) -> None:
    assert latest_date(parse(text)) == latest


def test_a_text_without_anything() -> None:
    found = report(parse("It fell.[1] It rose.[1][2]"))
    assert (found.lines, found.markers, found.labels, found.resolved, found.unresolved) == (1, 3, 2, 0, ("1", "2"))
    assert found.odd == (
        "no headings: everything stands under Lead",
        "no reference list: no citation can be resolved",
        "one single line",
    )
