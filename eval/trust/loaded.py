"""A server that is asked by many, what it is asked, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.trust.crowd import Client, Reply, Way
from eval.trust.running import Running


@dataclass(frozen=True, slots=True)
class Amount:
    """Seconds that the crowd asks, and how many answers the first of it to be done has at least; how many different
    questions it has; over how many questions memory is watched, after how many to warm up, and whether checks and
    quotations are among them; and how often fairness is tried.
    """

    seconds: float
    answers: int
    different: int
    questions: int
    warm: int
    others: bool
    times: int


@dataclass(frozen=True, slots=True)
class Load:
    """A server that is asked, what is asked, and by whom: ``client`` makes one with a session of its own."""

    running: Running
    file: Path
    amount: Amount
    questions: tuple[str, ...]
    talk: int

    def client(self, session: str) -> Client:
        return Client(self.running.address, self.talk, session)

    def each(self, session: str, work: Callable[[Client], Sequence[Reply]]) -> Callable[[], Sequence[Reply]]:
        """``work`` for a client of that session, whose connection is closed afterwards."""

        def done() -> Sequence[Reply]:
            client = self.client(session)
            try:
                return work(client)
            finally:
                client.close()

        return done


def once(way: Way, question: str, client: Client) -> list[Reply]:
    """One answer, as a list."""
    return [client.ask(way, question)]
