"""A place that changes or goes while a gathering is planned there: whoever makes that change hears it first, those who
come and those who organise hear it once."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from common import clock
from events.models import Gathering, SignUpClosed
from events.topics import GatheringTopic
from events.words import place_words
from places.models import Concerns, Stop
from tests.events.factories import make_draft, make_gathering, utc
from tests.factories import make_idea, make_member
from tests.places.factories import make_place
from tests.places.test_pages import filled, page, rows
from tests.standing import standing_at

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 5, 18, 30)
OTHER_ADDRESS = "Kerkplein 5"


@pytest.fixture
def cart(anna):
    cart = make_place(anna, "De Labkar", kind="temporary")
    cart.set_stops([Stop(first_day=date(2026, 12, 1), last_day=date(2026, 12, 6), address="Kerkplein")])
    return cart


def seen_in_calendars(gathering):
    return Gathering.objects.values_list("sequence", "changed_at").get(pk=gathering.pk)


def body_to(address):
    return next(message.body for message in mail.outbox if message.to == [address])


def entry_to(address):
    attached = next(message for message in mail.outbox if message.to == [address]).attachments[0]
    return Calendar.from_ical(attached.get_content()).walk("VEVENT")[0]


# Who hears what


def test_another_address_is_told_once_with_the_old_and_the_new(evening, hall, mo, mails):
    sequence, changed_at = seen_in_calendars(evening)
    with mails() as sent, standing_at(utc(2026, 11, 24, 10)):
        hall.change(mo, address=OTHER_ADDRESS)
    subject = "Ander adres: Open tafel"
    assert sorted(sent) == [(f"{name}@example.org", subject) for name in ("anna", "bram", "chaima")]
    for name in ("anna", "bram"):
        body = body_to(f"{name}@example.org")
        assert "Het was hier: De Zaal, Raadhuisplein 2\nHet is nu hier: De Zaal, Kerkplein 5\n" in body
    assert "plek blijft van jou." in body_to("bram@example.org")
    assert "Mo heeft De Zaal veranderd. Jij organiseert daar een bijeenkomst." in body_to("anna@example.org")
    assert "Er komen 4 mensen." in body_to("anna@example.org")
    after, dtstamp = seen_in_calendars(evening)
    assert after == sequence + 1
    assert dtstamp > changed_at
    for name in ("anna", "bram"):
        entry = entry_to(f"{name}@example.org")
        assert (entry["sequence"], str(entry["location"])) == (100 * after, "De Zaal, Kerkplein 5")
        assert entry["dtstamp"].dt == dtstamp.replace(microsecond=0)


def test_the_same_once_more_is_told_to_nobody(evening, hall, mo, mails):
    hall.change(mo, address=OTHER_ADDRESS)
    before = seen_in_calendars(evening)
    with mails() as sent:
        hall.change(mo, address=OTHER_ADDRESS)
        hall.change(mo, getting_there="Bel aan bij de poort.", hearing_loop=True)
    assert sent == []
    assert seen_in_calendars(evening) == before


def test_another_name_is_in_calendars_and_no_news(evening, hall, mo, mails):
    sequence, _changed_at = seen_in_calendars(evening)
    with mails() as sent:
        hall.change(mo, name="De Molen")
    assert sent == []
    assert seen_in_calendars(evening)[0] == sequence + 1


@pytest.mark.parametrize("way", ["closed", "no stop"])
def test_a_place_that_goes_takes_no_sign_up_and_is_told(anna, bram, chaima, hall, cart, mo, mails, client, way):
    place = hall if way == "closed" else cart
    evening = make_gathering(anna, "Open tafel", starts_at=EVENING, place=place)
    evening.sign_up(bram)
    sequence, changed_at = seen_in_calendars(evening)
    with mails() as sent, standing_at(utc(2026, 11, 24, 10)):
        hall.change(mo, is_closed=True) if way == "closed" else cart.set_stops([])
    assert sorted(sent) == [
        (f"{name}@example.org", "De plek is er niet meer: Open tafel") for name in ("anna", "bram")
    ]
    assert f"Het was hier: {place.name}" in body_to("bram@example.org")
    assert "Waar: Er wordt een andere plek gezocht" in body_to("bram@example.org")
    assert "Is er een andere plek, dan krijg je een mail." in body_to("bram@example.org")
    assert f"{evening.get_absolute_url()}bewerken/" in body_to("anna@example.org")
    after, dtstamp = seen_in_calendars(evening)
    assert after == sequence + 1
    assert dtstamp > changed_at
    for name in ("anna", "bram"):
        entry = entry_to(f"{name}@example.org")
        assert (entry["sequence"], str(entry["location"])) == (100 * after, "Er wordt een andere plek gezocht")
        assert entry["dtstamp"].dt == dtstamp.replace(microsecond=0)
    with pytest.raises(SignUpClosed):
        evening.sign_up(chaima)
    with pytest.raises(SignUpClosed):
        evening.sign_up_guest("Piet", "piet@example.org", "nl")
    client.force_login(chaima.user)
    assert client.post(f"{evening.get_absolute_url()}kom/", {"seats": 1})["Location"] == evening.get_absolute_url()
    assert evening.party_of(chaima) is None
    text = page(client, evening)
    assert "Je kunt je nu niet opgeven: er wordt een andere plek gezocht." in text
    assert place.name not in text
    client.force_login(bram.user)
    assert client.post(f"{evening.get_absolute_url()}kom-niet/").status_code == 302, "who comes can say no"


def test_a_place_that_opens_again_is_told_and_takes_sign_up(evening, hall, mo, mails):
    hall.change(mo, is_closed=True)
    sequence, _changed_at = seen_in_calendars(evening)
    with mails() as sent:
        hall.change(mo, is_closed=False)
    assert sorted(sent) == [
        (f"{name}@example.org", "De plek is er weer: Open tafel") for name in ("anna", "bram", "chaima")
    ]
    assert "Het is hier: De Zaal, Raadhuisplein 2" in body_to("bram@example.org")
    assert seen_in_calendars(evening)[0] == sequence + 1
    evening.refresh_from_db()
    assert evening.takes_sign_up(clock.now())


def test_a_gathering_that_moves_to_a_place_that_is_there_takes_sign_up_again(evening, hall, anna, mails):
    hall.change(is_closed=True)
    evening.refresh_from_db()
    other = make_place(anna, "De Molen")
    evening.change(evening.room, about="Met soep.")
    assert not evening.takes_sign_up(clock.now())
    evening.change(None, place=other)
    assert evening.takes_sign_up(clock.now())


def test_another_link_is_told_only_where_the_gathering_has_none_of_its_own(anna, bram, mo, mails):
    online = make_place(anna, "Online lab", kind="online", link="https://praat.example/oud")
    for title, link in (("Met", "https://eigen.example/"), ("Zonder", "")):
        make_gathering(anna, title, place=online, link=link, starts_at=EVENING).sign_up(bram)
    with mails() as sent:
        online.change(mo, link="https://praat.example/nieuw")
    assert sorted(sent) == [(f"{name}@example.org", "Andere link: Zonder") for name in ("anna", "bram")]
    assert "https://praat.example/nieuw" in str(entry_to("bram@example.org")["description"])


def test_a_smaller_room_gives_no_more_seats_than_it_holds(evening, hall, mo, mails):
    with mails() as sent:
        hall.set_rooms([("zaal 60", 20)])
    assert sorted(sent) == [
        (f"{name}@example.org", "De zaal is kleiner: Open tafel") for name in ("anna", "bram", "chaima")
    ]
    assert "In zaal 60 passen 20 mensen. Het waren er 60." in body_to("bram@example.org")
    assert "plek blijft van jou." in body_to("bram@example.org")
    evening.refresh_from_db()
    assert (evening.capacity, evening.taken) == (20, 4)
    with mails() as sent:
        hall.set_rooms([("zaal 60", 3)])
    assert "Dat is te weinig: er komen 4 mensen." in body_to("bram@example.org")
    assert "Verandert er iets voor jou, dan krijg je een mail." in body_to("bram@example.org")
    evening.refresh_from_db()
    assert (evening.capacity, evening.taken) == (4, 4), "nobody loses a seat"
    with mails() as sent:
        hall.set_rooms([("zaal 60", 40)])
    assert sent == []


def test_who_organises_and_comes_gets_one_mail_and_who_did_it_only_as_one_who_comes(evening, anna, hall, mo, mails):
    evening.organisers.add(mo)
    for member in (anna, mo):
        evening.sign_up(member)
    with mails() as sent:
        hall.change(mo, address=OTHER_ADDRESS)
    assert sorted(address for address, _subject in sent) == [
        f"{name}@example.org" for name in ("anna", "bram", "chaima", "mo")
    ]
    assert "Jij organiseert" in body_to("anna@example.org")
    assert "Jij organiseert" not in body_to("mo@example.org")


@pytest.mark.parametrize("state", ["draft", "cancelled", "over"])
def test_what_does_not_go_on_or_is_over_is_told_to_nobody(anna, bram, hall, mo, mails, state):
    gathering = make_draft(anna, starts_at=EVENING, place=hall)
    if state != "draft":
        gathering.publish()
        gathering.sign_up(bram)
    if state == "cancelled":
        gathering.cancel("Storm.")
    if state == "over":
        Gathering.objects.update(starts_at=utc(2026, 11, 1, 18), ends_at=utc(2026, 11, 1, 20))
    with mails() as sent:
        hall.change(mo, agreed="", is_closed=True)
    assert sent == []
    gathering.refresh_from_db()
    assert place_words(gathering) == "De Zaal, Raadhuisplein 2"


def test_those_who_look_for_a_date_are_told_apart_from_their_visitors(anna, bram, hall, mo, mails):
    asked = make_draft(anna, "Zoekt", starts_at=None, place=hall)
    day = EVENING + timedelta(days=1)
    asked.ask_dates([(EVENING, EVENING + timedelta(hours=2)), (day, day + timedelta(hours=2))])
    asked.answer_dates(bram, {asked.date_options.first().pk: "yes"})
    with mails() as sent:
        hall.change(mo, address=OTHER_ADDRESS)
        hall.change(mo, is_closed=True)
    assert sent == [("anna@example.org", "De plek is er niet meer: Zoekt")]


def test_followers_of_the_gathering_and_of_its_ideas_see_it_live(evening, hall, bram, mo):
    idea = make_idea(bram)
    evening.put_on_table([idea])
    evening.refresh_from_db()
    revision, idea_revision = evening.revision, type(idea).objects.get(pk=idea.pk).revision
    hall.change(mo, is_closed=True)
    changed = {part.key: part.render() for part in GatheringTopic().parts(evening.pk, "page", revision)}
    assert "Er wordt een andere plek gezocht" in changed[f"gathering-head-{evening.pk}"]
    assert "Achterom." not in changed[f"gathering-way-{evening.pk}"]
    assert 'data-state="away"' in changed[f"seats-{evening.pk}"]
    (ticket,) = GatheringTopic().parts(evening.pk, "card", revision)
    assert "Er wordt een andere plek gezocht" in ticket.render()
    assert type(idea).objects.get(pk=idea.pk).revision == idea_revision + 1


# Asked first


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
# The stops that are sent; what the question says; the subject; where it is now for calendars
STOPS = {
    "another address": ([stop(1, 6, "Dorpsweg 1")], MOVED, "Ander adres", "De Labkar, Dorpsweg 1"),
    "another address on its second day": (
        [stop(1, 5), stop(6, 6, "Dorpsweg 1")],
        MOVED,
        "Ander adres",
        "De Labkar, Kerkplein",  # where it begins; the mail says both
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
    with django_assert_max_num_queries(15):
        client.get(address)
