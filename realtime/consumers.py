"""The socket at /live/: who may open it, which messages it accepts, and how it ends."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings

from common.network import network_of_scope
from realtime import hub as hubs
from realtime import limits, protocol, tickets
from realtime.connection import Connection, Send
from realtime.protocol import Follow, Refused
from realtime.sessions import is_key
from realtime.under_daphne import socket_of

Receive = Callable[[], Awaitable[Mapping[str, Any]]]


async def live(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve one page. Needs `scope["cookies"]`. Sends no query itself."""
    await receive()  # websocket.connect
    hub, socket = hubs.here(), socket_of(send)
    connection = Connection(
        send,
        write=socket.write if socket else None,
        is_full=socket.is_full if socket else None,
        session_key=session_key_of(scope["cookies"]),
        ticket=tickets.read(scope["cookies"]),
        address=network_of_scope(scope),
    )
    if not _comes_from_us(scope):
        await send({"type": "websocket.close"})
        return
    if not hub.join(connection):
        await send({"type": "websocket.close", "code": protocol.TRY_LATER})  # 503: see under_daphne.py
        return
    try:
        await send({"type": "websocket.accept"})
        talk = Talk(hub, connection)
        if socket:
            socket.hear = talk.hear_at_once
        while (event := await receive())["type"] == "websocket.receive":
            talk.hear(event)
    except Refused as refused:
        connection.close(refused.code)
    except asyncio.CancelledError:
        connection.close(protocol.GOING_DOWN)
        raise
    finally:
        hub.leave(connection)


class Talk:
    """Reads the messages of one page, and limits their rate."""

    def __init__(self, hub: hubs.Hub, connection: Connection) -> None:
        self._hub = hub
        self._connection = connection
        self._heard_at: list[float] = []

    def hear(self, event: Mapping[str, Any]) -> None:
        """Handle one message. Raises Refused."""
        if self._connection.is_closed:
            return
        now = self._hub.loop.time()
        self._heard_at = [*(at for at in self._heard_at if at > now - limits.MESSAGES_SECONDS), now]
        if len(self._heard_at) > limits.MESSAGES:
            raise Refused(protocol.TALKS_TOO_MUCH)
        message = protocol.read(event)
        if isinstance(message, Follow):
            self._hub.follow(self._connection, message)
        else:
            self._hub.saw(self._connection, message)

    def hear_at_once(self, text: str) -> None:
        """Like `hear`, but called outside the application's task, which then receives only the disconnect."""
        try:
            self.hear({"text": text})
        except Refused as refused:
            self._connection.close(refused.code)
            self._hub.leave(self._connection)


def session_key_of(cookies: Mapping[str, str]) -> str | None:
    """Return the session key, or None if it can't be one: a key with a NUL would fail the query for all sockets."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return key if is_key(key) else None


def _comes_from_us(scope: Mapping[str, Any]) -> bool:
    """Is the page's origin (scheme, host, port) ours? Other sites can send requests with our cookies."""
    origin = header(scope, b"origin")
    if origin in settings.PUBLIC_ORIGINS:
        return True
    host = header(scope, b"host")
    is_local = host.rpartition(":")[0] in ("localhost", "127.0.0.1", "[::1]")
    return settings.DEBUG and is_local and origin == f"http://{host}"


def header(scope: Mapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin1") for key, value in scope["headers"] if key == name), "")
