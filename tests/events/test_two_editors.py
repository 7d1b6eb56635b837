"""Two people edit one place at the same time: neither undoes the other's change."""

from datetime import date, time

import pytest

from places.models import Place, Stop
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once
from tests.places.factories import make_place
from tests.places.test_pages import a_photo

TIMES = 12
DAY = date(2026, 12, 1)


@pytest.fixture
def place(db):
    anna = make_member(make_lab(), "Anna", "stadmaker")
    make_member(anna.lab, "Mo", "stadmaker")
    place = make_place(anna, kind="temporary", rooms=(30,), about="Met een kachel.")
    place.set_hours([(1, time(13), time(17))])
    place.set_stops([Stop(first_day=DAY, last_day=DAY, address="Kerkplein")])
    return Place.objects.get()


@pytest.fixture
def both(place):
    return tuple(browser(place.lab.memberships.get(user__name=name)) for name in ("Anna", "Mo"))


def at(place):
    return f"{place.get_absolute_url()}bewerken/"


def opened(client, place, **more):
    """Return the post data of this form, opened now, with these later changes."""
    return sent(client.get(at(place)).context["paper"]) | {
        name.replace("__", "-"): value for name, value in more.items()
    }


def sent(paper):
    data = {}
    for form in (paper.form, *(part for rows in paper.sets for part in (rows.management_form, *rows))):
        for bound in form:
            value = bound.value()
            if value not in (None, False):
                data[bound.html_name] = bound.field.prepare_value(value)
    return data


def send(client, place, data):
    return client.post(at(place), data)


def again(place):
    return Place.objects.with_page().get(pk=place.pk)


def rooms(place):
    return [(room.name, room.capacity) for room in again(place).rooms.all()]


def test_different_things_are_both_kept_and_the_second_reads_so(place, both):
    anna, mo = both
    mine = opened(mo, place, phone="077 000 00 00", hearing_loop="on", rooms__1__name="keuken", rooms__1__capacity="8")
    theirs = opened(anna, place, about="Met brood.", accessible_toilet="on", stops__0__address="Markt")
    assert send(anna, place, theirs | {"hours-0-closes": "18:00"}).status_code == 302
    answer = send(mo, place, mine)
    assert answer.status_code == 302
    now = again(place)
    assert (now.about, now.phone, now.accessible_toilet, now.hearing_loop) == (
        "Met brood.",
        "077 000 00 00",
        True,
        True,
    )
    assert rooms(place) == [("zaal 30", 30), ("keuken", 8)]
    assert [(hours.opens, hours.closes) for hours in now.hours.all()] == [(time(13), time(18))]
    assert [stop.address for stop in now.stops.all()] == ["Markt"]
    page = mo.get(answer["Location"]).text
    kept = "Hoe is het daar? · Aangepast toilet · Wanneer is de plek open? · Waar staat de plek, en wanneer?"
    assert f"Iemand anders veranderde intussen dit, en dat is gebleven: {kept}" in page


def test_what_both_changed_is_shown_side_by_side_and_the_next_press_counts(place, both):
    anna, mo = both
    mine = opened(mo, place, name="Van Mo", about="Van Mo alleen.")
    send(anna, place, opened(anna, place, name="Van Anna", host="Anna zelf"))
    answer = send(mo, place, mine)
    assert answer.status_code == 409
    (one,) = answer.context["differences"]
    assert (one.thing, one.theirs, one.mine) == ("name", "Van Anna", "Van Mo")
    for words in ('value="Van Mo"', "Van Mo alleen.", 'value="Anna zelf"', "Jouw tekst staat er nog."):
        assert words in answer.text, words
    assert again(place).name == "Van Anna", "nothing was saved"
    assert send(mo, place, sent(answer.context["paper"])).status_code == 302
    now = again(place)
    assert (now.name, now.about, now.host) == ("Van Mo", "Van Mo alleen.", "Anna zelf")


def test_the_second_can_leave_it_as_it_is_now(place, both):
    anna, mo = both
    mine = opened(mo, place, rooms__0__capacity="40", about="Van Mo alleen.")
    send(
        anna, place, opened(anna, place, rooms__0__name="grote zaal", rooms__1__name="keuken", rooms__1__capacity="8")
    )
    answer = send(mo, place, mine)
    (one,) = answer.context["differences"]
    assert (one.thing, one.theirs, one.mine) == ("rooms", "grote zaal: 30\nkeuken: 8", "zaal 30: 40")
    assert send(mo, place, sent(answer.context["paper"]) | {"take": "rooms"}).status_code == 302
    assert (rooms(place), again(place).about) == ([("grote zaal", 30), ("keuken", 8)], "Van Mo alleen.")


def test_a_room_that_the_other_gave_another_name_stays_booked(place, both):
    anna, mo = both
    place.change(kind="fixed")
    meeting = make_gathering(place.lab.memberships.get(user__name="Anna"), place=place, room=place.rooms.get())
    mine = opened(mo, place, phone="077 000 00 00")
    send(anna, place, opened(anna, place, rooms__0__name="grote zaal"))
    assert send(mo, place, mine).status_code == 302
    meeting.refresh_from_db()
    assert (rooms(place), meeting.room.name) == ([("grote zaal", 30)], "grote zaal")


def test_the_same_stop_in_another_village_is_a_difference_one_can_see(place, both):
    anna, mo = both
    west, oost = (place.lab.neighbourhoods.create(name=name) for name in ("Weststraat", "Ooststraat"))
    mine = opened(mo, place, stops__0__neighbourhood_id=str(west.pk))
    send(anna, place, opened(anna, place, stops__0__neighbourhood_id=str(oost.pk)))
    (one,) = send(mo, place, mine).context["differences"]
    assert one.theirs.endswith("Kerkplein, Ooststraat")
    assert one.mine.endswith("Kerkplein, Weststraat")


def test_a_photo_of_the_other_is_kept_and_two_photos_are_a_difference(place, both):
    anna, mo = both
    mine, other = opened(mo, place, about="Van Mo."), opened(mo, place, photo_alt="Van Mo")
    assert send(anna, place, opened(anna, place, photo_alt="Van Anna") | {"photo": a_photo()}).status_code == 302
    theirs = again(place).photo.name
    assert send(mo, place, mine).status_code == 302
    now = again(place)
    assert (now.photo.name, now.photo_alt, now.about) == (theirs, "Van Anna", "Van Mo.")
    answer = send(mo, place, other | {"photo": a_photo()})
    assert answer.status_code == 409
    assert [(one.thing, one.theirs, one.mine) for one in answer.context["differences"]][-1] == (
        "photo",
        "Van Anna",
        "Van Mo",
    )
    data = sent(answer.context["paper"])
    assert send(mo, place, data | {"take": "photo"}).status_code == 302
    assert (again(place).photo.name, again(place).photo_alt) == (theirs, "Van Anna")


def test_a_photo_that_the_second_takes_away_is_not_the_new_one_of_the_first(place, both):
    anna, mo = both
    send(anna, place, opened(anna, place, photo_alt="De eerste") | {"photo": a_photo()})
    mine = opened(mo, place, no_photo="on")
    send(anna, place, opened(anna, place, photo_alt="De tweede") | {"photo": a_photo()})
    answer = send(mo, place, mine)
    assert (answer.status_code, again(place).photo_alt) == (409, "De tweede")


@pytest.mark.parametrize("was", ["", "x", "name", "name:", ":::", "name:x name:y", "\x00", "x" * 5000])
def test_without_a_sense_of_what_was_there_all_that_differs_is_shown(place, both, was):
    anna, mo = both
    mine = opened(mo, place, about="Van Mo.", was=was)
    send(anna, place, opened(anna, place, name="Van Anna"))
    answer = send(mo, place, mine)
    assert answer.status_code in (409, 422)
    assert again(place).name == "Van Anna"
    if answer.status_code == 409:
        assert {one.thing for one in answer.context["differences"]} == {"name", "about"}


def test_the_same_form_twice_is_one_change(place, both):
    anna, _mo = both
    data = opened(anna, place, name="Ander plein", rooms__1__name="keuken", rooms__1__capacity="8")
    assert [send(anna, place, data).status_code for _press in range(2)] == [302, 302]
    assert (again(place).name, rooms(place)) == ("Ander plein", [("zaal 30", 30), ("keuken", 8)])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_lose_nothing(place, both):
    anna, mo = both
    for number in range(TIMES):
        forms = [
            (tab(anna), opened(anna, place, about=f"Avond {number}")),
            (tab(mo), opened(mo, place, rooms__0__capacity=str(31 + number))),
        ]
        answers = all_at_once([lambda one=one: send(one[0], place, one[1]).status_code for one in forms], threads=2)
        assert answers == [302, 302]
        assert (again(place).about, rooms(place)) == (f"Avond {number}", [("zaal 30", 31 + number)])
