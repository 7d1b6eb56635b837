"""Which pages follow what: a thing has one stream per view; a stream has members by language."""

from typing import NamedTuple

from realtime import limits
from realtime.connection import Connection
from realtime.protocol import Cursor
from realtime.topics import Topic

NEVER = float("inf")


class Newcomer(NamedTuple):
    connection: Connection
    lang: str
    after: Cursor | None


class Thing:
    """A followed thing that some page follows; `head` is the last revision that we read."""

    def __init__(self, name: str, topic: Topic, id: int) -> None:
        self.name = name
        self.topic = topic
        self.id = id
        self.head = 0
        self.streams: dict[str, Stream] = {}

    def stream(self, view: str) -> "Stream":
        return self.streams.setdefault(view, Stream(self, view))

    @property
    def is_watched(self) -> bool:
        return any(stream.is_read for stream in self.streams.values())


class Stream:
    """All readers of one view of one thing. Its members have received everything up to `cursor`."""

    def __init__(self, thing: Thing, view: str) -> None:
        self.thing = thing
        self.view = view
        self.cursor = 0
        self.members: dict[str, dict[Connection, None]] = {}
        self.newcomers: dict[Connection, Newcomer] = {}  # not answered yet
        self.waiting: dict[Connection, Newcomer] = {}  # held: too much unacknowledged; they continue at this cursor
        self.due_at = NEVER
        self.arrived_at = NEVER  # of the oldest newcomer
        self.rung_at = NEVER  # of the first ring that was not served yet
        self.rests_until = 0.0
        self.failures = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.thing.name, self.view

    @property
    def has_members(self) -> bool:
        return any(self.members.values())

    @property
    def is_read(self) -> bool:
        return bool(self.newcomers or self.waiting or self.has_members)

    @property
    def is_behind(self) -> bool:
        return self.cursor < self.thing.head and self.has_members

    def languages(self) -> list[str]:
        return [lang for lang, members in self.members.items() if members]

    def readers(self) -> list[Connection]:
        members = [connection for group in self.members.values() for connection in group]
        return [*members, *self.newcomers, *self.waiting]

    def is_member(self, connection: Connection) -> bool:
        return any(connection in members for members in self.members.values())

    def expect(self, newcomer: Newcomer) -> None:
        """Queue `newcomer` for the next turn; until then it is not a member."""
        self.remove(newcomer.connection)
        self.newcomers[newcomer.connection] = newcomer

    def hold(self, newcomer: Newcomer) -> None:
        """Send nothing more to this reader until it acknowledges."""
        self.remove(newcomer.connection)
        self.waiting[newcomer.connection] = newcomer

    def add(self, newcomer: Newcomer) -> None:
        """Make a newcomer that has everything up to the head a member."""
        self.remove(newcomer.connection)
        if not self.has_members:
            self.cursor = self.thing.head
        self.members.setdefault(newcomer.lang, {})[newcomer.connection] = None

    def remove(self, connection: Connection) -> None:
        self.newcomers.pop(connection, None)
        self.waiting.pop(connection, None)
        for members in self.members.values():
            members.pop(connection, None)

    def rest(self, started: float, now: float) -> None:
        """Pause before the next update: at most 8 a second, fewer when an update takes long."""
        self.rests_until = max(started + limits.INTERVAL, now + (now - started))
