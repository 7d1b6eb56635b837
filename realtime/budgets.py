"""Budgets for live requests: a client that asks too much must wait; if it continues, it is disconnected.

A page has a budget, and so has its owner: a person, a ticket, or otherwise an address. The unit is one follow; a
database query costs many follows.
"""

import asyncio
from collections.abc import Sequence

from realtime import limits, metrics, protocol
from realtime.connection import Connection
from realtime.limits import setting

Owner = tuple[str, int | str]


class Budgets:
    """The budgets of all owners. It stores only the time when each budget will be full again."""

    def __init__(self) -> None:
        self._whole_at: dict[Owner, float] = {}
        self._slowed: dict[Connection, None] = {}
        self._refused_at: list[float] = []
        self._loop = asyncio.get_running_loop()

    @property
    def slowed(self) -> int:
        """Return how many pages wait because they asked too much."""
        return len(self._slowed)

    @property
    def refused(self) -> int:
        """Return how many pages were disconnected in the last minute."""
        return len(self._refused_at)

    def charge(self, connection: Connection) -> float:
        """Charge the page for its requests since the last charge. Return the seconds that it must wait, or 0."""
        asked, connection.asked = connection.asked, 0
        connection.whole_at = self._later(connection.whole_at, asked / limits.FOLLOWS_A_SECOND)
        self._spend(_owner(connection), asked)
        return self.owed(connection)

    def owed(self, connection: Connection) -> float:
        """Return the seconds that this page must wait before its next request."""
        burst = limits.FOLLOWS_AT_ONCE / limits.FOLLOWS_A_SECOND  # in seconds, the same for a page and for its owner
        whole_at = max(connection.whole_at, self._whole_at.get(_owner(connection), 0))
        return max(0.0, whole_at - burst - self._loop.time())

    def charge_question(self, connections: Sequence[Connection]) -> None:
        """Charge one database query to these pages, shared equally."""
        for connection in connections:
            self._spend(_owner(connection), limits.QUESTION / len(connections))

    def slow(self, connection: Connection) -> None:
        if connection not in self._slowed:
            self._slowed[connection] = None
            metrics.slowed.inc()

    def refuse(self, connection: Connection) -> None:
        """Disconnect a page that owes too much."""
        self._refused_at.append(self._loop.time())
        connection.close(protocol.TALKS_TOO_MUCH)

    def let_go(self, connection: Connection) -> None:
        self._slowed.pop(connection, None)

    def tidy(self) -> None:
        """Forget owners with a full budget, and disconnects older than a minute."""
        now = self._loop.time()
        self._refused_at = [at for at in self._refused_at if at > now - 60]
        self._whole_at = {owner: at for owner, at in self._whole_at.items() if at > now}

    def _spend(self, owner: Owner, points: float) -> None:
        a_second = limits.FOLLOWS_A_SECOND * setting("LIVE_SOCKETS_PER_ADDRESS")
        self._whole_at[owner] = self._later(self._whole_at.get(owner, 0), points / a_second)

    def _later(self, at: float, seconds: float) -> float:
        return max(at, self._loop.time()) + seconds


def _owner(connection: Connection) -> Owner:
    """Return whose budget counts: a signed-in person or a ticket has one apart from others at the same address."""
    if connection.user_id is not None:
        return ("person", connection.user_id)
    return ("address", connection.address) if connection.ticket is None else ("ticket", str(connection.ticket))
