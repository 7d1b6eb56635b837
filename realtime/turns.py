"""One turn: look at the heads, then bring every stream that is due to its head."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from realtime import limits, metrics, telling
from realtime.delivery import pass_on, welcome
from realtime.limits import backoff, setting
from realtime.models import Epoch
from realtime.streams import NEVER, Newcomer, Stream, Thing
from realtime.topics import Topic

if TYPE_CHECKING:
    from realtime.hub import Hub

Heads = dict[tuple[str, int], int]
Arrivals = dict[Stream, list[Newcomer]]


class Turns:
    """Woken by a ring or a newcomer, or by its own poll each second: the poll is the promise, the ring only latency.

    One turn at a time reads, renders and sends, so nothing overtakes.
    """

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._due: set[Stream] = set()
        self._wake = asyncio.Event()
        self._poll_at = 0.0
        self._looked_at = hub.loop.time()
        self._failures = 0

    def expect(self, stream: Stream, at: float, *, rests: bool = True) -> None:
        """Serve `stream` at that time of the loop, not before its rest is over; newcomers don't wait for that."""
        stream.due_at = min(stream.due_at, max(at, stream.rests_until) if rests else at)
        self._due.add(stream)
        self._wake.set()

    def forget(self, stream: Stream) -> None:
        self._due.discard(stream)

    async def turn(self) -> None:
        now = await self._until_due()
        polls = self._polls and self._poll_at <= now
        arrivals = self._take_due(now)
        things = list(self._hub.things.values() if polls else dict.fromkeys(stream.thing for stream in arrivals))
        try:
            epoch, heads = await self._hub.desk.do(_look, _by_kind(things))
        except Exception as error:  # noqa: BLE001  the database is away: come back to the same streams
            self._try_again(arrivals, error)
            return
        self._failures = 0
        if polls:
            self._looked_at, self._poll_at = now, now + limits.POLL
        await self._take_epoch(epoch)
        self._take_heads(things, heads)
        for stream in self._late(things, arrivals) if polls else ():
            arrivals[stream] = []
        for stream, newcomers in arrivals.items():
            await self._serve(stream, newcomers)

    def behind(self, now: float) -> float:
        """Return for how long the look of each second has been due. May be asked from any thread."""
        return max(0.0, now - self._looked_at - limits.POLL)

    def had_nothing_to_look_at(self) -> None:
        """Told each second: then we are not late."""
        if not self._polls:
            self._looked_at = self._hub.loop.time()

    @property
    def _polls(self) -> bool:
        return bool(setting("LIVE_POLL") and self._hub.things)

    async def _until_due(self) -> float:
        while True:
            self._wake.clear()
            due_at = min((stream.due_at for stream in self._due), default=NEVER)
            if self._polls:
                due_at = min(due_at, self._poll_at)
            now = self._hub.loop.time()
            if due_at <= now:
                return now
            try:
                async with asyncio.timeout_at(None if due_at == NEVER else due_at):
                    await self._wake.wait()
            except TimeoutError:
                pass

    def _take_due(self, now: float) -> Arrivals:
        """Take what is due, with who is new there: later ones may know of a revision that this turn's look doesn't."""
        ready = [stream for stream in self._due if stream.due_at <= now]
        for stream in ready:
            self._due.discard(stream)
            stream.due_at = NEVER
        return {stream: list(stream.newcomers.values()) for stream in ready}

    def _try_again(self, streams: Iterable[Stream], error: Exception) -> None:
        telling.tell(error, "look")
        self._failures += 1
        self._poll_at = self._hub.loop.time() + backoff(self._failures)
        for stream in streams:
            self.expect(stream, self._poll_at)

    async def _take_epoch(self, epoch: str) -> None:
        before, self._hub.epoch = self._hub.epoch, epoch
        if before not in ("", epoch):
            self._hub.fragments.forget()  # no job of ours is running now
            for thing in tuple(self._hub.things.values()):
                self._reset(thing)
                await asyncio.sleep(0)  # others get a turn of the loop

    def _take_heads(self, things: Iterable[Thing], heads: Heads) -> None:
        for thing in things:
            head = heads.get((thing.topic.name, thing.id))
            if head is None:
                self._let_go(thing)
                continue
            went_back, thing.head = head < thing.head, head
            if went_back:
                self._reset(thing)

    def _late(self, things: Iterable[Thing], arrivals: Arrivals) -> list[Stream]:
        """Return the streams that are behind and yet nobody rang for."""
        streams = [stream for thing in things for stream in thing.streams.values()]
        late = [one for one in streams if one.is_behind and one not in arrivals and one not in self._due]
        metrics.only_polled.inc(len(late))
        return late

    def _let_go(self, thing: Thing) -> None:
        for stream in tuple(thing.streams.values()):
            for connection in stream.readers():
                self._hub.expel(connection, stream)

    def _reset(self, thing: Thing) -> None:
        """History went another way (a restore): pages fetch themselves again. Newcomers are judged by their cursor."""
        for stream in tuple(thing.streams.values()):
            old = [one for one in stream.readers() if one not in stream.newcomers]
            self._hub.send_resets(old, stream)

    async def _serve(self, stream: Stream, newcomers: list[Newcomer]) -> None:
        started = self._hub.loop.time()
        try:
            if newcomers:
                await welcome(self._hub, stream, newcomers)
            if stream.is_behind and stream.rests_until > started:
                self.expect(stream, started)
            elif stream.is_behind:
                rung_at, stream.rung_at = stream.rung_at, NEVER
                await pass_on(self._hub, stream)
                stream.rest(started, self._hub.loop.time())
                if rung_at < NEVER:
                    metrics.lag.observe(self._hub.loop.time() - rung_at)
            stream.failures = 0
        except Exception as error:  # noqa: BLE001  one page that can't be made doesn't stop the others
            telling.tell(error, stream.thing.name)
            stream.failures += 1
            stream.rests_until = self._hub.loop.time() + backoff(stream.failures)
            self.expect(stream, stream.rests_until)


def _by_kind(things: Iterable[Thing]) -> list[tuple[Topic, list[int]]]:
    kinds: dict[str, tuple[Topic, list[int]]] = {}
    for thing in things:
        kinds.setdefault(thing.topic.name, (thing.topic, []))[1].append(thing.id)
    return list(kinds.values())


def _look(kinds: list[tuple[Topic, list[int]]]) -> tuple[str, Heads]:
    """Read the epoch, then one query for each kind. On the hub's thread."""
    epoch = Epoch.read()
    return epoch, {(topic.name, id): head for topic, ids in kinds for id, head in topic.heads(ids).items()}
