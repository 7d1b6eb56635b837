"""The last two hours before a gathering: free seats are for anybody, no mail is promised, organisers are told."""

from datetime import timedelta

import pytest
from django.core import mail

from events.models import SignUpClosed
from tests.events.factories import comers, enter, line_of, make_gathering
from tests.events.forms import at
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.standing import standing_at

A_MINUTE = timedelta(minutes=1)
FREED = "Er kwam een plek vrij: Kansen ophalen in Horst"


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=2)


@pytest.fixture
def full(gathering, bram, chaima):
    """Bram has both seats, Chaima and her guest wait."""
    gathering.sign_up(bram, 2)
    gathering.sign_up(chaima, 2)
    return gathering


@pytest.fixture
def soon(full):
    with standing_at(full.starts_at - timedelta(hours=2)):
        yield full.starts_at


def test_a_seat_that_falls_free_is_for_whoever_comes_first(full, soon, bram, lab):
    dirk = make_member(lab, "Dirk")
    full.sign_up(bram, 1)
    assert line_of(full) == ["Chaima"], "nobody is called up by surprise"
    assert full.sign_up(dirk).party.is_going
    assert full.sign_up(make_member(lab, "Els")).party.is_waiting
    assert (full.taken, full.waiting) == (2, 2)


def test_a_minute_earlier_it_goes_to_the_line(full, bram, chaima, lab):
    with standing_at(full.starts_at - timedelta(hours=2) - A_MINUTE):
        full.sign_up(bram, 1)
        assert full.sign_up(make_member(lab, "Dirk")).party.is_waiting
        full.party_of(bram).withdraw()
    assert (comers(full), line_of(full)) == (["Chaima"], ["Dirk"])


def test_who_waits_takes_a_free_seat_with_one_press(full, soon, bram, chaima, mails):
    full.party_of(bram).withdraw()
    chaima_here = browser(chaima)
    page = chaima_here.get(full.get_absolute_url()).text
    assert "Er is nu plek voor je." in page
    assert "Neem deze 2 plekken" in page
    assert "Nog 2 plekken vrij" in page
    with mails() as sent:
        answer = chaima_here.post(at("sign_up", full), {"seats": "2", "needs": ""}, follow=True)
    assert "Je komt met z&#x27;n tweeën." in answer.text
    assert sent == [("chaima@example.org", "Er is plek voor je: Kansen ophalen in Horst")]
    full.refresh_from_db()
    assert (full.taken, full.waiting) == (2, 0)


def test_who_waits_takes_fewer_seats_where_not_all_fit(full, soon, bram, chaima):
    full.sign_up(bram, 1)
    page = browser(chaima).get(full.get_absolute_url()).text
    assert "Neem deze" not in page
    assert full.sign_up(chaima, 2).party.is_waiting
    assert full.sign_up(chaima, 1).party.is_going
    assert (full.taken, full.waiting) == (2, 0)


def test_who_comes_takes_a_free_seat_more_though_others_wait(full, soon, bram, lab):
    full.sign_up(bram, 1)
    assert full.sign_up(bram, 2).as_asked
    assert not full.sign_up(bram, 3).as_asked


def test_once_it_has_begun_nobody_takes_a_seat_by_themselves(full, bram, chaima):
    with standing_at(full.starts_at):
        full.party_of(bram).withdraw()
        assert full.sign_up(chaima, 2).party.is_waiting
        with pytest.raises(SignUpClosed):
            full.sign_up(chaima, 1)
    assert (full.taken, full.waiting) == (0, 1)


def test_a_guest_who_waits_takes_a_free_seat_by_their_own_address(full, soon, client, bram, anna):
    party = full.sign_up_guest("Tinus", "tinus@example.org", "nl", needs="Een stoel.").party
    full.sign_up(bram, 1)
    address = at("party", full, party_pk=party.pk, secret=party.secret)
    page = client.get(address).text
    assert "Neem deze plek" in page
    assert "Een stoel." not in page
    assert "Je komt." in client.post(f"{address}aantal/", {"seats": "1"}, follow=True).text
    party.refresh_from_db()
    assert (party.is_going, party.needs) == (True, "Een stoel.")


# No page promises a mail that isn't sent


def test_no_mail_is_promised_that_does_not_come(full, soon, lab, client, mails):
    with mails():
        full.sign_up(make_member(lab, "Dirk"))
    (told,) = mail.outbox
    assert "Komt er nu nog plek, dan krijg je daar geen mail meer over." in told.body
    assert "meteen een mail" not in told.body
    assert "Je hoort het meteen" not in client.get(full.get_absolute_url()).text


def test_before_that_every_promise_of_a_mail_says_until_when(full, lab, client, anna, mails):
    promise = "tot twee uur voor het begint"
    with mails():
        full.sign_up(make_member(lab, "Dirk"))
    assert promise in mail.outbox[0].body
    with mails():
        full.set_capacity(1, to_line=True)
    assert promise in mail.outbox[0].body
    assert promise in client.get(full.get_absolute_url()).text


# The organisers are told


def test_organisers_hear_when_seats_fall_free_and_whom_to_call(full, soon, bram, anna, mails):
    full.organisers.add(make_member(full.lab, "Mo", "stadmaker"))
    with mails() as sent:
        full.party_of(bram).withdraw()
    assert sorted(sent) == [
        ("anna@example.org", FREED),
        ("bram@example.org", "Je komt niet: Kansen ophalen in Horst"),
        ("mo@example.org", FREED),
    ]
    body = next(message.body for message in mail.outbox if message.to == ["anna@example.org"])
    assert "Bram komt toch niet. Het begint binnen twee uur.\nEr zijn nu 2 plekken vrij." in body
    assert "Op de wachtlijst: 1." in body
    assert f"{full.get_absolute_url()}wie-komt/" in body


def test_they_hear_of_fewer_people_too_and_once_of_each_party(full, soon, bram, anna, mails):
    with mails() as sent:
        full.sign_up(bram, 1)
    assert sent == [("anna@example.org", FREED)]
    assert "Bram komt met minder mensen." in mail.outbox[0].body
    with mails() as sent:
        for _again in range(3):
            full.party_of(bram).withdraw()
            full.sign_up(bram, 1)
    assert ("anna@example.org", FREED) not in sent


def test_who_takes_someone_off_the_list_does_not_hear_it_from_us(full, soon, bram, anna, mails):
    with mails() as sent:
        browser(anna).post(at("party_take_off", full, party_pk=full.party_of(bram).pk))
    assert sent == [("bram@example.org", "Je komt niet: Kansen ophalen in Horst")]


@pytest.mark.parametrize("before", [timedelta(hours=2) + A_MINUTE, timedelta(0)])
def test_earlier_or_once_it_has_begun_they_hear_nothing(gathering, bram, before, mails):
    gathering.sign_up(bram)
    with standing_at(gathering.starts_at - before), mails() as sent:
        gathering.party_of(bram).withdraw()
    assert sent == [("bram@example.org", "Je komt niet: Kansen ophalen in Horst")]


def test_who_leaves_the_line_frees_no_seat(full, soon, chaima, mails):
    with mails() as sent:
        full.party_of(chaima).withdraw()
    assert sent == [("chaima@example.org", "Je komt niet: Kansen ophalen in Horst")]


def test_nobody_waits_and_the_seat_is_free_all_the_same(anna, bram, mails):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    enter(gathering, anna, "Jan")
    with standing_at(gathering.starts_at - A_MINUTE), mails() as sent:
        gathering.party_of(bram).withdraw()
    assert ("anna@example.org", FREED) in sent
