"""What English says otherwise, and what it says the other way round: small tables, of no article."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

import Stemmer
from rapidfuzz.distance import DamerauLevenshtein

from ingest.fold import fold_words

# Names of so many letters are one where they are so alike: transliterations differ in a letter.
LONG, SPELLED = 6, 0.84
# Words are of one family that share so many first letters, and such a share of the longer.
FAMILY, FAMILY_SHARE = 5, 0.6


def words(text: str) -> frozenset[str]:
    """A list of words written with blanks."""
    return frozenset(text.split())


# Words that are looked through when two texts are compared: they bind, and say nothing by themselves.
FUNCTION = words(
    "a an the this that these those and or but nor so as at by for from in into of off on onto out over to toward "
    "towards "
    "up upon with within via than then there here it its he she his her him hers they them their theirs we us our "
    "you your "
    "i me my who whom whose which what when where while whereas if whether is are was were be been being am has "
    "have had "
    "having do does did doing done will would shall should can could may might must also too very just still even "
    "already "
    "s t d ll re ve about around some such other another each both either own same both however therefore thus hence "
    "meanwhile moreover furthermore additionally respectively namely including included include includes among amongst "
    "between during through throughout since until till per more most much many any all one ones there upon amid "
    "because "
    "due according account accounts said says say saying itself himself herself themselves who's it's get got "
    "later earlier"
)
NEGATIONS = words("not no never without none neither nor nobody nothing cannot n't hardly barely scarcely")
# Verbs that deny what follows them. They count as a word too: `denied` and `refused` are different things to do.
DENIALS = words(
    "deny denied denies denying refuse refused refuses refusing reject rejected rejects rejecting fail failed fails "
    "failing "
    "refute refuted refutes dismiss decline declined declines declining"
)

# Verbs of saying, which a text may exchange freely. Other words that say nearly the same: app/data/alike.txt.
_SAYING = (
    "said stated told declared announced noted remarked mentioned added commented reported wrote claimed alleged "
    "asserted "
    "maintained confirmed argued insisted contended suggested acknowledged revealed emphasised emphasized stressed"
)
# Pairs of opposites: for one to stand where the other does is to say the contrary.
_OPPOSITE = """
    began ended; started finished; start end; begin stop; launched halted; opened closed; opening closing
    won lost; win lose; victory defeat; winner loser; gained lost; victorious defeated; succeeded failed
    before after; earlier later; previous next; former latter; early late; increase decrease
    increased decreased; rose fell; rise fall; more fewer; more less; most least; higher lower; highest lowest
    high low; above below; over under; up down; majority minority; larger smaller; largest smallest
    bigger smaller; accepted rejected; accept reject; approved rejected; agreed refused; agree disagree
    allowed banned; allowed prohibited; allow forbid; permitted forbade; permitted prohibited
    supported opposed; support oppose; confirmed denied; admitted denied; acknowledged denied; claimed denied
    welcomed condemned; praised criticised; praised condemned; verified refuted; encouraged discouraged
    first last; north south; east west; northern southern; eastern western; northeast southwest
    northwest southeast; left right; inside outside; internal external; military civilian; public private
    old new; oldest newest; open shut; arrived left; entered left; arrival departure; joined left
    imposed lifted; introduced abolished; built destroyed; attack defend; attacked defended
    offensive defensive; advance retreat; advanced retreated; advanced withdrew; captured lost
    recalled appointed; appointed dismissed; hired fired; elected ousted; arrested released; detained freed
    captured released; killed wounded; dead wounded; killed injured; killed survived; died survived
    alive dead; legal illegal; lawful unlawful; likely unlikely; possible impossible; able unable
    known unknown; official unofficial; successful unsuccessful; guilty innocent; true false; real fake
    authentic fabricated; genuine fake; safe unsafe; safe dangerous; male female; man woman; men women
    brother sister; father mother; son daughter; husband wife; king queen; boys girls; best worst; good bad
    strong weak; positive negative; day night; winter summer; spring autumn; morning evening; import export
    imported exported; imports exports; buy sell; bought sold; borrowed lent; rich poor; full empty; fast slow
    near far; present absent; always never; everything nothing; all none; permanent temporary; heavy light
    heavily lightly; major minor; maximum minimum; begun ended; resumed suspended; suspended resumed
    protected damaged; damaged undamaged; included excluded; including excluding; sent received; given taken
    employer employee; teacher student; parent child; ally enemy; allies enemies; friend foe; peace war
    separate united; together apart; complete incomplete; completed abandoned; unanimously narrowly
    willing unwilling; rarely often; seldom often; ever never; popular unpopular; same different
    similar different; occupied liberated; remained left; stayed left; kept lost; returned kept
    increase reduction; growth decline; strengthened weakened; evacuated remained; withdrew remained
    followed preceded; ahead behind; hot cold; top bottom; upper lower; single married; sank floated
    accused exonerated; convicted acquitted; banned unbanned; raised lowered; urban rural; ancient modern
    short long; shorter longer; respected ignored; respected violated; respected broken; observed violated
    temporary lasting; temporarily permanently; superior inferior; better inferior; worse superior; better worse
    managed failed; hostile friendly; innocent guilty; deliberate accidental; intentional accidental
    deliberately accidentally; intentionally accidentally; voluntary forced; voluntarily forcibly
    escalated eased; intensified subsided; honoured breached; honored breached; agreed rejected; endorsed rejected
    backed opposed; trusted doubted; proved disproved; loyal disloyal; wealthy poor; loss gain; losses gains
    departed arrived; left returned; expelled welcomed; demolished built; abandoned continued; continued stopped
    continued ceased; extended shortened; extended lifted; extended ended; freed jailed; freed captured
    acquitted sentenced; tightened loosened; tightened eased; widened narrowed; expanded shrank
"""

# Letters that ignoring case takes for others, and that no table of words has: İ, ı, ſ and the sign for kelvin.
PLAIN = {0x130: "I", 0x131: "i", 0x17F: "s", 0x212A: "k"}
# `second-largest` is not `largest`.
ORDINALS = words("second third fourth fifth sixth seventh eighth ninth tenth")
# Words, and pairs of them, that are kept compared: those of an article, and not all that is ever typed.
WORDS, PAIRS = 8_192, 65_536
_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=WORDS)
def stem(word: str) -> str:
    """An English word without its ending (Snowball)."""
    return str(_STEMMER.stemWord(word))


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    table = (resources.files("app") / "data" / "alike.txt").read_text("utf-8")
    for number, line in enumerate([_SAYING, *table.splitlines()]):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _opposites() -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for pair in _OPPOSITE.replace("\n", ";").split(";"):
        if pair.strip():
            one, two = pair.split()
            found |= {(stem(one), stem(two)), (stem(two), stem(one))}
    return frozenset(pair for pair in found if pair[0] != pair[1])


_GROUPS: Mapping[str, frozenset[int]] = _groups()
_CONTRARY = _opposites()
# Words of a title before a person's name.
TITLES = words(
    "president prime minister premier king queen prince princess general colonel major captain lieutenant sir foreign "
    "defence defense deputy vice former director head chief commander secretary ambassador spokesman spokeswoman "
    "spokesperson chairman chairwoman senator governor mayor doctor professor bishop saint the late ex ombudsman "
    "analyst "
    "journalist expert leader national hero"
)
# Of each of these one stands for no other.
_EXCLUSIVE = tuple(
    frozenset(stem_.split())
    for stem_ in (
        "second minut hour day week month year decad centuri",
        "monday tuesday wednesday thursday friday saturday sunday",
        "spring summer autumn winter",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
)
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")


def alike(one: str, two: str) -> bool:
    """Whether two stems say nearly the same."""
    return bool(_GROUPS.get(one, frozenset()) & _GROUPS.get(two, frozenset()))


def opposite(one: str, two: str) -> bool:
    """Whether two stems say the contrary: by the table, or `likely` and `unlikely`."""
    if (one, two) in _CONTRARY:
        return True
    if one != two and any(one in group and two in group for group in _EXCLUSIVE):
        return True
    shorter, longer = sorted((one, two), key=len)
    return len(shorter) >= 4 and any(longer == prefix + shorter for prefix in _PREFIXES)


# A country and its people where no ending tells.
_PEOPLES = {
    frozenset(pair.split())
    for pair in (
        "france french; greece greek; greece greeks; netherlands dutch; britain british; spain spanish; germany "
        "german; germany germans; "
        "poland polish; denmark danish; sweden swedish; finland finnish; ireland irish; scotland scottish; wales "
        "welsh; "
        "switzerland swiss; england english; china chinese; portugal portuguese; america american; us american; uk "
        "british; "
        "kingdom british; us usa; us states; usa states; usa american; states american; norway norwegian; cyprus "
        "cypriot; peru peruvian; "
        "iceland icelandic; thailand thai; philippines filipino; argentina argentine; pakistan pakistani"
    ).split("; ")
}
_ENDINGS = ("ians", "anis", "ians", "ian", "ani", "ans", "ish", "ese", "ia", "an", "is", "ey", "i", "a", "e", "y", "s")


@lru_cache(maxsize=WORDS)
def people(name: str) -> str:
    """A folded name without the ending of a people: a country and its people alike. At least three letters stay."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return name[: -len(ending)]
    return name


@lru_cache(maxsize=PAIRS)
def akin(one: str, two: str) -> bool:
    """Whether two words are of one family, by their beginnings: `guarantee` and `guarantor`."""
    shared = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return shared >= FAMILY and shared >= FAMILY_SHARE * max(len(one), len(two))


@lru_cache(maxsize=PAIRS)
def same_name(one: str, two: str) -> bool:
    """Whether two folded name words are one name: spelled alike or nearly so, or a country and its people."""
    if one == two or people(one) == people(two) or frozenset((one, two)) in _PEOPLES:
        return True
    return (
        min(len(one), len(two)) >= LONG
        and one[0] == two[0]
        and DamerauLevenshtein.normalized_similarity(one, two) >= SPELLED
    )


@lru_cache(maxsize=PAIRS)
def stands_for(one: str, two: str) -> bool:
    """Whether one of two folded name words is a capital, and the other its country or people."""
    seats = _seats()
    return any(
        people(country) == people(other) or frozenset((country, other)) in _PEOPLES
        for city, other in ((one, two), (two, one))
        for country in (seats.get(city),)
        if country
    )


@lru_cache(maxsize=WORDS)
def country(name: str) -> str:
    """What a folded name has in common with its country's and people's, where it is one of theirs; else empty."""
    others = [other for pair in _PEOPLES if name in pair for other in pair if other != name]
    return next((held for held in map(people, (name, *others)) if held in _lands()), "")


@cache
def _lands() -> frozenset[str]:
    return frozenset(people(word) for land in _seats().values() for word in land.split())


@cache
def _seats() -> Mapping[str, str]:
    """A capital, folded, and its country; capitals of one word."""
    table = (resources.files("app") / "data" / "capitals.txt").read_text("utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        country, *cities = (fold_words(name) for name in line.split(","))
        found |= {city: country for city in cities if " " not in city and city != country}
    return found
