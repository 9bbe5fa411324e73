"""Takes the pictures of docs/pictures: ``python -m tests.browser.pictures``. Small files: few colours, a palette."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from app.ask import Asker
from index.open import open_index
from ingest.source import read_article
from tests.browser.conftest import chromium, served
from tests.browser.driving import ask, box, forget

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
SIZES = {1440: 900, 768: 1024, 360: 740}
# Letters on one ground: more colours are not told apart, and cost twice the bytes.
COLOURS = 40

SEVERAL = "How many Azerbaijani soldiers were killed?"
SILENT = "How many drams did the police fine the Armenian activist for his anti-war post?"
OPENED = "How many Azerbaijani soldiers died according to the defence ministry's list?"


def take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(150)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    reduced = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(FOLDER / f"{name}.png", optimize=True)


def take_all(page: Page, name: str) -> None:
    """The empty page, a quote opened, several accounts, what the article does not say, and a source."""
    take(page, f"empty-{name}")
    ask(page, OPENED).locator(".ibid-go").first.click()
    take(page, f"answer-{name}")
    page.locator(".ibid-ref").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    take(page, f"source-{name}")
    page.keyboard.press("Escape")
    for question, called in ((SEVERAL, "accounts"), (SILENT, "closest")):
        forget(page)
        turn = ask(page, question)
        expect(turn.locator(f".ibid-{called}")).to_be_attached()
        take(page, f"{called}-{name}")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    asker = Asker(open_index(read_article()))
    with served(asker) as address, chromium() as browser:
        for width, height in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(reduced_motion="reduce", viewport={"width": width, "height": height})
                page = context.new_page()
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                page.goto(address)
                box(page).wait_for()
                take_all(page, f"{width}-{scheme}")
                context.close()


if __name__ == "__main__":
    main()
