"""One speaker or none, and whose words are read."""

from __future__ import annotations

import pytest

from app.said.sentences import spoken
from ingest.article import Kind
from tests.app.said.telling import told
from tests.making import P, made


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        pytest.param("According to Sylvania, Freedonia said that 40 ships sank.", None, None, id="two-of-equal-right"),
    ],
)  # fmt: skip
def test_two_speakers_are_none(text: str, who: str | None, how: str | None) -> None:
    assert told(text) == (who, how)


def test_what_is_read_of_each_kind() -> None:
    article = made(
        P(("40 ships sunk",), kind=Kind.INFOBOX, intro="Per Sylvania:"),
        P(("40 ships sunk",), kind=Kind.INFOBOX, intro="Post-war:"),
        P(("Ann Lee said so.",), kind=Kind.BLOCK_QUOTE, intro="According to Tom Reed:"),
        P(("Ann Lee said so.",), kind=Kind.BLOCK_QUOTE),
        P(("40 ships (alleged by Freedonia)",), kind=Kind.INFOBOX),
        P(("40 ships (alleged by Freedonia)",)),
        P(("Freedonia said so.",), kind=Kind.REFERENCE, label="1"),
        P(("Freedonia said so.",), kind=Kind.RECOVERED),
    )
    found = [spoken(article, passage, passage.sentences[0]) for passage in article.passages]
    speakers = [article.slice(said.who) if said else None for said in found]
    assert speakers == ["Sylvania", None, "Tom Reed", None, "Freedonia", None, None, None]
