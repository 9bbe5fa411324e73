"""`And in October?`: only the piece that is new. It is put in the place of its like in the last question."""

from __future__ import annotations

import re

from app.followup.names import Name, Sort
from app.followup.parts import parts_of
from app.followup.phrases import Seen
from app.followup.turns import Back, Meant, Talk, put
from app.followup.words import AUX, DETERMINERS, FATES, PREPOSITIONS, WH, words_of
from ingest.fold import fold_words


def is_argument(talk: Talk) -> bool:
    """Whether the question has no verb and no question word of its own."""
    words = words_of(talk.bare)
    if not words or any(word.low in WH | AUX for word in words):
        return False
    led = len(words) == 1 or words[0].low in PREPOSITIONS | DETERMINERS | {"according"} or 0 in talk.seen.named
    joined = not talk.text.startswith(talk.bare)
    return joined or (led and len(words) <= 4 and talk.text.endswith("?"))


def with_argument(talk: Talk) -> Meant | Back:
    """The last question with the new piece; a question back where `the other one` is of nothing that was said."""
    new, last = Seen(talk.bare, talk.names), talk.last
    lows = [word.low for word in new.words]
    if lows[-1] in ("one", "ones", "side") and "other" in lows:
        return Back(f"Which one is meant by “{new.text}”?")
    old = Seen(last.text.rstrip(" ?!."), talk.names)
    lead = lows[0] if lows[0] in PREPOSITIONS or lows[0] == "according" else None
    made = _replaced(new, old, lead)
    if made is None and (lead or new.dates):
        made = Meant(f"{old.text} {new.inside}" if lead else f"{old.text} in {new.inside}")
    elif made is None:
        doubt = f"“{new.text}” is like nothing in the question before: it may be a new subject."
        made = Meant(f"{old.text} {new.inside}", doubt)
    return Meant(f"{made.text}?", made.doubt or _asked_twice(talk))


def _asked_twice(talk: Talk) -> str | None:
    """A doubt where the last question is itself one before it, asked otherwise: either may be meant."""
    before = parts_of(talk.past[-2].question) if len(talk.past) > 1 else None
    last = talk.last.parts
    if before and last and before.rest == last.rest and before.ask != last.ask:
        return f"It may have been asked as “{talk.past[-2].question}” was."
    return None


def _replaced(new: Seen, old: Seen, lead: str | None) -> Meant | None:
    """``old`` with its like argument replaced by the new one, or None where it has none."""
    if new.dates and len(new.content) <= len(words_of(new.dates[0][0])):
        return Meant(put(old.text, *old.dates[-1].span(), new.dates[0][0].strip())) if old.dates else None
    if one := re.fullmatch(r"(?:(?:the|an?) )?(.+?) ones?", new.text, re.I):
        nouns = [phrase for phrase in old.phrases if phrase.sort is None]
        if nouns:
            thing = next((phrase for phrase in nouns if phrase.subject), nouns[0])
            article = "a" if re.match(r"an?\b", new.text, re.I) else "the"
            return Meant(put(old.text, thing.start, thing.end, f"{article} {one[1]} {words_of(thing.text)[-1].text}"))
    if len(new.named) == 1:
        ((at, (end, name)),) = new.named.items()
        others = new.content - {word.low for word in new.words[at:end]}
        if others <= {"side", "part", "hand", "camp"}:
            return _name_for_name(name, new, old, lead)
    if new.phrases:
        return _noun_for_noun(new, old, lead)
    fates = [word.text for word in new.words if word.low in FATES]
    spot = next((word for word in old.words if word.low in FATES), None)
    return Meant(put(old.text, spot.start, spot.end, fates[0])) if fates and spot else None


def _name_for_name(name: Name, new: Seen, old: Seen, lead: str | None) -> Meant | None:
    spots = [(at, end, held) for at, (end, held) in old.named.items() if held.text != name.text]
    like = [spot for spot in spots if spot[0] and old.words[spot[0] - 1].low == lead]
    like = like or [spot for spot in spots if _alike(spot[2].sort, name.sort)]
    like = [spot for spot in like if spot[2].sort is name.sort] or like
    like = [spot for spot in like if bool(spot[2].of) is bool(name.of)] or like
    if not like:
        return None
    meant = [held.of or held.text for _, _, held in like]
    doubt = None
    if len(set(meant)) > 1:
        doubt = f"“{name.text}” may have been meant in the place of “{like[-1][2].text}”."
    elif (name.of or name.text) in [held.of or held.text for _, held in old.named.values()]:
        doubt = f"The question before named “{name.text}” too."
    text = old.text
    for at, end, held in reversed(like):
        if (held.of or held.text) == meant[0]:
            text = put(text, old.words[at].start, old.words[end - 1].end, _formed(name, held, new))
    return Meant(text, doubt)


def _alike(one: Sort, other: Sort) -> bool:
    """Whether a name can stand in the place of another."""
    places = {Sort.PLACE, Sort.PARTY, Sort.THING}
    return one is other or {one, other} <= places or {one, other} == {Sort.PARTY, Sort.ORGANISATION}


def _formed(name: Name, held: Name, new: Seen) -> str:
    """``name`` in the form that ``held`` has: a country for a country, an adjective for an adjective."""
    party = new.names.known[fold_words(name.of)] if name.of else name
    if held.of and party.adjective:
        return party.adjective.rstrip("s") + ("s" if held.text.endswith("s") else "")
    if name.sort is Sort.PARTY:
        return party.text
    return _without_preposition(new)


def _noun_for_noun(new: Seen, old: Seen, lead: str | None) -> Meant | None:
    whole = _without_preposition(new)
    if lead:
        same = [phrase for phrase in old.all_phrases() if phrase.after == lead]
        return Meant(put(old.text, same[0].start, same[0].end, whole)) if len(same) == 1 else None
    nouns = [phrase for phrase in old.phrases if phrase.sort is None and not phrase.after]
    alike = [phrase for phrase in nouns if phrase.many == new.phrases[0].many]
    nouns = alike or [phrase for phrase in nouns if not phrase.person]
    if not nouns:
        return None
    # What is done to it, before what does it.
    counted = old.parts is not None and old.parts.ask.casefold().startswith("how")
    chosen = next((phrase for phrase in nouns if not phrase.subject or counted), nouns[-1])
    doubt = f"“{whole}” may have been meant in another place of the question before." if len(nouns) > 1 else None
    return Meant(put(old.text, chosen.start, chosen.end, whole), doubt)


def _without_preposition(new: Seen) -> str:
    skip = len(new.words) > 1 and new.words[0].low in PREPOSITIONS
    return new.text[new.words[skip].start :]
