"""What a number stands for: its entry's own words, or that there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markup import visible
from app.sources import next_marker, source, templates
from app.typeset import typeset
from ingest.article import Article, Field, FieldName, Kind, Reference
from ingest.parse import parse
from tests.making import P, made
from tests.parsed import parsed

ENTRY = "Lee, Ann (3 May 1900). “The <quay>” (in Latin). Courier. Archived on 5 May. Retrieved 4 May 1900. It is long."
SMALL = made(
    P(("The quay was built.", "It fell.[82]")),
    P(("It is long, they say.[1][2]",), ("Notes",), Kind.NOTE, label="e"),
    P(("Of elsewhere.[1]",), ("Notes",), Kind.NOTE, label="f", other_list=True),
    P((ENTRY,), ("References",), Kind.REFERENCE, label="82"),
    P(("Several:\n • One & two.",), ("References",), Kind.REFERENCE, label="1"),
)
PARTS = {
    FieldName.AUTHOR: "Lee, Ann",
    FieldName.DATE: "3 May 1900",
    FieldName.TITLE: "The <quay>",
    FieldName.LANGUAGE: "Latin",
    FieldName.PUBLISHER: "Courier",
    FieldName.ARCHIVED: "5 May",
    FieldName.ACCESSED: "4 May 1900",
    FieldName.QUOTATION: "It is long.",
}


def with_fields(article: Article) -> Article:
    """``article``, whose entry 82 has every field there is."""
    start = article.text.index(ENTRY)
    places = {name: start + ENTRY.index(words) for name, words in PARTS.items()}
    fields = tuple(Field(name, at, at + len(PARTS[name])) for name, at in places.items())
    references = tuple(
        Reference(entry.label, entry.start, entry.end, 1, fields if entry.label == "82" else ())
        for entry in article.references
    )
    return Article(
        article.title, article.text, None, (), (), article.passages, references, article.notes, article.dropped
    )


def button(label: str, rest: str = "") -> str:
    return (
        f'<button type="button" class="ibid-ref" data-label="{label}"{rest}'
        f' aria-label="reference {label}{" of another list" if rest else ""}">[{label}]</button>'
    )


def test_a_reference_with_all_its_fields() -> None:
    assert source(with_fields(SMALL), "82") == (
        '<dl class="ibid-fields"><dt>Title</dt><dd>The &lt;quay&gt;</dd><dt>Author</dt><dd>Lee, Ann</dd>'
        "<dt>Publisher</dt><dd>Courier</dd><dt>Date</dt><dd>3 May 1900</dd><dt>Accessed</dt><dd>4 May 1900</dd>"
        "<dt>Language</dt><dd>Latin</dd><dt>Archived</dt><dd>5 May</dd><dt>Quotation</dt><dd>It is long.</dd></dl>"
        f'<p class="ibid-entry">{ENTRY.replace("<quay>", "&lt;quay&gt;")}</p>'
        '<p><a href="#r82">Show it in the reference list</a></p>'
    )


def test_a_reference_of_which_nothing_is_recognised() -> None:
    assert source(SMALL, "1") == (
        '<p class="ibid-entry">Several:  • One &amp; two.</p><p><a href="#r1">Show it in the reference list</a></p>'
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        pytest.param("e", f"It is long, they say.{button('1')}{button('2')}", id="with-its-own-markers"),
        pytest.param("f", "Of elsewhere." + button("1", ' data-list="other"'), id="numbers-of-another-list"),
    ],
)
def test_a_note(label: str, words: str) -> None:
    assert source(SMALL, label) == (
        f'<p class="ibid-entry">{words}</p><p><a href="#n-{label}">Show it in the list of notes</a></p>'
    )


@pytest.mark.parametrize(
    ("label", "other_list", "expected"),
    [
        pytest.param("243", False, "This copy of the article has no entry for [243].", id="missing"),
        pytest.param(
            "82", True, "The number [82] belongs to another list than this article's references.", id="other-list"
        ),
        pytest.param("<b>", False, "This copy of the article has no entry for [<b>].", id="markup"),
        pytest.param("", False, "This copy of the article has no entry for [].", id="nothing"),
    ],
)
def test_no_entry(label: str, other_list: bool, expected: str) -> None:
    tree = parsed(source(SMALL, label, other_list))
    assert tree.text == expected
    assert [node.text for node in tree.all("span", "ibid-label")] == [label]
    assert not tree.all("a")


def test_a_worded_note_is_the_note_it_stands_for() -> None:
    article = made(P(("First.",), ("Notes",), Kind.NOTE, label="a"), P(("Second.",), ("Notes",), Kind.NOTE, label="b"))
    assert source(article, "note 2") == source(article, "b")
    assert "Second." in source(article, "note 2")


def test_a_number_that_stands_twice() -> None:
    article = parse(
        "Text\n\nThe quay was built by the town in the year 1900.[1][2]\n\nReferences\n\n1. ^ One.\n2. ^ Two.\n2. ^ Or.\n"
    )
    said = "[2] stands more than once in this copy's list: which entry is meant can't be told."
    assert parsed(source(article, "2")).text == said
    assert [(t.attributes["id"], t.text) for t in parsed(templates(article)).all("template")][:2] == [
        ("ibid-source-1", "One.Show it in the reference list"),
        ("ibid-source-2", said),
    ]


def test_a_label_that_would_break_an_id() -> None:
    article = made(P(("An entry.",), ("References",), Kind.REFERENCE, label='"> <b>'))
    assert '<template id="ibid-source--223e203c623e">' in templates(article)
    (link,) = parsed(templates(article)).all("a")
    assert parsed(typeset(article)).one(link.attributes["href"][1:]).text.endswith("An entry.")


# Templates


def test_templates() -> None:
    article = with_fields(SMALL)
    held = {node.attributes["id"]: node for node in parsed(templates(article)).all("template")}
    assert list(held) == [
        *(f"ibid-source-{label}" for label in ("e", "f", "82", "1")),
        *(f"ibid-source-{name}" for name in ("missing", "other")),
    ]
    for label in ("e", "f", "82", "1"):
        assert held[f"ibid-source-{label}"].text == parsed(source(article, label)).text
    assert held["ibid-source-missing"].text == "This copy of the article has no entry for []."
    assert held["ibid-source-other"].text == "The number [] belongs to another list than this article's references."
    for name in ("missing", "other"):
        (blank,) = held[f"ibid-source-{name}"].all("span", "ibid-label")
        assert blank.text == ""


def leads_somewhere(article: Article) -> None:
    """Fails where a template's link leads nowhere, or a handle has an entry and no template."""
    page, held = parsed(typeset(article)), parsed(templates(article))
    targets = {node.attributes["id"] for node in page.nodes if "id" in node.attributes}
    assert all(link.attributes["href"][1:] in targets for link in held.all("a"))
    names = {node.attributes["id"] for node in held.all("template")}
    for passage in article.passages:
        for sentence in passage.sentences:
            for marker in sentence.markers:
                if not marker.other_list and (entry := article.entry(marker.label)):
                    assert f"ibid-source-{entry.label}" in names


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "The quay was built by the town in the year 1900.[1] It fell down in 1901.[a][note 1][4]",
            "Notes",
            "a. ^ A note on it.[1][2]",
            "1. ^ Another note.",
            "References",
            '1. ^ a b "Title". Paper. 3 May 1900. Retrieved 4 May 1900.',
            "2. ^ Two.",
            "2. ^ Two again.",
            "^ Without number.",
            "    • of several",
        ]
    ),
    max_size=16,
).map("\n".join)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_any_articles_links_lead_somewhere(text: str) -> None:
    leads_somewhere(parse(text))


def test_the_real_articles_sources(article: Article) -> None:
    leads_somewhere(article)
    held = {node.attributes["id"]: node for node in parsed(templates(article)).all("template")}
    assert len(held) == 192 + 6 + 2
    for entry in article.references:
        node = held[f"ibid-source-{entry.label}"]
        assert node.all("p", "ibid-entry")[0].text == visible(article.slice(entry)).replace("\n", " ")
        words = {visible(article.slice(field)) for field in entry.fields}
        assert {field.text for field in node.all("dd")} == words
    assert sum(len(node.all("dd")) for node in held.values()) == sum(len(e.fields) for e in article.references)
    assert "ibid-source-243" not in held


# The next marker


def test_next_marker() -> None:
    (passage, *_) = SMALL.passages
    first, second = passage.sentences
    assert next_marker(SMALL, passage, first) == second.markers[0]
    assert next_marker(SMALL, passage, second) is None  # has its own


@pytest.mark.parametrize(
    ("sentences", "kind", "expected"),
    [
        pytest.param(("One.", "Two.", "Three,[3] four.[4]"), Kind.PROSE, "3", id="the-nearest"),
        pytest.param(("One.", "Two.[2]", "Three.[3]"), Kind.BLOCK_QUOTE, "2", id="in-a-quotation"),
        pytest.param(("One.", "Two."), Kind.PROSE, None, id="none-follows"),
        pytest.param(("One.", "Two.[2]"), Kind.INFOBOX, None, id="a-row-stands-for-itself"),
        pytest.param(("One.", "Two.[2]"), Kind.CAPTION, None, id="so-does-a-caption"),
    ],
)
def test_next_marker_of_the_first(sentences: tuple[str, ...], kind: Kind, expected: str | None) -> None:
    article = made(P(sentences, kind=kind), P(("Another paragraph.[9]",)))
    (passage, _) = article.passages
    found = next_marker(article, passage, passage.sentences[0])
    assert (found.label if found else None) == expected


def test_the_next_item_of_a_list_is_another_statement() -> None:
    article = parse(
        "The works of the year that the office has finished are described in this list:\n\n"
        "- The quay was dredged. It is deep.[1]\n- The crane was built.\n- A house was built.[2]\n"
    )
    passage = next(passage for passage in article.passages if len(passage.sentences) == 4)
    found = [next_marker(article, passage, sentence) for sentence in passage.sentences]
    assert [marker.label if marker else None for marker in found] == ["1", None, None, None]


def test_next_markers_of_the_real_article(article: Article) -> None:
    prose = [
        (passage, sentence)
        for passage in article.passages
        if passage.kind is Kind.PROSE
        for sentence in passage.sentences
        if not sentence.markers
    ]
    found = [(sentence, next_marker(article, passage, sentence)) for passage, sentence in prose]
    assert all(marker is None or marker.start >= sentence.end for sentence, marker in found)
    assert (len(found), sum(marker is not None for _, marker in found)) == (121, 115)
