"""The report of a reading."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from app.render_report import counts_text, report_json, report_text
from index.search import Counts
from ingest.article import Article, Dropped, Kind
from ingest.report import Report, report

FOUND = Report(
    title="Tram line",
    sha256="ab" * 32,
    lines=1_200,
    characters=34_567,
    latest=date(2021, 3, 4),
    headings=5,
    top_headings=2,
    passages=((Kind.NOTE, 1), (Kind.PROSE, 4)),
    sentences=((Kind.NOTE, 2), (Kind.PROSE, 1_234)),
    markers=9,
    note_markers=3,
    other_list=1,
    labels=7,
    resolved=2,
    unresolved=("5", "10", "4", "6", "12"),
    references=2,
    notes=1,
    dropped=(Dropped(0, 1_500, "table of contents"), Dropped(2_000, 2_003, "page furniture"), Dropped(3_000, 3_010, "page furniture")),
    odd=("a heading without text",),
)  # fmt: skip


def test_report_for_people() -> None:
    assert report_text(FOUND).splitlines() == [
        "title         Tram line",
        "sha256        " + "ab" * 32,
        "text          34,567 characters in 1,200 lines",
        "latest date   2021-03-04",
        "headings      5, of level one 2",
        "note          2 in 1 passages",
        "prose         1,234 in 4 passages",
        "citations     9 markers, 7 distinct numbers: 2 with an entry, 5 without",
        "in the notes  3 markers, of which 1 belong to another list",
        "references    2 with text, 1 notes",
        "",
        "Numbers without an entry: 4–6, 10, 12",
        "",
        "Dropped",
        "      1 × table of contents, 1,500 characters",
        "      2 × page furniture, 13 characters",
        "",
        "Odd",
        "  a heading without text",
    ]


def test_report_of_nothing_much() -> None:
    shown = report_text(report(Article("T", "T", None, (), (), (), (), (), ())))
    assert "none found" in shown
    assert "Dropped" not in shown
    assert "Odd" not in shown
    assert "Numbers without" not in shown


def test_report_for_programs(article: Article) -> None:
    data = json.loads(report_json(FOUND))
    assert (data["latest"], data["passages"], data["sentences"]) == (
        "2021-03-04",
        {"note": 1, "prose": 4},
        {"note": 2, "prose": 1_234},
    )
    assert data["unresolved"] == ["5", "10", "4", "6", "12"]
    assert data["dropped"][0] == {"start": 0, "end": 1_500, "reason": "table of contents"}
    line = report_json(report(article))
    assert line.count("\n") == 1
    real = json.loads(line)
    assert (real["title"], real["sha256"], real["latest"]) == (article.title, article.sha256, "2022-10-13")
    assert sum(real["sentences"].values()) == sum(len(passage.sentences) for passage in article.passages)


def test_counts() -> None:
    counts = Counts(
        sentences=766, chunks=512, texts=1_281, embedded=99, windowed=2, windows=5, longest=186, limit=256, truncated=0
    )
    assert counts_text(counts) == (
        "1,281 texts: 766 sentences and 512 chunks, of which 2 in 5 windows; 99 new ones embedded\n"
        "longest text 186 tokens of 256 that the model reads; 0 texts longer than that\n"
    )


def test_a_title_that_steers_a_terminal_is_shown() -> None:
    shown = report_text(replace(FOUND, title="Town \x1b[2J\u202e\r\nx"))
    assert shown.splitlines()[0].split() == ["title", "Town", "␛[2J\ufffd", "x"]
