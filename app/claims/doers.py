"""A comparison that bears a statement out, looked at once more: does the sentence say that of the same parties?"""

from __future__ import annotations

from dataclasses import replace

from app.claims.compare import Comparison, Found
from app.claims.pairing import BORNE
from app.claims.roles import Grammar
from app.claims.tables import same_name
from app.claims.turned import compared


def told_apart(one: Comparison, ours: Grammar, theirs: Grammar) -> Comparison:
    """``one`` with the names whose role is another's: a difference where the sentence says whose, else missing.

    ``ours``, ``theirs``: the grammar of the statement and of the sentence that are compared in it.
    """
    one = _but_places(_together(one, ours), ours, theirs)
    one = _but_verbs(replace(one, said=_said(one, ours)), ours)
    roles = compared(ours, theirs, one.alignment, BORNE)
    one = _but_agreed(one, {ours.items[at].start for at in roles.agreed})
    known = {found.claim[0] for found in one.differences}
    differences, missing = list(one.differences), list(one.missing)
    for found in roles.turned:
        item = ours.items[found.row]
        if any(start <= item.start < end for start, end in (found.claim for found in differences)):
            continue
        if found.column is None:
            missing.append(item)
            continue
        rival = theirs.items[found.column]
        if found.role == "against":
            if not any(known.what == "negation" for known in differences):
                differences.append(Found((item.start, item.end), (rival.start, rival.end), "negation"))
            continue
        side = any(same_name(item.folded, two.folded) for two in theirs.items if two.kind == "name")
        differences.append(Found((item.start, item.end), (rival.start, rival.end), "side" if side else "name"))
    if len(differences) == len(known) and len(missing) == len(one.missing):
        return one
    return replace(one, differences=tuple(sorted(differences, key=lambda one: one.claim)), missing=tuple(missing))


def _but_verbs(one: Comparison, claim: Grammar) -> Comparison:
    """Without the verbs that are said to differ by their wording: one may be put for many another."""
    verbs = {token.start for token in claim.tokens if token.pos in ("VERB", "ADV", "ADP")}
    kept = tuple(found for found in one.differences if found.what != "wording" or found.claim[0] not in verbs)
    if len(kept) == len(one.differences):
        return one
    dropped = [found.claim for found in one.differences if found not in kept]
    weights = {item.start: item.weight for item in claim.items}
    lost = sum(weights.get(start, 0.0) for start, _ in dropped)
    whole = sum(item.weight for item in claim.items)
    share = max(0.0, 1 - lost / whole) if whole else 1.0
    return replace(one, differences=kept, covered=one.covered * share, own=one.own * share)


def _said(one: Comparison, claim: Grammar) -> float:
    """How well the statement's verb is held; 1 where it has none that says anything by itself."""
    held = [
        one.alignment.held[item]
        for at, token in enumerate(claim.tokens)
        if token.dep == "ROOT" and token.pos == "VERB" and (item := claim.item_of.get(at)) is not None
    ]
    return min(held, default=1.0)


def _together(one: Comparison, claim: Grammar) -> Comparison:
    """Without sides that changed places about what both of them do."""
    if not claim.mutual():
        return one
    return replace(one, differences=tuple(found for found in one.differences if found.what != "side"))


def _but_places(one: Comparison, claim: Grammar, sentence: Grammar) -> Comparison:
    """Without the doers in whose stead the sentence names a place only: who did it, it does not say."""
    doers = {claim.items[at].start: claim.items[at] for at in claim.names(claim.main())}
    places = {item.start for at, item in enumerate(sentence.items) if item.kind == "name" and sentence.place(at)}
    dropped = [found for found in one.differences if found.claim[0] in doers and found.sentence[0] in places]
    if not dropped:
        return one
    kept = tuple(found for found in one.differences if found not in dropped)
    return replace(one, differences=kept, missing=(*one.missing, *(doers[found.claim[0]] for found in dropped)))


def _but_agreed(one: Comparison, agreed: set[int]) -> Comparison:
    """Without the names that stand at another place in the sentence and do the same: `agreed`, where they begin."""
    kept = tuple(
        found for found in one.differences if found.what not in ("name", "side") or found.claim[0] not in agreed
    )
    return replace(one, differences=kept)
