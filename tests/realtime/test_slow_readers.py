"""Readers that read nothing, one byte a second, or everything without `seen`, or that acknowledge what they never
read: they are closed, and nobody waits.

The benchmark measures how soon (docs/live.md): here a busy machine has ten times as long.
"""

import asyncio
import contextlib
import json
import socket
from itertools import count

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from realtime.topics import cursor
from tests.realtime import raw
from tests.realtime.raw import BINARY, CLOSE, PING, TEXT, frame

pytestmark = pytest.mark.slow

LONG = "lang " * 6_000
SMALL = 4096  # bytes in our kernel's buffer


async def nothing(line):
    line.writer.transport.pause_reading()
    await ping_until_cut(line)


async def a_byte_a_second(line):
    pinging = asyncio.create_task(ping_until_cut(line))
    while not pinging.done():
        line.writer.transport.resume_reading()
        await line.reader.read(1)
        line.writer.transport.pause_reading()
        await asyncio.sleep(1)


async def nothing_and_says_it_did(line):
    line.writer.transport.pause_reading()
    pinging = asyncio.create_task(ping_until_cut(line))
    while not pinging.done():
        seen = {line.topic: f"{line.epoch}.{10**18}"}
        with contextlib.suppress(OSError):
            await line.say(frame(TEXT, json.dumps({"type": "seen", "topics": seen})))
        await asyncio.sleep(0.7)


async def everything(line):
    pinging = asyncio.create_task(ping_until_cut(line))
    while True:
        kind, payload = await line.heard()
        if kind == CLOSE:
            assert int.from_bytes(payload[:2]) == 4008
        if kind in (0, CLOSE):
            pinging.cancel()
            return


async def ping_until_cut(line):
    """The connection is full: the client never receives what was sent before the end."""
    try:
        while True:
            await asyncio.sleep(0.7)
            await line.say(frame(PING, "x"))
    except OSError:
        pass


@pytest.fixture
async def follow(server, idea):
    async def follow(line):
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        line.topic, line.epoch = f"note-{idea.pk}", after.partition(".")[0]
        wish = {line.topic: {"view": "page", "after": after}}
        await line.say(frame(TEXT, json.dumps({"type": "follow", "lang": "nl", "topics": wish})))

    after = await sync_to_async(cursor)(idea)
    yield follow
    await sync_to_async(connections.close_all)()


async def test_slow_readers_are_closed(server, idea, follow):
    async def closed(read):
        async with raw.RawConnection(server, buffer=SMALL) as line:
            await follow(line)
            await read(line)

    async def tell():
        for number in count():
            await asyncio.to_thread(server.say, idea.pk, f"{LONG}{number}")
            await asyncio.sleep(0.5)

    telling = asyncio.create_task(tell())
    try:
        async with asyncio.timeout(120):
            await asyncio.gather(*map(closed, [nothing, nothing_and_says_it_did, a_byte_a_second, everything]))
    finally:
        telling.cancel()


@pytest.fixture
def full_line(server, follow):
    """A reader with small buffers, who has not read some updates."""

    @contextlib.asynccontextmanager
    async def full_line(idea):
        server.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        async with raw.RawConnection(server, buffer=SMALL) as line:
            await follow(line)
            line.writer.transport.pause_reading()
            for number in range(4):
                await asyncio.sleep(0.5)  # one at a time: above 64 KiB a reader gets a reset
                assert await asyncio.to_thread(server.say, idea.pk, f"{LONG}{number}")
            yield line

    return full_line


async def test_who_says_goodbye_and_never_reads_loses_the_line_within_seconds(idea, full_line):
    async with full_line(idea) as line:
        await line.say(frame(CLOSE, (1000).to_bytes(2)))
        async with asyncio.timeout(60):
            await ping_until_cut(line)


@pytest.mark.parametrize(
    ("offence", "code"), [(frame(BINARY, b"x"), 1003), (frame(TEXT, "hello"), 1008)], ids=["cut off", "closed"]
)
async def test_who_talks_on_over_a_slow_line_still_gets_the_close_code(idea, full_line, offence, code):
    async with full_line(idea) as line:
        await line.say(offence)
        talking = asyncio.create_task(ping_until_cut(line))
        await asyncio.sleep(2.5)
        line.writer.transport.resume_reading()
        async with asyncio.timeout(60):
            assert await line.end() == code
        talking.cancel()


async def test_who_talks_on_and_never_reads_loses_the_line_within_seconds(idea, full_line):
    async with full_line(idea) as line:
        await line.say(frame(BINARY, b"x"))
        async with asyncio.timeout(60):
            await ping_until_cut(line)
