"""What the page asks of Python: each quote checked on every way back, whatever it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import conversation as module
from app.answer import Answer, Source
from app.assets.ibid_verify import verify
from app.cards import Cards
from app.check_cards import CheckCards
from app.claims.checked import Checked, Difference, Statement
from app.conversation import LEANT_ON, LONGEST, REMEMBERED, Conversation, storage_key
from app.evidence_file import unproved
from app.followup import Past, Understood
from app.proof import Proof
from app.quotation import find
from app.render import Renderer
from app.turns import MOST_TURNS, turn_of
from ingest.article import Article, Kind, Span
from tests.app.carrying import validator
from tests.app.quoting import answered, quoted, refused, unchecked, units
from tests.app.reading_back import Reading
from tests.making import P, hold, made
from tests.parsed import parsed

Data = dict[str, Any]

ILM = made(
    P(("The bridge was <built> in 1904.[1][2]", "It was mined in 1917.", "A ferry ran until\n1931.[3]"), ("History",)),
    P(("Smith. “Bridges”.",), ("References",), Kind.REFERENCE, label="1"),
    title="The Ilm",
)
BUILT, MINED, FERRY, SMITH = units(ILM)
PROOF = Proof(ILM)
WHEN = "When was the bridge built?"
WHAT = "What happened?"
CLOCK = datetime(2024, 5, 31, 12, 0, 0, 999_999, UTC)
AT = "2024-05-31T12:00:00Z"
COPIES = {"plain", "markdown", "html", "wikitext"}


def answers(question: str) -> Answer:
    """Three questions have an answer; what is close to any other contradicts it."""
    known = {WHEN: [BUILT], WHAT: [FERRY, BUILT, MINED], "Who mined the bridge?": [MINED]}
    if question in known:
        return answered(ILM, known[question], question)
    return refused(ILM, [SMITH, MINED], question)


def checks(text: str) -> Checked:
    """One statement: of 1905 the article says otherwise, that something was mined it says; of all else nothing."""
    year = text.find("1905")
    if not text.strip():
        return Checked(text, (), (), ILM.title, ILM.sha256, 1.0)
    if year >= 0:
        there = ILM.text.index("1904")
        differs = (Difference(Span(year, year + 4), Span(there, there + 4), "date"),)
        statement = Statement(0, len(text), "differs", (quoted(ILM, BUILT),), (), differs, (None,))
        return Checked(text, (statement,), BUILT_SOURCES, ILM.title, ILM.sha256, 1.0)
    if "mined" in text:
        statement = Statement(0, len(text), "supported", (quoted(ILM, MINED),), (), (), (None,))
    else:
        statement = Statement(0, len(text), "not_in_article", (), (quoted(ILM, MINED),), (), ())
    return Checked(text, (statement,), (), ILM.title, ILM.sha256, 1.0)


BUILT_SOURCES = (Source("1", ILM.entry("1"), None), Source("2", None, "missing"))


def talk(clock: datetime = CLOCK) -> Conversation:
    return Conversation(answers, checks, ILM, PROOF, "1.2.3", clock=lambda: clock)


TALK = talk()


def turn(asked: str, **more: object) -> Data:
    """A turn as the page has it, after its way through the browser."""
    given = TALK.ask({"asked": asked, **more})
    assert given["kind"] == "turn"
    return stored(given)


def stored(given: Data) -> Data:
    """What the page keeps of an answer: the turn, the doubt with it; numbers as JavaScript writes them."""
    kept = {**given["turn"], "doubt": given["doubt"]} if given["doubt"] else given["turn"]
    return json.loads(json.dumps(kept).replace(".0,", ",").replace(".0}", "}"))  # type: ignore[no-any-return]


@pytest.fixture
def asked_after(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Past, ...]]]:
    """What the follow-ups were understood from; each question stands for itself here."""
    seen: list[tuple[str, tuple[Past, ...]]] = []

    def understand(asked: str, past: Sequence[Past], names: object) -> Understood:
        seen.append((asked, tuple(past)))
        return Understood(asked)

    monkeypatch.setattr(module, "understand", understand)
    return seen


# Asking


def test_a_question() -> None:
    given = TALK.ask({"asked": WHEN, "past": []})
    hold(given["turn"]["answer"], ILM)  # type: ignore[index]
    assert given["kind"] == "turn"
    assert given["doubt"] is None
    assert given["turn"] == {
        "asked": WHEN,
        "understood": WHEN,
        "at": AT,
        "answer": Renderer(PROOF, ILM).data(answers(WHEN)),
    }
    assert given["html"] == Cards(ILM, PROOF).turn(turn_of(given["turn"], ILM, PROOF))
    parsed(str(given["html"]))


def test_each_quote_can_be_copied_in_four_forms() -> None:
    given = TALK.ask({"asked": WHAT})
    quotes = given["turn"]["answer"]["quotes"]  # type: ignore[index]
    copies: list[Data] = given["copies"]  # type: ignore[assignment]
    assert len(copies) == len(quotes) == 3
    for quote, copy in zip(quotes, copies, strict=True):
        assert set(copy) == COPIES
        assert copy["plain"].startswith(f"“{quote['text']}”\n")
    assert TALK.ask({"asked": "Who paid?"})["copies"] == []


def test_the_past_is_what_was_understood_and_the_first_quotes(asked_after: list[Any]) -> None:
    past = [turn(WHAT), turn("Who paid?")]
    asked_after.clear()
    TALK.ask({"asked": WHEN, "past": past})
    plain = ("A ferry ran until\n1931.", "The bridge was <built> in 1904.")
    assert len(plain) == LEANT_ON
    assert asked_after == [(WHEN, (Past(WHAT, True, plain), Past("Who paid?", False, ())))]


def test_only_the_last_turns_are_looked_at(asked_after: list[Any]) -> None:
    past = [turn(f"Who paid {number}?") for number in range(REMEMBERED + 2)]
    asked_after.clear()
    TALK.ask({"asked": WHEN, "past": past})
    ((_, seen),) = asked_after
    assert [one.question for one in seen] == [f"Who paid {number}?" for number in range(2, REMEMBERED + 2)]


def test_a_follow_up() -> None:
    given = TALK.ask({"asked": "Who mined it?", "past": [turn(WHEN)]})
    assert (given["turn"]["asked"], given["turn"]["understood"]) == ("Who mined it?", "Who mined the bridge?")  # type: ignore[index]
    assert given["turn"]["answer"]["question"] == "Who mined the bridge?"  # type: ignore[index]
    assert [node.text for node in parsed(str(given["html"])).all("q")] == ["Who mined the bridge?"]


def test_what_the_user_put_so_is_asked_so(asked_after: list[Any]) -> None:
    given = TALK.ask({"asked": "Who mined it?", "understood": WHEN, "past": [turn(WHAT)]})
    assert asked_after == [(WHAT, ())]
    assert (given["turn"]["asked"], given["turn"]["understood"]) == ("Who mined it?", WHEN)  # type: ignore[index]
    assert given["turn"]["answer"]["status"] == "answered"  # type: ignore[index]


def test_a_question_back_is_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    back = Understood("Who?", ask_back="Who is meant?", choices=("Who built it?", "Who mined it?"))
    monkeypatch.setattr(module, "understand", lambda asked, past, names: back)
    monkeypatch.setattr(module.Conversation, "_at", lambda _: pytest.fail("it was asked"))
    given = TALK.ask({"asked": "Who?"})
    assert given == {"kind": "back", "html": Cards(ILM, PROOF).ask_back("Who?", back)}


@pytest.mark.parametrize("asked", ["", "  \n", "?"])
def test_nothing_asked_is_a_turn_too(asked: str) -> None:
    assert turn(asked)["asked"] == asked


def test_a_paste_by_mistake_is_cut() -> None:
    given = turn("x" * (LONGEST + 1), understood="y" * (LONGEST + 1))
    assert (len(given["asked"]), len(given["understood"])) == (LONGEST, LONGEST)


def test_half_a_character_is_shown_as_one_that_is_missing() -> None:
    """It could not be sent back, and the whole answer would be lost."""
    given = TALK.ask({"asked": "Who \ud83d paid?"})
    assert given["turn"]["asked"] == given["turn"]["understood"] == "Who \ufffd paid?"  # type: ignore[index]
    assert TALK.ask({"asked": "Who \U0001f54a paid?"})["turn"]["asked"] == "Who \U0001f54a paid?"  # type: ignore[index]


@pytest.mark.parametrize(
    "clock",
    [
        pytest.param(CLOCK, id="to-the-second"),
        pytest.param(CLOCK.astimezone(timezone(timedelta(hours=4))), id="another-zone"),
    ],
)
def test_when_it_was_asked(clock: datetime) -> None:
    given = talk(clock).ask({"asked": WHEN})
    assert given["turn"]["at"] == AT  # type: ignore[index]


# Shown again


def test_a_conversation_is_shown_again_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    doubted = Understood("Who paid (for the bridge)?", rewritten=True, doubt="“it” may be the <ferry>")
    given = [TALK.ask({"asked": asked}) for asked in (WHEN, WHAT, "Who paid?", "", "\ud83d")]
    monkeypatch.setattr(module, "understand", lambda asked, past, names: doubted)
    given.append(TALK.ask({"asked": "Who paid?"}))
    assert given[-1]["doubt"] == doubted.doubt
    assert "may be the &lt;ferry&gt;" in str(given[-1]["html"])
    assert TALK.restore({"turns": [stored(one) for one in given]}) == given


def test_no_turns() -> None:
    assert TALK.restore({"turns": []}) == []


def _changed(change: Any) -> Data:
    """The turn with three quotes, changed."""
    data = deepcopy(turn(WHAT))
    change(data, data["answer"], data["answer"]["quotes"][0])
    return data


TAMPERED = [
    pytest.param(_changed(lambda turn, answer, quote: quote.update(text="A ferry sank in\n1931.[3]")), id="other-words"),
    pytest.param(_changed(lambda turn, answer, quote: quote.update(start=quote["start"] + 2)), id="another-place"),
    pytest.param(_changed(lambda turn, answer, quote: quote.update(citations=["1"])), id="another-number"),
    pytest.param(_changed(lambda turn, answer, quote: quote.update(section=["Lead"])), id="another-section"),
    pytest.param(_changed(lambda turn, answer, quote: quote.update(line="1")), id="another-type"),
    pytest.param(_changed(lambda turn, answer, quote: answer["references"].pop()), id="a-source-left-out"),
    pytest.param(_changed(lambda turn, answer, quote: answer["references"][1].update(text="Jones.")), id="another-source"),
    pytest.param(_changed(lambda turn, answer, quote: answer.update(question="Who?")), id="another-question"),
    pytest.param(_changed(lambda turn, answer, quote: answer.update(reason="No.")), id="a-reason-beside-quotes"),
    pytest.param(_changed(lambda turn, answer, quote: answer.update(confidence=2)), id="surer-than-sure"),
    pytest.param(_changed(lambda turn, answer, quote: answer["article"].update(sha256="0" * 64)), id="another-copy"),
    pytest.param(_changed(lambda turn, answer, quote: answer.update(schema="ibid.answer/2")), id="another-format"),
    pytest.param(_changed(lambda turn, answer, quote: turn.update(at="<b>now</b>")), id="no-time"),
    pytest.param(_changed(lambda turn, answer, quote: turn.pop("answer")), id="no-answer"),
    pytest.param(None, id="nothing"),
    pytest.param(["x"], id="a-list"),
    pytest.param("<b>turn</b>", id="text"),
]  # fmt: skip


@pytest.mark.parametrize("tampered", TAMPERED)
def test_a_tampered_turn_explains_nothing(tampered: object, asked_after: list[Any]) -> None:
    good = turn(WHEN)
    asked_after.clear()
    given = TALK.ask({"asked": "Who paid?", "past": [tampered, good]})
    assert given["kind"] == "turn"
    assert asked_after == [("Who paid?", (Past(WHEN, True, ("The bridge was <built> in 1904.",)),))]


@pytest.mark.parametrize("tampered", TAMPERED)
def test_a_tampered_turn_is_lost_in_its_place(tampered: object) -> None:
    before, lost, after = TALK.restore({"turns": [turn(WHEN), tampered, turn("Who paid?")]})
    assert (before, after) == (TALK.ask({"asked": WHEN}), TALK.ask({"asked": "Who paid?"}))
    assert lost["kind"] == "lost"
    assert set(lost) == {"kind", "html"}, "nothing of it is handed back as if it had been checked"
    shown = parsed(str(lost["html"]))
    assert shown.all("section", "ibid-lost")
    asked = tampered["asked"] if isinstance(tampered, dict) else "(an empty question)"
    assert [node.text for node in shown.all("h3")] == [asked]
    (why,) = (node.text for node in shown.all("p", "ibid-silent"))
    assert re.fullmatch(r"[^\n{}<>]{10,200}", why.replace("<b>now</b>", ""))
    assert not shown.all("blockquote")


@pytest.mark.parametrize("tampered", TAMPERED)
@pytest.mark.parametrize("form", ["document", "markdown", "data"])
def test_a_tampered_turn_is_not_exported(tampered: object, form: str) -> None:
    given = TALK.export({"turns": [turn(WHEN), tampered], "form": form})
    alone = TALK.export({"turns": [turn(WHEN)], "form": form})
    assert given == {**alone, "note": "1 of 2 questions do not pass the check, and are left out."}
    refused = TALK.export({"turns": [tampered], "form": form})
    assert set(refused) == {"error"}
    assert "\n" not in str(refused["error"])


# To take away


@pytest.mark.parametrize(
    ("form", "name", "type_", "begins"),
    [
        ("document", "ibid-2024-05-31-{}.html", "text/html", "<!DOCTYPE html>\n"),
        ("markdown", "ibid-2024-05-31-{}.md", "text/markdown", "# The Ilm\n"),
        ("data", "ibid-2024-05-31-{}.json", "application/json", '{"schema": "ibid.'),
    ],
)
def test_a_session_to_take_away(form: str, name: str, type_: str, begins: str) -> None:
    turns = [turn(WHAT), turn("Who paid?"), turn("Who mined it?", understood="Who mined the bridge?")]
    given = TALK.export({"turns": turns, "form": form})
    text = str(given.pop("text"))
    assert given == {"name": name.format(ILM.sha256[:8]), "type": type_, "note": ""}
    assert text.startswith(begins)
    assert text.endswith("\n")
    assert "1.2.3" in text
    assert "It was mined in 1917." in text
    # In the same second, the same file: there is nothing in it but what was asked and when.
    assert talk().export({"turns": turns, "form": form})["text"] == text
    later = talk(CLOCK + timedelta(days=1)).export({"turns": turns, "form": form})
    assert later["name"] == name.format(ILM.sha256[:8]).replace("05-31", "06-01")
    assert "2024-06-01T12:00:00Z" in str(later["text"])


def test_data_can_be_read_back() -> None:
    turns = [turn(WHAT), turn("Who paid?")]
    data = json.loads(str(TALK.export({"turns": turns, "form": "data"})["text"]))
    shown = TALK.restore({"turns": data["turns"]})
    assert [one["html"] for one in shown] == [TALK.ask({"asked": asked})["html"] for asked in (WHAT, "Who paid?")]


def test_a_doubt_is_no_part_of_what_is_taken_away() -> None:
    plain = turn(WHEN)
    for form in ("document", "markdown", "data"):
        doubted = TALK.export({"turns": [{**plain, "doubt": "It may be another."}], "form": form})
        assert doubted == TALK.export({"turns": [plain], "form": form})


def test_more_turns_than_are_read() -> None:
    assert "begin a new one" in str(TALK.export({"turns": [turn(WHEN)] * (MOST_TURNS + 1), "form": "data"})["error"])


# Checked, and looked for

STATED = "The bridge was built\nin 1905 & <b>mined</b>."
SAID = "The bridge was <built> in 1905."
CHECK: Data = {"form": "check", "asked": STATED}
QUOTE: Data = {"form": "quote", "asked": SAID}
# What can't be looked for: one word, none, a name that is none.
UNSOUGHT = [
    pytest.param({"form": "quote", "asked": "Bridge"}, id="one-word"),
    pytest.param({"form": "quote", "asked": ""}, id="nothing"),
    pytest.param({"form": "quote", "asked": " … \n"}, id="no-letters"),
]


@pytest.fixture
def _asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "understand", lambda asked, past, names: pytest.fail("it was taken for a question"))


@pytest.mark.usefixtures("_asks_nothing")
def test_a_statement_is_checked() -> None:
    given = TALK.ask({**CHECK, "past": [None], "understood": WHEN})
    assert given == {
        "kind": "check",
        "html": CheckCards(ILM, PROOF).check(checks(STATED)),
        "turn": {"form": "check", "text": STATED, "at": AT},
    }
    shown = parsed(str(given["html"]))
    assert [node.text for node in shown.all("mark")] == ["1905", "1904"]
    assert [node.text for node in shown.all("p", "ibid-typed")] == [STATED.replace("\n", " ")]


@pytest.mark.usefixtures("_asks_nothing")
def test_a_quotation_is_looked_for() -> None:
    given = TALK.ask(QUOTE)
    assert given == {
        "kind": "check",
        "html": CheckCards(ILM, PROOF).quotation(find(ILM, SAID)),
        "turn": {"form": "quote", "text": SAID, "at": AT},
    }
    shown = parsed(str(given["html"]))
    assert [node.text for node in shown.all("mark")] == ["1905", "1904"]


@pytest.mark.parametrize("form", ["Check", "ask", "", None, ["check"], {"check": 1}])
def test_another_form_is_a_question(form: object) -> None:
    assert TALK.ask({"asked": WHEN, "form": form}) == TALK.ask({"asked": WHEN})


@pytest.mark.parametrize("sent", UNSOUGHT)
def test_what_can_t_be_looked_for_says_so_in_a_line(sent: Data) -> None:
    given = TALK.ask(sent)
    assert given["kind"] == "check"
    (why,) = parsed(str(given["html"])).all("p", "ibid-silent")
    assert re.fullmatch(r"[^\n{}<>]{10,200}", why.text)
    assert not parsed(str(given["html"])).all("blockquote")
    assert TALK.restore({"turns": [given["turn"]]}) == [given]
    # Kept among the others, it keeps none of them from being taken away.
    for form in ("document", "markdown", "data"):
        taken = TALK.export({"turns": [turn(WHAT), given["turn"]], "form": form})
        assert "It was mined in 1917." in str(taken["text"])
        assert form != "document" or parsed_texts(str(taken["text"]))[0].endswith(why.text)


def test_what_was_checked_is_shown_again_as_it_was() -> None:
    asked = [CHECK, {"asked": WHEN}, QUOTE, {"form": "check", "asked": ""}, {"form": "quote", "asked": "\ud83d zebra"}]
    given = [TALK.ask(one) for one in asked]
    kept = [one["turn"] for one in given]
    assert TALK.restore({"turns": json.loads(json.dumps(kept))}) == given


def test_what_was_checked_explains_no_question(asked_after: list[Any]) -> None:
    past = [turn(WHEN), TALK.ask(CHECK)["turn"], TALK.ask(QUOTE)["turn"]]
    asked_after.clear()
    TALK.ask({"asked": "Who mined it?", "past": past})
    assert asked_after == [("Who mined it?", (Past(WHEN, True, ("The bridge was <built> in 1904.",)),))]


@pytest.mark.parametrize(
    ("form", "text", "why"),
    [
        pytest.param("check", "mined in 1917 " * 2_000, "28,000 characters", id="check"),
        pytest.param("quote", "mined in 1917 " * 2_000, "28,000 characters", id="quote"),
        pytest.param("check", "It was mined. " * 51, "51 statements", id="many-statements"),
    ],
)
def test_a_text_over_the_limit_is_refused_whole(form: str, text: str, why: str) -> None:
    given = TALK.ask({"form": form, "asked": text})
    assert why in str(given["html"])
    (again,) = TALK.restore({"turns": [given["turn"]]})
    assert again == given
    assert why in str(TALK.export({"turns": [given["turn"]], "form": "markdown"})["text"])


def test_what_fails_the_check_is_left_out_and_said() -> None:
    kept = turn(WHEN)
    spoilt = {**deepcopy(kept), "at": "yesterday"}
    given = TALK.export({"turns": [spoilt, kept], "form": "markdown"})
    assert given["note"] == "1 of 2 questions do not pass the check, and are left out."
    assert WHEN in str(given["text"])
    assert "error" in TALK.export({"turns": [spoilt]})
    quoted = TALK.export({"turns": [TALK.ask(QUOTE)["turn"]], "form": "data"})
    assert quoted["note"] == "Quotations that were looked for are in the documents, and not in the data."


def test_what_is_not_proved_is_not_shown() -> None:
    """Whoever checks: a quote that is none of the article's sentences goes no further."""

    def wrong(text: str) -> Checked:
        statement = Statement(0, len(text), "supported", (quoted(OTHER, OTHERS),), (), (), (None,))
        return Checked(text, (statement,), (), ILM.title, ILM.sha256, 1.0)

    talking = Conversation(answers, wrong, ILM, PROOF, "1", clock=lambda: CLOCK)
    given = talking.ask(CHECK)
    assert parsed(str(given["html"])).all("section", "ibid-lost")
    assert "Nobody came" not in str(given["html"])
    assert set(talking.export({"turns": [given["turn"]], "form": "data"})) == {"error"}


OTHER = made(P(("Nobody came by the bridge.",)))
(OTHERS,) = units(OTHER)


def parsed_texts(page: str) -> list[str]:
    """The stretches of a page that keep their lines."""
    return Reading(page).texts("pre")


def test_what_was_checked_is_taken_away() -> None:
    turns = [TALK.ask(CHECK)["turn"], turn(WHAT), TALK.ask(QUOTE)["turn"]]
    page = str(TALK.export({"turns": turns, "form": "document"})["text"])
    first, second, _ = parsed_texts(page)
    assert first.splitlines()[0] == "Checked:"
    assert "date: 1905 – in the article: 1904" in first
    assert "The article says otherwise." in first
    assert second.splitlines()[0] == f"Looked for, as a quotation: {SAID}"
    assert "number: 1905 – in the article: 1904" in second
    assert Reading(page).texts("h2")[0] == f"1. {WHAT}"
    markdown = str(TALK.export({"turns": turns, "form": "markdown"})["text"])
    for line in (*first.splitlines(), *second.splitlines()):
        assert f"\n    {line}\n" in markdown


def test_the_data_of_what_was_checked_can_be_verified() -> None:
    turns = [
        TALK.ask(CHECK)["turn"],
        turn(WHAT),
        TALK.ask({"form": "check", "asked": ""})["turn"],
        TALK.ask(QUOTE)["turn"],
    ]
    given = TALK.export({"turns": turns, "form": "data"})
    data = json.loads(str(given["text"]))
    validator().validate(data)
    assert data["schema"] == "ibid.evidence/1"
    assert [check["claim"] for check in data["checks"]] == [STATED, ""]
    assert [one["asked"] for one in data["turns"]] == [WHAT]
    assert verify(data, ILM.text) == unproved(data, ILM) == []
    data["checks"][0]["statements"][0]["quotes"][0]["text"] = "It was never built."
    assert verify(data, ILM.text)


def test_only_what_was_checked_is_taken_away_too() -> None:
    kept = TALK.ask(CHECK)["turn"]
    for form in ("document", "markdown"):
        text = str(TALK.export({"turns": [kept], "form": form})["text"])
        assert "The article says otherwise." in text
        assert "Nothing was asked." not in text
    data = json.loads(str(TALK.export({"turns": [kept], "form": "data"})["text"]))
    assert (len(data["turns"]), len(data["checks"]), verify(data, ILM.text)) == (0, 1, [])


# Whatever it is sent

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
NAMES = ("asked", "understood", "past", "turns", "form", "doubt", "text", "by", "at")
FORMED = st.fixed_dictionaries(
    {"form": st.sampled_from(["check", "quote"])},
    optional={name: JSON | st.sampled_from([STATED, SAID, "Bridge"]) for name in ("asked", "text", "by", "at")},
)
LIKE = st.dictionaries(
    st.sampled_from(NAMES),
    JSON
    | st.lists(JSON | FORMED, max_size=3)
    | st.sampled_from([WHEN, "Who mined it?", "And when?", "data", "markdown", "check", "quote", STATED, SAID]),
)


def _answers(sent: object) -> tuple[Data, list[Data], Data]:
    """What each gives, which can be sent to a browser."""
    given = TALK.ask(sent), TALK.restore(sent), TALK.export(sent)
    json.dumps(given, ensure_ascii=False, allow_nan=False).encode("utf-8")
    return given


@settings(max_examples=100, deadline=None)
@given(JSON | LIKE | FORMED | st.fixed_dictionaries({"turns": st.lists(FORMED, max_size=3), "form": st.just("data")}))
def test_anything_at_all_can_be_sent(sent: object) -> None:
    asked, restored, exported = _answers(sent)
    assert asked["kind"] in ("turn", "back", "check")
    assert {one["kind"] for one in restored} <= {"lost", "check"}
    assert TALK.restore({"turns": [one["turn"] for one in restored if one["kind"] == "check"]}) == [
        one for one in restored if one["kind"] == "check"
    ]
    assert set(exported) in ({"error"}, {"name", "type", "text", "note"})
    for one in (asked, *restored):
        parsed(str(one["html"]))


WHOLE = [turn(WHAT), turn("Who paid?", understood="Who paid for it?")]


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(below for name, part in inside for below in _paths(part, (*path, name)))]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_paths(WHOLE)[1:]), JSON)
def test_one_thing_changed_is_shown_checked_or_not_at_all(path: tuple[str | int, ...], value: object) -> None:
    """Whatever is put wherever in two turns: no words are shown as a quote but the article's."""
    turns: Any = deepcopy(WHOLE)
    at = turns
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    asked, restored, exported = _answers({"asked": "And why?", "past": turns, "turns": turns, "form": "document"})
    assert len(restored) == 2
    failed = sum(one["kind"] == "lost" for one in restored)
    assert ("error" in exported) == (failed == 2)
    assert bool(exported.get("note")) == (failed == 1)
    sentences = {ILM.slice(sentence).replace("\n", " ") for _, sentence in units(ILM)}
    for one in (asked, *restored):
        assert {node.text for node in parsed(str(one["html"])).all("blockquote")} <= sentences


def test_each_copy_of_an_article_has_a_conversation_of_its_own() -> None:
    other = made(P(("The bridge was built in 1905.",), ("History",)), title="The Ilm")
    assert json.loads(storage_key(ILM)) == f"ibid:{ILM.sha256[:16]}"
    assert storage_key(other) != storage_key(ILM)
    (lost,) = Conversation(answers, unchecked, other, Proof(other), "1").restore({"turns": [turn(WHEN)]})
    assert "another copy" in str(lost["html"])


def test_of_the_article(article: Article) -> None:
    """A turn of the real article, there and back."""
    proof = Proof(article)
    chosen = [unit for unit in units(article) if len(unit[1].markers) > 2][:3]
    talking = Conversation(
        lambda question: answered(article, chosen, question), unchecked, article, proof, "1", clock=lambda: CLOCK
    )
    given = talking.ask({"asked": WHAT, "understood": "How many servicemen were killed?"})
    hold(given["turn"]["answer"], article)  # type: ignore[index]
    assert talking.restore({"turns": [stored(given)]}) == [given]


def _deep(levels: int) -> object:
    held: object = "x"
    for _ in range(levels):
        held = [held]
    return held


@pytest.mark.parametrize(
    "sent", [_deep(50_000), {"asked": WHEN, "past": [10**5_000]}], ids=["too deep", "too long a number"]
)
def test_what_is_no_json_is_nothing(sent: object) -> None:
    assert TALK.restore(sent) == []
    assert "turn" in TALK.ask(sent)
    assert "text" in TALK.export(sent)
