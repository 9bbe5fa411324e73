"""The conversation: it lives in its tab, and every turn stays what it was."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from app.ask import Asker
from app.claims.check import Checker
from app.conversation import Conversation
from ingest.article import Article
from tests.app.quoting import answered, units
from tests.browser.conftest import Opened, Watched
from tests.browser.driving import CALLS, ask, box, data_of, keep, kept, shown, turns

pytestmark = pytest.mark.browser

# Ten questions, most of which mean nothing without those before.
TEN = [
    "By when did Armenia have to evacuate Agdam District?",
    "and Kalbajar?",
    "When was the independence referendum held in Nagorno-Karabakh?",
    "who boycotted it?",
    "When did Russia report the humanitarian ceasefire agreed in Moscow?",
    "How long had the talks taken?",
    "How many servicemen were killed?",
    "When was the victory parade held?",
    "Where was it held?",
    "Who won the football world cup?",
]
CURFEW = "When was the curfew in Azerbaijan lifted?"
BY_WHOM = "By whom?"
PARADE = "When was the victory parade held?"


def as_shown(page: Page) -> list[str]:
    """The turns, byte for byte."""
    found: list[str] = turns(page).evaluate_all("all => all.map((one) => one.innerHTML)")
    return found


def questions(page: Page) -> list[str]:
    return turns(page).locator(".ibid-asked").all_text_contents()


@contextmanager
def held_back(page: Page) -> Iterator[list[Route]]:
    """The requests that the page makes, none of which is answered until the test does."""
    held: list[Route] = []
    page.route(CALLS, lambda route: held.append(route))  # noqa: PLW0108 — Playwright writes on what it is given
    yield held
    page.unroute(CALLS)


def wait_for(page: Page, held: list[Route], count: int = 1) -> None:
    for _ in range(300):
        if len(held) >= count:
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{len(held)} requests, and not {count}")


@contextmanager
def failing(page: Page, watched: Watched) -> Iterator[None]:
    watched.expected.append("net::ERR_FAILED")
    page.route(CALLS, lambda route: route.abort())
    yield
    page.unroute(CALLS)


# Ten turns


@pytest.fixture(scope="module")
def ten(real: Asker, article: Article) -> list[dict[str, object]]:
    """The ten turns as a tab keeps them."""
    conversation = Conversation(real.ask, Checker(real.index).check, article, real.proof, "1.0")
    found: list[dict[str, object]] = []
    for question in TEN:
        answer = conversation.ask({"asked": question, "past": found[-4:]})
        assert isinstance(answer["turn"], dict)
        found.append(answer["turn"] | ({"doubt": answer["doubt"]} if answer["doubt"] else {}))
    return found


def test_ten_turns_are_what_they_were_after_a_reload(
    page: Page, article: Article, ten: list[dict[str, object]]
) -> None:
    for at, question in enumerate(TEN):
        before = as_shown(page)
        ask(page, question)
        assert as_shown(page)[:at] == before, "earlier turns stay as they were"
    assert questions(page) == TEN
    assert turns(page).locator(".ibid-meant").count() >= 4
    assert turns(page).locator(".ibid-doubt").count() >= 1
    before = as_shown(page)
    sources = page.locator(".ibid-sources").all_text_contents()
    cited = [one for one in ten if isinstance(one["answer"], dict) and one["answer"]["references"]]
    assert len(sources) == len(cited) >= 7
    page.reload()
    expect(turns(page)).to_have_count(10)
    assert as_shown(page) == before
    assert page.locator(".ibid-sources").all_text_contents() == sources
    # The last one is shown, and its sentences are lit.
    expect(turns(page).last).to_be_in_viewport()
    same = ("asked", "understood", "doubt")
    assert [[one.get(name) for name in same] for one in kept(page, article)] == [
        [one.get(name) for name in same] for one in ten
    ]


def test_one_is_removed_and_the_others_stay(page: Page, article: Article, ten: list[dict[str, object]]) -> None:
    keep(page, article, ten)
    before = as_shown(page)
    turns(page).nth(2).get_by_role("button", name="Remove").click()
    expect(turns(page)).to_have_count(9)
    expect(box(page)).to_be_focused()
    rest = before[:2] + before[3:]
    assert as_shown(page) == rest
    page.reload()
    expect(turns(page)).to_have_count(9)
    assert as_shown(page) == rest


def test_one_asked_again_keeps_its_place(page: Page, article: Article, ten: list[dict[str, object]]) -> None:
    keep(page, article, ten)
    before = as_shown(page)
    turn = turns(page).nth(3)
    turn.get_by_role("button", name="Ask again").scroll_into_view_if_needed()
    heading = page.locator(".ibid-turn").nth(4).locator(".ibid-asked")
    above = heading.bounding_box()
    with held_back(page) as held:
        turn.get_by_role("button", name="Ask again").click()
        expect(page.locator(".ibid-turn").nth(3)).to_contain_class("ibid-pending")
        assert heading.bounding_box() == above, "what is below does not jump while it is waited for"
        assert [one["asked"] for one in kept(page, article)] == TEN
        wait_for(page, held)
        held[0].continue_()
    expect(turns(page)).to_have_count(10)
    expect(page.locator(".ibid-turn").nth(3).locator(".ibid-asked")).to_be_focused()
    after = as_shown(page)
    # A doubt about how the question was understood is settled by asking it so again.
    assert after[:3] + after[4:] == before[:3] + before[4:]
    assert turns(page).nth(3).locator(".ibid-asked").text_content() == TEN[3]
    assert [one["understood"] for one in kept(page, article)] == [one["understood"] for one in ten]
    page.reload()
    expect(turns(page)).to_have_count(10)
    assert as_shown(page) == after


def test_all_is_forgotten(page: Page, article: Article) -> None:
    ask(page, CURFEW).locator(".ibid-go").first.click()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Forget all").click()
    expect(turns(page)).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget all").click()
    expect(turns(page)).to_have_count(0)
    expect(page.locator("#ibid-empty")).to_be_visible()
    expect(page.locator(".ibid-open, .ibid-lit, .ibid-visited")).to_have_count(0)
    assert kept(page, article) == []
    page.reload()
    expect(page.locator("#ibid-empty")).to_be_visible()


# What a question is understood as


def understood(turn: Locator) -> Locator:
    return turn.locator(".ibid-meant")


def test_the_understood_question_can_be_changed(page: Page, article: Article) -> None:
    ask(page, CURFEW)
    turn = ask(page, BY_WHOM)
    ask(page, PARADE)
    expect(understood(turn)).to_contain_text("curfew")
    before = as_shown(page)
    turn = turns(page).nth(1)
    turn.get_by_role("button", name="Change").click()
    field = turn.get_by_label("Ask it as")
    expect(field).to_be_focused()
    # Given up: all is as it was.
    field.fill("something else")
    field.press("Escape")
    expect(turn.get_by_role("button", name="Change")).to_be_focused()
    assert as_shown(page) == before
    turn.get_by_role("button", name="Change").click()
    field.fill("Who recalled the ambassador to Israel?")
    field.press("Enter")
    expect(understood(turns(page).nth(1))).to_have_text("Who recalled the ambassador to Israel?")
    assert questions(page) == [CURFEW, BY_WHOM, PARADE]
    after = as_shown(page)
    assert (after[0], after[2]) == (before[0], before[2])
    expect(turns(page).nth(1).locator(".ibid-asked")).to_be_focused()
    assert [one["understood"] for one in kept(page, article)][1] == "Who recalled the ambassador to Israel?"
    page.reload()
    expect(turns(page)).to_have_count(3)
    assert as_shown(page) == after


def test_a_question_back_is_answered_by_a_choice_or_left(page: Page, article: Article) -> None:
    ask(page, "Who dismissed Hovhannes Karumyan and Gagik Tevosyan?")
    back = ask(page, "What was his post?")
    expect(back).to_contain_class("ibid-back")
    choices = back.locator("[data-do='choose']")
    assert choices.count() >= 2
    # Nothing was answered: it is not kept, and later questions are not understood from it.
    assert len(kept(page, article)) == 1
    chosen = choices.first.text_content() or ""
    choices.first.click()
    expect(page.locator(".ibid-back")).to_have_count(0)
    expect(understood(turns(page).nth(1))).to_have_text(chosen)
    expect(turns(page).nth(1).locator(".ibid-asked")).to_have_text("What was his post?")
    assert len(kept(page, article)) == 2


def test_a_question_leans_on_the_turns_before_it(page: Page, article: Article, watched: Watched) -> None:
    """One that was never answered stands between them, and counts as none."""
    with failing(page, watched):
        ask(page, PARADE)
    ask(page, CURFEW)
    with held_back(page) as held:
        box(page).fill(BY_WHOM)
        box(page).press("Enter")
        wait_for(page, held)
        assert '"past":[{"asked":"When was the curfew' in (held[0].request.post_data or "")
        held[0].continue_()
        expect(turns(page)).to_have_count(3)
    expect(understood(turns(page).nth(2))).to_contain_text("curfew")
    # The first one, asked only now, leans on nothing that comes after it.
    with held_back(page) as held:
        turns(page).nth(0).get_by_role("button", name="Ask again").click()
        wait_for(page, held)
        assert '"past":[]' in (held[0].request.post_data or "")
        held[0].continue_()
        expect(turns(page)).to_have_count(3)
    assert [one["asked"] for one in kept(page, article)] == [PARADE, CURFEW, BY_WHOM]


# Stopped, failed


def test_a_question_can_be_stopped(page: Page, article: Article) -> None:
    with held_back(page) as held:
        box(page).fill(CURFEW)
        box(page).press("Enter")
        expect(page.locator(".ibid-pending .ibid-asked")).to_have_text(CURFEW)
        wait_for(page, held)
        page.get_by_role("button", name="Stop").click()
        expect(turns(page).locator(".ibid-silent")).to_have_text("Stopped.")
        held[0].continue_()
    # The late answer is left where it is; the next one is not taken for it.
    ask(page, PARADE)
    assert questions(page) == [CURFEW, PARADE]
    expect(turns(page).nth(0).locator(".ibid-silent")).to_have_text("Stopped.")
    assert [one["asked"] for one in kept(page, article)] == [PARADE]
    turns(page).nth(0).get_by_role("button", name="Ask again").click()
    expect(page.locator(".ibid-lost, .ibid-pending")).to_have_count(0)
    assert questions(page) == [CURFEW, PARADE]
    assert [one["asked"] for one in kept(page, article)] == [CURFEW, PARADE]


def test_an_answer_that_is_had_stays_where_asking_again_is_stopped_or_fails(
    page: Page, article: Article, watched: Watched
) -> None:
    ask(page, CURFEW)
    before, data = as_shown(page), kept(page, article)
    with held_back(page) as held:
        page.get_by_role("button", name="Ask again").click()
        wait_for(page, held)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#ibid-said")).to_have_text("Stopped.")
        assert as_shown(page) == before
    with failing(page, watched):
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator("#ibid-said")).to_contain_text("No answer came from Ibid.")
        expect(page.locator("#ibid-said")).to_be_in_viewport()
    assert as_shown(page) == before
    assert kept(page, article) == data


def test_a_failure_is_said_and_tried_again(page: Page, article: Article, watched: Watched) -> None:
    with failing(page, watched):
        turn = ask(page, CURFEW)
        expect(turn.locator(".ibid-silent")).to_contain_text("No answer came from Ibid.")
        expect(box(page)).to_have_value("")
        assert kept(page, article) == []
    turn.get_by_role("button", name="Ask again").click()
    expect(turns(page).locator("blockquote").first).to_be_visible()
    assert questions(page) == [CURFEW]
    assert len(kept(page, article)) == 1


def test_what_cannot_be_shown_again_is_not_lost(
    page: Page, article: Article, watched: Watched, ten: list[dict[str, object]]
) -> None:
    keep(page, article, ten[:3])
    before = as_shown(page)
    with failing(page, watched):
        page.reload()
        expect(page.locator(".ibid-lost")).to_have_count(3)
        assert questions(page) == TEN[:3]
        assert kept(page, article) == ten[:3]
    # A question asked now goes with them, and does not take their place.
    ask(page, PARADE)
    assert [one["asked"] for one in kept(page, article)] == [*TEN[:3], PARADE]
    page.reload()
    expect(turns(page)).to_have_count(4)
    expect(page.locator(".ibid-lost")).to_have_count(0)
    assert as_shown(page)[:3] == before


def test_a_question_asked_while_the_turns_come_back_comes_after_them(
    page: Page, article: Article, ten: list[dict[str, object]]
) -> None:
    keep(page, article, ten[:2])
    before = as_shown(page)
    with held_back(page) as held:
        page.reload()
        wait_for(page, held)
        box(page).fill(PARADE)
        box(page).press("Enter")
        wait_for(page, held, 2)
        held[1].continue_()
        expect(page.locator(".ibid-turn").nth(2).locator("blockquote").first).to_be_visible()
        assert [one["asked"] for one in kept(page, article)] == [*TEN[:2], PARADE]
        held[0].continue_()
        expect(turns(page)).to_have_count(3)
    assert as_shown(page)[:2] == before
    assert questions(page) == [*TEN[:2], PARADE]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            lambda turn: turn["answer"]["quotes"][0].update(text="No one was killed."), "other words", id="words"
        ),
        pytest.param(lambda turn: turn["answer"]["article"].update(sha256="0" * 64), "another copy", id="another-copy"),
        pytest.param(lambda turn: turn.pop("answer"), "has no `answer`", id="no-answer"),
    ],
)
def test_a_turn_that_was_tampered_with_is_not_shown(
    page: Page, real: Asker, article: Article, change, said: str
) -> None:
    first, second, third = (
        answered(article, [unit], f"Question {at}?") for at, unit in enumerate(units(article)[50:53])
    )
    data = copy.deepcopy(data_of(real, first, second, third))
    change(data[1])
    keep(page, article, data)
    assert questions(page) == ["Question 0?", "Question 1?", "Question 2?"]
    lost = turns(page).nth(1)
    expect(lost).to_contain_class("ibid-lost")
    expect(lost.locator(".ibid-silent")).to_contain_text(said)
    assert page.locator("blockquote").locator("visible=true").count() >= 2
    assert lost.locator("blockquote").count() == 0
    # The others are exported without it, and that is said; taken out, there is nothing to say.
    page.locator(".ibid-take summary").click()
    page.get_by_role("button", name="Data (JSON)").click()
    expect(page.locator("#ibid-said")).to_contain_text("1 of 3 questions do not pass the check, and are left out.")
    lost.get_by_role("button", name="Remove").click()
    expect(turns(page)).to_have_count(2)
    page.locator(".ibid-take summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Data (JSON)").click()
    assert download.value.suggested_filename.endswith(".json")


# Tabs


def test_two_tabs_at_once_do_not_mix(opened: Opened, article: Article) -> None:
    one, other = opened(), opened()
    with held_back(one) as first, held_back(other) as second:
        for page, question, held in ((one, CURFEW, first), (other, PARADE, second)):
            box(page).fill(question)
            box(page).press("Enter")
            wait_for(page, held)
        second[0].continue_()
        first[0].continue_()
        for page in (one, other):
            expect(turns(page).locator("blockquote").first).to_be_visible()
    # A follow-up leans on its own tab's turns.
    expect(understood(ask(one, BY_WHOM))).to_contain_text("curfew")
    ask(other, "Who attended it?")
    assert "curfew" not in (turns(other).nth(1).text_content() or "")
    assert (questions(one), questions(other)) == ([CURFEW, BY_WHOM], [PARADE, "Who attended it?"])
    for page, own in ((one, [CURFEW, BY_WHOM]), (other, [PARADE, "Who attended it?"])):
        before = as_shown(page)
        page.reload()
        expect(turns(page)).to_have_count(2)
        assert as_shown(page) == before
        assert [turn["asked"] for turn in kept(page, article)] == own


# To begin with


def test_an_example_is_one_click_away(page: Page, real: Asker, article: Article) -> None:
    example = page.locator(".ibid-examples button").first
    question = example.text_content() or ""
    example.click()
    expect(turns(page)).to_have_count(1)
    assert questions(page) == [question]
    expect(page.locator(".ibid-asked")).to_be_focused()
    expect(page.locator("#ibid-empty")).to_be_hidden()
    expected = [shown(article.slice(quote)) for quote in real.ask(question).quotes]
    assert sorted(page.locator(".ibid-quotes blockquote").all_text_contents()) == sorted(expected)


def test_an_empty_question_is_declined_once_and_then_ignored(page: Page) -> None:
    turn = ask(page, "   ")
    expect(turn.locator(".ibid-asked")).to_have_text("(an empty question)")
    expect(turn.locator(".ibid-silent")).to_contain_text("The question is empty.")
    box(page).press("Enter")
    ask(page, CURFEW)
    assert len(questions(page)) == 2


def test_a_refusal_is_plain_and_sets_the_closest_apart(page: Page, real: Asker, silent: str) -> None:
    assert not real.ask(silent).answered
    turn = ask(page, silent)
    expect(turn.locator(".ibid-silent")).to_contain_text("The article does not say.")
    expect(turn.locator(".ibid-quotes, .ibid-sources")).to_have_count(0)
    assert turn.locator(".ibid-closest .ibid-card").count() == len(real.ask(silent).closest) > 0
    expect(turn.locator(".ibid-closest")).to_contain_text("which do not answer it")
    # They open where they stand too.
    turn.locator(".ibid-go").first.click()
    expect(page.locator(".ibid-open")).to_have_count(1)


def test_several_accounts_stand_side_by_side_in_the_articles_order(page: Page, several: str) -> None:
    turn = ask(page, several)
    expect(turn.locator(".ibid-several")).to_be_visible()
    firsts = turn.locator(".ibid-account").evaluate_all(
        "all => all.map((one) => Number(one.querySelector('.ibid-card').dataset.start))"
    )
    assert len(firsts) >= 2
    assert firsts == sorted(firsts)
