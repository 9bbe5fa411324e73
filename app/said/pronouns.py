"""The name behind `he`, `it` or `the ministry`, from the sentences before; none where it may be another's."""

from __future__ import annotations

import re
from functools import lru_cache

from app.said.clauses import opening
from app.said.found import Said
from app.said.phrases import phrase, speaks
from app.said.sentences import speaker_of, spoken
from app.said.tokens import tokens_of
from app.said.verbs import verb_at
from app.said.words import BODIES, BODY_NAMES, COMMON, OBJECTS, PRONOUNS, ROLES
from ingest.article import Article, Passage, Sentence, Span

# How far back a name is looked for, in sentences of the same passage.
FURTHEST = 2
# Whoever spoke before speaks on.
_GOES_ON = re.compile(r"\b(?:also|added|adds|further|furthermore|then|too|again|continued|went on)\b")
# Names that `they` can mean.
_PLURAL = re.compile(
    r"\b(?:authorities|officials|forces|sources|troops|sides|\w+ and \w+|\w{3,}(?:ists|ers|ors|men))\b"
)
# Two words with a capital, or a pronoun of a person.
_PEOPLE = re.compile(r"[^\W\d_a-z][\w’'-]{1,60}\s[^\W\d_a-z][\w’'-]|\b(?:he|she|him|her|his)\b")
# A run of words with capitals.
_NAMES = re.compile(r"[^\W\d_a-z][\w’'-]{1,60}(?:\s[^\W\d_a-z][\w’'-]{0,60})+")


def meant(article: Article, passage: Passage, sentence: Sentence, said: Said, back: int = FURTHEST) -> Span | None:
    """The name for which ``said.who`` stands, at most ``back`` sentences before; None if it is a name, or unsure."""
    # A label stands before its rows, and nothing of its passage before it.
    if said.who.start < sentence.start:
        return None
    words = article.slice(said.who)
    low = words.lower()
    pronoun = low if low in PRONOUNS else OBJECTS.get(low)
    nouns = low.removeprefix("the ").split() if low.startswith("the ") else []
    if pronoun is None and not (nouns and all(word in COMMON for word in nouns)):
        return None
    at = passage.sentences.index(sentence)
    for before in range(at - 1, max(-1, at - 1 - back), -1):
        above = passage.sentences[before]
        name = _named_in(article, passage, above, back - 1)
        if name is None:
            if pronoun in ("he", "she") and not _PEOPLE.search(above.plain):
                continue
            return None
        if pronoun is None:
            same = {re.search(rf"\b{word}\b", article.slice(name).lower()) is not None for word in nouns}
            return name if same == {True} and article.slice(name) != words else None
        sure = _agrees(article, name, pronoun) and _goes_on(article, sentence, above, said, name)
        return name if sure else None
    return None


def _named_in(article: Article, passage: Passage, above: Sentence, back: int) -> Span | None:
    """Who speaks in the sentence before, or who is its subject."""
    said = spoken(article, passage, above)
    if said is not None:
        if named := meant(article, passage, above, said, back):
            return named
        return None if article.slice(said.who).lower() in (*PRONOUNS, *OBJECTS) else said.who
    tokens = tokens_of(article, above)
    first = opening(tokens)
    if first is None:
        return None
    end = phrase(tokens, first)
    if end == first or not speaks(tokens, first, end) or verb_at(tokens, end) is None:
        return None
    start, end = tokens.span(first, end)
    return Span(above.start + start, above.start + end)


def _agrees(article: Article, name: Span, pronoun: str) -> bool:
    """Whether a name is one that the pronoun can mean."""
    words = article.slice(name)
    person, plural = _is_person(article.text, words), _PLURAL.search(words) is not None
    if pronoun in ("he", "she"):
        return person
    return plural if pronoun == "they" else not person and not plural


def _goes_on(article: Article, sentence: Sentence, above: Sentence, said: Said, name: Span) -> bool:
    """Whether a pronoun surely goes on with ``name``: nobody else is named above, or `also`, `added` says so."""
    if _GOES_ON.search(article.text[sentence.start : said.verb.end if said.verb else said.who.end]):
        return True
    # An answer is more often the other's: `A accused B. It denied this.`
    if said.how in ("denied", "acknowledged"):
        return False
    if article.slice(said.who).lower() in ("it", "they"):
        found = speaker_of(tokens_of(article, above))
        return found is not None and above.start + found.who[0] == name.start
    rest = article.text[above.start : name.start] + " | " + article.text[max(name.end, above.start) : above.end]
    return not any(_is_person(article.text, other) for other in _NAMES.findall(rest))


@lru_cache(maxsize=512)
def _is_person(text: str, name: str) -> bool:
    """Whether a name is a person's: a rank stands in it, or a first name, or the text gives one of them."""
    words = re.findall(r"[^\W\d_][\w’'.-]*", name)
    lows = {word.lower() for word in words}
    capitals = [word for word in words if word[0].isupper()]
    if not lows.isdisjoint(ROLES):
        return True
    if not capitals or ("," not in name and not lows.isdisjoint(BODIES | BODY_NAMES)):
        return False
    if len(capitals) > 1 and "of" not in lows:
        return True
    introduced = rf"(?:\b(?i:{'|'.join(sorted(ROLES))})|,)\s+[^\W\d_a-z][\w’'-]+\s{re.escape(capitals[-1])}\b"
    return re.search(introduced, text) is not None
