"""The HTTP fallback gives the same answers, for networks that block sockets."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.testing import HttpCommunicator
from django.conf import settings as site

from ideas.models import Idea
from realtime import limits


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


async def test_what_was_missed_comes_at_once(ask, name, here, comment):
    await comment("Gemist")
    status, [message] = await ask(f"lang=nl&follow={name}:page:{here}")
    assert (status, message["topic"], message["after"]) == (200, name, here)
    assert "nl Gemist" in message["html"]


async def test_odd_cookies_are_no_session(ask, name, here):
    for cookies in (f'{site.SESSION_COOKIE_NAME}="\\000bcdefghij"', '"; ;=;é=1;', "x" * 5000):
        status, [message] = await ask(f"now=1&follow={name}:page:{here}", cookies=cookies)
        assert (status, message["type"]) == (200, "update")


async def test_poll_is_held_until_there_is_news(ask, name, here, comment, hub):
    polling = asyncio.create_task(ask(f"lang=en&follow={name}:page:{here}"))
    await asyncio.sleep(0.4)
    assert not polling.done()
    await comment("Nieuws")
    _, messages = await polling
    assert "en Nieuws" in messages[-1]["html"]
    assert (hub.connections, hub.things) == (set(), {})


async def test_quiet_poll_ends_by_itself_with_the_cursor(ask, name, here, monkeypatch):
    monkeypatch.setattr(limits, "POLL_HELD", 0.3)
    status, [message] = await ask(f"follow={name}:page:{here}")
    assert (status, message["html"], message["upto"]) == (200, "", here)


async def test_beat_of_sockets_does_not_end_a_quiet_poll(ask, name, here, monkeypatch):
    monkeypatch.setattr(limits, "BEAT", 0.1)
    monkeypatch.setattr(limits, "POLL_HELD", 2.5)
    assert [message["type"] for message in (await ask(f"follow={name}:page:{here}"))[1]] == ["update"]


async def test_hurried_poll_ends_when_all_is_answered(ask, name, here):
    status, [message] = await ask(f"now=1&follow={name}:page:{here}")
    assert (status, message["html"]) == (200, "")


async def test_stranger_is_refused_and_author_is_not(ask, name, here, idea, signed_in):
    await sync_to_async(Idea.objects.filter(pk=idea.pk).update)(is_hidden=True)
    assert (await ask(f"now=1&follow={name}:page:{here}"))[1] == [{"type": "gone", "topic": name}]
    assert (await ask(f"now=1&follow={name}:page:{here}", cookies=signed_in))[1][0]["type"] == "update"


@pytest.mark.parametrize(
    ("query", "method", "status"),
    [
        ("", "GET", 400),
        ("lang=nl", "GET", 400),
        ("follow=x&" * 63, "GET", 400),
        ("&".join(f"follow=note-{number}:page:a.1" for number in range(61)), "GET", 400),
        ("follow=note-1:page:a.1", "POST", 405),
    ],
)
async def test_nonsense_is_refused(ask, query, method, status):
    assert await ask(query, method) == (status, [])


async def test_a_full_page_is_answered_in_one_go(ask, name, here):
    """The maximum that a page follows, asked as live.js asks."""
    others = [f"note-{number}" for number in range(10**6, 10**6 + limits.TOPICS - 1)]
    wishes = "&".join(f"follow={topic}%3Apage%3A{here}" for topic in [name, *others])
    status, messages = await ask(f"lang=nl&now=1&{wishes}")
    assert status == 200
    assert {message["topic"]: message["type"] for message in messages} == {name: "update"} | dict.fromkeys(
        others, "gone"
    )


async def test_third_reader_of_a_process_for_two_reads_on_over_http(open_page, ask, name, here, comment, settings):
    settings.LIVE_SOCKETS = 2
    assert [(await open_page(address=f"127.0.0.{last}")).is_open for last in range(3)] == [True, True, False]
    await comment("Ook voor drie")
    status, [message] = await ask(f"lang=nl&follow={name}:page:{here}")
    assert (status, ask.again) == (200, b"5")
    assert "nl Ook voor drie" in message["html"]


@pytest.mark.parametrize(
    ("limit", "is_known"),
    [("LIVE_SOCKETS_PER_ADDRESS", False), ("LIVE_SOCKETS_PER_PERSON", True), ("LIVE_SOCKETS", True)],
)
async def test_one_too_many_is_answered_but_not_held(ask, name, here, comment, signed_in, settings, limit, is_known):
    setattr(settings, limit, 1)
    who = {"cookies": signed_in} if is_known else {}
    first = asyncio.create_task(ask(f"follow={name}:page:{here}", **who))
    await asyncio.sleep(0.4)
    status, [message] = await ask(f"follow={name}:page:{here}", **who)
    assert (status, message["html"], message["upto"], ask.again) == (200, "", here, b"5")
    assert not first.done()
    await comment("Gemist")
    await first
    assert ask.again is None, "who is held asks again at once"
    status, [message] = await ask(f"follow={name}:page:{here}", **who)
    assert "Gemist" in message["html"]


async def test_a_waiting_page_that_leaves_is_forgotten(hub, name, here):
    from stadslab.asgi import application

    page = HttpCommunicator(application, "GET", f"/live/?follow={name}:page:{here}")
    await page.send_input({"type": "http.request", "body": b""})
    await asyncio.sleep(0.3)
    assert len(hub.connections) == 1
    await page.send_input({"type": "http.disconnect"})
    await asyncio.sleep(0.1)
    assert hub.connections == set()
