"""The hub, for its parts: turns, rights and delivery get it, and know no more of it than this.

So they import this file, not the hub, which imports them.
"""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from realtime.budgets import Budgets
from realtime.catch_ups import CatchUps
from realtime.connection import Connection, Stream, Thing
from realtime.doors import Doors
from realtime.fragments import Fragments
from realtime.protocol import Cursor
from realtime.threads import Desk
from realtime.topics import Topic


class Request(NamedTuple):
    connection: Connection
    name: str
    topic: Topic
    id: int
    view: str
    lang: str
    after: Cursor | None
    tries: int = 0


class HubType(Protocol):
    """The attributes and functions of `realtime.hub.Hub` that its parts use."""

    loop: asyncio.AbstractEventLoop
    epoch: str
    connections: set[Connection]
    things: dict[str, Thing]
    doors: Doors
    budgets: Budgets
    fragments: Fragments
    catch_ups: CatchUps
    desk: Desk

    def enter(self, connection: Connection, request: Request) -> None: ...

    def turn_away(self, connection: Connection, name: str) -> None: ...

    def expel(self, connection: Connection, stream: Stream) -> None: ...

    def send_resets(self, connections: Iterable[Connection], stream: Stream) -> None: ...
