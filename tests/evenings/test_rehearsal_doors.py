"""Who was in a rehearsal, at the door afterwards."""

from django.test import Client
from django.urls import reverse

from common import clock
from evenings.models import Evening
from tests.evenings import test_rehearsal as before
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_rehearsal import again
from tests.evenings.test_tasks import take
from tests.factories import make_lab

evening = before.evening
later = before.later


def test_who_was_in_reads_at_the_door_that_it_is_over_and_guesses_nothing(evening, gathering):
    helper, person = take(evening, "lead"), walk_in(evening)
    evening.stop_rehearsal(clock.now())
    for _ in range(40):  # as many phones behind one address
        client = Client()
        client.cookies = person.cookies.copy()
        page = client.get(door("live_phone", evening), follow=True)
        assert "De proef waar je in was, is voorbij." in read(page)
    assert "is voorbij" in read(helper.get(door("live_lead", evening), follow=True))
    Evening.open(evening.session, clock.now())
    typed = {"code": evening.said}
    page = client.post(reverse("live", kwargs={"lab_slug": gathering.lab.slug}), typed, follow=True)
    assert "Hoe mogen we je noemen?" in read(page), "this address met no limit, and may come in again"


def test_the_qr_code_leads_in_with_a_place_that_was_lost(evening):
    person = walk_in(evening)
    evening.stop_rehearsal(clock.now())
    Evening.open(evening.session, clock.now())
    page = person.get(f"{door('live_phone', evening)}?deur={again(evening).key}")
    assert "Hoe mogen we je noemen?" in read(page)


def test_a_ticket_of_another_lab_is_no_lost_place(evening, anna):
    person = walk_in(evening)
    elsewhere = make_lab("elders")
    page = person.get(reverse("live", kwargs={"lab_slug": elsewhere.slug}))
    assert "is voorbij" not in read(page)
    assert person.get(door("live_phone", evening)).status_code == 200
