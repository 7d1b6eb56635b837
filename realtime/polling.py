"""The HTTP fallback for networks that block sockets: GET /live/, held until there is news.

It is routed before Django's handler, so a waiting page holds no thread and no database connection.
"""

import asyncio
import json
import math
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from django.http import parse_cookie

from common.network import network_of_scope
from realtime import hub as hubs
from realtime import limits, protocol, tickets
from realtime.connection import Connection, Send
from realtime.consumers import Receive, header, session_key_of
from realtime.protocol import Cursor, Follow, Refused, Wanted

Headers = Iterable[tuple[bytes, bytes]]

OURS = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"vary", b"Cookie"))


def again_in(seconds: float) -> Headers:
    return ((b"retry-after", str(math.ceil(seconds)).encode()),)


async def poll(scope: Mapping[str, Any], receive: Receive, send: Send, headers: Headers) -> None:
    """Answer `?lang=nl&follow=idea-42:page:epoch.17&follow=…` with {"messages": […]}, as a socket would send them.

    If the page missed something, the answer comes at once; else at the first news, or after 25 s. With `now=1` it
    comes as soon as each topic has its answer. A person with more open pages than the socket limit gets an answer
    without waiting, and so does everybody if the process is full; Retry-After says when to ask again. A client that
    asks too much waits, and then gets 429.
    """
    respond = partial(_respond, send, [*OURS, *headers])
    if scope["method"] != "GET":
        await respond(405, [])
        return
    hub = hubs.here()
    cookies = parse_cookie(header(scope, b"cookie"))
    who = {"session_key": session_key_of(cookies), "ticket": tickets.read(cookies)}
    try:
        wish, is_hurried = _wish(scope["query_string"].decode("latin1"))
    except Refused:
        await respond(400, [])
        return
    inbox = Inbox(len(wish.topics), is_hurried)
    connection = Waiting(inbox, **who, address=network_of_scope(scope))
    hub.join(connection)
    try:
        hub.follow(connection, wish)
        ends = {asyncio.ensure_future(_until_gone(receive)), asyncio.ensure_future(inbox.wait())}
        _, others = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for other in others:
            other.cancel()
        if connection.asks_too_much:
            await asyncio.sleep(connection.patience)
    finally:
        hub.leave(connection)
    if connection.asks_too_much:
        await respond(429, [], again_in(hub.budgets.owed(connection)))
    else:
        await respond(200, inbox.messages, again_in(5) if connection.is_one_too_many else ())


class Waiting(Connection):
    """A page that asks over HTTP. Above the limit it gets its answer without waiting for news."""

    patience = limits.PATIENCE_OVER_HTTP
    is_one_too_many = False

    def __init__(self, inbox: "Inbox", **who: Any) -> None:
        super().__init__(inbox.take, **who)
        self.inbox = inbox

    @property
    def asks_too_much(self) -> bool:
        return self.inbox.closed_with == protocol.TALKS_TOO_MUCH

    def has_room_for(self, size: int) -> bool:
        """Does the update fit? If not, it comes with the next answer."""
        if super().has_room_for(size):
            return True
        self.inbox.end()
        return False

    def hurry(self) -> bool:
        self.is_one_too_many = self.inbox.is_hurried = True
        return True


class Inbox:
    """Collects the messages that a socket would receive. It is complete a moment after the first news.

    If `is_hurried`, also without news: as soon as each of the `topics` has its answer.
    """

    def __init__(self, topics: int, is_hurried: bool) -> None:
        self._topics = topics
        self.is_hurried = is_hurried
        self.messages: list[Any] = []
        self.closed_with = 0
        self._has_news = asyncio.Event()

    async def take(self, event: Mapping[str, Any]) -> None:
        if event["type"] == "websocket.close":
            self.closed_with = event["code"]
            self._has_news.set()
            return
        message = json.loads(event["text"])
        if message["type"] == "beat":  # the next poll finds this out anyway
            return
        self.messages.append(message)
        if message.get("html") != "" or (self.is_hurried and len(self.messages) == self._topics):
            self._has_news.set()

    def end(self) -> None:
        self._has_news.set()

    async def wait(self) -> None:
        try:
            async with asyncio.timeout(limits.POLL_HELD):
                await self._has_news.wait()
                await asyncio.sleep(limits.GATHER)
        except TimeoutError:
            pass


def _wish(query: str) -> tuple[Follow, bool]:
    try:
        asked = parse_qsl(query[: 2 * limits.INBOUND_BYTES], max_num_fields=limits.TOPICS + 2)  # plus lang and now
    except ValueError:
        raise Refused(protocol.NOT_THE_PROTOCOL) from None
    topics = {}
    for name, value in asked:
        topic, _, rest = value.partition(":")
        view, _, after = rest.partition(":")
        if name == "follow":
            topics[topic] = Wanted(view, Cursor.parse(after))
    if not 0 < len(topics) <= limits.TOPICS:
        raise Refused(protocol.NOT_THE_PROTOCOL)
    options = dict(asked)
    return Follow(protocol.language(options.get("lang")), topics), options.get("now") == "1"


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _respond(send: Send, headers: Headers, status: int, messages: list[Any], more: Headers = ()) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *more]})
    await send({"type": "http.response.body", "body": json.dumps({"messages": messages}).encode()})
