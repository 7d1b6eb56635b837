"""Whatever a client sends: the server stays up, keeps no memory of it, closes as documented and logs no failure."""

import asyncio
import re
from collections import Counter
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from realtime.topics import cursor
from tests.conftest import EVERYTHING, SEED
from tests.realtime import raw
from tests.realtime.fuzz import Fuzz
from tests.realtime.raw import CLOSE, TEXT, frame

pytestmark = pytest.mark.slow

FRAMES = 100_000 if EVERYTHING else 1_500
GROWTH = 5 * 2**20
AT_ONCE = 10
CLOSED_WITH = {
    int(code)
    for codes in re.findall(r"^\| ([\d, ]+) \|", Path("docs/live.md").read_text(), re.MULTILINE)
    for code in codes.split(", ")
}
OF_WEBSOCKETS = {1000}
NO_SOCKET = {400, 403, 405}
CUT, WAITS = 0, -1


async def test_nothing_that_is_said_hurts(capfd, server, idea):
    about = server, f"note-{idea.pk}", await sync_to_async(cursor)(idea)
    ends = await rush("before", *about)  # the same number, until memory is stable
    before = server.memory()
    ends |= await rush("after", *about)
    if EVERYTHING:
        assert server.memory() - before <= GROWTH
    assert set(ends) <= CLOSED_WITH | OF_WEBSOCKETS | NO_SOCKET | {CUT, WAITS}
    assert {1000, 1008, 400, CUT} <= set(ends)
    assert "Traceback" not in capfd.readouterr().err
    assert server.child.process.poll() is None
    async with raw.RawConnection(server) as line:
        await line.say(raw.handshake(server))
        assert await line.status() == 101
        follow = f'{{"type":"follow","topics":{{"{about[1]}":{{"view":"page","after":"{about[2]}"}}}}}}'
        await line.say(frame(TEXT, follow))
        assert await asyncio.to_thread(server.say, idea.pk, "En nu gewoon.")
        async with asyncio.timeout(60):
            while b"En nu gewoon." not in (await line.heard())[1]:
                pass
    await sync_to_async(connections.close_all)()


async def rush(name, server, topic, after):
    """Send FRAMES frames, on ten connections at a time; return the number of each ending."""
    ends, said = Counter(), 0

    async def speak(number):
        nonlocal said
        while said < FRAMES:
            frames, end = await talk(server, Fuzz(f"{SEED} {name} {number} {ends.total()}", server, topic, after))
            said += frames
            ends[end] += 1

    await asyncio.gather(*map(speak, range(AT_ONCE)))
    return ends


async def talk(server, fuzz):
    """Send everything on one connection; return the number of frames, and how it ended."""
    said = 1
    async with raw.RawConnection(server) as line:
        try:
            async with asyncio.timeout(0.7):
                await line.say(fuzz.handshake())
                if (status := await line.status()) != 101:
                    return said, status
                for data in fuzz.frames():
                    said += 1
                    await line.say(data)
                if fuzz.leaves_without_a_word():
                    return said, CUT
                await line.say(frame(CLOSE, (1000).to_bytes(2)))
                return said, await line.end()
        except TimeoutError:
            return said, WAITS
        except OSError:
            return said, await line.end()
