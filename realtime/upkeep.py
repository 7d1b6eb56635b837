"""Every second: close sockets that don't read or that never followed anything, and send the beats that are due."""

import asyncio

from realtime import limits, protocol
from realtime.connection import Connection
from realtime.hub_type import HubType
from realtime.protocol import Cursor
from realtime.turns import Turns


async def tick(hub: HubType, turns: Turns) -> None:
    await asyncio.sleep(1)
    now = hub.loop.time()
    turns.had_nothing_to_look_at()
    hub.budgets.tidy()
    for connection in tuple(hub.connections):
        if connection.is_closed:
            continue
        if connection.does_not_read(now):
            connection.close(protocol.DOES_NOT_READ)
        elif not connection.has_followed and now > connection.opened_at + limits.SECONDS_TO_FOLLOW:
            connection.close(protocol.NOT_THE_PROTOCOL)
        elif connection.beat_at <= now:
            connection.beat_at = now + limits.BEAT
            _beat(hub, connection)


def _beat(hub: HubType, connection: Connection) -> None:
    """Send the head of each thing, so that a page notices when it is behind."""
    heads = {
        name: Cursor(hub.epoch, stream.thing.head)
        for name, stream in connection.streams.items()
        if stream.is_member(connection)
    }
    connection.push({"type": "websocket.send", "text": protocol.beat(heads)})
