"""What a pronoun means: the last question's words first, then older questions', then the answer's."""

from __future__ import annotations

from collections.abc import Sequence

from app.followup.bound import owns
from app.followup.fuller import definite, extended
from app.followup.names import Sort
from app.followup.phrases import Seen
from app.followup.turns import Back, Meant, Talk, put
from app.followup.words import BODIES, HE, IT, OPEN_VERBS, PLACED, ROLES, SAY, SHE, THEY, TITLES, Word
from ingest.fold import fold_words

_TIMES = frozenset("times hours days weeks months years".split())


def referent(talk: Talk, at: int) -> Meant | Back | None:
    """What the pronoun at word ``at`` means. None: all of the last question."""
    low = talk.seen.words[at].low
    if low in HE | SHE:
        return _person(talk, at)
    if low in THEY:
        return _many(talk, at)
    return _thing(talk, at) if low in IT else _place(talk)


def cased(talk: Talk, at: int, meant: str) -> str:
    """``meant`` in the case of the pronoun at ``at``: `his` becomes a possessive."""
    if not owns(talk.seen, at):
        return meant
    return f"{meant}’" if meant.endswith("s") else f"{meant}’s"


def _one_of(talk: Talk, at: int, meant: Sequence[str]) -> Meant | Back:
    """The one that can be meant; a question back where there are more."""
    few = list(dict.fromkeys(meant))[:4]
    if len(few) == 1:
        return Meant(few[0])
    word = talk.seen.words[at]
    choices = tuple(put(talk.text, word.start, word.end, cased(talk, at, text)) for text in few)
    return Back(f"Who is meant by “{word.text}”: {', '.join(few[:-1])} or {few[-1]}?", choices)


def _person(talk: Talk, at: int) -> Meant | Back:
    """Whom `he` or `she` means."""
    word = talk.seen.words[at]
    asks, told = _asks_person(talk.last), _people_told(talk, word)
    # `Which minister resigned? When did he go?`: the minister is whom the answer names.
    people = _people(talk.last, word, named=asks and bool(told))
    new = [name for name in told if asks and not any(_same(name, held) for held in people)]
    if len(people) == 1 and new:
        # The one asked about, more often than the one who answers it.
        return Meant(short(people[0]), f"“{word.text}” may also be {new[0]}.")
    if len(people) == 1:
        return Meant(short(people[0]))
    if people or new:
        return _one_of(talk, at, [*people, *new[:1]] if people else new)
    for turn in reversed(talk.past[:-1]):
        if people := _people(Seen(turn.question, talk.names), word):
            return _one_of(talk, at, [short(held) for held in people])
    if len(told) == 1:
        return Meant(told[0], f"“{word.text}” is taken to be {told[0]}, from the answer before.")
    return _one_of(talk, at, told) if told else Back(f"Who is meant by “{word.text}”? Nobody was named before.")


def _people(seen: Seen, word: Word, *, named: bool = False) -> list[str]:
    """Each person in a question that ``word`` can mean, as far as the article tells. ``named``: only by a name."""
    found: list[str] = []
    for phrase in seen.all_phrases():
        name = seen.names.known.get(fold_words(phrase.head))
        unknown = phrase.sort is Sort.THING and phrase.text[0].isupper() and len(phrase.text.split()) in (2, 3)
        unknown = unknown and phrase.head not in BODIES | PLACED
        she = name.she if name else None
        if (phrase.person or unknown) and she in (None, word.low in SHE) and (phrase.sort or not named):
            found += [phrase.text] if not any(_same(phrase.text, held) for held in found) else []
    return found


def _people_told(talk: Talk, word: Word) -> list[str]:
    """The persons in the first quote, nearest to the last question's words first."""
    if not talk.past[-1].quotes:
        return []
    quote = Seen(talk.past[-1].quotes[0], talk.names)
    stems = {content[:5] for content in talk.last.content}
    spots = [i for i, held in enumerate(quote.words) if held.low[:5] in stems]
    people: list[tuple[int, int, str]] = []
    for at, (end, name) in quote.named.items():
        if name.sort is Sort.PERSON and name.she in (None, word.low in SHE):
            # A name among the question's own words, `the minister A resigned`, before one that is near to one of them.
            beside = sum(-5 <= i - at <= 5 for i in spots)
            distance = min((abs(i - at) for i in spots), default=at)
            people.append((-beside, distance, quote.text[quote.words[at].start : quote.words[end - 1].end]))
    found: list[str] = []
    for _, _, text in sorted(people):
        found += [text] if not any(_same(text, held) for held in found) else []
    return found


def _asks_person(last: Seen) -> bool:
    if last.parts is None:
        return False
    head = last.parts.noun.casefold().split()[-1:]
    who = last.parts.ask.casefold().endswith(("who", "whom"))
    return who or any(noun.rstrip("s") in ROLES for noun in head)


def short(text: str) -> str:
    """A person's full name without what stands before it; else the phrase as it is."""
    words = text.split()
    before = [at for at, word in enumerate(words) if not word[0].isupper() or word.casefold() in TITLES]
    bare = words[before[-1] + 1 :] if before else words
    return " ".join(bare) if len(bare) > 1 else text


def _same(one: str, other: str) -> bool:
    """Whether two names can be one person's: the same surname."""
    return one.rsplit(maxsplit=1)[-1].casefold() == other.rsplit(maxsplit=1)[-1].casefold()


def _many(talk: Talk, at: int) -> Meant | Back | None:
    """Whom `they` means: what is named in the plural, else the sides and bodies; they speak before others do."""
    phrases = list(talk.last.all_phrases())
    plural = [phrase for phrase in phrases if phrase.many and phrase.head not in _TIMES]
    bodies = [phrase for phrase in phrases if phrase.sort in (Sort.PARTY, Sort.ORGANISATION) or phrase.body]
    bodies = [phrase for phrase in bodies if phrase.after not in ("in", "to", "from", "near")] or bodies
    said = {word.low for word in talk.seen.words} & (SAY | OPEN_VERBS)
    if plural and not (said and any(phrase.subject for phrase in bodies)):
        chosen = next((phrase for phrase in plural if phrase.subject), plural[0])
        return Meant(definite(extended(chosen, talk.last)))
    return _one_of(talk, at, [phrase.text for phrase in bodies]) if bodies else None


def _thing(talk: Talk, at: int) -> Meant | None:
    """What `it` means: a subject before others; nothing of the kind where it is what one answers to or denies."""
    if any(word.low in OPEN_VERBS for word in talk.seen.words):
        return None
    things = [phrase for phrase in talk.last.phrases if not phrase.person and not phrase.many]
    things = [phrase for phrase in things if not phrase.text[0].isdigit()]
    ranked = sorted(things, key=lambda phrase: (not phrase.subject, phrase.after is not None))
    if not ranked:
        return None
    second = next((phrase.text for phrase in ranked[1:] if phrase.after is None), None)
    doubt = f"“{talk.seen.words[at].text}” may also be {second}." if second else None
    return Meant(extended(ranked[0], talk.last), doubt)


def _place(talk: Talk) -> Meant | None:
    """Where `there` is, with its preposition."""
    places = [p.text for p in talk.last.all_phrases() if p.sort in (Sort.PLACE, Sort.PARTY)]
    return Meant(f"in {places[-1]}") if places else None
