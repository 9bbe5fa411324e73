"""A question asked in a conversation → the question that it stands for, by rules one can read.

What is left out or meant by a pronoun is taken from the question before, then from the first sentence that answered it,
then from older questions; the user's words stay, the fewest are added (Elgohary et al. 2019, Voskarides et al. 2020).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.question import read, unreadable
from ingest.article import Article, Kind
from ingest.fold import fold_words
from ingest.sentences import STARTERS


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

    ``verbs``: folded words that a form in -ed is made from.
    """

    known: Mapping[str, Name]
    verbs: frozenset[str]
    longest: int = 1


# Words before a name that only people have, by their last word.
_TITLES = frozenset(
    "president premier minister general colonel major captain lieutenant commander mr mrs ms dr sir lady king queen "
    "prince princess pope patriarch bishop archbishop saint senator congressman congresswoman ambassador secretary "
    "spokesman spokeswoman spokesperson analyst journalist reporter correspondent historian professor expert "
    "politician activist lawyer scholar author writer chancellor mayor governor director chief leader singer actor "
    "blogger photographer researcher chairman chairwoman chairperson ombudsman mp deputy advisor adviser aide judge "
    "citizen resident volunteer soldier engineer architect keeper foreman inspector surveyor farmer naturalist "
    "geologist biologist ecologist botanist chemist physicist economist".split()
)
_TITLE_LED = frozenset("prime foreign defence defense vice deputy former major lieutenant first human rights".split())
# The nouns that bodies are named by.
_BODIES = frozenset(
    "ministry council court committee commission union group organisation organization association agency army forces "
    "force office service assembly parliament party congress senate house department institute university company "
    "bank federation league observatory watch international nations front division brigade church academy centre "
    "center society fund foundation board authority government press news times post".split()
)
_PLACED = frozenset("district province region city town village river lake street square state county island".split())
_WHERE_FROM = frozenset("in near at around outside from towards toward inside across throughout".split())
_SAYING = frozenset(
    "said stated told announced declared claimed wrote tweeted noted argued added called accused denied confirmed "
    "resigned admitted replied answered reported believes says thinks met signed ordered visited".split()
)
_NAME_LINKS = frozenset("of for de del von van bin al".split())
# Words that begin a sentence, or stand with a capital, and name nothing.
_NO_NAME = STARTERS | frozenset(
    "i you what who whom whose which how why where is are was were did do does has have had will would can could may "
    "should must so then there here thus hence nor yet not none more most other another such each every both either "
    "neither only even still once until unless because whether whereas within without over under between among per "
    "via including regarding please tell give show name list and my your our us me him them one two three ok okay "
    "eventually additionally furthermore moreover similarly finally initially approximately about prior due".split()
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_CALENDAR = frozenset(f"{_MONTHS}|{_DAYS}".casefold().split("|"))
_WORD = re.compile(r"[^\W_](?:[\w]|[-‑](?=\w)|['’](?!s\b)(?=\w)|\.(?=\w\.))*")
_ADJECTIVE = re.compile(r"(?:n|i|sh|er|[^s])$")


def names_of(article: Article) -> Names:
    """The names in an article's sentences, each sorted by how it is used there."""
    return _Reader().read(article)


class _Reader:
    """Counts how capitalised words are used."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.lower: Counter[str] = Counter()
        self.people: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.bodies: Counter[str] = Counter()
        self.she: Counter[str] = Counter()
        self.he: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        self.with_the: Counter[str] = Counter()

    def read(self, article: Article) -> Names:
        for passage in article.passages:
            if passage.kind in (Kind.REFERENCE, Kind.RECOVERED, Kind.INFOBOX):
                continue
            for sentence in passage.sentences:
                for word in _WORD.findall(sentence.plain):
                    if word[0].islower():
                        self.lower[word] += 1
        for passage in article.passages:
            if passage.kind in (Kind.REFERENCE, Kind.RECOVERED, Kind.INFOBOX):
                continue
            before: str | None = None
            for sentence in passage.sentences:
                before = self._sentence(sentence.plain, before)
        return self._sorted(article)

    def _sentence(self, text: str, before: str | None) -> str | None:
        """Counts one sentence's names. ``before``: the person the sentence before began with; returns its own."""
        words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
        spans = list(_capitalised(text, words))
        persons: list[str] = []
        first = words[0][0].casefold() if words else ""
        if before and first in ("he", "she"):
            self._goes_with(before, first)
            persons.append(before)
        for start, end in spans:
            for name, at, title in self._split(words, start, end):
                if self._use(text, words, name, at, titled=title):
                    persons.append(name)
        if persons:
            first_pronoun = next((w.casefold() for w, _, _ in words if w.casefold() in ("he", "his", "she", "her")), "")
            if len(set(persons)) == 1 and first_pronoun:
                self._goes_with(persons[0], "she" if first_pronoun in ("she", "her") else "he")
            return persons[0]
        return None

    def _use(self, text: str, words: Sequence[tuple[str, int, int]], name: str, at: int, *, titled: bool) -> bool:
        """Counts how the name at word ``at`` is used; whether a person is, most likely, meant."""
        until = at + len(name.split())
        first, *_, last = [part.casefold() for part in (name.split() * 2)]
        self.seen[name] += 1
        self.inside[name] += at > 0
        previous = words[at - 1][0] if at else ""
        following = words[until][0] if until < len(words) else ""
        gap = text[words[until - 1][2] : words[until][1]] if until < len(words) else ""
        self.with_the[name] += previous.casefold() == "the"
        self.people[name] += 3 * titled
        placed = previous == "of" and at > 1 and words[at - 2][0].casefold() in _PLACED
        self.places[name] += previous in _WHERE_FROM or placed
        self.places[name] += (following.casefold() in _PLACED and gap == " ") or last in _PLACED
        self.bodies[name] += 3 * (last in _BODIES or first in _BODIES) + 2 * (name.isupper() and len(name) > 1)
        if following in _SAYING and gap == " ":
            self.people[name] += len(name.split()) in (2, 3)
            return True
        if gap.startswith(",") and following in ("a", "an", "the", "who", "whose"):
            later = {word.casefold() for word, _, _ in words[until : until + 8]}
            self.people[name] += 2 * bool(later & _TITLES and not later & _PLACED)
            return False
        return titled

    def _goes_with(self, name: str, pronoun: str) -> None:
        (self.she if pronoun == "she" else self.he)[name] += 1

    def _split(self, words: Sequence[tuple[str, int, int]], start: int, end: int) -> Iterator[tuple[str, int, bool]]:
        """The names in ``words[start:end]``: titles parted from them. With where each begins, and whether titled."""
        titled = start > 0 and words[start - 1][0].casefold() in _TITLES
        at = start
        while at < end:
            word = words[at][0]
            low = word.casefold()
            if at == 0 and (low in _NO_NAME or (self.lower[low] and (end == 1 or low in _TITLES | _TITLE_LED))):
                at += 1
                continue
            if low in _TITLES or (low in _TITLE_LED and any(w[0].casefold() in _TITLES for w in words[at + 1 : end])):
                titled = low in _TITLES or titled
                at += 1
                continue
            until = at + 1
            while until < end and not (
                words[until][0].casefold() in _TITLES and words[until - 1][0] not in _NAME_LINKS
            ):
                until += 1
            # `Ruritanian Prime Minister`: the words that lead to the title are no part of the name before it.
            while until < end and until - 1 > at and words[until - 1][0].casefold() in _TITLE_LED:
                until -= 1
            while until - 1 > at and words[until - 1][0].casefold() in _NAME_LINKS | {"the"}:
                until -= 1
            if words[at][0][0].isupper() and low not in _CALENDAR and low not in _NO_NAME:
                yield " ".join(word for word, _, _ in words[at:until]), at, titled
            titled = False
            at = until

    def _sorted(self, article: Article) -> Names:
        single = {name for name in self.seen if " " not in name}
        adjectives: dict[str, str] = {}
        for word in single:
            if base := _made_from(word, single - {word}):
                adjectives[word] = base
        known: dict[str, Name] = {}
        for name in self.seen:
            sort = self._sort(name, set(adjectives.values()), adjectives)
            known[fold_words(name)] = Name(
                name,
                sort,
                she=self._gender(name),
                of=adjectives.get(name),
                adjective=next((made for made, base in adjectives.items() if base == name), None),
            )
        for full in list(self.seen):
            surname = full.split()[-1]
            held = known[fold_words(full)]
            if held.sort is Sort.PERSON and surname != full and len(surname) > 2:
                she = held.she if held.she is not None else self._gender(surname)
                alone = known.get(fold_words(surname))
                if alone is None or alone.sort in (Sort.THING, Sort.PERSON, Sort.PLACE):
                    both = alone.she if alone and alone.she is not None else she
                    known[fold_words(surname)] = Name(surname, Sort.PERSON, both)
                    known[fold_words(full)] = Name(full, Sort.PERSON, both)
        for other, own in article.variants.items():
            if own_name := known.get(fold_words(own)):
                known.setdefault(other, own_name)
        # A word that the article has in small letters too is a name only where it is written as one.
        common = {fold for fold, name in known.items() if 0 < self.lower[name.text.casefold()] >= self.seen[name.text]}
        known = {fold: name for fold, name in known.items() if fold and fold not in common}
        verbs = {stem for word in self.lower if word.endswith("ed") for stem in (word[:-2], word[:-1], word[:-3])}
        verbs |= {word[:-3] + "y" for word in self.lower if word.endswith("ied")}
        return Names(known, frozenset(verbs), max((len(fold.split()) for fold in known), default=1))

    def _gender(self, name: str) -> bool | None:
        he, she = self.he[name], self.she[name]
        return None if he == she else she > he

    def _sort(self, name: str, bases: set[str], adjectives: Mapping[str, str]) -> Sort:
        if name in bases or name in adjectives:
            return Sort.PARTY
        surname = name.rsplit(maxsplit=1)[-1]
        people = self.people[name]
        parts = name.split()
        # Two or three words that are words of nothing else: most often a person's.
        if len(parts) in (2, 3) and self.inside[name] and not self.places[name] and not self.bodies[name]:
            people += 1 + (surname in self.seen)
        common = any(self.lower[part.casefold()] or part in adjectives or not part.isalpha() for part in parts)
        if self.with_the[name] * 2 > self.seen[name] or common or surname.isupper():
            people = 0
        ranked = [(self.bodies[name], Sort.ORGANISATION), (people, Sort.PERSON), (self.places[name], Sort.PLACE)]
        best = max(ranked, key=lambda pair: pair[0])
        return best[1] if best[0] else Sort.THING


def _capitalised(text: str, words: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, `of` and the like between them; indices into ``words``, end exclusive."""
    at = 0
    while at < len(words):
        if not words[at][0][0].isupper():
            at += 1
            continue
        end = at + 1
        while end < len(words):
            gap = text[words[end - 1][2] : words[end][1]]
            if gap not in (" ", "\u00a0", ". ") or (gap == ". " and len(words[end - 1][0]) > 2):
                break
            if words[end][0][0].isupper():
                end += 1
                continue
            link = end
            while link < len(words) and words[link][0] in _NAME_LINKS | {"the"} and link - end < 2:
                link += 1
            joined = text[words[end - 1][2] : words[min(link, len(words) - 1)][1]]
            body = any(word.casefold() in _BODIES for word, _, _ in words[at:end])
            if (
                link > end
                and link < len(words)
                and words[link][0][0].isupper()
                and body
                and not re.search(r"[,.;]", joined)
            ):
                end = link + 1
                continue
            break
        yield at, end
        at = end


def _made_from(word: str, names: set[str]) -> str | None:
    """The name an adjective or a people is made from: `Ruritanian`, `Ruritanians` from `Ruritania`."""
    whole = word[:-1] if word.endswith("s") and _ADJECTIVE.search(word[:-1]) else word
    fitting = [
        name
        for name in names
        if len(name) >= 4 and name != whole and not name.endswith("s")
        and any(whole == stem + end for stem in _stems(name) for end in ("n", "an", "ian", "i", "ese", "ish", "er", ""))
    ]  # fmt: skip
    return max(fitting, key=len, default=None)


def _stems(name: str) -> set[str]:
    """``name`` without the ending that an adjective's takes the place of."""
    return {
        name,
        *(
            name[: -len(end)]
            for end in ("ey", "ia", "y", "e", "a", "den")
            if name.endswith(end) and len(name) - len(end) > 3
        ),
    }


# --- Questions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier turn: its question as it was understood, and the plain words of the first sentences shown."""

    question: str
    answered: bool
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The question to ask. ``rewritten``: it is not what was typed; ``doubt``: why it may not be what was meant.

    ``ask_back``: a question back to the user, where it can't be told; nothing is to be asked then until one of
    ``choices``, whole questions, or another question is chosen.
    """

    question: str
    rewritten: bool = False
    doubt: str | None = None
    ask_back: str | None = None
    choices: tuple[str, ...] = ()


def understand(asked: str, past: Sequence[Past], names: Names) -> Understood:
    """What ``asked`` stands for after ``past``, oldest first. A question that stands alone comes back unchanged."""
    words = " ".join(asked.split())
    if unreadable(read(asked)):
        return Understood(asked)
    return _Reading(asked, words, past, names).understood()


_AUX = frozenset(
    "is are was were am be do does did has have had will would can could may might should must shall "
    "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't".split()
)
_DO = frozenset("do does did don't doesn't didn't".split())
_WH = frozenset("who whom whose what which when where why how".split())
_PREPOSITIONS = frozenset(
    "in on at by to for from with without of about against after before during since until till between among over "
    "under into onto near across through throughout within towards toward per via despite around because as like than "
    "outside inside behind beyond above below upon regarding concerning following".split()
)
_PRONOUNS = frozenset(
    "he she they it him her them his hers its their theirs himself herself itself themselves we us our you your i me "
    "my this that these those there then here one ones someone anyone anybody somebody something anything nobody "
    "so".split()
)
_DETERMINERS = frozenset("the a an this that these those his her its their any some all both each every no".split())
_LITTLE = frozenset(
    "not also ever then still really finally actually exactly first again already and or but if whether so too only "
    "just off else more most much many very about later ago next soon yet back away up down out".split()
)
_FUNCTION = _AUX | _WH | _PREPOSITIONS | _PRONOUNS | _DETERMINERS | _LITTLE
_BASE_VERBS = frozenset(
    "say take make hold send lose win begin fall rise give get become come go leave keep meet speak write fight shoot "
    "strike build buy sell tell think know find see hear feel put cut hit set let run lead pay bring do have be break "
    "drive fly lie sit stand spend shut teach understand withdraw seek mean grow draw choose throw happen occur end "
    "die last start cost read let spread admit deny reply try want need resign answer ask announce claim report call "
    "accuse demand declare state sign visit open close agree accept reject propose offer support condemn use attack "
    "capture "
    "evacuate recall establish control add warn criticise criticize describe order stop continue return arrive".split()
)
_PAST_FORMS = frozenset(
    "used said took taken made held sent lost won began begun fell fallen rose risen gave given got became come came "
    "went gone left kept met spoke spoken wrote written fought shot struck built bought sold told thought known found "
    "seen heard felt put cut hit set let run ran led paid brought done broke broken drove driven flew lay sat stood "
    "spent shut taught withdrew withdrawn sought meant grew grown drew drawn chose chosen threw thrown died "
    "born".split()
)
_FATES = frozenset(
    "killed wounded injured captured missing displaced arrested destroyed damaged lost dead detained sentenced "
    "executed released hurt evacuated hospitalised hospitalized drowned imprisoned deported shot dismissed".split()
)
# Nouns for people, who `he` and `she` can be.
_ROLES = _TITLES | frozenset(
    "man woman boy girl person teacher doctor owner founder head premier patient driver poet painter "
    "novelist musician explorer inventor philosopher artist diplomat lawmaker".split()
)
_GROUPS = frozenset(
    "people men women children police servicemen militia media authorities forces troops personnel staff public "
    "opposition crew".split()
)
# What happened, named without saying what: another sentence must say it.
_VAGUE = frozenset("case issue matter affair question situation event incident episode".split())
_EVENTS = _VAGUE | frozenset(
    "attack attacks strike strikes incident event shelling bombing explosion accident decision statement claim report "
    "announcement vote meeting talks battle clash clashes fire flood visit crash ruling verdict fighting".split()
)
# Nouns and verbs that want to be told of what.
_OPEN = frozenset(
    "reason reasons reaction reactions response responses result results consequence consequences outcome cause causes "
    "casualties victims purpose damage aftermath responsible injured dead hurt survivors".split()
)
_OPEN_VERBS = frozenset("respond react reply answer deny confirm admit agree object comment explain".split())
_PLACE_NOUNS = _PLACED | frozenset("country place area capital site town".split())

_TOKEN = re.compile(r"[^\W_](?:\w|[-‑/.'’](?=\w)|(?<=\d),(?=\d))*|%")
_DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{_MONTHS})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d))?,?(?: \d{{4}}\b)?"
    r"|\b(?:1[5-9]|20)\d{2}\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:(?:and|but|so|ok|okay|also|well|now|or|then|what about|how about|same for)\b[\s,:–-]*)+", re.I)
_ABOUT = re.compile(r"^(?:(?:and|but|so|ok|okay|also|well|or)\b[\s,]*)*(?:what|how) about\b", re.I)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase or a name in a question. ``after``: the preposition before it; ``subject``: stands as the subject.

    ``sort`` is None where it holds no name; ``many``: plural.
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
    own: tuple[_Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question: what stands before its question word, that word with its preposition, its noun, verb, rest."""

    before: str
    ask: str
    noun: str
    aux: str
    rest: str


def _words(text: str) -> list[_Word]:
    found = []
    for match in _TOKEN.finditer(text):
        word, end = match[0], match.end()
        if re.search(r"['’]s$", word) and word.casefold()[:-2] not in _WH:
            word, end = word[:-2], end - 2
        found.append(_Word(word, word.casefold().replace("’", "'"), match.start(), end))
    return found


def _parts(question: str) -> _Parts | None:
    """A question taken apart; None where no question word and no leading verb is seen."""
    text = _LEAD.sub("", question).rstrip(" ?!.")
    words = _words(text)
    at = next((i for i, word in enumerate(words) if word.low in _WH), None)
    opening = next(
        (i for i, w in enumerate(words) if w.low in _AUX and (i == 0 or text[: w.start].rstrip().endswith(","))), None
    )
    if opening is not None and (at is None or opening < at):
        word = words[opening]
        return _Parts(text[: word.start], "", "", word.text, text[word.end :].strip())
    if at is None:
        return None
    first = at
    if at and words[at - 1].low in _PREPOSITIONS:
        first = at - 1
        if at > 1 and words[at - 2].low == "according":
            first = at - 2
    asking_end = at
    noun_from = at + 1
    if (
        words[at].low == "how"
        and at + 1 < len(words)
        and words[at + 1].low in ("many", "much", "long", "old", "far", "often")
    ):
        asking_end, noun_from = at + 1, at + 2
    aux = next((i for i in range(noun_from, len(words)) if words[i].low in _AUX), None)
    asking = text[words[first].start : words[asking_end].end]
    takes_noun = words[at].low in ("what", "which", "whose") or asking_end > at
    if aux is not None and (aux == noun_from or takes_noun):
        between = text[words[noun_from].start : words[aux - 1].end] if aux > noun_from else ""
        # A verb before it: `Which side said that it was …`.
        if not any(
            word.low in ("that", "whether", "if", "who") or word.low in _PAST_FORMS for word in words[noun_from:aux]
        ):
            return _Parts(text[: words[first].start], asking, between, words[aux].text, text[words[aux].end :].strip())
    if takes_noun:
        # The noun goes on until the verb.
        until = next((i for i in range(noun_from, len(words)) if _past(words[i].low) and i > noun_from), noun_from)
        between = text[words[noun_from].start : words[until - 1].end] if until > noun_from else ""
        rest = text[words[until].start :] if until < len(words) else ""
        return _Parts(text[: words[first].start], asking, between, "", rest)
    return _Parts(text[: words[first].start], asking, "", "", text[words[asking_end].end :].strip())


def _past(low: str) -> bool:
    return low in _PAST_FORMS or (low.endswith("ed") and len(low) > 4)


def _plural(low: str) -> bool:
    return low in _GROUPS or (
        low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "us", "is", "ous")) and low not in _FUNCTION
    )


class _Seen:
    """A question with its names, dates and noun phrases found."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.words = _words(text)
        self.parts = _parts(text)
        self.named = self._named()
        self.dates = [match for match in _DATE.finditer(text) if self._is_date(match)]
        self.phrases = self._phrases()
        self.content = {
            word.low for word in self.words if word.low not in _FUNCTION and (len(word.low) > 1 or word.low.isdigit())
        }

    def _is_date(self, match: re.Match[str]) -> bool:
        return match[0].strip() not in ("may", "march")

    def _named(self) -> dict[int, tuple[int, Name]]:
        """By the index of its first word: the end and the name. The article's names, and other capitals."""
        found: dict[int, tuple[int, Name]] = {}
        at = 0
        while at < len(self.words):
            taken = 1
            for length in range(min(self.names.longest + 1, len(self.words) - at), 0, -1):
                text = self.text[self.words[at].start : self.words[at + length - 1].end]
                name = self.names.known.get(fold_words(text))
                if name and text.casefold() not in _FUNCTION and (text[0].isupper() or name.text[0].isupper()):
                    found[at] = (at + length, name)
                    taken = length
                    break
            else:
                word = self.words[at]
                plain = word.low in _FUNCTION or word.low in _CALENDAR or word.low in _TITLES
                if word.text[0].isupper() and at and not plain:
                    end = at + 1
                    while end < len(self.words) and end not in found and self.words[end].text[0].isupper():
                        if self.text[self.words[end - 1].end : self.words[end].start] != " ":
                            break
                        end += 1
                    before = self.words[at - 1].low
                    sort = Sort.PERSON if before in _TITLES else Sort.PLACE if before in _WHERE_FROM else Sort.THING
                    found[at] = (end, Name(self.text[word.start : self.words[end - 1].end], sort))
                    taken = end - at
            at += taken
        return found

    def _phrases(self) -> tuple[_Phrase, ...]:
        """The noun phrases, in order; one that `of` joins to another holds it."""
        found: list[_Phrase] = []
        words = self.words
        at = 0
        first_aux = next((i for i, word in enumerate(words) if word.low in _AUX), None)
        do_aux = first_aux is not None and words[first_aux].low in _DO
        verb_next = False
        while at < len(words):
            word = words[at]
            starts = word.low in _DETERMINERS or at in self.named or word.low not in _FUNCTION
            if verb_next and starts and word.low not in _DETERMINERS and at not in self.named:
                verb_next = False
                at += 1
                continue
            asking = at > 0 and words[at - 1].low in ("which", "what", "many", "much", "whose")
            if not starts or (_past(word.low) and at not in self.named and not asking):
                at += 1
                continue
            first = at
            if word.low in _DETERMINERS:
                at += 1
            end = self._run(at, subject=first_aux is not None and first == first_aux + 1 and do_aux)
            if end <= at:
                at = max(at, first + 1)
                continue
            before = words[first - 1].low if first else None
            subject = (first_aux is not None and first == first_aux + 1) or asking or (first_aux is None and first <= 1)
            phrase = self._phrase(first, end, before if before in _PREPOSITIONS else None, subject)
            # After `did` and its subject comes the verb, whatever its form; after `to`, mostly.
            verb_next = do_aux and first_aux is not None and first == first_aux + 1
            joins = found and (found[-1].sort is None or found[-1].sort in (Sort.ORGANISATION, Sort.THING))
            if phrase.after == "of" and joins and found[-1].end + 4 == phrase.start:
                whole = found[-1]
                found[-1] = _Phrase(
                    self.text[whole.start : phrase.end], whole.head, whole.start, phrase.end, whole.sort, whole.many,
                    whole.person, whole.after, whole.subject, (*whole.own, phrase),
                )  # fmt: skip
            elif not self._verb_alone(first, end):
                found.append(phrase)
            at = end
        return tuple(found)

    def _verb_alone(self, first: int, end: int) -> bool:
        """Whether what looks like a noun is the question's verb, or a word of `how long`, `according to`."""
        low = self.words[first].low
        if low in ("according", "long", "old", "far", "often"):
            return True
        if first and self.words[first - 1].low == "to" and end - first == 1 and low in self.names.verbs:
            return True
        if low in _DETERMINERS or first in self.named or end - first > 1:
            return False
        return low in _BASE_VERBS or (low in self.names.verbs and not _plural(low)) or self._third(first)

    def _third(self, at: int) -> bool:
        """`leads` in `who leads them`."""
        return at > 0 and self.words[at - 1].low in ("who", "what") and self.words[at].low.endswith("s")

    def _run(self, at: int, *, subject: bool) -> int:
        """Where the noun phrase that begins at ``at`` ends."""
        words = self.words
        end = at
        while end < len(words):
            if end > at:
                gap = self.text[words[end - 1].end : words[end].start]
                if gap.strip(" '’s\"“”"):
                    break
            if end in self.named:
                name_end, name = self.named[end]
                if (
                    end > at
                    and name.of is None
                    and not (name.sort is not Sort.PERSON and words[end - 1].text[0].isupper())
                ):
                    previous = words[end - 1].low
                    if previous not in _ROLES and not self.text[words[end - 1].end :].startswith(("'s", "’s")):
                        break
                end = name_end
                if name.of is None and not self.text[words[end - 1].end :].startswith(("'s", "’s", "'", "’")):
                    if end < len(words) and words[end].low in _PLACED:
                        continue
                    break
                continue
            low = words[end].low
            if low in _FUNCTION:
                break
            if end > at and (_past(low) or (low in _BASE_VERBS and not subject)) and not self._joined(end):
                break
            end += 1
        if subject and end - at > 1:
            verbs = [
                i for i in range(at + 1, end)
                if i not in self.named and (words[i].low in _BASE_VERBS or words[i].low in self.names.verbs)
            ]  # fmt: skip
            if verbs:
                end = verbs[-1] if not _plural(words[end - 1].low) or verbs[-1] == end - 1 else verbs[0]
        return end

    def _joined(self, at: int) -> bool:
        """Whether a past form stands before its noun: `unarmed men`, `occupied districts` after a determiner."""
        return at + 1 < len(self.words) and self.words[at - 1].low in _DETERMINERS

    def _phrase(self, first: int, end: int, after: str | None, subject: bool) -> _Phrase:
        words = self.words[first:end]
        names = [name for at, (_, name) in self.named.items() if first <= at < end]
        head = words[-1].low
        sort = names[-1].sort if names and self.named_at_end(end) else None
        if sort is Sort.PARTY and names[-1].of and head.endswith("s"):
            sort = None  # a people: many, and no place
        many = sort is None and _plural(head)
        person = sort is Sort.PERSON or (sort in (None, Sort.THING) and head in _ROLES)
        return _Phrase(
            self.text[words[0].start : words[-1].end],
            head,
            words[0].start,
            words[-1].end,
            sort,
            many,
            person,
            after,
            subject,
        )

    def named_at_end(self, end: int) -> bool:
        """Whether a name ends at word ``end``."""
        return any(last == end for last, _ in self.named.values())

    def all_phrases(self) -> Iterator[_Phrase]:
        """The phrases, and those inside them."""
        for phrase in self.phrases:
            yield phrase
            yield from phrase.own


# --- Follow-ups ------------------------------------------------------------------------------------------------------

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_THEY = frozenset("they them their theirs themselves those these".split())
_OWNING = frozenset("his her their its hers theirs".split())
_SO = re.compile(
    r"^(?:who|which \w+) (?:said|says|say|claimed|claims|reported|reports|told) (?:so|this|that|it)$", re.I
)
_SO_TOO = re.compile(r"^(?:according to (?:whom|who)|says who|said by (?:whom|who))$", re.I)
_WHEN_THAT = re.compile(
    r"^(when|where|why|how) (?:was|is|were|did) (?:that|this|it)(?: (?:happen|occur|take place))?$", re.I
)
_BARE = re.compile(
    r"^(?:(?P<wh>(?:(?:in|on|at|by|to|for|from|with|since|until|till|against|about|after|before|according to) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how(?: (?:many|much|long|old|far|often))?)"
    r"(?: (?:day|days|date|month|year|city|town|village|country|place|region|newspaper|paper|outlet|reason|order|way"
    r"|language|price|age|people|times|side|grounds))?)"
    r"(?: (?:exactly|precisely|though|then|else|not|for|from|dead|wounded|injured|killed|missing|captured))?)$",
    re.I,
)
_PLACELESS = frozenset("it its itself there".split())
# What begins another clause; after `that` a name before it is most often meant (`Did A say that it …`).
_JOINING = frozenset(
    "and or but that who which what where when while whereas because although though after before once as so if "
    "whether until since how why".split()
)
_SAY = frozenset("say said tell told claim claimed announce state think believe write declare mean".split())


# Stands for all of the question before.
_TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class _Change:
    """``text`` put in the place of what stands from ``start`` to ``end`` in the question."""

    start: int
    end: int
    text: str


# A question with more telling words than these stands alone, whatever its nouns leave open.
SHORT = 5
# A question of more words is not repeated in brackets: its names and nouns are.
LONG = 12


class _Reading:
    """One question, read after those before it."""

    def __init__(self, asked: str, words: str, past: Sequence[Past], names: Names) -> None:
        self.asked = asked
        self.text = words
        self.past = past
        self.names = names
        self.bare = _LEAD.sub("", words).strip(" ?!.,")
        self.seen = _Seen(words, names)
        before = re.sub(r"^Who said so: (\w)", lambda m: m[1].upper(), past[-1].question.strip()) if past else ""
        self.last = _Seen(before, names) if past else None
        self.doubt: str | None = None

    def understood(self) -> Understood:
        slot = self._slot_words()
        if self.last is None:
            return self._first(slot)
        if _SO.match(self.bare) or _SO_TOO.match(self.bare):
            return self._became(self._who_said(self.last))
        if slot:
            return self._became(self._with_slot(slot, self.last))
        if self.seen.parts is None and len(self.seen.content) > SHORT + 1:
            return self._as_is()  # a statement, or words to search for
        if self._fragment():
            return self._argument(self.last)
        return self._whole(self.last)

    # Outcomes.

    def _became(self, question: str) -> Understood:
        question = question[:1].upper() + question[1:]
        if question.rstrip(" ?") == self.text.rstrip(" ?"):
            return self._as_is()
        return Understood(question, rewritten=True, doubt=self.doubt)

    def _as_is(self) -> Understood:
        return Understood(self.asked)

    def _back(self, ask: str, choices: Iterable[str] = ()) -> Understood:
        return Understood(self.asked, ask_back=ask, choices=tuple(dict.fromkeys(choices)))

    def _first(self, slot: str | None) -> Understood:
        """A conversation's first question has nothing to lean on."""
        if slot or _SO.match(self.bare):
            return self._back(f"Nothing was asked before “{self.text}”: ask it with what it is about.")
        if pronoun := self._free_person():
            return self._back(f"Nothing was asked before: who is meant by “{pronoun.text}”?")
        return self._as_is()

    # Bare slots: `And when?`

    def _slot_words(self) -> str | None:
        """The words that ask, where the question is nothing else."""
        if found := _WHEN_THAT.match(self.bare):
            return found[1]
        if found := re.match(r"(how many) (?:were |are )?(\w+)$", self.bare, re.I):
            return f"{found[1]} {found[2]}" if found[2].casefold() in _FATES else None
        return self.bare if _BARE.match(self.bare) else None

    def _with_slot(self, slot: str, last: _Seen) -> str:
        """``last`` with its question word replaced."""
        ask = re.sub(r" (?:exactly|precisely|though|then)$", "", slot, flags=re.I)
        ask = ask[:1].upper() + ask[1:]
        parts = last.parts
        low = ask.casefold()
        if parts is None:
            return f"{ask}: {last.text}"
        if low == parts.ask.casefold() and not parts.noun:
            return last.text
        if low in ("who else", "what else"):
            if parts.ask.casefold() != low.split()[0]:
                return f"{ask}: {last.text}"
            tail = " ".join(filter(None, (parts.noun, parts.aux, parts.rest)))
            return f"{ask} {tail}?"
        if low.startswith("how many") or low.startswith("how much"):
            return self._how_many(ask, last, parts)
        if low == "who" and (some := re.match(r"(?:any|some)(?:one|body)\b", parts.rest, re.I)):
            return f"Who {parts.aux.casefold()} {parts.rest[some.end() :].strip()}?"
        if low in ("who", "by who") and not parts.ask and parts.aux.casefold() not in _DO:
            ask = "By whom"
        return self._swapped(ask, parts)

    def _swapped(self, ask: str, parts: _Parts) -> str:
        before = parts.before
        ask = ask[:1].casefold() + ask[1:] if before else ask
        noun = re.sub(r"^(?:exact|precise)\b ?", "", parts.noun)
        low = parts.ask.casefold().split()
        aux = parts.aux.casefold()
        asks_thing = (
            bool(low)
            and low[-1] in ("who", "whom", "what", "which", "many", "much", "whose")
            and len(low) == 1 + (low[0] == "how")
        )
        if not asks_thing:
            tail = f"{aux} {parts.rest}".strip() if aux else f"was it that {parts.rest}"
            return f"{before}{ask} {tail}?"
        subject = self._verb_first(parts.rest, counted=bool(noun))
        if noun:
            thing = noun if low[-1] in ("many", "much") else f"the {noun}"
        elif subject or not aux:
            thing = self._answerer() or ("someone" if low[-1] == "who" else "something")
        else:
            thing = ""
        if not aux:
            return f"{before}{ask} was it that {thing} {parts.rest}?"
        if aux in _DO or not subject:
            if thing and noun:
                verb = next((w for w in _words(parts.rest) if w.low in _BASE_VERBS or w.low in self.names.verbs), None)
                if verb:
                    return f"{before}{ask} {aux} {parts.rest[: verb.end]} {thing}{parts.rest[verb.end :]}?"
                return f"{before}{ask} {aux} {parts.rest} {thing}?"
            return f"{before}{ask} {aux} {parts.rest}?"
        return f"{before}{ask} {aux} {thing} {parts.rest}?"

    def _answerer(self) -> str | None:
        """The one person that the first quote names, where the last question asks who."""
        people = self._people_in_answer(self.last, "they") if self.last and self._asks_person(self.last) else []
        return people[0] if len(people) == 1 else None

    def _verb_first(self, rest: str, *, counted: bool) -> bool:
        """Whether a predicate begins ``rest``: what was asked for is then the subject.

        ``counted``: a noun was asked for, and another subject would begin with a name or a determiner.
        """
        words = _words(rest)
        if not words:
            return True
        low = words[0].low
        if counted and low not in _DETERMINERS | _PRONOUNS:
            return not words[0].text[0].isupper() and fold_words(low) not in self.names.known
        return (
            _past(low)
            or low in _PREPOSITIONS
            or low in _FATES
            or low in ("not", "been", "being")
            or low.endswith("ing")
        )

    def _how_many(self, ask: str, last: _Seen, parts: _Parts) -> str:
        """`How many?`: of what the last question has in the plural."""
        extra = ask.split()[2:]
        aux = parts.aux.casefold()
        many = [phrase for phrase in last.all_phrases() if phrase.many]
        named = f"{parts.noun} " if parts.noun and parts.ask.casefold().startswith("how") else ""
        if extra and extra[-1].casefold() in _FATES:
            fate = extra[-1]
            if named:
                return f"{ask.split(maxsplit=1)[0]} many {named}were {fate} {self._after_verb(parts.rest)}?".replace(
                    " ?", "?"
                )
            return f"How many people were {fate}{self._topic(last, fate)}?"
        if many:
            thing = next((phrase for phrase in many if phrase.subject), many[0])
            bare = re.sub(r"^(?:the|any|some|these|those|all) ", "", thing.text, flags=re.I)
            rest = parts.rest
            if thing.text in rest:
                rest = re.sub(r"\s+", " ", rest.replace(thing.text, "", 1)).strip()
            return f"{ask} {bare} {aux} {rest}?".replace("  ", " ")
        if parts.ask.casefold() in ("who", "what") and not parts.noun:
            return f"{ask} {aux} {parts.rest}?".replace("  ", " ")
        return f"{ask}{self._topic(last, '')}?"

    @staticmethod
    def _after_verb(rest: str) -> str:
        """``rest`` from its first preposition on."""
        found = next((word for word in _words(rest) if word.low in _PREPOSITIONS), None)
        return rest[found.start :] if found else ""

    def _who_said(self, last: _Seen) -> str:
        parts = last.parts
        told = last.text.rstrip(" ?!.")
        told = told if last.words and last.words[0].start == 0 and 0 in last.named else told[:1].casefold() + told[1:]
        if parts is None:
            return f"Who said so: {told}?"
        if not parts.ask and not parts.before and (cut := self._predicate(last)):
            return f"Who said that {parts.rest[:cut].strip()} {parts.aux.casefold()} {parts.rest[cut:].strip()}?"
        if parts.ask and not parts.aux:
            return f"Who said {told[:1].casefold() + told[1:]}?"
        return f"Who said so: {told}?"

    def _predicate(self, last: _Seen) -> int | None:
        """Where in ``parts.rest`` of a yes-or-no question the subject ends."""
        parts = last.parts
        subject = next((phrase for phrase in last.phrases if phrase.subject), None)
        if parts is None or subject is None or parts.aux.casefold() in _DO:
            return None
        at = parts.rest.find(subject.text)
        return at + len(subject.text) if at == 0 else None

    # Left-out questions: `And in October?`

    def _fragment(self) -> bool:
        """Whether the question has no verb and no question word of its own: only the piece that is new."""
        if _ABOUT.match(self.text):
            return True
        words = _words(self.bare)
        if not words or len(words) > 9:
            return False
        if any(word.low in _WH or word.low in _AUX for word in words):
            return False
        if _LEAD.match(self.text):
            return True
        led = (
            len(words) == 1
            or words[0].low in _PREPOSITIONS | _DETERMINERS
            or 0 in self.seen.named
            or bool(self.seen.dates)
        )
        return len(words) <= 4 and led and self.text.rstrip().endswith("?")

    def _argument(self, last: _Seen) -> Understood:
        new = _Seen(self.bare, self.names)
        if not new.words:
            return self._as_is()
        lows = [word.low for word in new.words]
        if lows[-1] in ("one", "ones", "side") and "other" in lows:
            return self._other(new)
        if any(low in _HE | _SHE | _THEY | {"it"} for low in lows):
            return self._whole(last)
        old = last.text.rstrip(" ?!.")
        lead = lows[0] if lows[0] in _PREPOSITIONS or lows[0] == "according" else None
        if len(self.past) > 1 and _ABOUT.match(self.text):
            before = _parts(self.past[-2].question)
            if before and last.parts and before.rest == last.parts.rest and before.ask != last.parts.ask:
                self.doubt = f"It may have been asked as “{self.past[-2].question}” was."
        made = self._replaced(new, last, lead)
        if made is None:
            made = self._appended(new, old, lead)
        return self._became(f"{made}?")

    def _other(self, new: _Seen) -> Understood:
        """`And the other one?`: of what, no question before tells."""
        return self._back(f"Which one is meant by “{new.text}”?")

    def _replaced(self, new: _Seen, last: _Seen, lead: str | None) -> str | None:
        """``last`` with its like argument replaced by the new one, or None where it has none."""
        old = last.text.rstrip(" ?!.")
        if new.dates and len(new.content) <= len(_words(new.dates[0][0])):
            if last.dates:
                return self._put(old, last.dates[-1].span(), new.dates[0][0].strip())
            return None
        one = re.match(r"(?:the |an? )?(.+?) ones?$", new.text, re.I)
        if one:
            definite = [phrase for phrase in last.phrases if phrase.sort is None and not phrase.person]
            if definite:
                thing = next((p for p in definite if p.subject), definite[0])
                many = "the " if re.match(r"the\b", new.text, re.I) or not re.match(r"an?\b", new.text, re.I) else "a "
                return self._put(old, (thing.start, thing.end), f"{many}{one[1]} {_words(thing.text)[-1].text}")
        side = re.search(r"\b(?:side|part|hand|camp)$", new.text, re.I) is not None
        names = [(at, end, name) for at, (end, name) in new.named.items()]
        first = next(iter(new.phrases), None)
        whole_name = (
            len(names) == 1 and len(new.content - {w.low for w in new.words[names[0][0] : names[0][1]]}) == side
        )
        people = whole_name and names[0][2].of is not None and new.text.endswith("s") and not lead
        if (
            people
            and first is not None
            and not any(held.of and held.text.endswith("s") for _, held in last.named.values())
        ):
            return self._noun_for_noun(first, new, last, old, lead)
        if whole_name and names:
            return self._name_for_name(names[0][2], new, last, lead, side=side)
        if first is not None:
            return self._noun_for_noun(first, new, last, old, lead)
        fate = next((word for word in new.words if word.low in _FATES), None)
        if fate:
            spot = next((word for word in last.words if word.low in _FATES), None)
            if spot:
                return self._put(old, (spot.start, spot.end), fate.text)
        return None

    def _name_for_name(self, name: Name, new: _Seen, last: _Seen, lead: str | None, *, side: bool) -> str | None:
        old = last.text.rstrip(" ?!.")
        spots = [
            (last.words[at].start, last.words[end - 1].end, held, at)
            for at, (end, held) in last.named.items()
            if held.text != name.text
        ]
        if lead == "according":
            found = re.search(r"according to (?:the )?(.+?)(?=,|$)", old, re.I)
            return self._put(old, found.span(), new.text) if found else None
        like = [spot for spot in spots if _alike(spot[2].sort, name.sort)]
        if like and any((held.of or held.text) == (name.of or name.text) for _, held in last.named.values()):
            self.doubt = f"The question before named “{name.text}” too."
        if lead and not side:
            same = [s for s in spots if s[3] and last.words[s[3] - 1].low == lead]
            same = same or [
                s for s in spots if s[3] > 1 and last.words[s[3] - 1].low == "the" and last.words[s[3] - 2].low == lead
            ]
            if same:
                like = same
            elif lead in _WHERE_FROM and not any(_alike(spot[2].sort, name.sort) for spot in spots):
                return None
        if not like and not lead:
            agents = {Sort.PERSON, Sort.PARTY, Sort.ORGANISATION}
            ends = {phrase.end for phrase in last.phrases if phrase.subject}
            like = [
                spot for spot in spots if {spot[2].sort, name.sort} <= agents and spot[1] in ends and not spot[2].of
            ]
            if not like:
                role = [phrase for phrase in last.phrases if phrase.person or phrase.subject]
                if role and last.parts and last.parts.aux.casefold() in _DO:
                    return self._put(old, (role[0].start, role[0].end), self._own_words(new))
        if not like:
            return None
        like = [spot for spot in like if spot[2].sort is name.sort] or like
        like = [spot for spot in like if (spot[2].of is None) == (name.of is None)] or like
        if len({spot[2].of or spot[2].text for spot in like}) > 1:
            subject = [s for s in like if any(p.subject and p.start <= s[0] < p.end for p in last.phrases)]
            others = [s for s in like if s not in subject]
            like = subject or like
            self.doubt = f"“{name.text}” may have been meant in the place of “{(others or like)[-1][2].text}”."
        for start, end, held, _ in sorted(like, reverse=True):
            if (held.of or held.text) == (like[0][2].of or like[0][2].text):
                old = self._put(old, (start, end), self._formed(name, held, new))
        return old

    def _formed(self, name: Name, held: Name, new: _Seen) -> str:
        """``name`` in the form that ``held`` has: a country for a country, an adjective for an adjective."""
        if held.of and not name.of and name.adjective:
            made = name.adjective.rstrip("s") if not held.text.endswith("s") else name.adjective
            return made + "s" if held.text.endswith("s") and not made.endswith("s") else made
        if not held.of and name.of:
            return self.names.known[fold_words(name.of)].text
        if held.of and name.of:
            base = name.text.rstrip("s")
            return base + "s" if held.text.endswith("s") else base
        if self._own_words(new).casefold().startswith("the ") and name.sort is not Sort.PARTY:
            return self._own_words(new)
        typed = next((new.text[new.words[at].start : new.words[end - 1].end] for at, (end, _) in new.named.items()), "")
        return typed if typed and typed[0].isupper() else name.text

    def _noun_for_noun(self, first: _Phrase, new: _Seen, last: _Seen, old: str, lead: str | None) -> str | None:
        whole = self._own_words(new)
        if lead:
            same = [p for p in last.all_phrases() if p.after == lead]
            if len(same) == 1:
                return self._put(old, (same[0].start, same[0].end), whole)
            return None
        if first.head in _FATES and first.sort is None:
            spot = next((word for word in last.words if word.low in _FATES), None)
            if spot:
                return self._put(old, (spot.start, spot.end), first.head)
        if first.person:
            people = [p for p in last.phrases if p.person] or [p for p in last.phrases if p.subject]
            return self._put(old, (people[0].start, people[0].end), whole) if people else None
        if first.sort is Sort.ORGANISATION or self._body(first):
            agents = [p for p in last.phrases if p.sort and p.subject] or [p for p in last.phrases if p.subject]
            return self._put(old, (agents[0].start, agents[0].end), whole) if agents else None
        counted = [p for p in last.phrases if p.sort is None and p.many == first.many and not p.after]
        counted = counted or [p for p in last.phrases if p.sort is None and not p.person and not p.after]
        if counted:
            # What is done to it, before what does it.
            chosen = next((p for p in counted if not p.subject or self._asks_number(last)), counted[-1])
            if len(counted) > 1:
                self.doubt = f"“{whole}” may have been meant in another place of the question before."
            if chosen.text.casefold().startswith(("the ", "a ", "an ")) or not first.many:
                return self._put(old, (chosen.start, chosen.end), whole)
            return self._put(old, (chosen.start, chosen.end), re.sub(r"^(?:the|an?) ", "", whole, flags=re.I))
        return None

    @staticmethod
    def _asks_number(last: _Seen) -> bool:
        return bool(last.parts and last.parts.ask.casefold().startswith("how"))

    @staticmethod
    def _body(phrase: _Phrase) -> bool:
        return any(word.low in _BODIES for word in _words(phrase.text))

    @staticmethod
    def _own_words(new: _Seen) -> str:
        """The new piece, its first preposition left out."""
        skip = 1 if new.words[0].low in _PREPOSITIONS else 0
        return new.text[new.words[min(skip, len(new.words) - 1)].start :].strip()

    def _appended(self, new: _Seen, old: str, lead: str | None) -> str:
        if not lead and not new.dates:
            self.doubt = f"“{new.text}” is like nothing in the question before: it may be a new subject."
        return f"{old} {new.text}" if lead or not new.dates else f"{old} in {new.text}"

    @staticmethod
    def _put(text: str, span: tuple[int, int], new: str) -> str:
        return text[: span[0]] + new + text[span[1] :]

    # Whole questions that lean on what was before.

    def _whole(self, last: _Seen) -> Understood:
        text = self.text
        changes: list[_Change] = []
        topic = False
        for at, word in enumerate(self.seen.words):
            if self._bound(at, word):
                continue
            meant = self._meant(at, word, last)
            if isinstance(meant, Understood):
                return meant
            if isinstance(meant, _Change):
                changes.append(meant)
            topic |= meant is _TOPIC
        if not changes and not topic:
            return self._definite(last)
        for change in sorted(changes, key=lambda change: change.start, reverse=True):
            text = text[: change.start] + change.text + text[change.end :]
        if topic:
            text = text.rstrip(" ?!.") + self._topic(last, text) + "?"
        return self._became(text)

    def _meant(self, at: int, word: _Word, last: _Seen) -> _Change | Understood | str | None:
        """What is put for ``word``; a question back; ``_TOPIC`` where it means all of the question before."""
        noun = self._demonstrative(at)
        if word.low in _HE | _SHE:
            return self._put_for(word, word.end, self._person(word, last))
        if word.low in _THEY and not noun:
            return self._put_for(word, word.end, self._many(word, last))
        if word.low in ("it", "its", "itself"):
            return self._put_for(word, word.end, self._thing(word, last))
        if noun:
            found = self._same_head(noun, last)
            return _Change(word.start, noun.end, found) if found else _TOPIC
        if word.low == "there" and not self._existential(at):
            return self._put_for(word, word.end, self._place(last))
        if (word.low in ("this", "that") and self._alone(at)) or (word.low == "then" and word is self.seen.words[-1]):
            return _TOPIC
        return None

    def _put_for(self, word: _Word, end: int, meant: str | Understood | None) -> _Change | Understood | str:
        if isinstance(meant, str):
            return _Change(word.start, end, self._case(word, meant))
        return meant or _TOPIC

    def _bound(self, at: int, word: _Word) -> bool:
        """Whether the question's own words say what the pronoun at ``at`` stands for."""
        low = word.low
        before = [p for p in self.seen.all_phrases() if p.end <= word.start]
        if low in _HE | _SHE | _THEY | _PLACELESS and self._later_clause(at, before):
            return True
        if low == "there":
            return any(p.after and (p.sort in (Sort.PLACE, Sort.PARTY) or p.head in _PLACE_NOUNS) for p in before)
        if low in _HE | _SHE:
            people = [p for p in before if p.person or (p.sort is Sort.THING and p.text[0].isupper() and not p.after)]
            # `When did A visit him`: A is not him.
            if low in ("him", "her") and not self._owns(at) and not self._clause_between(people, at):
                return False
            asked = (
                self.seen.words[0].low in ("who", "whose")
                and low in _OWNING
                and self._owns(at)
                and not self._after_aux(at)
            )
            return bool(people) or asked or self._explained_after(at, person=True)
        if low in _THEY:
            if low in ("those", "these"):
                return self._followed(at, ("who", "that", "which", "in", "of", "from", "killed", "wounded"))
            many = [p for p in before if p.many or p.sort in (Sort.PARTY, Sort.ORGANISATION) or self._body(p)]
            if low == "them" and not self._clause_between(many, at):
                return False
            asked = self.seen.words[0].low in ("who", "which") and low in _OWNING and not self._after_aux(at)
            return bool(many) or asked or self._explained_after(at, person=False)
        if low in ("it", "its", "itself"):
            if low == "it" and self._expletive(at):
                return True
            things = [p for p in before if not p.person and not p.many]
            if low == "it" and not self._clause_between(things, at):
                return False
            asked = self.seen.words[0].low in ("who", "which", "what") and low == "its" and not self._after_aux(at)
            return bool(things) or asked or self._explained_after(at, person=False)
        return False

    def _later_clause(self, at: int, before: Sequence[_Phrase]) -> bool:
        """Whether the pronoun stands in a later clause than a noun that it can mean: `…, and was it kept`."""
        word = self.seen.words[at]
        person = word.low in _HE | _SHE
        if sum(w.low not in _FUNCTION for w in self.seen.words[:at]) > SHORT + 1:
            return True  # so much is said before it that it says what is meant
        for phrase in before:
            first = phrase.text.split()[0].casefold()
            told = phrase.sort or phrase.many or phrase.subject or first in _DETERMINERS
            if not told or phrase.text[0].isdigit() or (person and not (phrase.person or phrase.text[0].isupper())):
                continue
            between = [w for w in self.seen.words[:at] if w.start >= phrase.end]
            if any(w.low in _JOINING for w in between) or "," in self.text[phrase.end : word.start]:
                return True
        return False

    def _clause_between(self, phrases: Sequence[_Phrase], at: int) -> bool:
        """Whether a verb follows the pronoun in a clause of its own: `Did A say it had fired`."""
        if not phrases or at + 1 >= len(self.seen.words):
            return False
        after = self.seen.words[at + 1].low
        return after in _AUX or _past(after)

    def _after_aux(self, at: int) -> bool:
        return at > 0 and self.seen.words[at - 1].low in _AUX

    def _owns(self, at: int) -> bool:
        """Whether a noun follows: `her car`, not `saw her`."""
        words = self.seen.words
        return at + 1 < len(words) and words[at + 1].low not in _FUNCTION

    def _followed(self, at: int, by: Iterable[str]) -> bool:
        return at + 1 < len(self.seen.words) and self.seen.words[at + 1].low in by

    def _explained_after(self, at: int, *, person: bool) -> bool:
        """`After he had resigned, what did A say?`: a comma and a name that fits."""
        word = self.seen.words[at]
        comma = self.text.find(",", word.end)
        later = [p for p in self.seen.phrases if comma > 0 and p.start > comma]
        return any(p.person if person else p.sort is not None for p in later) and at <= 2

    def _expletive(self, at: int) -> bool:
        text = self.text[self.seen.words[at].end :]
        return bool(
            re.match(
                r" mean\b.*\bto\b"
                r"| (?:is |was |has been |had been )?(?:true|possible|known|clear|likely|correct|said|reported|claimed|"
                r"alleged|rain\w*|snow\w*|necessary)\b"
                r"| (?:take|takes|took) .{0,30}\b(?:to|for|until|before)\b| that\b",
                text,
                re.I,
            )
        )

    def _existential(self, at: int) -> bool:
        words = self.seen.words
        around = [words[i].low for i in (at - 1, at + 1) if 0 <= i < len(words)]
        return any(low in ("is", "are", "was", "were", "be", "been") for low in around) and at < len(words) - 1

    def _demonstrative(self, at: int) -> _Word | None:
        """The noun of `that attack`, `those soldiers`; None where the word stands alone."""
        words = self.seen.words
        if words[at].low not in ("this", "that", "these", "those") or at + 1 >= len(words):
            return None
        following = words[at + 1]
        if following.low in _FUNCTION or _past(following.low) or at + 1 in self.seen.named:
            return None
        before = words[at - 1].low if at else ""
        if before and before not in _PREPOSITIONS | _AUX and words[at].low == "that" and before not in _BASE_VERBS:
            return None  # `the day that forces left`
        verb = following.low in ("happen", "happened", "mean", "say", "end", "start", "begin", "occur", "lead", "cause")
        return None if verb else following

    def _alone(self, at: int) -> bool:
        """Whether `that` is a thing said or done, and joins no clause."""
        words = self.seen.words
        if at == len(words) - 1:
            return True
        following = words[at + 1].low
        before = words[at - 1].low if at else ""
        if self._demonstrative(at) or at + 1 in self.seen.named:
            return False
        return before in _AUX or (before in _PREPOSITIONS and following in _FUNCTION) or following in _PREPOSITIONS

    # Antecedents.

    def _free_person(self) -> _Word | None:
        """The first `he` or `she` that the question's own words do not explain."""
        for at, word in enumerate(self.seen.words):
            if word.low in _HE | _SHE and not self._bound(at, word):
                return word
        return None

    def _fits(self, phrase: _Phrase, low: str) -> bool:
        """Whether a person can be meant by `he` (or `she`), as far as the article tells."""
        name = self.names.known.get(fold_words(_bare_name(phrase.text)))
        if name is None:
            name = self.names.known.get(fold_words(phrase.text.split()[-1]))
        if name is None or name.she is None:
            return True
        return name.she == (low in _SHE)

    def _person(self, word: _Word, last: _Seen) -> str | Understood:
        """Whom `he` or `she` means."""
        in_question = [p for p in last.all_phrases() if self._a_person(p) and self._fits(p, word.low)]
        in_question = _distinct(in_question)
        in_answer = [] if self._names_one(last) else self._people_in_answer(last, word.low)
        if self._asks_person(last) and (told := self._told(word, last, in_question, in_answer)):
            return told
        if len(in_question) == 1:
            return _short(in_question[0].text)
        if len(in_question) > 1:
            subject = [p for p in in_question if p.subject]
            said = {w.low for w in self.seen.words} & _SAY
            if len(subject) == 1 and said and word.low in ("he", "she"):
                self.doubt = f"“{word.text}” may also be {next(p.text for p in in_question if p is not subject[0])}."
                return subject[0].text
            return self._which(word, [p.text for p in in_question])
        for turn in reversed(self.past[:-1]):
            older = _Seen(turn.question, self.names)
            people = _distinct([p for p in older.all_phrases() if self._a_person(p) and self._fits(p, word.low)])
            if len(people) == 1:
                if in_answer and not _same(in_answer[0], people[0].text):
                    self.doubt = f"“{word.text}” may also be {in_answer[0]}."
                return _short(people[0].text)
            if people:
                return self._which(word, [p.text for p in people])
        in_answer = in_answer or self._people_in_answer(last, word.low)
        if in_answer:
            if len(in_answer) == 1:
                self.doubt = f"“{word.text}” is taken to be {in_answer[0]}, from the answer before."
                return in_answer[0]
            return self._which(word, in_answer)
        return self._back(f"Who is meant by “{word.text}”? Nobody was named before.")

    def _told(
        self, word: _Word, last: _Seen, in_question: Sequence[_Phrase], in_answer: Sequence[str]
    ) -> str | Understood | None:
        """Whom a question after one that asks who means, where its answer names somebody new."""
        new = [name for name in in_answer if not any(_same(name, p.text) for p in in_question)]
        one = last.parts is not None and not any(_plural(w.low) for w in _words(last.parts.noun)[-1:])
        if new and one and in_question and all(p.sort is None for p in in_question):
            # `Who resigned as minister?`: the minister is who the answer names, nearest to the question's words.
            if len(new) > 1:
                self.doubt = f"“{word.text}” may also be {new[1]}."
            return new[0]
        if len(in_question) == 0 and new:
            return self._of_several(word, new)
        if in_question and new:
            if len(in_question) > 1:
                return self._which(word, [p.text for p in in_question] + new[:1])
            # The one asked about, more often than the one who answers it.
            self.doubt = f"“{word.text}” may also be {new[0]}."
            return _short(in_question[0].text)
        return None

    def _a_person(self, phrase: _Phrase) -> bool:
        return phrase.person or (
            phrase.sort is Sort.THING and phrase.text[0].isupper() and len(phrase.text.split()) in (2, 3)
            and not any(word.low in _BODIES | _PLACED or word.text.isupper() for word in _words(phrase.text))
            and phrase.text.replace(" ", "").isalpha()
        )  # fmt: skip

    def _asks_person(self, last: _Seen) -> bool:
        parts = last.parts
        if parts is None:
            return False
        low = parts.ask.casefold().split()
        noun = _words(parts.noun)
        head = noun[-1].low if noun else ""
        return bool(low) and (
            low[-1] in ("who", "whom") or head in _ROLES or head.rstrip("s") in _ROLES | {"official", "people"}
        )

    def _names_one(self, last: _Seen) -> bool:
        """Whether the last question names a person and asks for none: its answer is not looked into."""
        return any(p.person for p in last.all_phrases()) and not self._asks_person(last)

    def _people_in_answer(self, last: _Seen, low: str) -> list[str]:
        """The persons in the first quote, nearest to the last question's words first."""
        if not self.past[-1].quotes:
            return []
        quote = _Seen(self.past[-1].quotes[0], self.names)
        stems = {word[:5] for word in last.content}
        spots = [i for i, word in enumerate(quote.words) if word.low[:5] in stems]
        people: list[tuple[int, int, str]] = []
        for at, (end, name) in quote.named.items():
            if name.sort is not Sort.PERSON or (low != "they" and name.she is not None and name.she != (low in _SHE)):
                continue
            distance = min((abs(i - at) for i in spots), default=at)
            # A name among the question's own words, `the minister A resigned`, before one that is near to one of them.
            beside = sum(-5 <= i - at <= 5 for i in spots)
            people.append((-beside, distance, quote.text[quote.words[at].start : quote.words[end - 1].end]))
        found: list[str] = []
        for _, _, text in sorted(people):
            same = next((i for i, held in enumerate(found) if _same(held, text)), None)
            if same is None:
                found.append(text)
            elif len(text) > len(found[same]):
                found[same] = text
        return found

    def _of_several(self, word: _Word, people: Sequence[str]) -> str | Understood:
        if len(people) == 1:
            return people[0]
        return self._which(word, people)

    def _which(self, word: _Word, meant: Sequence[str]) -> Understood:
        """The question back: who, with a whole question for each."""
        few = list(dict.fromkeys(meant))[:4]
        named = f"{', '.join(few[:-1])} or {few[-1]}" if len(few) > 1 else few[0]
        asks = "Who" if word.low not in ("it", "its") else "What"
        choices = [self._put(self.text, (word.start, word.end), self._case(word, text)) for text in few]
        return self._back(f"{asks} is meant by “{word.text}”: {named}?", choices)

    @staticmethod
    def _case(word: _Word, text: str) -> str:
        """``text`` in the pronoun's case: `his` becomes a possessive."""
        if word.low in _OWNING - {"her"} or word.low == "her":
            owns = word.low != "her"
            if owns:
                return f"{text}’" if text.endswith("s") else f"{text}’s"
        return text

    def _many(self, word: _Word, last: _Seen) -> str | Understood | None:
        """Whom `they` means: what is named in the plural, else the sides and bodies."""
        plural = [
            p for p in last.all_phrases() if p.many and p.head not in ("times", "days", "years", "months", "hours")
        ]
        said = {w.low for w in self.seen.words} & (_SAY | _OPEN_VERBS) and word.low == "they"
        speaks = [
            p for p in last.all_phrases() if p.subject and (p.sort in (Sort.PARTY, Sort.ORGANISATION) or self._body(p))
        ]
        if plural and not (said and speaks):
            subject = [p for p in plural if p.subject] or plural
            chosen = subject[0]
            whole = re.sub(r"^(?:any|some|no|all) ", "", self._extended(chosen, last), flags=re.I)
            return self._definite_form(whole) if self._with_article(chosen) != chosen.text else whole
        bodies = [p for p in last.all_phrases() if p.sort in (Sort.PARTY, Sort.ORGANISATION) or self._body(p)]
        bodies = [p for p in bodies if p.after not in ("in", "to", "from", "near")] or bodies
        if len(bodies) == 1:
            return bodies[0].text
        if len(bodies) > 1:
            first, second = bodies[0], bodies[1]
            if last.text[first.end : second.start].strip() == "and":
                return last.text[first.start : second.end]
            return self._which(word, [p.text for p in bodies])
        return None

    @staticmethod
    def _with_article(phrase: _Phrase) -> str:
        first = phrase.text.split()[0]
        bare = first.casefold() not in _DETERMINERS and not (first[0].isupper() and len(phrase.text.split()) == 1)
        return f"the {phrase.text}" if bare else phrase.text

    def _thing(self, word: _Word, last: _Seen) -> str | None:
        """What `it` means, or None: what the last question is about as a whole."""
        verbs = {w.low for w in self.seen.words}
        if verbs & {"happen", "happened", "occur", "occurred"} or (verbs & _OPEN_VERBS and word.low == "it"):
            return None
        things = [
            p for p in last.phrases
            if not p.person and not p.many and p.text[0] not in "0123456789" and p.head not in _OPEN
            and not (p.sort is Sort.PARTY and not p.after and self.names.known[fold_words(p.text.split()[-1])].of
                     if fold_words(p.text.split()[-1]) in self.names.known else False)
        ]  # fmt: skip
        if not things:
            return None
        ranked = sorted(things, key=lambda p: (not p.subject, p.after is not None, p.start))
        best = ranked[0]
        second = next((p for p in ranked[1:] if p.after is None), None)
        if second is not None:
            self.doubt = f"“{word.text}” may also be {second.text}."
        return best.text if best.sort in (Sort.PLACE, Sort.PARTY) else self._extended(best, last)

    def _place(self, last: _Seen) -> str | None:
        """Where `there` is, with its preposition."""
        for phrase in reversed(list(last.all_phrases())):
            if phrase.sort in (Sort.PLACE, Sort.PARTY) or (phrase.head in _PLACE_NOUNS and phrase.after):
                name = self.names.known.get(fold_words(phrase.text))
                if name and name.of:
                    return f"in {name.of}"
                lead = phrase.after if phrase.after in ("in", "at", "near", "on") else "in"
                return f"{lead} {phrase.text}"
        if (
            self.past[-1].quotes
            and last.parts
            and (last.parts.ask.casefold() == "where" or any(w.low in _PLACE_NOUNS for w in _words(last.parts.noun)))
        ):
            quote = _Seen(self.past[-1].quotes[0], self.names)
            found = [name.text for _, name in quote.named.values() if name.sort is Sort.PLACE]
            if found:
                if len(set(found)) > 1:
                    self.doubt = f"“there” may also be {found[1]}."
                return f"in {found[0]}"
        return None

    def _same_head(self, noun: _Word, last: _Seen) -> str | None:
        """What `that attack` means: the phrase with this noun, or a name of the kind that the noun says."""
        stem = noun.low.rstrip("s")
        for phrase in last.all_phrases():
            if phrase.head.rstrip("s") == stem:
                return self._with_article(phrase)
        if noun.low in ("day", "date", "month", "year", "time") and last.dates:
            return last.dates[-1][0]
        sort = Sort.PLACE if noun.low in _PLACE_NOUNS else Sort.PERSON if noun.low in _ROLES else None
        if sort:
            for phrase in last.all_phrases():
                if phrase.sort is sort or (sort is Sort.PLACE and phrase.sort is Sort.PARTY):
                    return phrase.text
        return None

    # Definite references: `Was the ceasefire kept?`

    def _definite(self, last: _Seen) -> Understood:
        """A question without pronouns that says `the …` of what was said more fully before, or leaves out of what."""
        seen = self.seen
        if seen.dates:
            return self._as_is()
        text = self.text
        changed = False
        for phrase in reversed(seen.phrases):
            if phrase.sort is not None or not re.match(r"the\b", phrase.text, re.I) or len(phrase.text.split()) > 2:
                continue
            if phrase.own or self._qualified(phrase):
                continue
            full = self._fuller(phrase, last)
            if full:
                text = self._put(text, (phrase.start, phrase.end), full)
                changed = True
            elif phrase.head in _EVENTS and len(seen.content) <= SHORT and (phrase.head in _VAGUE or not seen.named):
                self.doubt = f"“{phrase.text}” is taken to be of the question before."
                people = [p for p in last.all_phrases() if p.sort is Sort.PERSON]
                if people and phrase.head in _VAGUE:
                    return self._became(f"{text.rstrip(' ?!.')} of {_short(people[-1].text)}?")
                return self._became(text.rstrip(" ?!.") + self._topic(last, text) + "?")
        if changed:
            return self._became(text)
        if seen.named and not self._open():
            return self._as_is()
        if self._leans(last):
            self.doubt = "This is taken to be about the question before."
            return self._became(text.rstrip(" ?!.") + self._topic(last, text) + "?")
        return self._as_is()

    def _qualified(self, phrase: _Phrase) -> bool:
        """Whether the question itself says which: `the attack on A`, `the man who left`."""
        after = self.text[phrase.end :].lstrip()
        word = _words(after)[:1]
        return bool(word) and word[0].low in (
            "of",
            "on",
            "in",
            "between",
            "that",
            "which",
            "who",
            "from",
            "against",
            "at",
            "with",
        )

    def _fuller(self, phrase: _Phrase, last: _Seen) -> str | None:
        """The last question's words for the same thing, where they say more."""
        stem = phrase.head.rstrip("s")
        for other in last.phrases:
            if other.head.rstrip("s") == stem or (
                other.sort is Sort.ORGANISATION and stem in other.text.casefold().split()
            ):
                more = self._extended(other, last)
                if len(more.split()) > len(phrase.text.split()):
                    return self._definite_form(more)
        return None

    def _extended(self, phrase: _Phrase, last: _Seen) -> str:
        """``phrase`` with what is said of it after it: `the attacks on A`, `the ceasefire agreed in B`."""
        end = phrase.end
        following = [p for p in last.phrases if p.start >= end]
        for other in following:
            between = _words(last.text[end : other.start])
            lows = [word.low for word in between]
            told = (
                lows
                and lows[-1] in ("on", "in", "of", "between", "against", "by", "near", "at")
                and (len(lows) == 1 or (len(lows) == 2 and _past(lows[0])))
            )
            if not told or "," in last.text[end : other.start]:
                break
            end = other.end
        return last.text[phrase.start : end]

    @staticmethod
    def _definite_form(text: str) -> str:
        return text if text.split(maxsplit=1)[0].casefold() in _DETERMINERS else f"the {text}"

    def _open(self) -> bool:
        """Whether the verb or noun wants to be told of what, and is not."""
        words = self.seen.words
        if len(self.seen.content) > SHORT:
            return False
        for at, word in enumerate(words):
            if word.low in _OPEN_VERBS or word.low in _OPEN:
                rest = [w.low for w in words[at + 1 :]]
                if not [low for low in rest if low not in ("then", "exactly")]:
                    return True
        return False

    def _leans(self, last: _Seen) -> bool:
        """Whether the question has too little of its own: its one noun wants to be told of what."""
        if self._open():
            return True
        own = self.seen.content - last.content
        few = len(self.seen.content) <= 2
        counts = self.bare.casefold().startswith(("how many were", "how many died", "how many of"))
        lasting = few and bool(self.seen.parts and self.seen.parts.ask.casefold().startswith("how long"))
        anyone = re.match(r"(?:was|were|is|are|did|has|have) (?:any|some)(?:one|body|thing)\b", self.bare, re.I)
        return bool(few and own and (counts or lasting or anyone))

    def _topic(self, last: _Seen, text: str) -> str:
        """The last question's telling words that ``text`` lacks, in brackets."""
        held = {word.low for word in _words(text)}
        parts = last.parts
        told = " ".join(filter(None, (parts.noun, parts.rest))) if parts else last.text.rstrip(" ?!.")
        words = _words(told)
        telling = [i for i, word in enumerate(words) if word.low not in held and word.low not in _FUNCTION]
        if not telling:
            return ""
        first, end = telling[0], telling[-1] + 1
        if first and words[first - 1].low in ("in", "on", "at", "by", "about", "of", "the"):
            first -= 1
        if end - first > LONG:
            nouns = [p.text for p in last.phrases if p.head not in held][:3]
            return f" ({', '.join(nouns)})" if nouns else ""
        if all(word.low not in held or word.low in _FUNCTION for word in words[first:end]):
            return f" ({told[words[first].start : words[end - 1].end]})"
        return f" ({' '.join(words[i].text for i in telling)})"


def _alike(one: Sort, other: Sort) -> bool:
    """Whether a name can stand in the place of another."""
    places = {Sort.PLACE, Sort.PARTY, Sort.THING}
    return one is other or {one, other} <= places or {one, other} == {Sort.PARTY, Sort.ORGANISATION}


def _bare_name(text: str) -> str:
    """A person's name without the words before it that are no part of it."""
    words = text.split()
    for at in range(len(words) - 1, -1, -1):
        if not words[at][0].isupper() or words[at].casefold() in _TITLES:
            return " ".join(words[at + 1 :])
    return text


def _short(text: str) -> str:
    """A person's full name without what stands before it; else the phrase as it is."""
    bare = _bare_name(text)
    return bare if len(bare.split()) > 1 else text


def _same(one: str, other: str) -> bool:
    """Whether two names can be one person's: the same surname."""
    return one.rsplit(maxsplit=1)[-1].casefold() == other.rsplit(maxsplit=1)[-1].casefold()


def _distinct(phrases: Sequence[_Phrase]) -> list[_Phrase]:
    """Each person once."""
    found: list[_Phrase] = []
    for phrase in phrases:
        if not any(_same(phrase.text, held.text) for held in found):
            found.append(phrase)
    return found
