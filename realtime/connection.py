"""The socket of one page, and what pages follow: a thing has one stream per view; a stream has members by language."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from realtime import limits, metrics, protocol
from realtime.protocol import Cursor
from realtime.tickets import Proved, Ticket, Who
from realtime.topics import Topic

log = logging.getLogger(__name__)

NEVER = float("inf")
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Unseen(NamedTuple):
    """An update in transit. All its receivers share one object, to spare the garbage collector."""

    sent_at: float
    topic: str
    upto: Cursor
    size: int


class Update(NamedTuple):
    """One update for all its receivers: as an ASGI event, as a frame, and as an item to acknowledge."""

    event: Mapping[str, Any]
    frame: bytes
    unseen: Unseen


class Connection:
    """The state of one page: what it follows, its user, and the updates that it has not acknowledged yet."""

    patience = limits.PATIENCE  # seconds of debt that it may have

    def __init__(
        self,
        send: Send,
        *,
        write: Callable[[bytes], None] | None = None,
        is_full: Callable[[], bool] | None = None,
        session_key: str | None = None,
        ticket: Ticket | None = None,
        address: str = "",
    ) -> None:
        """`write` and `is_full` are functions of the server; None if it lacks them.

        `write` sends a frame at once, in order with what `send` sent. `is_full` says whether the client leaves much
        unread.
        """
        self.session_key = session_key
        self.ticket = ticket  # signed by us; checked together with the session
        self.address = address
        self.user_id: int | None = None
        self.is_proved = False  # its session has a second factor
        self.is_known = session_key is None and ticket is None  # a visitor without either needs no query
        self.is_closed = False
        self.has_followed = False
        self.streams: dict[str, Stream] = {}
        self.wanted: set[str] = set()  # topics that were asked for and not refused
        self.counted_as: tuple[str, str] | None = None  # see doors.py
        self.asked = 0  # follows that were not charged yet (budgets.py)
        self.whole_at = 0.0  # when its budget is full again
        self.loop = asyncio.get_running_loop()
        self.opened_at = self.had_room_at = self.loop.time()
        self.beat_at = self.opened_at + limits.BEAT
        self._send = send
        self._write_frame = write
        self._is_full = is_full or (lambda: False)
        self._outbox: list[Mapping[str, Any]] = []  # lists: an empty deque takes as much memory as all the rest
        self._writing: asyncio.Task[None] | None = None
        self._unseen: list[Unseen] = []
        self._unseen_bytes = 0
        self._refusals = 0

    @property
    def asks_as(self) -> tuple[Who, ...]:
        """The readers whose rights this page has: its user or visitor, that user as proved, and its ticket."""
        proved = (Proved(self.user_id),) if self.is_proved and self.user_id is not None else ()
        return (self.user_id, *proved) if self.ticket is None else (self.user_id, *proved, self.ticket)

    # sending

    def push(self, message: Mapping[str, Any]) -> None:
        """Give a message to the server without waiting. A message that it can't take yet waits here, in order."""
        if self._writing is not None:
            self._outbox.append(message)
            return
        task = asyncio.Task(self._write(message), loop=self.loop, eager_start=True)
        if not task.done():
            self._writing = task
            task.add_done_callback(self._written)

    async def _write(self, message: Mapping[str, Any]) -> None:
        try:
            await self._send(message)
            while self._outbox:
                await self._send(self._outbox.pop(0))
        except Exception as error:  # noqa: BLE001  each server raises its own error for a closed socket, and says so
            log.debug("live: not sent: %r", error)
            self._outbox.clear()

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writing = None

    def push_update(self, update: Update) -> None:
        """Send an update that the page must acknowledge."""
        self._unseen.append(update.unseen)
        self._unseen_bytes += update.unseen.size
        if self._write_frame is None or self._writing is not None:
            self.push(update.event)
        else:
            self._write_frame(update.frame)

    def refuse(self, text: str) -> None:
        """Send `gone` or `reset`; pages don't acknowledge these, so a page gets a limited number."""
        self._refusals += 1
        if self._refusals > limits.REFUSALS:
            self.close(protocol.TALKS_TOO_MUCH)
        elif not self.is_closed:
            self.push({"type": "websocket.send", "text": text})

    def close(self, code: int) -> None:
        """Close the socket once; the server then tells the task that serves it."""
        if not self.is_closed:
            self.is_closed = True
            metrics.closed(code)
            self._outbox.clear()
            self.push({"type": "websocket.close", "code": code})

    def hurry(self) -> bool:
        """Say that this person, address or process has too many sockets. Return False: this one must close."""
        return False

    # acknowledgements

    @property
    def is_held(self) -> bool:
        """Is so much unacknowledged, or unread, that we must send nothing more?"""
        return self._is_full() or self._unseen_bytes >= limits.WINDOW_BYTES or len(self._unseen) >= limits.HELD_UPDATES

    def has_room_for(self, size: int) -> bool:
        """Does an update of this size fit in the window? The first one does, unless the client leaves much unread."""
        if self._is_full():
            return False
        if not self._unseen:
            return True
        return self._unseen_bytes + size <= limits.WINDOW_BYTES and len(self._unseen) < limits.HELD_UPDATES

    def saw(self, topics: Mapping[str, Cursor]) -> None:
        """Remove the updates that the page acknowledged."""
        self._unseen = [item for item in self._unseen if not _is_covered(item, topics.get(item.topic))]
        self._unseen_bytes = sum(item.size for item in self._unseen)

    def does_not_read(self, now: float) -> bool:
        """Has the page stopped reading?

        More than a window is unacknowledged, including held updates, and the oldest one was sent more than 10 s ago.
        Or it has left much unread for 10 s, whatever it acknowledges.
        """
        if not self._is_full():
            self.had_room_at = now
        if self.had_room_at < now - limits.WINDOW_SECONDS:
            return True
        if not self._unseen or self._unseen[0].sent_at > now - limits.WINDOW_SECONDS:
            return False
        waits = any(self in stream.waiting for stream in self.streams.values())
        return waits or len(self._unseen) > limits.WINDOW_UPDATES or self._unseen_bytes > limits.WINDOW_BYTES


def _is_covered(item: Unseen, upto: Cursor | None) -> bool:
    return upto is not None and upto.epoch == item.upto.epoch and upto.revision >= item.upto.revision


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
