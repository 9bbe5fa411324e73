"""What axe-core finds on the page as it is used: nothing serious."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.driving import ask, turns

pytestmark = pytest.mark.browser

# Rules that Gradio's own widgets break, each with the issue it is known under. None does, as they are used here.
GRADIOS_OWN: Mapping[str, str] = {}
GRADIOS_WIDGETS = ("#ibid-box", "#ibid-ask")
GRAVE = ("serious", "critical")

LIST = "How many Azerbaijani soldiers died according to the defence ministry's list?"
# Follow-ups, understood and not; beside them, a refusal and several accounts.
ASKED = [
    LIST,
    "Who dismissed Hovhannes Karumyan and Gagik Tevosyan?",
    "What was his post?",
    "When was the curfew in Azerbaijan lifted?",
    "By whom?",
]


def findings(page: Page, within: str | None = None) -> list[tuple[str, str, str]]:
    """Rule, element and what is wrong with it, of all that is grave and not Gradio's own."""
    found = Axe().run(page, context=within, options={"resultTypes": ["violations"]})
    return [
        (violation["id"], node["html"][:200], node["failureSummary"])
        for violation in found.response["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
        if not (violation["id"] in GRADIOS_OWN and _gradios(page, node["target"]))
    ]


def _gradios(page: Page, target: list[str]) -> bool:
    return any(page.locator(widget).locator(target[-1]).count() for widget in GRADIOS_WIDGETS)


def test_what_is_wrong_is_found(page: Page) -> None:
    page.evaluate("""document.querySelector("#ibid-empty").insertAdjacentHTML("beforeend", "<button></button>")""")
    assert [rule for rule, _, _ in findings(page, "#ibid-empty")] == ["button-name"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nothing_grave(opened: Opened, several: str, silent: str, width: int, scheme: str) -> None:
    page = opened(width, 900, scheme)
    assert findings(page) == [], "before anything is asked"
    for question in (*ASKED, several, silent):
        ask(page, question)
    assert page.locator(".ibid-accounts").count() == 1
    assert page.locator(".ibid-closest").count() == 1
    assert page.locator(".ibid-back").count() == 1
    first = turns(page).first
    first.get_by_role("button", name="Around it").first.click()
    first.locator(".ibid-go").first.click()
    assert findings(page) == [], "answers of every kind, a quote opened"
    page.get_by_role("button", name="Change").last.click()
    page.locator(".ibid-take summary").click()
    assert findings(page, "#ibid-talk") == [], "a menu and a question that is changed"
    first.locator(".ibid-copy summary").first.click()
    assert findings(page, ".ibid-turn") == [], "another menu"
    first.locator(".ibid-ref").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page, "#ibid-source") == [], "a source"


def test_words_that_only_hint_can_be_read_too(opened: Opened) -> None:
    """The placeholder, which axe-core passes over: at least 4.5 to 1."""
    for scheme in ("light", "dark"):
        page = opened(scheme=scheme)
        ink, paper = page.evaluate("""() => {
            const box = document.querySelector("#ibid-box textarea");
            return [getComputedStyle(box, "::placeholder").color, getComputedStyle(box).backgroundColor];
        }""")
        assert contrast(ink, paper) >= 4.5, (scheme, ink, paper)


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG 2 counts it: ``rgb(1, 2, 3)``."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_counted_as_it_should_be() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)") == pytest.approx(4.54, abs=0.01)


def test_what_happens_is_said(page: Page, silent: str) -> None:
    """For who can't see it, in a region that is read out."""
    said = page.locator("#ibid-said")
    expect(said).to_have_role("status")
    ask(page, LIST)
    expect(said).to_have_text("3 quotes from the article.")
    ask(page, silent)
    expect(said).to_contain_text("The article does not say.")
