"""The promises of live, one sentence per test."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from realtime import limits, metrics, names
from realtime.models import Epoch
from tests import factories
from tests.realtime.pages import PATIENCE


class Undo(Exception):
    pass


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


@pytest.fixture
async def page(open_page, name, here):
    """A page that follows the idea and got its first answer."""
    page = await open_page()
    await page.follow(here, name)
    assert (await page.take())["html"] == ""
    return page


async def test_comment_is_seen(page, name, comment):
    await comment("Mooi plan")
    message = await page.take()
    assert (message["topic"], page.words) == (name, ["nl Mooi plan"])


async def test_rolled_back_comment_is_not_seen(page, idea, anna):
    def say_and_undo():
        with pytest.raises(Undo), transaction.atomic():
            factories.make_comment(idea, anna, "Toch niet")
            raise Undo

    await sync_to_async(say_and_undo)()
    assert await page.hears_nothing(1.2)


async def test_late_reader_catches_up_once_and_in_order(open_page, name, here, comment):
    for words in ("een", "twee", "drie"):
        await comment(words)
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    assert page.words == ["nl een", "nl twee", "nl drie"]
    assert await page.hears_nothing(1.2)


async def test_late_reader_catches_up_what_counts_its_own_revisions(open_page, name, here, comment, notes):
    notes.count_their_own = True
    await comment("early")
    await comment("later")
    page = await open_page()
    await page.follow(here, name)
    await page.take_until(lambda page: page.updates)
    assert page.words == ["nl early", "nl later"]


async def test_poll_alone_brings_it(page, comment, settings):
    settings.LIVE_DOORBELL = False
    before = metrics.value("only_polled_total")
    await comment("Zonder bel")
    await page.take()
    assert page.words == ["nl Zonder bel"]
    assert metrics.value("only_polled_total") == before + 1


async def test_doorbell_alone_brings_it(page, comment, settings):
    settings.LIVE_POLL = False
    await comment("Zonder kijken")
    await page.take()
    assert page.words == ["nl Zonder kijken"]


async def test_control_without_poll_and_doorbell_nothing_comes(page, comment, settings):
    settings.LIVE_POLL = settings.LIVE_DOORBELL = False
    await comment("Niemand hoort dit")
    assert await page.hears_nothing(1.5)


async def test_each_reader_reads_their_own_language(open_page, page, name, here, comment):
    english = await open_page()
    await english.follow(here, name, lang="en-GB")
    await english.take()
    await comment("Hallo")
    await page.take()
    await english.take()
    assert (page.words, english.words) == (["nl Hallo"], ["en Hallo"])


async def test_a_hundred_who_come_back_cost_one_query_and_one_render(
    open_page, name, here, comment, notes, hub, settings, monkeypatch
):
    settings.LIVE_SOCKETS_PER_ADDRESS = 100
    monkeypatch.setattr(limits, "GATHER", 1.0)  # a hundred need more than 50 ms on a busy machine
    await comment("Terwijl jullie weg waren")
    pages = [await open_page() for _ in range(100)]
    await asyncio.gather(*(page.follow(here, name) for page in pages))
    await asyncio.gather(*(page.take() for page in pages))
    assert all(page.words == ["nl Terwijl jullie weg waren"] for page in pages)
    assert (len(notes.asked), hub.fragments.rendered) == (1, 1)


async def test_storm_of_changes_comes_in_at_most_eight_updates_a_second(page, comment):
    begun = time.monotonic()
    for number in range(20):
        await comment(f"nummer {number}")
    await page.take_until(lambda page: len(page.parts) == 20)
    assert len(page.updates) <= 2 + 8 * (time.monotonic() - begun)
    assert page.words == [f"nl nummer {number}" for number in range(20)]


async def test_follower_of_another_epoch_fetches_the_page_that_they_are_on(open_page, name):
    page = await open_page()
    await page.follow("other.0", name)
    assert await page.take() == {"type": "reset", "topic": name, "url": ""}


async def test_follower_from_beyond_the_head_fetches_the_page_again(open_page, name, here):
    page = await open_page()
    await page.follow(here.partition(".")[0] + ".999", name)
    assert (await page.take())["type"] == "reset"


async def test_too_far_behind_fetches_the_page_again(open_page, name, here, comment, notes):
    notes.longer = 20_000
    for number in range(4):
        await comment(f"lang {number}")
    page = await open_page()
    await page.follow(here, name)
    assert (await page.take())["type"] == "reset"


async def test_one_who_is_far_behind_does_not_spoil_it_for_others(open_page, name, here, idea, comment, notes):
    notes.longer = 20_000
    for number in range(4):
        await comment(f"lang {number}")
    await sync_to_async(idea.refresh_from_db)()
    far, near = await open_page(), await open_page()
    await far.follow(here, name)
    await near.follow(f"{here.partition('.')[0]}.{idea.revision - 1}", name)
    assert (await far.take())["type"] == "reset"
    assert (await near.take())["type"] == "update"
    assert len(near.parts) == 1


async def test_new_epoch_resets_every_page(page, name):
    await sync_to_async(Epoch.renew)()
    assert (await page.take())["type"] == "reset"


async def test_another_name_is_an_update_and_no_new_beginning(open_page, idea, anna, here):
    def rename():
        anna.user.choose_name("Anna Maria")
        names.bring()

    page = await open_page()
    await page.follow(here, f"idea-{idea.pk}")
    await page.take()
    await sync_to_async(rename)()
    message = await page.take()
    assert message["type"] == "update"
    assert "Anna Maria" in message["html"]


async def test_restored_database_resets_every_page(page, idea, comment):
    await comment("Dit gaat verloren")
    await page.take()
    await sync_to_async(type(idea).objects.filter(pk=idea.pk).update)(revision=1)
    assert (await page.take())["type"] == "reset"


async def test_a_part_that_cannot_be_rendered_waits_and_comes(page, comment, notes):
    notes.broken = True
    await comment("Kapot")
    assert await page.hears_nothing(0.5)
    notes.broken = False
    await page.take()
    assert page.words == ["nl Kapot"]


async def test_reading_lasts_while_the_database_is_away(page, comment, hub, monkeypatch):
    from django.db import OperationalError

    from realtime import turns

    def away(kinds):
        raise OperationalError("the database is away")

    with monkeypatch.context() as fault:
        fault.setattr(turns, "_look", away)
        await comment("In de storing")
        assert await page.hears_nothing(1)
    await page.take()
    assert page.words == ["nl In de storing"]


async def test_removed_thing_is_gone(page, idea, name):
    await sync_to_async(idea.delete)()
    assert await page.take() == {"type": "gone", "topic": name}


async def test_beat_tells_the_heads(page, name, hub):
    for connection in hub.connections:
        connection.beat_at = 0
    message = await page.take()
    assert message == {"type": "beat", "topics": page.cursors}


async def test_unread_things_are_forgotten(page, hub):
    assert hub.things
    await page.leave()
    async with asyncio.timeout(PATIENCE):
        while (hub.things, hub.connections, hub.doors.sockets) != ({}, set(), 0):
            await asyncio.sleep(0.01)
