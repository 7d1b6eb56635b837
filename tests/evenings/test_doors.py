"""Open an evening, walk in by its code or its QR code, come back, and what who guesses meets."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock, rate_limits
from evenings import codes
from evenings.chores import close_forgotten, erase_participants
from evenings.models import Evening, EveningClosed, Participant, Session
from evenings.plans import plans
from evenings.topics import TICKET, EveningTopic, Participants
from events.models import Gathering
from realtime.models import Epoch
from realtime.tickets import Proved, Ticket
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser


def door(name, evening):
    return reverse(name, kwargs={"lab_slug": evening.gathering.lab.slug, "code": evening.code})


def read(response):
    return response.content.decode()


def walk_in(evening, client=None, **more):
    client = client or Client()
    client.post(door("live_phone", evening), {"key": uuid.uuid4(), "name": "", **more})
    return client


def guess(client, evening, times):
    for number in range(times):
        word = sorted(codes.words())[number]
        assert f"{word}-11" != evening.code
        client.post(reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug}), {"code": f"{word} 11"})


# Open and close


def test_the_organiser_opens_the_evening_and_reads_its_code(gathering, session, anna):
    hers = browser(anna)
    at = reverse("evening_open", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})
    page = read(hers.post(at, follow=True))
    evening = Evening.objects.get()
    assert evening.said in page
    hers.post(at)
    assert Evening.objects.get().code == evening.code, "pressed twice is opened once"


def test_nobody_else_opens_it(gathering, session, mo, bram, client):
    at = reverse("evening_open", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})
    assert browser(mo).post(at).status_code == 403
    assert browser(bram).post(at).status_code == 403
    assert client.post(at).status_code == 302
    assert not Evening.objects.exists()


@pytest.mark.parametrize("change", [{"state": "draft"}, {"state": "cancelled"}, {"is_hidden": True}])
def test_an_evening_that_does_not_go_on_is_not_opened(session, change):
    Gathering.objects.update(**change)
    with pytest.raises(EveningClosed):
        Evening.open(session, clock.now())


def test_it_is_opened_until_a_day_after_the_gathering(session):
    ends_at = session.gathering.ends_at
    with pytest.raises(EveningClosed):
        Evening.open(session, ends_at + timedelta(hours=24))
    assert Evening.open(session, ends_at + timedelta(hours=23)).is_open(ends_at + timedelta(hours=23))


def test_a_plan_without_steps_is_not_opened(session):
    session.steps.update(is_off=True)
    with pytest.raises(EveningClosed):
        Evening.open(session, clock.now())


def test_opened_again_it_has_the_same_code_and_who_was_in_is_in(evening, session):
    client = walk_in(evening)
    assert evening.close(clock.now())
    assert not Evening.objects.get().close(clock.now()), "pressed twice is closed once"
    assert "De avond is voorbij" in read(client.get(door("live_phone", evening)))
    again = Evening.open(session, clock.now())
    assert again.code == evening.code
    assert "Fijn dat je er bent" in read(client.get(door("live_phone", evening)))


def test_the_code_leads_nowhere_when_the_evening_is_closed(evening, client):
    evening.close(clock.now())
    page = client.get(door("live_phone", evening))
    assert page.status_code == 404
    assert "We kennen deze code niet" in read(page)


def test_an_evening_that_nobody_closed_closes_after_a_day(evening, client):
    Evening.objects.update(closes_at=clock.now() - timedelta(seconds=1))
    assert client.get(door("live_phone", evening)).status_code == 404
    assert (close_forgotten(), close_forgotten()) == (1, 0)
    assert Evening.objects.get().closed_at


def test_what_got_more_time_since_it_was_found_late_stays_open(session):
    """A rehearsal that goes on at the moment that the task of each minute comes."""
    late = Evening.try_out(session, clock.now())
    after = late.closes_at + timedelta(seconds=1)
    Evening.try_out(session, after - timedelta(seconds=2))
    assert not late.close_late(after)
    assert Evening.objects.get().is_open(after)


def test_when_a_moderator_hides_the_gathering_the_code_leads_nowhere(evening, client):
    inside = walk_in(evening)
    Gathering.objects.update(is_hidden=True)
    assert client.get(door("live_phone", evening)).status_code == 404
    assert inside.get(door("live_phone", evening)).status_code == 404
    assert EveningTopic().heads([evening.pk]) == {}


# Walk in


def test_anybody_walks_in_with_a_name_or_without(evening, client):
    typed = client.post(reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug}), {"code": evening.said})
    assert typed.url == door("live_phone", evening)
    assert "Kom binnen" in read(client.get(typed.url))
    page = client.post(typed.url, {"key": uuid.uuid4(), "name": " Jo "}, follow=True)
    participant = Participant.objects.get()
    assert (participant.name, participant.evening) == ("Jo", evening)
    assert participant.word in read(page)
    assert client.get(reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug})).url == typed.url
    walk_in(evening)
    assert Evening.objects.get().people == 2


def test_the_same_form_twice_is_one_person(evening):
    key = uuid.uuid4()
    first, second = Client(), Client()
    for client in (first, second):
        walk_in(evening, client, key=key)
    assert Participant.objects.count() == Evening.objects.get().people == 1


def test_a_name_that_is_too_long_stays_in_its_field(evening, client):
    page = client.post(door("live_phone", evening), {"key": uuid.uuid4(), "name": "n" * 31})
    assert page.status_code == 422
    assert 'value="' + "n" * 31 in read(page)


def test_the_personal_word_gives_the_same_place_on_another_phone(evening):
    walk_in(evening)
    participant = Participant.objects.get()
    other = Client()
    assert "We kennen dit woord niet" in read(other.post(door("live_back", evening), {"word": "merel lamp 427"}))
    back = other.post(door("live_back", evening), {"word": participant.word.upper()}, follow=True)
    assert participant.word in read(back)
    assert Participant.objects.count() == 1


def test_a_ticket_of_another_evening_opens_no_door(evening):
    elsewhere = make_member(make_lab("elders"), "Els", "stadmaker")
    client = walk_in(evening)
    assert client.get(f"/{elsewhere.lab.slug}/live/{evening.code}/").status_code == 404


def test_who_took_part_is_erased_after_ninety_days(evening):
    walk_in(evening)
    evening = Evening.objects.get()
    evening.close(clock.now() - timedelta(days=89))
    assert erase_participants() == 0
    Evening.objects.update(closes_at=clock.now() - timedelta(days=90, seconds=1))
    assert (erase_participants(), Participant.objects.count()) == (1, 0)


# Guessing


def test_over_the_limit_the_right_code_is_refused_and_the_qr_code_is_not(evening, client):
    inside = walk_in(evening)
    guess(client, evening, 30)
    refused = client.get(door("live_phone", evening))
    assert refused.status_code == 429
    assert "Scan de QR-code op het scherm" in read(refused)
    again = client.post(reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug}), {"code": evening.said})
    assert again.status_code == 429
    by_qr = f"{door('live_phone', evening)}?deur={evening.key}"
    assert "Kom binnen" in read(client.get(by_qr))
    assert client.get(f"{door('live_phone', evening)}?deur=iets").status_code == 429
    joined = client.post(door("live_phone", evening), {"key": uuid.uuid4(), "door": evening.key}, follow=True)
    assert "Fijn dat je er bent" in read(joined)
    assert inside.get(door("live_phone", evening)).status_code == 200, "who is in notices nothing"


def test_right_codes_and_what_can_be_no_code_cost_nothing(evening, client):
    guess(client, evening, 29)
    for typed in ["kiewit 42", "kievit", ""] * 5:
        client.post(reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug}), {"code": typed})
    for _ in range(5):
        assert client.get(door("live_phone", evening)).status_code == 200
    guess(client, evening, 1)
    assert client.get(door("live_phone", evening)).status_code == 429


def test_a_wrong_code_costs_as_much_as_there_are_evenings_open(evening, session, anna, client):
    Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    guess(client, evening, 14)
    assert client.get(door("live_phone", evening)).status_code == 200
    guess(client, evening, 1)
    assert client.get(door("live_phone", evening)).status_code == 429


def test_who_has_less_left_than_a_wrong_code_costs_is_refused(evening, anna, client):
    """Four evenings: a guess costs four, so seven fit in thirty, and the chance is 28 in 33,930."""
    for _ in range(3):
        Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    guess(client, evening, 6)
    assert client.get(door("live_phone", evening)).status_code == 200, "this is the seventh"
    guess(client, evening, 1)
    assert client.get(door("live_phone", evening)).status_code == 429


def test_wrong_personal_words_are_counted_too(evening, client):
    for _ in range(30):
        client.post(door("live_back", evening), {"word": "merel tafel 427"})
    page = client.post(door("live_back", evening), {"word": "merel tafel 427"})
    assert page.status_code == 429


def test_a_thousand_phones_behind_one_address_get_in(evening, monkeypatch):
    """Of each thousand the quota counts one; the sockets count by ticket (tests/realtime/test_tickets.py)."""
    for _ in range(1_000):
        assert rate_limits.allow("walk_in", "127.0.0.1")
    client = walk_in(evening)
    assert "Fijn dat je er bent" in read(client.get(door("live_phone", evening)))


# What a ticket gives


def test_only_tickets_of_the_evening_and_who_leads_it_may_follow(evening, anna, mo, bram):
    walk_in(evening)
    ticket = Ticket(TICKET, Participant.objects.get().pk)
    admin = make_member(evening.gathering.lab, "Bea", "lab_admin")
    proved = Proved(admin.user_id)
    everybody = [None, anna.user_id, mo.user_id, bram.user_id, proved, ticket, Ticket(TICKET, ticket.id + 1)]
    wishes = {(who, evening.pk) for who in everybody}
    may = {(who, evening.pk) for who in (ticket, anna.user_id, proved)}
    assert EveningTopic().may_follow(wishes) == may
    assert EveningTopic().may_follow({(who, evening.pk + 1) for who in everybody}) == set()


def test_a_ticket_counts_until_a_day_after_the_evening(evening):
    walk_in(evening)
    pk = Participant.objects.get().pk
    assert Participants().valid({pk, pk + 1}) == {pk}
    Evening.objects.update(closes_at=clock.now() - timedelta(days=1))
    assert Participants().valid({pk}) == set()


def test_the_cookie_is_signed_and_hidden_from_scripts(evening):
    cookie = walk_in(evening).cookies[site.TICKET_COOKIE_NAME]
    assert cookie["httponly"]
    client = Client()
    client.cookies[site.TICKET_COOKIE_NAME] = cookie.value.replace("participant-", "participant-9")
    assert "Kom binnen" in read(client.get(door("live_phone", evening)))


def test_the_phone_asks_the_same_number_of_queries_however_many_are_in(evening):
    client = walk_in(evening)

    def count():
        Epoch.read()  # it is kept for a second
        with CaptureQueriesContext(connection) as queries:
            client.get(door("live_phone", evening))
        return len(queries)

    alone = count()
    for _ in range(5):
        walk_in(evening)
    assert count() == alone <= 7, "on PostgreSQL the clock is one of them"


def test_a_changed_plan_and_another_plan_reach_open_phones(evening, session):
    before = Evening.objects.get()
    session.add_step(uuid.uuid4(), kind="talk", title="Dans", minutes=5, sentence="Dans mee.")
    parts = EveningTopic().parts(evening.pk, "phone", before.revision)
    assert [part.key for part in parts] == [f"evening-{name}-{evening.pk}" for name in ("phone", "wall", "choice")]
