"""A question with its names, dates and noun phrases found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.followup.names import Name, Names, Sort
from app.followup.parts import parts_of
from app.followup.words import (
    AUX,
    BASE_VERBS,
    BODIES,
    CALENDAR,
    COUNTING,
    DATE,
    DETERMINERS,
    DO,
    FUNCTION,
    PLACED,
    PREPOSITIONS,
    ROLES,
    TITLES,
    WHERE_FROM,
    is_past,
    is_plural,
    words_of,
)
from ingest.fold import fold_words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or a name in a question. ``after``: the preposition before it; ``subject``: stands as the subject.

    ``sort`` is None where it holds no name; ``many``: plural; ``own``: what `of` joins to it, and is in its text too.
    """

    text: str
    head: str
    start: int
    end: int
    sort: Sort | None
    many: bool
    person: bool
    after: str | None
    subject: bool
    own: tuple[Phrase, ...] = ()

    @property
    def body(self) -> bool:
        """Whether it is named by a noun for bodies: `the Ministry of Works`."""
        return any(word.low in BODIES for word in words_of(self.text))


class Seen:
    """A question's words, parts, names by the index of their first word (with the end), dates, noun phrases."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.words = words_of(text)
        self.parts = parts_of(text)
        self.named = self._named()
        self.dates = [match for match in DATE.finditer(text) if match[0].strip() not in ("may", "march")]
        self.phrases = self._phrases()
        self.content = {
            word.low for word in self.words if word.low not in FUNCTION and (len(word.low) > 1 or word.low.isdigit())
        }

    @property
    def inside(self) -> str:
        """The text as it stands inside another: its first letter small, unless a name's."""
        text = self.text.rstrip(" ?!.")
        return text if 0 in self.named else text[:1].casefold() + text[1:]

    def all_phrases(self) -> Iterator[Phrase]:
        """The phrases, and those inside them."""
        for phrase in self.phrases:
            yield phrase
            yield from phrase.own

    def _named(self) -> dict[int, tuple[int, Name]]:
        """The article's names, and other capitals."""
        found: dict[int, tuple[int, Name]] = {}
        at = 0
        while at < len(self.words):
            if held := self._known(at) or self._capitals(at):
                found[at] = held
            at = held[0] if held else at + 1
        return found

    def _known(self, at: int) -> tuple[int, Name] | None:
        for end in range(min(at + self.names.longest + 1, len(self.words)), at, -1):
            text = self.text[self.words[at].start : self.words[end - 1].end]
            name = self.names.known.get(fold_words(text))
            if name and text.casefold() not in FUNCTION:
                return end, name
        return None

    def _capitals(self, at: int) -> tuple[int, Name] | None:
        words = self.words
        if not at or not words[at].text[0].isupper() or words[at].low in FUNCTION | CALENDAR | TITLES:
            return None
        end = at + 1
        while end < len(words) and words[end].text[0].isupper() and words[end].start == words[end - 1].end + 1:
            end += 1
        before = words[at - 1].low
        sort = Sort.PERSON if before in TITLES else Sort.PLACE if before in WHERE_FROM else Sort.THING
        return end, Name(self.text[words[at].start : words[end - 1].end], sort)

    def _phrases(self) -> tuple[Phrase, ...]:
        """The noun phrases, in order; one that `of` joins to another holds it."""
        found: list[Phrase] = []
        words = self.words
        aux = next((i for i, word in enumerate(words) if word.low in AUX), None)
        do = aux is not None and words[aux].low in DO
        verb_next = False
        at = 0
        while at < len(words):
            first, low = at, words[at].low
            named, determined = at in self.named, low in DETERMINERS
            asked = at > 0 and words[at - 1].low in ("which", "what", "many", "much", "whose")
            after_aux = aux is not None and at == aux + 1
            at += 1
            if not named and not determined:
                if low in FUNCTION:
                    continue
                if verb_next or (is_past(low) and not asked):
                    verb_next = False
                    continue
            end = self._run(first + determined, subject=do and after_aux)
            if end <= first + determined:
                continue
            subject = asked or after_aux or (aux is None and first <= 1)
            phrase = self._phrase(first, end, words[first - 1].low if first else "", subject=subject)
            # After `did` and its subject comes the verb, whatever its form.
            verb_next = do and after_aux
            whole = found[-1] if found else phrase
            joined = whole.sort in (None, Sort.ORGANISATION, Sort.THING) and whole.end + len(" of ") == phrase.start
            if phrase.after == "of" and joined:
                text = self.text[whole.start : phrase.end]
                found[-1] = replace(whole, text=text, end=phrase.end, own=(*whole.own, phrase))
            elif end > first + 1 or named or determined or not self._verb(first):
                found.append(phrase)
            at = end
        return tuple(found)

    def _verb(self, at: int) -> bool:
        """Whether what looks like a noun is the question's verb, or a word of `how long`, `according to`."""
        low = self.words[at].low
        if low in COUNTING or low == "according" or low in BASE_VERBS:
            return True
        # `leads` in `who leads them`
        third = at > 0 and self.words[at - 1].low in ("who", "what") and low.endswith("s")
        return third or low in self.names.verbs

    def _run(self, at: int, *, subject: bool) -> int:
        """Where the noun phrase that begins at ``at`` ends."""
        words, end = self.words, at
        while end < len(words):
            if end > at and self.text[words[end - 1].end : words[end].start].strip(" '’s\"“”"):
                break
            if end in self.named:
                if end > at and not self._leads(end - 1, self.named[end][1]):
                    break
                end, name = self.named[end]
                if name.of or self._owns(end - 1) or (end < len(words) and words[end].low in PLACED):
                    continue
                break
            low = words[end].low
            verb = is_past(low) or (low in BASE_VERBS and not subject)
            # A past form may stand before its noun: `the occupied districts`.
            if low in FUNCTION or (end > at and verb and words[end - 1].low not in DETERMINERS):
                break
            end += 1
        own = (i for i in range(at + 1, end) if subject and i not in self.named)
        verbs = [i for i in own if words[i].low in BASE_VERBS or words[i].low in self.names.verbs]
        if verbs:
            end = verbs[0] if is_plural(words[end - 1].low) and verbs[-1] != end - 1 else verbs[-1]
        return end

    def _leads(self, at: int, name: Name) -> bool:
        """Whether the word at ``at`` and the name after it are one phrase: `minister A`, `B's A`, `grey Ruritanian`."""
        word = self.words[at]
        capital = name.sort is not Sort.PERSON and word.text[0].isupper()
        return capital or name.of is not None or word.low in ROLES or self._owns(at)

    def _owns(self, at: int) -> bool:
        """Whether the word is a possessive: `Borduria's`, `the sailors'`."""
        return self.text[self.words[at].end :].startswith(("'", "’"))

    def _phrase(self, first: int, end: int, before: str, *, subject: bool) -> Phrase:
        words = self.words[first:end]
        name = next((name for at, (last, name) in self.named.items() if first <= at and last == end), None)
        head, sort = words[-1].low, name.sort if name else None
        if name and name.of and head.endswith("s"):
            sort = None  # a people: many, and no place
        return Phrase(
            text=self.text[words[0].start : words[-1].end],
            head=head,
            start=words[0].start,
            end=words[-1].end,
            sort=sort,
            many=sort is None and is_plural(head),
            person=sort is Sort.PERSON or (sort in (None, Sort.THING) and head in ROLES),
            after=before if before in PREPOSITIONS else None,
            subject=subject,
        )
