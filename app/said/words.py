"""The vocabulary: which words can name a speaker, and which end a name. All in lower case, all of them common nouns."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The words of ``text``, blanks between."""
    return frozenset(text.split())


# --- grammar ---

MONTHS = words("january february march april may june july august september october november december")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
# Written with a capital like a name, and a time.
CALENDAR = MONTHS | WEEKDAYS
# A noun follows: what stands behind them is no verb (`the reported losses`), and none of them ends a name.
DETERMINERS = words("the a an its his her their this that these those some several many other another both")
# They end a name, unless they belong to it (`Office of`).
PREPOSITIONS = words(
    "of in on at by for from to with after before during since until under over near about around between among "
    "against through across within without despite following amid because due as like per alongside upon into "
    "toward towards"
)
# What stands before the main clause, up to a comma.
OPENERS = PREPOSITIONS | words("while although though when where whereas if once given whether unlike besides")
# Behind them a clause is about the name before, and not about what is said.
RELATIVES = words("who which whose whom where")
# A name does not go on past them.
CLAUSE = RELATIVES | words(
    "that while although though when whereas because if whether than not nor neither never none nobody nothing no "
    "as unless until however there here what how why"
)
# Another party's answer may follow.
LINKS = words("while whereas but and although though however")
# A subject that stands for a name told before.
PRONOUNS = words("he she it they")
# The same after `by` and `according to`.
OBJECTS = {"him": "he", "her": "she", "it": "it", "them": "they"}
# Words that stand for whom the sentence does not tell.
NOBODY = words(
    "i we you who which what one ones others some many several most few all both each everyone someone anyone "
    "nobody nothing none neither either this that these those there me us himself herself itself themselves"
)
# They stand between a subject and its verb, or before both.
ADVERBS = words(
    "also then later again further furthermore now still first once twice too soon often even thus therefore "
    "meanwhile afterwards earlier since ever moreover besides nevertheless nonetheless instead likewise indeed only "
    "already always just shortly however hence consequently yet additionally subsequently previously initially "
    "finally recently eventually similarly accordingly specifically notably simultaneously repeatedly officially "
    "publicly consistently immediately originally separately strongly vehemently categorically explicitly both"
)
# Before another verb, which tells what is done.
HAVE = words("has have had would will having")
# Before a passive.
BE = words("is are was were be been being")
# A verb that is not one of saying, past the subject: irregular ones; regular ones are told by -ed.
ACTS = BE | HAVE | words(
    "did does do can could may might must shall should began begun became become went gone came took taken gave "
    "given made met held saw seen lost left led won brought built bought caught fell fought found got grew heard "
    "hit kept knew laid lay lent let meant paid put ran rose sent set shot showed shown stood struck thought told "
    "withdrew wrote drew spoke spent broke chose cut drove felt forgot rode sat sought sold spread taught tore wore "
    "read remains says contains includes has documents counts shows indicates suggests show suggest indicate visits"
)  # fmt: skip

# --- who can speak, as far as a common noun tells ---

# Persons, by what they do.
ROLES = words(
    "president minister premier chancellor spokesman spokeswoman spokesperson ombudsman ombudswoman director chief "
    "head chairman chairwoman chairperson chair mayor governor leader secretary ambassador envoy representative "
    "commissioner commissar commander general major-general colonel major lieutenant captain officer official "
    "adviser advisor aide assistant analyst expert researcher scientist historian economist professor doctor "
    "surgeon physician nurse teacher lawyer attorney prosecutor judge investigator inspector author journalist "
    "reporter correspondent editor writer commentator critic observer activist politician deputy senator lawmaker "
    "mp member councillor councilman coach manager player striker goalkeeper referee owner founder engineer "
    "biologist physicist chemist geologist astronomer witness survivor resident victim soldier veteran volunteer "
    "farmer priest bishop patriarch king queen prince princess man woman voice narrator cleric clerk treasurer "
    "consul vice-president colleague diplomat archaeologist anthropologist sociologist psychologist counsel "
    "presenter secretary-general host speaker fellow"
)
# Bodies, and people together.
BODIES = words(
    "government ministry authority authorities administration army military navy police parliament opposition "
    "council committee commission agency organisation organization association federation union party company club "
    "team group institute institution university college school newspaper magazine journal media press service "
    "office bureau department embassy court prosecution defence defense board panel society charity firm side sides "
    "state country countries city district republic nation command staff leadership foundation network channel "
    "outlet outlets sources source forces officials people doctors residents locals families relatives monitors "
    "mediators troops observers watchdog regulator hospital laboratory lab museum church family crew coalition "
    "delegation mission presidency cabinet municipality"
)
# What a body issues; it speaks for the one it names.
PAPERS = words(
    "report reports statement statements figures data statistics estimate estimates records study assessment "
    "analysis investigation inquiry list communiqué release"
)
# Written with a capital, and no party: what `according to` may name too.
NO_PARTY = CALENDAR | words(
    "war battle battles agreement treaty resolution act law article protocol convention operation declaration map "
    "section chapter constitution plan conflict accord accords charter code process principles principle day street "
    "bible quran"
)
# Words in the name of a body: with one of them, two capitals are no first and last name.
BODY_NAMES = words(
    "international watch rights news service agency airlines bank banks committee council commission ministry "
    "office army union federation association institute university college club united city times post press "
    "television radio nations group party court parliament republic government authority foundation department "
    "forces administration economist society company corporation centre center observatory movement front league "
    "board trust"
)
# Of a party's name: words of its trade or rank, which tell no party from another.
COMMON = ROLES | BODIES | PAPERS | words(
    "ministries offices foreign internal external affairs interior defence defense prime vice first deputy former "
    "armed air health education justice finance security presidential human-rights executive power official "
    "officials mofa mod parliamentary public regional local national federal supreme general the of and for office "
    "service services force"
)  # fmt: skip

# --- times ---

_MONTH = f"(?:{'|'.join(sorted(MONTHS))})"
_DAY = rf"(?:\d{{1,2}}\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}\b|{'|'.join(sorted(WEEKDAYS))}|{_MONTH})(?:,?\s+\d{{4}}\b)?"
_DATE = rf"(?:(?:early|late|mid)[\s-])?(?:{_DAY}|\d{{4}}\b)"
_LENGTH = "(?:hours?|days?|weeks?|months?|years?)"
# When something was said: it stands before a subject, or between it and its verb.
WHEN = re.compile(
    rf"(?:(?:on|in|by|as\s+of|until|since|from|around|late\s+on|early\s+on)\s+{_DATE}(?:\s+(?:and|to|or)\s+{_DATE})?"
    r"|within\s+(?:hours|days|weeks|months)\b"
    r"|(?:on|in)\s+the\s+(?:same|next|following|previous)\s+(?:day|evening|morning|night|week|month|year)"
    r"|(?:the|that)\s+(?:(?:same|next|following)\s*)?(?:day|evening|morning|night|week|month|year)"
    rf"|(?:an?|one|two|three|four|five|six|seven|ten|several|some|few)\s+{_LENGTH}\s+(?:later|after|before|earlier)\b)",
    re.IGNORECASE,
)
