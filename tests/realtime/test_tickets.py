"""A person without an account reads along with a ticket, and counts as a person; nobody makes a ticket up."""

import asyncio
import json
import urllib.request

import pytest
import websockets
from asgiref.sync import sync_to_async
from django.conf import settings as site
from django.core.signing import Signer
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from events.models import Attendance
from ideas.models import Idea
from realtime import limits, tickets, topics
from realtime.doorbell import RIGHTS, ring
from realtime.tickets import Ticket
from tests.events.factories import make_gathering
from tests.realtime.guests import Guests, Room, cookies_of, in_header
from tests.realtime.test_budgets import UNKNOWN

COOKIE = site.TICKET_COOKIE_NAME


@pytest.fixture
def kind():
    kind = Guests()
    with tickets.KINDS.also(kind), topics.TOPICS.also(Room()):
        yield kind


@pytest.fixture
def gathering(anna, kind):
    return make_gathering(anna)


@pytest.fixture
def room(gathering):
    return f"room-{gathering.pk}"


@pytest.fixture
def start(gathering):
    return topics.cursor(gathering)


def come(gathering, count, first=1):
    """Let that many guests come to the gathering, at once."""
    lines = range(first, first + count)
    guests = [Attendance(gathering=gathering, name=f"Gast {line}", state="going", line=line) for line in lines]
    return Attendance.objects.bulk_create(guests)


@pytest.fixture
def guests(gathering):
    return come(gathering, 3)


@pytest.fixture
def tinus(guests):
    return guests[0]


@pytest.fixture
def only_when_rung(monkeypatch):
    monkeypatch.setattr(limits, "RIGHTS", 3600)


@sync_to_async
def end(party):
    Attendance.objects.filter(pk=party.pk).update(state="withdrawn")


@sync_to_async
def next_step(gathering):
    with transaction.atomic():
        gathering.advance()
        ring(f"room-{gathering.pk}")


# What may be followed


async def test_ticket_follows_what_a_stranger_does_not(open_page, room, start, tinus, gathering):
    stranger, guest = await open_page(), await open_page(cookies=cookies_of(tinus))
    for page in (stranger, guest):
        await page.follow(start, room)
    assert await stranger.take() == {"type": "gone", "topic": room}
    assert (await guest.take())["type"] == "update"
    await next_step(gathering)
    await guest.take_until(lambda page: page.words == [f"Stap {gathering.revision}"])
    assert await stranger.hears_nothing()


async def test_ticket_follows_what_a_stranger_does_not_over_http(ask, room, start, tinus, gathering):
    cookies = in_header(cookies_of(tinus))
    assert await ask(f"now=1&follow={room}:page:{start}") == (200, [{"type": "gone", "topic": room}])
    assert (await ask(f"now=1&follow={room}:page:{start}", cookies=cookies))[1][0]["type"] == "update"
    polling = asyncio.create_task(ask(f"lang=nl&follow={room}:page:{start}", cookies=cookies))
    await asyncio.sleep(0.3)
    assert not polling.done()
    await next_step(gathering)
    _status, messages = await polling
    assert f"Stap {gathering.revision}" in messages[-1]["html"]


async def test_ticket_of_another_gathering_is_refused(open_page, room, start, anna):
    [elsewhere] = await sync_to_async(lambda: come(make_gathering(anna, "Elders"), 1))()
    page = await open_page(cookies=cookies_of(elsewhere))
    await page.follow(start, room)
    assert (await page.take())["type"] == "gone"


async def test_one_page_reads_as_a_person_and_with_a_ticket(open_page, here, idea, room, start, tinus, anna):
    await sync_to_async(Idea.objects.filter(pk=idea.pk).update)(is_hidden=True)
    client = Client()
    await sync_to_async(client.force_login)(anna.user)
    session = {site.SESSION_COOKIE_NAME: client.cookies[site.SESSION_COOKIE_NAME].value}
    guest, both = await open_page(cookies=cookies_of(tinus)), await open_page(cookies=session | cookies_of(tinus))
    for page in (guest, both):
        await page.follow(here, f"note-{idea.pk}")
        await page.follow(start, room)
    assert sorted([(await guest.take())["type"], (await guest.take())["type"]]) == ["gone", "update"]
    assert [(await both.take())["type"], (await both.take())["type"]] == ["update", "update"]
    await sync_to_async(client.logout)()
    await sync_to_async(ring)(RIGHTS)
    assert await both.closes() == 4401


async def test_holders_of_tickets_are_asked_about_in_one_query_at_each_follow_and_each_look(
    open_page, only_when_rung, room, start, guests, kind
):
    pages = [await open_page(cookies=cookies_of(guest)) for guest in guests]
    for page in pages:
        await page.follow(start, room)
        await page.take()
    kind.asked.clear()
    await sync_to_async(ring)(RIGHTS)
    await asyncio.sleep(limits.RIGHTS_AT_MOST + 0.2)
    assert kind.asked == [{guest.pk for guest in guests}]


async def test_nothing_is_asked_about_tickets_where_nobody_has_one(open_page, only_when_rung, here, idea, kind):
    page = await open_page()
    await page.follow(here, f"note-{idea.pk}")
    await page.take()
    await sync_to_async(ring)(RIGHTS)
    await asyncio.sleep(limits.RIGHTS_AT_MOST + 0.2)
    assert kind.asked == []


# Over


async def test_ticket_that_ends_while_reading_closes_the_page_and_is_that_of_a_stranger_afterwards(
    open_page, only_when_rung, room, start, guests
):
    page, other = [await open_page(cookies=cookies_of(guest)) for guest in guests[:2]]
    for one in (page, other):
        await one.follow(start, room)
        await one.take()
    await end(guests[0])
    assert await page.hears_nothing()
    await sync_to_async(ring)(RIGHTS)
    assert await page.closes() == 4401
    again = await open_page(cookies=cookies_of(guests[0]))
    await again.follow(start, room)
    assert await again.take() == {"type": "gone", "topic": room}
    assert await other.hears_nothing(), "the others read on"


async def test_ticket_that_ends_without_a_ring_is_noticed(open_page, room, start, tinus, monkeypatch):
    monkeypatch.setattr(limits, "RIGHTS", 0.3)
    monkeypatch.setattr(limits, "RIGHTS_AT_MOST", 0.1)
    page = await open_page(cookies=cookies_of(tinus))
    await page.follow(start, room)
    await page.take()
    await end(tinus)
    assert await page.closes() == 4401


async def test_ticket_that_ends_ends_a_held_poll_and_the_next_is_that_of_a_stranger(
    ask, only_when_rung, room, start, tinus
):
    cookies = in_header(cookies_of(tinus))
    polling = asyncio.create_task(ask(f"lang=nl&follow={room}:page:{start}", cookies=cookies))
    await asyncio.sleep(0.3)
    assert not polling.done()
    await end(tinus)
    await sync_to_async(ring)(RIGHTS)
    assert [message["type"] for message in (await polling)[1]] == ["update"]
    assert (await ask(f"now=1&follow={room}:page:{start}", cookies=cookies))[1] == [{"type": "gone", "topic": room}]


async def test_right_that_is_taken_from_a_valid_ticket_ends_the_follow_only(
    open_page, only_when_rung, room, start, tinus, anna
):
    page = await open_page(cookies=cookies_of(tinus))
    await page.follow(start, room)
    await page.take()
    elsewhere = await sync_to_async(make_gathering)(anna, "Elders")
    await sync_to_async(Attendance.objects.filter(pk=tinus.pk).update)(gathering=elsewhere)
    await sync_to_async(ring)(RIGHTS)
    assert await page.take() == {"type": "gone", "topic": room}
    assert await page.hears_nothing()


# Nobody makes one up


def forged(party, other):
    """Cookies that look like a ticket of `party`, from somebody who holds that of `other`."""
    theirs = cookies_of(other)[COOKIE]
    signature = theirs.partition(":")[2]
    return [
        f"guest-{party.pk}",
        f"guest-{party.pk}:",
        f"guest-{party.pk}:{signature}",
        f"{theirs}0",
        theirs.replace("guest", "quest"),
        Signer(salt="accounts.known").sign(f"guest-{party.pk}"),
        Signer(key="somebody's own key", salt=tickets.SALT).sign(f"guest-{party.pk}"),
        "x" * 5000,
        '"\\000"',
        ":",
    ]


@pytest.mark.parametrize("way", range(10))
async def test_forged_ticket_is_none_on_a_socket_and_over_http(open_page, ask, room, start, guests, kind, way):
    cookies = {COOKIE: forged(guests[0], guests[1])[way]}
    page = await open_page(cookies=cookies)
    await page.follow(start, room)
    assert await page.take() == {"type": "gone", "topic": room}
    answer = await ask(f"now=1&follow={room}:page:{start}", cookies=in_header(cookies))
    assert answer == (200, [{"type": "gone", "topic": room}])
    assert kind.asked == []


def test_ticket_that_we_gave_is_read_until_no_app_knows_its_kind(db, kind):
    response = HttpResponse()
    tickets.give(response, Ticket("guest", 7), 3600)
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
    assert tickets.read({COOKIE: cookie.value}) == Ticket("guest", 7)
    with tickets.KINDS.only():
        assert tickets.read({COOKIE: cookie.value}) is None
    assert tickets.read({}) is None


# A person of their own


async def test_one_ticket_opens_as_many_sockets_as_a_person_also_with_invented_sessions(open_page, settings, tinus):
    settings.LIVE_SOCKETS_PER_PERSON = 3
    invented = [{site.SESSION_COOKIE_NAME: f"invented{number}"} for number in range(3)]
    cookies = [cookies_of(tinus) | more for more in ({}, {}, *invented)]
    assert [(await open_page(cookies=one)).is_open for one in cookies] == [True] * 3 + [False] * 2


async def test_ticket_counts_as_one_also_when_it_is_checked(open_page, settings, room, start, tinus, hub):
    settings.LIVE_SOCKETS_PER_PERSON = 3
    pages = [await open_page(cookies=cookies_of(tinus)) for _ in range(3)]
    for page in pages:
        await page.follow(start, room)
        await page.take()
    assert not (await open_page(cookies=cookies_of(tinus))).is_open
    assert hub.doors._counts == {("ticket", f"guest-{tinus.pk}"): 3}


async def test_ticket_that_is_over_opens_no_more_doors_than_none_though_it_follows_nothing(
    open_page, settings, gathering, hub
):
    settings.LIVE_SOCKETS_PER_ADDRESS = 2
    guests = await sync_to_async(come)(gathering, 5)
    for guest in guests:
        await end(guest)
    pages = [await open_page(cookies=cookies_of(guest)) for guest in guests]
    await asyncio.sleep(limits.GATHER + 0.5)
    assert sum(connection.counted_as == ("address", "127.0.0.1") for connection in hub.connections) == 2
    assert sorted([await page.hears_nothing(0.1) for page in pages]) == [False] * 3 + [True] * 2
    assert [await page.closes() for page in pages if not await page.hears_nothing(0.01)] == [4029] * 3


async def test_polls_with_tickets_wait_where_those_of_their_address_may_not(
    ask, settings, monkeypatch, room, start, guests, here, idea, gathering
):
    settings.LIVE_SOCKETS_PER_ADDRESS = 1
    monkeypatch.setattr(limits, "POLL_HELD", 3)
    held = [asyncio.create_task(ask(f"follow=note-{idea.pk}:page:{here}"))]
    held += [
        asyncio.create_task(ask(f"follow={room}:page:{start}", cookies=in_header(cookies_of(one)))) for one in guests
    ]
    await asyncio.sleep(0.4)
    assert [one.done() for one in held] == [False] * 4
    assert (await ask(f"follow=note-{idea.pk}:page:{here}"))[1][0]["html"] == ""
    assert ask.again == b"5", "without a ticket: an answer at once, and not so soon again"
    await next_step(gathering)
    for poll in held[1:]:
        assert f"Stap {gathering.revision}" in (await poll)[1][-1]["html"]
    assert [message["html"] for message in (await held[0])[1]] == [""]


async def test_ticket_has_a_budget_of_its_own_and_a_ticket_that_is_over_has_none(
    ask, settings, monkeypatch, here, room, start, guests
):
    settings.LIVE_SOCKETS_PER_ADDRESS = 1
    monkeypatch.setattr(limits, "FOLLOWS_AT_ONCE", 100)
    monkeypatch.setattr(limits, "FOLLOWS_A_SECOND", 1.0)
    monkeypatch.setattr(limits, "PATIENCE_OVER_HTTP", 0.01)
    query = "now=1&" + "&".join(f"follow={topic}:page:{here}" for topic in UNKNOWN)
    assert [(await ask(query))[0] for _ in range(2)] == [200, 429]
    mine, yours, over = (in_header(cookies_of(guest)) for guest in guests)
    await end(guests[2])
    assert [(await ask(query, cookies=mine))[0] for _ in range(2)] == [200, 429]
    assert (await ask(f"now=1&follow={room}:page:{start}", cookies=yours))[0] == 200
    assert (await ask(f"now=1&follow={room}:page:{start}", cookies=over))[0] == 429


# A real server


@pytest.fixture
def hall(gathering):
    return come(gathering, 201)


def connect(server, cookies):
    headers = {"Cookie": in_header(cookies)} if cookies else {}
    return websockets.connect(
        f"ws://127.0.0.1:{server.port}/live/", origin=server.origin, additional_headers=headers, open_timeout=60
    )


async def status_of(server, cookies, opened):
    """Open a socket and return 101, or the status that refused it."""
    try:
        opened.append(await connect(server, cookies))
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    return 101


async def statuses(server, browsers):
    """Open a socket of each browser, all behind one address; return how often each status came."""
    opened = []
    try:
        found = await asyncio.gather(*(status_of(server, cookies, opened) for cookies in browsers))
        return {status: found.count(status) for status in set(found)}
    finally:
        await asyncio.gather(*(socket.close() for socket in opened))


@pytest.mark.slow
async def test_two_hundred_sockets_with_tickets_get_in_behind_one_address_where_fifty_without_do(server, hall):
    assert await statuses(server, [None] * 200) == {101: 50, 503: 150}
    assert await statuses(server, [cookies_of(guest) for guest in hall[:200]]) == {101: 200}
    assert await statuses(server, [cookies_of(hall[200])] * 100) == {101: 10, 503: 90}
    forged_ones = [{COOKIE: f"guest-{guest.pk}:{'x' * 43}"} for guest in hall[:200]]
    assert await statuses(server, forged_ones) == {101: 50, 503: 150}


@pytest.mark.slow
async def test_hall_reads_along_over_real_sockets_and_over_http(server, hall, room, start, gathering):
    sockets = [await connect(server, cookies_of(guest)) for guest in hall[:60]]
    follow = json.dumps({"type": "follow", "lang": "nl", "topics": {room: {"view": "page", "after": start}}})
    for socket in sockets:
        await socket.send(follow)
    for socket in sockets:
        assert json.loads(await socket.recv())["type"] == "update"
    await next_step(gathering)
    for socket in sockets:
        assert f"Stap {gathering.revision}" in json.loads(await socket.recv())["html"]
    answers = [
        await sync_to_async(poll)(server, f"now=1&follow={room}:page:{start}", cookies)
        for cookies in (cookies_of(hall[60]), {})
    ]
    assert f"Stap {gathering.revision}" in answers[0][0]["html"]
    assert answers[1] == [{"type": "gone", "topic": room}]
    await end(hall[0])
    async with asyncio.timeout(30):
        await sockets[0].wait_closed()
    assert sockets[0].close_code == 4401
    for socket in sockets[1:]:
        await socket.close()


def poll(server, query, cookies):
    request = urllib.request.Request(f"{server.origin}/live/?{query}", headers={"Cookie": in_header(cookies)})
    return json.load(urllib.request.urlopen(request, timeout=30))["messages"]
