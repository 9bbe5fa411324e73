"""Guessing a password, slowed down: each wrong guess too many doubles the wait, for its address and for all strangers.

Exponential delay as in NIST SP 800-63B 5.2.2. Nothing is ever locked: a session that is open is not asked again, and an
address that has given the right password waits for its own mistakes only.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.rate import owner

Held = TypeVar("Held")

# Wrong guesses before an address has to wait: people mistype twice or three times, and try another password they use.
FREE = 5
# The longest wait of an address, in seconds: then 4 guesses an hour, 35,000 a year.
LONGEST = 900.0
# The same for all strangers together, who may be one with many addresses. 50 is a newsroom on its first morning; the
# wait is short, since it holds up strangers who have the password too: 2 guesses a minute, a million a year, where the
# shortest password allowed (12 of 26 letters, at random) has 10**17.
FREE_TOGETHER = 50
LONGEST_TOGETHER = 30.0
# Seconds without a wrong guess after which one more is forgiven.
FORGIVEN = 900.0
# Addresses that are remembered: 10,000 take 3 MB. Whoever has more is slowed as a stranger.
ADDRESSES = 10_000


@dataclass(frozen=True, slots=True)
class _Wrong:
    """How many wrong guesses stand against someone, when the last was, and until when to wait (seconds of a clock)."""

    guesses: int = 0
    at: float = 0.0
    until: float = 0.0

    def another(self, now: float, free: int, longest: float) -> _Wrong:
        guesses = max(0, self.guesses - int((now - self.at) / FORGIVEN)) + 1
        over = guesses - free
        # Beyond 2**20 s every wait is the longest.
        wait = min(longest, 2.0 ** min(over - 1, 20)) if over > 0 else 0.0
        return _Wrong(min(guesses, free + 20), now, now + wait)


class Slowing:
    """Who has to wait before the next guess is looked at."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by: OrderedDict[str, _Wrong] = OrderedDict()
        self._together = _Wrong()
        self._known: OrderedDict[str, None] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds until a guess from ``address`` is looked at; 0 for at once."""
        of = owner(address)
        until = self._by.get(of, _Wrong()).until
        if of not in self._known:
            until = max(until, self._together.until)
        return max(0.0, until - self._clock())

    def wrong(self, address: str) -> None:
        """A wrong guess was looked at."""
        of, now = owner(address), self._clock()
        self._keep(self._by, of, self._by.pop(of, _Wrong()).another(now, FREE, LONGEST))
        self._together = self._together.another(now, FREE_TOGETHER, LONGEST_TOGETHER)

    def right(self, address: str) -> None:
        """The password came from there: what it got wrong before is forgotten."""
        of = owner(address)
        self._by.pop(of, None)
        self._known.pop(of, None)
        self._keep(self._known, of, None)

    @staticmethod
    def _keep(kept: OrderedDict[str, Held], of: str, what: Held) -> None:
        kept[of] = what
        if len(kept) > ADDRESSES:
            kept.popitem(last=False)
