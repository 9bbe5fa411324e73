"""Whether the article answers: a probability from a few figures, and one threshold."""

from __future__ import annotations

import math
from enum import Enum

from app.evidence import Evidence
from app.lead import ENTRY
from app.reader import within
from app.wanted import COUNTED, NAMED, Wanted

# A logistic model's weights for `figures`, and its constant (python -m eval.training.silence --data DIR), fitted on the
# tuning half, the 2,099 questions of practice.jsonl and 598 about five other articles, which count 0.3 each. The area
# under the curve for the bundled article, cross-validated, is 0.904; without each figure in turn 0.903, 0.903, 0.902,
# 0.899, 0.697, and without the reader's two 0.566. Elsewhere it is 0.750. With earlier readers how well a name reads,
# the best words, how much of the question the quotes hold and what kind is asked for told nothing beside these; nor
# whether a name of the question is missing from the first quote's passage.
WEIGHTS = (-2.04, -1.47, -2.12, 0.13, 0.63)
CONSTANT = 1.31
# How sure that makes it that the quotes hold the answer: slope and constant (Platt 1999), by the same command.
SHOWN = (0.98, -0.26)

NAMES = ("no such value", "no such name", "no reason", "value read", "sentence read")
READER = NAMES[3:]


# Another subject: nothing is near it, however the first quote reads, or few of the question's words are known to the
# article, unless it reads very surely (`Who won the gold medal?` reads a bit like `Victory of the north`); or so little
# of it is held by the quotes, a bit more where a name in it stands nowhere in the article, or nothing is very near and
# little held, while the first quote does not read like an answer either; or the reader sees no answer at all. Of 902
# answerable questions to develop on this refuses 12, of the 731 others 42. With ANSWERS at -4 it would be 16 and 45, at
# -8 11 and 41; with NO_ANSWER at -8.5 12 and 43, at -10.5 11 and 36.
KNOWN, KNOWN_APART = 0.25, 0.42
COVERED, COVERED_NAMED, COVERED_APART = 0.45, 0.5, 0.6
NOWHERE, APART, UNREAD = 0.24, 0.35, 0.45
ANSWERS, NO_ANSWER, SURELY = -6.0, -9.5, 5.0
# A question of a single word (`Who won?`) has too little that a sentence could hold: there so near a sentence counts
# that reads so much like an answer. Of twenty such questions, ten of them on what the article has no word for, `won` is
# answered so and none of the other nine.
NEAR, READ = 0.33, -1.0


# Where the article has fewer of the question's words than this share, these are the reason, and no passage is near.
FEWEST_KNOWN = 0.5


class Strictness(Enum):
    """How sure the article has to be: below the probability given, nothing is quoted.

    By default so sure that of 1,181 answerable questions to develop on one in twenty is refused, those that seem to be
    on another subject among them: 0.05, though the best sentence is right 0.025, while 0.58 of 917 that nothing answers
    are met with silence. Lenient 0.04, 0.02 and 0.47; strict 0.11, 0.07 and 0.74. Of 280 and 186 among them, with which
    the reader was compared before silence was fitted on them too, 0.05, 0.025 and 0.56.
    """

    LENIENT = 0.16
    NORMAL = 0.25
    STRICT = 0.45


def figures(evidence: Evidence) -> tuple[float, ...]:
    """What the model weighs, in the order of ``NAMES``."""
    wanted, reading = evidence.wanted, evidence.reading
    counted, named = wanted in COUNTED, wanted in NAMED
    return (
        float(evidence.empty and counted),
        float(evidence.empty and named),
        float(evidence.empty and wanted is Wanted.REASON),
        within(reading.value) if counted else 0.0,
        within(reading.sentence),
    )


def another_subject(evidence: Evidence) -> bool:
    """Whether the article is not about this at all."""
    if evidence.words == 1:
        unread = evidence.wanted is Wanted.OTHER or evidence.reading.sentence < READ
        return evidence.cosine < NEAR or (evidence.known < KNOWN and (unread or bool(evidence.strange)))
    if evidence.known < KNOWN:
        return True
    if evidence.source:  # an entry need not say again what it is cited for
        return False
    if evidence.cosine < NOWHERE or (evidence.known < KNOWN_APART and evidence.reading.words < SURELY):
        return True
    # Who asks in other words is answered all the same; but not about a name that the article does not have, nor with an
    # entry where no source is asked for, which was not read.
    if evidence.reading.words > ANSWERS and evidence.reading != ENTRY and not evidence.strange:
        return False
    held = COVERED_NAMED if evidence.strange else COVERED
    return (
        evidence.covered < held
        or (evidence.cosine < APART and evidence.covered < COVERED_APART)
        or (evidence.cosine < UNREAD and evidence.reading.words < NO_ANSWER)
    )


def answerable(evidence: Evidence) -> float:
    """How surely the article answers, within 0 and 1."""
    return 0.0 if another_subject(evidence) else _logistic(_odds(evidence))


def shown(evidence: Evidence) -> float:
    """How surely the quotes are the answer, within 0 and 1."""
    return 0.0 if another_subject(evidence) else _logistic(SHOWN[0] * _odds(evidence) + SHOWN[1])


def _odds(evidence: Evidence) -> float:
    return CONSTANT + sum(weight * one for weight, one in zip(WEIGHTS, figures(evidence), strict=True))


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))
