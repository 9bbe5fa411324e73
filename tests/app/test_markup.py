"""Words as HTML: all of them, none read as more than a word, and markers one can take hold of."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markup import anchor, escaped, marked, visible
from ingest.article import Article, Kind, Marker, Sentence, Span
from ingest.parse import parse
from tests.making import P, made
from tests.parsed import parsed

MARKER = re.compile(r"\[(\d{1,3}|[a-z])\]")


def shown(article: Article, sentence: Sentence) -> str:
    """What is to be read of a sentence."""
    return visible(article.slice(sentence)).replace("\n", " ")


NOT_TABBABLE = ' tabindex="-1"'
OTHER_LIST = ' data-list="other"'


def handle(label: str, spoken: str, *, rest: str = "", list_: str = "") -> str:
    return f'<button type="button" class="ibid-ref" data-label="{label}"{list_} aria-label="{spoken}"{rest}>[{label}]</button>'


def only(article: Article) -> Sentence:
    return article.passages[0].sentences[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("<b>A & \"B\" 'C'</b>", "&lt;b&gt;A &amp; &quot;B&quot; &#x27;C&#x27;&lt;/b&gt;", id="markup"),
        pytest.param("&lt;&#60;", "&amp;lt;&amp;#60;", id="references-stay-words"),
        pytest.param("one\ntwo\r\nthree", "one two three", id="lines"),
        pytest.param("one\rtwo", "one\u240dtwo", id="a-return-alone-is-a-picture"),
        pytest.param("\x00\x1b\u202e\ud800", "\u2400\u241b\ufffd\ufffd", id="control-characters"),
        pytest.param("a\tb\u00a0c", "a\tb\u00a0c", id="blanks-stay"),
    ],
)
def test_escaped(words: str, expected: str) -> None:
    assert escaped(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("a\tb\nc", "a\tb\nc", id="blanks-stay"),
        pytest.param("a\rb\x00\x7f", "a\u240db\u2400\u2421", id="pictures"),
        pytest.param("\x9b31m", "\ufffd31m", id="eight-bit-escape"),
        pytest.param("\ud800", "\ufffd", id="lone-surrogate"),
        pytest.param("a\u061cb\u2028c\u2029", "a\ufffdb\ufffdc\ufffd", id="arabic-mark-and-line-breaks-of-unicode"),
        pytest.param("Şuşa 🙂 ع", "Şuşa 🙂 ع", id="letters-stay"),
    ],
)
def test_visible(words: str, expected: str) -> None:
    assert visible(words) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("82", "82", id="number"),
        pytest.param("e", "e", id="note"),
        pytest.param("aa", "aa", id="note-after-z"),
        pytest.param("note 2", "-6e6f74652032", id="a-blank-would-end-an-id"),
        pytest.param("none", "-6e6f6e65", id="not-a-word-of-ours"),
        pytest.param('"><b>', "-223e3c623e", id="markup"),
        pytest.param("٣", "-d9a3", id="digits-of-another-script"),
        pytest.param("", "-", id="nothing"),
        pytest.param("\ud800", "-eda080", id="lone-surrogate"),
    ],
)
def test_anchor(label: str, expected: str) -> None:
    assert anchor(label) == expected


@given(st.text(max_size=8), st.text(max_size=8))
def test_no_two_labels_have_one_anchor(one: str, other: str) -> None:
    assert (anchor(one) == anchor(other)) == (one == other)
    assert re.fullmatch(r"[a-z0-9-]+", anchor(one))


def test_marked() -> None:
    article = made(P(("He <left>,[82] they say.[e]",)))
    assert marked(article, only(article)) == (
        f"He &lt;left&gt;,{handle('82', 'reference 82')} they say.{handle('e', 'note e')}"
    )


def test_handles_that_the_tab_key_passes_by() -> None:
    article = made(P(("He left.[82]",)))
    expected = f"He left.{handle('82', 'reference 82', rest=NOT_TABBABLE)}"
    assert marked(article, only(article), tabbable=False) == expected


def test_a_number_of_another_list_says_so() -> None:
    article = made(P(("He left.[1]",), other_list=True), P(("An entry.",), ("References",), Kind.REFERENCE, label="1"))
    expected = f"He left.{handle('1', 'reference 1 of another list', list_=OTHER_LIST)}"
    assert marked(article, only(article)) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("note 2", "b", id="the-second-note"),
        pytest.param("nb 2", "b", id="another-word-for-it"),
        pytest.param("note 3", "note 3", id="no-such-note"),
        pytest.param("b", "b", id="by-its-letter"),
    ],
)
def test_a_handle_names_the_entry_it_stands_for(label: str, expected: str) -> None:
    notes = [P((f"Note {letter}.",), ("Notes",), Kind.NOTE, label=letter) for letter in "ab"]
    article = made(P((f"He left.[{label}]",)), *notes)
    sentence = only(article)
    start = sentence.start + len("He left.")
    sentence = replace(sentence, markers=(Marker(start, start + len(label) + 2, label),))
    (button,) = parsed(marked(article, sentence)).all("button")
    spoken = f"note {label.rsplit(maxsplit=1)[-1]}"
    assert (button.attributes["data-label"], button.attributes["aria-label"]) == (expected, spoken)
    assert button.text == f"[{label}]"


SAID = "Ann Lee said,[1] and Bo\r\nRay denied.[2]"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param("Ann Lee", ["Ann Lee"], id="at-the-start"),
        pytest.param("Bo\r\nRay", ["Bo Ray"], id="between-markers"),
        pytest.param("said,[1] and", [], id="crosses-a-marker"),
        pytest.param("[1]", [], id="is-a-marker"),
        pytest.param("Bo\r", [], id="ends-in-a-line-break"),
        pytest.param("\nRay", [], id="begins-in-a-line-break"),
        pytest.param("Bo\r\n", ["Bo "], id="a-whole-line-break"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_who_is_set_off(who: str, expected: list[str]) -> None:
    article = made(P((SAID,)))
    start = SAID.index(who)
    tree = parsed(marked(article, only(article), who=Span(start, start + len(who))))
    assert [node.text for node in tree.all("b", "ibid-who")] == expected
    assert tree.text == shown(article, only(article))


def test_who_stands_in_another_sentence() -> None:
    article = made(P(("Ann Lee spoke.", "She denied it.")))
    assert marked(article, article.passages[0].sentences[1], who=Span(0, 7)) == "She denied it."
    reaching = Span(8, 20)  # from the first sentence into the second
    assert [marked(article, sentence, who=reaching) for sentence in article.passages[0].sentences] == [
        "Ann Lee spoke.",
        "She denied it.",
    ]


MARKED = "Ann Lee said,[1] and Bo\r\nRay denied.[2]"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([(0, 3)], ["Ann"], id="a-word"),
        pytest.param([(17, 20), (0, 3)], ["Ann", "and"], id="in-the-text's-order"),
        pytest.param([(0, 7), (4, 12)], ["Ann Lee", " said"], id="overlap"),
        pytest.param([(0, 12), (4, 7)], ["Ann Lee said"], id="one-inside-another"),
        pytest.param([(4, 7), (4, 7)], ["Lee"], id="twice"),
        pytest.param([(0, 3), (3, 7)], ["Ann", " Lee"], id="side-by-side"),
        pytest.param([(8, 20)], ["said,", " and"], id="crosses-a-marker"),
        pytest.param([(13, 16)], [], id="is-a-marker"),
        pytest.param([(14, 15)], [], id="inside-a-marker"),
        pytest.param([(0, 99)], ["Ann Lee said,", " and Bo Ray denied."], id="beyond-the-end"),
        pytest.param([(42, 99)], [], id="another-sentence"),
        pytest.param([(4, 4)], [], id="nothing"),
        pytest.param([(7, 4)], [], id="backwards"),
        pytest.param([(21, 24)], [], id="ends-in-a-line-break"),
        pytest.param([(24, 28)], [], id="begins-in-a-line-break"),
        pytest.param([(21, 28)], ["Bo Ray"], id="over-a-line-break"),
    ],
)
def test_marks(spans: list[tuple[int, int]], expected: list[str]) -> None:
    article = made(P((MARKED,)))
    tree = parsed(marked(article, only(article), marks=[Span(*span) for span in spans]))
    assert [node.text for node in tree.all("mark", "ibid-differs")] == expected
    assert tree.text == shown(article, only(article))


@pytest.mark.parametrize(
    ("who", "mark", "expected"),
    [
        pytest.param((0, 7), (8, 12), [("b", "Ann Lee"), ("mark", "said")], id="apart"),
        pytest.param((0, 7), (0, 7), [("b", "Ann Lee")], id="the-same-words"),
        pytest.param((0, 7), (4, 12), [("b", "Ann Lee"), ("mark", " said")], id="a-mark-goes-on-behind-who"),
        pytest.param((4, 12), (0, 7), [("mark", "Ann Lee")], id="who-is-set-off-whole-or-not-at-all"),
    ],
)
def test_marks_beside_who(who: tuple[int, int], mark: tuple[int, int], expected: list[tuple[str, str]]) -> None:
    article = made(P((MARKED,)))
    tree = parsed(marked(article, only(article), who=Span(*who), marks=[Span(*mark)]))
    assert [(node.tag, node.text) for node in tree.nodes if node.tag != "button"] == expected
    assert tree.text == shown(article, only(article))


# Pieces that meet at their worst: markers, halves of line breaks, markup, what turns text around.
PIECES = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            ["[1]", "[82]", "[e]", "\r", "\n", "\r\n", "<b>", "&amp;", "</button>", '"', "\u202e", "\ud83d"]
        ),
    ),
    min_size=1,
    max_size=12,
).map("".join)


SPANS = st.builds(Span, st.integers(0, 30), st.integers(0, 30))


@given(PIECES, st.none() | SPANS, st.lists(SPANS, max_size=4), st.booleans())
def test_all_words_can_be_read_back(words: str, who: Span | None, marks: list[Span], tabbable: bool) -> None:
    markers = tuple(Marker(match.start(), match.end(), match[1]) for match in MARKER.finditer(words))
    sentence = Sentence(0, len(words), words, markers)
    article = Article("Made", words, None, (), (), (), (), (), ())
    tree = parsed(marked(article, sentence, tabbable=tabbable, who=who, marks=marks))
    assert tree.text == shown(article, sentence)
    assert [node.attributes["data-label"] for node in tree.all("button")] == [marker.label for marker in markers]
    assert all(("tabindex" in node.attributes) is not tabbable for node in tree.all("button"))
    assert {node.tag for node in tree.nodes} <= {"button", "b", "mark"}
    # No character is marked that no span holds.
    held = {at for span in marks for at in range(span.start, span.end)}
    assert sum(len(node.text) for node in tree.all("mark")) <= len(held)


def test_all_words_of_the_real_article_can_be_read_back(article: Article) -> None:
    handles = 0
    for passage in article.passages:
        for sentence in passage.sentences:
            tree = parsed(marked(article, sentence))
            assert tree.text == shown(article, sentence)
            assert [node.text for node in tree.all("button")] == [article.slice(marker) for marker in sentence.markers]
            handles += len(tree.all("button"))
    assert handles == 562


def test_worded_notes_of_a_text_as_it_is_read() -> None:
    text = (
        "Harbour\n\nThe harbour was opened in the year 1900 by the town's mayor and his wife.[note 1]\n\n"
        "Notes\n\n1. ^ Some sources have 1901 for it.\n\nReferences\n\n1. ^ A book.\n"
    )
    article = parse(text)
    sentence = next(s for p in article.passages for s in p.sentences if s.markers)
    (button,) = parsed(marked(article, sentence)).all("button")
    assert (button.attributes["data-label"], button.text) == ("a", "[note 1]")
