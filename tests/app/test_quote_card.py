"""One quote as a card, in the one form that answers, checks and quotations share."""

from __future__ import annotations

from dataclasses import replace

from app.quote_card import quote_card
from ingest.article import Span
from tests.app.quoting import quoted, units
from tests.making import P, made
from tests.parsed import parsed

ILM = made(P(("The <old> bridge fell.", "It was rebuilt.[1]"), ("History & more",)), title="The Ilm")
FELL, REBUILT = units(ILM)
QUOTE = quoted(ILM, REBUILT)


def test_a_card_with_nothing_around_it() -> None:
    card = parsed(f"<ol>{quote_card(ILM, QUOTE, 'It was rebuilt.')}</ol>").all("li")[0]
    assert card.attributes == {"class": "ibid-card", "data-start": str(QUOTE.start), "data-end": str(QUOTE.end)}
    (link,) = card.all("a")
    assert (link.attributes["href"], link.text) == (f"#s{QUOTE.start}", "History & more · line 1")
    assert [node.text for node in card.all("button")] == ["Around it"]
    assert card.all("p") == []


def test_what_can_stand_around_it() -> None:
    leaning = replace(QUOTE, context=(Span(FELL[1].start, FELL[1].end),))
    by = Span(FELL[1].start + 4, FELL[1].start + 9)
    shown = quote_card(ILM, leaning, "It", by=by, number=2, below="<p>below</p>", tools="<button>Copy</button>")
    card = parsed(f"<ol>{shown}</ol>").all("li")[0]
    assert card.attributes["data-number"] == "2"
    assert [node.text for node in card.all("p")] == ["before it The <old> bridge fell.", "<old>", "below"]
    assert [node.text for node in card.all("button")] == ["Around it", "Copy"]
