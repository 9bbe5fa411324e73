"""The article as a page: all of it, once, in order, and valid HTML whatever the article is."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markup import visible
from app.typeset import items, outline, typeset
from ingest.article import Article, Heading, Kind, Passage, Sentence, Span
from ingest.parse import parse
from tests.making import P, made
from tests.parsed import Node, parsed

TEXTS = Path(__file__).resolve().parent.parent / "texts"


def s(article: Article, words: str) -> str:
    """A sentence without markers, as it is to be typeset."""
    start = article.text.index(words)
    return f'<span class="ibid-s" id="s{start}" data-end="{start + len(words)}">{words}</span>'


def headed(*levels: int) -> Article:
    """An article that is nothing but headings of these levels: H0, H1, …"""
    headings = tuple(Heading(3 * at, 3 * at + 2, f"H{at}", level, (f"H{at}",)) for at, level in enumerate(levels))
    text = "".join(f"H{at}\n" for at in range(len(levels)))
    return Article("Made", text, None, headings, (), (), (), (), ())


def keeps_the_laws(article: Article) -> Node:
    """Fails where a sentence is missing, doubled, out of order or not word for word; or where HTML is not valid."""
    tree = parsed(typeset(article))
    spans = tree.all("span", "ibid-s")
    sentences = sorted((x for p in article.passages for x in p.sentences), key=lambda x: x.start)
    assert [(span.attributes["id"], span.attributes["data-end"]) for span in spans] == [
        (f"s{sentence.start}", str(sentence.end)) for sentence in sentences
    ]
    for span, sentence in zip(spans, sentences, strict=True):
        assert span.text == visible(article.slice(sentence)).replace("\n", " ")
        assert [button.text for button in span.all("button")] == [article.slice(m) for m in sentence.markers]
    assert all(button.attributes["tabindex"] == "-1" for button in tree.all("button"))
    headings = [node for node in tree.nodes if re.fullmatch("h[1-6]", node.tag)]
    assert [(node.attributes["id"], node.text) for node in headings] == [
        (f"h{heading.start}", visible(article.slice(heading)).replace("\n", " ")) for heading in article.headings
    ]
    links = parsed(outline(article)).all("a")
    assert [(link.attributes["href"], link.text) for link in links] == [
        (f"#{node.attributes['id']}", node.text) for node in headings
    ]
    depths = [2, *(int(node.tag[1]) for node in headings)]
    assert all(3 <= depth <= before + 1 for before, depth in pairwise(depths))
    return tree


# Headings


@pytest.mark.parametrize(
    ("levels", "tags"),
    [
        pytest.param((1, 2, 2, 1), "h3 h4 h4 h3", id="as-they-are"),
        pytest.param((1, 3, 3, 2), "h3 h4 h4 h4", id="none-is-skipped"),
        pytest.param((2, 3, 1), "h3 h4 h3", id="begins-below"),
        pytest.param((1, 2, 3, 4, 5, 6), "h3 h4 h5 h6 h6 h6", id="no-lower-than-h6"),
        pytest.param((3, 2, 3), "h3 h3 h4", id="goes-up-from-the-start"),
    ],
)
def test_levels_of_headings(levels: tuple[int, ...], tags: str) -> None:
    assert " ".join(node.tag for node in keeps_the_laws(headed(*levels)).nodes) == tags


def test_outline() -> None:
    assert outline(headed(1, 2, 3, 1)) == (
        '<nav aria-label="Sections of the article"><ol>'
        '<li><a href="#h0">H0</a><ol><li><a href="#h3">H1</a><ol><li><a href="#h6">H2</a></li></ol></li></ol></li>'
        '<li><a href="#h9">H3</a></li></ol></nav>'
    )


def test_outline_of_an_article_without_headings() -> None:
    assert outline(headed()) == ""


def test_headings_are_words_too() -> None:
    article = replace(headed(1), text="<i>", headings=(Heading(0, 3, "<i>", 1, ("<i>",)),))
    assert typeset(article) == '<h3 id="h0">&lt;i&gt;</h3>'
    assert '<a href="#h0">&lt;i&gt;</a>' in outline(article)


# The running text


def test_a_paragraph_keeps_its_blanks() -> None:
    article = parse("One stands here.[1]Two stands here, and it is a sentence. Three <i>is</i> here.\n")
    (passage,) = article.passages
    (paragraph,) = keeps_the_laws(article).all("p")
    assert paragraph.text == article.slice(passage)
    assert "&lt;i&gt;is&lt;/i&gt;" in typeset(article)


def test_a_block_quotation_whose_intro_is_a_sentence() -> None:
    article = made(P(("She wrote:",)), P(("“It is so.”", "It was."), kind=Kind.BLOCK_QUOTE))
    quotation = replace(article.passages[1], intro=Span(0, 10))
    article = replace(article, passages=(article.passages[0], quotation))
    keeps_the_laws(article)
    assert typeset(article) == (
        f'<p class="ibid-intro">{s(article, "She wrote:")}</p>\n'
        f'<blockquote aria-describedby="s0"><p>{s(article, "“It is so.”")} {s(article, "It was.")}</p></blockquote>'
    )


def test_a_block_quotation_whose_intro_stands_in_no_passage() -> None:
    article = made(P(("“It is so.”",), kind=Kind.BLOCK_QUOTE, intro="She <wrote>:"))
    keeps_the_laws(article)
    assert typeset(article) == (
        f'<p class="ibid-intro">She &lt;wrote&gt;:</p><blockquote><p>{s(article, "“It is so.”")}</p></blockquote>'
    )


def test_captions_and_what_stands_over_them() -> None:
    article = parse(
        "Town\n\nThe town lies at the river, and it is described in the text that follows here.\n\n"
        "Figure 1: A map\n\u00a0\u00a0 The river\n\n"
        "External video\n\u00a0 The flood on YouTube\n"
    )
    keeps_the_laws(article)
    assert typeset(article).split("\n")[1:] == [
        f'<p class="ibid-caption">{s(article, "Figure 1: A map")}</p>',
        f'<p class="ibid-caption ibid-legend">{s(article, "The river")}</p>',
        '<p class="ibid-over">External video</p>',
        f'<p class="ibid-caption">{s(article, "The flood on YouTube")}</p>',
    ]


def test_a_list() -> None:
    article = parse((TEXTS / "harbour-report.txt").read_text("utf-8"))
    (listed,) = keeps_the_laws(article).all("ul")
    assert [item.text for item in listed.all("li")] == [
        "The north quay was dredged to a depth of 9.5 metres between March and   June.",
        "A new crane was put up on the south quay.",
        "The lighthouse was painted.",
    ]


def test_items_of_a_list() -> None:
    text = "- One. Two.\n- Three."
    spans = ((2, 6), (7, 11), (14, 20))
    sentences = tuple(Sentence(start, end, text[start:end]) for start, end in spans)
    passage = Passage(Kind.PROSE, ("Lead",), 0, 20, sentences)
    article = Article("Made", text, None, (), (), (passage,), (), (), ())
    assert items(article, passage) == (sentences[:2], sentences[2:])
    assert typeset(article) == (
        f"<ul><li>{s(article, 'One.')} {s(article, 'Two.')}</li><li>{s(article, 'Three.')}</li></ul>"
    )


# The infobox


def test_an_infobox() -> None:
    article = parse(
        "Flood\n\nDate\t3 May 1900\nCasualties and losses\nPer <town>:\n• 2 dead\n• 1 missing\n\u00a0\u00a0 Dry land\n"
        "All cattle\n\nThe flood came in the night, and nobody in the town had been warned of it before.\n"
    )
    keeps_the_laws(article)
    assert typeset(article).split("\n")[0] == (
        '<table class="ibid-infobox"><caption>Infobox</caption>'
        '<tbody><tr><th colspan="2" scope="rowgroup">Date</th></tr>'
        f'<tr><td colspan="2">{s(article, "3 May 1900")}</td></tr></tbody>'
        '<tbody><tr><th colspan="2" scope="rowgroup">Casualties and losses</th></tr>'
        f'<tr><th scope="row">Per &lt;town&gt;:</th><td><ul><li>{s(article, "2 dead")}</li>'
        f"<li>{s(article, '1 missing')}</li></ul></td></tr></tbody>"
        f'<tbody><tr><td colspan="2"><p class="ibid-caption">{s(article, "Dry land")}</p></td></tr></tbody>'
        '<tbody><tr><th colspan="2" scope="rowgroup">Casualties and losses</th></tr>'
        f'<tr><td colspan="2">{s(article, "All cattle")}</td></tr></tbody></table>'
    )


def test_an_infobox_without_groups_has_one_column() -> None:
    article = made(P(("3 May 1900",), ("Infobox", "Date"), Kind.INFOBOX, intro="Date"))
    keeps_the_laws(article)
    assert typeset(article) == (
        '<table class="ibid-infobox"><caption>Infobox</caption><tbody><tr><th scope="rowgroup">Date</th></tr>'
        f"<tr><td>{s(article, '3 May 1900')}</td></tr></tbody></table>"
    )


def test_a_section_that_is_named_as_the_infobox_is_none() -> None:
    article = made(P(("A caption",), ("Infobox",), Kind.CAPTION), P(("Prose stands here.",), ("Infobox",)))
    named = replace(article, headings=(Heading(0, 0, "Infobox", 1, ("Infobox",)),))
    assert "<table" in typeset(article)
    assert "<table" not in typeset(named)


def test_what_stands_over_captions_there_is_shown() -> None:
    text = "Infobox\nExternal video\nA flood"
    article = Article(
        "Made",
        text,
        None,
        (Heading(0, 7, "Infobox", 1, ("Infobox",)),),
        (Heading(8, 22, "External video", 2, ("Infobox", "External video")),),
        (Passage(Kind.CAPTION, ("Infobox",), 23, 30, (Sentence(23, 30, "A flood"),), Span(8, 22)),),
        (),
        (),
        (),
    )
    assert typeset(article).split("\n") == [
        '<h3 id="h0">Infobox</h3>',
        '<p class="ibid-over">External video</p>',
        f'<p class="ibid-caption">{s(article, "A flood")}</p>',
    ]


# Notes and references


@pytest.mark.parametrize(
    ("kind", "label", "expected"),
    [
        pytest.param(Kind.REFERENCE, "82", '<li id="r82" value="82">{}</li>', id="number"),
        pytest.param(Kind.REFERENCE, "007", '<li id="r007" style="list-style: none">*007.* {}</li>', id="as-it-stands"),
        pytest.param(Kind.REFERENCE, "a", '<li id="ra" style="list-style: none">*a.* {}</li>', id="lettered"),
        pytest.param(
            Kind.REFERENCE, "A 1", '<li id="r-412031" style="list-style: none">*A 1.* {}</li>', id="no-blank-in-an-id"
        ),
        pytest.param(
            Kind.REFERENCE,
            '"><b>',
            '<li id="r-223e3c623e" style="list-style: none">*&quot;&gt;&lt;b&gt;.* {}</li>',
            id="markup",
        ),
        pytest.param(Kind.REFERENCE, None, '<li style="list-style: none">{}</li>', id="without-a-number"),
        pytest.param(Kind.REFERENCE, "²", '<li id="r-c2b2" style="list-style: none">*².* {}</li>', id="no-digit"),
        pytest.param(Kind.NOTE, "a", '<li id="n-a" value="1">{}</li>', id="note"),
        pytest.param(Kind.NOTE, "z", '<li id="n-z" value="26">{}</li>', id="note-z"),
        pytest.param(Kind.NOTE, "ab", '<li id="n-ab" value="28">{}</li>', id="note-after-z"),
        pytest.param(Kind.NOTE, "1", '<li id="n-1" style="list-style: none">*1.* {}</li>', id="numbered-note"),
    ],
)
def test_entries_carry_their_number(kind: Kind, label: str | None, expected: str) -> None:
    article = made(P(("An entry.",), ("List",), kind, label=label))
    keeps_the_laws(article)
    (listed,) = re.findall(r"<ol[^>]*>(.*)</ol>", typeset(article))
    expected = re.sub(r"\*(.*)\*", r'<span class="ibid-number">\1</span>', expected)
    assert listed == expected.format(s(article, "An entry."))


DOUBLED = "Text\n\nThe quay was built by the town in the year 1900.[1][2]\n\nReferences\n\n1. ^ One.\n2. ^ Two.\n2. ^ Other two.\n3. ^ Three.\n"


def test_a_number_that_stands_twice_is_no_place_to_go_to() -> None:
    tree = keeps_the_laws(parse(DOUBLED))
    (listed,) = tree.all("ol", "ibid-references")
    assert [(item.attributes.get("id"), item.attributes["value"]) for item in listed.all("li")] == [
        ("r1", "1"),
        (None, "2"),
        (None, "2"),
        ("r3", "3"),
    ]


def test_a_note_and_a_reference_of_one_label() -> None:
    # The label stands for the reference: the note must not take its place, nor its id.
    article = made(
        P(("A note.",), ("Notes",), Kind.NOTE, label="a"),
        P(("An entry.",), ("References",), Kind.REFERENCE, label="a"),
        P(("Another.",), ("References",), Kind.REFERENCE, label="a"),
    )
    tree = keeps_the_laws(article)
    assert [item.attributes.get("id") for item in tree.all("li")] == [None, "ra", None]


# What stands only in the page's other copy


def test_recovered_passages_say_what_they_are() -> None:
    article = made(
        P(("Tanks 12 3",), ("Infobox", "<Units>"), Kind.RECOVERED),
        P(("Guns 4 5",), ("Infobox", "<Units>"), Kind.RECOVERED),
        P(("See also it",), ("Lead",), Kind.RECOVERED),
    )
    keeps_the_laws(article)
    said = "From the page&#x27;s unpunctuated copy; reference numbers there run into the figures."
    assert typeset(article) == (
        f'<aside class="ibid-recovered" aria-label="{said}"><p>{said}</p>'
        f"<dl><dt>Infobox › &lt;Units&gt;</dt><dd>{s(article, 'Tanks 12 3')}</dd><dd>{s(article, 'Guns 4 5')}</dd>"
        f"<dt>Lead</dt><dd>{s(article, 'See also it')}</dd></dl></aside>"
    )


# Any article, and this one


@pytest.mark.parametrize("name", ["harbour-report.txt", "single-paragraph.txt", "tram-line.txt"])
def test_other_texts(name: str) -> None:
    keeps_the_laws(parse((TEXTS / name).read_text("utf-8")))


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "",
                "",
                "Town",
                "History & <b>more</b>",
                "2.1 Trade",
                "Contents",
                "1 History",
                "Date\t3 May 1900",
                "Casualties and losses",
                "Per town:",
                "• 2 dead[1]",
                "\u00a0\u00a0 Dry land",
                "\u00a0",
                "External video",
                "\u00a0 The flood on YouTube",
                "Table 1: Of goods",
                'According to <the> "Courier":[1][note 1]',
                "“It is a long sentence that somebody said of the town & its quay,” she said to the paper.[2]",
                "The quay was built by the town in the year 1900.[1] It fell\rdown\x07 in 1901.[a] <script>alert(1)</script>",
                "- The quay was dredged. It was deep.[3]",
                "- The crane </li> was built",
                "Notes",
                "a. ^ A note on it.[1]",
                "1. ^ Another note.",
                "References",
                '1. ^ a b "Title". Paper. 3 May 1900. Retrieved 4 May 1900.',
                "2. ^ Two.",
                "2. ^ Two again.",
                "^ Without number.",
                "    • of several",
            ]
        ),
    ),
    max_size=25,
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_any_text_is_typeset_whole(text: str) -> None:
    keeps_the_laws(parse(text))


def test_the_real_article(article: Article) -> None:
    tree = keeps_the_laws(article)
    assert Counter(
        node.tag for node in tree.nodes if node.tag in ("h3", "h4", "h5", "table", "blockquote", "aside")
    ) == {
        "h3": 13,
        "h4": 25,
        "h5": 8,
        "table": 1,
        "blockquote": 1,
        "aside": 1,
    }
    assert len(tree.all("span", "ibid-s")) == 766
    assert len(tree.all("button", "ibid-ref")) == 562
    assert len(tree.all("p", "ibid-caption")) == 47
    (notes,), (references,) = tree.all("ol", "ibid-notes"), tree.all("ol", "ibid-references")
    assert [item.attributes["id"] for item in notes.all("li")] == ["n-a", "n-b", "n-c", "n-d", "n-e", "n-f"]
    entries = [(item.attributes["id"], item.attributes["value"]) for item in references.all("li")]
    assert entries == [(f"r{entry.label}", entry.label) for entry in article.references]
    assert len(tree.all("aside")[0].all("span", "ibid-s")) == 30


def test_the_lead_stands_between_the_infobox_and_the_first_heading(article: Article) -> None:
    tree = parsed(typeset(article))
    tags = [part.tag for part in tree.inside if isinstance(part, Node)]
    assert tags[0] == "table"
    lead = tags[1 : tags.index("h3")]
    assert set(lead) == {"p"}
    sentences = sum(len(p.sentences) for p in article.passages if (p.section, p.kind) == (("Lead",), Kind.PROSE))
    between = [part for part in tree.inside if isinstance(part, Node)][1 : tags.index("h3")]
    assert sum(len(part.all("span", "ibid-s")) for part in between) == sentences > 0


def test_groups_of_the_real_infobox_govern_their_rows_only(article: Article) -> None:
    (table,) = parsed(typeset(article)).all("table", "ibid-infobox")
    groups = {row.all("th")[0].text: len(row.all("li")) for row in table.all("tr") if row.all("th") and row.all("td")}
    assert groups == {"Post-ceasefire:": 3, "Per Azerbaijan:": 4, "Per SOHR:": 2, "Per Armenia/Artsakh:": 4}
    labels = [body.all("tr")[0].text for body in table.all("tbody")][1:]
    assert labels == [
        "Date",
        "Result",
        "Territorial changes",
        "Belligerents",
        "Strength",
        "Casualties and losses",
    ]


def test_it_is_quick(article: Article) -> None:
    started = time.perf_counter()
    typeset(article)
    assert time.perf_counter() - started < 0.3  # seconds; 0.01 on an idle machine
