"""Follow-up questions: whether what they are understood as finds what they stand for.

Each conversation is run through, every earlier turn understood and asked in its order. Beside what was found stand the
ceiling (the question written out) and the floor (the follow-up as it was typed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from app.answer import Answer, Ask
from app.ask import Asker
from app.followup import Names, Past, Understood, names_of, understand
from eval.followups_page import page
from eval.gate import SPLITS
from eval.metrics import covers
from eval.questions import Evidence, Question, QuestionsError, Split
from eval.questions import load as load_questions
from eval.report import table
from eval.standalone import standalone
from eval.version import commit
from index.open import open_index
from ingest.article import Article, Spanned
from ingest.errors import IbidError
from ingest.source import read_article

Expect = Literal["rewritten", "as_is", "ask_back"]
# As questions that ask for one thing are judged: by the first quotes.
SHOWN = 3
EXPECTS: tuple[Expect, ...] = get_args(Expect)
# Gate lines of Ibid's own file that had been read before the rules were written: the others are given apart.
SEEN = frozenset(f"f-{number:03}" for number in (1, 2, 26, 27, 30, 33, 37, 38, 39, 40, 41, 55, 56))


@dataclass(frozen=True, slots=True)
class Followup:
    """A question after ``turns``. ``stands_for``: the same written out; ``evidence``: where that is answered."""

    id: str
    split: Split
    kind: str
    turns: tuple[str, ...]
    question: str
    expect: Expect
    stands_for: str
    evidence: tuple[Evidence, ...]
    any_evidence: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one follow-up was understood, and where its evidence was found.

    ``found``: in the quotes; ``near``: there or among the closest passages; ``ceiling``, ``floor``: in the quotes when
    the written-out question, or the typed one, is asked. None where there is nothing to find.
    """

    followup: Followup
    understood: Understood
    found: bool | None
    near: bool | None
    ceiling: bool | None
    floor: bool | None

    @property
    def asked_back(self) -> bool:
        return self.understood.ask_back is not None

    @property
    def wrong(self) -> bool:
        """A rewrite that should not be, or one that loses what the written-out question finds; without a doubt."""
        if not self.understood.rewritten or self.understood.doubt or self.asked_back:
            return False
        return self.followup.expect != "rewritten" or bool(self.ceiling and not self.found)


@dataclass(frozen=True, slots=True)
class Share:
    """``won`` of ``n``."""

    won: int
    n: int

    def __str__(self) -> str:
        return f"{self.won / self.n:.2f} ({self.won}/{self.n})" if self.n else "–"


def load(path: Path, article: Article) -> tuple[Followup, ...]:
    """The follow-ups in ``path``. Raises QuestionsError with every fault."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: cannot be read ({error}); give a file of JSON lines") from None
    found: list[Followup] = []
    faults: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_followup(json.loads(line), article))
            except (ValueError, KeyError, TypeError) as error:
                faults.append(f"{path}: line {number}: {error}")
    ids = [followup.id for followup in found]
    faults += [f"{path}: id {id!r} is taken; ids are unique" for id in dict.fromkeys(ids) if ids.count(id) > 1]
    if faults:
        raise QuestionsError("\n".join(faults))
    return tuple(found)


def _followup(held: dict[str, object], article: Article) -> Followup:
    split = next((known for known in SPLITS if known == held["split"]), None)
    expect = next((known for known in EXPECTS if known == held["expect"]), None)
    if split is None or expect is None:
        raise ValueError(f"split {held['split']!r} or expect {held['expect']!r} is none that is known")
    turns, evidence = held["turns"], held.get("evidence", [])
    kind, question, stands_for = held["kind"], held["question"], held.get("stands_for")
    if not (isinstance(kind, str) and isinstance(question, str) and isinstance(stands_for, str | None)):
        raise TypeError("kind, question, stands_for: texts were expected")
    if not isinstance(turns, list) or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise ValueError("turns: a list of texts was expected")
    if not isinstance(evidence, list):
        raise TypeError("evidence: a list was expected")
    entries = tuple(_evidence(entry, article) for entry in evidence)
    if expect != "ask_back" and not entries:
        raise ValueError("evidence: none, and only what is asked back has none")
    return Followup(
        id=str(held["id"]),
        split=split,
        kind=kind,
        turns=tuple(turns),
        question=question,
        expect=expect,
        stands_for=stands_for or question,
        evidence=entries,
        any_evidence=bool(held.get("any_evidence")),
    )


def _evidence(given: dict[str, object], article: Article) -> Evidence:
    line, quote = given["line"], given["quote"]
    lines = article.text.split("\n")
    if type(line) is not int or not isinstance(quote, str) or not 1 <= line <= len(lines):
        raise ValueError('evidence: {"line": 12, "quote": "…"} was expected')
    if (times := lines[line - 1].count(quote)) != 1 or not quote:
        raise ValueError(f"evidence: {quote[:40]!r} occurs {times} times in line {line}, not once")
    start = sum(len(before) + 1 for before in lines[: line - 1]) + lines[line - 1].index(quote)
    return Evidence(start, start + len(quote), line, quote, ())


def measure(
    ask: Ask,
    article: Article,
    followups: Sequence[Followup],
    names: Names | None = None,
    step: Callable[[], None] = lambda: None,
) -> tuple[Outcome, ...]:
    """Runs every conversation through; ``step`` is called after each."""
    known = names or names_of(article)
    plain = {
        (sentence.start, sentence.end): sentence.plain for passage in article.passages for sentence in passage.sentences
    }
    outcomes: list[Outcome] = []
    for followup in followups:
        past: list[Past] = []
        for turn in followup.turns:
            understood = understand(turn, past, known)
            if understood.ask_back is None:
                answer = ask(understood.question)
                quotes = tuple(plain[quote.start, quote.end] for quote in answer.quotes[:SHOWN])
                past.append(Past(understood.question, answer.answered, quotes))
        outcomes.append(_outcome(followup, understand(followup.question, past, known), ask))
        step()
    return tuple(outcomes)


def _outcome(followup: Followup, understood: Understood, ask: Ask) -> Outcome:
    if not followup.evidence:
        return Outcome(followup, understood, None, None, None, None)
    answer = ask(understood.question) if understood.ask_back is None else None
    return Outcome(
        followup,
        understood,
        found=answer is not None and _shows(followup, answer),
        near=answer is not None and _holds(followup, (*answer.quotes[:SHOWN], *answer.closest[:SHOWN])),
        ceiling=_shows(followup, ask(followup.stands_for)),
        floor=_shows(followup, ask(followup.question)),
    )


def _shows(followup: Followup, answer: Answer) -> bool:
    return _holds(followup, answer.quotes[:SHOWN])


def _holds(followup: Followup, spans: Sequence[Spanned]) -> bool:
    covered = [covers(spans, entry) for entry in followup.evidence]
    return any(covered) if followup.any_evidence else all(covered)


def shares(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """The figures by name. Wrong rewrites are counted of all that was rewritten."""
    leaning = [outcome for outcome in outcomes if outcome.followup.expect == "rewritten"]
    alone = [outcome for outcome in outcomes if outcome.followup.expect == "as_is"]
    unclear = [outcome for outcome in outcomes if outcome.followup.expect == "ask_back"]
    answerable = [outcome for outcome in outcomes if outcome.found is not None]
    rewritten = [outcome for outcome in outcomes if outcome.understood.rewritten]

    def share(which: Sequence[Outcome], won: Callable[[Outcome], bool | None]) -> Share:
        return Share(sum(bool(won(outcome)) for outcome in which), len(which))

    return {
        "evidence found": share(answerable, lambda outcome: outcome.found),
        "… of those that lean": share(leaning, lambda outcome: outcome.found),
        "… of those that stand alone": share(alone, lambda outcome: outcome.found),
        "… or among the closest": share(answerable, lambda outcome: outcome.near),
        "ceiling: written out": share(answerable, lambda outcome: outcome.ceiling),
        "… of those that lean, written out": share(leaning, lambda outcome: outcome.ceiling),
        "floor: as typed": share(answerable, lambda outcome: outcome.floor),
        "… of those that lean, as typed": share(leaning, lambda outcome: outcome.floor),
        "unclear ones asked back": share(unclear, lambda outcome: outcome.asked_back),
        "clear ones asked back": share((*leaning, *alone), lambda outcome: outcome.asked_back),
        "wrong rewrites without a doubt": share(rewritten, lambda outcome: outcome.wrong),
        "rewrites without a doubt that find nothing": share(
            rewritten, lambda outcome: outcome.understood.doubt is None and not outcome.found
        ),
        "rewrites with a doubt": share(rewritten, lambda outcome: outcome.understood.doubt is not None),
        "standalone ones rewritten": share(alone, lambda outcome: outcome.understood.rewritten),
    }


def columns(outcomes: Sequence[Outcome]) -> Mapping[str, Sequence[Outcome]]:
    """The outcomes of each half by its name, and those of the gate half whose lines had not been seen."""
    found: dict[str, Sequence[Outcome]] = {
        half: [outcome for outcome in outcomes if outcome.followup.split == half] for half in SPLITS
    }
    found["gate, unseen"] = [outcome for outcome in found["gate"] if outcome.followup.id not in SEEN]
    return {name: held for name, held in found.items() if held}


def summary(outcomes: Sequence[Outcome]) -> str:
    """The figures as a Markdown table, a column for each half."""
    held = {f"{name} ({len(of)})": shares(of) for name, of in columns(outcomes).items()}
    rows = ((name, *(str(column[name]) for column in held.values())) for name in shares(()))
    return table(("follow-ups", *held), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; ``--show``: the tune half's that found nothing; ``--out``: the page. 2 for a bad file."""
    parser = argparse.ArgumentParser(prog="python -m eval.followups", description=__doc__)
    parser.add_argument("--followups", type=Path, metavar="FILE", help="follow-ups, JSON lines (default: Ibid's own)")
    parser.add_argument("--split", choices=SPLITS, help="only this half")
    parser.add_argument("--show", action="store_true", help="also each follow-up of the tune half that found nothing")
    parser.add_argument("--out", type=Path, metavar="PAGE", help="write the page about both halves of Ibid's own")
    options = parser.parse_args(arguments)
    if options.out and (options.followups or options.split):
        parser.error("--out is about Ibid's own follow-ups, both halves")
    try:
        article = read_article()
        path = options.followups or Path(str(resources.files("eval") / "followups.jsonl"))
        followups = [one for one in load(path, article) if options.split in (None, one.split)]
        if not followups:
            raise QuestionsError(f"{path}: holds no follow-up of that half")
        index = open_index(article)
        outcomes = measure(Asker(index).ask, article, followups)
        if options.out:
            made = page(
                summary(outcomes),
                standalone(_questions(article), names_of(article)),
                commit=commit(),
                model=index.encoder.name,
                title=article.title,
                lines=len(followups),
                seen=len(SEEN),
            )
            options.out.write_text(made, "utf-8")
    except (IbidError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shown = [one for one in outcomes if options.show and one.followup.split == "tune" and not one.found]
    sys.stdout.write("".join(f"{_line(outcome)}\n" for outcome in shown) + summary(outcomes) + "\n")
    return 0


def _questions(article: Article) -> tuple[Question, ...]:
    return load_questions(Path(str(resources.files("eval") / "questions.jsonl")), article).questions


def _line(outcome: Outcome) -> str:
    understood = outcome.understood
    became = understood.ask_back or understood.question
    return (
        f"{outcome.followup.id} {outcome.followup.expect}: {outcome.followup.question} → {became}"
        f"{f' [{understood.doubt}]' if understood.doubt else ''}"
        f" | found {outcome.found}, near {outcome.near}, ceiling {outcome.ceiling}, floor {outcome.floor}"
    )


if __name__ == "__main__":
    sys.exit(main())
