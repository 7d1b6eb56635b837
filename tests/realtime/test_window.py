"""A client that doesn't read costs one window, and is closed."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from realtime import limits
from realtime.connection import Connection, Unseen, Update
from realtime.protocol import Cursor
from tests.factories import make_comment, make_idea
from tests.realtime.pages import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


def _age(hub, seconds):
    for connection in hub.connections:
        connection._unseen = [item._replace(sent_at=item.sent_at - seconds) for item in connection._unseen]


async def test_who_never_says_seen_is_closed_4008(open_page, name, here, comment, hub):
    page = await open_page()
    await page.follow(here, name)
    for number in range(limits.WINDOW_UPDATES + 1):
        await comment(f"nummer {number}")
        await page.take()
    _age(hub, limits.WINDOW_SECONDS)
    assert await page.closes() == 4008


async def test_who_says_seen_stays(open_page, name, here, comment, hub):
    page = await open_page()
    await page.follow(here, name)
    for number in range(limits.WINDOW_UPDATES + 1):
        await comment(f"nummer {number}")
        await page.take()
        if number % 4 == 0:
            await page.see()
    await page.see()
    _age(hub, limits.WINDOW_SECONDS)
    assert await page.hears_nothing(1.5)


async def test_nothing_is_sent_beyond_what_is_held_and_all_comes_after_seen(
    open_page, name, here, comment, monkeypatch
):
    monkeypatch.setattr(limits, "HELD_UPDATES", 2)
    page = await open_page()
    await page.follow(here, name)
    for number in range(2):
        await page.take()
        await comment(f"nummer {number}")
    await page.take_until(lambda page: not page.socket.output_queue.qsize() and len(page.updates) == 2)
    await comment("in het ruim")
    assert await page.hears_nothing(1.2)
    await page.see()
    await page.take_until(lambda page: "nl in het ruim" in page.words)
    assert len(page.words) == 3


async def test_a_server_with_a_full_buffer_holds_nobody_up():
    sent, taken = [], []

    async def slow(message):
        sent.append(message)
        await gate.wait()
        taken.append(message)

    gate = asyncio.Event()
    connection = Connection(slow)
    for number in range(3):
        connection.push({"number": number})
    assert sent == [{"number": 0}]
    gate.set()
    async with asyncio.timeout(PATIENCE):
        while len(taken) < 3:
            await asyncio.sleep(0.01)
    assert taken == [{"number": 0}, {"number": 1}, {"number": 2}]


async def test_seen_of_another_epoch_frees_nothing():
    async def send(message):
        pass

    connection = Connection(send)
    connection.push_update(Update({}, b"", Unseen(connection.loop.time(), "note-1", Cursor("a", 3), 10)))
    connection.saw({"note-1": Cursor("b", 9)})
    assert connection._unseen_bytes == 10
    connection.saw({"note-1": Cursor("a", 3)})
    assert connection._unseen_bytes == 0


async def test_endless_refusals_close_4029(monkeypatch):
    monkeypatch.setattr(limits, "REFUSALS", 2)
    sent = []

    async def send(message):
        sent.append(message)

    connection = Connection(send)
    for _ in range(4):
        connection.refuse("{}")
    assert sent[-1] == {"type": "websocket.close", "code": 4029}
    assert len(sent) == 3


async def test_who_never_says_seen_is_sent_one_window_of_bytes_and_is_closed(
    open_page, name, here, comment, hub, notes
):
    notes.longer = 10_000
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    for number in range(12):
        await comment(f"nummer {number}")
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.2)
    assert 0 < await bytes_sent(page) <= limits.WINDOW_BYTES
    _age(hub, limits.WINDOW_SECONDS)
    assert await page.closes() == 4008


async def test_sixty_things_are_told_a_window_at_a_time_and_all_come(open_page, here, anna, notes):
    notes.longer = 10_000
    ideas = [await sync_to_async(make_idea)(anna, f"Idee {number}") for number in range(limits.TOPICS)]
    for idea in ideas:
        await sync_to_async(transaction.atomic(make_comment))(idea, anna, "Gemist")
    page = await open_page()
    names = [f"note-{idea.pk}" for idea in ideas]
    for at in range(0, limits.TOPICS, 20):
        await page.follow(here, *names[at : at + 20])
    await asyncio.sleep(2)
    assert 0 < await bytes_sent(page) <= limits.WINDOW_BYTES
    async with asyncio.timeout(PATIENCE):
        while len(page.parts) < limits.TOPICS:
            await page.see()
            await asyncio.sleep(0.5)
            assert await bytes_sent(page) <= limits.WINDOW_BYTES


async def test_an_answer_over_http_is_one_window_and_the_next_has_the_rest(ask, here, anna, notes):
    notes.longer = 10_000
    after = {}
    for number in range(20):
        idea = await sync_to_async(make_idea)(anna, f"Idee {number}")
        await sync_to_async(transaction.atomic(make_comment))(idea, anna, "Gemist")
        after[f"note-{idea.pk}"] = here
    for _ in range(5):
        query = "&".join(f"follow={topic}:page:{cursor}" for topic, cursor in after.items())
        status, messages = await ask(f"now=1&{query}")
        assert (status, bool(messages)) == (200, True)
        assert sum(len(message["html"]) for message in messages) <= limits.WINDOW_BYTES
        after |= {message["topic"]: message["upto"] for message in messages}
    assert set(after.values()) == {messages[0]["upto"]}


async def bytes_sent(page):
    """Return the bytes of updates since the last call; receives all of them."""
    before = len(page.updates)
    while not page.socket.output_queue.empty():
        await page.take()
    return sum(len(message["html"].encode()) for message in page.updates[before:])
