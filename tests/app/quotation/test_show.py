"""What is shown of a quotation: the JSON's promises, the terminal's lines, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from app.answer import Quote
from app.cli import main
from app.proof import ProofError
from app.quotation import find
from app.quotation.found import Change, Found, LeftOut, Speaker
from app.quotation.show import Shown
from ingest.article import Article, Span
from tests.app.quotation.test_judge import ARTICLE, FIRST, OTHER
from tests.making import CONTRACT, P, made

CONTRACTS = {
    name: json.loads((CONTRACT / name).read_text("utf-8")) for name in ("answer.schema.json", "quotation.schema.json")
}
SCHEMA = Draft202012Validator(
    CONTRACTS["quotation.schema.json"],
    registry=Registry().with_resources((name, Resource.from_contents(held)) for name, held in CONTRACTS.items()),
)
SHOWN = Shown(ARTICLE)
ASKED = [
    pytest.param("the harbour of Oldport", None, "exact", id="exact"),
    pytest.param("the town – our town", "Tom Reed", "other_speaker", id="another's"),
    pytest.param("The harbour was closed … after a fire", "Tom Reed", "cut", id="cut"),
    pytest.param("denied that the big fire had been laid on porpoise", None, "altered", id="altered"),
    pytest.param(f"{OTHER} And then: {FIRST}", None, "stitched", id="stitched"),
    pytest.param("Nothing like this was printed", None, "not_there", id="not-there"),
    pytest.param("zebra lion \ud800", None, "not_there", id="no-word"),
]


def hold(data: Any, article: Article) -> None:
    """Asserts all that the format promises of ``data``, against the article and the quotation."""
    SCHEMA.validate(data)

    def stands(span: Any, text: str = article.text) -> None:
        assert span["text"] == text[span["start"] : span["end"]]

    cited = []
    for place in (*data["places"], *data["nearest"]):
        quotes = place["quotes"]
        assert quotes[0]["start"] <= place["start"] < place["end"] <= quotes[-1]["end"]
        for span in (
            place,
            *quotes,
            *place["left_out"],
            *place["speakers"],
            *(change["article"] for change in place["changes"]),
        ):
            stands(span)
        for change in place["changes"]:
            stands(change["quoted"], data["quotation"])
        if place["part"]:
            stands(place["part"], data["quotation"])
        assert place["line"] == article.text.count("\n", 0, place["start"]) + 1
    for place in data["places"]:
        cited += [label for quote in place["quotes"] for label in quote["citations"]]
    assert [one["label"] for one in data["references"]] == list(dict.fromkeys(cited))
    assert data["article"] == {"title": article.title, "sha256": article.sha256}


@pytest.mark.parametrize(("text", "by", "verdict"), ASKED)
def test_json(text: str, by: str | None, verdict: str) -> None:
    found = find(ARTICLE, text, by)
    line = SHOWN.json(found)
    assert "\n" not in line
    line.encode("utf-8")
    data = json.loads(line)
    hold(data, ARTICLE)
    assert (data["quotation"], data["by"], data["verdict"]) == (text, by, verdict)


@pytest.mark.parametrize(
    ("text", "by", "reason"),
    [
        pytest.param("the harbour of Oldport", None, "These words stand in the article, in 2 places.", id="exact"),
        pytest.param("It reopened in June", "Finch", "These words stand in the article; it does not name who says so.", id="unsaid"),
        pytest.param("the town – our town", "Tom Reed", "These words stand in the article, and there they are those of Mayor Ada Finch.", id="another's"),
        pytest.param("harbour was closed", None, "These words stand in the article, and others between them are left out without a sign.", id="cut"),
        pytest.param("harbour … was closed", None, "These words stand in the article, and others between them are left out where an ellipsis says so.", id="cut-with-a-sign"),
        pytest.param("harbour of Oldport was closed on 4 May 1907 after … fire", None, "The article has this otherwise: 2 numbers differ, and words are left out in 1 place.", id="altered"),
        pytest.param("It reopened in July", None, "The article has this otherwise: 1 word differs.", id="one-word"),
        pytest.param("zebra lion", None, "No place of the article has these words.", id="not-there"),
    ],
)  # fmt: skip
def test_reason(text: str, by: str | None, reason: str) -> None:
    assert SHOWN.reason(find(ARTICLE, text, by)) == reason


def test_terminal() -> None:
    assert SHOWN.terminal(find(ARTICLE, "The harbour was closed on 4 May 1908 after a fire", "Reed")) == (
        "Altered. The article has this otherwise: 1 number differs, and words are left out in 1 place.\n"
        "\n"
        f"{FIRST}\n"
        "   Lead · line 1\n"
        "   number: 4 – in the article: 3\n"
        "   left out without a sign: of Oldport\n"
        "   who says so is not named there\n"
        "\n"
        "Sources\n"
        "  [1][2] no entry in this copy of the article\n"
    )
    shown = SHOWN.terminal(find(ARTICLE, "denied that the fire", "Finch"), colour=True)
    assert "The owner, Tom Reed, \033[1mdenied that the fire\033[0m had been laid" in shown
    assert "said there by The owner, Tom Reed, not by the one named" in shown


def test_the_terminal_shows_ten_places_and_counts_the_rest() -> None:
    article = made(*(P((f"Ship {number} was lost at sea.",)) for number in range(13)))
    shown = Shown(article).terminal(find(article, "was lost at sea"))
    assert "10. Ship 9 was lost at sea." in shown
    assert "And in 3 more places: lines 21, 23, 25" in shown


def test_the_terminal_is_not_steered() -> None:
    article = made(P(("A bell\x07 rang \u202eloud\u202c and \x1b[31mred over the town.",)))
    shown = Shown(article).terminal(find(article, "\x1b[32mbell rang loud or red over the town"))
    assert not {"\x07", "\x1b", "\u202e"} & set(shown)


def _spoilt(found: Found, **parts: Any) -> Found:
    return replace(found, places=(replace(found.places[0], **parts), *found.places[1:]))


EXACT = find(ARTICLE, "the lamps in the sheds")
CUT = find(ARTICLE, "harbour was closed")
ALTERED = find(ARTICLE, "It reopened in July")


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(replace(EXACT, article_sha256="0" * 64), id="another-copy"),
        pytest.param(replace(EXACT, places=()), id="exact-nowhere"),
        pytest.param(replace(EXACT, verdict="not_there"), id="not-there-somewhere"),
        pytest.param(replace(EXACT, nearest=EXACT.places), id="found-and-near"),
        pytest.param(_spoilt(EXACT, end=EXACT.places[0].end + 500), id="outside-its-sentence"),
        pytest.param(_spoilt(EXACT, quotes=()), id="without-a-sentence"),
        pytest.param(_spoilt(EXACT, quotes=(replace(EXACT.places[0].quotes[0], line=9),)), id="another-line"),
        pytest.param(_spoilt(EXACT, speakers=(Speaker(Span(0, 3), None),)), id="one-who-does-not-speak-there"),
        pytest.param(replace(CUT, sources=()), id="without-sources"),
        pytest.param(replace(CUT, verdict="exact"), id="cut-called-exact"),
        pytest.param(_spoilt(CUT, left_out=()), id="nothing-left-out"),
        pytest.param(_spoilt(CUT, left_out=(LeftOut(Span(0, 900), 0, False),)), id="left-out-elsewhere"),
        pytest.param(replace(ALTERED, verdict="exact"), id="altered-called-exact"),
        pytest.param(_spoilt(ALTERED, changes=()), id="nothing-altered"),
        pytest.param(_spoilt(ALTERED, changes=(Change("word", Span(0, 99), Span(0, 1)),)), id="altered-elsewhere"),
    ],
)
def test_nothing_untrue_is_shown(found: Found) -> None:
    for show in (SHOWN.json, SHOWN.terminal):
        with pytest.raises(ProofError):
            show(found)


def test_its_sentences_are_quotes() -> None:
    assert all(isinstance(quote, Quote) for quote in EXACT.places[0].quotes)


# The command

TRAM = "Tram line\n\nThe tram line was opened in the spring of 1904. It runs from the harbour to the station.\n"


@pytest.fixture
def tram(tmp_path: Path) -> Path:
    path = tmp_path / "tram.txt"
    path.write_text(TRAM, encoding="utf-8")
    return path


def test_command(tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", "opened in the spring of 1905", "--article", str(tram)]) == 0
    assert capsys.readouterr().out.startswith("Altered. The article has this otherwise: 1 number differs.\n")
    assert main(["quote", "never said at all", "--by", "Reed", "--json", "--article", str(tram)]) == 0
    data = json.loads(capsys.readouterr().out)
    SCHEMA.validate(data)
    assert (data["verdict"], data["by"]) == ("not_there", "Reed")


def test_command_reads_a_file(tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "quotation.txt"
    path.write_text("“The tram line was opened\nin the spring of 1904.”\n", encoding="utf-8")
    assert main(["quote", "--file", str(path), "--article", str(tram)]) == 0
    assert capsys.readouterr().out.startswith("Exact.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "give one quotation", id="nothing"),
        pytest.param(["a tram", "--file", "x"], "give one quotation", id="both"),
        pytest.param([""], "no word", id="empty"),
        pytest.param(["tram"], "only one word", id="one-word"),
        pytest.param(["a tram", "--by", ""], "name", id="no-name"),
        pytest.param(["a tram \udcff"], "not text in UTF-8", id="broken-argument"),
        pytest.param(["--file", "/nowhere/x.txt"], "cannot be read", id="no-file"),
        pytest.param(["--file", "BINARY"], "binary", id="binary"),
        pytest.param(["--file", "LATIN"], "not UTF-8", id="another-encoding"),
    ],
)
def test_command_refuses_in_one_line(
    arguments: list[str], said: str, tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "BINARY").write_bytes(b"a\0b c")
    (tmp_path / "LATIN").write_bytes(b"caf\xe9 au lait")
    arguments = [str(tmp_path / one) if one in ("BINARY", "LATIN") else one for one in arguments]
    assert main(["quote", *arguments, "--article", str(tram)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ibid: ")
    assert err.count("\n") == 1
    assert said in err
