"""Entries of the reference list and the notes: label, words, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.article import Article, Kind, Marker, Passage, Reference, Sentence
from ingest.lines import split_lines
from ingest.references import note_label, other_list, read_entries, read_fields, twice

if TYPE_CHECKING:
    from tests.ingest.conftest import Lines

NB = "\u00a0"

# Whole entries of the article that are untidy: (label, first line, text).
ENTRIES = [
    # several lines, the second deeper indented
    (
        "6",
        522,
        '"Turkey deploying Syrian fighters to help ally Azerbaijan, two fighters say". Reuters. 28 September 2020. from '
        "the original on 8 October 2020. Retrieved 11 October 2020.\n"
        '    "Armenia–Azerbaijan conflict: Azerbaijan president vows to fight on". bbc.com. 30 September 2020. from the '
        "original on 1 October 2020. Retrieved 11 October 2020.",
    ),
    (
        "76",
        593,
        "Armenia, Azerbaijan Exchange More Prisoners\n    Azerbaijani captives, including Shahbaz Guliyev and Dilgam "
        "Asgarov, who were held hostage by Armenians, brought home",
    ),
    # a bulleted list in an entry
    (
        "144",
        662,
        "Resolutions 822, 853, 874 and 884:\n"
        '    • "Resolution 822 (1993)" (PDF). unscr.com. United Nations Security Council. 30 April 1993.\n'
        '    • "Resolution 853 (1993)" (PDF). unscr.com. United Nations Security Council. 29 July 1993.\n'
        '    • "Resolution 874 (1993)" (PDF). unscr.com. United Nations Security Council. 14 October 1993.\n'
        '    • "Resolution 884 (1993)" (PDF). unscr.com. United Nations Security Council. 12 November 1993.',
    ),
    # without a title, with the template's residue
    (
        "20",
        537,
        "Zargaryan, Robert (3 October 2020). [By direct flight to Yerevan, ready to go to the front line]. azatutyun.am (in "
        "Armenian). RFE/RL. Archived from the original on 6 October 2020. Retrieved 6 October 2020.{{cite news}}: CS1 maint: "
        "bot: original URL status unknown (link)",
    ),
    # begins with the stop after a lost author and title
    ("37", 554, ". Azerbaijani Ministry of Defence. 28 September 2020. Archived from the original on 8 October 2020."),
    # begins with the language
    (
        "123",
        641,
        "(in Azerbaijani). Azerbaijan National Academy of Sciences. 30 September 2020. Archived from the original on 9 January "
        "2021. Retrieved 15 January 2021.{{cite web}}: CS1 maint: bot: original URL status unknown (link)",
    ),
    # a bare title
    ("83", 601, "Artsakh Ombudsman's Office updates interim report on killing of civilians by Azerbaijani forces"),
    # back-link letters are not its words
    ("4", 520, 'Butler, Ed (10 December 2020). "The Syrian mercenaries used as \'cannon fodder\' in Nagorno-Karabakh". BBC.'),
]  # fmt: skip


@pytest.mark.parametrize(("label", "line", "words"), ENTRIES, ids=[entry[0] for entry in ENTRIES])
def test_entry_of_the_article(article: Article, label: str, line: int, words: str) -> None:
    entry = article.entry(label)
    assert entry is not None
    assert (article.line(entry.start), article.slice(entry)) == (line, words)


@pytest.mark.parametrize(
    ("label", "uses"),
    [("1", 1), ("4", 2), ("15", 6), ("30", 3), ("46", 5), ("59", 5), ("61", 6), ("96", 4), ("144", 1), ("158", 6)],
)
def test_how_often_an_entry_says_it_is_cited(article: Article, label: str, uses: int) -> None:
    entry = article.entry(label)
    assert entry is not None
    assert entry.uses == uses


def test_brackets_in_an_entry_are_the_sources_own(article: Article, lines: Lines) -> None:
    # demonstrate[s], though [s] might be a note; {{cite …}}; [Coercion to conflict]
    passage, sentence = lines.unit(530)
    assert passage.kind is Kind.REFERENCE
    assert "demonstrate[s]" in article.slice(sentence)
    assert all(not s.markers for p in article.passages if p.kind is Kind.REFERENCE for s in p.sentences)


FIELDS: dict[str, list[tuple[str, str]]] = {
    # the plain shape, and its dates in their places
    "1": [
        ("title", "Azerbaijan denies Turkey sent it fighters from Syria"),
        ("date", "28 September 2020"),
        ("archived", "7 October 2020"),
        ("accessed", "11 October 2020"),
    ],
    "4": [
        ("author", "Butler, Ed"),
        ("date", "10 December 2020"),
        ("title", "The Syrian mercenaries used as 'cannon fodder' in Nagorno-Karabakh"),
        ("publisher", "BBC"),
    ],
    # two authors
    "8": [
        ("author", "McKernan, Bethan; Safi, Michael"),
        ("date", "30 September 2020"),
        ("title", "Nagorno-Karabakh: at least three Syrian fighters killed"),
        ("publisher", "The Guardian"),
        ("archived", "8 October 2020"),
        ("accessed", "11 October 2020"),
    ],
    # a translated title and a language
    "9": [
        ("title", "Принуждение к конфликту"),
        ("publisher", "Kommersant"),
        ("language", "Russian"),
        ("date", "16 October 2020"),
        ("accessed", "21 April 2021"),
    ],
    # a title with a question mark, an initial in the name, a quotation from the source
    "10": [
        ("author", "Kramer, Andrew E."),
        ("date", "29 January 2021"),
        ("title", "Armenia and Azerbaijan: What Sparked War and Will Peace Prevail?"),
        ("publisher", "The New York Times"),
        ("accessed", "4 March 2021"),
        (
            "quotation",
            "Armenia has said that Turkey was directly involved in the fighting in and around Nagorno-Karabakh, and that "
            "a Turkish F-16 fighter shot down an Armenian jet. Turkey denied those accusations.",
        ),
    ],
    # several sources in one entry: nothing is told
    "6": [],
    "76": [],
    "144": [],
    # without a title
    "20": [
        ("author", "Zargaryan, Robert"),
        ("date", "3 October 2020"),
        ("publisher", "azatutyun.am"),
        ("language", "Armenian"),
        ("archived", "6 October 2020"),
        ("accessed", "6 October 2020"),
    ],
    "21": [
        ("author", "Cragg, Gulliver"),
        ("date", "7 October 2020"),
        ("publisher", "France24"),
        ("archived", "7 October 2020"),
        ("accessed", "7 October 2020"),
    ],
    "27": [
        ("publisher", "azernews.az. AzerNews"),
        ("date", "30 September 2020"),
        ("archived", "30 September 2020"),
        ("accessed", "30 September 2020"),
    ],
    "37": [
        ("publisher", "Azerbaijani Ministry of Defence"),
        ("date", "28 September 2020"),
        ("archived", "8 October 2020"),
    ],
    "123": [
        ("language", "Azerbaijani"),
        ("publisher", "Azerbaijan National Academy of Sciences"),
        ("date", "30 September 2020"),
        ("archived", "9 January 2021"),
        ("accessed", "15 January 2021"),
    ],
    # French, Armenian, Persian, Turkish, German, Azerbaijani
    "22": [
        ("author", "Harounyan, Stéphanie"),
        ("date", "11 October 2020"),
        ("title", "De Marseille à Erevan, un militant marqué au front"),
        ("publisher", "Libération"),
        ("language", "French"),
    ],
    "42": [
        ("title", "Արցախում զոհվել է ՊԲ փոխհրամանատար, գնդապետ Հովհաննես Սարգսյանը"),
        ("publisher", "Lurer.com"),
        ("language", "Armenian"),
        ("date", "18 November 2020"),
        ("archived", "4 February 2021"),
        ("accessed", "4 February 2021"),
    ],
    "29": [
        ("title", "شایعات مبنی بر کمک ایران به ارمنستان کاملا بی اساس است"),
        ("publisher", "iribnews.ir"),
        ("language", "Persian"),
        ("date", "30 September 2020"),
        ("archived", "30 September 2020"),
        ("accessed", "30 September 2020"),
    ],
    "3": [
        ("title", "Türkiye'nin Dağlık Karabağ'a paralı asker gönderdiği iddiası"),
        ("language", "Turkish"),
        ("publisher", "Deutsche Welle"),
        ("date", "29 September 2020"),
        ("archived", "2 October 2020"),
        ("accessed", "11 October 2020"),
    ],
    # quotation marks inside the title
    "139": [
        ("author", "Haider, Hans"),
        ("date", "2 January 2013"),
        ("title", 'Gefährliche Töne im "Frozen War"'),
        ("publisher", "Wiener Zeitung"),
        ("language", "German"),
        ("accessed", "18 November 2020"),
    ],
    "173": [
        ("title", 'Azerbaijan claims "full control" of border with Iran'),
        ("publisher", "timesnownews.com"),
        ("accessed", "28 October 2020"),
    ],
    # undated author
    "114": [
        ("author", "Hedenskog, Jakob; Lund, Aron; Norberg, Johan"),
        ("title", "The End of the Second Karabakh War: New realities in the South Caucasus"),
        ("publisher", "Swedish Defence Research Agency. Stockholm"),
    ],
    # a year for a date, and a book's title that no marks enclose
    "132": [("author", "de Waal, Thomas"), ("date", "2003")],
    # an entry that is a title and nothing else
    "83": [],
    # dates without a day, with a medium
    "163": [
        ("title", "Azerbaijan: Unlawful Strikes in Nagorno-Karabakh"),
        ("publisher", "Human Rights Watch"),
        ("date", "11 December 2020"),
        ("accessed", "3 April 2021"),
    ],
}


@pytest.mark.parametrize(("label", "fields"), FIELDS.items(), ids=FIELDS)
def test_fields_of_an_entry(article: Article, label: str, fields: list[tuple[str, str]]) -> None:
    entry = article.entry(label)
    assert entry is not None
    found = [(field.name.value, article.slice(field)) for field in entry.fields]
    assert sorted(found) == sorted(fields)
    assert [field.start for field in entry.fields] == sorted(field.start for field in entry.fields)


# Which entries carry a quotation from their source, and how it begins.
@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("5", "We now have information which"),
        ("13", "The presence of the Turkish fighter aircraft ... demonstrate[s]"),
        ("38", "President Ilham Aliyev has congratulated"),
        ("96", "On 27 September 2020, Azerbaijan launched"),
        ("97", "The Azerbaijani offensive against"),
        ("129", "This mountain enclave, mostly inhabited"),
    ],
)
def test_quotation_of_a_source(article: Article, label: str, begins: str) -> None:
    entry = article.entry(label)
    assert entry is not None
    (words,) = [article.slice(field) for field in entry.fields if field.name.value == "quotation"]
    assert words.startswith(begins)
    assert "{{" not in words


LISTS: dict[str, tuple[str, list[tuple[str, str, int]], list[str]]] = {
    # text, (label, words, uses), lines of no entry
    "a number and a caret": ("  1. ^ One.\n  2. ^ Two.\n", [("1", "One.", 1), ("2", "Two.", 1)], []),
    "a letter and a caret": ("a. ^ One.\nb. ^ a b Two.\n", [("a", "One.", 1), ("b", "Two.", 2)], []),
    "back-link letters": ("  1. ^ a b c One.\n", [("1", "One.", 3)], []),
    "a lone a is a word": ("  1. ^ a list of towns.\n", [("1", "a list of towns.", 1)], []),
    "letters in another order are words": ("  1. ^ b a One.\n", [("1", "b a One.", 1)], []),
    "letters without words": ("  1. ^ a b\n", [("1", "", 2)], []),
    "more letters than the alphabet": (
        "1. ^ " + " ".join("abcdefghijklmnopqrstuvwxyz") + " aa ab One.\n",
        [("1", "One.", 28)],
        [],
    ),
    "Jump up": ("1. ^ Jump up to: a b One.\n", [("1", "One.", 2)], []),
    "a caret without a number": ("^ One.\n^ Two.\n", [("1", "One.", 1), ("2", "Two.", 1)], []),
    "several lines": ("  1. ^ One.\n     More.\n  2. ^ Two.\n", [("1", "One.\n     More.", 1), ("2", "Two.", 1)], []),
    "bullets": ("1. ^ One:\n• More.\n• Most.\n", [("1", "One:\n• More.\n• Most.", 1)], []),
    "an empty line ends an entry": ("  1. ^ One.\n\n     More.\n", [("1", "One.", 1)], ["     More."]),
    "a line that is no deeper is none of it": ("  1. ^ One.\n  More.\n", [("1", "One.", 1)], ["  More."]),
    "a line before the list": ("These are they.\n  1. ^ One.\n", [("1", "One.", 1)], ["These are they."]),
    "cut in the middle": ("  1. ^ One.\n  2. ^\n", [("1", "One.", 1), ("2", "", 1)], []),
    "words only on the next line": ("  1. ^\n     One.\n", [("1", "One.", 1)], []),
    # other texts' lists: without a caret nothing is known of uses
    "a number and a stop": ("1. One.\n2. Two.\n", [("1", "One.", 0), ("2", "Two.", 0)], []),
    "a number in brackets": ("[1] One.\n[12] Two.\n", [("1", "One.", 0), ("12", "Two.", 0)], []),
    "a number and a bracket": ("1) One.\n", [("1", "One.", 0)], []),
    "carriage returns": ("  1. ^ One.\r\n  2. ^ Two.\r\n", [("1", "One.", 1), ("2", "Two.", 1)], []),
    "with carets no number alone begins an entry": ("1. ^ One.\n2. Two.\n", [("1", "One.", 1)], ["2. Two."]),
    "no entries": ("One.\nTwo.\n", [], ["One.", "Two."]),
    "nothing": ("", [], []),
}


@pytest.mark.parametrize(("text", "entries", "others"), LISTS.values(), ids=LISTS.keys())
def test_lists(text: str, entries: list[tuple[str, str, int]], others: list[str]) -> None:
    found, rest = read_entries(split_lines(text))
    assert [(e.label, text[e.words.start : e.words.end], e.uses) for e in found] == entries
    assert [line.text.rstrip("\r") for line in rest] == others


def test_notes_are_lettered_in_order() -> None:
    entries, _ = read_entries(split_lines("".join(f"{number}. ^ Words.\n" for number in range(1, 29))))
    assert [note_label(entry) for entry in entries[:3]] == ["a", "b", "c"]
    assert [note_label(entry) for entry in entries[25:]] == ["z", "aa", "ab"]


def test_a_note_keeps_the_letter_it_is_printed_with() -> None:
    entries, _ = read_entries(split_lines("b. ^ Second.\nc. ^ Third.\n"))
    assert [note_label(entry) for entry in entries] == ["b", "c"]


def test_a_number_that_is_not_printed_is_not_guessed_among_printed_ones() -> None:
    entries, _ = read_entries(split_lines("^ One.\n5. ^ Five.\n^ Six?\n"))
    assert [entry.label for entry in entries] == ["", "5", ""]
    entries, _ = read_entries(split_lines("^ One.\n^ Two.\n"))
    assert [entry.label for entry in entries] == ["1", "2"]


def test_a_label_that_stands_twice_is_resolved_to_neither() -> None:
    entries, _ = read_entries(split_lines("1. ^ One.\n2. ^ Two.\n1. ^ Three.\n"))
    assert twice(entries) == {"1"}


def note(label: str, *cited: str) -> Passage:
    markers = tuple(Marker(at, at + 1, number) for at, number in enumerate(cited))
    return Passage(Kind.NOTE, ("Notes",), 0, 9, (Sentence(0, 9, "", markers),), label=label)


def test_other_list() -> None:
    references = [Reference(label, 0, 1, uses=1) for label in "1234"]
    # Entries 1 to 3 are cited once each, and the first note does that: a second note with 1, 2, 3 is another page's.
    assert other_list([note("a", "1", "2", "3"), note("b", "1", "2", "3")], references, []) == {"b"}
    # The text cites them already.
    cited = [Marker(0, 1, "1"), Marker(2, 3, "2")]
    assert other_list([note("a", "1", "2")], references, cited) == {"a"}
    # Numbers that do not run from 1, a single number, and entries that do not say how often they are cited.
    assert other_list([note("a", "2", "3")], references, [Marker(0, 1, "2")]) == frozenset()
    assert other_list([note("a", "1")], references, [Marker(0, 1, "1")]) == frozenset()
    silent = [Reference(label, 0, 1, uses=0) for label in "12"]
    assert other_list([note("a", "1", "2")], silent, [Marker(0, 1, "1")]) == frozenset()


ODD_FIELDS: dict[str, list[tuple[str, str]]] = {
    "": [],
    "12 June": [],
    '"Only a title"': [("title", "Only a title")],
    'Doe, Jane. "The ships". The Paper. 2020-05-04.': [
        ("author", "Doe, Jane"),
        ("title", "The ships"),
        ("publisher", "The Paper"),
        ("date", "2020-05-04"),
    ],
    'Doe, Jane (May 2020). "The ships". The Paper. pp. 3–9.': [
        ("author", "Doe, Jane"),
        ("date", "May 2020"),
        ("title", "The ships"),
        ("publisher", "The Paper"),
    ],
    # US dates
    '"The ships". The Paper. June 5, 2020. Retrieved July 6, 2021.': [
        ("title", "The ships"),
        ("publisher", "The Paper"),
        ("date", "June 5, 2020"),
        ("accessed", "July 6, 2021"),
    ],
    # a leftover of fewer than four words is no quotation
    '"The ships". The Paper. Retrieved 6 July 2021. via Web.': [
        ("title", "The ships"),
        ("publisher", "The Paper"),
        ("accessed", "6 July 2021"),
    ],
}


@pytest.mark.parametrize(("text", "fields"), ODD_FIELDS.items(), ids=[repr(text) for text in ODD_FIELDS])
def test_fields_of_other_entries(text: str, fields: list[tuple[str, str]]) -> None:
    found = [(field.name.value, text[field.start : field.end]) for field in read_fields(text, 0, len(text))]
    assert sorted(found) == sorted(fields)
