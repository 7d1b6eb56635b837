"""The one socket address, /live/. Goes into the ProtocolTypeRouter under "websocket"."""

from collections.abc import Mapping
from typing import Any

from channels.sessions import CookieMiddleware

from realtime.connection import Send
from realtime.consumers import Receive, live

_live = CookieMiddleware(live)


async def sockets(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["path"] == "/live/":
        await _live(dict(scope), receive, send)
    else:
        await receive()
        await send({"type": "websocket.close"})
