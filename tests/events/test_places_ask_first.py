"""A place with a planned gathering changes or closes: the editor must confirm first."""

import re
from datetime import timedelta

import pytest

from places.models import Concerns
from tests.events.factories import make_gathering, utc
from tests.events.test_place_changes import EVENING, OTHER_ADDRESS, body_to, entry_to, seen_in_calendars
from tests.factories import make_member
from tests.places.test_pages import filled, rows
from tests.standing import standing_at

pytestmark = pytest.mark.usefixtures("in_november")


def sent_form(place, **more):
    place.refresh_from_db()
    room = place.rooms.get()
    first = {"name": place.name, "address": place.address, "seen": str(place.revision)}
    return filled(
        **first | rows("rooms", {"pk": room.pk, "name": room.name, "capacity": room.capacity}, there=1) | more
    )


def test_who_changes_the_place_hears_first_who_comes_and_what_was_typed_stays(client, mo, evening, hall, mails):
    client.force_login(mo.user)
    address = f"{hall.get_absolute_url()}bewerken/"
    words = sent_form(hall, address=OTHER_ADDRESS, about="Nu met een kachel.")
    with mails() as sent:
        asked = client.post(address, words)
    hall.refresh_from_db()
    assert (asked.status_code, hall.address, sent) == (422, "Raadhuisplein 2", [])
    text = " ".join(asked.text.split())
    assert "Er is nog niets bewaard. Dit verandert iets voor deze bijeenkomsten:" in text
    assert "Open tafel</a>, zaterdag 5 december" in text
    assert "Er komen 4 mensen." in text
    assert 'value="Kerkplein 5"' in text
    assert "Nu met een kachel." in text
    agreed = re.search(r'name="agreed" value="(\w+)"', text)[1]
    evening.sign_up(make_member(evening.lab, "Dirk"))
    with mails() as sent:
        assert client.post(address, words | {"agreed": agreed}).status_code == 302
    hall.refresh_from_db()
    assert (hall.address, hall.about, len(sent)) == (OTHER_ADDRESS, "Nu met een kachel.", 4)


def test_agreeing_to_one_thing_is_not_agreeing_to_another(client, mo, anna, evening, hall):
    client.force_login(mo.user)
    address = f"{hall.get_absolute_url()}bewerken/"
    asked = client.post(address, sent_form(hall, address=OTHER_ADDRESS))
    agreed = {"agreed": re.search(r'name="agreed" value="(\w+)"', asked.text)[1]}
    elsewhere = client.post(address, sent_form(hall, address="Nog ergens anders 1") | agreed)
    make_gathering(anna, "Repareren", starts_at=EVENING + timedelta(days=1), place=hall)
    another = client.post(address, sent_form(hall, address=OTHER_ADDRESS) | agreed)
    assert (elsewhere.status_code, another.status_code) == (422, 422)
    assert "Repareren" in another.text
    hall.refresh_from_db()
    assert hall.address == "Raadhuisplein 2"


def test_two_who_change_the_place_at_once_are_asked_and_lose_nothing(client, mo, evening, hall):
    client.force_login(mo.user)
    address = f"{hall.get_absolute_url()}bewerken/"
    asked = client.post(address, words := sent_form(hall, address=OTHER_ADDRESS))
    agreed = {"agreed": re.search(r'name="agreed" value="(\w+)"', asked.text)[1]}
    hall.change(about="Van een ander.")
    meanwhile = client.post(address, words | agreed)
    assert meanwhile.status_code == 409
    assert 'value="Kerkplein 5"' in meanwhile.text
    assert client.post(address, sent_form(hall, address=OTHER_ADDRESS) | agreed).status_code == 302


def test_closing_and_opening_ask_first_and_name_who_comes(client, mo, evening, hall, mails):
    client.force_login(mo.user)
    address = f"{hall.get_absolute_url()}sluiten/"
    for more, is_closed in (({}, True), ({"open": "1"}, False)):
        text = " ".join(client.get(address).text.split())
        assert "Open tafel</a>, zaterdag 5 december" in text
        assert "Bij elkaar komen er 4 mensen." in text
        with mails() as sent:
            assert client.post(address, more).status_code == 422
            hall.refresh_from_db()
            assert (hall.is_closed, sent) == (not is_closed, [])
            more |= {"agreed": re.search(r'name="agreed" value="(\w+)"', text)[1]}
            assert client.post(address, more).status_code == 302
            assert client.post(address, more).status_code == 302, "pressed twice"
        hall.refresh_from_db()
        assert (hall.is_closed, len(sent)) == (is_closed, 3)


def test_nobody_is_asked_where_nobody_has_to_hear_of_it(client, mo, evening, hall):
    client.force_login(mo.user)
    assert client.post(f"{hall.get_absolute_url()}bewerken/", sent_form(hall, name="De Molen")).status_code == 302


def test_nothing_is_written_where_it_was_not_agreed(evening, hall, mo):
    with pytest.raises(Concerns) as asked:
        hall.change(mo, agreed="", address=OTHER_ADDRESS)
    assert [effect.gathering.title for effect in asked.value.effects] == ["Open tafel"]
    before = hall.revision
    hall.refresh_from_db()
    assert (hall.address, hall.revision <= before) == ("Raadhuisplein 2", True)


def stop(first, last, address="Kerkplein"):
    return {"first_day": f"2026-12-{first:02}", "last_day": f"2026-12-{last:02}", "address": address}


MOVED = "De plek heeft een ander adres."
GONE = "De plek is er dan niet. Niemand kan zich nog opgeven."
AWAY = "Er wordt een andere plek gezocht"
# The posted stops; the question; the subject; the new location for calendars
STOPS = {
    "another address": ([stop(1, 6, "Dorpsweg 1")], MOVED, "Ander adres", "De Labkar, Dorpsweg 1"),
    "another address on its second day": (
        [stop(1, 5), stop(6, 6, "Dorpsweg 1")],
        MOVED,
        "Ander adres",
        "De Labkar, Kerkplein",  # the first day's address; the mail has both
    ),
    "days earlier, and the next stop instead": (
        [stop(1, 4), stop(5, 6, "Dorpsweg 1")],
        MOVED,
        "Ander adres",
        "De Labkar, Dorpsweg 1",
    ),
    "days later": ([stop(7, 9)], GONE, "De plek is er niet meer", AWAY),
    "not on its second day": ([stop(1, 5)], GONE, "De plek is er niet meer", AWAY),
}


@pytest.mark.parametrize("change", STOPS)
def test_a_stop_that_moves_asks_first_and_is_told_once(client, anna, bram, mo, cart, mails, change):
    stops, question, subject, where = STOPS[change]
    told = "De Labkar, Kerkplein, Dorpsweg 1" if where.endswith("Kerkplein") else where
    night = make_gathering(anna, "Nacht", starts_at=EVENING, ends_at=EVENING + timedelta(hours=8), place=cart)
    night.sign_up(bram)
    sequence, changed_at = seen_in_calendars(night)
    client.force_login(mo.user)
    address = f"{cart.get_absolute_url()}bewerken/"
    cart.refresh_from_db()
    first = {"kind": "temporary", "name": cart.name, "address": "", "seen": str(cart.words_revision)}
    words = filled(**first | rows("stops", *stops, there=1))
    with mails() as sent:
        asked = client.post(address, words)
    text = " ".join(asked.text.split())
    assert (asked.status_code, sent) == (422, [])
    assert [(one.first_day.day, one.last_day.day, one.address) for one in cart.stops.all()] == [(1, 6, "Kerkplein")]
    assert seen_in_calendars(night) == (sequence, changed_at)
    assert "Er is nog niets bewaard. Dit verandert iets voor deze bijeenkomsten:" in text
    assert "Nacht</a>, zaterdag 5 december" in text
    assert f"{question} " in text
    for row in stops:
        assert all(f'value="{value}"' in text for value in row.values()), "what was typed stays"
    agreed = {"agreed": re.search(r'name="agreed" value="(\w+)"', text)[1]}
    with mails() as sent, standing_at(utc(2026, 11, 24, 10)):
        assert client.post(address, words | agreed).status_code == 302
    assert [(one.first_day.day, one.last_day.day, one.address) for one in cart.stops.all()] == [
        (int(row["first_day"][-2:]), int(row["last_day"][-2:]), row["address"]) for row in stops
    ]
    assert sorted(sent) == [(f"{name}@example.org", f"{subject}: Nacht") for name in ("anna", "bram")]
    after, dtstamp = seen_in_calendars(night)
    assert after == sequence + 1
    assert dtstamp > changed_at
    assert "Mo heeft De Labkar veranderd. Jij organiseert daar een bijeenkomst." in body_to("anna@example.org")
    for name in ("anna", "bram"):
        body = body_to(f"{name}@example.org")
        assert "Het was hier: De Labkar, Kerkplein\n" in body
        assert f"{'Waar' if where == AWAY else 'Het is nu hier'}: {told}\n" in body
        entry = entry_to(f"{name}@example.org")
        assert (entry["sequence"], str(entry["location"])) == (100 * after, where)
        assert entry["dtstamp"].dt == dtstamp.replace(microsecond=0)


def test_a_stop_of_other_days_is_nobodys_concern(client, anna, bram, mo, cart, mails):
    make_gathering(anna, starts_at=EVENING, place=cart).sign_up(bram)
    client.force_login(mo.user)
    cart.refresh_from_db()
    first = {"kind": "temporary", "name": cart.name, "address": "", "seen": str(cart.words_revision)}
    stops = [stop(2, 5), stop(6, 9, "Dorpsweg 1")]
    with mails() as sent:
        saved = client.post(f"{cart.get_absolute_url()}bewerken/", filled(**first | rows("stops", *stops, there=1)))
    assert (saved.status_code, sent) == (302, [])


def test_who_makes_a_room_smaller_than_the_seats_is_asked_first(client, mo, evening, hall, mails):
    client.force_login(mo.user)
    address = f"{hall.get_absolute_url()}bewerken/"
    room = hall.rooms.get()

    def smaller(holds):
        return sent_form(hall, **rows("rooms", {"pk": room.pk, "name": room.name, "capacity": holds}, there=1))

    with mails() as sent:
        asked = client.post(address, smaller(20))
    text = " ".join(asked.text.split())
    room.refresh_from_db()
    evening.refresh_from_db()
    assert (asked.status_code, room.capacity, evening.capacity, sent) == (422, 60, 50, [])
    assert "Er is nog niets bewaard. Dit verandert iets voor deze bijeenkomsten:" in text
    assert "Open tafel</a>, zaterdag 5 december" in text
    assert "In zaal 60 passen dan 20 mensen. Er komen 4 mensen." in text
    assert 'name="rooms-0-capacity" value="20"' in text
    agreed = {"agreed": re.search(r'name="agreed" value="(\w+)"', text)[1]}
    assert client.post(address, smaller(3) | agreed).status_code == 422, "agreeing to 20 isn't agreeing to 3"
    with mails() as sent:
        assert client.post(address, smaller(20) | agreed).status_code == 302
    room.refresh_from_db()
    evening.refresh_from_db()
    assert (room.capacity, evening.capacity, evening.taken) == (20, 20, 4)
    assert sorted(sent) == [
        (f"{name}@example.org", "De zaal is kleiner: Open tafel") for name in ("anna", "bram", "chaima")
    ]


def test_who_makes_a_room_smaller_where_all_seats_still_fit_is_not_asked(client, mo, evening, hall, mails):
    client.force_login(mo.user)
    room = hall.rooms.get()
    row = rows("rooms", {"pk": room.pk, "name": room.name, "capacity": 50}, there=1)
    with mails() as sent:
        assert client.post(f"{hall.get_absolute_url()}bewerken/", sent_form(hall, **row)).status_code == 302
    assert sent == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_question_takes_the_same_queries_however_many_gatherings(
    client, mo, anna, hall, count, django_assert_max_num_queries
):
    for number in range(count):
        make_gathering(anna, f"{number}", place=hall, starts_at=EVENING + timedelta(days=number))
    client.force_login(mo.user)
    address = f"{hall.get_absolute_url()}sluiten/"
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)
