"""Our line of daphne's: what it writes at once comes in order, and who floods it or never reads loses it."""

import asyncio
import socket

import pytest
from asgiref.sync import sync_to_async
from daphne.server import WebSocketFactory
from django.db import connections
from twisted.internet import tcp
from twisted.internet.testing import MemoryReactor

from realtime.under_daphne import Line
from tests.realtime import raw
from tests.realtime.raw import CLOSE, PING, PONG, frame

FRAME = 10_000
FEW = 4096  # bytes that the kernel keeps, about


@pytest.fixture
def line():
    """A line whose loop only does what a test asks, and the other end of it."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as theirs:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, FEW)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, FEW)
        theirs.connect(listener.getsockname())
        ours, peer = listener.accept()
        for end in (ours, theirs):
            end.setblocking(False)
        line = Line()
        line.factory = WebSocketFactory(None)
        line.makeConnection(tcp.Server(ours, line, peer, None, 0, MemoryReactor()))
        line.writes_at_once = True
        with ours:
            yield line, theirs


def test_a_line_that_is_full_has_room_and_is_full_again_gets_all_in_order(line):
    line, other = line
    told, got = b"", b""
    for number in range(12):
        told += (data := bytes([number]) * FRAME)
        line.sendData(data)
        got += read(other, FEW)  # there is room again, before the loop knows
    while len(got) < len(told):
        line.transport.doWrite()
        got += read(other, FRAME)
    assert got == told
    assert line.writes_at_once is False


def test_a_line_that_takes_all_is_never_waited_for(line):
    line, other = line
    for number in range(12):
        line.sendData(bytes([number]) * 100)
        assert read(other, FRAME) == bytes([number]) * 100
    assert line.writes_at_once is True


def read(other, most):
    try:
        return other.recv(most)
    except BlockingIOError:
        return b""


@pytest.mark.slow
async def test_who_pings_without_end_is_closed_4029_and_costs_nothing(server):
    async def flood(line):
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        line.writer.transport.pause_reading()
        try:
            await line.say(frame(PING) * 3_000_000)
        except OSError:
            pass

    async with raw.Line(server) as first, raw.Line(server) as line:
        await flood(first)
        before = server.memory()  # what is done for the first time is done
        await flood(line)
        assert server.memory() - before <= 1_000_000
    async with raw.Line(server) as line:
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        await line.say(frame(PING, "x") * 21)
        assert [await line.heard() for _ in range(20)] == [(PONG, b"x")] * 20
        assert await line.heard() == (CLOSE, (4029).to_bytes(2))
    await sync_to_async(connections.close_all)()


@pytest.mark.slow
async def test_page_and_handshake_asked_in_one_breath_are_answered_in_order(server):
    async with raw.Line(server) as line:
        page = f"GET /robots.txt HTTP/1.1\r\nHost: {server.origin.partition('//')[2]}\r\n\r\n".encode()
        await line.say(page + raw.handshake(server))
        async with asyncio.timeout(10):
            head = await line.reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.partition(b"\r\n")[0]
            await line.reader.readuntil(b"HTTP/1.1 101")
    await sync_to_async(connections.close_all)()
