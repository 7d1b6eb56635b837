"""Make a long response under daphne wait for its reader: daphne itself buffers all of it in memory.

Has no effect under another server.
"""

import asyncio
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.server import Server

PATIENCE = 30.0  # seconds in which a reader must take at least one chunk


class Room:
    """Says whether the connection can take more data. Twisted calls it a producer."""

    def __init__(self) -> None:
        self.is_there = asyncio.Event()
        self.is_there.set()

    def pauseProducing(self) -> None:
        self.is_there.clear()

    def resumeProducing(self) -> None:
        self.is_there.set()

    stopProducing = resumeProducing


_take_all = Server.handle_reply


async def _handle_reply(server: Server, protocol: Any, message: dict[str, Any]) -> None:
    """Return when the connection takes more. Raises ConnectionResetError when the client left, or reads nothing."""
    goes_on = isinstance(protocol, WebRequest) and message.get("more_body")
    if goes_on and protocol.channel and not protocol.producer:
        protocol.registerProducer(Room(), True)
    if isinstance(protocol, WebRequest) and protocol.channel and protocol.producer and not goes_on:
        protocol.unregisterProducer()
    await _take_all(server, protocol, message)
    if not goes_on:
        return
    if protocol.producer:
        try:
            async with asyncio.timeout(PATIENCE):
                await protocol.producer.is_there.wait()
        except TimeoutError:
            protocol.channel.forceAbortClient()
            raise ConnectionResetError("The reader takes nothing.") from None
    if "disconnected" in server.connections.get(protocol, ("disconnected",)):
        raise ConnectionResetError("The reader is gone.")


def wait_for_readers() -> None:
    """Patch daphne's server class."""
    Server.handle_reply = _handle_reply
