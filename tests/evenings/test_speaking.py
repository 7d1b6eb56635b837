"""Who wants to say something: on the phone, and on the page of who leads."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from common import clock
from evenings.models import Evening, Participant
from evenings.models.choosing import seat
from evenings.models.states import EveningClosed
from evenings.topics import ConsoleTopic, EveningTopic
from tests.evenings.test_doors import door, read
from tests.evenings.test_leading import again
from tests.evenings.test_wall import drawn

ASK, ASKED, DONE = "Ik wil iets zeggen", "De gespreksleider ziet dat je iets wilt zeggen.", "Aan de beurt geweest"


@pytest.fixture
def phone(evening):
    client = Client()
    assert client.post(evening.get_absolute_url(), {"key": uuid.uuid4(), "name": "Bea"}).status_code == 302
    return client


def asked(client, evening, on="1", **more):
    return client.post(door("live_floor", evening), {"on": on}, **more)


def guest(evening, name="", minutes=0, people=1):
    """Somebody who asked so many minutes ago."""
    who = evening.join(uuid.uuid4(), name, clock.now())
    Participant.objects.filter(pk=who.pk).update(people=people)
    again(evening).ask_floor(who, True, clock.now() - timedelta(minutes=minutes))
    return Participant.objects.get(pk=who.pk)


def row(html):
    """Return who stands on the page of who leads, in order."""
    section = html[html.index("evening-speakers") :]
    items = section[: section.index("</section>")].split("<li")[1:]
    return [" ".join(item.split(">", 1)[1].split("<button")[0].replace("<bdi>", "").split()) for item in items]


def names(html):
    return [one.replace("<span>", "").replace("</span>", "").replace("</bdi>", "").strip() for one in row(html)]


def waiting(evening):
    return list(
        again(evening).participants.exclude(asked_floor=None).order_by("asked_floor").values_list("name", flat=True)
    )


def test_who_wants_to_say_something_stands_with_who_leads_until_they_had_their_turn(evening, hers, phone):
    page = phone.get(evening.get_absolute_url())
    assert ASK in read(page)
    assert ASKED not in read(page)
    assert asked(phone, evening).status_code == 302
    assert ASKED in read(phone.get(evening.get_absolute_url()))
    page = hers.get(door("live_lead", evening)).content.decode()
    assert names(page) == ["Bea"]
    bea = Participant.objects.get()
    assert hers.post(door("live_spoke", evening), {"press": f"{bea.pk}:{bea.asked_at}"}).status_code == 302
    assert names(hers.get(door("live_lead", evening)).content.decode()) == []
    assert ASKED not in read(phone.get(evening.get_absolute_url()))


def test_they_stand_in_the_order_in_which_they_asked_by_name_somebody_or_table(evening, hers):
    guest(evening, "Bram", minutes=1)
    guest(evening, "", minutes=3)
    guest(evening, "", minutes=2, people=4)
    page = hers.get(door("live_lead", evening)).content.decode()
    assert names(page) == ["Iemand", "Een tafel van 4", "Bram"]
    assert names(drawn(ConsoleTopic(), evening, "page", 0)) == ["Iemand", "Een tafel van 4", "Bram"]


def test_asked_twice_is_the_first_time_and_taken_back_is_gone(evening, phone):
    asked(phone, evening)
    first = Participant.objects.get().asked_floor
    revision = again(evening).revision
    asked(phone, evening)
    assert Participant.objects.get().asked_floor == first
    assert again(evening).revision == revision
    for _ in range(2):
        asked(phone, evening, "0")
    assert waiting(evening) == []


def test_a_press_on_an_old_page_does_not_take_off_who_asked_again_since(evening, hers):
    bram = guest(evening, "Bram", minutes=2)
    again(evening).ask_floor(bram, False, clock.now())
    again(evening).ask_floor(bram, True, clock.now())
    press = {"press": f"{bram.pk}:{bram.asked_at}"}
    assert hers.post(door("live_spoke", evening), press, headers={"HX-Request": "true"}).status_code == 200
    assert waiting(evening) == ["Bram"]


@pytest.mark.parametrize("press", ["", "x", "1", "1:x", "1:9999999999999999999"])
def test_a_button_that_does_not_work_takes_nobody_off(evening, hers, press):
    guest(evening, "Bram")
    page = hers.post(door("live_spoke", evening), {"press": press})
    assert page.status_code == 422
    assert "Deze knop werkt niet" in read(page)
    assert waiting(evening) == ["Bram"]


def test_it_stays_over_steps_and_goes_when_the_evening_closes(evening, hers, phone):
    asked(phone, evening)
    step = evening.session.plan_steps[1]
    again(evening).go(step.pk, again(evening).version, clock.now())
    assert waiting(evening) == ["Bea"]
    again(evening).close(clock.now())
    assert waiting(evening) == []
    for more in ({}, {"headers": {"HX-Request": "true"}}):
        assert asked(phone, evening, **more).status_code == 409
    assert "De avond is voorbij" in read(asked(phone, evening))
    Evening.open(again(evening).session, clock.now())
    assert waiting(evening) == []
    again(evening).close(clock.now())
    with pytest.raises(EveningClosed):
        again(evening).spoke(1, clock.now(), clock.now())


def test_the_answer_to_a_press_holds_the_button_and_who_waits(evening, phone):
    page = read(asked(phone, evening, headers={"HX-Request": "true"}))
    pk = Participant.objects.get().pk
    assert f'id="floor-{pk}"' in page
    assert f'data-while="floor-{pk}"' in page
    assert ASKED in page


def test_phones_hear_who_waits_without_a_name_and_only_their_own_place_matters(evening):
    bram = guest(evening, "Bram")
    html = drawn(EveningTopic(), evening, "phone", 0)
    assert f'id="floor-{bram.pk}"' in html
    assert "Bram" not in html
    revision = again(evening).revision
    again(evening).spoke(bram.pk, bram.asked_floor, clock.now())
    html = drawn(EveningTopic(), evening, "phone", revision)
    assert "evening-floor" in html
    assert f'id="floor-{bram.pk}"' not in html


def test_three_are_shown_and_the_others_counted(evening, hers):
    for number in range(10):
        guest(evening, f"Buur {number}", minutes=20 - number)
    page = hers.get(door("live_lead", evening))
    assert names(page.content.decode()) == [f"Buur {number}" for number in range(3)]
    assert "en nog 7" in read(page)


def test_nobody_is_named_if_people_younger_than_16_come(evening, hers):
    guest(evening, "Bram")
    type(evening.session).objects.update(has_under_16=True)
    assert names(hers.get(door("live_lead", evening)).content.decode()) == ["Iemand"]


def test_who_leads_hears_that_a_device_became_a_table_and_that_names_go(evening):
    who = guest(evening, minutes=1)
    guest(evening, "Bram")
    before = again(evening).revision
    seat(who, 3, clock.now())
    assert names(drawn(ConsoleTopic(), evening, "page", before)) == ["Een tafel van 3", "Bram"]
    before = again(evening).revision
    session = again(evening).session
    session.set_who(session.who, "", True)
    assert names(drawn(ConsoleTopic(), evening, "page", before)) == ["Een tafel van 3", "Iemand"]
