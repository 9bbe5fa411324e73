"""What is done to the page, and read off it, in more than one file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.answer import Answer
from app.ask import Asker
from app.cards import Cards
from app.conversation import storage_key
from app.render import Renderer
from app.turns import Turn, turn_data
from ingest.article import Article

AT = "2024-05-31T12:00:00Z"
# The requests that ask, show again and export.
CALLS = "**/component_server/"


def box(page: Page) -> Locator:
    return page.locator("#ibid-box textarea")


def turns(page: Page) -> Locator:
    return page.locator(".ibid-turn:not(.ibid-pending)")


def ask(page: Page, question: str) -> Locator:
    """Asks, waits for the answer, and is the new turn."""
    at = page.locator(".ibid-turn").count()
    box(page).fill(question)
    box(page).press("Enter")
    expect(turns(page)).to_have_count(at + 1)
    return turns(page).nth(at)


def forget(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget all").click()
    expect(turns(page)).to_have_count(0)


def kept(page: Page, article: Article) -> list[dict[str, Any]]:
    """The turns as this tab keeps them."""
    found: list[dict[str, Any]] = json.loads(
        page.evaluate("key => sessionStorage.getItem(key)", json.loads(storage_key(article))) or "[]"
    )
    return found


def keep(page: Page, article: Article, data: Sequence[object]) -> None:
    """Has the page show these turns, as after a reload."""
    key = json.loads(storage_key(article))
    page.evaluate("([key, data]) => sessionStorage.setItem(key, data)", [key, json.dumps(data)])
    page.reload()
    expect(turns(page)).to_have_count(len(data))


def data_of(asker: Asker, *answers: Answer, asked: str | None = None) -> list[dict[str, object]]:
    """The turns that had these answers, as a tab keeps them."""
    renderer = Renderer(asker.proof, asker.index.article)
    return [turn_data(Turn(asked or one.question, one.question, AT, one), renderer) for one in answers]


@dataclass(frozen=True)
class Open:
    """What is marked as open in the article. Distances in px from the pane's edges, inwards."""

    ids: list[str]
    words: str
    top: float
    bottom: float
    height: float
    pane: float
    focused: bool


def open_in(page: Page) -> Open:
    return Open(
        **page.evaluate("""() => {
        const pane = document.querySelector("#ibid-article");
        const around = pane.getBoundingClientRect();
        const open = [...document.querySelectorAll(".ibid-open")];
        const own = open[0]?.getBoundingClientRect();
        return {
            ids: open.map((one) => one.id), words: open[0]?.textContent ?? "",
            top: own ? own.top - around.top : NaN, bottom: own ? around.bottom - own.bottom : NaN,
            height: own?.height ?? NaN, pane: around.height, focused: document.activeElement === open[0],
        };
    }""")
    )


def in_view(found: Open) -> bool:
    """All of it, or of what is higher than most of the pane its beginning."""
    return found.top >= -0.5 and (found.bottom >= -0.5 or found.height >= 0.7 * found.pane)


def tuned() -> list[dict[str, Any]]:
    """The questions of the half that may be looked at."""
    lines = (resources.files("eval") / "questions.jsonl").read_text("utf-8").splitlines()
    return [one for one in map(json.loads, lines) if one["split"] == "tune"]


def example(asker: Asker, holds: str) -> str:
    """The first of those questions whose answer is shown with ``holds``, part of its HTML."""
    cards = Cards(asker.index.article, asker.proof)
    for one in tuned():
        question = one["question"]
        if holds in cards.turn(Turn(question, question, AT, asker.ask(question))):
            return str(question)
    raise AssertionError(f"no question of the tune half is answered with {holds}")


def focused(page: Page) -> str:
    """The element that has the keyboard: its tag, and its id, class or words."""
    return str(
        page.evaluate(
            "() => { const at = document.activeElement;"
            " return at.tagName.toLowerCase() + ' ' + (at.id || at.className || at.textContent).trim().slice(0, 60); }"
        )
    )


def shown(words: str) -> str:
    """Words of the article as the page shows them."""
    return words.replace("\n", " ")
