"""Rights to follow: checked in batches at each follow, and again every 5 s."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from realtime import errors, limits, protocol, tickets, topics
from realtime.connection import Connection
from realtime.hub_type import HubType, Request
from realtime.models import Epoch
from realtime.sessions import VISITOR, Sessions
from realtime.threads import Desk
from realtime.tickets import Ticket, Who
from realtime.topics import Topic

Grant = tuple[str, Who, int]
"""The kind of thing, the reader, the thing id."""


class Nothing:
    """The kind of a topic that doesn't exist: asking for it takes the same path and costs the same."""

    name = ""
    views: tuple[str, ...] = ()

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return {}

    def may_follow(self, wishes: set[topics.Wish]) -> set[topics.Wish]:
        return set()

    def parts(self, id: int, view: str, after: int) -> None:
        return None


NOTHING: Topic = Nothing()


class Rights:
    """Checks rights for one hub: at each follow, and again while the follow lasts."""

    def __init__(self, hub: HubType) -> None:
        self._hub = hub
        self.desk = Desk("live-rights")
        self._requests: dict[Connection, dict[str, Request]] = {}  # only a page's newest request for a thing counts
        self._asked = asyncio.Event()
        self._recheck = asyncio.Event()
        self._checked_at = float("-inf")
        self._sessions = Sessions()

    def request(self, connection: Connection, name: str, wanted: protocol.Wanted, lang: str) -> None:
        """Queue the request, to be decided with others after 50 ms, or later if the page's budget requires it."""
        connection.asked += 1
        topic, id = topics.find(name) or (NOTHING, 0)
        if wanted.view not in topic.views:
            topic = NOTHING
        self._put(Request(connection, name, topic, id, wanted.view, lang, wanted.after))

    def recognise_soon(self, connection: Connection) -> None:
        """Check the ticket of a new socket before its first follow, because until then it counts as a person."""
        self._requests.setdefault(connection, {})
        self._asked.set()

    def forget(self, connection: Connection) -> None:
        """Drop the requests of a page that left."""
        self._requests.pop(connection, None)

    def look_again(self) -> None:
        """Check all rights now instead of within 5 s."""
        self._recheck.set()

    async def admit(self) -> None:
        """Decide the queued requests, a thousand at a time; ask again when the database doesn't answer."""
        await self._asked.wait()
        await asyncio.sleep(limits.GATHER)
        self._asked.clear()
        batch: list[Request] = []
        try:
            await self._recognise({one for one in self._requests if not one.is_known})
            batch = self._take()
            await self._decide_apart(batch)
        except Exception:
            self._asked.set()
            for request in batch:
                self._put(request, is_newest=False)
            raise

    def _put(self, request: Request, *, is_newest: bool = True) -> None:
        wishes = self._requests.setdefault(request.connection, {})
        if is_newest:
            wishes[request.name] = request
        else:
            wishes.setdefault(request.name, request)
        self._asked.set()

    def _take(self) -> list[Request]:
        """Take the requests that the budgets allow. A page in debt waits; one with too much debt is closed.

        Who came while others were recognised waits for the next batch: nobody knows yet who they are.
        """
        batch: list[Request] = []
        soonest = float("inf")
        for connection in [one for one in self._requests if one.is_known]:
            if len(batch) >= limits.AT_ONCE:
                soonest = 0
                break
            owed = self._hub.budgets.charge(connection)
            if owed > connection.patience:
                self.forget(connection)
                self._hub.budgets.refuse(connection)
            elif owed:
                self._hub.budgets.slow(connection)
                soonest = min(soonest, owed)
            else:
                self._hub.budgets.let_go(connection)
                batch += self._requests.pop(connection).values()
        if soonest < float("inf"):
            asyncio.get_running_loop().call_later(soonest, self._asked.set)
        return batch

    async def _decide_apart(self, batch: list[Request]) -> None:
        """Decide the batch; if that fails although the database answers, decide each half by itself.

        So one request that always fails never blocks the others. Raises when the database is down.
        """
        try:
            await self._decide([one for one in batch if not one.connection.is_closed])
        except Exception as error:  # noqa: BLE001  any request may be the cause, with any error
            await self.desk.do(Epoch.read)
            half = len(batch) // 2
            if half:
                await self._decide_apart(batch[:half])
                await self._decide_apart(batch[half:])
            else:
                self._try_again(batch[0], error)

    def _try_again(self, request: Request, error: Exception) -> None:
        """Try it again with the next batch, a few times; then answer as if the thing did not exist."""
        if request.tries + 1 < limits.TRIES:
            self._put(request._replace(tries=request.tries + 1), is_newest=False)
        else:
            errors.report(error, request.name)
            self._hub.turn_away(request.connection, request.name)

    async def _decide(self, batch: list[Request]) -> None:
        wishes = {(one.topic, who, one.id) for one in batch for who in one.connection.asks_as}
        grants = await self.desk.do(_granted, wishes)
        for one in batch:
            if one.connection.is_closed:
                continue
            if _may_follow(one.connection, one.topic, one.id, grants):
                self._hub.enter(one.connection, one)
            else:
                self._hub.turn_away(one.connection, one.name)

    async def _recognise(self, strangers: set[Connection]) -> None:
        if not strangers:
            return
        users = await self.desk.do(Sessions().users, [one.session_key for one in strangers if one.session_key])
        valid = await self._valid(strangers)
        for connection in strangers:
            if connection.session_key not in users:
                connection.session_key = None
            connection.user_id, connection.is_proved = users.get(connection.session_key or "", VISITOR)
            if connection.ticket not in valid:
                connection.ticket = None
            connection.is_known = True
            if not self._hub.doors.recognise(connection):
                connection.close(protocol.TALKS_TOO_MUCH)

    async def check(self) -> None:
        """Wait 5 s or for a ring, then close sockets of ended sessions or tickets, and end follows no longer allowed.

        At most once a second: anybody can ring by signing out again and again.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.RIGHTS):
                await self._recheck.wait()
        await asyncio.sleep(self._checked_at + limits.RIGHTS_AT_MOST - asyncio.get_running_loop().time())
        self._checked_at = asyncio.get_running_loop().time()
        self._recheck.clear()
        known = [one for one in self._hub.connections if one.is_known and not one.is_closed]
        if known:
            await self._check_sessions([one for one in known if one.session_key])
            await self._check_tickets([one for one in known if one.ticket and not one.is_closed])
            await self._check_grants([one for one in known if not one.is_closed])

    async def _check_sessions(self, connections: list[Connection]) -> None:
        users = await self.desk.do(self._sessions.users, [str(one.session_key) for one in connections])
        for one in connections:
            user_id, one.is_proved = users.get(str(one.session_key), VISITOR)
            if user_id != one.user_id:
                one.close(protocol.NOBODY)

    async def _check_tickets(self, connections: list[Connection]) -> None:
        valid = await self._valid(connections)
        for one in connections:
            if one.ticket not in valid:
                one.close(protocol.NOBODY)

    async def _valid(self, connections: Iterable[Connection]) -> set[Ticket]:
        held = {one.ticket for one in connections if one.ticket}
        return await self.desk.do(tickets.valid, held) if held else set()

    async def _check_grants(self, connections: list[Connection]) -> None:
        held = [(one, stream) for one in connections for stream in one.streams.values()]
        wishes = {(stream.thing.topic, who, stream.thing.id) for one, stream in held for who in one.asks_as}
        grants = await self.desk.do(_granted, wishes)
        for one, stream in held:
            if not _may_follow(one, stream.thing.topic, stream.thing.id, grants):
                self._hub.expel(one, stream)


def _may_follow(connection: Connection, topic: Topic, id: int, grants: set[Grant]) -> bool:
    return any((topic.name, who, id) in grants for who in connection.asks_as)


def _granted(wishes: Iterable[tuple[Topic, Who, int]]) -> set[Grant]:
    """Ask each kind of topic once. Runs on the rights thread."""
    by_kind: dict[str, tuple[Topic, set[topics.Wish]]] = {}
    for topic, who, id in wishes:
        by_kind.setdefault(topic.name, (topic, set()))[1].add((who, id))
    return {(name, who, id) for name, (topic, pairs) in by_kind.items() for who, id in topic.may_follow(pairs) & pairs}
