"""An article that was written to do harm, through every way that Ibid takes one in and gives it away."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from app.ask import Asker
from app.assets.ibid_verify import report, verify
from app.cite import cited
from app.claims.check import Checker
from app.conversation import Conversation
from app.evidence_file import evidence, write
from app.offering import description, told
from app.programs import Askers, Programs
from app.quotation import find
from app.quotation.show import Shown
from app.render import Renderer
from app.render_check import CheckRenderer
from app.render_report import report_json, report_text
from app.sources import templates
from app.typeset import outline, typeset
from eval.trust.hostile_article import FAKE, QUESTIONS, QUOTATION, STATEMENTS, TEXT
from eval.trust.laws import broken
from eval.trust.taken import in_html, in_markdown, in_terminal, in_wikitext
from index.open import open_index
from index.store import default_folder
from ingest.report import report as report_of
from ingest.source import read_article

AT = "2024-05-31T12:00:00Z"


@dataclass(slots=True)
class Used:
    """``ways``: how many things were given away and looked at; ``wrong``: what was wrong, a line each."""

    ways: int = 0
    answered: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self, what: str, found: Iterator[str]) -> None:
        self.ways += 1
        self.wrong += [f"{what}: {one}" for one in found]


def used(folder: Path) -> Used:
    """Reads, indexes, asks, checks and takes away the hostile article. Files may be written in ``folder`` only."""
    path = folder / "article.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    seen = Used()
    with _written(folder) as written:
        article = read_article(path)
        if law := broken(article):
            seen.wrong.append(law)
        if {"1", "2", "3", "4"} != {entry.label for entry in article.references} or article.entry(FAKE):
            seen.wrong.append("other entries than the list has")
        cache = default_folder(article, "model")
        seen.look("its index's name", iter([str(cache)] if "passwd" in str(cache) else []))
        asker = Asker(open_index(article, folder=folder / "index"))
        found = report_of(article)
        seen.look("the report", in_terminal(report_text(found)))
        json.loads(report_json(found))
        seen.look("the page", in_html(typeset(article) + outline(article) + templates(article)))
        _ask(asker, seen, folder)
        _check(asker, seen)
        _programs(asker, seen)
        _converse(asker, seen)
    outside = sorted(one for one in written if not _inside(one, folder, cache.parent))
    seen.look("files", (f"{one} was written" for one in outside))
    return seen


def _ask(asker: Asker, seen: Used, folder: Path) -> None:
    article, proof = asker.index.article, asker.proof
    renderer = Renderer(proof, article)
    answers = [asker.ask(question) for question in QUESTIONS]
    for answer in answers:
        seen.answered += answer.answered
        data = json.loads(renderer.json(answer))
        for reference in data["references"]:
            if (reference["label"] == FAKE) != (reference["text"] is None):
                seen.wrong.append(f"[{reference['label']}] was believed")
        seen.look("an answer", in_terminal(renderer.terminal(answer)))
        for quote in (*answer.quotes, *answer.closest):
            copies = cited(quote, answer, proof, article)
            seen.look("a copy in HTML", in_html(copies.html))
            seen.look("a copy in Markdown", in_markdown(copies.markdown))
            seen.look("a copy in wikitext", in_wikitext(copies.wikitext))
            seen.look("a copy as text", in_terminal(copies.plain.replace(proof.words(quote), "")))
    data = evidence(article, proof, "0", AT, answers=answers)
    write(data, folder / "evidence.json")
    findings = verify(data, article.text)
    seen.look("its evidence", (finding.said for finding in findings if not finding.holds))
    seen.look("the report of its evidence", in_terminal("\n".join(report(data, article.text, findings, "e", "a"))))
    # Of another copy: everything is quoted as changed or gone.
    other = article.text.replace("e", "a")
    seen.look("a report of changes", in_terminal("\n".join(report(data, other, verify(data, other), "e", "a"))))


def _check(asker: Asker, seen: Used) -> None:
    article = asker.index.article
    checked = Checker(asker.index).check(STATEMENTS)
    seen.look("a check", in_terminal(CheckRenderer(asker.proof, article).terminal(checked)))
    seen.look("a quotation", in_terminal(Shown(article).terminal(find(article, QUOTATION))))


def _programs(asker: Asker, seen: Used) -> None:
    programs = Programs(Askers.of(asker))
    for data in (
        programs.about(), programs.section(), programs.section("Trade"), programs.ask(QUESTIONS[0]),
        programs.check(STATEMENTS), programs.quote(QUOTATION), programs.source("3"), programs.source(FAKE),
        programs.passage(asker.index.article.passages[0].start),
    ):  # fmt: skip
        seen.look("a program", iter([] if json.loads(json.dumps(data)) == data else ["no JSON"]))
    title = told(asker.index.article)
    seen.look("a tool's description", in_terminal("".join(description(one, title) for one in programs.all)))


def _converse(asker: Asker, seen: Used) -> None:
    talk = Conversation(asker.ask, Checker(asker.index).check, asker.index.article, asker.proof, "0")
    shown = [talk.ask({"asked": question, "past": []}) for question in QUESTIONS]
    shown += [talk.ask({"asked": STATEMENTS, "form": "check"}), talk.ask({"asked": QUOTATION, "form": "quote"})]
    turns = [one["turn"] for one in shown if "turn" in one]
    for one in chain(shown, talk.restore({"turns": turns})):
        seen.look("a turn", in_html(str(one["html"])))
    document = str(talk.export({"turns": turns, "form": "html"})["text"])
    seen.look("a session in HTML", in_html(document))
    markdown = talk.export({"turns": turns, "form": "markdown"})
    seen.look("a session in Markdown", in_markdown(str(markdown["text"])))
    data = talk.export({"turns": turns, "form": "data"})
    json.loads(str(data["text"]))
    for named in (markdown, data):
        name = str(named["name"])
        seen.look("a file's name", iter([] if name.replace("-", "").replace(".", "").isalnum() else [name]))


def _inside(path: str, *folders: Path) -> bool:
    return any(Path(path).resolve().is_relative_to(folder.resolve()) for folder in folders) or path == "/dev/null"


_hearing: list[set[str]] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    """Notes each file that is opened to be written, made or renamed."""
    if not _hearing:
        return
    named: tuple[object, ...] = ()
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        named = arguments[:1]
    elif event in ("os.mkdir", "os.symlink", "os.link", "os.rename"):
        named = arguments[:2] if event == "os.rename" else arguments[:1] if event == "os.mkdir" else arguments[1:2]
    for one in named:
        if isinstance(one, str | bytes | Path):
            _hearing[-1].add(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one))


@contextmanager
def _written(folder: Path) -> Iterator[set[str]]:
    """The paths that are written to meanwhile (PEP 578: what Python itself opens, and not what its libraries in C do).

    Temporary files are made in ``folder``.
    """
    if not _hearers:
        sys.addaudithook(_hear)
        _hearers.append(True)
    _hearing.append(set())
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield _hearing[-1]
    finally:
        _hearing.pop()
        tempfile.tempdir = before


# A hook can't be taken back: one is enough.
_hearers: list[bool] = []
