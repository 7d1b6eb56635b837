"""Each event is counted once."""

import asyncio

import pytest

from realtime import hub as hubs
from realtime import limits, metrics
from realtime.connection import Connection
from tests.realtime.pages import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


@pytest.fixture
async def page(open_page, name, here):
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    return page


@pytest.fixture
def counted():
    """`counted(name)`: the increase of that counter since the test began."""
    names = "updates_total resets_total only_polled_total lag_seconds_count catch_up_bytes_count catch_up_bytes_sum"
    before = {name: metrics.value(name) for name in names.split()}
    return lambda name: metrics.value(name) - before[name]


async def test_sockets_and_topics_are_those_of_now(hub, page):
    assert (metrics.value("sockets"), metrics.value("topics")) == (1, 1)
    await page.leave()
    assert (metrics.value("sockets"), metrics.value("topics")) == (0, 0)


async def test_lag_is_counted_for_what_was_rung(counted, page, comment, settings):
    settings.LIVE_POLL = False  # it may poll between the commit and the ring
    await comment("Met bel")
    await page.take()
    async with asyncio.timeout(PATIENCE):
        while not counted("lag_seconds_count"):
            await asyncio.sleep(0.01)
    assert (counted("lag_seconds_count"), counted("only_polled_total")) == (1, 0)


async def test_lag_is_not_counted_for_what_the_poll_brought(counted, page, comment, settings):
    settings.LIVE_DOORBELL = False
    await comment("Zonder bel")
    await page.take()
    await asyncio.sleep(0)
    assert (counted("lag_seconds_count"), counted("only_polled_total")) == (0, 1)


async def test_who_comes_back_is_counted_with_what_they_missed(counted, open_page, name, here, comment):
    await comment("Gemist")
    page = await open_page()
    await page.follow(here, name)
    html = (await page.take())["html"]
    assert (counted("catch_up_bytes_count"), counted("catch_up_bytes_sum")) == (1, len(html))


async def test_who_is_too_far_behind_is_counted_as_a_reset(counted, open_page, name, here, comment, monkeypatch):
    monkeypatch.setattr(limits, "BEHIND_PARTS", 0)
    await comment("Te veel")
    page = await open_page()
    await page.follow(here, name)
    assert (await page.take())["type"] == "reset"
    assert counted("resets_total") == 1


async def test_a_socket_that_we_close_is_counted_once_by_its_code(hub):
    async def send(message):
        pass

    before = metrics.value("closes_total", code="4008")
    connection = Connection(send)
    connection.close(4008)
    connection.close(4008)
    assert metrics.value("closes_total", code="4008") == before + 1


async def test_a_hub_without_pages_is_not_late(hub):
    await asyncio.sleep(2.5)
    async with asyncio.timeout(PATIENCE):
        while hubs.behind() >= 1:  # each second it reports that there is nothing to poll
            await asyncio.sleep(0.1)


async def test_a_hub_whose_database_does_not_answer_is_late(hub, page, monkeypatch):
    async def fail(*args):
        raise OSError("away")

    monkeypatch.setattr(hub.desk, "do", fail)
    await asyncio.sleep(2.5)
    assert hubs.behind() > 1
