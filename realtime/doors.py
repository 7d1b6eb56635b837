"""Limits on the number of sockets per person, per address and per process.

Anybody can invent a session. Until it is checked it counts by address, but with a high limit: after a restart a whole
town hall reconnects at once. Nobody can invent a ticket, because we signed it; a ticket that
has ended counts for 50 ms only.
"""

from collections import Counter

from realtime.connection import Connection
from realtime.limits import setting

UNKNOWN_FOR_ONE = 4


class Doors:
    """Counts sockets by person or ticket; without either by address, which a school or a town hall may share."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    @property
    def sockets(self) -> int:
        return self._counts.total()

    def let_in(self, connection: Connection) -> bool:
        """Count a new socket, before we know its person. False: the process is full, or this address has too many."""
        if self.sockets >= setting("LIVE_SOCKETS"):
            return connection.hurry()
        return self._count(connection, _kind(connection))

    def recognise(self, connection: Connection) -> bool:
        """Count it for its person or session, now that it is known. False: they have too many."""
        self.let_out(connection)
        return self._count(connection, _kind(connection))

    def let_out(self, connection: Connection) -> None:
        if connection.counted_as is not None:
            self._counts[connection.counted_as] -= 1
            if not self._counts[connection.counted_as]:
                del self._counts[connection.counted_as]
            connection.counted_as = None

    def _count(self, connection: Connection, kind: tuple[str, str]) -> bool:
        if self._counts[kind] >= _most(kind):
            return connection.hurry()
        connection.counted_as = kind
        self._counts[kind] += 1
        return True


def _kind(connection: Connection) -> tuple[str, str]:
    if connection.user_id is not None:
        return ("person", str(connection.user_id))
    if connection.ticket is not None:
        return ("ticket", str(connection.ticket))
    if connection.session_key is None:
        return ("address", connection.address)
    return ("session", connection.session_key) if connection.is_known else ("unknown", connection.address)


def _most(kind: tuple[str, str]) -> int:
    if kind[0] == "unknown":
        return UNKNOWN_FOR_ONE * int(setting("LIVE_SOCKETS_PER_ADDRESS"))
    return int(setting("LIVE_SOCKETS_PER_ADDRESS" if kind[0] == "address" else "LIVE_SOCKETS_PER_PERSON"))
