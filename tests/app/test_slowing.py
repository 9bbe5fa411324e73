"""Guesses: how long each has to wait, who waits for whom, and who never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.slowing import ADDRESSES, FORGIVEN, FREE, FREE_TOGETHER, LONGEST, LONGEST_TOGETHER, Slowing
from tests.app.test_rate import Clock

ME, OTHER = "192.0.2.7", "192.0.2.8"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def waits(slowing: Slowing, clock: Clock, guesses: int, address: str = ME) -> list[float]:
    """How long each of these wrong guesses, made as soon as it may be, makes the next one wait."""
    found = []
    for _ in range(guesses):
        slowing.wrong(address)
        found.append(slowing.wait(address))
        clock.now += found[-1]
    return found


def test_the_wait_doubles_up_to_the_longest(clock: Clock) -> None:
    found = waits(Slowing(clock), clock, 20)
    assert found[:FREE] == [0.0] * FREE
    assert found[FREE : FREE + 10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    # Whoever waits a quarter of an hour is forgiven one guess: from there on the wait is the longest for good.
    assert set(found[FREE + 10 :]) == {LONGEST}


def test_others_do_not_wait_for_one(clock: Clock) -> None:
    slowing = Slowing(clock)
    waits(slowing, clock, 10)
    slowing.wrong(ME)
    assert slowing.wait(ME) > 0
    assert slowing.wait(OTHER) == 0


def test_one_with_many_addresses_makes_all_strangers_wait(clock: Clock) -> None:
    slowing = Slowing(clock)
    slowing.right(OTHER)
    for number in range(FREE_TOGETHER + 10):
        slowing.wrong(f"10.0.0.{number}")
    assert slowing.wait(ME) == LONGEST_TOGETHER
    assert slowing.wait(OTHER) == 0  # has given the password before
    clock.now += LONGEST_TOGETHER
    assert slowing.wait(ME) == 0


def test_the_right_one_forgets_what_was_wrong(clock: Clock) -> None:
    slowing = Slowing(clock)
    waits(slowing, clock, FREE + 3)
    slowing.right(ME)
    assert waits(slowing, clock, FREE) == [0.0] * FREE


def test_guesses_are_forgiven_with_time(clock: Clock) -> None:
    slowing = Slowing(clock)
    waits(slowing, clock, FREE)
    clock.now += FORGIVEN * 2
    assert waits(slowing, clock, 3) == [0.0, 0.0, 1.0]


def test_memory_is_bounded(clock: Clock) -> None:
    slowing = Slowing(clock)
    for number in range(ADDRESSES + 50):
        address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        slowing.wrong(address)
        slowing.right(address)
        slowing.wrong(address)
    assert len(slowing._by) == len(slowing._known) == ADDRESSES


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 2_000)), max_size=60))
def test_nobody_waits_longer_than_the_longest(steps: list[tuple[bool, float]]) -> None:
    clock = Clock()
    slowing = Slowing(clock)
    for mine, pause in steps:
        clock.now += pause
        slowing.wrong(ME if mine else OTHER)
        assert 0 <= slowing.wait(ME) <= LONGEST
        assert 0 <= slowing.wait("192.0.2.9") <= LONGEST_TOGETHER
