"""What kind of thing a question asks for, by its form: a number of trucks, a date, a person's name, a reason.

The coarse classes of Li and Roth (2002), cut to those that a sentence can be seen to give or not to give.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Wanted(StrEnum):
    """Kinds of answers."""

    NUMBER = "number"
    MONEY = "sum of money"
    SHARE = "share"
    DISTANCE = "distance"
    DURATION = "length of time"
    AGE = "age"
    TIME = "time of day"
    DATE = "date"
    YEAR = "year"
    PERSON = "person"
    FULL_NAME = "name of a person"
    PLACE = "place"
    NAME = "name"
    REASON = "reason"
    OTHER = "answer"


# Kinds whose values have a form that is hardly ever missed, and those that capitals and trades only hint at.
COUNTED = frozenset(
    {
        Wanted.NUMBER, Wanted.MONEY, Wanted.SHARE, Wanted.DISTANCE, Wanted.DURATION, Wanted.AGE, Wanted.TIME,
        Wanted.DATE, Wanted.YEAR,
    }
)  # fmt: skip
NAMED = frozenset({Wanted.PERSON, Wanted.FULL_NAME, Wanted.PLACE, Wanted.NAME})


_PEOPLE = (
    r"(?:person|man|woman|people|men|women|president|premier|minister|leader|general|commander|officer|official|"
    r"spokes\w+|director|analyst|journalist|reporter|correspondent|ambassador|author|writer|scholar|historian|chief|"
    r"ombudsman|judge|lawyer|lawmaker|deputy|representative|expert|scientist|king|queen|founder|owner|actor|singer|"
    r"player|activist|columnist|professor|researcher|politician|head|governor|mayor|prosecutor|killer)s?"
)
_PLACES = (
    r"(?:city|cities|town|village|country|countries|state|nation|region|province|district|street|square|river|sea|"
    r"mountain|place|location|capital|airport|hospital|building|site|area|island|continent|prison|base|road|corridor)s?"
)
# What bears a name of its own.
_BODIES = (
    r"(?:compan(?:y|ies)|firm|maker|manufacturer|court|tribunal|channel|network|broadcaster|station|newspaper|outlet|"
    r"magazine|agency|agencies|organi[sz]ation|watchdog|group|party|parties|ministry|ministries|department|office|"
    r"brigade|regiment|division|battalion|corps|unit|university|universities|school|academy|institute|clinic|church|"
    r"cathedral|monastery|mosque|bank|club|team|band|ship|vessel|model|website|web site|app|platform)s?"
)
_MEASURES = r"(?:kilomet\w+|km|miles?|metres?|meters?|feet|hectares?)"
_TIMES = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)"
_COINS = r"(?:dollars?|euros?|pounds?|drams?|manats?|rubles?|roubles?|lira|yen|francs?|usd|eur)"
_WHICH = "(?:what|which)"
# Between `which` and its noun no verb stands.
_NO_VERB = r"(?!(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|the)\b)"
# Nor does anything that would make the second noun another thing's.
_NO_BREAK = r"(?!(?:the|a|an|that|which|who|whose|of|in|at|for|on|by|with|to|from)\b)"
# What follows a noun that no other noun belongs to: a verb, a preposition, the end.
_ENDS = (
    r" (?:is|was|were|are|did|do|does|has|have|had|of|in|on|at|near|to|that|which|where|will|would|could|can|and|"
    r"\w+ed)\b|[?,]|$"
)

# From the most particular to the most general; of those that fit near the same place the first counts.
_FORMS: tuple[tuple[Wanted, tuple[str, ...]], ...] = (
    (
        Wanted.REASON,
        (
            r"why",
            r"what (?:reason|caused?|allowed|led|made|prompted|motivated|convinced|persuaded|kept|stopped|drove)",
            r"for (?:what|which) reason",
            "how come",
        ),
    ),
    (
        Wanted.AGE,
        (
            r"how old (?:was|is|were)",
            rf"{_WHICH} age(?! (?:group|range|of))",
            r"the age of (?:the|a|an|this|that|its|his|her|their)\b",
            r"what (?:is|was|were) the age of(?! (?:majority|consent))",
            r"age(?=\W*$)",
        ),
    ),
    (
        Wanted.MONEY,
        (
            rf"how (?:many|much) {_COINS}",
            r"how much (?:money|(?:did|do|does|will|would) .{1,60} (?:cost|pay|earn)|was .{1,40} fined)",
            r"at what (?:price|cost)",
            rf"(?:price|value|cost|worth) in {_COINS}",
            r"what (?:will|would|does|did|do) [^?]{1,80} cost",
            r"(?:price|salary|wages?) of",
            r"what (?:\w+ )?(?:wages?|salary|pay|budget|fine)",
            r"what (?:is |was )?(?:the )?(?:price|sum|fine|budget|salary)",
        ),
    ),
    (
        Wanted.SHARE,
        (rf"{_WHICH} (?:share|percentage|per ?cent|proportion|fraction)", "how many per ?cent", "percentage of"),
    ),
    (
        Wanted.DISTANCE,
        (
            rf"how (?:far(?! back)|many {_MEASURES}|(?:near|close) (?:to|is|are|was|were|did|had|have|does|do|from))",
            rf"{_WHICH} (?:distance|length|range|height|depth)",
            r"how (?:wide|tall|high|deep)",
            rf"(?:height|length|width|depth|range),? (?:in )?{_MEASURES}",
            r"how long (?:is|will) the (?:\w+ ){0,2}(?:road|highway|bridge|border|pipeline|river|wall)",
        ),
    ),
    (Wanted.DURATION, (r"how long", rf"how many {_TIMES}", r"for what (?:period|time)", r"what duration")),
    (Wanted.TIME, (rf"{_WHICH} (?:hour|time of day|time(?! ?(?:period|span|frame)))",)),
    (Wanted.YEAR, (rf"{_WHICH} (?:year|decade|century)",)),
    (
        Wanted.DATE,
        (
            r"when (?:was|were|did|is|are|will|had|has|do|does|would|should|exactly)",
            rf"{_WHICH} (?:\w+ )?(?:date|day|month)s?",
            r"(?:exact )?(?:day|date) of",
            r"(?:by|since|until) when",
            r"exact day",
            r"when(?=\W*$)",
        ),
    ),
    (
        Wanted.NUMBER,
        (
            r"how (?:many|much|large|big)",
            rf"{_WHICH} (?:is |was |were )?(?:the )?(?:(?:total|overall|exact|final|official|death) )?"
            r"(?:number|total|tally|toll|count)",
            r"(?:total|exact|the) number of",
            r"what (?:is |was )?the (?:population|amount|size) of",
            r"death toll",
        ),
    ),
    (
        Wanted.FULL_NAME,
        (
            rf"names? of (?:the )?(?:{_NO_BREAK}\w+ ){{0,4}}?{_PEOPLE}",
            rf"{_PEOPLE} (?:\w+ )?(?:name|called|named)",
            r"(?:first|last|full) name",
            rf"what (?:is|was|are|were) .{{1,40}}\b{_PEOPLE}\b.{{1,60}}\b(?:called|named)",
        ),
    ),
    (
        Wanted.PERSON,
        (
            r"(?:to|by|with|from|for|of|against|and) (?:who|whom|whose)",
            r"who (?:was|is|were|did|said|made|led|took|wrote|ordered|proposed|built|won)",
            r"whose",
            rf"{_WHICH} (?:{_NO_VERB}[\w'’-]+ ){{0,4}}?{_PEOPLE}",
        ),
    ),
    (Wanted.PLACE, (r"where", rf"{_WHICH} (?:{_NO_VERB}\w+ ){{0,3}}?{_PLACES}(?={_ENDS})")),
    (
        Wanted.NAME,
        (
            rf"{_WHICH} (?:{_NO_VERB}{_NO_BREAK}[\w'’-]+ ){{0,4}}?{_BODIES}(?={_ENDS})",
            r"names? (?:of|for)",
            r"what (?:is|was|were|are) .{1,80} (?:called|named|known as)",
            "called what",
        ),
    ),
)
_COMPILED = tuple((wanted, re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)) for wanted, forms in _FORMS)
# What begins a question, where nothing more particular is said.
_OPENINGS: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (Wanted.PERSON, re.compile(r"\s*whom?\b", re.IGNORECASE)),
    (Wanted.DATE, re.compile(r"\s*when\b(?!.*\b(?:what|who|which|how|where)\b)", re.IGNORECASE)),
)
# What stands where a question in keywords begins or ends: `port director name`, `total tanks lost`.
_KEYWORDS = tuple(
    (wanted, re.compile(form, re.IGNORECASE))
    for wanted, form in (
        (Wanted.DISTANCE, r"^distance\b"),
        (Wanted.DATE, r"^(?:exact )?dates?\b|\bdates?\W{0,3}$"),
        (Wanted.NUMBER, r"^(?:total|number|tally|toll)\b|\b(?:number|total|tally|toll)\W{0,3}$"),
        (Wanted.NAME, r"^names?\b(?! (?:all|the|every|each|two|three|four|five|six)\b)|\bnames?\W{0,3}$"),
        (Wanted.PERSON, r"\bwhom?\W{0,3}$"),
        (Wanted.PLACE, r"\bwhere\W{0,3}$"),
    )
)
_A_PERSON = re.compile(rf"\b{_PEOPLE}\b", re.IGNORECASE)
# What no row of keywords begins with.
_SENTENCE = re.compile(
    r"^\W{0,3}(?:(?:in|on|at|by|to|from|with|of|for|about) )?"
    r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b",
    re.IGNORECASE,
)
# Characters between the places of two forms that are of one thing: `how many days` is also `how many`.
NEAR = 8


def asks_for(question: str) -> Wanted:
    """What ``question`` asks for: of several things, the one it asks for first."""
    found = [
        (match.start(), at, wanted) for at, (wanted, form) in enumerate(_COMPILED) if (match := form.search(question))
    ]
    first = min((start for start, _, _ in found), default=NEAR + 1)
    opening = next((wanted for wanted, form in _OPENINGS if form.match(question)), None)
    if first > NEAR and opening is not None:
        return opening
    if not found:
        return _in_keywords(question)
    return min((at, kind) for start, at, kind in found if start <= first + NEAR)[1]


def _in_keywords(question: str) -> Wanted:
    """What a question in keywords asks for: one that asks in a sentence has its say in that."""
    if _SENTENCE.search(question):
        return Wanted.OTHER
    wanted = next((wanted for wanted, form in _KEYWORDS if form.search(question)), Wanted.OTHER)
    return Wanted.FULL_NAME if wanted is Wanted.NAME and _A_PERSON.search(question) else wanted
