"""The counter beside one's name: a number and no words, live, for its owner only."""

import re

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as site
from django.db import connections, transaction
from django.utils import translation

from ideas.models import Status
from labs.models import RESIDENT_VOICE
from notifications.models import Inbox, Notification, inbox_of
from notifications.topics import InboxTopic
from realtime import hub as hubs
from realtime.models import Epoch
from realtime.tickets import Ticket
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.mails import work_off
from tests.news import signed_in
from tests.realtime.pages import Page

TOPIC = InboxTopic()


@pytest.fixture
def anna(db):
    return make_member(make_lab(), "Anna")


@pytest.fixture
def mo(anna):
    return make_member(anna.lab, "Mo", "moderator")


def tell(anna, mo, title="Pluktuin"):
    idea = make_idea(anna, title)
    idea.set_status(mo, RESIDENT_VOICE, Status.TALKING, "Een geheime reden.")
    work_off()
    return idea


def bell(client, address="/proefdorp/"):
    found = re.search(r'<a class="icon-link"[^>]*data-follow="inbox-.*?</a>', client.get(address).text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else None


def test_only_the_person_may_follow_it(anna, mo):
    own, other = anna.user_id, mo.user_id
    wishes = {(own, own), (other, own), (None, own), (Ticket("guest", own), own), (own, other)}
    assert TOPIC.may_follow(wishes) == {(own, own)}


def test_a_person_who_was_never_told_anything_can_follow_it(anna):
    assert TOPIC.heads([anna.user_id]) == {anna.user_id: 0}
    assert TOPIC.parts(anna.user_id, "head", 0) == []


def test_an_update_holds_the_number_and_no_words(anna, mo):
    tell(anna, mo)
    tell(anna, mo, "Fietsbus")
    (part,) = TOPIC.parts(anna.user_id, "head", 0)
    assert (part.key, part.revision) == (f"news-count-{anna.user_id}", 2)
    with translation.override("nl"):
        html = part.render()
    assert re.sub(r"<[^>]+>", "", html).split() == ["2"]
    assert "Pluktuin" not in html
    assert TOPIC.parts(anna.user_id, "head", 2) == []


def test_the_header_says_how_many_and_follows_from_there(anna, mo):
    client = signed_in(anna)
    assert bell(client) == "nieuw voor jou"
    idea = tell(anna, mo)
    assert bell(client) == "1 nieuw voor jou"
    page = client.get("/proefdorp/").text
    assert f'data-after="{Epoch.current()}.1"' in page
    idea.hide(mo, "spam")
    assert bell(client) == "nieuw voor jou"
    idea.restore(mo, "Toch goed.")
    inbox_of(anna.user).read_all(10**9)
    assert bell(client) == "nieuw voor jou"
    assert inbox_of(anna.user).has_new is False


def test_a_visitor_has_no_counter(client, anna):
    assert bell(client) is None


def test_two_people_with_one_name_length_have_their_own_header(anna, mo):
    tell(anna, mo)
    assert bell(signed_in(anna)) == "1 nieuw voor jou"
    assert bell(signed_in(mo)) == "nieuw voor jou"


def test_more_than_99_is_99_plus(anna, mo):
    idea = tell(anna, mo)
    row = Notification.objects.values("inbox_id", "kind", "about_kind", "about_id").get()
    acts = range(10**6, 10**6 + 150)
    Notification.objects.bulk_create([Notification(**row, act=act, joins=act) for act in acts])
    assert bell(signed_in(anna)) == "99+ nieuw voor jou"
    assert idea.pk


def test_a_page_without_news_asks_one_query_for_its_counter(anna, mo, django_assert_num_queries):
    tell(anna, mo)
    inbox_of(anna.user).read_all(10**9)
    with django_assert_num_queries(1):
        assert inbox_of(anna.user).unread == 0


def test_signing_up_and_withdrawing_raise_only_ones_own_counter_and_are_no_news(anna, mo):
    gathering = make_gathering(make_member(anna.lab, "Dina", "stadmaker"))
    gathering.sign_up(mo)
    party = gathering.sign_up(anna).party
    work_off()
    before = {inbox.pk: inbox.revision for inbox in Inbox.objects.all()}
    assert set(before) == {anna.user_id, mo.user_id}
    party.withdraw()
    work_off()
    assert {inbox.pk: inbox.revision for inbox in Inbox.objects.all()} == before | {
        anna.user_id: before[anna.user_id] + 1
    }
    assert inbox_of(anna.user).unread == 0
    assert not Notification.objects.exists()


def test_what_is_rolled_back_is_neither_told_nor_rung(anna, mo):
    idea = make_idea(anna)
    with pytest.raises(RuntimeError), transaction.atomic():
        idea.set_status(mo, RESIDENT_VOICE, Status.TALKING, "Omdat.")
        raise RuntimeError
    work_off()
    assert not Inbox.objects.exists()


# The real application


@pytest.fixture
async def open_page(transactional_db):
    from stadslab.asgi import application

    Epoch.forget()
    hub = hubs.here()
    pages = []

    async def open_page(cookies=None):
        page = await Page(application, cookies=cookies).open()
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        await page.leave()
    hub.close(wait=True)
    hubs._hub = None
    await sync_to_async(connections.close_all)()


def session_of(member):
    client = signed_in(member)
    return {site.SESSION_COOKIE_NAME: client.cookies[site.SESSION_COOKIE_NAME].value}


async def test_the_counter_goes_up_and_down_in_two_browsers_and_nobody_else_hears_of_it(open_page, transactional_db):
    anna = await sync_to_async(lambda: make_member(make_lab(), "Anna"))()
    mo = await sync_to_async(make_member)(anna.lab, "Mo", "moderator")
    epoch = await sync_to_async(Epoch.current)()
    ours, others = await sync_to_async(session_of)(anna), await sync_to_async(session_of)(mo)
    name = f"inbox-{anna.user_id}"
    mine, stranger, visitor = (
        [await open_page(ours), await open_page(ours)],
        await open_page(others),
        await open_page(),
    )
    for page in (*mine, stranger, visitor):
        await page.follow(f"{epoch}.0", name, view="head")
    for page in (stranger, visitor):
        assert await page.take() == {"type": "gone", "topic": name}
    for page in mine:
        assert (await page.take())["html"] == ""
    await sync_to_async(tell)(anna, mo)
    for page in mine:
        assert re.sub(r"<[^>]+>", "", (await page.take())["html"]).split() == ["1"]
    await sync_to_async(lambda: inbox_of(anna.user).read_all(10**9))()
    for page in mine:
        assert re.sub(r"<[^>]+>", "", (await page.take())["html"]).split() == []
