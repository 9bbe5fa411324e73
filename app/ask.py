"""Question → answer: search, select, quote; or say that the article does not."""

from __future__ import annotations

import time

from app.answer import Answer, Quote
from app.context import context
from app.proof import Proof, citations, sources
from app.question import Question, read, unreadable
from app.reader import Reader, WindowReader
from app.select import Rerank, Selection, select
from app.silence import Strictness
from index.search import HYBRID, Hit, Index, Weights


class Asker:
    """Answers questions about one indexed article. Holds nothing of what it was asked; safe to share."""

    def __init__(
        self,
        index: Index,
        *,
        reader: Reader | None = None,
        rerank: Rerank | None = None,
        weights: Weights = HYBRID,
        strictness: Strictness = Strictness.NORMAL,
    ) -> None:
        """``reader``: the packaged one if none is given."""
        self.index = index
        self.reader = reader or WindowReader()
        self.rerank = rerank
        self.weights = weights
        self.strictness = strictness
        self.proof = Proof(index.article)

    def ask(self, asked: str, *, at_most: int | None = None) -> Answer:
        """The answer to ``asked``, checked against the article. Any string can be asked.

        ``at_most`` shows fewer quotes than the answer would have.
        """
        started = time.perf_counter()
        question = read(asked)
        reason = unreadable(question)
        selection = Selection((), (), reason, 1.0) if reason else self._selected(question)
        chosen = selection.chosen[:at_most]
        answer = Answer(
            question=asked,
            quotes=tuple(self._quote(hit) for hit in chosen),
            sources=sources(self.index.article, ((hit.unit.passage, hit.unit.sentence) for hit in chosen)),
            closest=tuple(self._quote(hit, contradicts=hit is selection.contradicts) for hit in selection.closest),
            reason=selection.reason,
            confidence=round(selection.confidence, 4),
            article_title=self.index.article.title,
            article_sha256=self.index.article.sha256,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )
        return self.proof.check(answer)

    def _selected(self, question: Question) -> Selection:
        return select(
            self.index,
            question,
            self.reader,
            weights=self.weights,
            rerank=self.rerank,
            strictness=self.strictness,
        )

    def _quote(self, hit: Hit, *, contradicts: bool = False) -> Quote:
        passage, sentence = hit.unit.passage, hit.unit.sentence
        return Quote(
            start=sentence.start,
            end=sentence.end,
            line=self.index.article.line(sentence.start),
            section=passage.section,
            kind=passage.kind,
            citations=citations(passage, sentence),
            context=context(self.index, hit.unit),
            score=round(min(1.0, max(0.0, hit.score)), 4),
            contradicts=contradicts,
        )
