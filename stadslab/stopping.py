"""Told to stop, this process takes no new callers, answers those it has, and only then ends. Under daphne only.

Daphne itself cancels what is running: whoever waited for an answer never got one, though what they sent was done.
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

ANSWERS_WITHIN = 20.0  # seconds; the supervisor waits a little longer
ARRIVES_WITHIN = 2.0  # for a request of which a part is there
LOOK = 0.05

reactor: Any = the_reactor


def answer_before_stopping() -> None:
    """Have every server of this process do so; before it runs."""
    Server.kill_all_applications = _answer_and_stop


@defer.inlineCallbacks
def _answer_and_stop(server: Server) -> Any:
    """Called by Twisted when it was told to stop; it waits for this to end."""
    _listen_no_more()
    HTTPChannel.checkPersistence = _ends_after_this  # type: ignore[method-assign]  # ours instead, from now on
    _end_after_this(server)
    yield deferLater(reactor, LOOK, lambda: None)  # what arrived is read
    _hang_up_on_the_idle()
    began = reactor.seconds()
    while _is_awaited(server, reactor.seconds() - began):
        yield deferLater(reactor, LOOK, lambda: None)
    yield _cancel_the_rest(server)


def _listen_no_more() -> None:
    """Take who is at the door already: the kernel told them that they are in."""
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
    """Close the lines that wait for a next request: what comes over them from now on is not read."""
    for line in [one for one in reactor.getReaders() if isinstance(one, tcp.Server)]:
        channel = _channel(line)
        if channel and not channel.requests:
            channel.loseConnection()


def _is_awaited(server: Server, seconds: float) -> bool:
    """Does somebody wait for an answer, or is one on its way out?"""
    if seconds >= ANSWERS_WITHIN:
        return False
    requests = _requests(server)
    if any(hasattr(one, "request_start") for one in requests) or (requests and seconds < ARRIVES_WITHIN):
        return True
    return any(_channel(line) for line in reactor.getWriters())


def _channel(line: Any) -> HTTPChannel | None:
    """What speaks HTTP over it; None where that is something else, or became a socket of live."""
    found = getattr(getattr(line, "protocol", None), "_channel", None)
    return found if isinstance(found, HTTPChannel) else None


def _requests(server: Server) -> list[WebRequest]:
    """Those that were not answered yet; daphne notes when one was, or its caller left."""
    return [
        one
        for one, details in server.connections.items()
        if isinstance(one, WebRequest) and "disconnected" not in details
    ]


def _cancel_the_rest(server: Server) -> Any:
    """What daphne does, but not only until the first line that is open and idle."""
    tasks = [details.get("application_instance") for details in server.connections.values()]
    running = [task for task in tasks if task and not task.done()]
    for task in running:
        task.cancel()
    return defer.Deferred.fromFuture(asyncio.gather(*running, return_exceptions=True))
