"""The one check that every answer passes on its way out, whichever way that is.

A quote is a sentence of the article as it was read: not a stretch that merely looks right. Its reference
numbers are the markers inside it, its line and section are where it stands, and each source is the entry
of the article's own list or is said to be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.answer import Answer, Quote, Source
from app.claims.checked import Checked, Statement
from app.said import speaker
from ingest.article import Article, Kind, Marker, Passage, Sentence, Span
from ingest.errors import IbidError


class ProofError(IbidError):
    """An answer holds something that does not stand in the article: it is not shown."""


class Proof:
    """Checks answers against one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._units: dict[tuple[int, int], tuple[Passage, Sentence]] = {
            (sentence.start, sentence.end): (passage, sentence)
            for passage in article.passages
            for sentence in passage.sentences
        }

    def check(self, answer: Answer) -> Answer:
        """``answer`` itself, if all of it stands in the article. Raises ProofError."""
        if answer.article_sha256 != self._article.sha256:
            raise ProofError(f"this answer is about another copy of the article ({answer.article_sha256[:12]}…)")
        if bool(answer.quotes) == bool(answer.reason):
            raise ProofError("an answer has quotes or a reason why there are none, never both or neither")
        if answer.quotes and answer.closest:
            raise ProofError("an answer that has quotes has no passages that only come close")
        self.check_quotes((*answer.quotes, *answer.closest))
        self.check_sources(answer.quotes, answer.sources)
        return answer

    def check_claims(self, checked: Checked) -> Checked:
        """``checked`` itself, if all it shows stands in the article, and in the text that was checked."""
        if checked.article_sha256 != self._article.sha256:
            raise ProofError(f"this is about another copy of the article ({checked.article_sha256[:12]}…)")
        at = 0
        for statement in checked.statements:
            if not at <= statement.start < statement.end <= len(checked.text):
                raise ProofError(f"characters {statement.start}–{statement.end} are no statement of the text")
            at = statement.end
            self._check_statement(statement)
        self.check_sources([quote for one in checked.statements for quote in one.quotes], checked.sources)
        return checked

    def _check_statement(self, statement: Statement) -> None:
        found = statement.verdict != "not_in_article"
        if bool(statement.quotes) != found or (found and statement.closest):
            raise ProofError("a statement has quotes, or the article does not say and has none")
        if bool(statement.differences) != (statement.verdict == "differs"):
            raise ProofError("a statement differs in something, or does not differ")
        if len(statement.said) != len(statement.quotes):
            raise ProofError("it is not said of every quote whose account it is")
        self.check_quotes((*statement.quotes, *statement.closest))
        first = statement.quotes[0] if statement.quotes else None
        for one in statement.differences:
            if not statement.start <= one.claim.start < one.claim.end <= statement.end:
                raise ProofError("a difference does not lie in its statement")
            if first is None or not first.start <= one.article.start < one.article.end <= first.end:
                raise ProofError("a difference does not lie in the first quote")
        for quote, said in zip(statement.quotes, statement.said, strict=True):
            if said is not None and said != speaker(self._article, *self.unit(quote)):
                raise ProofError(f"line {quote.line}: is not the account of whom it is said to be")

    def check_quotes(self, quotes: Iterable[Quote]) -> None:
        """Raises ProofError for the first that is no sentence of the article, or not as the article has it."""
        for quote in quotes:
            self._check_quote(quote)

    def words(self, span: Quote | Span) -> str:
        """The words of a checked span: a slice of the article."""
        return self._article.slice(span)

    def unit(self, quote: Quote) -> tuple[Passage, Sentence]:
        """The sentence that a checked quote is, and its passage."""
        return self._units[quote.start, quote.end]

    def markers(self, quote: Quote) -> tuple[Marker, ...]:
        """The citation markers inside a checked quote, in order."""
        return self._units[quote.start, quote.end][1].markers

    def _check_quote(self, quote: Quote) -> None:
        found = self._units.get((quote.start, quote.end))
        if found is None:
            raise ProofError(f"characters {quote.start}–{quote.end} are no sentence of the article")
        passage, sentence = found
        expected = citations(passage, sentence)
        if quote.citations != expected:
            raise ProofError(f"line {quote.line}: cites {quote.citations}, and the article {expected}")
        if (quote.section, quote.kind, quote.line) != (passage.section, passage.kind, self._article.line(quote.start)):
            raise ProofError(f"line {quote.line}: is not where the answer says it stands")
        for span in quote.context:
            before = self._units.get((span.start, span.end))
            introduces = before is not None and before[0].section == passage.section and span.end <= quote.start
            if not introduces and span != passage.intro:
                raise ProofError(f"line {quote.line}: its context is no sentence before it and no label of its own")

    def check_sources(self, quotes: Sequence[Quote], sources: Sequence[Source]) -> None:
        """Raises ProofError unless ``sources`` are what the ``quotes`` cite, each once. Check those first."""
        labels = [label for quote in quotes for label in quote.citations]
        given = [source.label for source in sources]
        if set(labels) != set(given):
            raise ProofError(f"sources {sorted(set(given) ^ set(labels))} do not belong to the quotes")
        expected = {part for quote in quotes for part in cited(*self._units[quote.start, quote.end])}
        if len(sources) != len(expected):
            raise ProofError("a source stands more than once, or not at all")
        for source in sources:
            if (source.entry is None) == (source.why is None):
                raise ProofError(f"source {source.label}: has neither an entry nor a reason why not, or both")
            if source.entry is not None and source.entry != self._article.entry(source.label):
                raise ProofError(f"source {source.label}: is not the article's entry of that number")
            if source.why == "missing" and self._article.entry(source.label) is not None:
                raise ProofError(f"source {source.label}: is said to be missing, and the article has it")
            if (source.label, source.why == "other_list") not in expected:
                raise ProofError(f"source {source.label}: is of another list than the quotes cite")


def cited(passage: Passage, sentence: Sentence) -> tuple[tuple[str, bool], ...]:
    """What a quote of ``sentence`` cites: labels in order, each with whether it is a number of another list."""
    if passage.kind is Kind.REFERENCE:
        return ((passage.label, False),) if passage.label else ()
    if passage.kind is Kind.RECOVERED:
        return ()
    return tuple(dict.fromkeys((marker.label, marker.other_list) for marker in sentence.markers))


def citations(passage: Passage, sentence: Sentence) -> tuple[str, ...]:
    """The labels a quote of ``sentence`` carries: the markers inside, or a reference's own number."""
    return tuple(dict.fromkeys(label for label, _ in cited(passage, sentence)))


def sources(article: Article, units: Iterable[tuple[Passage, Sentence]]) -> tuple[Source, ...]:
    """What quotes of ``units`` cite, each once, in their order: the entry of that label, or why there is none."""
    labels = dict.fromkeys(part for unit in units for part in cited(*unit))
    return tuple(_source(article, label, other_list) for label, other_list in labels)


def _source(article: Article, label: str, other_list: bool) -> Source:
    if other_list:
        return Source(label, None, "other_list")
    entry = article.entry(label)
    return Source(label, entry, None if entry else "missing")
