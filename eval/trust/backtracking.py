"""How long a regular expression takes with what was made to delay it: at a length, and at twice and four times that."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import log

from eval.trust.attacks import Attack, attacks
from eval.trust.patterns import Expression

# Lengths at which exponential growth would show at once, and the seconds that no text so short may take.
SHORT_TEXTS, TOO_LONG = (14, 20, 26, 34), 0.02
# Seconds after which a text is given up: nothing linear takes a hundredth of it.
GIVEN_UP = 3.0
# A text of so many characters sorts out what is clearly linear: most take 0.01 µs a character, and the slowest linear
# one, with repeats of up to 200 inside each other, 6.
SCREEN, SLOW = 2_000, 0.3e-6
# What takes so many seconds for a tenth of that is looked at there: it may be cubic.
CUBIC = 0.004
# So many of the slowest texts are looked at closely.
CLOSELY = 6
LENGTHS = (5_000, 10_000, 20_000)
# Time grows with length to the power of …: 1 is linear, 2 quadratic. Between them lies what a machine that does other
# things makes of 1.
LINEAR = 1.45
# So many seconds are measured well enough the first time, and are long enough.
ENOUGH = 0.3


@dataclass(frozen=True, slots=True)
class Growth:
    """The worst that was found for an expression: seconds of the processor for a text of ``length``, and the power of
    its growth there.
    """

    expression: Expression
    way: str
    attack: Attack
    length: int
    seconds: float
    power: float

    @property
    def linear(self) -> bool:
        return self.power < LINEAR


def growth(expression: Expression, lengths: tuple[int, ...] = LENGTHS) -> tuple[Growth, int]:
    """The worst growth that is found, and how many texts were tried."""
    tried = 0
    suspects: list[tuple[float, str, Attack, tuple[int, ...]]] = []
    for way in sorted(_usual(expression.ways)):
        run = _runner(expression.pattern, way)
        for attack in attacks(expression.pattern):
            tried += 1
            if any(_seconds(run, attack.text(length)) > TOO_LONG for length in SHORT_TEXTS) and any(
                min(_seconds(run, attack.text(length)) for _ in range(3)) > TOO_LONG for length in SHORT_TEXTS
            ):
                return Growth(expression, way, attack, SHORT_TEXTS[-1], TOO_LONG, float("inf")), tried
            if (seconds := _seconds(run, attack.text(SCREEN // 10))) > CUBIC:  # would take minutes for more
                suspects.append(
                    (seconds, way, attack, tuple(length * SCREEN // 10 // lengths[0] for length in lengths))
                )
                continue
            text = attack.text(SCREEN)
            seconds = _seconds(run, text)
            if seconds > GIVEN_UP:
                return Growth(expression, way, attack, len(text), seconds, float("inf")), tried
            if seconds > SLOW * len(text):
                suspects.append((seconds, way, attack, lengths))
    worst: Growth | None = None
    # The slowest are looked at closely: what grows faster than the text is among them.
    for _, way, attack, longer in sorted(suspects, key=lambda one: -one[0])[:CLOSELY]:
        found = _grown(expression, way, attack, longer)
        if worst is None or (found.power, found.seconds) > (worst.power, worst.seconds):
            worst = found
        if not worst.linear:
            break
    if worst is None:
        way = min(_usual(expression.ways))
        worst = Growth(expression, way, Attack("", "a", ""), SCREEN, SLOW * SCREEN, 1.0)
    return worst, tried


# What a clock tells apart, in seconds.
TICK = 1e-7


def _grown(expression: Expression, way: str, attack: Attack, lengths: tuple[int, ...]) -> Growth:
    run = _runner(expression.pattern, way)
    seconds = []
    for length in lengths:
        text = attack.text(length)
        seconds.append(_seconds(run, text))
        if seconds[-1] > ENOUGH:
            break
        seconds[-1] = min(seconds[-1], *(_seconds(run, text) for _ in range(2)))
    used = lengths[: len(seconds)]
    first = max(seconds[0], TICK)  # a clock may not have ticked
    power = log(max(seconds[-1], TICK) / first) / log(used[-1] / used[0]) if len(used) > 1 else float("inf")
    return Growth(expression, way, attack, used[-1], seconds[-1], power)


def _usual(ways: frozenset[str]) -> set[str]:
    """Those that look through a text alike as one; a search where none is seen."""
    through = {"finditer" if way in ("findall", "sub", "subn", "split") else way for way in ways}
    return through or {"search"}


def _runner(pattern: re.Pattern[str], way: str) -> Callable[[str], object]:
    if way == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return {"search": pattern.search, "match": pattern.match, "fullmatch": pattern.fullmatch}[way]


def _seconds(run: Callable[[str], object], text: str) -> float:
    """Seconds of the processor; infinite where it was given up. Python's matcher looks for signals as it goes.

    Given up by the wall's clock: while a timer of the processor's runs, Linux counts a process's time in ticks of some
    milliseconds.
    """
    before = signal.signal(signal.SIGALRM, _given_up)
    signal.setitimer(signal.ITIMER_REAL, GIVEN_UP)
    started = time.process_time()
    try:
        run(text)
        return time.process_time() - started
    except _GivenUp:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _GivenUp(Exception):
    """It took too long."""


def _given_up(_signal: int, _frame: object) -> None:
    raise _GivenUp
