"""What live needs of daphne and daphne doesn't do by itself. Does nothing under another server."""

import time
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
    """A socket that is read and written at once, bears no flood of pings, and ends in time and with the right codes.

    Short messages and updates go by neither autobahn's framing nor daphne's queue and tasks, that cost more than all
    the rest (decision 0033). Everything else does, and all comes in order.
    """

    hear: Callable[[str], None] | None = None  # takes each short message, once the application gave it
    writes_at_once: bool | None = None
    pinged_at: tuple[float, ...] = ()
    is_deaf = False  # it was told why it is closed, and nothing that it still says is read

    def handle_reply(self, message: Any) -> None:
        """Refuse a handshake with 503 where one may try later; daphne itself always says 403."""
        if self.state != self.STATE_CONNECTING or message.get("code") != protocol.TRY_LATER:
            super().handle_reply(message)
            return
        self.handshake_deferred.errback(ConnectionDeny(ConnectionDeny.SERVICE_UNAVAILABLE, "Full"))
        del self.handshake_deferred
        self.server.protocol_disconnected(self)

    def dataReceived(self, data: bytes) -> None:
        """Hear a short message that comes in one piece at once; all else is autobahn's to read, and to judge."""
        if self.is_deaf:
            return
        text = short_text(data) if self.is_between_messages else None
        if text is None or self.hear is None:
            super().dataReceived(data)
            return
        self.last_ping = time.time()  # daphne's: who speaks needs no ping
        self.write_at_once_from_now_on()
        self.hear(text)

    @property
    def is_between_messages(self) -> bool:
        return (
            self.state == self.STATE_OPEN
            and not (self.data or self.current_frame or self.inside_message)
            and self.autoPingTimeoutCall is None  # else autobahn must know that someone spoke
        )

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        self.write_at_once_from_now_on()
        super().onMessage(payload, isBinary)

    def write_at_once_from_now_on(self) -> None:
        """Who speaks has read all that HTTP still had to write; nothing waits from then on."""
        if self.writes_at_once is None:
            self.writes_at_once = isinstance(self.transport, Connection)

    def write(self, frame: bytes) -> None:
        """Send a frame that was made once for many; nothing after a goodbye."""
        if self.state == self.STATE_OPEN:
            self.sendData(frame)

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
            self._fail_connection(protocol.TALKS_TOO_MUCH)

    def onMessageBegin(self, isBinary: bool) -> None:
        super().onMessageBegin(isBinary)
        if isBinary:
            self._fail_connection(protocol.NOT_TEXT)

    def onMessageFrameBegin(self, length: int) -> None:
        """Refuse what is too large as soon as it says so, in however many frames: none of it is kept."""
        super().onMessageFrameBegin(length)
        if self.message_data_total_length > limits.INBOUND_BYTES:
            self._fail_connection(protocol.TOO_LARGE)

    def _fail_connection(self, code: int = protocol.BROKEN, reason: str = "") -> None:
        """Say why and stop to listen; daphne has autobahn cut the line without a word.

        Who goes on sending gets to read it: what they say is taken and dropped for the second that they have to
        close. Then autobahn ends the line.
        """
        if self.is_deaf or self.state == self.STATE_CLOSED:
            return
        self.is_deaf = self.failedByMe = True
        self.sendCloseFrame(code=code)
        self.transport.loseWriteConnection()

    def processData(self) -> bool:
        """Called as long as there is something that could be read."""
        return not self.is_deaf and super().processData()

    def dropConnection(self, abort: bool = False) -> None:
        """Let an ended line read what is left within seconds: it would keep its place for as long as it likes."""
        super().dropConnection(abort)
        reactor.callLater(GOODBYE_AT_MOST, self.transport.abortConnection)

    def connectionLost(self, reason: Any) -> None:
        """Let go of what autobahn promised and kept, and of who hears us: all hold us, until the collector comes."""
        super().connectionLost(reason)
        self.is_closed = self.hear = None

    def serverClose(self, code: int | None = None) -> None:
        """Close with 1003, 1008, 1009 and 1012 too, as the specification of WebSockets has them.

        Autobahn refuses these to applications (1000 and 3000-4999 only), although it sends them itself. The frame goes
        out by the method that autobahn's own check leads to, and that daphne calls for 1011.
        """
        self.sendCloseFrame(code=1000 if code is None else code)


def line_of(send: Any) -> Line | None:
    """Return our line under an ASGI `send`: daphne's is a partial of a method for one. None under another server."""
    line = next(iter(getattr(send, "args", ())), None)
    return line if isinstance(line, Line) else None


def frame(text: str) -> bytes:
    """Return a whole message of text as it goes over the wire (RFC 6455, 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    return (b"\x81\x7e" + size.to_bytes(2) if size < 1 << 16 else b"\x81\x7f" + size.to_bytes(8)) + payload


def short_text(data: bytes) -> str | None:
    """Return the text where `data` is one whole message of text of at most INBOUND_BYTES, masked, and nothing more."""
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
