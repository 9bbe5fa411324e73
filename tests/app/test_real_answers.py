"""The real model and the real article: plain questions find their sentences."""

from __future__ import annotations

import json

import pytest

from app.ask import Asker
from app.cli import main
from app.render import Renderer
from ingest.article import Article
from tests.making import hold

pytestmark = [pytest.mark.model, pytest.mark.slow]


PLAIN = [
    # question, line, words that a quote must hold, labels among its citations
    pytest.param(
        "How many Azerbaijani soldiers died according to the defence ministry's list?",
        511, "published a list of dead servicemen", (), id="note-or-prose-of-the-list",
    ),
    pytest.param("How many Armenian servicemen were killed?", None, "3,825", (), id="armenian-losses"),
    pytest.param("How many servicemen of Azerbaijan were killed during the war?", None, "2,9", (), id="azerbaijani-losses"),
    pytest.param(
        "How many Syrian mercenaries were killed according to the Syrian Observatory for Human Rights?",
        None, "541", ("60",), id="third-party",
    ),
    pytest.param(
        "How many Azerbaijani and Armenian civilians were killed?", 75, "100 Azerbaijani[82] and 85 Armenian",
        ("82", "e"), id="infobox-row",
    ),
    pytest.param("What is the wall with images of fallen Armenian soldiers?", 214, "wall with images", ("235",), id="caption"),
    pytest.param("What did Turkey and Azerbaijan deny about the involvement of Turkey?", None, "den", (), id="denied"),
    # `Armenia` and `Azerbaijan` are headings under several parents.
    pytest.param(
        "Who did the Armenian President dismiss on 8 October 2020?", 182, "dismissed the director of the NSS", ("204",),
        id="under-armenia",
    ),
    pytest.param(
        "Who declared a curfew in Baku and Ganja in September 2020?", 193, "declared a curfew in Baku", ("214", "215"),
        id="under-azerbaijan",
    ),
    pytest.param("When was the curfew in Azerbaijan lifted?", 205, "lifted the curfew", ("232",), id="the-curfew-lifted"),
    pytest.param("How many tanks did Armenia lose according to Oryx?", 250, "Armenia lost 255 tanks", (), id="equipment"),
    pytest.param("How many people were killed in the missile attacks on Ganja?", 275, "killed 32 civilians", ("290",), id="ganja"),
    pytest.param("What is the code-name Operation Iron Fist?", 99, "Operation Iron Fist", ("127",), id="naming"),
    pytest.param("What is the war called in Armenia and Artsakh?", 97, "Second Artsakh War", ("118", "119"), id="name-in-armenia"),
    pytest.param(
        "Which outlet published “A new weapon complicates an old war in Nagorno-Karabakh”?", 679, "Los Angeles Times",
        ("157",), id="reference",
    ),
    pytest.param("How many French journalists were injured?", None, "French", (), id="journalists"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "line", "words", "labels"), PLAIN)
def test_a_plain_question_finds_its_sentence(
    real: Asker, asked: str, line: int | None, words: str, labels: tuple[str, ...]
) -> None:
    article = real.index.article
    data = json.loads(Renderer(real.proof, article).json(real.ask(asked)))
    hold(data, article)
    shown = [(quote["line"], quote["citations"], quote["text"]) for quote in data["quotes"]]
    assert any(
        words in text and line in (None, at) and set(labels) <= set(citations) for at, citations, text in shown
    ), shown


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("Who won the 1998 football world cup?", id="off-topic"),
        pytest.param("How do I bake a sourdough bread?", id="recipe"),
        pytest.param("What is the capital of Australia?", id="other-place"),
    ],
)
def test_what_the_article_is_not_about_is_declined(real: Asker, asked: str) -> None:
    article = real.index.article
    data = json.loads(Renderer(real.proof, article).json(real.ask(asked)))
    hold(data, article)
    assert data["status"] == "not_in_article"


def test_the_command_line_answers_with_the_packaged_model(
    real: Asker, article: Article, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    from index.store import save

    folder = tmp_path_factory.mktemp("command") / "index"
    save(real.index, folder)
    asked = "How many Azerbaijani soldiers died according to the defence ministry's list?"
    assert main(["ask", asked, "--json", "--index", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    data = json.loads(out)
    hold(data, article)
    assert [quote["start"] for quote in data["quotes"]] == [quote.start for quote in real.ask(asked).quotes]
