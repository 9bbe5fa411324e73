"""A quote, its place in the article, and what its numbers stand for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.ask import Asker
from app.sources import next_marker
from ingest.article import Article, Kind
from tests.app.quoting import Unit, answered, units
from tests.browser.conftest import Opened
from tests.browser.driving import ask, data_of, focused, forget, in_view, keep, open_in, shown, tuned, turns

pytestmark = pytest.mark.browser

SAMPLE = 16


def questions() -> list[str]:
    """Plain ones that the article answers, of the half that may be looked at: every fourth one, so from all over it."""
    found = [str(one["question"]) for one in tuned() if one["style"] == "plain" and one["answerable"]]
    return found[::4][:SAMPLE]


# Opening quotes


def test_every_quote_opens_at_its_own_place(page: Page, real: Asker, article: Article) -> None:
    asked = questions()
    assert len(asked) == SAMPLE
    opened = 0
    for question in asked:
        turn = ask(page, question)
        expected = real.ask(question)
        words = [shown(article.slice(quote)) for quote in expected.quotes]
        assert turn.locator(".ibid-quotes .ibid-card blockquote").count() == len(words), question
        for quote in expected.quotes:
            card = turn.locator(f".ibid-card[data-start='{quote.start}']")
            assert card.locator("blockquote").text_content() == shown(article.slice(quote))
            for pointed in (True, False):
                if pointed:
                    card.locator("blockquote").click(position={"x": 20, "y": 12})
                else:
                    card.locator(".ibid-go").click()
                found = open_in(page)
                assert found.ids == [f"s{quote.start}"], (question, pointed)
                assert found.words == shown(article.slice(quote))
                assert found.focused
                assert in_view(found), (question, found)
                opened += 1
        forget(page)
    assert opened > 2 * SAMPLE


def test_the_lit_sentences_are_those_of_the_turn_in_hand(page: Page) -> None:
    first, second = ask(page, "When did the curfew end?"), ask(page, "When was the victory parade held?")
    for turn in (second, first):
        turn.locator(".ibid-go").first.click()
        starts = turn.locator(".ibid-quotes .ibid-card").evaluate_all(
            "all => all.map((one) => 's' + one.dataset.start)"
        )
        assert starts
        lit = page.locator(".ibid-lit").evaluate_all("all => all.map((one) => one.id)")
        assert sorted(lit) == sorted(starts)
    first.locator("[data-do='remove']").click()
    expect(page.locator(".ibid-lit")).to_have_count(0)


def test_of_two_places_with_the_same_words_each_opens_its_own(page: Page, real: Asker, article: Article) -> None:
    same = [unit for unit in units(article) if article.slice(unit[1]) == "Armenia"]
    assert [passage.kind for passage, _ in same] == [Kind.INFOBOX, Kind.CAPTION]
    keep(page, article, data_of(real, answered(article, same)))
    for _, sentence in reversed(same):
        page.locator(f".ibid-card[data-start='{sentence.start}'] .ibid-go").click()
        found = open_in(page)
        assert (found.ids, found.words) == ([f"s{sentence.start}"], "Armenia")
        assert in_view(found)


def test_what_is_higher_than_the_pane_shows_its_beginning(opened: Opened, real: Asker, article: Article) -> None:
    longest = max(units(article, Kind.PROSE), key=lambda unit: unit[1].end - unit[1].start)
    page = opened(360, 640)
    keep(page, article, data_of(real, answered(article, [longest])))
    page.locator(".ibid-go").click()
    found = open_in(page)
    assert found.height > found.pane
    # Below the bar that leads back to the answer.
    bar = page.locator(".ibid-bar").bounding_box()
    assert bar is not None
    assert bar["height"] <= found.top <= bar["height"] + 40


def test_back_from_the_article(opened: Opened) -> None:
    page = opened(360, 740)
    turn = ask(page, "When did the curfew end?")
    expect(page.locator(".ibid-bar")).to_be_hidden()
    turn.locator(".ibid-go").first.click()
    page.get_by_role("button", name="Back to the answer").click()
    expect(turn.locator(".ibid-go").first).to_be_focused()
    expect(turn.locator(".ibid-go").first).to_be_in_viewport()


def test_around_a_quote(page: Page, article: Article) -> None:
    card = ask(page, "When did the curfew end?").locator(".ibid-card").first
    button = card.get_by_role("button", name="Around it")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    own = card.locator("blockquote").text_content()
    assert card.locator(".ibid-around .ibid-itself").text_content() == own
    order = [shown(article.slice(sentence)) for _, sentence in sorted(units(article), key=lambda unit: unit[1].start)]
    near = card.locator(".ibid-around p").all_text_contents()
    at = order.index(near[0])
    assert near == order[at : at + 5]
    button.click()
    expect(card.locator(".ibid-around")).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


# Reference numbers


def first(article: Article, holds: Callable[[Unit], bool]) -> Unit:
    return next(unit for unit in units(article) if holds(unit))


def cites(label: str, *, other_list: bool = False) -> Callable[[Unit], bool]:
    return lambda unit: any((marker.label, marker.other_list) == (label, other_list) for marker in unit[1].markers)


HANDLES = [
    # label, of another list, title, words that are shown, where the link leads
    pytest.param(
        "59", False, "Reference 59",
        ["Title", "List of servicemen who died as Shehids in the Patriotic War", "Publisher", "Archived", "22 October 2021"],
        "r59", id="resolved",
    ),
    pytest.param("243", False, "Reference 243", ["This copy of the article has no entry for [243]."], None, id="missing"),
    pytest.param("e", False, "Note e", ["By 27 September 2021, 84 civilians were confirmed killed"], "n-e", id="note"),
    pytest.param("1", True, "Reference 1", ["The number [1] belongs to another list"], None, id="other-list"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "other_list", "title", "words", "leads"), HANDLES)
def test_a_number_opens_what_it_stands_for(
    page: Page,
    real: Asker,
    article: Article,
    label: str,
    other_list: bool,
    title: str,
    words: list[str],
    leads: str | None,
) -> None:
    unit = first(article, cites(label, other_list=other_list))
    keep(page, article, data_of(real, answered(article, [unit])))
    dialog = page.get_by_role("dialog")
    for where in (".ibid-card blockquote", f"#s{unit[1].start}"):
        handle = page.locator(f"{where} .ibid-ref[data-label='{label}']").first
        assert handle.text_content() == f"[{label}]"
        for leave in ("Escape", "button"):
            handle.click()
            expect(dialog).to_be_visible()
            expect(dialog.get_by_role("heading")).to_have_text(title)
            for part in words:
                expect(dialog).to_contain_text(part)
            if leave == "Escape":
                page.keyboard.press("Escape")
            else:
                dialog.get_by_role("button", name="Close").click()
            expect(dialog).to_be_hidden()
            expect(handle).to_be_focused()
        handle.click()
        expect(dialog.get_by_role("link")).to_have_count(1 if leads else 0)
        if leads:
            dialog.get_by_role("link").click()
            expect(dialog).to_be_hidden()
            target = page.locator(f"#{leads}")
            expect(target).to_be_focused()
            expect(target).to_be_in_viewport()
            expect(page.locator(".ibid-found")).to_have_count(1)
        else:
            dialog.click(position={"x": 5, "y": 5})  # inside: stays
            expect(dialog).to_be_visible()
            page.mouse.click(5, 5)  # beside it
            expect(dialog).to_be_hidden()


def test_from_the_reference_list_back_to_the_number_in_the_quote(page: Page, real: Asker, article: Article) -> None:
    unit = first(article, cites("59"))
    keep(page, article, data_of(real, answered(article, [unit])))
    handle = page.locator(".ibid-card .ibid-ref[data-label='59']")
    handle.click()
    page.get_by_role("link", name="Show it in the reference list").click()
    expect(page.locator("#r59")).to_be_focused()
    page.keyboard.press("Escape")
    expect(handle).to_be_focused()


def test_a_note_leads_on_to_its_own_numbers(page: Page, real: Asker, article: Article) -> None:
    unit = first(article, cites("d"))
    keep(page, article, data_of(real, answered(article, [unit])))
    handle = page.locator(".ibid-card .ibid-ref[data-label='d']")
    handle.click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".ibid-ref[data-label='59']").click()
    expect(dialog.get_by_role("heading")).to_have_text("Reference 59")
    assert focused(page).startswith("button"), "still inside the dialog"
    page.keyboard.press("Escape")
    expect(handle).to_be_focused()


def test_a_sentence_without_a_number_names_the_next_one_as_a_perhaps(page: Page, real: Asker, article: Article) -> None:
    chosen = [unit for unit in units(article, Kind.PROSE) if not unit[1].markers]
    followed = next(unit for unit in chosen if next_marker(article, *unit))
    alone = next(unit for unit in chosen if not next_marker(article, *unit))
    following = next_marker(article, *followed)
    assert following is not None
    keep(page, article, data_of(real, answered(article, [followed, alone])))
    said = turns(page).locator(".ibid-unsourced")
    assert said.all_text_contents() == [
        f"No reference number stands in this sentence. The next one in its paragraph is [{following.label}], "
        "perhaps meant for it too.",
        "No reference number stands in this sentence.",
    ]


# The article by itself


def test_the_contents_lead_to_every_section(page: Page, article: Article) -> None:
    contents = page.locator(".ibid-contents")
    assert contents.locator("a").all_text_contents() == [heading.title for heading in article.headings]
    heading = article.headings[len(article.headings) // 2]
    contents.locator("summary").click()
    contents.locator(f"a[href='#h{heading.start}']").click()
    expect(page.locator(f"#h{heading.start}")).to_be_in_viewport()
    expect(page.locator(f"#h{heading.start}")).to_have_text(heading.title)
    expect(page.locator(f"#h{heading.start}")).to_be_focused()
    assert contents.get_attribute("open") is None
