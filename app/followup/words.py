"""The closed classes of English words that follow-ups are told by, and a text taken apart into words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.sentences import STARTERS


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands. ``low``: without capitals, its apostrophe straight."""

    text: str
    low: str
    start: int
    end: int


AUX = frozenset(
    "is are was were am be do does did has have had will would can could may might should must shall "
    "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't".split()
)
DO = frozenset("do does did don't doesn't didn't".split())
WH = frozenset("who whom whose what which when where why how".split())
PREPOSITIONS = frozenset(
    "in on at by to for from with without of about against after before during since until till between among over "
    "under into onto near across through throughout within towards toward per via despite around because as like than "
    "outside inside behind beyond above below upon regarding concerning following".split()
)
HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
IT = frozenset("it its itself".split())
THEY = frozenset("they them their theirs themselves those these".split())
OWNING = frozenset("his her their its hers theirs".split())
_PRONOUNS = HE | SHE | IT | THEY | frozenset(
    "ourselves we us our you your i me my this that there then here one ones someone anyone anybody somebody something "
    "anything nobody so".split()
)  # fmt: skip
DETERMINERS = frozenset("the a an this that these those his her its their any some all both each every no".split())
_LITTLE = frozenset(
    "not also ever then still really finally actually exactly first again already and or but if whether so too only "
    "just off else more most much many very about later ago next soon yet back away up down out".split()
)
FUNCTION = AUX | WH | PREPOSITIONS | _PRONOUNS | DETERMINERS | _LITTLE
# What begins another clause; after `that` a name before it is most often meant (`Did A say that it …`).
JOINING = frozenset(
    "and or but that who which what where when while whereas because although though after before once as so if "
    "whether until since how why".split()
)
COUNTING = frozenset("many much long old far often".split())

BASE_VERBS = frozenset(
    "say take make hold send lose win begin fall rise give get become come go leave keep meet speak write fight shoot "
    "strike build buy sell tell think know find see hear feel put cut hit set let run lead pay bring do have be break "
    "drive fly lie sit stand spend shut teach understand withdraw seek mean grow draw choose throw happen occur end "
    "die last start cost read spread admit deny reply try want need resign answer ask announce claim report call "
    "accuse demand declare state sign visit open close agree accept reject propose offer support condemn use attack "
    "capture evacuate recall establish control add warn criticise criticize describe order stop continue return "
    "arrive".split()
)
PAST_FORMS = frozenset(
    "used said took taken made held sent lost won began begun fell fallen rose risen gave given got became come came "
    "went gone left kept met spoke spoken wrote written fought shot struck built bought sold told thought known found "
    "seen heard felt put cut hit set let run ran led paid brought done broke broken drove driven flew lay sat stood "
    "spent shut taught withdrew withdrawn sought meant grew grown drew drawn chose chosen threw thrown died "
    "born".split()
)
SAID = frozenset(
    "said stated told announced declared claimed wrote tweeted noted argued added called accused denied confirmed "
    "resigned admitted replied answered reported believes says thinks met signed ordered visited".split()
)
SAY = frozenset("say said tell told claim claimed announce state think believe write declare mean".split())
FATES = frozenset(
    "killed wounded injured captured missing displaced arrested destroyed damaged lost dead detained sentenced "
    "executed released hurt evacuated hospitalised hospitalized drowned imprisoned deported shot dismissed".split()
)

# Words before a name that only people have, by their last word.
TITLES = frozenset(
    "president premier minister general colonel major captain lieutenant commander mr mrs ms dr sir lady king queen "
    "prince princess pope patriarch bishop archbishop saint senator congressman congresswoman ambassador secretary "
    "spokesman spokeswoman spokesperson analyst journalist reporter correspondent historian professor expert "
    "politician activist lawyer scholar author writer chancellor mayor governor director chief leader singer actor "
    "blogger photographer researcher chairman chairwoman chairperson ombudsman mp deputy advisor adviser aide judge "
    "citizen resident volunteer soldier engineer architect keeper foreman inspector surveyor farmer naturalist "
    "geologist biologist ecologist botanist chemist physicist economist".split()
)
TITLE_LED = frozenset("prime foreign defence defense vice deputy former major lieutenant first human rights".split())
# Nouns for people, who `he` and `she` can be.
ROLES = TITLES | frozenset(
    "man woman boy girl person teacher doctor owner founder head patient driver poet painter novelist musician "
    "explorer inventor philosopher artist diplomat lawmaker".split()
)
_GROUPS = frozenset(
    "people men women children police servicemen militia media authorities forces troops personnel staff public "
    "opposition crew".split()
)
# The nouns that bodies are named by.
BODIES = frozenset(
    "ministry council court committee commission union group organisation organization association agency army forces "
    "force office service assembly parliament party congress senate house department institute university company "
    "bank federation league observatory watch international nations front division brigade church academy centre "
    "center society fund foundation board authority government press news times post".split()
)
PLACED = frozenset("district province region city town village river lake street square state county island".split())
PLACE_NOUNS = PLACED | frozenset("country place area capital site".split())
WHERE_FROM = frozenset("in near at around outside from towards toward inside across throughout".split())
# What happened, named without saying what: another sentence must say it.
VAGUE = frozenset("case issue matter affair question situation event incident episode".split())
EVENTS = VAGUE | frozenset(
    "attack attacks strike strikes shelling bombing explosion accident decision statement claim report announcement "
    "vote meeting talks battle clash clashes fire flood visit crash ruling verdict fighting".split()
)
# Nouns and verbs that want to be told of what.
OPEN = frozenset(
    "reason reasons reaction reactions response responses result results consequence consequences outcome cause causes "
    "casualties victims purpose damage aftermath responsible injured dead hurt survivors".split()
)
OPEN_VERBS = frozenset("respond react reply answer deny confirm admit agree object comment explain".split())

# Words that stand with a capital, and name nothing; `First` begins names of wars and ministers.
NO_NAME = STARTERS | FUNCTION - {"first"} | frozenset(
    "thus hence nor none such another either neither even once unless whereas including please tell give show name "
    "list two three ok okay eventually additionally furthermore moreover similarly initially approximately prior "
    "due".split()
)  # fmt: skip
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
CALENDAR = frozenset(f"{_MONTHS}|{_DAYS}".casefold().split("|"))
DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{_MONTHS})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d))?,?(?: \d{{4}}\b)?"
    r"|\b(?:1[5-9]|20)\d{2}\b",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W_](?:\w|[-‑/.'’](?=\w)|(?<=\d),(?=\d))*|%")


def words_of(text: str) -> list[Word]:
    """The words of ``text`` in order; a possessive's ending is none of them."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word.endswith(("'s", "’s")) and word.casefold()[:-2] not in WH:
            word = word[:-2]
        found.append(Word(word, word.casefold().replace("’", "'"), match.start(), match.start() + len(word)))
    return found


def cut(text: str, words: list[Word], first: int, end: int) -> str:
    """``text`` from word ``first`` to the one before ``end``; nothing where there is none."""
    return text[words[first].start : words[end - 1].end] if first < end else ""


def is_past(low: str) -> bool:
    """Whether a verb's form is of the past: `said`, `resigned`."""
    return low in PAST_FORMS or (low.endswith("ed") and len(low) > 4)


def is_plural(low: str) -> bool:
    """Whether a noun names many."""
    return low in _GROUPS or (
        low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "us", "is", "ous")) and low not in FUNCTION
    )
