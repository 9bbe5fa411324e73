"""A question asked in a conversation → the question that it stands for, by rules one can read.

What is left out or meant by a pronoun is taken from the question before, then from older questions, then from the first
sentence that answered; the user's words stay, the fewest are added (Elgohary et al. 2019, Voskarides et al. 2020).
"""

from __future__ import annotations

from collections.abc import Sequence

from app.followup.arguments import is_argument, with_argument
from app.followup.bound import bound
from app.followup.definite import spelled_out
from app.followup.fuller import definite
from app.followup.names import Names
from app.followup.phrases import Seen
from app.followup.referents import cased, referent
from app.followup.slots import slot_of, who_said, who_said_so, with_slot
from app.followup.topic import topic
from app.followup.turns import Back, Meant, Past, Talk, Understood, bare, put
from app.followup.words import AUX, BASE_VERBS, FUNCTION, HE, IT, PREPOSITIONS, SHE, THEY, Word, is_past
from app.question import read, unreadable

# A question with more telling words than these stands alone, whatever its nouns and pronouns leave open: it finds by
# them what it asks for. No follow-up of the tune half that leans has more.
SHORT = 5
# Said where what was asked before is only put beside the question: it may be meant for itself.
BESIDE = "Understood as a question on what was asked before; change it if it stands alone."


def understand(asked: str, past: Sequence[Past], names: Names) -> Understood:
    """What ``asked`` stands for after ``past``, oldest first. A question that stands alone comes back unchanged."""
    if unreadable(read(asked)):
        return Understood(asked)
    text = " ".join(asked.split())
    meant = _after(Talk(text, past, names)) if past else _first(Seen(text, names))
    if isinstance(meant, Back):
        return Understood(asked, ask_back=meant.ask, choices=meant.choices)
    if meant is None or meant.text.rstrip(" ?") == text.rstrip(" ?"):
        return Understood(asked)
    doubt = meant.doubt or (BESIDE if meant.text.endswith(")?") and not text.endswith(")?") else None)
    return Understood(meant.text[:1].upper() + meant.text[1:], rewritten=True, doubt=doubt)


def _first(seen: Seen) -> Back | None:
    """A conversation's first question has nothing to lean on."""
    words = bare(seen.text)
    if who_said_so(words) or (slot_of(words) and not seen.content):
        return Back(f"Nothing was asked before “{seen.text}”: ask it with what it is about.")
    short = len(seen.content) <= SHORT
    free = (word for at, word in enumerate(seen.words) if short and word.low in HE | SHE and not bound(seen, at))
    person = next(free, None)
    return Back(f"Nothing was asked before: who is meant by “{person.text}”?") if person else None


def _after(talk: Talk) -> Meant | Back | None:
    if who_said_so(talk.bare):
        return Meant(who_said(talk.last))
    if slot := slot_of(talk.bare):
        return Meant(with_slot(slot, talk.last))
    if is_argument(talk):
        return with_argument(talk)
    if len(talk.seen.content) > SHORT:
        return None
    return _with_referents(talk) or spelled_out(talk)


def _with_referents(talk: Talk) -> Meant | Back | None:
    """The question with what its pronouns mean put for them; None where none leans on what was before."""
    seen, text = talk.seen, talk.text
    doubt, whole = None, False
    for at, word in reversed(list(enumerate(seen.words))):
        if bound(seen, at):
            continue
        noun = _shown(seen, at)
        if noun:
            same = (phrase for phrase in talk.last.all_phrases() if phrase.head.rstrip("s") == noun.low.rstrip("s"))
            meant: Meant | Back | None = next((Meant(definite(phrase.text)) for phrase in same), None)
        elif word.low in HE | SHE | THEY | IT | {"there"}:
            meant = referent(talk, at)
        elif _means_all(seen, at):
            meant = None
        else:
            continue
        if isinstance(meant, Back):
            return meant
        if meant:
            text = put(text, word.start, noun.end if noun else word.end, cased(talk, at, meant.text))
            doubt = doubt or meant.doubt
        whole |= meant is None
    if whole:
        return Meant(f"{text.rstrip(' ?!.')}{topic(talk.last, text)}?", doubt)
    return Meant(text, doubt) if text != talk.text else None


def _shown(seen: Seen, at: int) -> Word | None:
    """The noun of `that attack`, `those sailors`; None where the word stands alone or joins a clause."""
    low, following = seen.words[at].low, next(iter(seen.words[at + 1 :]), None)
    if low not in ("this", "that", "these", "those") or following is None or at + 1 in seen.named:
        return None
    if following.low in FUNCTION or is_past(following.low):
        return None
    joins = low == "that" and at > 0 and seen.words[at - 1].low not in PREPOSITIONS | AUX | BASE_VERBS
    return None if joins else following


def _means_all(seen: Seen, at: int) -> bool:
    """Whether `that` is a thing said or done, or `then` the time of it: neither joins a clause."""
    low, last = seen.words[at].low, at == len(seen.words) - 1
    after_aux = at > 0 and at + 1 not in seen.named and seen.words[at - 1].low in AUX
    return (low == "then" and last) or (low in ("this", "that") and (last or after_aux))
