"""Pages of who leads, by socket: what a role of staff gives needs a session with the second factor, as on pages."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as site
from django.test import Client

from accounts.models import User
from common import clock
from evenings.models import Evening, Session
from evenings.plans import plans
from evenings.topics import BroughtTopic, ConsoleTopic, EveningTopic, HelpersTopic, TasksTopic, WallTopic
from labs.models import Membership, Role
from labs.models.people import GRACE
from realtime import topics
from realtime.doorbell import RIGHTS, ring
from realtime.tickets import Proved
from tests.events.factories import make_gathering
from tests.factories import make_member, make_user
from tests.realtime import conftest as live

notes, idea, hub, open_page = live.notes, live.idea, live.hub, live.open_page
TOPICS = (EveningTopic, ConsoleTopic, TasksTopic, HelpersTopic, WallTopic, BroughtTopic)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_role_of_staff_counts_in_a_proved_session_alone(evening, gathering, lab, topic):
    """An organiser who is a civil servant, and a beheerder."""
    bea, ingrid = make_member(lab, "Bea", "lab_admin"), make_member(lab, "Ingrid", "civil_servant")
    gathering.organisers.add(ingrid)
    wishes = {(who, evening.pk) for one in (bea, ingrid) for who in (one.user_id, Proved(one.user_id))}
    may = {(Proved(bea.user_id), evening.pk), (Proved(ingrid.user_id), evening.pk)}
    assert topic().may_follow(wishes) == may
    ingrid.roles.create(kind="stadmaker")
    assert topic().may_follow(wishes) == may | {(ingrid.user_id, evening.pk)}, "that is no role of staff"


def test_it_counts_for_a_week_without_the_factor_as_on_pages(evening, lab):
    sam = Membership.objects.create(lab=lab, user=make_user("Sam"))
    Role.objects.create(membership=sam, kind="lab_admin")
    wish = (sam.user_id, evening.pk)
    assert ConsoleTopic().may_follow({wish}) == {wish}
    Role.objects.update(given_at=clock.now() - GRACE - timedelta(minutes=1))
    assert ConsoleTopic().may_follow({wish}) == set()


@sync_to_async
def signed_in(idea, *, is_proved):
    """A beheerder, in front of an evening. Return that, the cursor at its start, and the browser."""
    bea = make_member(idea.lab, "Bea", "lab_admin")
    evening = Evening.open(Session.begin(make_gathering(idea.author), plans()["kansen"], 0), clock.now())
    client = Client()
    client.force_login(bea.user, proved_too=is_proved)
    return evening, topics.cursor(evening, 0), client


def cookies_of(client):
    name = site.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_proved", [True, False])
async def test_a_stolen_session_reads_nothing_of_who_leads(open_page, idea, is_proved):
    """The codes of the tasks stand in what `tasks-7` sends: whoever reads them leads the evening."""
    evening, start, client = await signed_in(idea, is_proved=is_proved)
    page = await open_page(cookies=cookies_of(client))
    for name in (f"tasks-{evening.pk}", f"brought-{evening.pk}", f"console-{evening.pk}"):
        await page.follow(start, name)
        told = await page.take()
        assert (told["topic"], told["type"]) == (name, "update" if is_proved else "gone")


@pytest.mark.django_db(transaction=True)
async def test_when_the_session_counts_no_longer_it_ends(open_page, idea):
    """The factor was set anew elsewhere, so the key in this session is an old one."""
    evening, start, client = await signed_in(idea, is_proved=True)
    page, name = await open_page(cookies=cookies_of(client)), f"tasks-{evening.pk}"
    await page.follow(start, name)
    assert (await page.take())["type"] == "update"
    await sync_to_async(User.objects.exclude(factor_key="").update)(factor_key="another")
    await sync_to_async(ring)(RIGHTS)
    assert await page.take() == {"type": "gone", "topic": name}
