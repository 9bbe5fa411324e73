"""The article's sentences as they are compared: their words with the markers blanked, so that every place stays."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.claims.align import Text
from app.claims.dates import Date
from app.claims.items import read
from app.claims.lexicon import Lexicon
from app.claims.roles import Grammar
from app.claims.vectors import ItemVectors
from app.grammar import parse
from index.encoder import Embedded
from index.search import Index, Unit
from ingest.article import Kind, Sentence, Span
from ingest.markers import REMARK

# Sentences before that tell whom `he` and `the church` mean.
BEFORE = 3
# Sentences kept read: those of an article of the bundled one's size, and more.
KEPT = 4_096


class ArticleText:
    """Reads the sentences of one index, each once."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index = index
        self.lexicon = lexicon
        self._vectors = ItemVectors(index.encoder)
        owners = index.parts.sentence_vectors.owners
        self._stored = len(owners) == len(index.units) and len(index.parts.tokens.ids) > 0
        self.unit = lru_cache(maxsize=KEPT)(self._unit)
        self.span = lru_cache(maxsize=KEPT)(self._span)
        self.words = lru_cache(maxsize=KEPT)(self._words)
        self.grammar = lru_cache(maxsize=KEPT)(self._grammar)

    def claim(self, text: str) -> Text:
        """A statement, whose spelling may be corrected."""
        held = read(text, self.lexicon, claim=True)
        return Text(held, self._vectors.of(text, held.items, self._index.encoder.embed([text])[0]))

    def around(self, unit: Unit) -> tuple[Text, ...]:
        """Its section, the line that introduces it, and the sentences before it in the same passage."""
        found = [self.words(unit.passage.section)]
        if unit.passage.intro is not None:
            found.append(self.span(unit.passage.intro.start, unit.passage.intro.end))
        return (*found, *(self.unit(at) for at in self.neighbours(unit)))

    def neighbours(self, unit: Unit) -> tuple[int, ...]:
        """The units before it in its passage, the nearest first; those of running text only."""
        if unit.passage.kind not in (Kind.PROSE, Kind.BLOCK_QUOTE, Kind.NOTE):
            return ()
        units = self._index.units
        return tuple(
            at for at in range(unit.id - 1, unit.id - 1 - BEFORE, -1) if at >= 0 and units[at].passage is unit.passage
        )

    def _unit(self, at: int) -> Text:
        unit = self._index.units[at]
        text = blanked(self._index.article.text, unit.sentence)
        before: tuple[Date, ...] = ()
        if at and self._index.units[at - 1].passage is unit.passage:
            before = read(blanked(self._index.article.text, self._index.units[at - 1].sentence), self.lexicon).dates
        held = read(text, self.lexicon, before=before)
        return Text(held, self._vectors.of(text, held.items, self._embedded(at)) if self._stored else None)

    def _grammar(self, at: int) -> Grammar:
        return self.grammar_of(self.unit(at))

    def grammar_of(self, text: Text) -> Grammar:
        """Who does what to whom in a text; a statement's is not kept."""
        return Grammar(parse(text.read.text), text.read.items, self.lexicon.lands)

    def _embedded(self, at: int) -> Embedded:
        coded = self._index.parts.tokens.text(at)
        tokens = coded.codes.astype(np.float32) * coded.scales[:, None]
        return Embedded(np.zeros(0, dtype=np.float32), coded.ids, tokens)

    def _span(self, start: int, end: int) -> Text:
        return Text(read(self._index.article.slice(Span(start, end)), self.lexicon), None)

    def _words(self, section: tuple[str, ...]) -> Text:
        return Text(read(" . ".join(section), self.lexicon), None)


def blanked(text: str, sentence: Sentence) -> str:
    """A sentence's words, markers and remarks as blanks: offsets stay those of the sentence."""
    words = list(text[sentence.start : sentence.end])
    for marker in sentence.markers:
        words[marker.start - sentence.start : marker.end - sentence.start] = " " * (marker.end - marker.start)
    return REMARK.sub(lambda found: " " * len(found[0]), "".join(words)).replace("\n", " ")
