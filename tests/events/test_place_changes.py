"""A place with a planned gathering changes or closes.

The editor is told first; attendees and organisers are told once.
"""

from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from common import clock
from events.models import Gathering, SignUpClosed
from events.models.place_words import place_words
from events.topics import GatheringTopic
from tests.events.factories import make_draft, make_gathering, utc
from tests.factories import make_idea
from tests.places.factories import make_place
from tests.places.test_pages import page
from tests.standing import standing_at

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 5, 18, 30)
OTHER_ADDRESS = "Kerkplein 5"


def seen_in_calendars(gathering):
    return Gathering.objects.values_list("sequence", "changed_at").get(pk=gathering.pk)


def body_to(address):
    return next(message.body for message in mail.outbox if message.to == [address])


def entry_to(address):
    attached = next(message for message in mail.outbox if message.to == [address]).attachments[0]
    return Calendar.from_ical(attached.get_content()).walk("VEVENT")[0]


# Who is told what


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
    (card,) = GatheringTopic().parts(evening.pk, "card", revision)
    assert "Er wordt een andere plek gezocht" in card.render()
    assert type(idea).objects.get(pk=idea.pk).revision == idea_revision + 1
