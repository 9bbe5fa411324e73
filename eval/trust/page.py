"""docs/trust.md: the promises in a table for each kind, and what the user sees of each fault."""

from __future__ import annotations

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


def page(sections: Sequence[Section], size: Size, commit: str) -> str:
    """The whole page, Markdown. The words that no measurement changes are eval/trust/words.md."""
    words = (resources.files("eval") / "trust" / "words.md").read_text("utf-8")
    head, _, foot = words.partition("<!-- tables -->\n")
    how = "`make trust`" if size is Size.FULL else "the short form (`make trust ARGS=--short`), which tries less"
    lines = [f"Measured at {commit} by {how}.", ""]
    for section in sections:
        lines += [f"## {TITLES[section.kind]}", "", f"`python -m eval.trust {section.kind}`, {section.day}", ""]
        lines += ["| promise | kept | figure |", "|---|---|---|"]
        for row in section.rows:
            note = f" {row.note}" if row.note else ""
            lines.append(f"| {_cell(row.promise)} | {'yes' if row.kept else '**no**'} | {_cell(row.figure + note)} |")
        seen = [row for row in section.rows if row.example]
        if seen:
            lines += ["", "What is seen of it:", ""]
            lines += [line for row in seen for line in (f"- {row.promise}", "", f"      {row.example}", "")]
        else:
            lines.append("")
    return head + "\n".join(lines) + "\n" + foot


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
