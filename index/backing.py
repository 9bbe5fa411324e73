"""Which entries of the reference list stand behind which sentences: a source is found by what it is cited for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.article import Kind, Passage, Sentence

# Sentences whose sources are looked at. Of 19 questions about a source kept for tuning, the entry is among the first 30
# for 18 with 20 sentences, and for 15 without any.
CITING = 20
# The text says nothing of a source, and an entry repeats a sentence's words in its title and says less: what is not of
# the kind asked for counts so much less. On 171 questions kept for tuning (all that is needed among the first quotes):
# 0.6 0.825, 0.7 0.830, 0.8 0.842, 0.9 0.842, 1 0.819.
OTHER = 0.8

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Backing:
    """``entries``: which sentences are entries, shape ``(sentences,)``; ``cited``: the entries each one cites."""

    entries: NDArray[np.bool_]
    cited: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, units: Sequence[tuple[Passage, Sentence]]) -> Backing:
        """Of all sentences of an article, in order."""
        labels = [passage.label if passage.kind is Kind.REFERENCE else None for passage, _ in units]
        times = Counter(labels)
        # A number that stands twice in the list resolves to neither entry.
        listed = {label: at for at, label in enumerate(labels) if label and times[label] == 1}
        entries = np.array([passage.kind is Kind.REFERENCE for passage, _ in units], dtype=np.bool_)
        cited = tuple(
            ()
            if passage.kind in (Kind.REFERENCE, Kind.RECOVERED)
            else tuple(
                listed[marker.label] for marker in sentence.markers if not marker.other_list and marker.label in listed
            )
            for passage, sentence in units
        )
        return cls(entries, cited)

    def weighed(self, scores: Scores, *, source: bool) -> Scores:
        """``scores`` of all sentences, for a question that asks for a source, or for one that does not.

        Asked for a source, an entry scores as high as the best sentence that cites it.
        """
        if not source:
            return np.where(self.entries, np.float32(OTHER) * scores, scores)
        weighed = np.where(self.entries, scores, np.float32(OTHER) * scores)
        text = np.where(self.entries, np.float32(0.0), scores)
        for at in np.argsort(-text, kind="stable")[:CITING]:
            for entry in self.cited[at]:
                weighed[entry] = max(weighed[entry], scores[at])
        return weighed
