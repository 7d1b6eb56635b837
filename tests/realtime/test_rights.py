"""Only what you may see: checked when it is sent, and again while you read."""

import asyncio
import threading
import time
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as site
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone

from accounts.devices import IDLE, end_unused
from ideas.models import Idea
from realtime import limits, rights, topics
from realtime.doorbell import RIGHTS, ring
from realtime.sessions import Sessions


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


@pytest.fixture
def signed_in(anna):
    """`await signed_in(user=Anna)`: a client with a session in the database, and its cookies."""

    def sign_in(user=anna.user):
        client = Client()
        client.force_login(user)
        return client, {site.SESSION_COOKIE_NAME: client.cookies[site.SESSION_COOKIE_NAME].value}

    return sync_to_async(sign_in)


@pytest.fixture
async def hidden(idea):
    await sync_to_async(Idea.objects.filter(pk=idea.pk).update)(is_hidden=True)


async def test_stranger_is_refused_and_author_is_not(open_page, name, here, hidden, signed_in):
    _, cookies = await signed_in()
    stranger, author = await open_page(), await open_page(cookies=cookies)
    for page in (stranger, author):
        await page.follow(here, name)
    assert await stranger.take() == {"type": "gone", "topic": name}
    assert (await author.take())["type"] == "update"


async def test_who_follows_while_others_are_recognised_is_recognised_first(
    open_page, name, here, hidden, signed_in, monkeypatch
):
    """Many pages come back at once when a process restarts, and then the database answers slowly."""
    is_asked, may_answer, users = threading.Event(), threading.Event(), Sessions.users

    def slowly(self, keys):
        is_asked.set()
        may_answer.wait(5)
        return users(self, keys)

    _, cookies = await signed_in()
    first, second = await open_page(cookies=cookies), await open_page(cookies=cookies)
    monkeypatch.setattr(Sessions, "users", slowly)
    await first.follow(here, name)
    assert await asyncio.to_thread(is_asked.wait, 5)
    await second.follow(here, name)
    await asyncio.sleep(0.2)  # the hub has it
    may_answer.set()
    assert [(await page.take())["type"] for page in (first, second)] == ["update", "update"]


@pytest.mark.parametrize("name", ["note-999999", "nothing-1", "note-0", "note-abc", "note-99999999999999999999"])
async def test_not_there_is_the_same_answer(open_page, here, name):
    page = await open_page()
    await page.follow(here, name)
    assert await page.take() == {"type": "gone", "topic": name}


async def test_unknown_view_is_gone(open_page, here, name):
    page = await open_page()
    await page.follow(here, name, view="secret")
    assert await page.take() == {"type": "gone", "topic": name}


@pytest.fixture
def only_when_rung(monkeypatch):
    monkeypatch.setattr(limits, "RIGHTS", 3600)


async def test_hidden_while_reading_is_dropped_and_nothing_comes_after(only_when_rung, open_page, name, here, idea):
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    await sync_to_async(Idea.objects.filter(pk=idea.pk).update)(is_hidden=True)
    await sync_to_async(ring)(RIGHTS)
    assert await page.take() == {"type": "gone", "topic": name}
    await sync_to_async(transaction.atomic(idea.advance))()
    assert await page.hears_nothing(1.2)


@pytest.fixture
def often(monkeypatch):
    monkeypatch.setattr(limits, "RIGHTS", 0.3)
    monkeypatch.setattr(limits, "RIGHTS_AT_MOST", 0.1)


async def test_rights_are_asked_again_without_a_ring(often, open_page, name, here, idea):
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    await sync_to_async(Idea.objects.filter(pk=idea.pk).update)(is_hidden=True)
    assert (await page.take())["type"] == "gone"


@pytest.mark.parametrize("end", ["sign out", "everywhere", "device", "unused", "deactivate"])
async def test_signed_out_or_deactivated_is_closed(only_when_rung, open_page, name, here, anna, signed_in, end):
    client, cookies = await signed_in()
    page = await open_page(cookies=cookies)
    await page.follow(here, name)
    await page.take()
    user = anna.user
    user.is_active = end != "deactivate"
    if end == "unused":
        await sync_to_async(anna.roles.create)(kind="moderator")
        await user.devices.aupdate(seen_at=timezone.now() - IDLE - timedelta(minutes=1))
    ways = {
        "sign out": client.logout,
        "everywhere": user.sign_out_everywhere,
        "device": user.devices.sign_out,
        "unused": end_unused,
        "deactivate": user.save,
    }
    await sync_to_async(ways[end])()
    if end not in ("everywhere", "unused"):  # these ring by themselves
        await sync_to_async(ring)(RIGHTS)
    assert await page.closes() == 4401


async def test_ring_after_ring_asks_once_a_second(open_page, name, here, monkeypatch):
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    begun = time.monotonic()
    asked, may_follow = [], type(topics.find(name)[0]).may_follow
    monkeypatch.setattr(type(topics.find(name)[0]), "may_follow", lambda *one: asked.append(1) or may_follow(*one))
    for _ring in range(20):
        await sync_to_async(ring)(RIGHTS)
        await asyncio.sleep(0.02)
    assert len(asked) <= 2 + (time.monotonic() - begun)


async def test_dead_session_reads_as_a_visitor(open_page, name, here, signed_in):
    client, cookies = await signed_in()
    await sync_to_async(client.logout)()
    page = await open_page(cookies=cookies)
    await page.follow(here, name)
    assert (await page.take())["type"] == "update"


async def test_cookie_that_cannot_be_a_key_is_no_session(open_page, name, here):
    for cookie in (r'"\000bcdefghij"', "short", "x" * 41, "A" * 32, '"é23456789"'):
        page = await open_page(cookies={site.SESSION_COOKIE_NAME: cookie})
        await page.follow(here, name)
        assert (await page.take())["type"] == "update", cookie


async def test_wish_that_cannot_be_decided_does_not_keep_others_waiting(open_page, name, here, notes, monkeypatch):
    def only_others(wishes):
        if (None, 7_000_000) in wishes:
            raise ValueError("nobody can decide this")
        return wishes

    monkeypatch.setattr(notes, "may_follow", only_others)
    spoiler = await open_page()
    await spoiler.follow(here, "note-7000000", name)
    pages = [await open_page() for _ in range(5)]
    for page in pages:
        await page.follow(here, name)
    for page in pages:
        assert (await page.take())["type"] == "update"
    answers = [await spoiler.take(), await spoiler.take()]
    assert sorted(answer["type"] for answer in answers) == ["gone", "update"]


async def test_wish_that_fails_once_is_decided_after_all(open_page, name, here, notes, monkeypatch):
    faults = [ValueError("once"), ValueError("twice")]

    def after_two_faults(wishes):
        if faults:
            raise faults.pop()
        return wishes

    monkeypatch.setattr(notes, "may_follow", after_two_faults)
    page = await open_page()
    await page.follow(here, name)
    assert (await page.take())["type"] == "update"


async def test_follow_waits_while_the_database_is_away(open_page, name, here, monkeypatch):
    def away(*args):
        raise OperationalError("the database is away")

    page = await open_page()
    with monkeypatch.context() as fault:
        fault.setattr(rights, "_granted", away)
        fault.setattr(rights.Epoch, "read", away)
        await page.follow(here, name)
        assert await page.hears_nothing(1)
    assert (await page.take())["type"] == "update"


async def test_eleventh_socket_of_a_person_is_closed(open_page, name, here, signed_in):
    _, cookies = await signed_in()
    pages = [await open_page(cookies=cookies) for _ in range(11)]
    for page in pages:
        await page.follow(here, name)
    codes = [(await page.take()).get("close") for page in pages]
    assert sorted(codes, key=str) == [4029] + [None] * 10


async def test_fifty_sockets_from_an_address_without_a_session(open_page, settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 3
    assert [(await open_page()).is_open for _ in range(4)] == [True, True, True, False]
    assert (await open_page(address="127.0.0.2")).is_open


async def test_invented_sessions_do_not_open_more_doors(open_page, name, here, settings, signed_in):
    settings.LIVE_SOCKETS_PER_ADDRESS = 1
    invented = [await open_page(cookies={site.SESSION_COOKIE_NAME: f"invented{n}"}) for n in range(5)]
    assert [page.is_open for page in invented] == [True] * 4 + [False]
    for page in invented[:4]:
        await page.follow(here, name)
    codes = [(await page.take()).get("close") for page in invented[:4]]
    assert sorted(codes, key=str) == [4029] * 3 + [None]
    _, cookies = await signed_in()
    real = [await open_page(cookies=cookies) for _ in range(4)]
    assert all(page.is_open for page in real)


async def test_full_process_refuses(open_page, settings):
    settings.LIVE_SOCKETS = 2
    assert [(await open_page(address=f"127.0.0.{last}")).is_open for last in range(3)] == [True, True, False]
