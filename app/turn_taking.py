"""Who is at work, and who waits: a few at a time, each client in its turn, and a bound on how many wait.

Waiting costs no thread: one is taken when a turn comes. Turns go round the clients, one each (round robin; Nagle, RFC
970), and are first in, first out for each, so that forty requests of one hold up a single one of another by one turn.
"""

from __future__ import annotations

import threading
from asyncio import CancelledError, wrap_future
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from ingest.errors import IbidError

T = TypeVar("T")

# At work at once. Python runs one thread at a time, and only the model's own arithmetic runs beside it. Questions a
# second on 2 cores, with 1, 2, 3, 4 at work: 20, 22, 21, 21; the time of each of them: 50, 94, 142, 190 ms. (With an
# earlier reader. Today's answers 5 a second with 50 clients, two at work; no other number was tried with it.)
AT_WORK = 2
# Requests that wait. A question takes both cores some 200 ms: whoever is let in last waits 25 s, which a browser's user
# would not; but so many at once are a program's, which does.
WAITING = 128
# Of these, one client's: nobody alone fills the room, and a program with as many threads as the desk has readers
# (50 are promised) is served.
OF_ONE = 64


class Busy(IbidError):
    """Too many wait already, or the request was given up: what was asked has not been looked at."""


class _Request:
    """One that was let in. ``turn`` is done as soon as it may work."""

    __slots__ = ("abandoned", "client", "taken", "turn")

    def __init__(self, client: str, taken: Turns) -> None:
        self.client = client
        self.taken = taken
        self.turn: Future[None] = Future()
        self.abandoned = False


class _Own(threading.local):
    """What this thread is at work on."""

    request: _Request | None = None


_own = _Own()


def give_way(*_: object) -> None:
    """Called between two steps of something long: whoever waits has a turn first. Nothing, where no turn was taken.

    Raises Busy if nobody waits for the result any more.
    """
    if _own.request is not None:
        _own.request.taken.rejoin(_own.request)


class Turns:
    """Has work done in turn. Safe to share between threads and event loops."""

    def __init__(self, *, at_work: int = AT_WORK, waiting: int = WAITING, of_one: int = OF_ONE) -> None:
        self._free = at_work
        self._most = waiting
        self._of_one = of_one
        self._waiting = 0
        self._lines: OrderedDict[str, deque[_Request]] = OrderedDict()
        self._lock = threading.Lock()
        # What gives way keeps its thread, so that there may be as many as there are requests inside.
        self._threads = ThreadPoolExecutor(at_work + waiting, thread_name_prefix="ibid-turn")

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._waiting

    async def take(self, client: str, work: Callable[[], T]) -> T:
        """What ``work`` returns, done in a thread when ``client`` has its turn. Raises Busy at once, and ``work``'s."""
        request = self._let_in(client)
        try:
            await wrap_future(request.turn)
        except CancelledError:
            if not request.turn.cancelled():  # the turn came at the same moment
                self._leave()
            raise
        done = self._threads.submit(_at_work, request, work)
        done.add_done_callback(lambda _: self._leave())
        try:
            return await wrap_future(done)
        except CancelledError:
            request.abandoned = True
            raise

    def rejoin(self, request: _Request) -> None:
        """Waits for another turn, in the thread of ``request``. Raises Busy if it was abandoned."""
        with self._lock:
            if self._lines:
                request.turn = Future()
                self._line_up(request)
                self._free += 1
                self._hand_out()
        request.turn.result()
        if request.abandoned:
            raise Busy("given up: nobody waits for this any more")

    def _let_in(self, client: str) -> _Request:
        request = _Request(client, self)
        with self._lock:
            if self._waiting >= self._most:
                raise Busy(f"Ibid is busy: {self._waiting} questions wait already; try again in a moment.")
            if (own := len(self._lines.get(client, ()))) >= self._of_one:
                raise Busy(f"Ibid is busy: {own} questions of yours wait already; try again in a moment.")
            self._line_up(request)
            self._hand_out()
        return request

    def _line_up(self, request: _Request) -> None:
        self._lines.setdefault(request.client, deque()).append(request)
        self._waiting += 1

    def _leave(self) -> None:
        with self._lock:
            self._free += 1
            self._hand_out()

    def _hand_out(self) -> None:
        """Gives the turns that are free to those that wait: one to each client, then round again."""
        while self._free and self._lines:
            client, line = self._lines.popitem(last=False)
            request = line.popleft()
            if line:
                self._lines[client] = line
            self._waiting -= 1
            if request.turn.set_running_or_notify_cancel():
                self._free -= 1
                request.turn.set_result(None)


def _at_work(request: _Request, work: Callable[[], T]) -> T:
    _own.request = request
    try:
        return work()
    finally:
        _own.request = None
