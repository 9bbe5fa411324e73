"""An evidence file carries all that a check needs, and nothing is written that would not verify."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError

from app.assets.ibid_verify import canonical, digest, verify
from app.evidence_file import evidence, heading_spans, unproved, write
from app.proof import Proof, ProofError
from app.render import dumped
from app.turns import Turn, TurnError, turns_of
from ingest.article import Article, Heading, Kind
from ingest.errors import IbidError
from ingest.parse import parse
from tests.app.carrying import AT, CHECK, PROOF, TRAM, validator, written
from tests.app.quoting import answered, quoted, refused, units
from tests.making import P, made

# The canonical form: what RFC 8785 itself gives as examples (3.2.2, 3.2.3, appendix B).


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (5e-324, "5e-324"),
        (-5e-324, "-5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740991, "9007199254740991"),
        (295147905179352830000.0, "295147905179352830000"),
        (1e21, "1e+21"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (999999999999999700000.0, "999999999999999700000"),
        (333333333.33333329, "333333333.3333333"),
        (4.50, "4.5"),
        (2e-3, "0.002"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1e-27, "1e-27"),
        (-333333.3333333332, "-333333.3333333332"),
    ],
)
def test_numbers_in_the_canonical_form(number: float, expected: str) -> None:
    assert canonical(number) == expected


@settings(max_examples=300)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_the_canonical_form_is_the_number(number: float) -> None:
    assert float(canonical(number)) == number


@pytest.mark.parametrize("number", [math.inf, math.nan, 2**53, -(2**53)])
def test_a_number_that_not_every_reader_keeps_has_no_canonical_form(number: float) -> None:
    with pytest.raises(ValueError, match="not every JSON reader"):
        canonical(number)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('€$\x0f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        (
            {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7},
            '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
        ),
        ([56, {"d": True, "10": None, "1": []}], '[56,{"1":[],"10":null,"d":true}]'),
        ("a \ud800 b", '"a \\ud800 b"'),  # not in the RFC, which has no place for it
    ],
)
def test_the_canonical_form(value: object, expected: str) -> None:
    assert canonical(value) == expected


# What is written


def test_the_file_in_full() -> None:
    every = units(TRAM)
    data = written(answers=[answered(TRAM, [every[2]], "When was it closed?"), refused(TRAM, [every[1]], "Who paid?")])
    validator().validate(data)
    assert {name: data[name] for name in ("schema", "article", "tool", "at", "checks")} == {
        "schema": "ibid.evidence/1",
        "article": {
            "title": "Tram line",
            "sha256": TRAM.sha256,
            "characters": len(TRAM.text),
            "title_span": {"text": "Tram line", "start": 0, "end": 9, "line": 1},
        },
        "tool": {"name": "ibid", "version": "1.2.3"},
        "at": AT,
        "checks": [],
    }
    first, second = data["turns"]
    assert [first[name] for name in ("asked", "understood", "at")] == ["When was it closed?"] * 2 + [AT]
    (quote,) = first["answer"]["quotes"]
    start = TRAM.text.index("It was closed")
    assert (quote["text"], quote["start"], quote["line"]) == ("It was closed in 1951.[1][2]", start, 9)
    at = TRAM.text.index("Service")
    assert quote["headings"] == [{"text": "Service", "start": at, "end": at + 7, "line": 7}]
    one, two = first["answer"]["references"]
    assert (one["text"], one["line"]) == ("Smith, A. “A line”. 1990.", 17)
    assert two == {"label": "2", "text": None, "start": None, "end": None, "line": None, "why": "missing"}
    assert second["answer"]["reason"] == "No sentence names who paid."
    nothing = {"text": None, "start": None, "end": None, "line": None, "why": "none"}
    assert second["answer"]["closest"][0]["headings"] == [nothing]  # Lead
    assert data["digest"] == digest(data)
    assert verify(data, TRAM.text) == []


def test_the_turns_are_read_back_as_they_were() -> None:
    turn = Turn("And then?", "When was it closed?", AT, answered(TRAM, units(TRAM)[2:3], "When was it closed?"))
    assert turns_of(written(turns=[turn])["turns"], TRAM, PROOF) == (turn,)


def test_a_checked_claim_is_carried_too() -> None:
    data = written(checks=[CHECK])
    validator().validate(data)
    (check,) = data["checks"]
    assert check["statements"][0]["quotes"][0]["headings"][0]["text"] == "Service"
    assert check["statements"][2]["closest"][0]["headings"][0]["text"] is None
    assert [each["line"] for each in check["references"]] == [17, None]
    assert "headings" not in CHECK["statements"][0]["quotes"][0]  # what was given is as it was
    assert verify(data, TRAM.text) == unproved(data, TRAM) == []


def test_half_a_character_in_a_question_is_kept() -> None:
    question = "Who \ud83d\ude00 said \udc80 so?"
    data = written(answers=[refused(TRAM, (), question)])
    back = json.loads(dumped(data))
    assert back == data
    assert verify(back, TRAM.text) == []
    assert data["turns"][0]["asked"] == "Who 😀 said \udc80 so?"


def test_a_very_long_question_is_kept() -> None:
    data = written(answers=[refused(TRAM, (), "why " * 10_000)])
    assert verify(data, TRAM.text) == unproved(data, TRAM) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.update(schema="ibid.evidence/2"),
        lambda data: data.pop("checks"),
        lambda data: data["article"].pop("characters"),
        lambda data: data["digest"].update(rules="sorted"),
        lambda data: data.update(at="now"),
        lambda data: data["turns"][0].pop("understood"),
        lambda data: data["turns"][0]["answer"]["quotes"][0].pop("headings"),
        lambda data: data["turns"][0]["answer"]["quotes"][0]["headings"][0].update(text=None),
        lambda data: data["turns"][0]["answer"]["references"][0].pop("line"),
        lambda data: data["checks"][0].update(verdict="true"),
    ],
)
def test_the_schema_tells_what_is_no_evidence(damage: Callable[[Any], object]) -> None:
    data = written(answers=[answered(TRAM, units(TRAM)[2:3])], checks=[CHECK])
    damage(data)
    with pytest.raises(ValidationError):
        validator().validate(data)


# Headings


def test_a_quote_stands_under_the_last_heading_of_its_path() -> None:
    text = "a\nb\na\nb\n"
    headings = tuple(
        Heading(at, at + 1, text[at], level, path)
        for at, level, path in ((0, 1, ("a",)), (2, 2, ("a", "b")), (4, 1, ("a",)), (6, 2, ("a", "b")))
    )
    article = replace(made(P(("x",))), text=text, headings=headings)
    starts = [
        [heading and heading.start for heading in heading_spans(article, ("a", "b", "c"), at)] for at in (1, 3, 5, 7)
    ]
    assert starts == [[0, 2, None], [0, 2, None], [4, 2, None], [4, 6, None]]


def test_every_heading_of_the_article_is_found(article: Article) -> None:
    found = [heading_spans(article, p.section, p.start) for p in article.passages if p.kind is not Kind.RECOVERED]
    for passage, headings in zip([p for p in article.passages if p.kind is not Kind.RECOVERED], found, strict=True):
        lacking = [part for part, heading in zip(passage.section, headings, strict=True) if heading is None]
        assert lacking in ([], ["Lead"], ["Infobox"])
        assert all(heading.start < passage.start for heading in headings if heading)


# What is not written, and what is found out when it is read with the article


def test_what_is_not_proved_is_not_written() -> None:
    good = answered(TRAM, units(TRAM)[2:3])
    wrong = replace(good, quotes=(replace(good.quotes[0], end=good.quotes[0].end - 1),))
    with pytest.raises(ProofError, match="no sentence of the article"):
        written(answers=[wrong])
    with pytest.raises(TurnError, match="the time is"):
        evidence(TRAM, PROOF, "1", "today")
    check = copy.deepcopy(CHECK)
    check["statements"][0]["quotes"][0]["text"] = "It was closed in 1950.[1][2]"
    with pytest.raises(ProofError, match="would not verify"):
        written(checks=[check])


def forged(change: Callable[[Any], object], **held: Any) -> dict[str, Any]:
    """A file with something changed and the digest made anew: what only a forger does."""
    data = written(**held)
    change(data)
    data["digest"] = digest(data)
    return data


def _cut(quote: Any) -> None:
    quote["end"] -= 6
    quote["text"] = quote["text"][:-6]


def _elsewhere(quote: Any) -> None:
    at = TRAM.text.index("Harbour")
    quote["section"] = ["Harbour"]
    quote["headings"] = [{"text": "Harbour", "start": at, "end": at + 7, "line": TRAM.line(at)}]


def _another_entry(answer: Any) -> None:
    (words,) = [s for p, s in units(TRAM) if "sold" in s.plain]
    place = {"text": TRAM.slice(words), "start": words.start, "end": words.end, "line": TRAM.line(words.start)}
    answer["references"][0] = {"label": "1", **place}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: _cut(data["turns"][0]["answer"]["quotes"][0]), "are no sentence of the article"),
        (lambda data: _elsewhere(data["turns"][0]["answer"]["quotes"][0]), "is not where the answer says"),
        (lambda data: data["turns"][0]["answer"]["quotes"][0].update(kind="note"), "is not where the answer says"),
        (lambda data: _another_entry(data["turns"][0]["answer"]), "is not the article's entry [1]"),
        (lambda data: _cut(data["checks"][0]["statements"][0]["quotes"][0]), "are no sentence of the article"),
        (lambda data: _elsewhere(data["checks"][0]["statements"][0]["quotes"][0]), "is not where the answer says"),
        (lambda data: _another_entry(data["checks"][0]), "is not the article's entry [1]"),
        (lambda data: _cut(data["checks"][0]["statements"][2]["closest"][0]), "are no sentence of the article"),
    ],
)
def test_what_only_a_reading_of_the_article_tells(change: Callable[[Any], object], said: str) -> None:
    data = forged(change, answers=[answered(TRAM, units(TRAM)[2:3])], checks=[CHECK])
    assert verify(data, TRAM.text) == []
    assert any(said in finding.said for finding in unproved(data, TRAM))


def test_other_headings_of_the_same_name() -> None:
    article = parse(
        "A report\n\nOne\n\nThe first thing was done.\n\nTwo\n\nThe second thing was done.\n\nOne\n\nThe last one.\n"
    )
    (last,) = [unit for unit in units(article) if "last" in unit[1].plain]
    data = written(article, answers=[answered(article, [last])])
    assert unproved(data, article) == []
    first = article.headings[0]
    where = {"text": "One", "start": first.start, "end": first.end, "line": 3}
    data["turns"][0]["answer"]["quotes"][0]["headings"] = [where]
    assert [finding.said for finding in unproved(data, article)] == ["stands under other headings than the file says"]


def test_an_article_without_a_title_may_be_called_otherwise() -> None:
    body = "The tram line was opened in 1904. It ran to the harbour and was sold in the end, as all of them were.\n"
    mine, theirs = (parse(body, fallback_title=name) for name in ("mine", "theirs"))
    data = written(mine, answers=[answered(mine, units(mine)[:1])])
    assert data["article"]["title_span"] is None
    assert unproved(data, theirs) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_sentence_of_the_article_can_be_carried(article: Article, kind: Kind) -> None:
    every = units(article, kind)
    answers = [answered(article, every[at : at + 6]) for at in range(0, len(every), 6)]
    data = evidence(article, Proof(article), "1", AT, answers=answers)
    validator().validate(data)
    assert verify(json.loads(dumped(data)), article.text) == []
    assert quoted(article, every[0]).start == data["turns"][0]["answer"]["quotes"][0]["start"]


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(IbidError, match="cannot be written"):
        write(written(), tmp_path)
    write(written(), tmp_path / "e.json")
    assert json.loads((tmp_path / "e.json").read_text("utf-8")) == written()
