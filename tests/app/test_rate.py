"""How often an address may ask: what fits at once, what comes back with time, and whose address it is."""

from __future__ import annotations

import pytest

from app.rate import A_SECOND, ADDRESSES, AT_ONCE, Rate, owner


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("address", "of"),
    [
        pytest.param("192.0.2.7", "192.0.2.7", id="plain"),
        pytest.param("127.0.0.1", "", id="loopback"),
        pytest.param("127.9.9.9", "", id="all-of-loopback"),
        pytest.param("::1", "", id="loopback-6"),
        pytest.param("::ffff:127.0.0.1", "", id="loopback-4-in-6"),
        pytest.param("::ffff:192.0.2.7", "192.0.2.7", id="4-in-6-is-the-4"),
        pytest.param("2001:db8:1:2:3::4", "2001:db8:1:2::/64", id="all-of-a-64-are-one"),
        pytest.param("fe80::1%eth0", "fe80::/64", id="with-a-zone"),
        pytest.param("", "", id="a-socket-without-address"),
        pytest.param("testclient", "testclient", id="no-address"),
    ],
)
def test_whose_address_it_is(address: str, of: str) -> None:
    assert owner(address) == of


def test_what_fits_at_once_and_what_comes_back() -> None:
    clock = Clock()
    rate = Rate(clock)
    assert [rate.wait("192.0.2.7") for _ in range(AT_ONCE)] == [0.0] * AT_ONCE
    assert rate.wait("192.0.2.7") == pytest.approx(1 / A_SECOND)
    assert rate.wait("192.0.2.8") == 0.0  # another's is another's
    clock.now += 0.5  # 10 at 20 a second
    assert [rate.wait("192.0.2.7") > 0 for _ in range(11)] == [False] * 10 + [True]
    clock.now += 10_000
    assert [rate.wait("192.0.2.7") > 0 for _ in range(AT_ONCE + 1)] == [False] * AT_ONCE + [True]


def test_this_machine_is_not_counted() -> None:
    rate = Rate(Clock())
    assert not any(rate.wait("127.0.0.1") for _ in range(AT_ONCE * 2))


def test_memory_is_bounded() -> None:
    rate = Rate(Clock())
    for number in range(ADDRESSES + 50):
        rate.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(rate._left) == ADDRESSES
