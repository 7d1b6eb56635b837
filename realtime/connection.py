"""One page's socket, seen from the hub."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from realtime import limits, metrics, protocol
from realtime.protocol import Cursor

if TYPE_CHECKING:
    from realtime.streams import Stream

log = logging.getLogger(__name__)

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Unseen(NamedTuple):
    """What went out in one frame; all who got that hold the same, or the garbage collector would have work of it."""

    sent_at: float
    topic: str
    upto: Cursor
    size: int


class Update(NamedTuple):
    """The same for everybody who gets it: as an event of ASGI, as a frame on the wire, and as what is to be seen."""

    event: Mapping[str, Any]
    frame: bytes
    unseen: Unseen


class Connection:
    """What a page follows, who reads it, and what it was sent but did not yet say to have seen."""

    patience = limits.PATIENCE  # seconds that it may owe

    def __init__(
        self,
        send: Send,
        *,
        write: Callable[[bytes], None] | None = None,
        session_key: str | None = None,
        address: str = "",
    ) -> None:
        """`write`, where the server has it, sends a frame at once, in order with what went by `send`."""
        self.session_key = session_key
        self.address = address
        self.user_id: int | None = None
        self.is_known = session_key is None  # a visitor without a session needs no look-up
        self.is_closed = False
        self.has_followed = False
        self.streams: dict[str, Stream] = {}
        self.wanted: set[str] = set()  # topics asked for and not refused
        self.counted_as: tuple[str, str] | None = None  # see doors.py
        self.asked = 0  # follows that weren't counted yet, and when those that were are forgotten: see budgets.py
        self.whole_at = 0.0
        self.loop = asyncio.get_running_loop()
        self.opened_at = self.loop.time()
        self.beat_at = self.opened_at + limits.BEAT
        self._send = send
        self._write_frame = write
        self._outbox: list[Mapping[str, Any]] = []  # lists, for an empty deque takes as much as all the rest
        self._writing: asyncio.Task[None] | None = None
        self._unseen: list[Unseen] = []
        self._unseen_bytes = 0
        self._refusals = 0

    # what is sent

    def push(self, message: Mapping[str, Any]) -> None:
        """Hand a message to the server without waiting. One that isn't taken at once waits here, in order."""
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
        except Exception as error:  # noqa: BLE001  each server has its own for a socket that went away; it will say so
            log.debug("live: not sent: %r", error)
            self._outbox.clear()

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writing = None

    def push_update(self, update: Update) -> None:
        """Send an update that the page must say to have seen."""
        self._unseen.append(update.unseen)
        self._unseen_bytes += update.unseen.size
        if self._write_frame is None or self._writing is not None:
            self.push(update.event)
        else:
            self._write_frame(update.frame)

    def refuse(self, text: str) -> None:
        """Send `gone` or `reset`; nobody acknowledges these, so a page gets a bounded number."""
        self._refusals += 1
        if self._refusals > limits.REFUSALS:
            self.close(protocol.TALKS_TOO_MUCH)
        elif not self.is_closed:
            self.push({"type": "websocket.send", "text": text})

    def close(self, code: int) -> None:
        """Close the socket once; whoever waits for it hears so from the server."""
        if not self.is_closed:
            self.is_closed = True
            metrics.closed(code)
            self._outbox.clear()
            self.push({"type": "websocket.close", "code": code})

    def hurry(self) -> bool:
        """Who reads it, or this process, has as many open as may be. False: this one must go."""
        return False

    # what was seen

    @property
    def is_held(self) -> bool:
        """Has so much gone out unseen that more would only fill buffers?"""
        return self._unseen_bytes >= limits.WINDOW_BYTES or len(self._unseen) >= limits.HELD_UPDATES

    def has_room_for(self, size: int) -> bool:
        """Does an update of so many bytes fit in its window? Whatever is first does."""
        if not self._unseen:
            return True
        return self._unseen_bytes + size <= limits.WINDOW_BYTES and len(self._unseen) < limits.HELD_UPDATES

    def saw(self, topics: Mapping[str, Cursor]) -> None:
        """Forget what the page has taken in."""
        self._unseen = [item for item in self._unseen if not _is_covered(item, topics.get(item.topic))]
        self._unseen_bytes = sum(item.size for item in self._unseen)

    def does_not_read(self, now: float) -> bool:
        """More than a window unseen, with what is held for it, and the oldest for 10 s."""
        if not self._unseen or self._unseen[0].sent_at > now - limits.WINDOW_SECONDS:
            return False
        waits = any(self in stream.waiting for stream in self.streams.values())
        return waits or len(self._unseen) > limits.WINDOW_UPDATES or self._unseen_bytes > limits.WINDOW_BYTES


def _is_covered(item: Unseen, upto: Cursor | None) -> bool:
    return upto is not None and upto.epoch == item.upto.epoch and upto.revision >= item.upto.revision
