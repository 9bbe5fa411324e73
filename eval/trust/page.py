"""docs/trust.md: the promises in a table for each kind, and what the user sees of each fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from eval.trust.row import Row, Size

TITLES = {
    "load": "Load",
    "faults": "Faults",
    "text": "Hostile text",
    "doors": "Doors",
    "secrecy": "Secrets",
    "supply": "Supply",
}


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind, and the day (ISO 8601) they were measured."""

    kind: str
    rows: tuple[Row, ...]
    day: str


def page(sections: Sequence[Section], size: Size, commit: str, before: str = "") -> str:
    """The whole page, Markdown. The words that no measurement changes are eval/trust/words.md.

    ``before``: the page as it was; what is not measured anew stays as it stands there, with its own date and commit.
    """
    words = (resources.files("eval") / "trust" / "words.md").read_text("utf-8")
    head, _, foot = words.partition("<!-- tables -->\n")
    measured = {section.kind: _section(section, size, commit) for section in sections}
    parts = [measured.get(kind) or _kept(before, title) for kind, title in TITLES.items()]
    return head + "\n".join(part for part in parts if part) + "\n" + foot


def _section(section: Section, size: Size, commit: str) -> str:
    short = "" if size is Size.FULL else " --short"
    lines = [f"## {TITLES[section.kind]}", ""]
    lines += [f"`python -m eval.trust {section.kind}{short}`, {section.day}, at {commit}", ""]
    lines += ["| promise | kept | figure |", "|---|---|---|"]
    for row in section.rows:
        note = f". {row.note}" if row.note else ""
        lines.append(f"| {cell(row.promise)} | {'yes' if row.kept else '**no**'} | {cell(row.figure + note)} |")
    seen = [row for row in section.rows if row.example]
    if seen:
        lines += ["", "What is seen of it:", ""]
        lines += [line for row in seen for line in (f"- {row.promise}", "", f"      {row.example}", "")]
    else:
        lines.append("")
    return "\n".join(lines)


def _kept(before: str, title: str) -> str:
    """A section of a page as it stands, up to the next heading; empty if there is none."""
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", before, re.MULTILINE | re.DOTALL)
    return found[0].rstrip("\n") + "\n" if found else ""


def broken_promises(text: str) -> frozenset[str]:
    """The promises that a page says are not kept, as they stand in it."""
    return frozenset(re.findall(r"^\| (.*) \| \*\*no\*\* \| ", text, re.MULTILINE))


def cell(text: str) -> str:
    """A text as it stands in a table."""
    return text.replace("|", "\\|").replace("\n", " ")
