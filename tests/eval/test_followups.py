"""Follow-ups, run through with answers made by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.answer import Answer, Quote
from eval.followups import SEEN, columns, load, main, measure, shares, summary
from eval.followups_page import page
from eval.questions import QuestionsError
from eval.standalone import ROWS
from ingest.article import Article, Kind
from tests.making import P, made

ARTICLE = made(P(("The bridge was lost in June.", "The mill burnt in Lowmere.", "Nobody was hurt.")))
ROOT = Path(__file__).resolve().parents[2]


def row(**changed: object) -> dict[str, object]:
    held: dict[str, object] = {
        "id": "f-1", "split": "tune", "kind": "slot", "turns": ["Was the bridge lost?"], "question": "When?",
        "expect": "rewritten", "stands_for": "In which month was the bridge lost?", "any_evidence": False,
        "evidence": [{"line": 1, "quote": "The bridge was lost in June."}],
    }  # fmt: skip
    return held | changed


def write(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    file = path / "followups.jsonl"
    file.write_text("\n".join(json.dumps(held) for held in rows) + "\n")
    return file


def answers(**found: int) -> tuple[list[str], object]:
    """An Ask that shows sentence ``found[question]`` for a question, by its first word; and what it was asked."""
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        at = found.get(question.partition(" ")[0])
        quotes: tuple[Quote, ...] = ()
        if at is not None:
            sentence = ARTICLE.passages[0].sentences[at]
            quotes = (Quote(sentence.start, sentence.end, 1, ("Lead",), Kind.PROSE, (), (), 0.9),)
        shown, closest = (quotes, ()) if len(question.split()) > 1 else ((), quotes)
        return Answer(question, shown, (), closest, None if shown else "silent", 0.5, "t", ARTICLE.sha256, 0.0)

    return asked, ask


def test_each_turn_is_understood_and_asked(tmp_path: Path) -> None:
    followups = load(write(tmp_path, [row()]), ARTICLE)
    asked, ask = answers(When=0, In=0)
    (outcome,) = measure(ask, ARTICLE, followups)
    assert asked == [
        "Was the bridge lost?", "When was the bridge lost?", "In which month was the bridge lost?", "When?",
    ]  # fmt: skip
    assert (outcome.found, outcome.near, outcome.ceiling, outcome.floor) == (True, True, True, False)
    assert not outcome.wrong


@pytest.mark.parametrize(
    ("changed", "found", "wrong"),
    [
        pytest.param({}, {"When": 1, "In": 0}, True, id="loses-what-the-written-out-finds"),
        pytest.param({}, {"When": 1, "In": 1}, False, id="the-written-out-finds-nothing-either"),
        pytest.param({"expect": "as_is"}, {"When": 0, "In": 0}, True, id="should-be-left-alone"),
        pytest.param({"expect": "ask_back", "evidence": []}, {}, True, id="should-be-asked-back"),
        pytest.param(
            {"question": "Who was responsible?"}, {"When": 1, "In": 0}, False, id="a-doubt-is-said",
        ),
    ],
)  # fmt: skip
def test_a_wrong_rewrite(tmp_path: Path, changed: dict[str, object], found: dict[str, int], wrong: bool) -> None:
    _, ask = answers(**found)
    (outcome,) = measure(ask, ARTICLE, load(write(tmp_path, [row(**changed)]), ARTICLE))
    assert outcome.understood.rewritten
    assert outcome.wrong is wrong


def test_shares_and_the_table(tmp_path: Path) -> None:
    rows = [
        row(),
        row(id="f-2", split="gate", question="Where did the mill burn?", expect="as_is",
            evidence=[{"line": 1, "quote": "The mill burnt in Lowmere."}]),
        row(id="f-3", question="When did he go?", expect="ask_back", evidence=[]),
    ]  # fmt: skip
    _, ask = answers(When=0, Where=1, In=0)
    outcomes = measure(ask, ARTICLE, load(write(tmp_path, rows), ARTICLE))
    found = shares(outcomes)
    assert (found["evidence found"].won, found["evidence found"].n) == (2, 2)
    assert str(found["unclear ones asked back"]) == "1.00 (1/1)"
    assert str(found["wrong rewrites without a doubt"]) == "0.00 (0/1)"
    # f-2 as typed is the question itself; f-1's `When?` is met with silence.
    assert str(found["floor: as typed"]) == "0.50 (1/2)"
    table = summary(outcomes)
    assert table.splitlines()[0] == "| follow-ups | tune (2) | gate (1) | gate, unseen (1) |"
    assert "| standalone ones rewritten | – | 0.00 (0/1) | 0.00 (0/1) |" in table


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param([row(split="all")], "split", id="split"),
        pytest.param([row(expect="maybe")], "expect", id="expect"),
        pytest.param([row(turns="When?")], "turns", id="turns"),
        pytest.param([row(kind=3)], "kind", id="kind"),
        pytest.param([row(evidence=[{"line": 1, "quote": "The bridge fell."}])], "occurs 0 times", id="quote"),
        pytest.param([row(evidence=[{"line": 99, "quote": "x"}])], "was expected", id="line"),
        pytest.param([row(evidence=[])], "evidence: none", id="nothing-to-find"),
        pytest.param([row(), row()], "is taken", id="twice"),
        pytest.param([{"id": "f-1"}], "line 1", id="fields-missing"),
    ],
)
def test_faults_are_named(tmp_path: Path, rows: list[dict[str, object]], fault: str) -> None:
    with pytest.raises(QuestionsError, match=fault):
        load(write(tmp_path, rows), ARTICLE)


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--followups", str(tmp_path / "none.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_what_had_been_seen_is_left_out_of_the_unseen(tmp_path: Path) -> None:
    rows = [row(id="f-001", split="gate"), row(id="f-003"), row(id="f-007", split="gate")]
    _, ask = answers(When=0, In=0)
    held = columns(measure(ask, ARTICLE, load(write(tmp_path, rows), ARTICLE)))
    assert {name: [one.followup.id for one in of] for name, of in held.items()} == {
        "tune": ["f-003"], "gate": ["f-001", "f-007"], "gate, unseen": ["f-007"],
    }  # fmt: skip


def test_the_committed_page_has_the_rows_and_words_that_the_code_gives(article: Article) -> None:
    """Its structure, not its figures: those are of the commit that it names."""
    committed = (ROOT / "docs" / "followups.md").read_text("utf-8")
    followups = load(ROOT / "eval" / "followups.jsonl", article)
    gate = [one.id for one in followups if one.split == "gate"]
    assert set(gate) >= SEEN
    sizes = (len(followups) - len(gate), len(gate), len(gate) - len(SEEN))
    lines = [line for line in committed.splitlines() if line.startswith("| ")]
    assert lines[0] == "| follow-ups | tune ({}) | gate ({}) | gate, unseen ({}) |".format(*sizes)
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[1:]] == [
        *shares(()),
        "standalone questions",
        *ROWS,
    ]
    made = page("", "", commit="", model="", title="", lines=len(followups), seen=len(SEEN))
    assert made.startswith("# Follow-up questions\n\nGenerated by")
    assert committed.split("## What the rows are")[1] == made.split("## What the rows are")[1]


def test_the_page_is_about_both_halves_of_ibids_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--out", "page.md", "--split", "tune"])
    assert "both halves" in capsys.readouterr().err
