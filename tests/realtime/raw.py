"""A raw connection to a real server, for bytes that no browser would send."""

import asyncio
import base64
import socket

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def handshake(server, **headers):
    told = {
        "Host": server.origin.partition("//")[2],
        "Origin": server.origin,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(b"a" * 16).decode(),
    }
    lines = [f"{name}: {value}" for name, value in (told | headers).items()]
    return "\r\n".join(["GET /live/ HTTP/1.1", *lines, "", ""]).encode("latin1")


def frame(kind, payload=b"", *, fin=True, reserved=0, masked=True, size=None):
    """Return one frame; `size` is its declared length, if that is different."""
    payload = payload.encode() if isinstance(payload, str) else payload
    size = len(payload) if size is None else size
    kinds = [(0, 0)] if size < 126 else [(126, 2)] if size < 2**16 else [(127, 8)]
    [(mark, width)] = kinds
    head = bytes([fin << 7 | reserved << 4 | kind, masked << 7 | (mark or size)])
    return head + (size.to_bytes(width) if width else b"") + (bytes(4) if masked else b"") + payload


class RawConnection:
    """`async with RawConnection(server) as line`: nothing is sent yet."""

    def __init__(self, server, buffer=0):
        """`buffer`: the size of our receive buffer in bytes, if it must be small."""
        self.server, self.buffer = server, buffer

    async def __aenter__(self):
        line = socket.socket()
        if self.buffer:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.buffer)
        line.connect(("127.0.0.1", self.server.port))
        self.reader, self.writer = await asyncio.open_connection(sock=line)
        return self

    async def __aexit__(self, *_):
        self.writer.transport.abort()

    async def say(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def status(self):
        """Return the HTTP status; 0 when the connection was cut."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError):
            return 0
        return int(head.split()[1])

    async def heard(self):
        """Return the next frame: its kind and payload, or (0, b"") when the connection was cut."""
        try:
            first, size = await self.reader.readexactly(2)
            if size > 125:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8))
            return first & 15, await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, OSError):
            return 0, b""

    async def end(self):
        """Read to the end; return the close code, 0 when the connection was cut."""
        while True:
            kind, payload = await self.heard()
            if kind in (0, CLOSE):
                return int.from_bytes(payload[:2])
