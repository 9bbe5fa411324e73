"""What a question asks for, in its own words, as `the article does not say` has it behind itself: `how many boats`."""

from __future__ import annotations

import re

# The word that asks, with what stands before it and belongs to it: `in which year`.
_ASKING = re.compile(
    r"\b(?:(?P<before>in|on|at|by|to|from|with|of|for|about|under|against|since|until|into|through|during|near) )?"
    r"(?P<word>how|who|whom|whose|what|which|when|where|why)\b\s*",
    re.IGNORECASE,
)
_IS_SHORT = re.compile(r"(?<=[a-z])['’]s (?=the\b|its\b|their\b|his\b|her\b)", re.IGNORECASE)
_OWNED_BEFORE = frozenset("what which whose".split())
# These speak of what stands before them, too: `the port in which`, `the man who`.
_RELATIVE = frozenset("which who whom whose where when".split())
# What a question may begin with before it asks.
_POLITELY = re.compile(
    r"\W*(?:please,? |(?:can|could|would) you (?:please )?(?:tell|say|explain|show)(?: me| us)? |do (?:you|we) know |"
    r"is it known |tell (?:me|us) |i (?:want|need|would like) to know |"
    r"does (?:the|this) article (?:say|tell|mention) )*",
    re.IGNORECASE,
)
# After `how`: a count, or what else is measured.
_COUNTED = re.compile(r"(?:many|much)\b\s*", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?:long|old|far|large|big|great|small|tall|high|wide|deep|heavy|often|soon|fast|near|close|late|early|strong|hot|"
    r"cold|thick|accurate|successful|effective|\w+ly)\b(?: a\b| an\b)?\s*",
    re.IGNORECASE,
)
_COME = re.compile(r"come\b", re.IGNORECASE)
# Between what asks and its thing: `which of the two bridges`.
_OF_THE = re.compile(r"(?:(?:other|more|different) )?(?:of (?:the|these|those|its|their) )?", re.IGNORECASE)
# `What was the turnout of the vote`: what is asked for stands behind what is said of it.
_IS = re.compile(r"(is|are|was|were) (the|its|their|his|her) ", re.IGNORECASE)
# What may stand behind it, if nothing more is said of it: `What was the mayor accused of` asks for no mayor.
_NO_MORE = re.compile(
    r"(?P<called> (?:called|named))?(?: (?:just|only|even|still|already|first|last))?\W*(?:$|,| (?-i:[A-Z])"
    r"| (?:in|on|at|of|for|to|from|by|between|among|with|during|after|before|that|who|which|when|where|as|and|per)\b)",
    re.IGNORECASE,
)
_OF = re.compile(r" of (?:(?:the|a|an|its|their|his|her|this|that) )?", re.IGNORECASE)
# `What did the mayor say`: the verbs that this is asked of most, and their past.
PASTS = {
    "say": "said", "tell": "told", "do": "did", "think": "thought", "write": "wrote", "mean": "meant",
    "claim": "claimed", "state": "stated", "announce": "announced", "promise": "promised",
    "demand": "demanded", "propose": "proposed", "offer": "offered", "want": "wanted", "ask": "asked", "call": "called",
}  # fmt: skip
_DID = re.compile(rf"did ((?:[\w'’.-]+ ){{1,6}}?)({'|'.join(PASTS)})\b", re.IGNORECASE)
# In keywords, what is asked of a thing: `model of the boat`.
_QUALITY = re.compile(
    r"\W*(?P<quality>model|make|brand|type|title|rank|nickname|range|size|address|text|colour|color)s? of\b",
    re.IGNORECASE,
)
_ORDER = re.compile(r"\W*(?:name|list|give)(?: me| us)? (?:all )?(?:(?:the|its|their|his|her) )?", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|might)\b", re.IGNORECASE
)
# Behind a `when` that asks: `when the mill burnt` asks nothing.
_ASKS_WHEN = re.compile(
    r"\W*(?:exactly |else )?(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|and|or)\b|$)",
    re.IGNORECASE,
)
_TWO = re.compile(r"(and|or) (who|when|where|why|how)\b", re.IGNORECASE)
# What a noun group never stands right before, so that the last word before it is a verb: `which firm builds the boats`.
_DETERMINER = re.compile(r" (?:the|a|an|his|her|its|their|this|these|those|it|them|him)\b", re.IGNORECASE)

_WHICH_ONE = re.compile(r"\b(?:what|which)\s+(?:of\s+(?:the|these|those|its|their)\s+)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’-]*")
# What no thing is called.
NO_THING = frozenset(
    "is are was were be been being do does did has have had can could will would shall should may might must not of in "
    "on at by for with from to into onto over under after before during against about around near between among within "
    "through without per as than that which who whom whose where when while and or but if the a an his her its their "
    "this these those there it they he she you we i since until so more most else exactly happened according".split()
)
# Verbs whose past has no `-ed`.
_PAST = frozenset(
    "became began brought built bought came caught chose drew drove fell fled fought found gave got grew held hit kept "
    "knew led left lost made meant met paid put ran rose said sank saw sent shot showed shut sold sought spent spoke "
    "stood stole struck swore taught thought threw told took withdrew won wrote died say says".split()
)
_NO_VERBS = frozenset("armed united allied unnamed so-called self-proclaimed red seed bed shed".split())
# Words that say which thing is meant, at most; and where they are told again, which need their noun.
THING, TOLD = 4, 7
# They are about what follows: `the height just before`.
_ADVERBS = frozenset("just only even ever still already now then yet first last".split())


def asked(question: str) -> str | None:
    """What ``question`` asks for: `how many boats`, `in which year`, `what the turnout was`, `whether this is so`.

    Of several things, the first, or two that are joined (`when and where`). None where its form does not tell. Blanks
    are taken to be single.
    """
    polite = _POLITELY.match(question)
    question = _IS_SHORT.sub(" is ", question[polite.end() :] if polite else question)
    if order := _ORDER.match(question):
        things, end = _whole(question, order.end())
        return " ".join(("the" if _OF.search(question[:end]) else "which", *things)) if things else None
    closed = bool(_YES_OR_NO.match(question))
    for found in _ASKING.finditer(question):
        word = found["word"].lower()
        if closed and word in _RELATIVE:
            continue
        if said := _said(question, word, found.end()):
            return f"{found['before'].lower()} {said}" if found["before"] and word in _OWNED_BEFORE else said
        closed = closed or word != "when"
    if quality := _QUALITY.match(question):
        return f"the {quality['quality'].lower()}"
    return "whether this is so" if _YES_OR_NO.match(question) else None


def _said(question: str, word: str, end: int) -> str | None:
    """What the asking ``word`` asks for, which ends at character ``end``."""
    if word == "how":
        return _how(question, end)
    if word in _OWNED_BEFORE:
        return _which(question, word, end)
    if word == "when" and not _ASKS_WHEN.match(question, end):
        return None
    two = _TWO.match(question, end)
    return " ".join(("who" if word == "whom" else word, *(two.groups() if two else ())))


def _how(question: str, end: int) -> str:
    if counted := _COUNTED.match(question, end):
        things, _ = _group(question, _past(_OF_THE, question, counted.end()))
        return " ".join(("how", counted.group().strip().lower(), *things))
    if measured := _MEASURED.match(question, end):
        things, _ = _group(question, measured.end()) if measured.group().rstrip().endswith((" a", " an")) else ((), end)
        return " ".join(("how", measured.group().strip().lower(), *things))
    return "why" if _COME.match(question, end) else "how"


def _which(question: str, word: str, end: int) -> str | None:
    start = _past(_OF_THE, question, end)
    things, _ = _group(question, start)
    if things:
        doing = word == "what" and things[0].lower().endswith("ed") and things[0].lower() not in _NO_VERBS
        return None if doing else " ".join(("which" if start > end else word, *things))
    if word == "what" and (did := _DID.match(question, end)):
        return f"what {did[1]}{PASTS[did[2].lower()]}"
    if not (found := _IS.match(question, end)):
        return None
    things, end = _whole(question, found.end())
    more = _NO_MORE.match(question, end)
    if not things or not more:
        return None
    return " ".join(("what", found[2].lower(), *things, found[1].lower())) + (more["called"] or "").lower()


def _past(form: re.Pattern[str], question: str, end: int) -> int:
    found = form.match(question, end)
    return found.end() if found else end


def _whole(question: str, start: int) -> tuple[tuple[str, ...], int]:
    """The same with what it is of: `death toll of the war`."""
    things, end = _group(question, start)
    of = _OF.match(question, end) if things else None
    whole, last = _group(question, of.end()) if of else ((), end)
    return ((*things, of.group().strip(), *whole), last) if of and whole else (things, end)


def _group(question: str, start: int) -> tuple[tuple[str, ...], int]:
    """The words of a noun group from character ``start`` on, and where they end."""
    words = _thing_behind(question, start, TOLD)
    while words and words[-1].lower() in _ADVERBS:
        words = words[:-1]
    ends = [start]
    for word in words:
        ends.append(question.index(word, ends[-1]) + len(word))
    if words and (_DETERMINER.match(question, ends[-1]) or _posts_somebody(words)):
        words, ends = words[:-1], ends[:-1]
    return words, ends[-1]


def _posts_somebody(words: tuple[str, ...]) -> bool:
    """Whether the last word begins what is said of the others: `the posts Norland built`."""
    return len(words) > 1 and words[-1][0].isupper() and words[-2][0].islower() and words[-2].endswith("s")


def thing(question: str) -> tuple[str, ...]:
    """What `which` or `what` is said of: `(rights, watchdog)` in `Which rights watchdog blamed both?`; or nothing.

    The first that is said of anything.
    """
    found = (_thing_behind(question, asking.end()) for asking in _WHICH_ONE.finditer(question))
    return next((words for words in found if words), ())


def _thing_behind(question: str, end: int, most: int = THING) -> tuple[str, ...]:
    """The words from character ``end`` on that say which thing is meant."""
    words: list[str] = []
    for found in _WORD.finditer(question, end):
        word = found.group().casefold()
        ends = word in NO_THING or word in _PAST or (words and word.endswith("ed") and word not in _NO_VERBS)
        if ends or len(words) == most or question[end : found.start()].strip(" "):
            break
        words.append(found.group())
        end = found.end()
    return tuple(words)
