"""Three other texts: what a reader finds in each, and the same text from other systems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.article import Article, Kind
from ingest.parse import parse
from ingest.source import read_article

Laws = Callable[[Article], None]
NAMES = ["tram-line.txt", "harbour-report.txt", "single-paragraph.txt"]


@pytest.fixture(scope="module")
def tram(texts: Path) -> Article:
    return read_article(texts / "tram-line.txt")


@pytest.fixture(scope="module")
def report(texts: Path) -> Article:
    return read_article(texts / "harbour-report.txt")


@pytest.fixture(scope="module")
def paragraph(texts: Path) -> Article:
    return read_article(texts / "single-paragraph.txt")


def units(article: Article, *section: str, kind: Kind | None = None) -> list[str]:
    return [
        article.slice(sentence)
        for passage in article.passages
        if passage.section == section and kind in (None, passage.kind)
        for sentence in passage.sentences
    ]


# A page as pasted from the web.


def test_tram_headings(tram: Article) -> None:
    assert [heading.path for heading in tram.headings] == [
        ("History",),
        ("History", "Opening"),
        ("History", "Closure and return"),
        ("Route",),
        ("Route", "Stops"),
        ("Rolling stock",),
        ("Accidents",),
        # nothing but figures, but the contents say so
        ("Accidents", "1931"),
        ("See also",),
        ("Notes",),
        ("References",),
    ]
    assert [tram.slice(heading) for heading in tram.headings] == [heading.title for heading in tram.headings]


def test_tram_title_and_odd_remarks(tram: Article) -> None:
    assert tram.title == "Line 4 (Velmarra Tramway)"
    assert tram.title_span is not None
    assert tram.title_span.start == 0
    assert tram.odd == ()


def test_tram_infobox(tram: Article) -> None:
    rows = [
        (passage.section, tram.slice(sentence), sentence.citations)
        for passage in tram.passages
        if passage.kind is Kind.INFOBOX
        for sentence in passage.sentences
    ]
    assert rows == [
        (("Infobox", "Status"), "In service", ()),
        (("Infobox", "Termini"), "Quayside", ()),
        (("Infobox", "Termini"), "Grand Orchard", ()),
        (("Infobox", "Stations"), "14", ()),
        (("Infobox", "Opened"), "3 May 1908[1]", ("1",)),
        (("Infobox", "Length"), "7.4 km (4.6 mi)", ()),
    ]


def test_tram_sentences(tram: Article) -> None:
    assert units(tram, "Lead") == [
        "Line 4 is a tram line in Velmarra, the second city of Ostrenia.",
        "It links the Quayside with the Grand Orchard and carries some 21,000 passengers a day.[2]",
        "The line was closed in 1967 and reopened in 1994.[a]",
    ]
    assert units(tram, "History") == ["The council of Velmarra asked Dr. Ilse Marrow for a plan in 1904.[1]"]
    assert units(tram, "History", "Opening") == [
        "The first car left the Quayside on 3 May 1908 at 06:15, driven by Mayor A. J. Feld himself.[1][3]",
        '"It runs. It runs like water," the Velmarra Courier wrote the next day.[3]',
        "The fare was 0.15 crowns.[citation needed]",
    ]
    assert units(tram, "History", "Closure and return") == [
        "The last car ran on 30 November 1967.[4]",
        "In 1988 a citizens' group, led by the engineer Otto Brand,[5] asked for its return.",
        "Parliament voted the money in 1990[6] and the works took four years.[b]",
    ]
    assert units(tram, "Route", "Stops") == ["Quayside, Old Bourse and Mill Lane are served at night."]
    assert units(tram, "Accidents", "1931") == [
        "On 9 January 1931 a car ran into the harbour basin; nobody was hurt.[3]"
    ]
    assert units(tram, "See also") == []


def test_tram_notes_and_references(tram: Article) -> None:
    assert [(note.label, note.uses, tram.slice(note)) for note in tram.notes] == [
        ("a", 1, "The section to the Grand Orchard followed in 1996.[4]"),
        ("b", 2, "The council paid for a third of them."),
    ]
    assert [(entry.label, entry.uses) for entry in tram.references] == [
        ("1", 3),
        ("2", 2),
        ("3", 3),
        ("4", 2),
        ("5", 1),
    ]
    assert tram.slice(tram.references[4]) == (
        '"Citizens for Line 4" (PDF). 2 May 1988.\n     "Line 4: the petition". Velmarra Courier. 3 May 1988.'
    )
    # 6 is cited, and its number stands in the list without an entry.
    assert tram.entry("6") is None
    fields = {field.name.value: tram.slice(field) for field in tram.references[3].fields}
    assert fields == {
        "author": "Brand, Otto",
        "date": "1997",
        "title": "Thirty years without",
        "publisher": "Ostrenian Railway Review",
        "language": "Ostrenian",
        "archived": "1 June 2011",
    }


def test_tram_dropped(tram: Article) -> None:
    dropped = [(tram.slice(part).split("\n")[0], part.reason) for part in tram.dropped]
    assert ("From Wikipedia, the free encyclopedia", "page furniture below the title") in dropped
    assert ("Contents", "table of contents") in dropped
    assert ("6. ^", "list number without an entry: the list was cut here") in dropped
    assert sum(part == "[edit]" for part, _ in dropped) == 11


@pytest.mark.parametrize(
    "between",
    ["\n\n", "\n", "\n\nJump to navigation\nJump to search\n", "\n\n(Redirected from Line Four)\n"],
    ids=["empty line", "right below", "jumps", "redirect"],
)
def test_what_the_site_puts_below_the_title(between: str) -> None:
    text = f"Line 4{between}From Wikipedia, the free encyclopedia\n\nLine 4 is a tram line. It is old, long and slow, and it is loved.\n"
    read = parse(text)
    assert read.title == "Line 4"
    assert units(read, "Lead") == ["Line 4 is a tram line.", "It is old, long and slow, and it is loved."]


# A report without markers or contents, hard-wrapped.


def test_report_headings_by_shape(report: Article) -> None:
    assert report.title == "Annual Report of the Port of Sandrey"
    assert [(heading.title, heading.level) for heading in report.headings] == [
        ("Cargo", 1),
        ("Works", 1),
        ("Staff and training", 1),
        ("Outlook", 1),
    ]
    assert report.odd == ("no reference list: no citation can be resolved",)
    assert (report.references, report.notes, report.labels, report.dropped) == ((), (), (), ())


def test_report_sentences(report: Article) -> None:
    assert units(report, "Lead") == [
        "This report describes the year 2021 at the port of Sandrey.",
        "It was\nprepared by the harbour office for the town council and covers cargo,\nworks and staff.",
        "Figures are rounded, so that sums may differ by one.",
    ]
    assert units(report, "Cargo", kind=Kind.PROSE) == [
        "The port handled 412,000 tonnes of cargo, 6.5 per cent more than in the\nyear before.",
        "Timber made up most of it, i.e. 230,000 tonnes, and grain\ncame second.",
        "No ship waited longer than two days.",
    ]
    assert units(report, "Cargo", kind=Kind.CAPTION) == [
        "Table 1: Cargo handled at Sandrey by kind, in thousand tonnes"
    ]
    assert units(report, "Works") == [
        "The following works were finished during the year:",
        "The north quay was dredged to a depth of 9.5 metres between March and\n  June.",
        "A new crane was put up on the south quay.",
        "The lighthouse was painted.",
        'The harbour master, Ms. J. K. Alder, called the crane "a gift to the\ntown. We had waited for it since 1998."',
        "It cost 3.2 million crowns.",
    ]
    assert units(report, "Staff and training") == [
        "Forty-one people worked at the port at the end of the year; two of them\nwere apprentices.",
        "Did anyone leave?",
        "Nobody did.",
        "Opening hours were\n06:00 to 22:00 as before.",
    ]
    assert units(report, "Outlook") == ["The council will decide on the breakwater in 2022."]


def test_report_list_has_its_introduction(report: Article) -> None:
    (listed,) = [p for p in report.passages if report.slice(p).startswith("- ")]
    assert listed.intro is not None
    assert report.slice(listed.intro) == "The following works were finished during the year:"
    assert len(listed.sentences) == 3
    assert listed.sentences[0].plain == "The north quay was dredged to a depth of 9.5 metres between March and June."


def test_report_has_no_markers(report: Article) -> None:
    assert not [m for p in report.passages for s in p.sentences for m in s.markers]


# One paragraph.


def test_paragraph(paragraph: Article) -> None:
    assert paragraph.title == "single-paragraph"
    assert paragraph.title_span is None
    assert [p.section for p in paragraph.passages] == [("Lead",)]
    assert units(paragraph, "Lead") == [
        "The Lamp of Orrin is a short opera in one act by Mara Feld.",
        "It was first sung in Brenn on 4 June 1887, with Joan P. Hollis as the keeper.",
        'Critics called it "thin. Very thin," but the public came for 80 nights.',
        "The score was lost in 1911; a copy turned up in 1963 (see below).",
    ]
    assert paragraph.odd == (
        "no headings: everything stands under Lead",
        "no reference list: no citation can be resolved",
        "one single line",
    )


# All three.


@pytest.mark.parametrize("name", NAMES)
def test_they_keep_the_laws(texts: Path, laws: Laws, name: str) -> None:
    laws(read_article(texts / name))


def words(article: Article) -> list[tuple[object, ...]]:
    """All that is read, with the white space folded."""
    return [
        *(heading.path for heading in article.headings),
        *((p.kind, p.section, p.label, tuple((s.plain, s.citations) for s in p.sentences)) for p in article.passages),
        *((entry.label, entry.uses) for entry in (*article.references, *article.notes)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_carriage_returns_change_nothing_but_a_remark(texts: Path, laws: Laws, name: str) -> None:
    text = (texts / name).read_text(encoding="utf-8")
    plain, read = parse(text), parse(text.replace("\n", "\r\n"))
    laws(read)
    assert (read.title, words(read)) == (plain.title, words(plain))
    assert read.odd == (*plain.odd, "carriage returns, left as they are")


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_changes_nothing_but_a_remark(texts: Path, laws: Laws, name: str) -> None:
    text = (texts / name).read_text(encoding="utf-8")
    plain, read = parse(text), parse("\ufeff" + text)
    laws(read)
    assert (read.title, words(read)) == (plain.title, words(plain))
    assert read.odd == (*plain.odd, "a byte order mark at the start")
    assert (read.dropped[0].start, read.dropped[0].end, read.dropped[0].reason) == (0, 1, "byte order mark")


@pytest.mark.parametrize("name", NAMES)
def test_empty_lines_at_both_ends_change_nothing(texts: Path, laws: Laws, name: str) -> None:
    text = (texts / name).read_text(encoding="utf-8")
    plain, read = parse(text), parse("\n\n\n" + text + "\n\n\n")
    laws(read)
    assert (read.title, words(read), read.odd) == (plain.title, words(plain), plain.odd)


# Smaller texts, each with one thing in it.


def test_a_label_that_stands_twice_is_resolved_to_neither(laws: Laws) -> None:
    read = parse("Town\n\nIt fell.[1] It rose.[2]\n\nReferences\n\n1. ^ One.\n2. ^ Two.\n1. ^ Three.\n")
    laws(read)
    assert [entry.label for entry in read.references] == ["2"]
    assert read.entry("1") is None
    assert read.odd == ("reference 1 stands twice in the list: resolved to neither",)


def test_a_table_of_contents_of_another_text(laws: Laws) -> None:
    prose = "The town lies on the river and has a bridge that was built in 1901."
    read = parse(f"Aston\n\nContents\n1 One\n2 Two\n3 Three\n\nHistory\n\n{prose}\n")
    laws(read)
    assert [heading.title for heading in read.headings] == ["History"]
    assert "a table of contents whose items are not in the text: read as text; headings told by their shape" in read.odd


def test_a_contents_run_keeps_what_follows_it_on_its_line(laws: Laws) -> None:
    read = parse("Contents 1 Town 2 River 3 MillTown lies on the river.")
    laws(read)
    assert "lies on the river." in " ".join(units(read, "Lead"))


def test_prose_under_a_reference_heading_that_is_no_list(laws: Laws) -> None:
    prose = "The town lies on the river and has a bridge that was built in 1901."
    text = f"Aston\n\n{prose}\n\nSources\n\n{prose}\n\n{prose}\n"
    read = parse(text)
    laws(read)
    assert units(read, "Sources") == [prose, prose]


def test_prose_among_entries_is_kept_and_not_joined(laws: Laws) -> None:
    prose = "The town lies on the river and has a bridge that was built in 1901."
    read = parse(f"Aston\n\n{prose}\n\nReferences\n\n{prose}\n\n  1. ^ One.\nmenu\n{prose}\n")
    laws(read)
    assert units(read, "References", kind=Kind.PROSE) == [prose, prose]
    assert [p.kind for p in read.passages if p.section == ("References",)].count(Kind.REFERENCE) == 1
    assert ("menu", "page furniture after the last list") in [(read.slice(d), d.reason) for d in read.dropped]


def test_notes_by_letters_need_a_notes_list() -> None:
    prose = "The town lies on the river[a] and has a bridge that was built in 1901.[1][note 2]"
    with_notes = parse(f"Aston\n\n{prose}\n\nNotes\n\n1. ^ One.\n2. ^ Two.\n\nReferences\n\n1. ^ Three.\n")
    without = parse(f"Aston\n\n{prose}\n\nReferences\n\n1. ^ Three.\n")
    assert with_notes.passages[0].sentences[0].citations == ("a", "1", "note 2")
    assert without.passages[0].sentences[0].citations == ("1",)


EDITED = """Harbour Bridge
From Wikipedia, the free encyclopedia

Harbour Bridge is a steel bridge in Porthaven.[1] It was opened on 3 May 1931 by the mayor, Ada Holm.[2][a]

{contents}History[edit]
Construction[edit]
Work began in 1927.[3] Some 1,200 people worked on it, of whom 14 died.[2]

Notes[edit]
a. ^ The mayor's speech is lost.

References[edit]
^ "Harbour Bridge". Porthaven Council. 2 May 2019.
^ a b "Opening of the bridge". Porthaven Gazette. 4 May 1931.
^ Miller, Tom (1999). Bridges. Porthaven Press.
"""
CONTENTS = "Contents\n1\tHistory\n1.1\tConstruction\n2\tNotes\n3\tReferences\n"


@pytest.mark.parametrize("contents", ["", CONTENTS], ids=["without contents", "with contents"])
def test_a_page_copied_with_its_edit_links(contents: str) -> None:
    article = parse(EDITED.replace("{contents}", contents))
    assert [heading.title for heading in article.headings] == ["History", "Construction", "Notes", "References"]
    assert article.headings[1].level == (2 if contents else 1)
    assert [reference.label for reference in article.references] == ["1", "2", "3"]
    entry = article.entry("2")
    assert entry is not None
    assert article.slice(entry) == '"Opening of the bridge". Porthaven Gazette. 4 May 1931.'
    assert article.entry("a") == article.notes[0]


def test_words_that_only_look_like_contents_are_kept() -> None:
    crate = "The label on the crate read Contents 1 pan 2 plates 3 forks and a list of the guests, as always."
    article = parse(f"The crate\n\n{crate}\n")
    assert [article.slice(sentence) for passage in article.passages for sentence in passage.sentences] == [crate]


def test_a_list_headed_notes_holds_references_where_only_numbers_are_cited() -> None:
    text = "The mill\n\nThe mill was built in 1802 by the miller Ada Holm and her sons.[1]\n\nNotes\n\n1. ^ Holm (1990), p. 3.\n"
    article = parse(text)
    assert [reference.label for reference in article.references] == ["1"]
    assert article.notes == ()


@pytest.mark.parametrize("word", ["note", "nb", "n"])
def test_a_note_cited_by_a_word_is_found(word: str) -> None:
    text = (
        f"The mill\n\nThe mill was built in 1802 by the miller Ada Holm.[{word} 2]\n\nNotes\n\n"
        "1. ^ One.\n2. ^ Two.\n\nReferences\n\n1. ^ Holm.\n"
    )
    entry = parse(text).entry(f"{word} 2")
    assert entry is not None
    assert text[entry.start : entry.end] == "Two."
