"""The socket at /live/: who may open it, what it may say, and how it ends."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from realtime import hub as hubs
from realtime import limits, protocol
from realtime.connection import Connection, Send
from realtime.protocol import Follow, Refused
from realtime.sessions import is_key

Receive = Callable[[], Awaitable[Mapping[str, Any]]]


async def live(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve one page. Needs `scope["cookies"]`; asks the database nothing itself."""
    await receive()  # websocket.connect
    hub = hubs.here()
    connection = Connection(send, session_key=session_key_of(scope["cookies"]), address=address_of(scope))
    if not _comes_from_us(scope):
        await send({"type": "websocket.close"})
        return
    if not hub.join(connection):
        await send({"type": "websocket.close", "code": protocol.TRY_LATER})  # 503: see under_daphne.py
        return
    try:
        await send({"type": "websocket.accept"})
        await _listen(hub, connection, receive)
    except Refused as refused:
        connection.close(refused.code)
    except asyncio.CancelledError:
        connection.close(protocol.GOING_DOWN)
        raise
    finally:
        hub.leave(connection)


async def _listen(hub: hubs.Hub, connection: Connection, receive: Receive) -> None:
    """Hear the page until it goes. Raises Refused."""
    heard_at: list[float] = []
    while (event := await receive())["type"] == "websocket.receive":
        if connection.is_closed:
            continue
        now = hub.loop.time()
        heard_at = [*(at for at in heard_at if at > now - limits.MESSAGES_SECONDS), now]
        if len(heard_at) > limits.MESSAGES:
            raise Refused(protocol.TALKS_TOO_MUCH)
        message = protocol.read(event)
        if isinstance(message, Follow):
            hub.follow(connection, message)
        else:
            hub.saw(connection, message)


def session_key_of(cookies: Mapping[str, str]) -> str | None:
    """What cannot be a key is none: one with a NUL would fail the query that asks for everybody."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return key if is_key(key) else None


def address_of(scope: Mapping[str, Any]) -> str:
    """Return where it comes from, as the last proxy that we trust tells it; of IPv6 the part that is one customer's."""
    told = _told_address(scope)
    try:
        found = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(found, ipaddress.IPv4Address):
        return told
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))


def _told_address(scope: Mapping[str, Any]) -> str:
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    told = [one.strip() for one in header(scope, b"x-forwarded-for").split(",")]
    if proxies and len(told) >= proxies:
        return told[-proxies]
    return (scope.get("client") or [""])[0]


def _comes_from_us(scope: Mapping[str, Any]) -> bool:
    """Scheme, host and port of the page must be ours: browsers send cookies along from any site."""
    origin = header(scope, b"origin")
    if origin in settings.PUBLIC_ORIGINS:
        return True
    parts = urlsplit(origin)
    is_local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return settings.DEBUG and is_local and parts.netloc == header(scope, b"host")


def header(scope: Mapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin1") for key, value in scope["headers"] if key == name), "")
