"""What stands only in the page's stripped copy (line 716)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.article import Article, Kind, Passage
from ingest.fold import fold
from ingest.lines import split_lines
from ingest.parse import parse
from ingest.recovered import KNOWN, Anchor, StrippedCopy, find_copy

# Facts that stand nowhere else, and the section they belong to.
FACTS = [
    (("Infobox", "Location"), "Nagorno Karabakh and surrounding Armenian occupied territories Armenia Azerbaijan border"),
    # two lines of the result
    (("Infobox", "Result"), "Ceasefire agreement signed on 10 November 2020 30"),
    (("Infobox", "Result"), "Russian peacekeeping forces deployed to the region 33"),
    (("Infobox", "Territorial changes", "During the conflict:"), "5 cities 4 towns 286 villages 34 and the entire Azerbaijan Iran border"),
    # arms suppliers, a column each
    (("Infobox", "Belligerents"), "Arms suppliers Israel 17 18"),
    (("Infobox", "Belligerents"), "Armenian diaspora volunteers 19 20 21 22 Arms suppliers Russia c"),
    (("Infobox", "Belligerents"), "Syrian mercenaries a 4 5 6 7 8"),
    (("Infobox", "Commanders and leaders"), "Ilham Aliyev Zakir Hasanov Karim Valiyev"),
    (("Infobox", "Units involved"), "Homeland Detachment 56 Erato Detachment 57"),
    # which numbers are figures and which are markers cannot be told: they stay as they are
    (("Infobox", "Strength"), "14 272 servicemen 58 59 2 580 Syrian fighters 60"),
    # both sides' equipment
    (("Infobox", "Strength", "Equipment:"), "Unknown number of Bayraktar TB2 combat drone 62 61"),
    (("Infobox", "Strength", "Equipment:"), "Various MRLs including BM 30 Smerches WM 80s and BM 21 Grads 71 61"),
    # a lost caption
    (("Casualties", "Infrastructure damage"), "Ghazanchetsots Cathedral in Shusha was shelled twice during the conflict 259 260 261"),
    # pointers
    (("Background", "Soviet era"), "Main article Nagorno Karabakh Autonomous Oblast"),
    (("Aftermath", "Turkish-Russian peacekeeping"), "Main article Peacekeeping operations in Nagorno Karabakh"),
    # the See also list
    (("See also",), "List of territorial disputes"),
]  # fmt: skip


def recovered(article: Article) -> list[Passage]:
    return [passage for passage in article.passages if passage.kind is Kind.RECOVERED]


@pytest.mark.parametrize(("section", "words"), FACTS, ids=[words[:50] for _, words in FACTS])
def test_facts_of_the_stripped_copy(article: Article, section: tuple[str, ...], words: str) -> None:
    found = [passage.section for passage in recovered(article) if words in article.slice(passage)]
    assert found == [section]


def test_recovered_passages_are_marked_as_such(article: Article) -> None:
    found = recovered(article)
    assert found
    for passage in found:
        (sentence,) = passage.sentences
        assert sentence.markers == ()
        assert article.line(passage.start) == article.line(passage.end) == 716
    assert all(p.kind is Kind.RECOVERED for p in article.passages if article.line(p.start) >= 716)


# Residue of the page's players and links, and what stands above with its punctuation.
@pytest.mark.parametrize(
    "words",
    [
        "source source",
        "mp3",
        "Contents 1 Naming",
        "2 906 servicemen killed",
        "External links",
        "From the Armenian perspective",
        "The war has been referred to",
        "wikipedia, wiki",
    ],
)
def test_residue_is_not_recovered(article: Article, words: str) -> None:
    assert not [passage for passage in recovered(article) if words in article.slice(passage)]


def test_what_is_recovered_stands_nowhere_above(article: Article, text: str) -> None:
    above = fold(text[: text.index("\nsecond, nagorno")])
    for passage in recovered(article):
        assert fold(article.slice(passage)) not in above


# A made-up page with its stripped copy.
BODY = [
    "Town of Aston",
    "",
    "Town of Aston",
    "Location",
    "Population",
    "",
    "12,000[1]",
    "",
    "Aston is a town on the river, known for its bridge (built in 1901), its mill and its old harbour.[1][2]",
    "",
    "History",
    "",
    "The town's bridge was built in 1901 by Hask & Sons; before that, there was a ferry, run by the monks.[3]",
    "",
    "The flood of 1931 took the mill, the ferry and, as the Courier wrote, \"half of the market's houses\".[4]",
    "",
    "Today",
    "",
    "Today, Aston has twelve schools, two theatres (one of them closed), a university and a new harbour.[5]",
    "",
    "References",
    "",
    "  1. ^ a b One, Jane. \"The town\". The Courier.",
]  # fmt: skip
COPY = (
    "Town of Aston LocationNorthern Ostrenia near the sea Population12 000 1 Aston is a town on the river "
    "known for its bridge built in 1901 its mill and its old harbour 1 2 Contents 1 History 2 Today 3 ReferencesHistory "
    "Main article History of Aston The town s bridge was built in 1901 by Hask Sons before that there was a ferry run by "
    "the monks 3 source source The flood of 1931 took the mill the ferry and as the Courier wrote half of the market s "
    "houses 4 Today edit Today Aston has twelve schools two theatres one of them closed a university and a new harbour 5 "
    "References One Jane The town The Courier"
)


def page(copy: str) -> str:
    return "\n".join([*BODY, copy, ""])


@pytest.fixture
def shortest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy may be short."""
    monkeypatch.setattr("ingest.recovered.SHORTEST", 100)


@pytest.mark.usefixtures("shortest")
def test_another_page_with_a_copy(laws: Callable[[Article], None]) -> None:
    read = parse(page(COPY))
    laws(read)
    assert [(p.section, read.slice(p)) for p in recovered(read)] == [
        (("Infobox", "Location"), "Northern Ostrenia near the sea"),
        (("History",), "Main article History of Aston"),
    ]
    assert [heading.path for heading in read.headings] == [("History",), ("Today",), ("References",)]


@pytest.mark.usefixtures("shortest")
@pytest.mark.parametrize(
    "line",
    [
        # punctuated: a long paragraph
        COPY.replace(" and ", ", and. "),
        # of another page
        " ".join(f"word{n}" for n in range(100)),
        # too short
        "The town s bridge",
    ],
    ids=["punctuated", "another page", "short"],
)
def test_no_copy(line: str) -> None:
    assert find_copy(split_lines(page(line))) is None


def test_a_text_of_one_line_has_no_copy() -> None:
    assert find_copy(split_lines("word " * 10_000)) is None
    assert find_copy(()) is None


@pytest.mark.usefixtures("shortest")
def test_where_a_row_stands_in_the_copy() -> None:
    text = page(COPY)
    line = find_copy(split_lines(text))
    assert line is not None
    copy = StrippedCopy(text, line, None)
    assert copy.adjacent("Population", "12,000[1]")
    assert not copy.adjacent("Location", "12,000[1]")
    assert copy.after_residue("The flood of 1931")
    assert not copy.after_residue("Today, Aston")
    assert not copy.after_residue("Nowhere")


@pytest.mark.usefixtures("shortest")
def test_without_anchors_all_of_the_copy_is_recovered_or_dropped() -> None:
    text = page(COPY)
    line = find_copy(split_lines(text))
    assert line is not None
    passages, dropped = StrippedCopy(text, line, None).recover([])
    assert sum(p.end - p.start for p in (*passages, *dropped)) == len(COPY)
    start = text.index("Aston is a town")
    passages, dropped = StrippedCopy(text, line, None).recover([Anchor(start, start + 80, ("Lead",))])
    assert KNOWN in {part.reason for part in dropped}
    assert {passage.section for passage in passages} == {("Lead",)}
