"""The attempts at the doors: the figures that are counted by a rule, and ways of writing that are none too few."""

from __future__ import annotations

from eval.trust.doors import SHUT, TARGETS, WAYS, _guesses_in_a_year, _looked_at
from tests.app.test_doors import ROUTES


def test_a_year_of_guesses() -> None:
    # After five at once and ten that double, one every 900 s: 5 + 10 + (7,200 - 1,023) / 900 of two hours.
    assert 15 <= _looked_at(1, 7_200) <= 25
    # Fifty at once, then one every 30 s at most.
    assert 280 <= _looked_at(100_000, 7_200) <= 320
    assert _guesses_in_a_year().kept


def test_ways_of_writing_are_all_different() -> None:
    for target in TARGETS[:1]:
        written = [way(target) for way in WAYS]
        assert len(set(written)) == len(written)


def test_what_is_tried_is_shut() -> None:
    reasons = {path.partition("{")[0].rstrip("/") for path, why in ROUTES.items() if why}
    tried = {path.partition("?")[0] for path in SHUT if path.startswith("/gradio_api")}
    assert {path for path in tried if not any(path.startswith(reason) for reason in reasons)} == set()
