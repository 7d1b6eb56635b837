"""Features that live needs and daphne lacks. Has no effect under another server."""

import time
from collections.abc import Callable
from typing import Any

from daphne.server import WebSocketFactory  # first: it chooses Twisted's reactor
from daphne.ws_protocol import ConnectionDeny, WebSocketProtocol
from twisted.internet import reactor as the_reactor
from twisted.internet.task import deferLater
from twisted.internet.tcp import Connection

from realtime import limits, protocol

GOODBYE_SECONDS = 0.2  # time for the last frames to be sent
GOODBYE_AT_MOST = 5.0  # for a client that doesn't read

reactor: Any = the_reactor


class LiveSocket(WebSocketProtocol):
    """A WebSocket that reads and writes at once, limits pings, and closes in time with the right codes.

    Short messages and updates bypass autobahn's framing and daphne's queue and tasks, which cost more than all the
    rest (decision 0033). Other messages go the usual way, and all stay in order.
    """

    hear: Callable[[str], None] | None = None  # handles each short message, once the application has set it
    writes_at_once: bool | None = None
    pinged_at: tuple[float, ...] = ()
    closeHandshakeTimeout = GOODBYE_AT_MOST  # autobahn's second is too short for a close code on a slow line
    is_deaf = False  # we sent a close frame, and ignore what the client still sends

    def handle_reply(self, message: Any) -> None:
        """Refuse a handshake with 503 if the client may try later; daphne always answers 403."""
        if self.state != self.STATE_CONNECTING or message.get("code") != protocol.TRY_LATER:
            super().handle_reply(message)
            return
        self.handshake_deferred.errback(ConnectionDeny(ConnectionDeny.SERVICE_UNAVAILABLE, "Full"))
        del self.handshake_deferred
        self.server.protocol_disconnected(self)

    def dataReceived(self, data: bytes) -> None:
        """Read a short message that arrives in one piece at once; autobahn reads and checks all other data."""
        if self.is_deaf:
            return
        text = short_text(data) if self.is_between_messages else None
        if text is None or self.hear is None:
            super().dataReceived(data)
            return
        self.last_ping = time.time()  # daphne's field: a client that speaks needs no ping
        self.write_at_once_from_now_on()
        self.hear(text)

    @property
    def is_between_messages(self) -> bool:
        return (
            self.state == self.STATE_OPEN
            and not (self.data or self.current_frame or self.inside_message)
            and self.autoPingTimeoutCall is None  # otherwise autobahn must see that the client spoke
        )

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Pass a message to the application, unless we closed: its queue would grow, and nobody reads it."""
        if self.state != self.STATE_OPEN:
            return
        self.write_at_once_from_now_on()
        super().onMessage(payload, isBinary)

    def write_at_once_from_now_on(self) -> None:
        """Write directly to the socket: a client that speaks has read the HTTP response, so the buffer is empty."""
        if self.writes_at_once is None:
            self.writes_at_once = isinstance(self.transport, Connection)

    def write(self, frame: bytes) -> None:
        """Send a frame that was encoded once for many readers; send nothing after a close."""
        if self.state == self.STATE_OPEN:
            self.sendData(frame)

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:
        """Write at once: waiting until the event loop calls the socket writable was half the cost of a delivery.

        When a socket doesn't take all data, it uses the event loop from then on, so that data stays in order.
        """
        if not self.writes_at_once or not self.transport.connected:
            super().sendData(data, sync, chopsize)
            return
        sent = self.transport.writeSomeData(data)
        taken = sent if isinstance(sent, int) else 0  # an error: the loop sees it too, and closes the connection
        if taken < len(data):
            self.writes_at_once = False
            self.transport.write(data[taken:])

    def is_full(self) -> bool:
        """Did our buffer grow above 64 KiB, and was it not empty since?

        Twisted then pauses the HTTP channel, which stays registered as the producer of this connection.
        """
        return getattr(self.transport, "producerPaused", False)

    def onPing(self, payload: bytes) -> None:
        """Limit pings to the rate of messages. Pings are answered here, not in the live application."""
        now = reactor.seconds()
        self.pinged_at = (*(at for at in self.pinged_at if at > now - limits.MESSAGES_SECONDS), now)
        if len(self.pinged_at) <= limits.MESSAGES:
            super().onPing(payload)
        else:
            self._fail_connection(protocol.TALKS_TOO_MUCH)

    def onMessageBegin(self, isBinary: bool) -> None:
        super().onMessageBegin(isBinary)
        if isBinary:
            self._fail_connection(protocol.NOT_TEXT)

    def onMessageFrameBegin(self, length: int) -> None:
        """Refuse a message once it declares that it is too large, in any number of frames; keep nothing of it."""
        super().onMessageFrameBegin(length)
        if self.message_data_total_length > limits.INBOUND_BYTES:
            self._fail_connection(protocol.TOO_LARGE)

    def _fail_connection(self, code: int = protocol.BROKEN, reason: str = "") -> None:
        """Send the close code and stop reading; daphne makes autobahn drop the connection without a code.

        A client that continues to send can read the code: we drop its data for the seconds that it has to close. Then
        autobahn aborts the connection, with everything that the client did not get.
        """
        if self.is_deaf or self.state == self.STATE_CLOSED:
            return
        self.is_deaf = self.failedByMe = True
        self.sendCloseFrame(code=code)
        self.transport.loseWriteConnection()

    def processData(self) -> bool:
        """Process received data, unless we ignore this client; autobahn calls it as long as there is data."""
        return not self.is_deaf and super().processData()

    def dropConnection(self, abort: bool = False) -> None:
        """Abort the connection some seconds after its end; else a client that doesn't close keeps its place."""
        super().dropConnection(abort)
        reactor.callLater(GOODBYE_AT_MOST, self.transport.abortConnection)

    def connectionLost(self, reason: Any) -> None:
        """Break the reference cycles through autobahn and our handler; else they stay until garbage collection."""
        super().connectionLost(reason)
        self.is_closed = self.hear = None

    def serverClose(self, code: int | None = None) -> None:
        """Close with 1003, 1008, 1009 and 1012 too, as the WebSocket specification defines them.

        Autobahn allows applications only 1000 and 3000-4999, although it sends the others itself. This calls the
        method that autobahn calls after its own check, and that daphne calls for 1011. A client that was too slow for
        ten seconds gets only one more.
        """
        if code == protocol.DOES_NOT_READ:
            self.closeHandshakeTimeout = 1.0
        self.sendCloseFrame(code=1000 if code is None else code)


def socket_of(send: Any) -> LiveSocket | None:
    """Return our protocol object behind an ASGI `send`, which daphne makes as a partial of its method; else None."""
    socket = next(iter(getattr(send, "args", ())), None)
    return socket if isinstance(socket, LiveSocket) else None


def frame(text: str) -> bytes:
    """Return a whole text message as a frame (RFC 6455, 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    return (b"\x81\x7e" + size.to_bytes(2) if size < 1 << 16 else b"\x81\x7f" + size.to_bytes(8)) + payload


def short_text(data: bytes) -> str | None:
    """Return the text if `data` is exactly one whole masked text message of at most INBOUND_BYTES, else None."""
    if len(data) < 6 or data[0] != 0x81 or data[1] < 0x80:
        return None
    size, start = data[1] & 0x7F, 2
    if size >= 126:
        size, start = int.from_bytes(data[2:4]) if size == 126 else 0, 4
        if not 126 <= size <= limits.INBOUND_BYTES:
            return None
    mask, payload = data[start : start + 4], data[start + 4 :]
    if len(payload) != size:
        return None
    masks = (mask * (size // 4 + 1))[:size]
    try:
        return (int.from_bytes(payload) ^ int.from_bytes(masks)).to_bytes(size).decode()
    except UnicodeDecodeError:
        return None


def use_live_sockets() -> None:
    """Use this class for all new sockets."""
    WebSocketFactory.protocol = LiveSocket


def before_it_stops(say: Callable[[], None]) -> None:
    """Call `say` when daphne is told to stop.

    Daphne cancels our sockets' tasks then, but stops at the first open and idle connection.
    """
    if not reactor.running:
        return

    def goodbye() -> Any:
        say()
        return deferLater(reactor, GOODBYE_SECONDS, lambda: None)

    reactor.addSystemEventTrigger("before", "shutdown", goodbye)
