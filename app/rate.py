"""How often one address may ask: a token bucket (RFC 2697, section 3)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address

# Questions a second that an address may ask for ever, and how many at once after a pause. A newsroom of 100 behind one
# address, each with a question every 5 seconds, asks 20 a second; two cores answer about 30. 200 at once: all of a
# conference open their conversation.
A_SECOND = 20.0
AT_ONCE = 200
# Addresses that are remembered: 10,000 take 2 MB. Who is forgotten begins anew, which needs 10,000 others since.
ADDRESSES = 10_000


class Rate:
    """Counts what each address asks. This machine's own addresses are not counted: who is here can do worse."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Takes one for ``address``, and gives 0; or the seconds until there is one."""
        of = owner(address)
        if not of:
            return 0.0
        now = self._clock()
        left, at = self._left.pop(of, (float(AT_ONCE), now))
        left = min(float(AT_ONCE), left + (now - at) * A_SECOND)
        allowed = left >= 1.0
        self._left[of] = (left - 1.0 if allowed else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1.0 - left) / A_SECOND


def owner(address: str) -> str:
    """Whose address it is: of IPv6 the /64, since each of its holders has all of it; '' for this machine's own."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return ""
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
