"""A checked statement and a quotation as HTML: what is read, what is marked in both texts, and that all else is text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answer import Source
from app.check_cards import PLACES, CheckCards
from app.claims.checked import Checked, Difference, Statement, What
from app.markup import visible
from app.proof import Proof, ProofError, cited
from app.quotation import Found, QuotationError, find
from ingest.article import Article, Kind, Span
from tests.app.quoting import Unit, quoted, units
from tests.making import P, made
from tests.parsed import Node, parsed

BUILT_WORDS = "The bridge was <built> on 3 May\n1904,[1][2] and nine men drowned."
MAYOR_WORDS = "Mayor Ada Finch said that the old bridge would rise again.[3]"
OWNER_WORDS = "The owner, Tom Reed, denied that the ferry had been sunk on purpose."
SHUT = "The lock was shut."
ILM = made(
    P((BUILT_WORDS, MAYOR_WORDS, "It reopened in June."), ("History", "The <bridge>")),
    P((OWNER_WORDS,), ("Inquiry",)),
    P((SHUT,) * (PLACES + 2), ("Locks",)),
    P(("9 drowned[2]",), ("Infobox",), Kind.INFOBOX, intro="Per Freedonia:"),
    P(("Smith <j@example.org>. “Bridges\nof the Ilm”.",), ("References",), Kind.REFERENCE, label="1"),
    P(("Jones. “Ferries”.",), ("References",), Kind.REFERENCE, label="3"),
    title="The <Ilm>",
)
EVERY = units(ILM)
BUILT, MAYOR, JUNE, OWNER = EVERY[:4]
ROW = EVERY[-3]
CARDS = CheckCards(ILM, Proof(ILM))
CLAIM = "The bridge was built on 4 May 1904, and ten men drowned."
SAYS, OTHERWISE, SILENT = ("The article says so.", "The article says otherwise.", "The article does not say.")
LISTED = "p: Sources, as the article lists them"
BRIDGE = "blockquote: The bridge was <built> on 3 May 1904,[1][2] and nine men drowned."
BRIDGES = ["dt: [1]", "dd: Smith <j@example.org>. “Bridges of the Ilm”."]
MISSING = "missing: [2] no entry in this copy of the article"
FIRST_PLACE = "go: History › The <bridge> · line 1"


def there(words: str, article: Article = ILM) -> Span:
    """Where the article has ``words`` first."""
    return Span(article.text.index(words), article.text.index(words) + len(words))


def differing(text: str, *pairs: tuple[str, str, What]) -> tuple[Difference, ...]:
    return tuple(
        Difference(Span(text.index(ours), text.index(ours) + len(ours)), there(theirs), what)
        for ours, theirs, what in pairs
    )


def checked(text: str, *statements: Statement, article: Article = ILM) -> Checked:
    """``text`` as if it had been checked with these statements."""
    sources: dict[tuple[str, bool], Source] = {}
    proof = Proof(article)
    for statement in statements:
        for quote in statement.quotes:
            for label, other in cited(*proof.unit(quote)):
                entry = None if other else article.entry(label)
                sources[label, other] = Source(label, entry, "other_list" if other else None if entry else "missing")
    return Checked(text, statements, tuple(sources.values()), article.title, article.sha256, 1.0)


def bears_out(text: str, *chosen: Unit, said: Span | None = None, differences: Sequence[Difference] = ()) -> Statement:
    """All of ``text``, which the article says too, or otherwise; ``said``: whose account the last quote is."""
    quotes = tuple(quoted(ILM, unit) for unit in chosen)
    whose = (None,) * (len(quotes) - 1) + (said,)
    verdict = "differs" if differences else "supported"
    return Statement(0, len(text), verdict, quotes, (), tuple(differences), whose)  # type: ignore[arg-type]


def unsaid(text: str, *closest: Unit, reason: str | None = None) -> Statement:
    near = tuple(quoted(ILM, unit) for unit in closest)
    return Statement(0, len(text), "not_in_article", (), near, (), (), reason)


READ = {"h3", "p", "blockquote", "dt", "dd", "a", "td"}


def lines(shown: str) -> list[str]:
    """What is read, from above: each line's class, or tag where it has none, and its words."""
    return [
        f"{node.attributes.get('class', node.tag).removeprefix('ibid-')}: {node.text}"
        for node in parsed(shown).nodes
        if (node.tag in READ or (node.tag == "li" and not any(node.nodes)))
        and node.attributes.get("class") != "ibid-tools"
    ]


def marks(shown: str, tag: str, name: str | None = None) -> list[str]:
    """What is marked in the elements with this tag and class."""
    return [mark.text for node in parsed(shown).all(tag, name) for mark in node.all("mark", "ibid-differs")]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(
            checked("It reopened in June.", bears_out("It reopened in June.", JUNE)),
            ["typed: It reopened in June.", f"silent: {SAYS}", "blockquote: It reopened in June.",
             "go: History › The <bridge> · line 2"],
            id="supported-and-nothing-cited",
        ),
        pytest.param(
            checked(CLAIM, bears_out(CLAIM, BUILT, differences=differing(CLAIM, ("4", "3", "date")))),
            [f"typed: {CLAIM}", f"silent: {OTHERWISE}", "td: date", "td: 4", "td: 3", BRIDGE, FIRST_PLACE, LISTED,
             *BRIDGES, MISSING],
            id="differs-in-a-date",
        ),
        pytest.param(
            checked(CLAIM, bears_out(CLAIM, BUILT, differences=differing(CLAIM, ("4", "3", "date"), ("ten", "nine", "number")))),
            [f"typed: {CLAIM}", f"silent: {OTHERWISE}", "td: date", "td: 4", "td: 3", "td: number", "td: ten", "td: nine",
             BRIDGE, FIRST_PLACE, LISTED, *BRIDGES, MISSING],
            id="differs-in-two",
        ),
        pytest.param(
            checked("Nine drowned.", bears_out("Nine drowned.", BUILT, ROW, said=there("Freedonia"))),
            ["typed: Nine drowned.", f"silent: {SAYS}", BRIDGE, FIRST_PLACE, "before: before it Per Freedonia:",
             "by: Freedonia", "blockquote: 9 drowned[2]", "go: Infobox · line 9 · infobox row", LISTED, *BRIDGES, MISSING],
            id="an-account-beside-it",
        ),
        pytest.param(
            checked("The king came.", unsaid("The king came.", OWNER, BUILT)),
            ["typed: The king came.", f"silent: {SILENT}", "p: The closest passages, which do not say so:",
             f"blockquote: {OWNER_WORDS}", "go: Inquiry · line 4", BRIDGE, FIRST_PLACE],
            id="not-in-the-article-and-no-source-of-what-is-close",
        ),
        pytest.param(
            checked("Who <paid>?", unsaid("Who <paid>?", reason="This is a <question>.")),
            ["typed: Who <paid>?", f"silent: {SILENT} This is a <question>."],
            id="a-question-instead",
        ),
        pytest.param(checked(""), ["silent: There is no statement in this text."], id="an-empty-text"),
        pytest.param(
            checked(
                "It reopened in June.  The king\ncame.",
                bears_out("It reopened in June.", JUNE),
                replace(unsaid(""), start=22, end=36),
            ),
            ["typed: It reopened in June.", f"silent: {SAYS}", "blockquote: It reopened in June.",
             "go: History › The <bridge> · line 2", "typed: The king came.", f"silent: {SILENT}"],
            id="statement-by-statement",
        ),
    ],
)  # fmt: skip
def test_what_is_read_of_a_check(found: Checked, expected: list[str]) -> None:
    html = CARDS.check(found)
    assert lines(html) == ["asked: Is this what the article says?", *expected]
    hold(ILM, html)


def test_differences_are_marked_in_both_texts() -> None:
    """In the text in its own order; in the first quote only: what else says otherwise was not compared word by word."""
    pairs = differing(CLAIM, ("ten", "nine", "number"), ("4 May 1904", "3 May\n1904", "date"))
    html = CARDS.check(checked(CLAIM, bears_out(CLAIM, BUILT, ROW, differences=pairs)))
    assert marks(html, "p", "ibid-typed") == ["4 May 1904", "ten"]
    assert marks(html, "blockquote") == ["3 May 1904", "nine"]
    first, second = parsed(html).all("blockquote")
    assert (len(first.all("mark")), len(second.all("mark"))) == (2, 0)
    assert [node.text for node in parsed(html).all("th")] == ["what", "your text", "the article"]


def test_differences_that_overlap_are_both_marked_in_the_article() -> None:
    pairs = differing(CLAIM, ("4 May", "3 May", "date"), ("ten men", "May\n1904,[1][2] and nine", "wording"))
    html = CARDS.check(checked(CLAIM, bears_out(CLAIM, BUILT, differences=pairs)))
    assert marks(html, "blockquote") == ["3 May", " 1904,", " and nine"]


@pytest.mark.parametrize(
    ("found", "name"),
    [
        pytest.param(bears_out("x", JUNE), "ibid-same", id="supported"),
        pytest.param(
            bears_out("4 x", BUILT, differences=differing("4 x", ("4", "3", "date"))), "ibid-otherwise", id="differs"
        ),
        pytest.param(unsaid("x"), "ibid-none", id="not-in-article"),
    ],
)
def test_a_verdict_is_seen_too(found: Statement, name: str) -> None:
    (shown,) = parsed(CARDS.check(checked("4 x"[: found.end], found))).all("div", "ibid-verdict")
    assert name in shown.attributes["class"].split()


def test_what_is_not_proved_is_not_shown() -> None:
    good = bears_out("It reopened.", JUNE)
    (quote,) = good.quotes
    wrong = replace(good, quotes=(replace(quote, end=quote.end - 1),))
    with pytest.raises(ProofError, match="no sentence"):
        CARDS.check(Checked("It reopened.", (wrong,), (), ILM.title, ILM.sha256, 1.0))
    other = made(P(("Another text.",)))
    with pytest.raises(ProofError, match="another copy"):
        CARDS.check(Checked("x", (), (), other.title, other.sha256, 1.0))
    with pytest.raises(ProofError, match="another copy"):
        CARDS.quotation(find(other, "Another text."))


# Quotations

EXACT = "silent: These words stand in the article."
CUT = "silent: These words stand in the article, and others between them are left out {}."
SOURCES = [LISTED, *BRIDGES, MISSING]
MAYORS = ["by: Mayor Ada Finch", f"blockquote: {MAYOR_WORDS}", "go: History › The <bridge> · line 2"]
OWNERS = ["by: The owner, Tom Reed", f"blockquote: {OWNER_WORDS}", "go: Inquiry · line 4"]


@pytest.mark.parametrize(
    ("text", "by", "expected", "typed", "article"),
    [
        pytest.param(
            "would rise again", None,
            ["typed: would rise again", EXACT, *MAYORS, LISTED, "dt: [3]", "dd: Jones. “Ferries”."],
            [], ["would rise again"],
            id="exact",
        ),
        pytest.param(
            "1904,[7] and nine", None,
            ["typed: 1904,[7] and nine", EXACT, BRIDGE, FIRST_PLACE, *SOURCES],
            [], ["1904,", " and nine"],
            id="exact-around-numbers",
        ),
        pytest.param(
            "built> on 4 May 1904, and ten men", None,
            ["typed: built> on 4 May 1904, and ten men", "silent: The article has this otherwise: 2 numbers differ.",
             BRIDGE, FIRST_PLACE, *SOURCES],
            ["4", "ten"], ["3", "nine"],
            id="altered",
        ),
        pytest.param(
            "the ferry had been sunk", "Ada <Finch>",
            ["typed: the ferry had been sunk by Ada <Finch>",
             "silent: These words stand in the article, and there they are those of The owner, Tom Reed.", *OWNERS],
            [], ["the ferry had been sunk"],
            id="another-speaker",
        ),
        pytest.param(
            "The bridge was <built> and nine men drowned", None,
            ["typed: The bridge was <built> and nine men drowned", CUT.format("without a sign"), BRIDGE, FIRST_PLACE,
             "before: left out without a sign on 3 May 1904", *SOURCES],
            [], ["on 3 May 1904"],
            id="cut",
        ),
        pytest.param(
            "The bridge was <built> … and nine men drowned", None,
            ["typed: The bridge was <built> … and nine men drowned", CUT.format("where an ellipsis says so"), BRIDGE,
             FIRST_PLACE, "before: left out on 3 May 1904", *SOURCES],
            [], ["on 3 May 1904"],
            id="cut-with-a-sign",
        ),
        pytest.param(
            "denied that the ferry had been sunk on purpose. The bridge was <built> on 3 May", None,
            ["typed: denied that the ferry had been sunk on purpose. The bridge was <built> on 3 May",
             "silent: These words are from 2 places of the article, which do not follow each other.", *OWNERS, BRIDGE,
             FIRST_PLACE, *SOURCES],
            [], ["denied that the ferry had been sunk on purpose", "The bridge was <built> on 3 May"],
            id="stitched",
        ),
        pytest.param(
            "zebra lion tiger", None,
            ["typed: zebra lion tiger", "silent: No place of the article has these words."],
            [], [],
            id="not-there",
        ),
        pytest.param(
            "the zebra lion tiger drowned men and", None,
            ["typed: the zebra lion tiger drowned men and", "silent: No place of the article has these words.",
             "p: The nearest passage, which is not it:", BRIDGE, FIRST_PLACE],
            [], [],
            id="near-is-not-marked-and-no-source",
        ),
        pytest.param(
            "the lock was shut", None,
            ["typed: the lock was shut", "silent: These words stand in the article, in 8 places.",
             *[f"blockquote: {SHUT}", "go: Locks · line 6"] * PLACES, "li: And in 2 more places."],
            [], ["The lock was shut"] * PLACES,
            id="more-places-than-are-shown",
        ),
    ],
)  # fmt: skip
def test_what_is_read_of_a_quotation(
    text: str, by: str | None, expected: list[str], typed: list[str], article: list[str]
) -> None:
    html = CARDS.quotation(find(ILM, text, by))
    assert [line for line in lines(html) if line != f"by: by {by}"] == [
        "asked: Is this quotation in the article?",
        *expected,
    ]
    assert (marks(html, "p", "ibid-typed"), marks(html, "blockquote")) == (typed, article)
    hold(ILM, html)


# Laws

TAGS = set(
    "section h3 div ol ul li blockquote p span b strong mark dl dt dd button a table thead tbody tr th td".split()
)
ATTRIBUTES = {"class", "type", "href", "tabindex"}


def ours(shown: Node) -> None:
    """Asserts that nothing in it is more than the cards make: no tag, no attribute, no link elsewhere."""
    assert {node.tag for node in shown.nodes} <= TAGS
    names = {name for node in shown.nodes for name in node.attributes}
    assert {name for name in names if not re.fullmatch("(data|aria)-[a-z]+", name)} <= ATTRIBUTES
    links = {node.attributes["href"] for node in shown.nodes if "href" in node.attributes}
    assert all(re.fullmatch(r"#s\d+", link) for link in links)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown.text)


def hold(article: Article, html: str) -> None:
    """Asserts that each card has all words of its place and no others, and that each source is the article's."""
    shown = parsed(html)
    ours(shown)
    assert not any("id" in node.attributes for node in shown.nodes), "two turns may show the same quote"
    for card in shown.all("li", "ibid-card"):
        span = Span(int(card.attributes["data-start"]), int(card.attributes["data-end"]))
        assert [node.text for node in card.all("blockquote")] == [line(article.slice(span))]
        assert [node.attributes["href"] for node in card.all("a")] == [f"#s{span.start}"]
    for term, entry in zip(shown.all("dt"), shown.all("dd"), strict=True):
        found = article.entry(term.text[1:-1])
        assert found is not None
        assert entry.text == line(article.slice(found))
    assert [(node.attributes["data-do"]) for node in shown.all("button") if "data-do" in node.attributes][-2:] == [
        "again",
        "remove",
    ]


def line(words: str) -> str:
    return visible(words).replace("\n", " ")


PIECES = st.sampled_from(
    [
        *"<script> </script> <b> </b> </blockquote> </mark> <!-- --> <![CDATA[ ]]> &lt; &#60; &amp & < > \" ' = / ` ${x} {{x}}".split(),
        *("said", "that", "the", "bridge", "nine", "men", "1904", "1917", "…", "[...]", ",", ".", "Ada Finch said"),
        *("[1]", "[9]", "[a]", "\n", "\r\n", "\r", "\x00", "\x1b", "\u202e", "\u2028", "\t", " ", "x", "🕊", "\ud800"),
    ]
)
NASTY = st.lists(PIECES, max_size=10).map(" ".join) | st.lists(PIECES, max_size=10).map("".join)


@settings(max_examples=120, deadline=None)
@given(NASTY.map(lambda words: words + "x"), NASTY, NASTY, st.data())
def test_nothing_that_is_checked_becomes_markup(sentence: str, text: str, reason: str, data: st.DataObject) -> None:
    article = made(
        P((sentence,), (reason,)), P((reason + "y",), ("References",), Kind.REFERENCE, label="1"), title=sentence
    )
    text += "z"
    (passage, unit), *_ = units(article)
    first = data.draw(st.integers(0, len(text) - 1))
    begin = data.draw(st.integers(unit.start, unit.end - 1))
    one = Difference(
        Span(first, data.draw(st.integers(first + 1, len(text)))),
        Span(begin, data.draw(st.integers(begin + 1, unit.end))),
        "wording",
    )
    quote = quoted(article, (passage, unit))
    said = data.draw(st.none() | st.just(Span(begin, unit.end)))
    differs = Statement(0, len(text), "differs", (quote,), (), (one,), (said,))
    silent = Statement(0, len(text), "not_in_article", (), (quote,), (), (), reason or None)
    cards = CheckCards(article, Proof(article))
    for statement in (differs, silent):
        # Whoever is told to speak: the words are text.
        with patch("app.proof.speaker", lambda *_: said):
            html = cards.check(checked(text, statement, article=article))
        hold(article, html)
        assert [node.text for node in parsed(html).all("p", "ibid-typed")] == [line(text)]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(NASTY.map(lambda words: words + "x"), min_size=1, max_size=3), NASTY, st.none() | NASTY, st.integers(0, 9)
)
def test_nothing_that_is_looked_for_becomes_markup(sentences: list[str], text: str, by: str | None, kept: int) -> None:
    article = made(P(tuple(sentences), (text,)), title=text)
    cards = CheckCards(article, Proof(article))
    for looked in (text, sentences[0], f"{sentences[-1][kept:]} {text}", f"{text}{sentences[0]}"):
        try:
            found: Found = find(article, looked, by)
        except QuotationError:
            continue
        html = cards.quotation(found)
        hold(article, html)
        (typed,) = parsed(html).all("p", "ibid-typed")
        assert typed.text == line(looked) + (f" by {line(found.by)}" if found.by else "")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_real_quotation_with_a_word_changed(article: Article, data: st.DataObject) -> None:
    """Of the bundled article: all is shown, and no word is lost."""
    every = units(article)
    _, sentence = every[data.draw(st.integers(0, len(every) - 1))]
    words = sentence.plain.split()
    words[data.draw(st.integers(0, len(words) - 1))] = "zebra"
    try:
        found = find(article, " ".join(words))
    except QuotationError:
        return
    html = CheckCards(article, Proof(article)).quotation(found)
    hold(article, html)
