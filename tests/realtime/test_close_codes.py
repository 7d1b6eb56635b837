"""Each violation has its close code (docs/live.md), also if the client continues to send."""

import asyncio
import contextlib
import json

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from realtime import limits
from realtime.under_daphne import LiveSocket
from tests.realtime import raw
from tests.realtime.raw import BINARY, CLOSE, PING, TEXT, frame

pytestmark = pytest.mark.slow

SEEN = '{"type":"seen","topics":{}}'
MANY = {f"idea-{number}": {"view": "page", "after": ""} for number in range(1, limits.TOPICS + 2)}
MORE = b"\x81\x85\0\0\0\0hello" * 6_000
OFFENCES = {
    "binary": (1003, frame(BINARY, b"x")),
    "a large binary": (1003, frame(BINARY, bytes(300_000))),
    "words": (1008, frame(TEXT, "hello")),
    "another kind": (1008, frame(TEXT, '{"type":"update","topics":{}}')),
    "too many topics": (1008, frame(TEXT, json.dumps({"type": "follow", "topics": MANY}, separators=(",", ":")))),
    "a byte too many": (1009, frame(TEXT, "x" * (limits.INBOUND_BYTES + 1))),
    "large": (1009, frame(TEXT, "x" * 66_000)),
    "larger than daphne takes": (1009, frame(TEXT, "x" * 300_000)),
    "endless, so it says": (1009, frame(TEXT, "x", size=2**62)),
    "many pieces": (1009, frame(TEXT, "x" * 2_000, fin=False) + frame(0, "x" * 2_000, fin=False) * 3),
    "empty words, then a large piece": (1009, frame(TEXT, "", fin=False) + frame(0, "x" * 5_000)),
    "no UTF-8": (1007, frame(TEXT, b"\xc0\xaf")),
    "no UTF-8 over two pieces": (1007, frame(TEXT, b"\xe2\x82", fin=False) + frame(0, b"x")),
    "half a sign": (1007, frame(TEXT, b"\xe2\x82")),
    "a goodbye that is no UTF-8": (1007, frame(CLOSE, b"\x03\xe8\xff")),
    "not masked": (1002, frame(TEXT, SEEN, masked=False)),
    "a reserved bit": (1002, frame(TEXT, SEEN, reserved=4)),
    "a kind that isn't there": (1002, frame(3, b"x")),
    "a control that isn't there": (1002, frame(11, b"x")),
    "a long ping": (1002, frame(PING, bytes(126))),
    "half a ping": (1002, frame(PING, b"x", fin=False)),
    "the end of nothing": (1002, frame(0, b"x")),
    "a beginning in the middle": (1002, frame(TEXT, "x", fin=False) + frame(TEXT, "x")),
    "a small size, written long": (1002, b"\x81\xfe\x00\x05" + bytes(9)),
    "a goodbye of one byte": (1002, frame(CLOSE, b"x")),
    "a goodbye with an odd code": (1002, frame(CLOSE, (999).to_bytes(2))),
    "pings without end": (4029, frame(PING, "x") * (limits.MESSAGES + 1)),
}


async def end_of(server, said, more):
    async with raw.RawConnection(server) as line:
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        await line.say(said)
        going_on = asyncio.create_task(go_on(line, more))
        try:
            async with asyncio.timeout(60):
                return await line.end()
        finally:
            going_on.cancel()


async def go_on(line, more):
    with contextlib.suppress(OSError):
        for _ in range(40 if more else 0):
            await line.say(more)


@pytest.mark.parametrize("more", [b"", MORE], ids=["alone", "goes on"])
async def test_each_offence_has_its_close_code(server, capfd, more):
    ends = await asyncio.gather(*(end_of(server, said, more) for _, said in OFFENCES.values()))
    assert dict(zip(OFFENCES, ends, strict=True)) == {name: code for name, (code, _) in OFFENCES.items()}
    assert "Traceback" not in capfd.readouterr().err
    await sync_to_async(connections.close_all)()


@pytest.mark.parametrize(("state", "kept"), [(LiveSocket.STATE_OPEN, 1), (LiveSocket.STATE_CLOSING, 0)])
def test_what_arrives_after_our_close_is_not_kept(state, kept):
    """A client that reads no close code may send for five seconds more."""
    line = LiveSocket()
    line.state, line.muted, line.client_addr, line.transport = state, False, None, None
    line.application_queue = asyncio.Queue()
    line.onMessage(b"hello", False)
    assert line.application_queue.qsize() == kept
