"""What live needs of daphne and daphne doesn't do by itself. Does nothing under another server."""

from collections.abc import Callable
from typing import Any

from daphne.server import WebSocketFactory  # first: it chooses Twisted's reactor
from daphne.ws_protocol import ConnectionDeny, WebSocketProtocol
from twisted.internet import reactor as the_reactor
from twisted.internet.task import deferLater
from twisted.internet.tcp import Connection

from realtime import limits, protocol

GOODBYE_SECONDS = 0.2  # for the frames to leave
GOODBYE_AT_MOST = 5.0  # for a line that doesn't read

reactor: Any = the_reactor


class Line(WebSocketProtocol):
    """A socket that is written to at once, bears no flood of pings, and ends in time and with the protocol's codes."""

    writes_at_once: bool | None = None
    pinged_at: tuple[float, ...] = ()

    def handle_reply(self, message: Any) -> None:
        """Refuse a handshake with 503 where one may try later; daphne itself always says 403."""
        if self.state != self.STATE_CONNECTING or message.get("code") != protocol.TRY_LATER:
            super().handle_reply(message)
            return
        self.handshake_deferred.errback(ConnectionDeny(ConnectionDeny.SERVICE_UNAVAILABLE, "Full"))
        del self.handshake_deferred
        self.server.protocol_disconnected(self)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Who speaks has read all that HTTP still had to write; nothing waits from then on."""
        if self.writes_at_once is None:
            self.writes_at_once = isinstance(self.transport, Connection)
        super().onMessage(payload, isBinary)

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:
        """Write now: to ask the loop to tell when a socket may be written to was half the price of a delivery.

        A line that once didn't take everything goes that way from then on, so that all comes in order.
        """
        if not self.writes_at_once or not self.transport.connected:
            super().sendData(data, sync, chopsize)
            return
        sent = self.transport.writeSomeData(data)
        taken = sent if isinstance(sent, int) else 0  # an error: the loop runs into it too, and ends the line
        if taken < len(data):
            self.writes_at_once = False
            self.transport.write(data[taken:])

    def onPing(self, payload: bytes) -> None:
        """Pings, which are answered here and not by live, may come as often as messages."""
        now = reactor.seconds()
        self.pinged_at = (*(at for at in self.pinged_at if at > now - limits.MESSAGES_SECONDS), now)
        if len(self.pinged_at) <= limits.MESSAGES:
            super().onPing(payload)
        else:
            self.serverClose(protocol.TALKS_TOO_MUCH)
            self.dropConnection()

    def dropConnection(self, abort: bool = False) -> None:
        """Let an ended line read what is left within seconds: it would keep its place for as long as it likes."""
        super().dropConnection(abort)
        reactor.callLater(GOODBYE_AT_MOST, self.transport.abortConnection)

    def connectionLost(self, reason: Any) -> None:
        """Let go of what autobahn promised and kept: it holds us and we hold it, until the collector comes by."""
        super().connectionLost(reason)
        self.is_closed = None

    def serverClose(self, code: int | None = None) -> None:
        """Close with 1003, 1008, 1009 and 1012 too, as the specification of WebSockets has them.

        Autobahn refuses these to applications (1000 and 3000-4999 only), although it sends them itself. The frame goes
        out by the method that autobahn's own check leads to, and that daphne calls for 1011.
        """
        self.sendCloseFrame(code=1000 if code is None else code)


def use_our_line() -> None:
    """Make each socket from now on one of these."""
    WebSocketFactory.protocol = Line


def before_it_stops(say: Callable[[], None]) -> None:
    """Have `say` called when daphne is told to stop.

    It would cancel our sockets' tasks, but gives up at the first connection that is open and idle.
    """
    if not reactor.running:
        return

    def goodbye() -> Any:
        say()
        return deferLater(reactor, GOODBYE_SECONDS, lambda: None)

    reactor.addSystemEventTrigger("before", "shutdown", goodbye)
