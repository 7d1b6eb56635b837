"""The live address, /live/: a socket or an HTTP poll. stadslab/asgi.py connects both."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from channels.sessions import CookieMiddleware

from realtime.connection import Send
from realtime.consumers import Receive, live
from realtime.polling import Headers, poll

Application = Callable[[Mapping[str, Any], Receive, Send], Awaitable[None]]

ADDRESS = "/live/"
_live = CookieMiddleware(live)


async def sockets(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["path"] == ADDRESS:
        await _live(dict(scope), receive, send)
    else:
        await receive()
        await send({"type": "websocket.close"})


def polling_before(pages: Application, headers: Headers) -> Application:
    """Answer an HTTP poll at the live address, with these `headers`; pass all other requests to `pages`."""

    async def application(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["path"] == ADDRESS:
            await poll(scope, receive, send, headers)
        else:
            await pages(scope, receive, send)

    return application
