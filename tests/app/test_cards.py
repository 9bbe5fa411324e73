"""A turn as HTML: what stands in it, in what order, and that all of it is either Ibid's markup or somebody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answer import Answer
from app.cards import SHOWN, Cards
from app.followup import Understood
from app.markup import visible
from app.proof import Proof
from app.said import Said
from app.turns import Turn
from ingest.article import Article, Kind, Span
from tests.app.quoting import answered, quoted, refused, units
from tests.making import P, made
from tests.parsed import Node, parsed

AT = "2024-05-31T12:00:00Z"
ILM = made(
    P(
        (
            "The bridge was opened in 1904.[1][2]",
            "It was <b>mined</b> &\nrebuilt twice.",
            "A ferry ran until 1931.[3]",
        ),
        ("History", "The <bridge>"),
    ),
    P(("Freedonia said that nine drowned.[1]",), ("Losses",)),
    P(("Nobody counted the boats.",), ("Losses",)),
    P(("Ruritania said that two drowned.",), ("Losses",)),
    P(("9 drowned[2]",), ("Infobox", "Per Freedonia:"), Kind.INFOBOX, intro="Per Freedonia:"),
    P(("The bridge in 1905",), ("History",), Kind.CAPTION),
    P(("Counted elsewhere.[7][8]",), ("Notes",), Kind.NOTE, label="a", other_list=True),
    P(("Nine boats 12",), ("Losses",), Kind.RECOVERED),
    P(("Smith <j@example.org>. “Bridges\nof the Ilm”.",), ("References",), Kind.REFERENCE, label="1"),
    P(("Jones. “Ferries”.",), ("References",), Kind.REFERENCE, label="3"),
    title="The <Ilm>",
)
UNITS = units(ILM)
OPENED, MINED, FERRY, NINE, BOATS, TWO, ROW, CAPTION, NOTE, RECOVERED, SMITH, _ = UNITS
CARDS = Cards(ILM, Proof(ILM))
# The bridge's first quote, as it is shown wherever it is quoted.
BRIDGE = "blockquote: The bridge was opened in 1904.[1][2]"
LISTED = "p: Sources, as the article lists them"
SMITHS = ["dt: [1]", "dd: Smith <j@example.org>. “Bridges of the Ilm”."]
SURE = "sure: Of answers like this one, about 8 in 10 are right: read the quote."
SILENCE = "silent: The article does not say. No sentence names who paid."
NO_NUMBER = "unsourced: No reference number stands in this {}."


def turn(answer: Answer, asked: str | None = None) -> Turn:
    return Turn(answer.question if asked is None else asked, answer.question, AT, answer)


def lines(shown: str) -> list[str]:
    """What is read in a turn, from above: each line's class, or tag where it has none, and its words."""
    return [
        f"{node.attributes.get('class', node.tag).removeprefix('ibid-')}: {node.text}"
        for node in parsed(shown).nodes
        if node.tag in {"h3", "h4", "p", "blockquote", "dt", "dd", "a"} and node.attributes.get("class") != "ibid-tools"
    ]


def words(article: Article, span: Span) -> str:
    return visible(article.slice(span)).replace("\n", " ")


def buttons(shown: Node) -> list[tuple[str, str]]:
    return [(node.attributes["data-do"], node.text) for node in shown.all("button") if "data-do" in node.attributes]


@pytest.fixture
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who speaks is told here, and not by the grammar: Freedonia in two sentences and a row, Ruritania in one."""
    label = ROW[0].intro
    assert label is not None
    freedonia = Span(label.start + len("Per "), label.end - 1)
    speakers = {
        NINE[1].start: Said(Span(NINE[1].start, NINE[1].start + len("Freedonia")), None, "said"),
        TWO[1].start: Said(Span(TWO[1].start, TWO[1].start + len("Ruritania")), None, "said"),
        ROW[1].start: Said(freedonia, None, "said"),
        # `It`, of which somebody knows that Ruritania is meant.
        MINED[1].start: Said(
            Span(MINED[1].start, MINED[1].start + 2), None, "said", Span(TWO[1].start, TWO[1].start + len("Ruritania"))
        ),
        # Speaks, but for no party.
        BOATS[1].start: Said(Span(BOATS[1].start, BOATS[1].start + len("Nobody")), None, "said"),
    }
    parties = {NINE[1]: "F", ROW[1]: "F", TWO[1]: "R", MINED[1]: "R"}

    def accounts(article: Article, quoted: Sequence[object]) -> tuple[int, ...] | None:
        spoken = [parties.get(unit[1]) for unit in quoted]  # type: ignore[index]
        order = list(dict.fromkeys(party for party in spoken if party))
        return tuple(order.index(one) + 1 if one else 0 for one in spoken) if len(order) > 1 else None

    monkeypatch.setattr("app.cards.said_by", lambda article, passage, sentence: speakers.get(sentence.start))
    monkeypatch.setattr("app.cards.accounts_given", lambda asked, article, units: accounts(article, units))


@pytest.mark.usefixtures("_told")
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            answered(ILM, [OPENED]),
            [
                BRIDGE,
                "go: History › The <bridge> · line 1",
                LISTED,
                *SMITHS,
                "missing: [2] no entry in this copy of the article",
                SURE,
            ],
            id="an-entry-and-a-number-without-one",
        ),
        pytest.param(
            answered(ILM, [NOTE]),
            [
                "blockquote: Counted elsewhere.[7][8]",
                "go: Notes · line 15 · note",
                LISTED,
                "missing: [7][8] a number of another list, not of this article's references",
                SURE,
            ],
            id="numbers-of-another-list",
        ),
        pytest.param(
            answered(ILM, [MINED]),
            [
                "blockquote: It was <b>mined</b> & rebuilt twice.",
                NO_NUMBER.format("sentence") + " The next one in its paragraph is [3], perhaps meant for it too.",
                "go: History › The <bridge> · line 1",
                SURE,
            ],
            id="no-number-but-one-behind-it",
        ),
        pytest.param(
            answered(ILM, [BOATS]),
            [
                "blockquote: Nobody counted the boats.",
                NO_NUMBER.format("sentence"),
                "go: Losses · line 6",
                SURE,
            ],
            id="no-number-at-all",
        ),
        pytest.param(
            answered(ILM, [CAPTION]),
            [
                "blockquote: The bridge in 1905",
                NO_NUMBER.format("caption"),
                "go: History · line 13 · caption",
                SURE,
            ],
            id="a-caption-without-a-number",
        ),
        pytest.param(
            answered(ILM, [RECOVERED]),
            [
                "blockquote: Nine boats 12",
                "go: Losses · line 17 · from the page's unpunctuated copy",
                SURE,
            ],
            id="recovered-numbers-run-into-the-figures",
        ),
        pytest.param(
            answered(ILM, [SMITH]),
            [
                "blockquote: Smith <j@example.org>. “Bridges of the Ilm”.",
                "go: References · line 19 · reference",
                LISTED,
                *SMITHS,
                SURE,
            ],
            id="an-entry-is-its-own-source",
        ),
        pytest.param(
            answered(ILM, [ROW]),
            [
                "before: before it Per Freedonia:",
                "by: Freedonia",
                "blockquote: 9 drowned[2]",
                "go: Infobox › Per Freedonia: · line 11 · infobox row",
                LISTED,
                "missing: [2] no entry in this copy of the article",
                SURE,
            ],
            id="a-row-whose-label-speaks",
        ),
        pytest.param(
            replace(
                answered(ILM, [FERRY]),
                quotes=(replace(quoted(ILM, FERRY), context=(Span(MINED[1].start, MINED[1].end),)),),
            ),
            [
                "before: before it It was <b>mined</b> & rebuilt twice.",
                "blockquote: A ferry ran until 1931.[3]",
                "go: History › The <bridge> · line 2",
                LISTED,
                "dt: [3]",
                "dd: Jones. “Ferries”.",
                SURE,
            ],
            id="what-stands-before-it",
        ),
        pytest.param(
            # As they were found: the later account first, and what nobody says between them.
            answered(ILM, [TWO, CAPTION, NINE, ROW]),
            [
                "several: The article gives several accounts; they stand here in its own order.",
                "h4: Freedonia",
                "blockquote: Freedonia said that nine drowned.[1]",
                "go: Losses · line 4",
                "before: before it Per Freedonia:",
                "by: Freedonia",
                "blockquote: 9 drowned[2]",
                "go: Infobox › Per Freedonia: · line 11 · infobox row",
                "h4: Ruritania",
                "blockquote: Ruritania said that two drowned.",
                NO_NUMBER.format("sentence"),
                "go: Losses · line 8",
                "blockquote: The bridge in 1905",
                NO_NUMBER.format("caption"),
                "go: History · line 13 · caption",
                LISTED,
                *SMITHS,
                "missing: [2] no entry in this copy of the article",
                SURE,
            ],
            id="two-accounts-in-the-articles-order",
        ),
        pytest.param(
            answered(ILM, [NINE, MINED, BOATS]),
            [
                "several: The article gives several accounts; they stand here in its own order.",
                "h4: Ruritania",
                "blockquote: It was <b>mined</b> & rebuilt twice.",
                NO_NUMBER.format("sentence") + " The next one in its paragraph is [3], perhaps meant for it too.",
                "go: History › The <bridge> · line 1",
                "h4: Freedonia",
                "blockquote: Freedonia said that nine drowned.[1]",
                "go: Losses · line 4",
                "blockquote: Nobody counted the boats.",
                NO_NUMBER.format("sentence"),
                "go: Losses · line 6",
                LISTED,
                *SMITHS,
                SURE,
            ],
            id="it-is-headed-by-whom-it-means",
        ),
        pytest.param(
            answered(ILM, [NINE, ROW]),
            [
                "blockquote: Freedonia said that nine drowned.[1]",
                "go: Losses · line 4",
                "before: before it Per Freedonia:",
                "by: Freedonia",
                "blockquote: 9 drowned[2]",
                "go: Infobox › Per Freedonia: · line 11 · infobox row",
                LISTED,
                *SMITHS,
                "missing: [2] no entry in this copy of the article",
                SURE,
            ],
            id="one-account-twice-is-not-two",
        ),
        pytest.param(refused(ILM), [SILENCE], id="a-refusal"),
        pytest.param(
            refused(ILM, [OPENED, NINE]),
            [
                SILENCE,
                "p: What the question assumes is contradicted here:",
                BRIDGE,
                "go: History › The <bridge> · line 1",
                "p: The closest passages, which do not answer it, and may say otherwise than it assumes:",
                "blockquote: Freedonia said that nine drowned.[1]",
                "go: Losses · line 4",
            ],
            id="a-refusal-with-what-contradicts-and-what-is-close",
        ),
        pytest.param(
            replace(refused(ILM), closest=(quoted(ILM, OPENED),)),
            [
                SILENCE,
                "p: The closest passages, which do not answer it, and may say otherwise than it assumes:",
                BRIDGE,
                "go: History › The <bridge> · line 1",
            ],
            id="a-refusal-with-what-is-close",
        ),
        pytest.param(
            replace(refused(ILM, [MINED]), reason="Nothing <is> said."),
            [
                "silent: The article does not say. Nothing <is> said.",
                "p: What the question assumes is contradicted here:",
                "blockquote: It was <b>mined</b> & rebuilt twice.",
                NO_NUMBER.format("sentence") + " The next one in its paragraph is [3], perhaps meant for it too.",
                "go: History › The <bridge> · line 1",
            ],
            id="a-refusal-with-what-contradicts",
        ),
    ],
)  # fmt: skip
def test_what_is_read(answer: Answer, expected: list[str]) -> None:
    assert lines(CARDS.turn(turn(answer))) == [f"asked: {answer.question}", *expected]


@pytest.mark.usefixtures("_told")
def test_each_card_says_which_quote_it_is() -> None:
    """Side by side they are in another order than in the answer; what is copied has to be the same quote."""
    answer = answered(ILM, [TWO, CAPTION, NINE])
    cards = parsed(CARDS.turn(turn(answer))).all("li", "ibid-card")
    assert [card.attributes["data-number"] for card in cards] == ["2", "0", "1"]
    for card in cards:
        quote = answer.quotes[int(card.attributes["data-number"])]
        assert (card.attributes["data-start"], card.attributes["data-end"]) == (str(quote.start), str(quote.end))
        assert [link.attributes["href"] for link in card.all("a")] == [f"#s{quote.start}"]
    (first, second) = parsed(CARDS.turn(turn(answer))).all("section", "ibid-account")
    assert [bold.text for bold in first.all("b", "ibid-who")] == ["Freedonia"]
    assert [bold.text for bold in second.all("b", "ibid-who")] == ["Ruritania"]


def test_what_is_no_answer_is_not_copied() -> None:
    shown = parsed(CARDS.turn(turn(refused(ILM, [OPENED, NINE]))))
    assert {done for done, _ in buttons(shown)} == {"around", "again", "remove"}
    assert not any("data-number" in card.attributes for card in shown.all("li", "ibid-card"))
    assert shown.all("div", "ibid-none")


def test_what_can_be_done_with_an_answer() -> None:
    shown = parsed(CARDS.turn(turn(answered(ILM, [OPENED]))))
    assert buttons(shown) == [
        ("around", "Around it"),
        ("copy", "Plain text"),
        ("copy", "Markdown"),
        ("copy", "HTML"),
        ("copy", "Wikitext"),
        ("again", "Ask again"),
        ("remove", "Remove"),
    ]
    assert not shown.all("div", "ibid-none")


# What was asked


def test_a_question_that_was_understood_otherwise() -> None:
    answer = answered(ILM, [OPENED], "When was the bridge opened?")
    shown = CARDS.turn(turn(answer, "When was it?"), "“it” <may> be the ferry")
    assert lines(shown)[:4] == [
        "asked: When was it?",
        "understood: asked as When was the bridge opened? Change",
        "doubt: “it” <may> be the ferry",
        BRIDGE,
    ]
    assert ("edit", "Change") in buttons(parsed(shown))


def test_a_question_that_was_understood_as_it_was_asked() -> None:
    shown = CARDS.turn(turn(answered(ILM, [OPENED])))
    assert "ibid-understood" not in shown
    assert "ibid-doubt" not in shown


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        pytest.param(
            ("Who mined the <bridge>?", "Who mined the ferry?"),
            [("choose", "Who mined the <bridge>?"), ("choose", "Who mined the ferry?"), ("remove", "Remove")],
            id="choices",
        ),
        pytest.param((), [("remove", "Remove")], id="none"),
    ],
)
def test_a_question_back(choices: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    shown = CARDS.ask_back("Who mined it?", Understood("Who mined it?", ask_back="Is “it” <this>?", choices=choices))
    assert lines(shown) == ["asked: Who mined it?", "silent: Is “it” <this>?"]
    assert buttons(parsed(shown)) == expected


def test_a_lost_turn() -> None:
    shown = CARDS.lost("Who mined it?", "the <turn> is gone")
    assert lines(shown) == ["asked: Who mined it?", "silent: the <turn> is gone"]
    assert buttons(parsed(shown)) == [("again", "Ask again"), ("remove", "Remove")]


HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("<img src=x onerror=alert(1)>", id="image"),
    pytest.param("</h3></section><h1>Ibid was here</h1>", id="closing-tags"),
    pytest.param("![x](http://evil.example/x.png) [y](javascript:alert(1))", id="markdown-links"),
    pytest.param("**bold** `code` # heading\n\n- list\n\n    code", id="markdown"),
    pytest.param("$$x^2$$ \\(y\\)", id="formula"),
    pytest.param("${alert(1)} {{this}} {title}", id="templates"),
    pytest.param("&lt;b&gt; &#60;b&#62;", id="already-escaped"),
    pytest.param("\x1b[31mred\x00\u202e\ud800", id="control"),
    pytest.param("http://example.org", id="an-address"),
    pytest.param('" onfocus="alert(1)', id="an-attributes-end"),
]


@pytest.mark.parametrize("asked", HOSTILE)
def test_a_question_is_shown_as_text(asked: str) -> None:
    said = visible(" ".join(asked.split()))
    shown = parsed(CARDS.turn(turn(refused(ILM, (), asked), "Who?"), asked))
    assert [node.text for node in shown.all("q")] == [said]
    assert [node.text for node in shown.all("p", "ibid-doubt")] == [visible(asked).replace("\n", " ")]
    back = CARDS.ask_back(asked, Understood(asked, ask_back=asked, choices=(asked,)))
    for html in (CARDS.turn(turn(refused(ILM, (), asked))), CARDS.lost(asked, asked), back):
        shown = parsed(html)
        assert [node.text for node in shown.all("h3")] == [said]
        ours(shown)


@pytest.mark.parametrize("asked", ["", " \n\t"])
def test_an_empty_question_says_so(asked: str) -> None:
    answer = refused(ILM, (), asked)
    for html in (CARDS.turn(turn(answer)), CARDS.lost(asked, "Why."), CARDS.ask_back(asked, Understood(asked))):
        assert lines(html)[0] == "asked: (an empty question)"
    assert "understood: asked as (an empty question) Change" in lines(CARDS.turn(turn(answer, "Who?")))


def test_a_long_question_is_cut_only_in_what_is_shown() -> None:
    for asked in ("x" * 100_000, " " * 50_000 + "x" * 50_000):
        shown = parsed(CARDS.turn(turn(refused(ILM, (), asked), "Who?")))
        assert [node.text for node in shown.all("q")] == ["x" * SHOWN]
        assert [node.text for node in parsed(CARDS.lost(asked, "Why.")).all("h3")] == ["x" * SHOWN]


# Laws

TAGS = set("section h3 h4 div ol ul li blockquote p span b strong q dl dt dd button a details summary".split())
ATTRIBUTES = {"class", "type", "href", "tabindex"}


def ours(shown: Node) -> None:
    """Asserts that nothing in it is more than the cards make: no tag, no attribute, no link elsewhere."""
    assert {node.tag for node in shown.nodes} <= TAGS
    names = {name for node in shown.nodes for name in node.attributes}
    assert {name for name in names if not re.fullmatch("(data|aria)-[a-z]+", name)} <= ATTRIBUTES
    links = {node.attributes["href"] for node in shown.nodes if "href" in node.attributes}
    assert all(re.fullmatch(r"#s\d+", link) for link in links)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown.text)


def hold(article: Article, answer: Answer, html: str) -> None:
    """Asserts that each quote has one card, with all its words and no others."""
    shown = parsed(html)
    ours(shown)
    assert not any("id" in node.attributes for node in shown.nodes), "two turns may show the same quote"
    cards = shown.all("li", "ibid-card")
    expected = answer.quotes or answer.closest
    assert sorted((int(card.attributes["data-start"]), int(card.attributes["data-end"])) for card in cards) == sorted(
        (quote.start, quote.end) for quote in expected
    )
    for card in cards:
        span = Span(int(card.attributes["data-start"]), int(card.attributes["data-end"]))
        assert [node.text for node in card.all("blockquote")] == [words(article, span)]
    for node in shown.all("dl"):
        for term, entry in zip(node.all("dt"), node.all("dd"), strict=True):
            found = article.entry(term.text[1:-1])
            assert found is not None
            assert entry.text == words(article, Span(found.start, found.end))
    assert len(shown.all("dt")) == sum(source.entry is not None for source in answer.sources)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_real_card_holds_the_words_of_the_article(article: Article, data: st.DataObject) -> None:
    every = units(article)
    chosen = [every[at] for at in data.draw(st.lists(st.integers(0, len(every) - 1), max_size=6, unique=True))]
    answer = answered(article, chosen) if chosen else refused(article)
    if data.draw(st.booleans()):
        answer = refused(article, chosen[:3])
    hold(article, answer, Cards(article, Proof(article)).turn(turn(answer)))


def test_every_sentence_of_the_article_has_a_card(article: Article) -> None:
    cards = Cards(article, Proof(article))
    every = units(article)
    assert len(every) == 766
    for unit in every:
        answer = answered(article, [unit])
        hold(article, answer, cards.turn(turn(answer)))


PIECES = st.sampled_from(
    [
        *"<script> </script> <b> </b> </blockquote> <!-- --> <![CDATA[ ]]> <?x ?> &lt; &#60; &amp & < > \" ' = / ` ${x} {{x}}".split(),
        *("said", "that", "According to", "Freedonia", "Ruritania", "denied", "onclick=x", "javascript:x", ",", "."),
        *("[1]", "[9]", "[a]", "\n", "\r\n", "\r", "\x00", "\x1b", "\u202e", "\u2028", "\t", " ", "x", "🕊"),
    ]
)
NASTY = st.lists(PIECES, max_size=8).map("".join)


@settings(max_examples=100, deadline=None)
@given(st.lists(NASTY, min_size=4, max_size=4), NASTY, NASTY, NASTY, st.sampled_from(Kind))
def test_nothing_of_an_article_or_a_question_becomes_markup(
    sentences: list[str], section: str, entry: str, asked: str, kind: Kind
) -> None:
    first, second, third, intro = (sentence + "x" for sentence in sentences)
    article = made(
        P((first, second), (section,)),
        P((third,), (section, entry), kind, intro=intro, label="9"),
        P((entry + "x",), ("References",), Kind.REFERENCE, label="1"),
        title=section,
    )
    cards = Cards(article, Proof(article))
    for answer in (answered(article, units(article), asked), refused(article, units(article)[:3], asked)):
        hold(article, answer, cards.turn(turn(answer, entry), asked))
