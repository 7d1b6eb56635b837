"""On a stop signal, accept no new connections, finish the running responses, then end. Under daphne only.

Daphne itself cancels running requests: their clients get no response, although their action was done.
"""

import asyncio
import select
from typing import Any

from daphne.server import Server  # first: it chooses Twisted's reactor

from daphne.http_protocol import WebRequest  # isort: skip
from twisted.internet import defer, tcp
from twisted.internet import reactor as the_reactor
from twisted.internet.task import deferLater
from twisted.web.http import HTTPChannel

RESPONDS_WITHIN = 20.0  # seconds; the supervisor waits slightly longer
ARRIVES_WITHIN = 2.0  # for a request that has arrived in part
LOOK = 0.05

reactor: Any = the_reactor


def respond_before_stopping() -> None:
    """Make every server of this process finish its responses before it stops. Call it before the server runs."""
    Server.kill_all_applications = _respond_and_stop


@defer.inlineCallbacks
def _respond_and_stop(server: Server) -> Any:
    """Twisted calls this on a stop signal, and waits for its result."""
    _listen_no_more()
    HTTPChannel.checkPersistence = _ends_after_this  # type: ignore[method-assign]  # our method from now on
    _end_after_this(server)
    yield deferLater(reactor, LOOK, lambda: None)  # read what has arrived
    _hang_up_on_the_idle()
    began = reactor.seconds()
    while _is_awaited(server, reactor.seconds() - began):
        yield deferLater(reactor, LOOK, lambda: None)
    yield _cancel_the_rest(server)


def _listen_no_more() -> None:
    """Accept the connections that wait in the kernel's backlog, then stop listening."""
    for port in [one for one in reactor.getReaders() if isinstance(one, tcp.Port)]:
        for _ in range(100):
            if not select.select([port], [], [], 0)[0]:
                break
            port.doRead()
        port.stopListening()


def _ends_after_this(channel: HTTPChannel, request: Any, version: bytes) -> bool:
    request.responseHeaders.setRawHeaders(b"Connection", [b"close"])
    return False


def _end_after_this(server: Server) -> None:
    for request in _requests(server):
        request.responseHeaders.setRawHeaders(b"Connection", [b"close"])
        if request.channel:
            request.channel.persistent = False


def _hang_up_on_the_idle() -> None:
    """Close the connections that have no running request; we read no further ones."""
    for connection in [one for one in reactor.getReaders() if isinstance(one, tcp.Server)]:
        channel = _channel(connection)
        if channel and not channel.requests:
            channel.loseConnection()


def _is_awaited(server: Server, seconds: float) -> bool:
    """Is a response being made or sent?"""
    if seconds >= RESPONDS_WITHIN:
        return False
    requests = _requests(server)
    if any(hasattr(one, "request_start") for one in requests) or (requests and seconds < ARRIVES_WITHIN):
        return True
    return any(_channel(connection) for connection in reactor.getWriters())


def _channel(connection: Any) -> HTTPChannel | None:
    """Return the connection's HTTP channel; None for another protocol, and for a WebSocket."""
    found = getattr(getattr(connection, "protocol", None), "_channel", None)
    return found if isinstance(found, HTTPChannel) else None


def _requests(server: Server) -> list[WebRequest]:
    """Return the requests without a complete response; daphne marks the others as disconnected."""
    return [
        one
        for one, details in server.connections.items()
        if isinstance(one, WebRequest) and "disconnected" not in details
    ]


def _cancel_the_rest(server: Server) -> Any:
    """Cancel the rest like daphne does, but don't stop at the first idle connection."""
    tasks = [details.get("application_instance") for details in server.connections.values()]
    running = [task for task in tasks if task and not task.done()]
    for task in running:
        task.cancel()
    return defer.Deferred.fromFuture(asyncio.gather(*running, return_exceptions=True))
