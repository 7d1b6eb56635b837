"""Two real servers on one PostgreSQL and Redis: one writes, the other's pages get the update."""

import asyncio
import json
import os
import signal
import urllib.request
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import pytest
import websockets
from asgiref.sync import sync_to_async
from django.conf import settings as site
from django.db import connections
from django.test import Client

from realtime import limits
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

    def __init__(self, server, idea, after, session=""):
        self.server, self.name, self.cursor, self.parts = server, f"note-{idea}", after, {}
        self.headers = {"Cookie": f"{site.SESSION_COOKIE_NAME}={session}"} if session else {}
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
        where = f"ws://127.0.0.1:{self.server.port}/live/"
        async with websockets.connect(where, origin=self.server.origin, additional_headers=self.headers) as socket:
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


# Signing out


def post(server, path, session):
    """Press a button on the account page of this server, in the session with this key."""
    jar = f"{site.SESSION_COOKIE_NAME}={session}; {site.CSRF_COOKIE_NAME}={'c' * 32}"
    body = urlencode({"csrfmiddlewaretoken": "c" * 32}).encode()
    ask = urllib.request.Request(f"{server.origin}{path}", body, {"Cookie": jar, "Origin": server.origin})
    urllib.request.urlopen(ask, timeout=30).close()


@sync_to_async
def sign_in(user):
    client = Client()
    client.force_login(user)
    return client.session.session_key


@pytest.mark.parametrize("everywhere", [False, True])
async def test_device_that_is_signed_out_on_one_server_is_closed_on_the_other_and_no_other(servers, idea, everywhere):
    user = await sync_to_async(lambda: idea.author.user)()
    laptop, phone = await sign_in(user), await sign_in(user)
    device = await user.devices.aget(session=phone)
    path = "/account/overal-uitloggen/" if everywhere else f"/account/toestellen/{device.pk}/uitloggen/"
    after = await sync_to_async(cursor)(idea)
    pages = [Reader(servers[1], idea.pk, after, session) for session in (laptop, phone)]
    async with pages[0].connected() as stays, pages[1].connected() as ends:
        await asyncio.gather(stays.recv(), ends.recv())
        begun = asyncio.get_running_loop().time()
        await asyncio.to_thread(post, servers[0], path, laptop)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            async with asyncio.timeout(4):
                while True:
                    await ends.recv()
        assert closed.value.rcvd.code == 4401
        assert asyncio.get_running_loop().time() - begun < limits.RIGHTS  # by its ring
        if not everywhere:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(2):
                    await stays.recv()
    await sync_to_async(connections.close_all)()
