"""The code knows no article: nothing of the bundled one stands in it, and no line number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.source import BUNDLED, BUNDLED_EXAMPLES, BUNDLED_VARIANTS

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted(path for folder in ("ingest", "index", "app") for path in (ROOT / folder).rglob("*.py"))
PATHS = [str(path.relative_to(ROOT)) for path in FILES]

# Names of the article, each as its beginning: `Azerbaijan` covers Azerbaijani. Of the encyclopedia and its templates
# the code may know, of this page nothing, not even in a comment.
NAMES = """
    Karabakh Artsakh Armeni Azerbaijan Azeri Arts'akh Baku Stepanakert Khankendi Shusha Shushi Yerevan Ganja Tartar
    Barda Fuzuli Füzuli Jabrayil Lachin Kalbajar Agdam Aghdam Hadrut Goranboy Martakert Martuni Talish Nakhchivan Syunik
    Pashinyan Aliyev Harutyunyan Sarkissian Sarksyan Mnatsakanyan Putin Erdo Guterres Kofman Gressel Syria SOHR
    Turkey Turkish Russia Moscow Kremlin Soviet Ankara Iran Israel Canada Georgia Caucasus Bayraktar Harop Smerch
    Iskander peacekeep ceasefire cease-fire servicemen mercenar soldier conflict phosphorus munition Bellingcat
    Amnesty OSCE Minsk Ghazanchetsots Dadivank Bishkek Madagiz Khoda Butler fbpx romanized
""".split()
# Words of the encyclopedia's templates that are also words of this page.
OF_TEMPLATES = {"ingest/infobox.py": {"conflict"}}
# Ordinary words in lists of what persons and documents are called.
OF_ENGLISH = {"app/followup/words.py": {"servicemen", "soldier"}, "app/said/words.py": {"soldier", "conflict"}}


def code_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path == ROOT / "ingest" / "source.py":
        for name in (BUNDLED, BUNDLED_EXAMPLES, BUNDLED_VARIANTS):
            text = text.replace(f'"{name}"', "")
    return text


def test_the_names_are_the_articles_own(article: Article) -> None:
    # Guards the guard: a name that is misspelt would find nothing.
    of_other_texts = {"Khankendi", "Martakert", "Talish", "Arts'akh", "Kremlin", "Iskander"}
    missing = [name for name in NAMES if name.casefold() not in article.text.casefold() and name not in of_other_texts]
    assert not missing


@pytest.mark.parametrize("path", FILES, ids=PATHS)
def test_no_words_of_the_article(path: Path) -> None:
    text = code_of(path)
    allowed = (OF_TEMPLATES | OF_ENGLISH).get(str(path.relative_to(ROOT)), set())
    found = [name for name in NAMES if name not in allowed and re.search(rf"\b{re.escape(name)}", text, re.IGNORECASE)]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=PATHS)
def test_no_headings_of_the_article(path: Path, article: Article) -> None:
    # But those that every page of the encyclopedia may have, and single words.
    of_every_page = {"See also", "Casualties and losses"}
    titles = {heading.title for heading in article.headings if " " in heading.title} - of_every_page
    assert not [title for title in titles if title.casefold() in code_of(path).casefold()]


def runs(text: str) -> set[tuple[str, ...]]:
    """All that stands in five words in a row."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return set(zip(*(words[at:] for at in range(5)), strict=False))


@pytest.fixture(scope="module")
def prose(article: Article) -> set[tuple[str, ...]]:
    return {run for p in article.passages for s in p.sentences for run in runs(s.plain)}


@pytest.mark.parametrize("path", FILES, ids=PATHS)
def test_no_sentence_of_the_article(path: Path, prose: set[tuple[str, ...]]) -> None:
    # No five words in a row, in comments neither.
    assert not {" ".join(run) for run in runs(code_of(path)) & prose}


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "ingest"], ids=lambda path: path.name)
def test_no_line_number_of_the_article(path: Path) -> None:
    # Neither in a comparison with a line's number, nor as a place among the lines, nor in a comment.
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            of_numbers = any(isinstance(side, ast.Attribute) and side.attr == "number" for side in sides)
            assert not (of_numbers and any(isinstance(side, ast.Constant) for side in sides)), node.lineno
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            assert not isinstance(node.slice.value, int) or abs(node.slice.value) < 4, node.lineno
    assert not re.search(r"\b[Ll]ines? \d{2,}", path.read_text(encoding="utf-8"))
