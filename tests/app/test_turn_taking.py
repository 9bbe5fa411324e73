"""Turns: few at work, round the clients, a bound on who waits, and none lost whatever is given up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.turn_taking import Busy, Turns, give_way

PATIENCE = 20


class Hall:
    """Work that is held up until ``open``, and notes who did it, in order."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.open = threading.Event()
        self.done: list[str] = []
        self.at_work = 0
        self.most = 0
        self._lock = threading.Lock()

    def held(self, name: str) -> str:
        with self._lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        assert self.open.wait(PATIENCE)
        with self._lock:
            self.at_work -= 1
            self.done.append(name)
        return name

    def take(self, client: str, name: str) -> asyncio.Task[str]:
        return asyncio.ensure_future(self.turns.take(client, partial(self.held, name)))


async def settled() -> None:
    """Lets all that was begun come as far as it can without a turn."""
    for _ in range(5):
        await asyncio.sleep(0)


def ran(work: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(PATIENCE):
            await work

    asyncio.run(bounded())


# One letter a client: (arrivals in order, who is served in order), one at work at a time. The first is at work at once.
ORDERS = [
    pytest.param("a1 a2 a3", "a1 a2 a3", id="one-client-first-in-first-out"),
    pytest.param("a1 a2 a3 a4 b1", "a1 a2 b1 a3 a4", id="a-single-one-waits-for-one-turn-of-the-many"),
    pytest.param("a1 a2 b1 a3 b2 c1", "a1 a2 b1 c1 a3 b2", id="round-the-clients"),
    pytest.param("a1 b1 b2 c1 c2", "a1 b1 c1 b2 c2", id="who-has-been-served-waits-again"),
]


@pytest.mark.parametrize(("arrivals", "served"), ORDERS)
def test_who_is_served_when(arrivals: str, served: str) -> None:
    async def work() -> None:
        hall = Hall(Turns(at_work=1, waiting=10, of_one=10))
        tasks = []
        for name in arrivals.split():
            tasks.append(hall.take(name[0], name))
            await settled()
        hall.open.set()
        assert await asyncio.gather(*tasks) == arrivals.split()
        assert hall.done == served.split()

    ran(work())


def test_few_are_at_work_at_once() -> None:
    async def work() -> None:
        hall = Hall(Turns(at_work=2, waiting=50, of_one=50))
        tasks = [hall.take(str(at % 7), str(at)) for at in range(50)]
        await settled()
        assert hall.turns.waiting == 48
        hall.open.set()
        assert len(await asyncio.gather(*tasks)) == 50
        assert hall.most <= 2
        assert hall.turns.waiting == 0

    ran(work())


def test_beyond_the_bound_it_is_refused_at_once() -> None:
    async def work() -> None:
        hall = Hall(Turns(at_work=1, waiting=3, of_one=2))
        tasks = [hall.take("a", "a1"), hall.take("a", "a2"), hall.take("a", "a3")]
        await settled()
        with pytest.raises(Busy, match="2 questions of yours wait already; try again in a moment"):
            await hall.turns.take("a", lambda: pytest.fail("worked"))
        tasks.append(hall.take("b", "b1"))
        await settled()
        with pytest.raises(Busy, match="3 questions wait already; try again in a moment"):
            await hall.turns.take("c", lambda: pytest.fail("worked"))
        hall.open.set()
        assert await asyncio.gather(*tasks) == ["a1", "a2", "a3", "b1"]
        assert await hall.turns.take("c", lambda: "later") == "later"

    ran(work())


def test_what_fails_gives_its_turn_back() -> None:
    async def work() -> None:
        turns = Turns(at_work=1, waiting=1, of_one=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await turns.take("a", lambda: 1 // 0)
        assert await turns.take("a", lambda: 1) == 1

    ran(work())


@pytest.mark.parametrize("given_up", [0, 1, 2], ids=["at-work", "next", "last"])
def test_what_is_given_up_leaves_no_hole(given_up: int) -> None:
    async def work() -> None:
        hall = Hall(Turns(at_work=1, waiting=5, of_one=5))
        tasks = [hall.take("a", str(at)) for at in range(3)]
        await settled()
        tasks[given_up].cancel()
        await settled()
        hall.open.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[given_up], asyncio.CancelledError)
        assert [one for one in results if isinstance(one, str)] == [str(at) for at in range(3) if at != given_up]
        assert await hall.turns.take("b", lambda: "free") == "free"
        assert hall.turns.waiting == 0

    ran(work())


def test_something_long_gives_way_between_its_steps() -> None:
    done: list[str] = []

    def long(begun: threading.Event, go: threading.Event) -> str:
        begun.set()
        assert go.wait(PATIENCE)
        for step in range(3):
            done.append(f"step {step}")
            give_way()
        return "long"

    async def work() -> None:
        turns = Turns(at_work=1, waiting=4, of_one=4)
        begun, go = threading.Event(), threading.Event()
        first = asyncio.ensure_future(turns.take("a", partial(long, begun, go)))
        await asyncio.to_thread(begun.wait, PATIENCE)
        others = [asyncio.ensure_future(turns.take("b", partial(done.append, name))) for name in ("b1", "b2")]
        await settled()
        go.set()
        assert await first == "long"
        await asyncio.gather(*others)
        # After each step one of the others, of whom the second lined up behind.
        assert done == ["step 0", "b1", "step 1", "b2", "step 2"]

    ran(work())


def test_nobody_waits_for_what_was_given_up() -> None:
    steps: list[int] = []
    ended = threading.Event()

    def long(begun: threading.Event, go: threading.Event) -> None:
        try:
            begun.set()
            assert go.wait(PATIENCE)
            for step in range(1_000):
                steps.append(step)
                give_way()
        finally:
            ended.set()

    async def work() -> None:
        turns = Turns(at_work=1, waiting=4, of_one=4)
        begun, go = threading.Event(), threading.Event()
        task = asyncio.ensure_future(turns.take("a", partial(long, begun, go)))
        await asyncio.to_thread(begun.wait, PATIENCE)
        task.cancel()
        await settled()
        go.set()
        assert await asyncio.to_thread(ended.wait, PATIENCE)
        assert steps == [0]
        assert await turns.take("b", lambda: "free") == "free"

    ran(work())


def test_outside_of_a_turn_nobody_gives_way() -> None:
    give_way(3, 9)


def test_several_loops_share_the_turns() -> None:
    turns = Turns(at_work=1, waiting=40, of_one=40)
    results: list[int] = []

    def loop(base: int) -> None:
        async def work() -> None:
            results.extend(await asyncio.gather(*(turns.take(str(base), partial(int, base + at)) for at in range(10))))

        asyncio.run(work())

    threads = [threading.Thread(target=loop, args=(base,)) for base in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(results) == list(range(30))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["work", "fail", "cancel", "steps"])), max_size=25))
def test_every_one_is_served_refused_or_given_up(wanted: list[tuple[str, str]]) -> None:
    """The law: whatever happens, all turns are free again at the end, and nobody waits."""

    def stepping() -> str:
        for _ in range(3):
            give_way()
        return "steps"

    works: dict[str, Callable[[], object]] = {
        "work": lambda: "work",
        "fail": lambda: 1 // 0,
        "cancel": lambda: "cancel",
        "steps": stepping,
    }

    async def work() -> None:
        turns = Turns(at_work=2, waiting=6, of_one=4)
        tasks = []
        for client, what in wanted:
            tasks.append(asyncio.ensure_future(turns.take(client, works[what])))
            await asyncio.sleep(0)
            if what == "cancel":
                tasks[-1].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        for (_, what), result in zip(wanted, results, strict=True):
            allowed = {"fail": ZeroDivisionError, "cancel": asyncio.CancelledError}.get(what, str)
            assert isinstance(result, (allowed, Busy))
        assert [await turns.take("z", lambda: 1) for _ in range(4)] == [1] * 4
        assert turns.waiting == 0

    ran(work())
