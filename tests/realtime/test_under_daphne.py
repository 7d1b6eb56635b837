"""Only the real server shows: close codes on the wire, the shutdown, the cost of a client that doesn't read."""

import asyncio
import json
import signal
import urllib.request

import pytest
import websockets
from asgiref.sync import sync_to_async
from django.db import connections, transaction

from realtime.topics import cursor
from tests.factories import make_comment, make_member

pytestmark = pytest.mark.slow


@pytest.fixture
async def open_socket(server):
    sockets = []

    async def open_socket(**options):
        address = f"ws://127.0.0.1:{server.port}/live/"
        sockets.append(await websockets.connect(address, **{"origin": server.origin} | options))
        return sockets[-1]

    yield open_socket
    for socket in sockets:
        socket.transport.abort()
    await sync_to_async(connections.close_all)()


async def close_code(socket, seconds=5):
    async with asyncio.timeout(seconds):
        await socket.wait_closed()
    return socket.close_code


async def test_each_offence_has_its_close_code(open_socket):
    offences = {1003: [b"binary"], 1008: ["nonsense"], 1009: ["x" * 5000], 4029: ['{"type":"seen","topics":{}}'] * 21}
    for code, messages in offences.items():
        socket = await open_socket()
        for message in messages:
            await socket.send(message)
        assert await close_code(socket) == code


async def test_other_origins_get_403(open_socket):
    with pytest.raises(websockets.InvalidStatus) as refused:
        await open_socket(origin="http://localhost:1")
    assert refused.value.response.status_code == 403


@pytest.fixture
def server_for_two(monkeypatch, request):
    monkeypatch.setenv("LIVE_SOCKETS", "2")
    return request.getfixturevalue("server")


async def test_third_of_a_process_for_two_gets_503_and_the_news_over_http(server_for_two, open_socket, idea):
    after = await sync_to_async(cursor)(idea)
    for _ in range(2):
        await open_socket()
    with pytest.raises(websockets.InvalidStatus) as refused:
        await open_socket()
    assert refused.value.response.status_code == 503
    await asyncio.to_thread(server_for_two.say, idea.pk, "Ook voor drie.")
    address = f"{server_for_two.origin}/live/?lang=nl&follow=note-{idea.pk}:page:{after}"
    with await asyncio.to_thread(urllib.request.urlopen, address, timeout=5) as answer:
        assert "Ook voor drie." in answer.read().decode()


async def test_stopping_says_1012(open_socket, server):
    socket = await open_socket()
    server.child.process.send_signal(signal.SIGTERM)
    assert await close_code(socket) == 1012


async def test_who_never_says_seen_is_closed_4008_and_others_read_on(open_socket, server, idea):
    after = await sync_to_async(cursor)(idea)
    follow = json.dumps({"type": "follow", "topics": {f"note-{idea.pk}": {"view": "page", "after": after}}})
    silent, polite = await open_socket(), await open_socket()
    for socket in (silent, polite):
        await socket.send(follow)
    said = asyncio.create_task(talk(server, idea, 14))
    closing = asyncio.create_task(close_code(silent, 20))
    while not closing.done():
        message = json.loads(await polite.recv())
        if message["type"] == "update":
            await polite.send(json.dumps({"type": "seen", "topics": {message["topic"]: message["upto"]}}))
        await asyncio.sleep(0.6)  # at most one message a second
    assert await closing == 4008
    assert polite.state is websockets.protocol.State.OPEN
    said.cancel()


async def test_update_of_more_than_8_kib_arrives(open_socket, idea, anna):
    after = await sync_to_async(cursor)(idea)
    for number in range(12):
        await sync_to_async(transaction.atomic(make_comment))(idea, anna, f"{number}: {'lang ' * 200}")
    socket = await open_socket()
    await follow(socket, f"note-{idea.pk}", after)
    text = await news(socket)
    assert len(text) > 8192
    assert all(f"{number}: lang" in text for number in range(12))


async def test_hidden_idea_is_a_tombstone_and_a_restored_one_is_fetched_again(open_socket, idea, anna):
    mo = await sync_to_async(make_member)(idea.lab, "Mo", "moderator")
    await sync_to_async(transaction.atomic(make_comment))(idea, anna, "Geheim.")
    socket = await open_socket()
    await follow(socket, f"idea-{idea.pk}", await sync_to_async(cursor)(idea))
    await sync_to_async(idea.hide)(mo, "spam")
    tombstone = await news(socket)
    assert "data-gone" in tombstone
    assert "Geheim" not in tombstone
    await sync_to_async(idea.restore)(mo, "Toch goed.")
    async with asyncio.timeout(5):
        while (told := json.loads(await socket.recv()))["type"] != "reset":
            assert not told.get("html")
    assert told == {"type": "reset", "topic": f"idea-{idea.pk}", "url": ""}


async def follow(socket, name, after):
    wish = {"type": "follow", "lang": "nl", "topics": {name: {"view": "page", "after": after}}}
    await socket.send(json.dumps(wish))


async def news(socket, seconds=5):
    """Return the next update with content."""
    async with asyncio.timeout(seconds):
        while not (message := json.loads(await socket.recv())).get("html"):
            assert message["type"] in ("update", "beat")
    return message["html"]


async def talk(server, idea, count):
    for number in range(count):
        await asyncio.to_thread(server.say, idea.pk, f"nummer {number}")
        await asyncio.sleep(0.8)
