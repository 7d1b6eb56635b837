"""A person who is too late reads why, on the gathering or in their form; the typed text stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Attendance, Gathering
from events.views.signing_up import party_path
from tests.events.factories import make_draft, make_gathering
from tests.events.forms import at
from tests.events.test_sign_up_pages import SCRIPT, guest
from tests.places.factories import make_place
from tests.standing import standing_at

OFF = "Deze bijeenkomst gaat niet door. Storm."
NEEDS = "Een stoel met leuning"
OVER = "Deze bijeenkomst is voorbij."


def cancel(gathering):
    Gathering.objects.get(pk=gathering.pk).cancel("Storm.")


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=4)


@pytest.fixture
def bram_here(client, bram):
    client.force_login(bram.user)
    return client


def test_a_press_after_it_was_cancelled_leads_back_to_the_gathering_with_the_reason(bram_here, gathering):
    cancel(gathering)
    answer = bram_here.post(at("sign_up", gathering), {"seats": "1"}, follow=True)
    assert answer.redirect_chain == [(gathering.get_absolute_url(), 302)]
    assert OFF in answer.text
    script = bram_here.post(at("sign_up", gathering), {"seats": "1"}, headers=SCRIPT)
    assert (script.status_code, script["HX-Redirect"]) == (200, gathering.get_absolute_url())
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["browser", "script"])
def test_what_was_typed_is_given_back_with_the_reason(bram_here, gathering, bram, headers):
    gathering.sign_up(bram, 1)
    cancel(gathering)
    answer = bram_here.post(at("sign_up", gathering), {"seats": "2", "needs": NEEDS}, headers=headers)
    assert answer.status_code == 409
    assert OFF in answer.text
    assert f">\n{NEEDS}</textarea>" in answer.text


@pytest.mark.parametrize("name", ["sign_up", "sign_up_withdraw"])
def test_a_press_after_it_was_says_that_it_is_over(bram_here, gathering, bram, name):
    gathering.sign_up(bram, 1)
    with standing_at(gathering.ends_at + timedelta(hours=1)):
        answer = bram_here.post(at(name, gathering), {"seats": "2"}, follow=True)
    assert answer.redirect_chain == [(gathering.get_absolute_url(), 302)]
    assert OVER in answer.text
    assert gathering.party_of(bram).seats == 1


def test_a_press_when_the_place_went_says_that_another_is_looked_for(bram_here, anna):
    place = make_place(anna)
    gathering = make_gathering(anna, place=place, capacity=4)
    place.change(anna, is_closed=True)
    answer = bram_here.post(at("sign_up", gathering), {"seats": "2"}, follow=True)
    assert "Je kunt je nu niet opgeven: er wordt een andere plek gezocht." in answer.text


def test_a_press_when_people_just_walk_in_by_now_says_so(bram_here, anna, gathering):
    gathering.change(None, entry="walk_in", capacity=None)
    answer = bram_here.post(at("sign_up", gathering), {"seats": "2"}, follow=True)
    assert "Je hoeft je niet meer op te geven: loop gewoon binnen." in answer.text


def test_a_guest_who_types_the_code_after_it_was_cancelled_reads_the_reason(client, gathering):
    token, code = guest(client, gathering)
    cancel(gathering)
    answer = client.post(at("sign_up_code", gathering), {"token": token, "code": code}, follow=True)
    assert answer.redirect_chain == [(gathering.get_absolute_url(), 302)]
    assert OFF in answer.text
    assert OFF in client.get(at("sign_up_code", gathering), follow=True).text
    assert not Attendance.objects.exists()


def test_a_guest_who_asks_a_code_after_it_was_cancelled_keeps_what_they_typed(client, gathering, mailoutbox):
    cancel(gathering)
    said = {"name": "Tinus", "email": "tinus@example.org", "seats": "2", "needs": NEEDS}
    answer = client.post(at("sign_up_mail", gathering), said)
    assert answer.status_code == 409
    assert OFF in answer.text
    for typed in ("Tinus", "tinus@example.org", NEEDS):
        assert typed in answer.text
    assert mailoutbox == []


@pytest.mark.parametrize("name", ["party", "party_seats"])
def test_a_guest_who_changes_their_seats_when_it_is_over_reads_so_at_their_own_address(client, gathering, name):
    party = gathering.sign_up_guest("Tinus", "tinus@example.org", "nl", 2).party
    with standing_at(gathering.ends_at + timedelta(hours=1)):
        answer = client.post(at(name, gathering, party_pk=party.pk, secret=party.secret), {"seats": "1"}, follow=True)
    assert answer.redirect_chain == [(party_path(party, gathering), 302)]
    assert OVER in answer.text
    party.refresh_from_db()
    assert (party.seats, party.state) == (2, "going")


def test_a_guest_who_changes_seats_after_it_was_cancelled_reads_the_reason(client, gathering):
    party = gathering.sign_up_guest("Tinus", "tinus@example.org", "nl", 2).party
    cancel(gathering)
    answer = client.post(
        at("party_seats", gathering, party_pk=party.pk, secret=party.secret), {"seats": "1"}, follow=True
    )
    assert OFF in answer.text


def test_who_answers_dates_after_it_was_cancelled_reads_the_reason(bram_here, anna, in_november):
    gathering = make_draft(anna, starts_at=None)
    starts_at = make_draft(anna).starts_at
    gathering.ask_dates([(starts_at, starts_at + timedelta(hours=2))])
    option = gathering.date_options.get()
    cancel(gathering)
    address = reverse("date_answers", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})
    answer = bram_here.post(address, {f"option_{option.pk}": "yes"}, follow=True)
    assert answer.redirect_chain == [(gathering.get_absolute_url(), 302)]
    assert OFF in answer.text
