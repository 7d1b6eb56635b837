"""Limits for how long a request may take to arrive. Has no effect under another server than daphne.

Daphne waits without end for a client that sends one byte a minute, and each connection is an open file. Here the
headers must arrive within HEADERS_SECONDS after the connection opens or its next request begins. A body must arrive
within BODY_SECONDS, plus one second for each BODY_BYTES_PER_SECOND received. So a steady upload passes, however large
it is. Between two requests a connection may stay idle as long as Twisted allows. While a response is made, no deadline
applies.
"""

from typing import Any

from daphne.http_protocol import HTTPFactory
from django.conf import settings
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel, _GenericHTTPChannelProtocol


class Channel(HTTPChannel):
    """An HTTP connection with deadlines for its headers and body."""

    transport: Any  # Any: it has more than its interface declares
    deadline: Any = None
    rests = True  # no byte of a request has arrived yet
    body_began: float | None = None
    body_length = 0

    def connectionMade(self) -> None:
        super().connectionMade()
        self.due_in(settings.HEADERS_SECONDS)

    def dataReceived(self, data: bytes) -> None:
        if self.rests:
            self.rests = False
            self.due_in(settings.HEADERS_SECONDS)
        elif self.body_began is not None:
            self.body_length += len(data)
            allowed = settings.BODY_SECONDS + self.body_length / settings.BODY_BYTES_PER_SECOND
            self.due_in(max(0, self.body_began + allowed - self.factory.reactor.seconds()))
        super().dataReceived(data)

    def allHeadersReceived(self) -> None:
        super().allHeadersReceived()
        if self.length != 0:  # None for a chunked body
            self.body_began, self.body_length = self.factory.reactor.seconds(), 0
            self.due_in(settings.BODY_SECONDS)

    def allContentReceived(self) -> None:
        self.body_began = None
        self.due_in(None)
        super().allContentReceived()

    def requestDone(self, request: Any) -> None:
        self.rests = True
        super().requestDone(request)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self.due_in(None)
        super().connectionLost(reason)

    def due_in(self, seconds: float | None) -> None:
        """Close the connection this many seconds from now; None: no deadline."""
        if self.deadline is not None and self.deadline.active():
            self.deadline.cancel()
        self.deadline = None if seconds is None else self.callLater(seconds, self.end_late)

    def end_late(self) -> None:
        """Answer 408 if a request has begun, and close the connection soon, even when the client doesn't read."""
        if not self.rests:
            self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n")
        self.loseConnection()
        self.callLater(1, self.transport.abortConnection)


def use_deadlines() -> None:
    """Use this class for all new HTTP connections."""
    HTTPFactory.protocol = lambda factory: _GenericHTTPChannelProtocol(Channel())
