"""A text → what the article says to each of its statements. The one door of this folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from app.answer import Quote
from app.claims.article_text import ArticleText
from app.claims.checked import Checked, Difference, Statement
from app.claims.compare import Comparison, compare
from app.claims.doers import told_apart
from app.claims.form import reason
from app.claims.judge import NEARLY, Judged, judge, verdict
from app.claims.lexicon import Lexicon
from app.claims.statements import statements
from app.context import context
from app.markup import whole
from app.proof import Proof, citations, sources
from app.said import speaker
from index.search import Hit, Index, Unit
from ingest.article import Kind, Span

# Sentences that a statement is compared with. Of the claims kept for tuning the evidence is among the first 5 for all
# but one, which is the 20th.
COMPARED = 20
# Quotes of a statement: what tells, and who else says so or says otherwise.
QUOTES = 3
CLOSEST = 3

Progress = Callable[[int, int], None]
"""Hears of the statements checked so far, and of all."""


class Checker:
    """Checks texts against an indexed article. Safe to share; single words that it compared stay in memory."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.proof = Proof(index.article)
        self._text = ArticleText(self.index, Lexicon.of(self.index.article, self.index.spelling))

    def check(self, text: str, progress: Progress | None = None) -> Checked:
        """``text``, statement by statement, proved against the article. Any string can be checked."""
        started = time.perf_counter()
        spans = list(statements(text))
        found: list[Statement] = []
        for number, span in enumerate(spans, 1):
            found.append(self._statement(text[span.start : span.end], span.start))
            if progress:
                progress(number, len(spans))
        quotes = [quote for statement in found for quote in statement.quotes]
        checked = Checked(
            text=text,
            statements=tuple(found),
            sources=sources(self.index.article, map(self.proof.unit, quotes)),
            article_title=self.index.article.title,
            article_sha256=self.index.article.sha256,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )
        return self.proof.check_claims(checked)

    def _statement(self, words: str, start: int) -> Statement:
        end = start + len(words)
        words = whole(words)
        if why := reason(words):
            return Statement(start, end, "not_in_article", (), (), (), (), why)
        hits = self.index.search(words, COMPARED)
        hits = tuple(hit for hit in hits if hit.unit.sentence.plain)
        claim = self._text.claim(words)
        compared = [
            compare(claim, self._text.unit(hit.unit.id), self._text.around(hit.unit), _labels(hit.unit)) for hit in hits
        ]
        likely = [verdict(one, hit.cosine) != "not_in_article" for one, hit in zip(compared, hits, strict=True)]
        if any(likely):
            ours = self._text.grammar_of(claim)
            compared = [
                told_apart(one, ours, self._text.grammar(hit.unit.id)) if worth else one
                for one, hit, worth in zip(compared, hits, likely, strict=True)
            ]
        # A source's title may bear a statement out; that it says something else says nothing of what the article holds.
        kept = [
            at
            for at, (one, hit) in enumerate(zip(compared, hits, strict=True))
            if not one.differences or hit.unit.passage.kind is not Kind.REFERENCE
        ]
        compared, hits = [compared[at] for at in kept], tuple(hits[at] for at in kept)
        judged = judge(compared, [hit.cosine for hit in hits])
        if judged.verdict == "not_in_article":
            order = sorted(range(len(hits)), key=lambda at: -judged.fit[at])[:CLOSEST]
            near = tuple(self._quote(hits[at], judged.fit[at]) for at in order)
            return Statement(start, end, "not_in_article", (), near, (), ())
        best = judged.best
        chosen = [best, *_further(compared, hits, judged)]
        lent = self._lent(hits[best].unit, compared[best])
        quotes = [self._quote(hits[at], judged.fit[at], lent if at == best else ()) for at in chosen]
        offset = hits[best].unit.sentence.start
        differences = tuple(
            Difference(
                Span(start + one.claim[0], start + one.claim[1]),
                Span(offset + one.sentence[0], offset + one.sentence[1]),
                one.what,
            )
            for one in compared[best].differences
        )
        return Statement(
            start,
            end,
            judged.verdict,
            tuple(quotes),
            (),
            differences,
            tuple(speaker(self.index.article, hits[at].unit.passage, hits[at].unit.sentence) for at in chosen),
        )

    def _lent(self, unit: Unit, comparison: Comparison) -> tuple[Span, ...]:
        """The sentences before that give a fact which ``unit`` leans on."""
        others = _labels(unit)
        neighbours = self._text.neighbours(unit)
        ids = [neighbours[at - others] for at in comparison.lent if at >= others]
        sentences = [self.index.units[at].sentence for at in sorted(ids)]
        return tuple(Span(sentence.start, sentence.end) for sentence in sentences)

    def _quote(self, hit: Hit, fit: float, lent: Sequence[Span] = ()) -> Quote:
        passage, sentence = hit.unit.passage, hit.unit.sentence
        spans = dict.fromkeys((*context(self.index, hit.unit), *lent))
        return Quote(
            start=sentence.start,
            end=sentence.end,
            line=self.index.article.line(sentence.start),
            section=passage.section,
            kind=passage.kind,
            citations=citations(passage, sentence),
            context=tuple(sorted(spans, key=lambda span: span.start)),
            score=round(min(1.0, max(0.0, fit)), 4),
        )


def _labels(unit: Unit) -> int:
    """How much of what stands around a unit are labels: its section, and the line that introduces it."""
    return 1 + (unit.passage.intro is not None)


def _further(compared: Sequence[Comparison], hits: Sequence[Hit], judged: Judged) -> list[int]:
    """Other sentences that tell of the same: who else bears the statement out, or says otherwise."""
    order = sorted(range(len(hits)), key=lambda at: -judged.fit[at])
    found: list[int] = []
    for at in order:
        if at == judged.best or hits[at].unit.passage.kind is Kind.REFERENCE:
            continue
        if judged.fit[at] < judged.fit[judged.best] - 3 * NEARLY or len(found) + 1 >= QUOTES:
            break
        if verdict(compared[at], hits[at].cosine) != "not_in_article":
            found.append(at)
    return found
