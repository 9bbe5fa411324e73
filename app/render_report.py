"""The report of a reading, and the counts of an index, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from app.markup import one_line
from app.render import dumped
from index.search import Counts
from ingest.report import Report


def report_json(found: Report) -> str:
    """The report as one line of JSON; dates as ISO 8601, counts by kind as objects."""
    data = asdict(found)
    data["latest"] = found.latest.isoformat() if found.latest else None
    data["passages"] = {kind.value: number for kind, number in found.passages}
    data["sentences"] = {kind.value: number for kind, number in found.sentences}
    return dumped(data) + "\n"


def report_text(found: Report) -> str:
    """The report for reading in a terminal."""
    rows = [
        ("title", one_line(found.title)),
        ("sha256", found.sha256),
        ("text", f"{found.characters:,} characters in {found.lines:,} lines"),
        ("latest date", found.latest.isoformat() if found.latest else "none found"),
        ("headings", f"{found.headings}, of level one {found.top_headings}"),
        *((kind.value, f"{number:,} in {dict(found.passages)[kind]:,} passages") for kind, number in found.sentences),
        (
            "citations",
            f"{found.markers} markers, {found.labels} distinct numbers: {found.resolved} with an entry, "
            f"{len(found.unresolved)} without",
        ),
        ("in the notes", f"{found.note_markers} markers, of which {found.other_list} belong to another list"),
        ("references", f"{found.references} with text, {found.notes} notes"),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    if found.unresolved:
        lines.append(f"\nNumbers without an entry: {_ranges(found.unresolved)}")
    if found.dropped:
        lines.append("\nDropped")
        counts = Counter(part.reason for part in found.dropped)
        sizes = Counter[str]()
        for part in found.dropped:
            sizes[part.reason] += part.end - part.start
        lines += [f"  {count:>5} × {reason}, {sizes[reason]:,} characters" for reason, count in counts.items()]
    if found.odd:
        lines += ["\nOdd", *(f"  {remark}" for remark in found.odd)]
    return "\n".join(lines) + "\n"


def _ranges(labels: Sequence[str]) -> str:
    """``193–524, 530``: runs of numbers, in order."""
    numbers = sorted(map(int, labels))
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def counts_text(counts: Counts) -> str:
    """What was embedded, and that nothing was cut off."""
    return (
        f"{counts.texts:,} texts: {counts.sentences:,} sentences and {counts.chunks:,} chunks, "
        f"of which {counts.windowed} in {counts.windows} windows; {counts.embedded:,} new ones embedded\n"
        f"longest text {counts.longest} tokens of {counts.limit} that the model reads; "
        f"{counts.truncated} texts longer than that\n"
    )
