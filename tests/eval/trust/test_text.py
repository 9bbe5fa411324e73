"""What measures hostile text: mutants can be made again, laws are seen to be broken, attacks find what is slow."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.ask import Asker
from app.claims.form import too_much
from app.claims.statements import statements
from eval.trust import text as rows_of_text
from eval.trust.attacks import Attack, attacks
from eval.trust.backtracking import Growth, _seconds, growth
from eval.trust.fuzzing import Batch, fuzz
from eval.trust.hostile_article import FAKE, TEXT, TITLE
from eval.trust.hostile_asking import LONGEST_CHECK, Asked, Odd, forged
from eval.trust.laws import broken
from eval.trust.long_lines import Grown, many_lines, single_lines
from eval.trust.mutants import CHANGES, INSERTED, mutant
from eval.trust.odd_questions import ODD, odd
from eval.trust.patterns import Expression, expressions
from eval.trust.taken import in_html, in_markdown, in_terminal, in_wikitext
from eval.trust.text import DECLINED, SearchedError, _growths, _lines, _no_text, _too_long
from ingest.article import Article, Dropped
from ingest.errors import IbidError
from ingest.parse import parse

# Mutants.


def test_a_mutant_is_made_again_by_its_number(text: str) -> None:
    assert mutant(text, 3, 7, 100, 900) == mutant(text, 3, 7, 100, 900) != mutant(text, 3, 8, 100, 900)
    assert mutant(text, 3, 7, 100, 900) != mutant(text, 4, 7, 100, 900)
    assert odd(text, 3, 7) == odd(text, 3, 7)


def test_mutants_are_bounded(text: str) -> None:
    assert max(len(mutant(text, 1, number, 10, 50)) for number in range(300)) <= 400
    assert len(CHANGES) > 12
    assert {"\ud800", "\0", "\u202e", "[[1]]", "\r\n"} <= set(INSERTED)


def test_a_batch_says_what_failed_and_how_to_make_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def failing(made_up: str) -> Article:
        calls.append(made_up)
        if len(calls) == 2:
            raise RecursionError("deep")
        if len(calls) == 3:
            raise IbidError("refused")
        return parse(made_up)

    monkeypatch.setattr("eval.trust.fuzzing.parse", failing)
    found = fuzz([Batch(5, 0, 6, 100, 300)], 1)
    assert found.failed == ("mutant(article, 5, 1, 100, 300): RecursionError('deep')",)
    assert len(found.costs) == 4


# Laws.


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda read: replace(read, dropped=()), "lies in no span", id="lost"),
        pytest.param(
            lambda read: replace(read, dropped=(*read.dropped, Dropped(0, 3, "x"))), "lies in two spans", id="twice"
        ),
        pytest.param(lambda read: replace(read, passages=read.passages[1:]), "lies in no span", id="a-passage"),
        pytest.param(
            lambda read: replace(read, references=read.references * 2), "a label stands for two entries", id="label"
        ),
    ],
)
def test_a_broken_law_is_seen(change, says: str) -> None:
    read = parse("Town\n\nThe town lies on the river.[1] It is old.\n\nReferences\n\n1. ^ One.\n")
    assert broken(read) is None
    assert says in (broken(change(read)) or "")


# Regular expressions.


def test_no_expression_of_the_source_is_missed() -> None:
    found = expressions()
    assert found.unread == ()
    kept = {one.where for one in found.found}
    # in a module, in a table, written where it is used
    assert {"ingest.markers.MARKER", "app.values._FORMS", "ingest.sentences:_abbreviated"} <= kept
    by_name = {one.where: one for one in found.found}
    assert "finditer" in by_name["ingest.markers.MARKER"].ways
    assert by_name["ingest.sentences:_abbreviated"].ways == {"fullmatch"}


@pytest.mark.parametrize(
    ("power", "linear"), [(1.0, True), (1.2, True), (2.0, False), (3.0, False)], ids=["1", "1.2", "2", "3"]
)
def test_growth_is_told_from_three_lengths(monkeypatch: pytest.MonkeyPatch, power: float, linear: bool) -> None:
    # 2 ms for 2,000 characters: slow enough to be looked at closely
    monkeypatch.setattr("eval.trust.backtracking._seconds", lambda run, text: 2e-3 * (len(text) / 2_000) ** power)
    found, tried = growth(Expression("here", re.compile("a+b"), frozenset({"sub"})), (1_000, 2_000, 4_000))
    assert found.power == pytest.approx(power, abs=0.02)
    assert found.linear is linear
    assert (found.way, found.length) == ("finditer", 4_000)
    assert tried == len(attacks(re.compile("a+b")))


def test_what_takes_long_for_a_few_characters_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.trust.backtracking._seconds", lambda run, text: 2.0 ** len(text) * 1e-9)
    found, tried = growth(Expression("here", re.compile("(a+)+b"), frozenset({"match"})))
    assert not found.linear
    assert (found.power, tried) == (float("inf"), 1)


def test_a_text_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.trust.backtracking.GIVEN_UP", 0.05)
    assert _seconds(re.compile(r"(a+)+$").match, "a" * 60 + "!") == float("inf")


@pytest.mark.parametrize(
    ("pattern", "attack"),
    [
        pytest.param(r"(?:a+)+$", Attack("", "a", "!"), id="nested"),
        pytest.param(r"(?:a|aa)+$", Attack("", "a", "!"), id="either-way"),
        pytest.param(r"\s*[(]?\s*x", Attack("", " ", "!"), id="adjacent"),
        pytest.param(r"said\s+[^;]+of", Attack("said ", "a", "!"), id="behind-a-word"),
        pytest.param(r"\[c[^\]]*\]", Attack("", "[ca", ""), id="from-every-place"),
    ],
)
def test_the_attack_on_what_is_steep_is_made(pattern: str, attack: Attack) -> None:
    assert attack in attacks(re.compile(pattern))


def test_an_attack_is_its_parts() -> None:
    assert Attack("(", "ab", "!").text(6) == "(ababab!"
    made = attacks(re.compile(r"x\s*(?:ab)+y"))
    assert Attack("x ", "ab", "!") in made or Attack("x   ", "ab", "!") in made or Attack("x", "ab", "!") in made
    assert Attack("x", " ", "\0") in made


# What is given away.


@pytest.mark.parametrize(
    ("look", "words", "wrong"),
    [
        (in_html, '<p class="a">x <a href="#s1">y</a> &lt;script&gt;</p>', []),
        (in_html, '<a href="https://x.example">y</a>', []),
        (in_html, "<script>x</script>", ["<script> in HTML"]),
        (in_html, '<a href="javascript:x">y</a>', ["<a href='javascript:x'> in HTML"]),
        (in_html, '<p onclick="x">y</p>', ["<p onclick='x'> in HTML"]),
        (in_html, "<p>\u202e</p>", ["U+202E in HTML"]),
        (in_terminal, "one\n\ttwo é 🙂", []),
        (in_terminal, "\x1b[31m", ["U+001B in a terminal"]),
        (in_markdown, "a \\<b\\> \\[c\\]\\(d\\)[^1]\n    <code>", []),
        (in_markdown, "a <b>", [" <"]),
        (in_markdown, "[a](b)", ["]("]),
        (in_wikitext, "<blockquote><nowiki>[[x]]</nowiki><ref>''<nowiki>y</nowiki>'' · 1</ref></blockquote>\n", []),
        (in_wikitext, "<blockquote>[[X]]</blockquote>", ["[[X"]),
    ],
)
def test_what_is_wrong_is_seen(look, words: str, wrong: list[str]) -> None:
    found = list(look(words))
    assert len(found) == len(wrong)
    assert all(one.strip() in said for one, said in zip(wrong, found, strict=True))


def test_the_hostile_article_is_read_as_it_should_be() -> None:
    read = parse(TEXT)
    assert broken(read) is None
    assert read.title == TITLE
    assert [entry.label for entry in read.references] == ["1", "2", "3", "4"]
    assert read.entry(FAKE) is None
    assert [heading.title for heading in read.headings] == ["History <b>", "Trade", "References"]


# What is asked.


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_questions_are_answered_or_declined(odds: Odd, words: str) -> None:
    seen = Asked()
    seen.add("ask", lambda: odds.ask(words))
    seen.add("quote", lambda: odds.quote(words[:20_000]))
    seen.add("talk", lambda: odds.talk(words))
    seen.add("talk", lambda: odds.talk(words, "quote"))
    assert seen.failed == []


@pytest.mark.parametrize("number", range(40))
def test_forged_conversations_come_to_nothing(odds: Odd, number: int) -> None:
    from random import Random

    seen = Asked()
    turn = odds.talk_turn("Who signed the agreement?")
    seen.add("forged", lambda: odds.forged(forged([turn, turn], Random(number))))
    assert seen.failed == []


@pytest.fixture(scope="module")
def odds(asker: Asker) -> Odd:
    return Odd(asker)


def test_every_text_grows_by_what_it_repeats() -> None:
    names = [name for name, _, _ in (*single_lines(), *many_lines())]
    assert len(set(names)) == len(names) > 100


# Rows that are not kept.


def test_the_longest_check_is_one_that_a_server_takes() -> None:
    assert too_much(LONGEST_CHECK) is None
    assert sum(1 for _ in statements(LONGEST_CHECK)) == 20


@pytest.mark.parametrize(
    ("power", "unread", "kept"),
    [
        pytest.param(1.0, (), (True, True), id="linear"),
        pytest.param(2.0, (), (True, False), id="quadratic"),
        pytest.param(float("inf"), (), (False, False), id="given-up"),
        pytest.param(1.0, ("app.x:f",), (False, True), id="unread"),
    ],
)
def test_what_no_clock_is_needed_for(power: float, unread: tuple[str, ...], kept: tuple[bool, bool]) -> None:
    expression = Expression("here", re.compile("a"), frozenset())
    rows = _growths([Growth(expression, "search", Attack("", "a", ""), 100, 1e-6, power)], 1, unread, 1, 100)
    assert [(row.kept, row.timed) for row in rows] == [(kept[0], False), (kept[1], True)]


@pytest.mark.parametrize(
    ("law", "seconds", "kept"),
    [(None, 10.0, (True, True)), ("lost", 10.0, (False, True)), (None, 16.0, (True, False))],
    ids=["kept", "a-broken-law", "slow"],
)
def test_lines(law: str | None, seconds: float, kept: tuple[bool, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_text, "grown", lambda name, *_: (Grown(name, 10, seconds, 1.0), law))
    rows = _lines("lines", [("a", "", "a")], 10, full=True)
    assert [(row.kept, row.timed) for row in rows] == [(kept[0], False), (kept[1], True)]


@pytest.mark.parametrize(
    ("shown", "short", "kept"),
    [
        pytest.param(DECLINED, (70, "", SearchedError.__name__), True, id="declined"),
        pytest.param(DECLINED.replace("2,000,000", "2"), (70, "", SearchedError.__name__), False, id="another-line"),
        pytest.param(DECLINED, (0, "", ""), False, id="a-search-that-does-not-fail"),
    ],
)
def test_a_question_that_is_too_long(
    shown: str, short: tuple[int, str, str], kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ran(_: str, question: str, *more: str) -> tuple[int, str, str]:
        if len(question) <= 1_000:
            return short
        return (0, '{"status": "not_in_article"}', "") if more else (0, shown + "\n", "")

    monkeypatch.setattr(rows_of_text, "_ran", ran)
    assert _too_long().kept is kept


def test_files_that_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _no_text().kept
    monkeypatch.setattr("ingest.source.decode", lambda data, name: refuse(name))
    assert not _no_text().kept


def refuse(name: str) -> str:
    raise IbidError(f"{name}: not UTF-8; save it as UTF-8")
