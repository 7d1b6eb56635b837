"""Nobody can block live for others: members come first, an equal query runs once, heavy clients must wait."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from common.life import show_life
from common.network import network_of, network_of_scope
from ideas.models import Idea
from realtime import limits, metrics, topics
from tests.factories import make_idea
from tests.realtime.notes import Notes
from tests.realtime.pages import PATIENCE

UNKNOWN = [f"note-{number}" for number in range(10**6, 10**6 + limits.TOPICS)]


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


@pytest.fixture
def others(anna):
    """As many other ideas as one page may follow besides the first."""
    return [f"note-{make_idea(anna, f'Idee {number}').pk}" for number in range(limits.TOPICS - 1)]


class Slow(Notes):
    """Takes time to find what a reader has missed since long ago."""

    def parts(self, id, view, after):
        if after == 0:
            time.sleep(0.05)
        return super().parts(id, view, after)


def beginning(here):
    return f"{here.partition('.')[0]}.0"


async def test_a_member_hears_news_before_all_newcomers_were_brought_up_to_date(
    open_page, hub, here, name, others, comment
):
    with topics.TOPICS.only(slow := Slow()):
        reader, newcomer = await open_page(), await open_page()
        await reader.follow(here, name)
        await reader.take()
        for at in range(0, len(others), 20):
            await newcomer.follow(beginning(here), *others[at : at + 20])
        await newcomer.take()
        await comment("Nieuws")
        await reader.take_until(lambda page: "nl Nieuws" in page.words)
        assert 0 < slow.asked.count(0) < len(others)
        await newcomer.take_until(lambda page: len(page.updates) == len(others))


async def test_who_comes_back_later_costs_no_question_while_nothing_changed(open_page, here, name, comment, notes):
    await comment("Gemist")
    for after in (beginning(here), beginning(here), here):
        page = await open_page()
        await page.follow(after, name)
        await page.take_until(lambda page: "nl Gemist" in page.words)
    assert notes.asked == [0]
    await comment("Nieuw")
    page = await open_page()
    await page.follow(here, name)
    await page.take_until(lambda page: page.words == ["nl Gemist", "nl Nieuw"])


async def test_an_older_page_and_another_language_ask_again_and_then_all_is_known(
    open_page, here, name, comment, notes
):
    await comment("Gemist")
    for after, lang in [(here, "nl"), (beginning(here), "nl"), (here, "en"), (beginning(here), "en"), (here, "nl")]:
        page = await open_page()
        await page.follow(after, name, lang=lang)
        await page.take_until(lambda page, lang=lang: f"{lang} Gemist" in page.words)
    assert notes.asked == [int(here.partition(".")[2]), 0, 0]


async def test_what_counts_by_itself_is_asked_each_time(open_page, here, name, comment, notes):
    notes.count_their_own = True
    await comment("Gemist")
    for _ in range(2):
        page = await open_page()
        await page.follow(here, name)
        await page.take_until(lambda page: "nl Gemist" in page.words)
    assert len(notes.asked) == 2


async def test_a_page_of_long_ago_is_reset_without_a_question(open_page, here, name, idea, notes):
    await sync_to_async(Idea.objects.filter(pk=idea.pk).update)(revision=limits.BEHIND_REVISIONS + 1)
    page = await open_page()
    await page.follow(beginning(here), name)
    assert (await page.take())["type"] == "reset"
    assert notes.asked == []


async def test_what_cannot_be_caught_up_is_found_out_once(open_page, here, name, comment, notes, monkeypatch):
    monkeypatch.setattr(limits, "BEHIND_PARTS", 1)
    for words in ("een", "twee"):
        await comment(words)
    for _ in range(3):
        page = await open_page()
        await page.follow(here, name)
        assert (await page.take())["type"] == "reset"
    assert len(notes.asked) == 1


async def test_who_follows_again_and_again_is_closed_4029(open_page, hub, here, name):
    before = metrics.value("closes_total", code="4029")
    page = await open_page()
    for _ in range(8):
        await page.follow(here, name, *UNKNOWN[1:])
        await asyncio.sleep(0.1)
    assert await page.closes() == 4029
    assert hub.budgets.refused == 1
    assert metrics.value("closes_total", code="4029") == before + 1


async def test_who_asks_a_little_too_much_waits_and_is_answered(open_page, hub, here, name, monkeypatch):
    monkeypatch.setattr(limits, "FOLLOWS_AT_ONCE", limits.TOPICS - 3)
    monkeypatch.setattr(limits, "FOLLOWS_A_SECOND", 3.0)
    before = metrics.value("slowed_total")
    page = await open_page()
    await page.follow(here, name, *UNKNOWN[1:])
    async with asyncio.timeout(PATIENCE):
        while hub.budgets.slowed == 0:
            await asyncio.sleep(0.01)
    assert metrics.value("slowed_now") == 1
    assert await page.hears_nothing(0.2)
    for _ in range(limits.TOPICS):
        await page.take()
    assert (len(page.updates), hub.budgets.slowed) == (1, 0)
    assert (metrics.value("slowed_now"), metrics.value("slowed_total")) == (0, before + 1)


@pytest.fixture
def one_socket_an_address(settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 1


@pytest.fixture
def small_budget(monkeypatch):
    """So small and slow that the third page of an address is above the budget."""
    monkeypatch.setattr(limits, "FOLLOWS_AT_ONCE", 100)
    monkeypatch.setattr(limits, "FOLLOWS_A_SECOND", 1.0)
    monkeypatch.setattr(limits, "PATIENCE_OVER_HTTP", 0.01)


async def test_an_address_that_asks_too_much_over_http_is_answered_429(
    ask, hub, here, name, signed_in, one_socket_an_address, small_budget
):
    query = "&".join(f"follow={topic}:page:{here}" for topic in UNKNOWN)
    assert [(await ask(f"now=1&{query}"))[0] for _ in range(3)] == [200, 429, 429]
    assert int(ask.again) > 0
    assert (await ask(f"now=1&follow={name}:page:{here}", cookies=signed_in))[0] == 200, "a person has their own"
    assert hub.budgets.refused == 2


async def test_sockets_and_http_share_the_budget_of_an_address(
    open_page, ask, here, one_socket_an_address, small_budget
):
    page = await open_page(address="")  # the same address as `ask`
    await page.follow(here, *UNKNOWN)
    for _ in UNKNOWN:
        await page.take()
    query = "&".join(f"follow={topic}:page:{here}" for topic in UNKNOWN)
    assert (await ask(f"now=1&{query}"))[0] == 429


async def test_fifty_pages_of_sixty_things_behind_one_address_come_back_twice(open_page, hub, here, name):
    for _ in range(2):
        pages = [await open_page() for _ in range(50)]
        for page in pages:
            await page.follow(here, name, *UNKNOWN[1:])
        for page in pages:
            heard = [(await page.take())["type"] for _ in range(limits.TOPICS)]
            assert sorted(heard) == ["gone"] * (limits.TOPICS - 1) + ["update"]
            await page.leave()
    assert (hub.budgets.slowed, hub.budgets.refused) == (0, 0)


async def test_health_tells_who_is_kept_off_and_is_well(
    ask, here, one_socket_an_address, small_budget, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    show_life()
    query = "&".join(f"follow={topic}:page:{here}" for topic in UNKNOWN)
    for _ in range(2):
        await ask(f"now=1&{query}")
    response = await sync_to_async(Client().get)("/gezond")
    words = "Live houdt tegen wie te veel vraagt. Nu wachten: 0. Geweigerd in de laatste minuut: 1."
    assert (response.status_code, response.text) == (200, f"gezond\n{words}\n")
    assert (await sync_to_async(Client().get)("/gezond?kort")).text == "gezond\n"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::7", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9%eth0", "2001:db8:1:2::"),
        ("unix", "unix"),
        ("192.0.2.7:50123", "192.0.2.7"),
        ("[2001:db8:1:2:aaaa::7]:443", "2001:db8:1:2::"),
        ("[2001:db8:1:2:aaaa::7]", "2001:db8:1:2::"),
    ],
)
def test_whoever_has_one_address_of_ipv6_has_a_network_of_them(told, address):
    assert network_of_scope({"client": [told, 1], "headers": []}) == address


def test_what_a_proxy_tells_in_a_header_of_its_own_counts_not_what_the_visitor_sent(settings, rf):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    headers = [(b"x-forwarded-for", b"6.6.6.6"), (b"host", b"localhost"), (b"x-forwarded-for", b"192.0.2.7")]
    assert network_of_scope({"client": ["10.0.0.1", 1], "headers": headers}) == "192.0.2.7"
    assert network_of(rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6,192.0.2.7")) == "192.0.2.7"
