"""Two real servers on one PostgreSQL and Redis: one writes, the other's pages get the update."""

import asyncio
import json
import os
import signal
from contextlib import asynccontextmanager

import pytest
import websockets
from asgiref.sync import sync_to_async
from django.db import connections

from realtime.limits import POLL
from realtime.topics import cursor
from stadslab import supervisor
from tests.realtime.pages import PART, number
from tests.realtime.servers import Server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="two processes need PostgreSQL and Redis (bin/test)"),
]


@pytest.fixture
def servers(idea):
    servers = [Server(), Server()]
    for server in servers:
        server.start()
    for server in servers:
        server.wait()
    yield servers
    supervisor.stop([server.child for server in servers])


class Reader:
    """A page outside the server process: it keeps a cursor, reconnects, and fails on a gap."""

    def __init__(self, server, idea, after):
        self.server, self.name, self.cursor, self.parts = server, f"note-{idea}", after, {}
        self.follows = asyncio.Event()

    async def read(self):
        while True:
            try:
                async with self.connected() as socket:
                    async for text in socket:
                        await self.take(socket, json.loads(text))
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.1)

    @asynccontextmanager
    async def connected(self):
        async with websockets.connect(f"ws://127.0.0.1:{self.server.port}/live/", origin=self.server.origin) as socket:
            topics = {self.name: {"view": "page", "after": self.cursor}}
            await socket.send(json.dumps({"type": "follow", "lang": "nl", "topics": topics}))
            yield socket

    async def take(self, socket, message):
        assert message["type"] in ("update", "beat"), message
        if message["type"] == "beat":
            return
        assert number(message["after"]) <= number(self.cursor), message
        self.follows.set()
        if number(message["upto"]) > number(self.cursor):
            self.cursor = message["upto"]
            for key, revision, words in PART.findall(message["html"]):
                self.parts[key] = max(self.parts.get(key, (0, "")), (int(revision), words))
            await socket.send(json.dumps({"type": "seen", "topics": {self.name: self.cursor}}))

    async def has(self, words):
        async with asyncio.timeout(30):
            while words not in self.words:
                await asyncio.sleep(0.01)

    @property
    def words(self):
        return [words.removeprefix("nl ") for _, words in sorted(self.parts.values())]


@pytest.fixture
async def readers(servers, idea):
    after = await sync_to_async(cursor)(idea)
    readers = [Reader(server, idea.pk, after) for server in servers]
    tasks = [asyncio.create_task(reader.read()) for reader in readers]
    async with asyncio.timeout(30):
        await asyncio.gather(*(reader.follows.wait() for reader in readers))
    yield readers
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await sync_to_async(connections.close_all)()


async def say(server, idea, text):
    return await asyncio.to_thread(server.say, idea.pk, text)


async def test_comment_on_one_server_is_seen_on_the_other_by_its_ring(servers, readers, idea):
    waits = []
    for count in range(6):
        await say(servers[0], idea, f"door {count}")
        said_at = asyncio.get_running_loop().time()
        await readers[1].has(f"door {count}")
        waits.append(asyncio.get_running_loop().time() - said_at)
    assert min(waits[1:]) < POLL / 2  # with the poll alone each would wait a whole interval


@pytest.mark.parametrize("signal_sent", [signal.SIGKILL, signal.SIGTERM])
async def test_nothing_acknowledged_is_lost_when_servers_end(servers, readers, idea, signal_sent):
    said = []
    for count in range(30):
        writer, other = servers[count % 2], servers[(count + 1) % 2]
        if count in (8, 17):
            os.kill(writer.child.process.pid, signal_sent)
            writer.child.process.wait()
            await asyncio.to_thread(writer.start)
            writer = other
        if await say(writer, idea, f"nummer {count}"):
            said.append(f"nummer {count}")
    assert len(said) == 30
    await asyncio.gather(*(reader.has("nummer 29") for reader in readers))
    assert all(reader.words == said for reader in readers)
