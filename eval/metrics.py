"""The metrics: each a pure function of a question and what was said to it, giving a number or None (does not apply).

As the contract counts them (docs/ci.md). A missing answer (None) has the worst value of every metric that applies
to its question: it is never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.judged import Quoted, Said
from eval.questions import Evidence, Question, folded
from ingest.article import Span

# An evidence entry counts as covered when so much of it is shown.
COVERED = 0.8
DEPTHS = (1, 3, 5, 10, 20, 30)

Metric = Callable[[Question, "Said | None"], "float | None"]


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def covers(spans: Iterable[_Spanned], entry: Evidence) -> bool:
    """Whether ``spans`` hold at least ``COVERED`` of the entry's characters."""
    return _overlap(spans, entry) >= COVERED * (entry.end - entry.start)


def _overlap(spans: Iterable[_Spanned], entry: _Spanned) -> int:
    """Characters of ``entry`` that lie in any of ``spans``, each counted once."""
    shared = 0
    at = entry.start
    for span in sorted(spans, key=lambda part: part.start):
        first, last = max(span.start, at), min(span.end, entry.end)
        if last > first:
            shared += last - first
            at = last
    return shared


def _needed(question: Question, spans: Sequence[_Spanned]) -> bool:
    found = [covers(spans, entry) for entry in question.evidence]
    return any(found) if question.any_evidence else all(found)


def _shown(question: Question, said: Said) -> tuple[Quoted, ...]:
    return said.quotes[: question.shown]


def right(question: Question, said: Said | None) -> float | None:
    """1 if answered, every needed entry covered and every answer group found in the shown text."""
    if not question.answerable:
        return None
    if said is None or not said.answered:
        return 0.0
    words = folded("\n".join(quote.text for quote in _shown(question, said)))
    told = all(any(folded(answer) in words for answer in group) for group in question.answers)
    return float(told and _needed(question, _shown(question, said)))


def first(question: Question, said: Said | None) -> float | None:
    """1 if the first quote covers an entry."""
    if not question.answerable:
        return None
    return float(said is not None and any(covers(said.quotes[:1], entry) for entry in question.evidence))


def recall_at(depth: int) -> Metric:
    """Recall@k of the search itself: the share of needed entries that its first ``depth`` sentences cover."""

    def recall(question: Question, said: Said | None) -> float | None:
        if not question.answerable:
            return None
        if said is None:
            return 0.0
        found = [covers(said.ranking[:depth], entry) for entry in question.evidence]
        return float(any(found)) if question.any_evidence else sum(found) / len(found)

    return recall


def reciprocal_rank(question: Question, said: Said | None) -> float | None:
    """1 / rank of the first sentence of the search that covers an entry by itself; 0 if none does."""
    if not question.answerable:
        return None
    for rank, span in enumerate(said.ranking if said else (), 1):
        if any(covers((span,), entry) for entry in question.evidence):
            return 1.0 / rank
    return 0.0


def quote_precision(question: Question, said: Said | None) -> float | None:
    """Share of the quoted characters that are evidence."""
    if not question.answerable:
        return None
    quotes = said.quotes if said else ()
    quoted = sum(quote.end - quote.start for quote in quotes)
    return sum(_overlap(quotes, part) for part in _merged(question.evidence)) / quoted if quoted else 0.0


def _merged(evidence: Sequence[Evidence]) -> list[Span]:
    """The stretches that the entries hold together, so that no character counts twice."""
    parts: list[Span] = []
    for entry in sorted(evidence, key=lambda part: part.start):
        if parts and entry.start <= parts[-1].end:
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, entry.end))
        else:
            parts.append(Span(entry.start, entry.end))
    return parts


def _cited(question: Question, said: Said) -> tuple[set[str], set[str]] | None:
    """Labels given by the quotes that cover evidence, and labels they should give; None if no quote covers any."""
    covering = [q for q in _shown(question, said) if any(_overlap((q,), entry) for entry in question.evidence)]
    entries = [entry for entry in question.evidence if covers(covering, entry)]
    if not entries:
        return None
    given = {label for quote in covering for label in quote.citations}
    expected = {label for entry in entries for label in entry.refs}
    return given, expected & set(question.refs) if not question.any_evidence else expected


def citation_precision(question: Question, said: Said | None) -> float | None:
    """Share of the labels given by quotes that cover evidence which are the evidence's own."""
    if not question.answerable:
        return None
    if said is None:
        return 0.0
    labels = _cited(question, said)
    if labels is None or not any(labels):
        return None
    given, expected = labels
    return len(given & expected) / len(given) if given else 0.0


def citation_recall(question: Question, said: Said | None) -> float | None:
    """Share of the evidence's labels that the quotes which cover it give."""
    if not question.answerable:
        return None
    if said is None:
        return 0.0
    labels = _cited(question, said)
    if labels is None or not labels[1]:
        return None
    given, expected = labels
    return len(given & expected) / len(expected)


def abstained(question: Question, said: Said | None) -> float | None:
    """Of questions that the article does not answer: 1 if met with silence. This is abstention recall."""
    if question.answerable:
        return None
    return float(said is not None and not said.answered)


def false_refusal(question: Question, said: Said | None) -> float | None:
    """Of questions that the article answers: 1 if met with silence. Smaller is better."""
    if not question.answerable:
        return None
    return float(said is None or not said.answered)


def silence(question: Question, said: Said | None) -> float | None:
    """Of questions met with silence: 1 if the article does not answer. This is abstention precision."""
    if said is None:
        return 0.0
    return None if said.answered else float(not question.answerable)


def brier(question: Question, said: Said | None) -> float | None:
    """Squared difference of ``confidence`` and what came true (Brier 1950). Smaller is better."""
    if said is None:
        return 1.0
    came_true = right(question, said) if said.answered else float(not question.answerable)
    return (said.confidence - (came_true or 0.0)) ** 2


def characters(_question: Question, said: Said | None) -> float | None:
    """Characters quoted in an answer."""
    return float(sum(quote.end - quote.start for quote in said.quotes)) if said and said.answered else None


def verbatim(text: str) -> Metric:
    """Share of all words given out as the article's that are its slice at the place they name."""

    def share(_question: Question, said: Said | None) -> float | None:
        if said is None:
            return 0.0
        given = (*said.quotes, *said.others)
        return sum(text[part.start : part.end] == part.text for part in given) / len(given) if given else None

    return share


def checked(_question: Question, said: Said | None) -> float | None:
    """How many stretches of words `verbatim` looked at: the denominator."""
    return float(len(said.quotes) + len(said.others)) if said else 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric by name: which way is better, and by how much a mean may fall short before it counts as worse."""

    name: str
    metric: Metric
    smaller_is_better: bool = False
    tolerance: float = 0.0
    judged: bool = True


def measures(text: str) -> tuple[Measure, ...]:
    """All metrics, for answers about the article ``text``. The tolerances are about one question in 200: room for
    another machine's last bit of a float, not for a change that loses answers.
    """
    return (
        Measure("right", right, tolerance=0.006),
        Measure("first", first, tolerance=0.006),
        *(Measure(f"recall@{depth}", recall_at(depth), tolerance=0.006) for depth in DEPTHS),
        Measure("mrr", reciprocal_rank, tolerance=0.006),
        Measure("quote precision", quote_precision, tolerance=0.01),
        Measure("citation precision", citation_precision, tolerance=0.002),
        Measure("citation recall", citation_recall, tolerance=0.002),
        Measure("abstention precision", silence, tolerance=0.01),
        Measure("abstention recall", abstained, tolerance=0.006),
        Measure("false refusals", false_refusal, smaller_is_better=True, tolerance=0.006),
        Measure("brier", brier, smaller_is_better=True, tolerance=0.005),
        Measure("verbatim", verbatim(text)),
        Measure("quotes checked", checked, judged=False),
        Measure("characters quoted", characters, smaller_is_better=True, tolerance=25.0),
    )


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean of precision and recall (van Rijsbergen 1979)."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
