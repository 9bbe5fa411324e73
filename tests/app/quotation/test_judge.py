"""Exact, cut, altered, put together, another's, not there: each in an article made by hand."""

from __future__ import annotations

import pytest

from app.quotation import QuotationError, find
from ingest.article import Article, Kind
from tests.app.quotation.looking import Looked
from tests.making import P, made

FIRST = "The harbour of Oldport was closed on 3 May 1908 after a fire,[1][2] and 2,906 workers lost their jobs."
SECOND = 'Mayor Ada Finch said that "the town – our town – w[ould] rise again".[3]'
THIRD = "It reopened in June."
OTHER = "The owner, Tom Reed, denied that the fire had been laid on purpose, and blamed the lamps in the sheds."
AGAIN = "Much later, in the winter, the harbour of Oldport froze over."
ARTICLE = made(
    P((FIRST, SECOND, THIRD)),
    P((OTHER,), section=("Inquiry",)),
    P((AGAIN,), section=("Later",)),
    P(("2,906 workers", "31 ships"), section=("Infobox",), kind=Kind.INFOBOX, intro="Per the Oldport Post"),
)


def look(text: str, by: str | None = None) -> Looked:
    return Looked(ARTICLE, text, by)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(FIRST, [FIRST], id="as-it-stands"),
        pytest.param("closed on 3 May 1908 after a fire, and 2,906", ["closed on 3 May 1908 after a fire,[1][2] and 2,906"], id="without-markers"),
        pytest.param("after a fire,[7] and 2,906 workers", ["after a fire,[1][2] and 2,906 workers"], id="other-markers"),
        pytest.param("“THE town — our town – would rise again.”".replace("THE", "The"), ["the town – our town – w[ould] rise again"], id="first-letter-quotation-marks-dashes"),
        pytest.param("the town - our town -- w[ould] rise again", ["the town – our town – w[ould] rise again"], id="hyphens-for-dashes"),
        pytest.param("[T]he town – our town", ["the town – our town"], id="first-letter-in-brackets"),
        pytest.param("… the town – our town …", ["the town – our town"], id="ellipses-outside"),
        pytest.param("2,906 work\u00aders\n  lost\u00a0their jobs", ["2,906 workers lost their jobs"], id="soft-hyphen-and-white-space"),
        pytest.param("their jobs. Mayor Ada Finch said", ["their jobs. Mayor Ada Finch said"], id="over-two-sentences"),
        pytest.param("the harbour of Oldport", ["The harbour of Oldport", "the harbour of Oldport"], id="every-place"),
        pytest.param("it reopened in june".replace("june", "June"), ["It reopened in June"], id="small-first-letter"),
        pytest.param("It reopened in June.", ["It reopened in June."], id="with-its-stop"),
        pytest.param("the … harbour of Oldport", ["The harbour of Oldport", "the harbour of Oldport"], id="nothing-at-the-ellipsis"),
    ],
)  # fmt: skip
def test_exact(text: str, expected: list[str]) -> None:
    looked = look(text)
    assert (looked.verdict, looked.places) == ("exact", expected)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        pytest.param("The harbour of Oldport was closed after a fire", [("on 3 May 1908", False)], id="without-a-sign"),
        pytest.param("The harbour of Oldport was closed … after a fire", [("on 3 May 1908", True)], id="ellipsis"),
        pytest.param("The harbour [...] was closed (…) after a fire", [("of Oldport", True), ("on 3 May 1908", True)], id="two"),
        pytest.param("The harbour was closed … after a fire", [("of Oldport", False), ("on 3 May 1908", True)], id="one-of-two"),
        pytest.param("The harbour of Oldport … 2,906 workers lost their jobs", [("was closed on 3 May 1908 after a fire,[1][2] and", True)], id="long"),
        pytest.param("2,906 workers lost their jobs. It reopened in June", [(SECOND[: SECOND.index("[3]") - 2], False)], id="a-sentence-of-the-paragraph"),
        pytest.param("had been laid, and blamed the lamps", [("on purpose", False)], id="two-words"),
    ],
)  # fmt: skip
def test_cut(text: str, left_out: list[tuple[str, bool]]) -> None:
    looked = look(text)
    assert (looked.verdict, looked.left_out) == ("cut", left_out)


def test_where_words_were_left_out() -> None:
    text = "The harbour of Oldport was closed after a fire"
    looked = look(text)
    assert text[: looked.at[0]] == "The harbour of Oldport was closed"
    assert looked.places == ["The harbour of Oldport was closed on 3 May 1908 after a fire"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("The harbour of Oldport was closed on 4 May 1908 after a fire", [("number", "4", "3")], id="number"),
        pytest.param("and 2,960 workers lost their jobs", [("number", "2,960", "2,906")], id="figures-swapped"),
        pytest.param("and 2906 workers lost their jobs", [("spelling", "2906", "2,906")], id="thousands-not-set-off"),
        pytest.param("and 2.906 workers lost their jobs", [("number", "2.906", "2,906")], id="a-point-is-no-comma"),
        pytest.param("It reopened in July.", [("word", "July", "June")], id="last-word"),
        pytest.param("That reopened in June.", [("word", "That", "It")], id="first-word"),
        pytest.param("denied that the fire had not been laid on purpose", [("word", "not", "")], id="added"),
        pytest.param("three workers lost their jobs", [("number", "three", "2,906")], id="a-number-in-words"),
        pytest.param("The Harbour of Oldport was closed", [("case", "Harbour", "harbour")], id="capital"),
        pytest.param("denied that the fire had been laid on purpose and blamed the lamps", [("punctuation", "purpose and", "purpose, and")], id="comma"),
        pytest.param("The harbour of Old-port was closed", [("spelling", "Old-port", "Oldport")], id="hyphen-inside"),
        pytest.param("The harbour of Oldpört was closed", [("spelling", "Oldpört", "Oldport")], id="accent"),
        pytest.param("was closed on 3 May after a big fire, and 2,906 workers lost jobs", [("word", "big", "")], id="cut-too"),
    ],
)  # fmt: skip
def test_altered(text: str, changes: list[tuple[str, str, str]]) -> None:
    looked = look(text)
    assert (looked.verdict, looked.changes) == ("altered", changes)


def test_what_an_altered_quotation_leaves_out_is_said_too() -> None:
    assert look("closed on 9 May 1908 … and 2,906 workers lost their jobs").left_out == [("after a fire", True)]


@pytest.mark.parametrize(
    ("text", "parts", "places"),
    [
        pytest.param(
            f"{OTHER} {FIRST}", [OTHER[:-1], FIRST[:-1]], [OTHER[:-1], FIRST], id="two-sentences-in-the-other-order"
        ),
        pytest.param(
            "The harbour of Oldport was closed on 3 May 1908 and blamed the lamps in the sheds",
            ["The harbour of Oldport was closed on 3 May 1908", "and blamed the lamps in the sheds"],
            ["The harbour of Oldport was closed on 3 May 1908", "and blamed the lamps in the sheds"],
            id="halves",
        ),
        pytest.param(
            "2,906 workers lost their jobs … in the winter, the harbour of Oldport froze over",
            ["2,906 workers lost their jobs", "in the winter, the harbour of Oldport froze over"],
            ["2,906 workers lost their jobs", "in the winter, the harbour of Oldport froze over"],
            id="an-ellipsis-does-not-reach-so-far",
        ),
    ],
)
def test_stitched(text: str, parts: list[str], places: list[str]) -> None:
    looked = look(text)
    assert (looked.verdict, looked.parts, looked.places) == ("stitched", parts, places)
    assert looked.changes == []


def test_stitched_and_altered() -> None:
    looked = look(
        "The harbour of Oldport was closed on 4 May 1908 after a fire. The owner, Tom Reed, denied that the fire"
    )
    assert looked.verdict == "stitched"
    assert looked.changes == [("number", "4", "3")]


@pytest.mark.parametrize(
    ("text", "by", "verdict", "spoken"),
    [
        pytest.param("the town – our town", "Ada Finch", "exact", ["same"], id="hers"),
        pytest.param("the town – our town", "mayor finch", "exact", ["same"], id="rank-and-name"),
        pytest.param("the town – our town", "Tom Reed", "other_speaker", ["other"], id="another's"),
        pytest.param("It reopened in June", "Tom Reed", "exact", ["unsaid"], id="nobody-said-so"),
        pytest.param("blamed the lamps in the shed", "Ada Finch", "altered", ["other"], id="altered-and-another's"),
        pytest.param("2,906 workers", "Tom Reed", "exact", ["unsaid", "other"], id="of-two-places-one-is-nobody's"),
        pytest.param("the town – our town", None, "exact", [None], id="nobody-asked"),
    ],
)
def test_whose_words(text: str, by: str | None, verdict: str, spoken: list[str | None]) -> None:
    looked = look(text, by)
    assert (looked.verdict, looked.spoken) == (verdict, spoken)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Nothing like this was ever printed anywhere", id="other-words"),
        pytest.param("of the fire and in the town it had been on a day", id="its-small-words"),
        pytest.param("the fire began", id="two-words-and-another"),
        pytest.param("fire sheds", id="two-far-apart"),
        pytest.param("the harbour zebra lion tiger panther", id="a-beginning"),
        pytest.param("Per the Oldport Post", id="a-label-is-no-sentence"),
        pytest.param("zebra lion", id="no-word-of-it"),
    ],
)
def test_not_there(text: str) -> None:
    looked = look(text)
    assert (looked.verdict, looked.places) == ("not_there", [])
    assert len(looked.nearest) == (text != "zebra lion")


def test_the_nearest_is_what_holds_the_longest_part() -> None:
    looked = look(
        "denied that the fire had been seen by anyone who then lived beside the old and empty sheds of Oldport"
    )
    assert looked.nearest == ["denied that the fire had been"]


def test_the_nearest_may_be_written_otherwise() -> None:
    found = look(
        "Denied That the fire had been seen by anyone who then lived beside the old and empty sheds of Oldport"
    ).found
    assert (found.verdict, [change.what for change in found.nearest[0].changes]) == ("not_there", ["case"])


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [
        pytest.param("", None, "no word", id="empty"),
        pytest.param("“… – ”", None, "no word", id="marks-only"),
        pytest.param("harbour", None, "only one word", id="one-word"),
        pytest.param("harbour[1]", None, "only one word", id="one-word-and-a-marker"),
        pytest.param("the harbour", " ", "name", id="no-name"),
    ],
)
def test_what_is_no_quotation(text: str, by: str | None, said: str) -> None:
    with pytest.raises(QuotationError, match=said):
        find(ARTICLE, text, by)


def test_where_it_stands() -> None:
    found = find(ARTICLE, "our town – would rise again. It reopened")
    (place,) = found.places
    assert [ARTICLE.slice(quote) for quote in place.quotes] == [SECOND, THIRD]
    assert [(quote.line, quote.section, quote.citations) for quote in place.quotes] == [
        (1, ("Lead",), ("3",)),
        (1, ("Lead",), ()),
    ]
    assert [(source.label, source.why) for source in found.sources] == [("3", "missing")]
    assert place.start == ARTICLE.text.index("our town –")


def test_a_long_text_is_looked_up_at_once() -> None:
    words = " ".join(f"{FIRST} {OTHER} word{number}" for number in range(1_500))
    assert find(ARTICLE, words).verdict == "stitched"
    assert find(ARTICLE, "of the " * 25_000).verdict == "not_there"
    assert find(made(P(("la la la " * 500,))), "la la la " * 499 + "lo").verdict in ("altered", "not_there")


def test_articles_are_told_apart() -> None:
    twin: Article = made(P((FIRST, SECOND, THIRD)))
    for _ in range(3):
        assert find(twin, "the lamps in the sheds").verdict == "not_there"
        assert find(ARTICLE, "the lamps in the sheds").verdict == "exact"
