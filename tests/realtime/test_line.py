"""Our socket class for daphne: direct writes stay in order; a client that floods or never reads is disconnected."""

import asyncio
import json
import random
import socket

import pytest
from asgiref.sync import sync_to_async
from daphne.server import WebSocketFactory
from django.db import connections
from twisted.internet import tcp
from twisted.internet.testing import MemoryReactor
from websockets.frames import Frame, Opcode

from realtime import under_daphne
from realtime.under_daphne import LiveSocket
from tests.conftest import SEED
from tests.realtime import raw
from tests.realtime.raw import CLOSE, PING, PONG, frame

FRAME = 10_000
FEW = 4096  # bytes in the kernel's buffer, approximately


@pytest.fixture
def line():
    """A connection whose loop does only what a test asks, and its other end."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as theirs:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, FEW)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, FEW)
        theirs.connect(listener.getsockname())
        ours, peer = listener.accept()
        for end in (ours, theirs):
            end.setblocking(False)
        line = LiveSocket()
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
        got += read(other, FEW)  # there is space again, before the loop knows
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


def test_a_short_message_is_heard_where_it_arrives_and_only_between_others(line):
    line, _ = line
    heard, line.hear = [], lambda text: heard.append(text)
    line.state, line.inside_message, line.current_frame = line.STATE_OPEN, False, None
    line.dataReceived(frame(raw.TEXT, "seen"))
    assert heard == ["seen"]
    line.inside_message = True
    assert not line.is_between_messages


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

    async with raw.RawConnection(server) as first, raw.RawConnection(server) as line:
        await flood(first)
        before = server.memory()  # after one-time work
        await flood(line)
        assert server.memory() - before <= 1_000_000
    async with raw.RawConnection(server) as line:
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        await line.say(frame(PING, "x") * 21)
        assert [await line.heard() for _ in range(20)] == [(PONG, b"x")] * 20
        assert await line.heard() == (CLOSE, (4029).to_bytes(2))
    await sync_to_async(connections.close_all)()


@pytest.mark.slow
async def test_page_and_handshake_asked_in_one_breath_are_answered_in_order(server):
    async with raw.RawConnection(server) as line:
        page = f"GET /robots.txt HTTP/1.1\r\nHost: {server.origin.partition('//')[2]}\r\n\r\n".encode()
        await line.say(page + raw.handshake(server))
        async with asyncio.timeout(10):
            head = await line.reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.partition(b"\r\n")[0]
            await line.reader.readuntil(b"HTTP/1.1 101")
    await sync_to_async(connections.close_all)()


def wire(text, **how):
    return Frame(Opcode.TEXT, text.encode(), **how).serialize(mask=False)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 4096, 65_535, 65_536, 130_000])
def test_a_frame_made_for_many_is_what_a_library_makes(size):
    text = "é" * (size // 2) + "x" * (size % 2)
    assert under_daphne.frame(text) == wire(text)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 125, 126, 4095, 4096])
def test_a_short_message_in_one_piece_is_read_as_it_was_said(size):
    text = "é" * (size // 2) + "x" * (size % 2)
    assert under_daphne.short_text(Frame(Opcode.TEXT, text.encode()).serialize(mask=True)) == text


def test_everything_else_is_left_to_autobahn():
    short = frame(raw.TEXT, "x")
    others = {
        "two": short + short,
        "half": short[:-1],
        "a head": short[:2],
        "nothing": b"",
        "part of a message": frame(raw.TEXT, "x", fin=False),
        "the rest of one": frame(0, "x"),
        "reserved": frame(raw.TEXT, "x", reserved=1),
        "not masked": frame(raw.TEXT, "xxxxxxxx", masked=False),
        "binary": frame(raw.BINARY, "x"),
        "a ping": frame(PING, "x"),
        "a goodbye": frame(CLOSE, (1000).to_bytes(2)),
        "no text": frame(raw.TEXT, b"\xff"),
        "too large": frame(raw.TEXT, "x" * 4097),
        "very large": frame(raw.TEXT, "x" * 70_000),
        "a length that is written too long": bytes([0x81, 0xFE]) + (1).to_bytes(2) + bytes(4) + b"x",
    }
    assert {name: under_daphne.short_text(data) for name, data in others.items()} == dict.fromkeys(others)


@pytest.mark.slow
async def test_messages_are_heard_in_order_however_they_are_cut_and_glued(server):
    rng = random.Random(SEED)
    topics = [f"unknown-{number}" for number in range(1, 16)]
    wishes = ({"type": "follow", "topics": {name: {"view": "page", "after": "a.1"}}} for name in topics)
    said = [frame(raw.TEXT, json.dumps(wish)) for wish in wishes]
    pieces = [said[0], said[1][:9], said[1][9:], said[2] + said[3], said[4] + said[5][:1], said[5][1:], *said[6:9]]
    rest = b"".join(said[9:])
    while rest:
        size = rng.randrange(1, 200)
        pieces.append(rest[:size])
        rest = rest[size:]
    async with raw.RawConnection(server) as line:
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        for piece in pieces:
            await line.say(piece)
            await asyncio.sleep(0.02)
        answers = [json.loads((await line.heard())[1]) for _ in topics]
    assert answers == [{"type": "gone", "topic": name} for name in topics]
    await sync_to_async(connections.close_all)()


@pytest.mark.slow
async def test_what_looks_like_a_message_inside_another_is_none(server):
    inner = frame(raw.TEXT, '{"type":"follow","topics":{"unknown-1":{"view":"page","after":"a.1"}}}')
    outer = frame(raw.TEXT, b"x" * 10 + inner)
    async with raw.RawConnection(server) as line:
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        await line.say(outer[: -len(inner)])
        await asyncio.sleep(0.2)
        await line.say(inner)
        assert (await line.heard())[0] in (0, CLOSE), "as text it is no UTF-8"
    await sync_to_async(connections.close_all)()
