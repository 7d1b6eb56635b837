"""How long a request may take to arrive. Does nothing under another server than daphne.

Daphne waits for whoever says a byte a minute, for ever, and every line it waits for is an open file. Here the headers
have HEADERS_SECONDS, from when a line is opened or its next request begins; a body has BODY_SECONDS, and another
second for every BODY_BYTES_PER_SECOND that came. What arrives steadily passes, however large. A line may rest between
two requests as long as Twisted lets it, and no deadline runs while an answer is made.
"""

from typing import Any

from daphne.http_protocol import HTTPFactory
from django.conf import settings
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel, _GenericHTTPChannelProtocol


class Channel(HTTPChannel):
    """An HTTP line that must get to the point."""

    transport: Any  # with more than its interface says
    deadline: Any = None
    rests = True  # nothing of a request yet
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
        if self.length != 0:  # None where it comes in chunks
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
        """End the line after so many seconds from now; None: at no time."""
        if self.deadline is not None and self.deadline.active():
            self.deadline.cancel()
        self.deadline = None if seconds is None else self.callLater(seconds, self.end_late)

    def end_late(self) -> None:
        """Say so to who began a request, and let go of the line at once, also when they don't read it."""
        if not self.rests:
            self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n")
        self.loseConnection()
        self.callLater(1, self.transport.abortConnection)


def use_deadlines() -> None:
    """Make each HTTP line from now on one of these."""
    HTTPFactory.protocol = lambda factory: _GenericHTTPChannelProtocol(Channel())
