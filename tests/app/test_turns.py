"""What comes back is what went out; whatever was changed in between is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.proof import Proof
from app.render import Renderer, dumped
from app.turns import LONGEST, MOST_TURNS, Turn, TurnError, answer_of, moment, turn_data, turn_of, turns_of
from ingest.article import Article, Kind, Span
from tests.app.quoting import answered, refused, units
from tests.making import P, hold, made

AT = "2024-05-31T12:00:00Z"
MADE = made(
    P(("The war <b>began</b> in\r\nSeptember.[1][2]", "It ended in November 🕊.[3]"), ("History", "Armenia")),
    P(("2,906 servicemen killed[a]",), ("Infobox", "Per Azerbaijan:"), Kind.INFOBOX, intro="Per Azerbaijan:"),
    P(("Confirmed killed by shelling.[1]",), ("Notes",), Kind.NOTE, label="a", other_list=True),
    P(("Cathedral shelled twice 259 260",), ("History", "Armenia"), Kind.RECOVERED),
    P(("Smith, John. “A war begins”.",), ("References",), Kind.REFERENCE, label="1"),
)
MADE_UNITS = units(MADE)
PROOF = Proof(MADE)
RENDERER = Renderer(PROOF, MADE)
ANSWERS = {
    "two sentences, an entry and two missing": answered(MADE, MADE_UNITS[:2]),
    "a row with its label, a note cited": answered(MADE, MADE_UNITS[2:3]),
    "one number of two lists": answered(MADE, [MADE_UNITS[0], MADE_UNITS[3]]),
    "recovered, and so without sources": answered(MADE, MADE_UNITS[4:5]),
    "an entry itself": answered(MADE, MADE_UNITS[5:6]),
    "a refusal with two closest": refused(MADE, MADE_UNITS[:2]),
    "a refusal with nothing": refused(MADE),
    "a question with a lone surrogate, and an empty one": answered(MADE, MADE_UNITS[:1], "\ud800\n\x00"),
    "nothing asked": refused(MADE, (), ""),
}


def written(answer: Any, asked: str = "And who?") -> dict[str, Any]:
    return turn_data(Turn(asked, answer.question, AT, answer), RENDERER)


@pytest.fixture(scope="module")
def real(article: Article) -> tuple[Article, Proof, Renderer, list[Any]]:
    """Real sentences: much cited, a row, a note with numbers of another page, two lines in one entry, recovered."""
    proof = Proof(article)
    cited = max(units(article, Kind.PROSE), key=lambda unit: len(unit[1].markers))
    row = next(unit for unit in units(article, Kind.INFOBOX) if unit[0].intro and unit[1].markers)
    note = next(unit for unit in units(article, Kind.NOTE) if any(marker.other_list for marker in unit[1].markers))
    entry = next(unit for unit in units(article, Kind.REFERENCE) if "\n" in article.slice(unit[1]))
    recovered = units(article, Kind.RECOVERED)[0]
    answers = [answered(article, [cited, row]), answered(article, [note, entry]), refused(article, [recovered, cited])]
    return article, proof, Renderer(proof, article), answers


# There and back


@pytest.mark.parametrize("name", ANSWERS)
def test_what_went_out_comes_back(name: str) -> None:
    answer = ANSWERS[name]
    turn = Turn("And who?", answer.question, AT, answer)
    data = turn_data(turn, RENDERER)
    assert list(data) == ["asked", "understood", "at", "answer"]
    hold(data["answer"], MADE)
    assert turn_of(json.loads(dumped(data)), MADE, PROOF) == turn
    assert turn_data(turn_of(data, MADE, PROOF), RENDERER) == data


def test_a_context_is_cut_from_the_article_again() -> None:
    first, second = MADE_UNITS[:2]
    answer = answered(MADE, [second])
    answer = replace(answer, quotes=(replace(answer.quotes[0], context=(Span(first[1].start, first[1].end),)),))
    assert turn_of(written(answer), MADE, PROOF).answer == answer


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_answer_about_the_article_comes_back(article: Article, data: st.DataObject) -> None:
    proof = proofs.setdefault(article.sha256, Proof(article))
    every = units(article)
    chosen = data.draw(st.lists(st.sampled_from(every), max_size=3, unique_by=id))
    question = data.draw(st.text(max_size=40))
    answer = answered(article, chosen, question) if chosen else refused(article, every[:2], question)
    turn = Turn(data.draw(st.text(max_size=40)), question, AT, answer)
    renderer = Renderer(proof, article)
    there = turn_data(turn, renderer)
    assert turn_of(json.loads(dumped(there)), article, proof) == turn
    assert turn_data(turn_of(there, article, proof), renderer) == there


proofs: dict[str, Proof] = {}


def test_a_browser_writes_whole_numbers_without_a_point() -> None:
    data = written(refused(MADE, MADE_UNITS[:1]))
    data["answer"] |= {"confidence": 1, "took_ms": 3}
    answer = turn_of(data, MADE, PROOF).answer
    assert (answer.confidence, answer.took_ms) == (1.0, 3.0)
    assert isinstance(answer.confidence, float)
    assert isinstance(answer.took_ms, float)


def test_fields_that_the_format_may_get_are_passed_over() -> None:
    data = written(ANSWERS["two sentences, an entry and two missing"])
    expected = turn_of(deepcopy(data), MADE, PROOF)
    data["later"] = data["answer"]["later"] = data["answer"]["quotes"][0]["later"] = {"text": "<script>"}
    assert turn_of(data, MADE, PROOF) == expected


@pytest.mark.parametrize(
    "speaker",
    [
        pytest.param(None, id="nobody"),
        pytest.param({"text": "Armenia", "start": 0, "end": 7, "how": "denied"}, id="another"),
        pytest.param({"text": "<script>", "start": -1, "end": 10**400, "how": []}, id="no-span"),
        pytest.param([["Azerbaijan"]], id="no-object"),
    ],
)
def test_who_says_so_is_told_anew_whatever_the_data_say(speaker: object) -> None:
    data = written(ANSWERS["a row with its label, a note cited"])
    (quote,) = data["answer"]["quotes"]
    start = MADE.text.index("Azerbaijan")
    assert quote["said_by"] == {"text": "Azerbaijan", "start": start, "end": start + 10, "how": "reported"}
    changed = put(data, ("answer", "quotes", 0, "said_by"), speaker)
    assert turn_data(turn_of(changed, MADE, PROOF), RENDERER) == data
    # Kept before there was such a field.
    del changed["answer"]["quotes"][0]["said_by"]
    assert turn_data(turn_of(changed, MADE, PROOF), RENDERER) == data


def test_fields_of_an_entry_may_be_left_out_but_not_be_others() -> None:
    data = written(ANSWERS["an entry itself"])
    (reference,) = data["answer"]["references"]
    assert reference.pop("fields") == {}
    assert turn_of(data, MADE, PROOF).answer == ANSWERS["an entry itself"]
    reference["fields"] = {"author": "Smith, John"}
    with pytest.raises(TurnError, match=r"source 1 of the answer is not the article's entry \[1\]"):
        turn_of(data, MADE, PROOF)


def test_an_entry_is_not_to_be_found_at_its_words_elsewhere() -> None:
    article = made(P(("A war began.[1]", "Smith.")), P(("Smith.",), ("References",), Kind.REFERENCE, label="1"))
    proof = Proof(article)
    answer = answered(article, units(article)[:1])
    data = turn_data(Turn("So?", answer.question, AT, answer), Renderer(proof, article))
    (reference,) = data["answer"]["references"]  # type: ignore[index]
    assert (reference["start"], reference["end"]) == (24, 30)
    reference |= {"start": 16, "end": 22}
    refuse(data, article, proof, "the same words")


def test_a_turn_shares_nothing_with_its_data() -> None:
    """What is rebuilt does not change when the data does."""
    data = written(ANSWERS["two sentences, an entry and two missing"])
    turn = turn_of(data, MADE, PROOF)
    data["answer"]["quotes"][0]["section"].append("Elsewhere")
    data["answer"]["quotes"].clear()
    assert turn.answer == ANSWERS["two sentences, an entry and two missing"]


# Whatever is changed. Figures, the question, the time and the reason can't be checked against an article; who says so
# is not read, but told anew.

FREE = {"asked", "question", "understood", "at", "reason", "score", "confidence", "took_ms", "contradicts", "said_by"}


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value in ``data`` that holds no other, by its path."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if inside is None:
        yield path, data
        return
    for name, value in inside:
        yield from leaves(value, (*path, name))


def nodes(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value in ``data``, by its path."""
    yield path, data
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inside:
        yield from nodes(value, (*path, name))


def put(data: Any, path: tuple[Any, ...], value: object) -> Any:
    """``data`` with another value at ``path``; what is not on the way is shared."""
    if not path:
        return value
    changed = data.copy()
    changed[path[0]] = put(data[path[0]], path[1:], value) if path[1:] else value
    return changed


def changes(words: str) -> Iterator[str]:
    """One character replaced, left out, doubled, or its case changed, at every place; and white space around."""
    for at, char in enumerate(words):
        yield words[:at] + ("x" if char != "x" else "y") + words[at + 1 :]
        yield words[:at] + words[at + 1 :]
        yield words[:at] + char + words[at:]
        if char.swapcase() != char:
            yield words[:at] + char.swapcase() + words[at + 1 :]
    yield words + " "
    yield " " + words


def refuse(data: Any, article: Article, proof: Proof, why: object) -> None:
    with pytest.raises(TurnError) as caught:
        turn_of(data, article, proof)
    message = str(caught.value)
    assert "\n" not in message, why
    assert message.isprintable(), why
    assert len(message) < 500, why


def all_changed(data: Any, article: Article, proof: Proof) -> int:
    tried = 0
    for path, value in leaves(data):
        if FREE & set(path):
            continue
        others: list[object] = [None] if value is not None else ["x", 0, "missing"]
        if isinstance(value, str):
            others += changes(value)
        if isinstance(value, int):
            others += [value + 1, value - 1, -value, 0, 10**30, float(value), str(value), True]
        for other in others:
            if other == value and type(other) is type(value):  # the first sentence begins at 0
                continue
            tried += 1
            refuse(put(data, path, other), article, proof, (path, other))
    return tried


@pytest.mark.parametrize("name", ANSWERS)
def test_whatever_can_be_checked_is(name: str) -> None:
    assert all_changed(written(ANSWERS[name]), MADE, PROOF) > 200


def test_whatever_can_be_checked_in_real_answers_is(real: tuple[Article, Proof, Renderer, list[Any]]) -> None:
    article, proof, renderer, answers = real
    tried = sum(
        all_changed(turn_data(Turn("So?", answer.question, AT, answer), renderer), article, proof) for answer in answers
    )
    assert tried > 10_000


@pytest.mark.parametrize("name", ANSWERS)
def test_lists_that_lost_gained_or_turned_round_something_are_refused(name: str) -> None:
    data = written(ANSWERS[name])
    for path, value in nodes(data):
        if not isinstance(value, list) or not value:
            continue
        alone = path[-1] in ("quotes", "closest", "context") or "closest" in path[1:2]
        several = len(value) > 1 and path[-1] not in ("quotes", "closest", "context", "references")
        if path[-1] not in ("context", "closest"):  # a passage that only comes close is missed by nobody
            refuse(put(data, path, value[1:]), MADE, PROOF, (path, "the first left out"))
            refuse(put(data, path, value[:-1]), MADE, PROOF, (path, "the last left out"))
        if not alone:
            refuse(put(data, path, [*value, value[0]]), MADE, PROOF, (path, "one twice"))
        if several:
            refuse(put(data, path, value[::-1]), MADE, PROOF, (path, "turned round"))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_field_is_needed(name: str) -> None:
    data = written(ANSWERS[name])
    for path, value in nodes(data):
        if isinstance(value, dict):
            for field in value:
                if field in ("contradicts", "fields", "said_by") or {"fields", "said_by"} & set(path):
                    continue
                refuse(put(data, path, {k: v for k, v in value.items() if k != field}), MADE, PROOF, (path, field))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_value_of_another_type_is_refused_or_makes_no_difference(name: str) -> None:
    data = written(ANSWERS[name])
    for path, value in nodes(data):
        for other in (
            None,
            True,
            0,
            -1,
            0.5,
            float("nan"),
            float("inf"),
            "",
            "x",
            [],
            [[]],
            {},
            [None],
            {"a": 1},
            10**400,
        ):
            if isinstance(other, type(value)) and (FREE & set(path) or "fields" in path):
                continue
            try:
                turn = turn_of(put(data, path, other), MADE, PROOF)
            except TurnError:
                continue
            rebuilt = turn_data(turn, RENDERER)
            free = path[-1] in ("score", "confidence", "took_ms", "contradicts", "closest", "context")
            assert rebuilt == data or free, (path, other)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.data())
def test_anything_at_all_is_refused_in_one_line_or_read(anything: Any, data: st.DataObject) -> None:
    whole = written(ANSWERS[data.draw(st.sampled_from(list(ANSWERS)))])
    path, _ = data.draw(st.sampled_from(list(nodes(whole))))
    for changed in (anything, put(whole, path, anything)):
        said = ""
        try:
            hold(turn_data(turn_of(changed, MADE, PROOF), RENDERER)["answer"], MADE)
        except TurnError as error:
            said = str(error)
        assert said.isprintable()


# What is said


def test_another_copy_of_the_article_is_named_by_its_hash() -> None:
    other = made(P(("The war began in October.",)))
    answer = answered(other, units(other))
    data = turn_data(Turn("So?", answer.question, AT, answer), Renderer(Proof(other), other))
    with pytest.raises(TurnError) as caught:
        turn_of(data, MADE, PROOF)
    assert str(caught.value) == (
        f"the answer is about another copy of the article, {other.sha256[:12]}…; this one is {MADE.sha256[:12]}…; "
        "open the other one, or ask the question again"
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param(("answer", "article", "sha256"), "\ud7c7", id="hash"),
        pytest.param(("answer", "schema"), "ibid.answer/\ud7c7", id="format"),
        pytest.param(("answer", "schema"), "\ue000", id="another-format"),
    ],
)
def test_characters_that_cannot_be_shown_are_told_by_their_numbers(path: tuple[str, ...], said: str) -> None:
    with pytest.raises(TurnError, match=r"\\\\?u(d7c7|e000)") as caught:
        turn_of(put(written(ANSWERS["a refusal with two closest"]), path, said), MADE, PROOF)
    assert str(caught.value).isprintable()


GOOD = written(ANSWERS["two sentences, an entry and two missing"])
REFUSAL = written(ANSWERS["a refusal with two closest"])
Q = ("answer", "quotes", 0)


@pytest.mark.parametrize(
    ("data", "path", "value", "said"),
    [
        (GOOD, (), [], "the turn is a list, and not an object with names; ask the question again"),
        (GOOD, ("asked",), None, "the `asked` of the turn is nothing, and not text; ask the question again"),
        (
            GOOD,
            ("asked",),
            "x" * (LONGEST + 1),
            "the `asked` of the turn has 20001 characters, and 20000 are read; ask the question again",
        ),
        (
            GOOD,
            ("understood",),
            "Who else?",
            "the turn has the answer to another question than was understood; ask the question again",
        ),
        (
            GOOD,
            ("at",),
            "yesterday",
            "the time is 'yesterday', and not like 2024-05-31T12:00:00Z; ask the question again",
        ),
        (GOOD, ("answer",), None, "the answer is nothing, and not an object with names; ask the question again"),
        (
            GOOD,
            ("answer", "schema"),
            "ibid.answer/2",
            "the answer is of format ibid.answer/2, and this Ibid reads ibid.answer/1; use the Ibid that wrote it",
        ),
        (
            GOOD,
            ("answer", "schema"),
            "ibid.check/1",
            "the answer is of format 'ibid.check/1', and not ibid.answer/1; ask the question again",
        ),
        (
            GOOD,
            ("answer", "article", "title"),
            "x",
            "the answer names another title than the article's; ask the question again",
        ),
        (GOOD, ("answer", "quotes"), [{}] * 7, "the answer has 7 `quotes`, and 6 are the most; ask the question again"),
        (
            GOOD,
            ("answer", "status"),
            "not_in_article",
            "the answer has a status or a reason that does not go with its quotes; ask the question again",
        ),
        (
            GOOD,
            ("answer", "reason"),
            "None.",
            "the answer does not hold: an answer has quotes or a reason why there are none, never both or neither; ask the question again",
        ),
        (
            GOOD,
            ("answer", "reason"),
            "",
            "the answer has a status or a reason that does not go with its quotes; ask the question again",
        ),
        (
            GOOD,
            (*Q, "text"),
            "The war began.",
            "quote 1 of the answer has other words than the article at characters 0–41; ask the question again",
        ),
        (
            GOOD,
            (*Q, "start"),
            True,
            "the `start` of quote 1 of the answer is true or false, and not a whole number; ask the question again",
        ),
        (GOOD, (*Q, "end"), 10**9, "quote 1 of the answer is not inside the article; ask the question again"),
        (
            GOOD,
            (*Q, "line"),
            2,
            "the answer does not hold: line 2: is not where the answer says it stands; ask the question again",
        ),
        (
            GOOD,
            (*Q, "section"),
            [1],
            "the `section` of quote 1 of the answer holds something that is no text; ask the question again",
        ),
        (
            GOOD,
            (*Q, "kind"),
            "rumour",
            "quote 1 of the answer is of a kind that is not known, 'rumour'; ask the question again",
        ),
        (
            GOOD,
            (*Q, "score"),
            True,
            "the `score` of quote 1 of the answer is true or false, and not a number; ask the question again",
        ),
        (GOOD, (*Q, "score"), -0.1, "the `score` of quote 1 of the answer is not from 0 to 1; ask the question again"),
        (
            GOOD,
            ("answer", "references", 0, "why"),
            "missing",
            "source 1 of the answer has words, and the article no entry [1], or there is a reason why not; ask the question again",
        ),
        (
            GOOD,
            ("answer", "references", 1, "fields"),
            {},
            "source 2 of the answer has no words, and no reason why not, or a place all the same; ask the question again",
        ),
        (GOOD, (*Q, "score"), 1.5, "the `score` of quote 1 of the answer is not from 0 to 1; ask the question again"),
        (
            GOOD,
            (*Q, "contradicts"),
            1,
            "the `contradicts` of quote 1 of the answer is a whole number, and not true or false; ask the question again",
        ),
        (
            GOOD,
            (*Q, "contradicts"),
            True,
            "the answer has a quote that contradicts the question, which only a closest passage may; ask the question again",
        ),
        (
            GOOD,
            ("answer", "references", 0, "label"),
            "2",
            "source 1 of the answer has words, and the article no entry [2], or there is a reason why not; ask the question again",
        ),
        (
            GOOD,
            ("answer", "references", 1, "why"),
            "lost",
            "source 2 of the answer has no words, and no reason why not, or a place all the same; ask the question again",
        ),
        (
            GOOD,
            ("answer", "references", 1, "why"),
            "other_list",
            "the answer does not hold: source 2: is of another list than the quotes cite; ask the question again",
        ),
        (
            REFUSAL,
            ("answer", "closest"),
            [{}] * 4,
            "the answer has 4 `closest`, and 3 are the most; ask the question again",
        ),
        (
            REFUSAL,
            ("answer", "closest", 1, "text"),
            "x",
            "closest 2 of the answer has other words than the article at characters 42–68; ask the question again",
        ),
    ],
)
def test_what_was_found_where_and_what_to_do(data: Any, path: tuple[Any, ...], value: object, said: str) -> None:
    with pytest.raises(TurnError) as caught:
        turn_of(put(data, path, value), MADE, PROOF)
    assert str(caught.value) == said


def test_what_was_found_cannot_turn_the_message_around_or_flood_it() -> None:
    refuse(put(GOOD, ("answer", "schema"), "ibid.answer/\u202e\n\x1b[31m"), MADE, PROOF, "schema")
    refuse(put(GOOD, ("answer", "article", "sha256"), "\u202e\n\x1b"), MADE, PROOF, "hash")
    refuse(put(GOOD, (*Q, "citations"), ["\u202e\n" * 9_000] * 50), MADE, PROOF, "citations")


# Several


def test_turns_come_back_in_their_order() -> None:
    turns = [Turn("So?", answer.question, AT, answer) for answer in ANSWERS.values()]
    assert turns_of([turn_data(turn, RENDERER) for turn in turns], MADE, PROOF) == tuple(turns)
    assert turns_of([], MADE, PROOF) == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "the conversation is an object, and not a list of turns; ask the question again"),
        ([GOOD, GOOD, 3], "turn 3: the turn is a whole number, and not an object with names; ask the question again"),
        ([GOOD] * (MOST_TURNS + 1), "the conversation has 201 turns, and 200 are read; begin a new one"),
    ],
)
def test_a_list_that_is_none_too_long_or_damaged(data: object, said: str) -> None:
    with pytest.raises(TurnError) as caught:
        turns_of(data, MADE, PROOF)
    assert str(caught.value) == said


def test_as_many_turns_as_are_read() -> None:
    assert len(turns_of([GOOD] * MOST_TURNS, MADE, PROOF)) == MOST_TURNS


def test_an_answer_alone() -> None:
    answer = ANSWERS["one number of two lists"]
    assert answer_of(RENDERER.data(answer), MADE, PROOF) == answer


@pytest.mark.parametrize("at", [AT, "2024-05-31T12:00:00+00:00", "2024-02-29T23:59:59Z"])
def test_times_that_are(at: str) -> None:
    assert moment(at) == at


@pytest.mark.parametrize(
    "at",
    ["", "2024-05-31", "2024-05-31T12:00:00", "2024-05-31T12:00:00.5Z", "2024-05-31T12:00:00+00:00:30", "2024-05-31T12:00:00+02:00", "2024-05-31 12:00:00Z",
     "2023-02-29T12:00:00Z", "2024-05-31T24:00:01Z", "２０２４-05-31T12:00:00Z", AT + "\n", "<b>" * 99],
)  # fmt: skip
def test_times_that_are_not(at: str) -> None:
    with pytest.raises(TurnError, match=r"^the time is .*, and not like 2024-05-31T12:00:00Z"):
        moment(at)


def test_a_turn_that_could_not_be_read_back_is_not_written() -> None:
    answer = ANSWERS["an entry itself"]
    with pytest.raises(TurnError, match="another question"):
        turn_data(Turn("So?", "Who else?", AT, answer), RENDERER)
    with pytest.raises(TurnError, match="the time is"):
        turn_data(Turn("So?", answer.question, "now", answer), RENDERER)
