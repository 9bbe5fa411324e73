"""Who speaks in one sentence, by its own words or its label; nobody where two speak, since a wrong one is worse."""

from __future__ import annotations

from app.said.asides import answered, beside, in_paper
from app.said.clauses import main_clause
from app.said.found import Found, Said
from app.said.labels import bracketed, labelled
from app.said.tokens import Tokens, known_names, masked, tokens_of, unmarked
from ingest.article import Article, Kind, Passage, Sentence


def spoken(article: Article, passage: Passage, sentence: Sentence) -> Said | None:
    """Who says what ``sentence`` of ``passage`` says, whatever a pronoun in it may mean."""
    if passage.kind in (Kind.REFERENCE, Kind.RECOVERED):
        return None
    names = known_names(article.text)
    if passage.intro is not None:
        above = article.slice(passage.intro)
        quoted = passage.kind is Kind.BLOCK_QUOTE
        if found := speaker_of(Tokens.of(masked(above), names)) if quoted else labelled(above):
            return found.at(passage.intro.start)
    if passage.kind is Kind.BLOCK_QUOTE:
        return None
    found = speaker_of(tokens_of(article, sentence))
    if found is None and passage.kind in (Kind.INFOBOX, Kind.CAPTION):
        found = bracketed(unmarked(article, sentence), names)
    return found.at(sentence.start) if found else None


def speaker_of(tokens: Tokens) -> Found | None:
    """The one speaker of a masked sentence."""
    found = [one for one in (*beside(tokens), main_clause(tokens)) if one is not None]
    if not found:
        return in_paper(tokens)
    names = {tokens.masked[slice(*one.who)].lower() for one in found}
    return None if len(names) > 1 or answered(tokens, found[0]) else found[0]
