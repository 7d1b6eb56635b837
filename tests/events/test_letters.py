"""The mails about a gathering: the link to join is only for attendees."""

import pytest
from django.core import mail

from accounts.models import User
from notifications.leaving import leave
from tests.events.factories import enter, make_draft, make_gathering, utc
from tests.mails import told
from tests.places.factories import make_place

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 8, 18, 30)
FIRST, SECOND = "https://praat.example/kamer?a=1&b=2", "https://praat.example/andere"
JOIN = f"Doe mee op een scherm: {FIRST}\n"


@pytest.fixture
def bodies(mails):
    """`bodies(verb)`: the text that each person gets, by the name before the @."""

    def call(verb):
        with mails():
            verb()
        assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox), "one mail each"
        return {letter.to[0].partition("@")[0]: letter.body for letter in mail.outbox}

    return call


def test_a_seat_comes_with_the_link_and_a_place_in_the_line_does_not(anna, bram, chaima, bodies):
    gathering = make_gathering(anna, starts_at=EVENING, link=FIRST, capacity=1)
    assert JOIN in bodies(lambda: gathering.sign_up(bram))["bram"]
    assert FIRST not in bodies(lambda: gathering.sign_up(chaima))["chaima"]
    told = bodies(lambda: gathering.party_of(bram).withdraw())
    assert JOIN in told["chaima"]
    assert FIRST not in told.get("bram", "")


def test_a_guest_and_whoever_is_written_down_get_it_too(anna, bodies):
    gathering = make_gathering(anna, starts_at=EVENING, link=FIRST)
    assert JOIN in bodies(lambda: gathering.sign_up_guest("Jan", "jan@example.org", "nl"))["jan"]
    assert JOIN in bodies(lambda: enter(gathering, anna, "Els", mail="els@example.org"))["els"]
    english = bodies(lambda: gathering.sign_up_guest("Joe", "joe@example.org", "en"))["joe"]
    assert f"Join online: {FIRST}\n" in english


def test_a_mail_to_somebody_who_comes_goes_with_their_account_also_after_another_address(anna, bram, chaima):
    gathering = make_gathering(anna, starts_at=EVENING)
    gathering.sign_up(bram)
    gathering.sign_up(chaima)
    assert [reader for reader, _subject in told()] == ["bram@example.org", "chaima@example.org"]
    User.objects.filter(pk=bram.user_id).update(email="bram@elders.example", mailbox="bram@elders.example")
    leave(User.objects.get(pk=bram.user_id))
    assert [reader for reader, _subject in told()] == ["chaima@example.org"]


def test_another_link_is_told_to_those_who_come(anna, bram, chaima, bodies):
    gathering = make_gathering(anna, starts_at=EVENING, link=FIRST, capacity=1)
    gathering.sign_up(bram)
    gathering.sign_up(chaima)
    told = bodies(lambda: gathering.change(None, link=SECOND))
    assert f"Doe mee op een scherm: {SECOND}\n" in told["bram"]
    assert all(link not in told["chaima"] for link in (FIRST, SECOND))


def test_the_link_of_an_online_place_is_there_and_that_of_the_gathering_goes_before(anna, bram, bodies):
    online = make_place(anna, "Online lab", kind="online", link=FIRST)
    gathering = make_gathering(anna, starts_at=EVENING, place=online)
    assert JOIN in bodies(lambda: gathering.sign_up(bram))["bram"]
    told = bodies(lambda: gathering.change(None, link=SECOND))["bram"]
    assert f"Doe mee op een scherm: {SECOND}\n" in told
    assert FIRST not in told


def test_whoever_loses_their_seat_and_whoever_it_is_off_for_get_no_link(anna, bram, chaima, bodies):
    gathering = make_gathering(anna, starts_at=EVENING, link=FIRST, capacity=2)
    gathering.sign_up(bram)
    gathering.sign_up(chaima)
    told = bodies(lambda: gathering.change(None, capacity=1, to_line=True, where="Ook in de school"))
    assert JOIN in told["bram"]
    assert FIRST not in told["chaima"]
    told = bodies(lambda: gathering.cancel("Storm."))
    assert sorted(told) == ["bram", "chaima"]
    assert all(FIRST not in body for body in told.values())


def test_whoever_only_answered_which_date_suits_gets_no_link(anna, bram, bodies):
    gathering = make_draft(anna, starts_at=None, link=FIRST)
    days = [(utc(2026, 12, day, 18), utc(2026, 12, day, 20)) for day in (8, 9)]
    gathering.ask_dates(days)
    option = gathering.date_options.first()
    gathering.answer_dates(bram, {option.pk: "yes"})
    assert FIRST not in bodies(lambda: gathering.choose_date(option))["bram"]
    assert SECOND not in bodies(lambda: gathering.change(None, link=SECOND))["bram"]


@pytest.mark.parametrize("address", ["", ".ics", "affiche/"])
def test_a_stranger_finds_the_link_nowhere(client, anna, address):
    gathering = make_gathering(anna, starts_at=EVENING, link=FIRST)
    page = gathering.get_absolute_url()
    there = client.get(page[:-1] + address if address == ".ics" else page + address)
    assert (there.status_code, b"praat.example" in there.content) == (200, False)
