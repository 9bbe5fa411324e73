"""The names in an article, and what they sort as by how it uses them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.followup.words import (
    BODIES,
    CALENDAR,
    NO_NAME,
    PLACED,
    SAID,
    TITLE_LED,
    TITLES,
    WHERE_FROM,
    Word,
    words_of,
)
from ingest.article import Article, Kind
from ingest.fold import fold_words

_LINKS = frozenset("of for de del von van bin al the".split())
_PEOPLE_ENDS = ("n", "an", "ian", "i", "ese", "ish", "er", "")


class Sort(StrEnum):
    """What a name names, as far as its form tells. A party is a name that a people or an adjective is made from."""

    PERSON = "person"
    PLACE = "place"
    PARTY = "party"
    ORGANISATION = "organisation"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the article writes it. ``she``: whether it goes with `she`, None where neither is seen.

    ``of``: of an adjective, the name it is made from; ``adjective``: of a name, what is made from it.
    """

    text: str
    sort: Sort
    she: bool | None = None
    of: str | None = None
    adjective: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """An article's names by their folded words, what they sort as, and the words it has in the past tense.

    ``verbs``: folded words that a form in -ed is made from; ``longest``: words of the longest name.
    """

    known: Mapping[str, Name]
    verbs: frozenset[str]
    longest: int = 1


@dataclass(slots=True)
class _Use:
    """How often a name is seen, inside a sentence, after `the`, as a person, place or body, with `he` and `she`."""

    seen: int = 0
    inside: int = 0
    the: int = 0
    people: int = 0
    places: int = 0
    bodies: int = 0
    he: int = 0
    she: int = 0

    @property
    def gender(self) -> bool | None:
        return None if self.he == self.she else self.she > self.he


def names_of(article: Article) -> Names:
    """The names in an article's sentences, each sorted by how it is used there."""
    running = [
        [sentence.plain for sentence in passage.sentences]
        for passage in article.passages
        if passage.kind not in (Kind.REFERENCE, Kind.RECOVERED, Kind.INFOBOX)
    ]
    words = (word.text for texts in running for text in texts for word in words_of(text))
    reader = _Reader(Counter(word for word in words if word[0].islower()))
    for texts in running:
        before: str | None = None
        for text in texts:
            before = reader.read(text, before)
    return reader.names(article.variants)


class _Reader:
    """Counts how capitalised words are used. ``lower``: how often each word stands without a capital."""

    def __init__(self, lower: Mapping[str, int]) -> None:
        self.lower = lower
        self.uses: defaultdict[str, _Use] = defaultdict(_Use)

    def read(self, text: str, before: str | None) -> str | None:
        """Counts one sentence's names. ``before``: the person the sentence before began with; returns its own."""
        words = words_of(text)
        persons: list[str] = []
        if before and words and words[0].low in ("he", "she"):
            self._goes_with(before, words[0].low)
            persons.append(before)
        for start, end in _capitalised(text, words):
            for at, until, titled in self._parted(words, start, end):
                name = " ".join(word.text for word in words[at:until])
                if self._used(text, words, name, (at, until), titled=titled):
                    persons.append(name)
        pronoun = next((word.low for word in words if word.low in ("he", "his", "she", "her")), None)
        if pronoun and len(set(persons)) == 1:
            self._goes_with(persons[0], pronoun)
        return persons[0] if persons else None

    def _goes_with(self, name: str, pronoun: str) -> None:
        she = pronoun in ("she", "her")
        self.uses[name].she += she
        self.uses[name].he += not she

    def _parted(self, words: Sequence[Word], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The names in ``words[start:end]``, titles parted from them: where each begins and ends, whether titled."""
        titled = start > 0 and words[start - 1].low in TITLES
        at = start
        while at < end:
            low = words[at].low
            title = low in TITLES or (low in TITLE_LED and any(word.low in TITLES for word in words[at + 1 : end]))
            opens = at == 0 and (low in NO_NAME or (self.lower.get(low) and end == 1))
            if title or opens:
                titled |= low in TITLES
                at += 1
                continue
            until = at + 1
            while until < end and words[until].low not in TITLES:
                until += 1
            # `Ruritanian Prime Minister`: the words that lead to the title are no part of the name before it.
            while until < end and until - 1 > at and words[until - 1].low in TITLE_LED:
                until -= 1
            if low not in CALENDAR | NO_NAME:
                yield at, until, titled
            titled = False
            at = until

    def _used(self, text: str, words: Sequence[Word], name: str, span: tuple[int, int], *, titled: bool) -> bool:
        """Counts how the name at ``span`` is used; whether a person is, most likely, meant."""
        at, until = span
        own = [word.low for word in words[at:until]]
        before = [word.low for word in words[max(at - 2, 0) : at]]
        after = [word.low for word in words[until : until + 9]] or [""]
        use = self.uses[name]
        use.seen += 1
        use.inside += at > 0
        use.the += before[-1:] == ["the"]
        use.people += 3 * titled
        use.places += bool(before and (before[-1] in WHERE_FROM or (before[-1] == "of" and before[0] in PLACED)))
        use.places += own[-1] in PLACED or after[0] in PLACED
        use.bodies += 3 * (own[-1] in BODIES or own[0] in BODIES) + 2 * (name.isupper() and len(name) > 1)
        if text[words[until - 1].end :].startswith(",") and after[0] in ("a", "an", "the", "who", "whose"):
            use.people += 2 * (not TITLES.isdisjoint(after) and PLACED.isdisjoint(after))
        return titled or after[0] in SAID

    def names(self, variants: Mapping[str, str]) -> Names:
        """What was counted, sorted. ``variants``: other spellings, folded, of the article's own."""
        words = sorted(name for name in self.uses if " " not in name)
        of = {word: base for word in words if (base := _made_from(word, words))}
        adjectives = {base: word for word, base in reversed(of.items())}
        known = {
            fold_words(name): Name(
                name, self._sort(name, of), self.uses[name].gender, of.get(name), adjectives.get(name)
            )
            for name in self.uses
        }
        for full in list(self.uses):
            self._surname(known, full)
        for other, own in variants.items():
            if held := known.get(fold_words(own)):
                known.setdefault(other, held)
        # A word that the article has in small letters too is a name only where it is written as one.
        lower = {fold: self.lower.get(name.text.casefold(), 0) for fold, name in known.items()}
        common = {fold for fold in known if lower[fold] and lower[fold] >= self.uses[known[fold].text].seen}
        known = {fold: name for fold, name in known.items() if fold not in common}
        verbs = {stem for word in self.lower if word.endswith("ed") for stem in (word[:-2], word[:-1], word[:-3])}
        return Names(known, frozenset(verbs), max((len(fold.split()) for fold in known), default=1))

    def _surname(self, known: dict[str, Name], full: str) -> None:
        """A person's surname is a person's name too, unless it is known as something else."""
        held, surname = known[fold_words(full)], full.rsplit(maxsplit=1)[-1]
        alone = known.get(fold_words(surname))
        if held.sort is Sort.PERSON and (alone is None or alone.sort in (Sort.THING, Sort.PERSON, Sort.PLACE)):
            she = next((name.she for name in (alone, held) if name and name.she is not None), None)
            known[fold_words(surname)] = Name(surname, Sort.PERSON, she)
            known[fold_words(full)] = replace(held, she=she)

    def _sort(self, name: str, of: Mapping[str, str]) -> Sort:
        if name in of or name in of.values():
            return Sort.PARTY
        use, parts = self.uses[name], name.split()
        people = use.people
        # Two or three words that are words of nothing else: most often a person's.
        if len(parts) in (2, 3) and use.inside and not use.places:
            people += 1
        common = any(self.lower.get(part.casefold()) or part in of or not part.isalpha() for part in parts)
        if common or use.the * 2 > use.seen or parts[-1].isupper():
            people = 0
        ranked = [(use.bodies, Sort.ORGANISATION), (people, Sort.PERSON), (use.places, Sort.PLACE)]
        best, sort = max(ranked, key=lambda pair: pair[0])
        return sort if best else Sort.THING


def _capitalised(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, `of` and the like between them in a body's; indices, end exclusive."""
    at = 0
    while at < len(words):
        if not words[at].text[0].isupper():
            at += 1
            continue
        end = at + 1
        while end < len(words):
            gap = text[words[end - 1].end : words[end].start]
            if gap not in (" ", "\u00a0", ". ") or (gap == ". " and len(words[end - 1].text) > 2):
                break
            link = end
            while link < len(words) and words[link].text in _LINKS:
                link += 1
            body = link == end or any(word.low in BODIES for word in words[at:end])
            if link == len(words) or not words[link].text[0].isupper() or not body:
                break
            end = link + 1
        yield at, end
        at = end


def _made_from(word: str, names: Sequence[str]) -> str | None:
    """The name an adjective or a people is made from: `Ruritanian`, `Ruritanians` from `Ruritania`."""
    whole = word.removesuffix("s")
    fitting = [
        name for name in names
        if len(name) >= 4 and name not in (word, whole)
        and any(whole == stem + end for stem in _stems(name) for end in _PEOPLE_ENDS)
    ]  # fmt: skip
    return max(fitting, key=len, default=None)


def _stems(name: str) -> set[str]:
    """``name`` without the ending that an adjective's takes the place of."""
    ends = [end for end in ("ey", "ia", "y", "e", "a", "den") if name.endswith(end) and len(name) - len(end) > 3]
    return {name, *(name.removesuffix(end) for end in ends)}
