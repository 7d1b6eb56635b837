"""The hub, one per process: it knows which page follows what, finds the changes, and sends them.

The database is the log, and each socket has a cursor in it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from prometheus_client import Gauge

from realtime import doorbell, errors, limits, metrics, protocol, under_daphne
from realtime.budgets import Budgets
from realtime.catch_ups import CatchUps
from realtime.connection import Connection, Newcomer, Stream, Thing
from realtime.doors import Doors
from realtime.fragments import Fragments
from realtime.hub_type import Request
from realtime.limits import backoff
from realtime.protocol import Follow, Seen
from realtime.rights import Rights
from realtime.threads import Desk
from realtime.turns import Turns
from realtime.upkeep import tick


class Hub:
    """The live state of this process. It runs in one event loop; threads only read the database."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.epoch = ""
        self.connections: set[Connection] = set()
        self.things: dict[str, Thing] = {}
        self.doors = Doors()
        self.budgets = Budgets()
        self.fragments = Fragments()
        self.catch_ups = CatchUps()
        self.desk = Desk("live-hub")
        self.turns = Turns(self)
        self.rights = Rights(self)
        self._tasks: list[asyncio.Task[None]] = []

    # start and stop

    def start(self) -> None:
        doorbell.listen(self._rung)
        metrics.watch(self._gauges())
        for name, work in {
            "turn": self.turns.turn,
            "admit": self.rights.admit,
            "check": self.rights.check,
            "tick": lambda: tick(self, self.turns),
            "hear": self._hear,
        }.items():
            self._tasks.append(self.loop.create_task(self._for_ever(name, work), name=f"live {name}"))

    def _gauges(self) -> dict[Gauge, Callable[[], float]]:
        """Return what each gauge must show of this hub; another thread calls the functions."""
        return {
            metrics.sockets: lambda: len(self.connections),
            metrics.topics: lambda: len(self.things),
            metrics.behind: lambda: self.turns.behind(self.loop.time()),
            metrics.catching_up: lambda: self.turns.catching_up,
            metrics.catching_up_for: lambda: self.turns.catching_up_for(self.loop.time()),
            metrics.slowed_now: lambda: self.budgets.slowed,
        }

    async def _for_ever(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Repeat `work`; report an error, and try again a little later."""
        failures = 0
        while True:
            try:
                await work()
                failures = 0
            except Exception as error:  # noqa: BLE001  live goes on after any error
                failures += 1
                errors.report(error, name)
                await asyncio.sleep(backoff(failures))

    def close(self, code: int = protocol.GOING_DOWN, *, wait: bool = False) -> None:
        """Close every socket, and stop."""
        doorbell.stop_listening(self._rung)
        for connection in tuple(self.connections):
            connection.close(code)
        for task in self._tasks:
            task.cancel()
        self.desk.close(wait=wait)
        self.rights.desk.close(wait=wait)

    # calls from sockets

    def join(self, connection: Connection) -> bool:
        """Count a new socket. False: there are too many."""
        if not self.doors.let_in(connection):
            return False
        self.connections.add(connection)
        if connection.ticket is not None:
            self.rights.recognise_soon(connection)
        return True

    def leave(self, connection: Connection) -> None:
        connection.is_closed = True
        self.connections.discard(connection)
        self.doors.let_out(connection)
        self.budgets.let_go(connection)
        self.rights.forget(connection)
        for stream in connection.streams.values():
            stream.remove(connection)
            self.forget_unread(stream)
        connection.streams.clear()

    def follow(self, connection: Connection, wish: Follow) -> None:
        """Ask for the right to follow each topic; then send the changes since `after`.

        Raises Refused above 60 topics.
        """
        connection.has_followed = True
        connection.wanted |= wish.topics.keys()
        if len(connection.wanted) > limits.TOPICS:
            raise protocol.Refused(protocol.NOT_THE_PROTOCOL)
        for name, wanted in wish.topics.items():
            self.rights.request(connection, name, wanted, wish.lang)

    def saw(self, connection: Connection, seen: Seen) -> None:
        """Remove acknowledged updates; a held reader continues at its own cursor."""
        connection.saw(seen.topics)
        if connection.is_held:
            return
        for stream in connection.streams.values():
            if connection in stream.waiting:
                stream.expect(stream.waiting[connection])
                self.turns.arrive(stream)

    # calls from rights

    def enter(self, connection: Connection, request: Request) -> None:
        """Answer this page in the next turn: it may follow the topic."""
        thing = self.things.setdefault(request.name, Thing(request.name, request.topic, request.id))
        stream = thing.stream(request.view)
        before = connection.streams.get(request.name)
        if before is not None and before is not stream:
            before.remove(connection)
            self.forget_unread(before)
        connection.wanted.add(request.name)
        connection.streams[request.name] = stream
        stream.expect(Newcomer(connection, request.lang, request.after))
        self.turns.arrive(stream)

    def turn_away(self, connection: Connection, name: str) -> None:
        """Refuse a topic. The answer is the same for "not allowed" and "does not exist"."""
        stream = connection.streams.get(name)
        if stream is not None:
            self.expel(connection, stream)
            return
        connection.wanted.discard(name)
        connection.refuse(protocol.gone(name))

    def expel(self, connection: Connection, stream: Stream) -> None:
        """End a follow that is no longer allowed, or whose thing no longer exists."""
        if connection.streams.get(stream.thing.name) is stream:
            self._dismiss(connection, stream, protocol.gone(stream.thing.name))

    def send_resets(self, connections: Iterable[Connection], stream: Stream) -> None:
        """Make these pages fetch themselves again; after that they follow again."""
        text = protocol.reset(stream.thing.name)
        for connection in connections:
            if connection.streams.get(stream.thing.name) is stream:
                metrics.resets.inc()
                self._dismiss(connection, stream, text)

    def _dismiss(self, connection: Connection, stream: Stream, text: str) -> None:
        stream.remove(connection)
        del connection.streams[stream.thing.name]
        connection.wanted.discard(stream.thing.name)
        connection.refuse(text)
        self.forget_unread(stream)

    def forget_unread(self, stream: Stream) -> None:
        thing = stream.thing
        if stream.is_read:
            return
        self.turns.forget(stream)
        if thing.streams.get(stream.view) is stream:
            del thing.streams[stream.view]
        if not thing.streams and self.things.get(thing.name) is thing:
            del self.things[thing.name]

    # wake-ups

    def _rung(self, names: set[str]) -> None:
        """Pass the names to the hub's event loop; the doorbell calls this on the thread that rang."""
        if doorbell.RIGHTS in names or any(name in self.things for name in names):
            self.loop.call_soon_threadsafe(self.ring, names, self.loop.time())

    def ring(self, names: Iterable[str], at: float | None = None) -> None:
        """Serve these topics 30 ms later, so that changes of the same moment go together."""
        at = self.loop.time() if at is None else at
        for name in names:
            if name == doorbell.RIGHTS:
                self.rights.look_again()
            thing = self.things.get(name)
            for stream in thing.streams.values() if thing else ():
                stream.rung_at = min(stream.rung_at, at)
                self.turns.expect(stream, self.loop.time() + limits.FIRST)

    async def _hear(self) -> None:
        """Pass on the rings of other processes."""
        async for names in doorbell.heard():
            self.ring(names)


_hub: Hub | None = None


def behind() -> float:
    """Return how many seconds the hub of this process is late with its reads; 0 if it has no hub."""
    return _hub.turns.behind(_hub.loop.time()) if _hub else 0


def catching_up_for() -> float:
    """Return how many seconds the oldest newcomer has waited."""
    return _hub.turns.catching_up_for(_hub.loop.time()) if _hub else 0


def asking_too_much() -> tuple[int, int]:
    """Return how many pages wait because they asked too much, and how many were disconnected in the last minute."""
    return (_hub.budgets.slowed, _hub.budgets.refused) if _hub else (0, 0)


def here() -> Hub:
    """Return the hub of this process; the first call starts it in the running loop."""
    global _hub
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        if _hub is not None:
            doorbell.stop_listening(_hub._rung)
        _hub = Hub()
        _hub.start()
        under_daphne.before_it_stops(_hub.close)
    return _hub
