"""The desk where too many ask, and where the article's file has changed: said on the page, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from ingest.article import Article
from tests.browser.driving import CALLS, ask, kept, turns

pytestmark = pytest.mark.browser

CURFEW = "When was the curfew in Azerbaijan lifted?"
PARADE = "When was the victory parade held?"
BUSY = "Ibid is busy: 128 questions wait already; try again in a moment."
NOTICE = "<b>article.txt</b> has changed since Ibid read it: restart Ibid"


@contextmanager
def busy(page: Page) -> Iterator[None]:
    """Every call is answered as by a server of which too many ask."""
    page.route(CALLS, lambda route: route.fulfill(json={"error": BUSY}))
    yield
    page.unroute(CALLS)


def noticed(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=json.dumps({**answer.json(), "notice": NOTICE}))


def test_a_question_that_is_refused_is_asked_again(page: Page, article: Article) -> None:
    with busy(page):
        turn = ask(page, CURFEW)
        expect(turn.locator(".ibid-silent")).to_have_text(BUSY)
        assert kept(page, article) == []
    turn.get_by_role("button", name="Ask again").click()
    expect(turns(page).locator("blockquote").first).to_be_visible()
    assert len(kept(page, article)) == 1


def test_a_conversation_that_is_refused_is_still_there(page: Page, article: Article) -> None:
    ask(page, CURFEW)
    held = kept(page, article)
    with busy(page):
        page.reload()
        expect(page.locator(".ibid-lost .ibid-silent")).to_have_text(BUSY)
        page.locator(".ibid-take summary").click()
        page.get_by_role("button", name="Data (JSON)").click()
        expect(page.locator("#ibid-said")).to_have_text(BUSY)
    assert kept(page, article) == held
    page.reload()
    expect(turns(page).locator("blockquote").first).to_be_visible()


def test_a_changed_article_is_told_of_above_the_answers_until_it_is_not(page: Page, article: Article) -> None:
    notice = page.locator("#ibid-notice")
    expect(notice).to_be_hidden()
    page.route(CALLS, noticed)
    ask(page, CURFEW)
    expect(notice).to_have_text(NOTICE)
    expect(notice.locator("b")).to_have_count(0)
    expect(notice).to_be_in_viewport()
    assert all("notice" not in one for one in kept(page, article)), "it is no part of a turn"
    page.unroute(CALLS)
    ask(page, PARADE)
    expect(notice).to_be_hidden()
