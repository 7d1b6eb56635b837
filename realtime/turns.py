"""One turn: read the newest revisions (heads), then send every stream the changes that it lacks."""

import asyncio
from collections.abc import Iterable
from itertools import islice

from realtime import errors, limits, metrics
from realtime.connection import NEVER, Newcomer, Stream, Thing
from realtime.delivery import pass_on, welcome
from realtime.hub_type import HubType
from realtime.limits import backoff, setting
from realtime.models import Epoch
from realtime.topics import Topic

Heads = dict[tuple[str, int], int]
Arrivals = dict[Stream, list[Newcomer]]


class Turns:
    """Runs turns: after a ring, after a newcomer, and for the poll each second.

    The poll guarantees that nothing is missed; the ring only makes it faster. Only one turn at a time reads, renders
    and sends, so no update overtakes another. Members, who lack only the newest changes, are served first; newcomers
    get the remaining time, at most half.
    """

    def __init__(self, hub: HubType) -> None:
        self._hub = hub
        self._due: set[Stream] = set()
        self._arriving: dict[Stream, float] = {}  # streams with newcomers, and from when these may be served
        self._wake = asyncio.Event()
        self._poll_at = 0.0
        self._catch_up_at = 0.0
        self._looked_at = hub.loop.time()
        self._failures = 0

    def expect(self, stream: Stream, at: float) -> None:
        """Serve the members of `stream` at that time of the event loop, but not before its pause is over."""
        stream.due_at = min(stream.due_at, max(at, stream.rests_until))
        self._due.add(stream)
        self._wake.set()

    def arrive(self, stream: Stream, at: float = 0.0) -> None:
        """Serve the newcomers of `stream` from that time of the event loop on; its pause doesn't apply to them."""
        if stream not in self._arriving:
            stream.arrived_at = min(stream.arrived_at, self._hub.loop.time())
            self._arriving[stream] = at
        self._wake.set()

    def forget(self, stream: Stream) -> None:
        self._due.discard(stream)
        self._arriving.pop(stream, None)

    async def turn(self) -> None:
        now = await self._until_due()
        polls = self._polls and self._poll_at <= now
        due, arrivals = self._take_due(now), self._take_arrivals(now)
        asked = dict.fromkeys(stream.thing for stream in (*due, *arrivals))
        things = list(self._hub.things.values() if polls else asked)
        try:
            epoch, heads = await self._hub.desk.do(_look, _by_kind(things))
        except Exception as error:  # noqa: BLE001  the database is down: try the same streams again
            self._try_again(due, arrivals, error)
            return
        self._failures = 0
        if polls:
            self._looked_at, self._poll_at = now, now + limits.POLL
        await self._take_epoch(epoch)
        self._take_heads(things, heads)
        for stream in [*due, *(self._late(things, due) if polls else ())]:
            await self._serve(stream)
        await self._catch_up(arrivals)

    def behind(self, now: float) -> float:
        """Return for how long a change or the poll has been overdue. Any thread may call this."""
        first = min((stream.due_at for stream in list(self._due)), default=NEVER)
        return max(0.0, now - self._looked_at - limits.POLL, now - first)

    @property
    def catching_up(self) -> int:
        """Return how many streams have newcomers that wait."""
        return len(self._arriving)

    def catching_up_for(self, now: float) -> float:
        """Return for how long the oldest newcomer has waited. Any thread may call this."""
        return max(0.0, now - min((stream.arrived_at for stream in list(self._arriving)), default=now))

    def had_nothing_to_look_at(self) -> None:
        """Note that there was nothing to poll: then we are not late. Called each second."""
        if not self._polls:
            self._looked_at = self._hub.loop.time()

    @property
    def _polls(self) -> bool:
        return bool(setting("LIVE_POLL") and self._hub.things)

    async def _until_due(self) -> float:
        while True:
            self._wake.clear()
            due_at = min((stream.due_at for stream in self._due), default=NEVER)
            if self._arriving:
                due_at = min(due_at, max(self._catch_up_at, min(self._arriving.values())))
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

    def _take_due(self, now: float) -> list[Stream]:
        ready = [stream for stream in self._due if stream.due_at <= now]
        for stream in ready:
            self._due.discard(stream)
            stream.due_at = NEVER
        return ready

    def _take_arrivals(self, now: float) -> Arrivals:
        """Take the newcomers that are due, of at most twice as many streams as a page may follow.

        It takes only those that wait now: a later one may have a newer cursor than the heads that this turn reads.
        """
        if now < self._catch_up_at:
            return {}
        ready = list(islice((stream for stream, at in self._arriving.items() if at <= now), 2 * limits.TOPICS))
        for stream in ready:
            del self._arriving[stream]
        return {stream: list(stream.newcomers.values()) for stream in ready}

    def _try_again(self, due: Iterable[Stream], arrivals: Iterable[Stream], error: Exception) -> None:
        errors.report(error, "look")
        self._failures += 1
        self._poll_at = self._hub.loop.time() + backoff(self._failures)
        for stream in due:
            self.expect(stream, self._poll_at)
        for stream in arrivals:
            self.arrive(stream, self._poll_at)

    async def _take_epoch(self, epoch: str) -> None:
        before, self._hub.epoch = self._hub.epoch, epoch
        if before not in ("", epoch):
            self._hub.fragments.forget()  # no job of ours is running now
            self._hub.catch_ups.forget()
            for thing in tuple(self._hub.things.values()):
                self._reset(thing)
                await asyncio.sleep(0)  # let other tasks run

    def _take_heads(self, things: Iterable[Thing], heads: Heads) -> None:
        for thing in things:
            head = heads.get((thing.topic.name, thing.id))
            if head is None:
                self._let_go(thing)
                continue
            went_back, thing.head = head < thing.head, head
            if went_back:
                self._hub.catch_ups.forget()
                self._reset(thing)

    def _late(self, things: Iterable[Thing], due: list[Stream]) -> list[Stream]:
        """Return the streams that are behind without a ring."""
        streams = [stream for thing in things for stream in thing.streams.values()]
        late = [one for one in streams if one.is_behind and one not in due and one not in self._due]
        metrics.only_polled.inc(len(late))
        return late

    def _let_go(self, thing: Thing) -> None:
        for stream in tuple(thing.streams.values()):
            for connection in stream.readers():
                self._hub.expel(connection, stream)

    def _reset(self, thing: Thing) -> None:
        """Reset readers after a restore: their pages fetch themselves again. Newcomers are checked by their cursor."""
        for stream in tuple(thing.streams.values()):
            old = [one for one in stream.readers() if one not in stream.newcomers]
            self._hub.send_resets(old, stream)

    async def _serve(self, stream: Stream) -> None:
        """Send the members what they lack, unless they were served just before."""
        started = self._hub.loop.time()
        if not stream.is_behind:
            stream.rung_at = NEVER
            return
        if stream.rests_until > started:
            self.expect(stream, started)
            return
        rung_at, stream.rung_at = stream.rung_at, NEVER
        try:
            await pass_on(self._hub, stream)
        except Exception as error:  # noqa: BLE001  one stream that fails doesn't stop the others
            self._rest_after(error, stream)
            self.expect(stream, stream.rests_until)
            return
        stream.failures = 0
        stream.rest(started, self._hub.loop.time())
        if rung_at < NEVER:
            metrics.lag.observe(self._hub.loop.time() - rung_at)

    async def _catch_up(self, arrivals: Arrivals) -> None:
        """Send newcomers what they missed, until members are due or time is up; then pause for the same time."""
        started = self._hub.loop.time()
        waiting = list(arrivals.items())
        while waiting:
            stream, newcomers = waiting.pop(0)
            await self._welcome(stream, newcomers)
            now = self._hub.loop.time()
            if now > started + limits.CATCH_UP or any(one.due_at <= now for one in self._due):
                break
        self._arriving = dict.fromkeys((stream for stream, _ in waiting if stream.newcomers), 0.0) | self._arriving
        self._catch_up_at = 2 * self._hub.loop.time() - started

    async def _welcome(self, stream: Stream, newcomers: list[Newcomer]) -> None:
        stream.arrived_at = NEVER
        try:
            await welcome(self._hub, stream, newcomers)
        except Exception as error:  # noqa: BLE001  for the same reason
            self._rest_after(error, stream)
            self.arrive(stream, stream.rests_until)
            return
        stream.failures = 0
        if stream.is_behind:  # rung while it had only newcomers
            self.expect(stream, self._hub.loop.time())

    def _rest_after(self, error: Exception, stream: Stream) -> None:
        errors.report(error, stream.thing.name)
        stream.failures += 1
        stream.rests_until = self._hub.loop.time() + backoff(stream.failures)


def _by_kind(things: Iterable[Thing]) -> list[tuple[Topic, list[int]]]:
    kinds: dict[str, tuple[Topic, list[int]]] = {}
    for thing in things:
        kinds.setdefault(thing.topic.name, (thing.topic, []))[1].append(thing.id)
    return list(kinds.values())


def _look(kinds: list[tuple[Topic, list[int]]]) -> tuple[str, Heads]:
    """Read the epoch, then send one query per kind. Runs on the hub's thread."""
    epoch = Epoch.read()
    return epoch, {(topic.name, id): head for topic, ids in kinds for id, head in topic.heads(ids).items()}
