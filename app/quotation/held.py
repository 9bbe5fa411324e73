"""The article's words in a row, to be searched: each different word is one character of a long string."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from app.quotation.found import Speaker
from app.quotation.words import Word, blanked, words
from app.said import said_by
from ingest.article import Article, Passage, Sentence
from ingest.markers import REMARK

# Stands where the article's sentences do not follow each other: a heading or something that was left unread is between.
BREAK = "\0"
# A word that the article has not.
UNKNOWN = "\1"
# As many different words as characters can stand for; what is beyond shares one, and is told apart when it is compared.
_MOST = 0x10FFFD


class Held:
    """One article's words: ``line[i]`` stands for ``words[i]``, None at a break, which begins at ``offsets[i]`` of the
    text, in the stretch ``runs[i]`` of sentences that follow each other, in ``passages[i]``.
    ``postings``: where each character stands.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        pairs = [(passage, sentence) for passage in article.passages for sentence in passage.sentences]
        self.units: list[tuple[Passage, Sentence]] = sorted(pairs, key=lambda unit: unit[1].start)
        self._starts = [sentence.start for _, sentence in self.units]
        text = blanked(article.text, self._markers())
        self.words: list[Word | None] = []
        self.offsets: list[int] = []
        self.runs: list[int] = []
        self.passages: list[Passage] = []
        for number, (start, end) in enumerate(self._runs()):
            read = list(words(text, start, end))
            self.words += [*read, None]
            self.offsets += [*(word.start for word in read), end]
            self.runs += [number] * (len(read) + 1)
            self.passages += [self.units[self.unit_at(at)][0] for at in self.offsets[len(self.passages) :]]
        self._ids: dict[str, str] = {}
        self.line = "".join(self._id(word.folded) if word else BREAK for word in self.words)
        self.postings: dict[str, list[int]] = defaultdict(list)
        for at, char in enumerate(self.line):
            self.postings[char].append(at)
        self._speakers: dict[int, Speaker | None] = {}
        self._grams: dict[int, dict[str, list[int]]] = {}

    def word(self, at: int) -> Word:
        """The word at ``at``, which is no break."""
        found = self.words[at]
        assert found is not None
        return found

    def coded(self, quoted: Sequence[Word]) -> str:
        """``quoted`` in the characters of ``line``."""
        return "".join(self._ids.get(word.folded, UNKNOWN) for word in quoted)

    def places(self, coded: str) -> list[int]:
        """Everywhere that ``coded`` stands in ``line``, case apart."""
        found: list[int] = []
        at = self.line.find(coded)
        while at >= 0:
            found.append(at)
            at = self.line.find(coded, at + 1)
        return found

    def grams(self, length: int) -> dict[str, list[int]]:
        """Each ``length`` words that follow each other, and where."""
        if length not in self._grams:
            grams: dict[str, list[int]] = defaultdict(list)
            for at in range(len(self.line) - length + 1):
                grams[self.line[at : at + length]].append(at)
            self._grams[length] = {gram: found for gram, found in grams.items() if BREAK not in gram}
        return self._grams[length]

    def unit_at(self, offset: int) -> int:
        """The number of the sentence in which the word at ``offset`` of the text stands."""
        return bisect_right(self._starts, offset) - 1

    def sentence_of(self, at: int) -> tuple[int, int]:
        """From where to where ``line`` holds the sentence of its word ``at``."""
        return self.range_of(self.unit_at(self.word(at).start))

    def range_of(self, unit: int) -> tuple[int, int]:
        """From where to where ``line`` holds the sentence ``unit``."""
        sentence = self.units[unit][1]
        return bisect_left(self.offsets, sentence.start), bisect_left(self.offsets, sentence.end)

    def speakers(self, first: int, last: int) -> tuple[Speaker, ...]:
        """Who says so in the sentences ``first`` to ``last``, each once, in order; none where nobody is named."""
        return tuple(dict.fromkeys(filter(None, map(self._speaker, range(first, last + 1)))))

    def _speaker(self, unit: int) -> Speaker | None:
        if unit not in self._speakers:
            said = said_by(self.article, *self.units[unit])
            self._speakers[unit] = Speaker(said.who, said.named) if said else None
        return self._speakers[unit]

    def _id(self, folded: str) -> str:
        return self._ids.setdefault(folded, chr(2 + len(self._ids) % _MOST))

    def _markers(self) -> Iterator[tuple[int, int]]:
        for _, sentence in self.units:
            found = [(marker.start, marker.end) for marker in sentence.markers]
            found += [remark.span() for remark in REMARK.finditer(self.article.text, sentence.start, sentence.end)]
            yield from sorted(found)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of sentences that follow each other, with nothing but white space between."""
        start, end = -1, -1
        for _, sentence in self.units:
            if end >= 0 and not self.article.text[end : sentence.start].strip():
                end = sentence.end
                continue
            if end >= 0:
                yield start, end
            start, end = sentence.start, sentence.end
        if end >= 0:
            yield start, end


# The articles looked through last: reading one's words takes a tenth of a second.
_held: deque[Held] = deque(maxlen=4)


def held(article: Article) -> Held:
    """``article``'s words, read once."""
    for one in tuple(_held):
        if one.article is article:
            return one
    found = Held(article)
    _held.append(found)
    return found
