"""Two people edit one gathering at the same time: neither undoes the other's change."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Gathering
from tests.events.factories import make_gathering
from tests.events.forms import at, edited, opened
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once
from tests.places.factories import make_place

TIMES = 12


@pytest.fixture
def hall(db):
    """A gathering in the small room; there is a large one too."""
    anna = make_member(make_lab(), "Anna", "stadmaker")
    place = make_place(anna, rooms=(30, 60))
    return make_gathering(anna, place=place, room=place.rooms.get(capacity=30), capacity=10)


def again(gathering):
    return Gathering.objects.select_related("lab").get(pk=gathering.pk)


def large(gathering):
    return gathering.place.rooms.get(capacity=60)


def other_room(gathering, room):
    return edited(gathering, place=room.place_id, room=room.pk)


def test_a_form_that_is_behind_is_compared_without_a_lock(hall):
    mine, anna = edited(hall, title="Mijn titel"), browser(hall.made_by)
    again(hall).change(hall.room, title="Van een ander")
    with CaptureQueriesContext(connection) as sent:
        response = anna.post(at("gathering_edit", hall), mine)
    assert response.status_code == 409
    assert "Van een ander" in response.text
    assert [query["sql"] for query in sent if not query["sql"].startswith("SELECT")] == []


# Another number of seats, while the other takes another room


def test_other_seats_keep_the_room_that_was_taken_meanwhile(hall):
    seen_before = again(hall)
    hall.change(large(hall))
    seen_before.set_capacity(20)
    hall.refresh_from_db()
    assert (hall.room, hall.capacity) == (large(hall), 20)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_other_seats_and_another_room_at_once_are_both_kept(hall):
    anna = browser(hall.made_by)
    small, rooms = hall.room, []
    for number in range(TIMES):
        hall = again(hall)
        hall.change(small)
        seats = opened(anna, "gathering_capacity", hall, capacity=str(11 + number))
        acts = [
            lambda seats=seats: tab(anna).post(at("gathering_capacity", hall), seats).status_code,
            lambda: again(hall).change(large(hall)) and 302,
        ]
        assert all_at_once(acts, threads=2) == [302, 302]
        rooms.append((again(hall).room, again(hall).capacity))
    assert rooms == [(large(hall), 11 + number) for number in range(TIMES)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_a_room_that_was_looked_up_before_the_lock_undoes_the_other(hall):
    looked, moved = threading.Event(), threading.Event()

    def seats():
        gathering = again(hall)
        room = gathering.room
        looked.set()
        moved.wait(10)
        gathering.change(room, capacity=20)

    def move():
        looked.wait(10)
        again(hall).change(large(hall))
        moved.set()

    all_at_once([seats, move], threads=2)
    assert again(hall).room != large(hall)


def test_a_number_that_is_refused_does_not_stand_on_the_page_as_if_it_were_saved(hall):
    page = browser(hall.made_by).post(
        at("gathering_capacity", hall), opened(browser(hall.made_by), "gathering_capacity", hall, capacity="77")
    )
    assert page.status_code == 422
    assert page.context["gathering"].capacity == 10
    assert "Nog 10 plekken vrij" in page.text


# The form: changes by one are kept, changes by both are shown


@pytest.fixture
def both(hall):
    """The browsers of Anna and Mo, who both organise it."""
    mo = make_member(hall.lab, "Mo", "stadmaker")
    hall.set_organisers([hall.made_by, mo])
    return browser(hall.made_by), browser(mo)


def send(client, gathering, data):
    return client.post(at("gathering_edit", gathering), data)


def test_different_things_are_both_kept_and_the_second_reads_so(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, programme="19:30 Soep", room=str(large(hall).pk))
    assert (
        send(anna, hall, opened(anna, "gathering_edit", hall, title="Open tafel", about="Met brood.")).status_code
        == 302
    )
    answer = send(mo, hall, mine)
    assert answer.status_code == 302
    hall = again(hall)
    assert (hall.title, hall.about, hall.programme, hall.room) == (
        "Open tafel",
        "Met brood.",
        "19:30 Soep",
        large(hall),
    )
    page = mo.get(answer["Location"]).text
    assert "Iemand anders veranderde intussen dit, en dat is gebleven: Hoe heet het? · Waar gaat het over?" in page


def test_what_both_changed_is_shown_side_by_side_and_the_next_press_counts(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, title="Van Mo", about="Van Mo alleen.")
    send(anna, hall, opened(anna, "gathering_edit", hall, title="Van Anna", programme="20:00 Van Anna"))
    answer = send(mo, hall, mine)
    assert answer.status_code == 409
    (one,) = answer.context["differences"]
    assert (one.thing, one.theirs, one.mine) == ("title", "Van Anna", "Van Mo")
    for words in ('value="Van Mo"', "Van Mo alleen.", "20:00 Van Anna", "Jouw tekst staat er nog."):
        assert words in answer.text, words
    assert again(hall).title == "Van Anna", "nothing was saved"
    form = answer.context["form"]
    assert send(mo, hall, {name: form.data[name] for name in form.data if name != "take"}).status_code == 302
    hall = again(hall)
    assert (hall.title, hall.about, hall.programme) == ("Van Mo", "Van Mo alleen.", "20:00 Van Anna")


def test_the_second_can_leave_it_as_it_is_now(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, title="Van Mo", about="Van Mo alleen.")
    send(anna, hall, opened(anna, "gathering_edit", hall, title="Van Anna"))
    form = send(mo, hall, mine).context["form"]
    assert send(mo, hall, {**{name: form.data[name] for name in form.data}, "take": "title"}).status_code == 302
    assert (again(hall).title, again(hall).about) == ("Van Anna", "Van Mo alleen.")


def test_a_day_and_its_hours_are_one_thing(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, starts="20:00")
    send(anna, hall, opened(anna, "gathering_edit", hall, ends="22:30"))
    answer = send(mo, hall, mine)
    assert [one.thing for one in answer.context["differences"]] == ["when"]
    assert "19.30 tot 22.30 uur" in answer.text
    assert "20.00 tot 21.30 uur" in answer.text


def test_organisers_that_the_other_took_off_do_not_come_back(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, title="Van Mo")
    third = make_member(hall.lab, "Derde", "stadmaker")
    everyone = [str(one.pk) for one in (*hall.organisers.all(), third)]
    send(anna, hall, opened(anna, "gathering_edit", hall, organisers=everyone))
    assert send(mo, hall, mine).status_code == 302
    hall = again(hall)
    assert (hall.title, sorted(one.name for one in hall.organisers.all())) == ("Van Mo", ["Anna", "Derde", "Mo"])


def test_other_organisers_alone_are_no_reason_to_undo_those_of_the_other(hall, both):
    anna, mo = both
    third, fourth = (make_member(hall.lab, name, "stadmaker") for name in ("Derde", "Vierde"))
    there = [str(one.pk) for one in hall.organisers.all()]
    mine = opened(mo, "gathering_edit", hall, organisers=[*there, str(fourth.pk)])
    send(anna, hall, opened(anna, "gathering_edit", hall, organisers=[*there, str(third.pk)]))
    answer = send(mo, hall, mine)
    assert answer.status_code == 409
    (one,) = answer.context["differences"]
    assert (one.theirs, one.mine) == ("Anna, Derde, Mo", "Anna, Mo, Vierde")


def test_everybody_just_walks_in_meanwhile(hall, both):
    """The second person's number of seats is dropped, because the first made it walk-in."""
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, title="Van Mo")
    send(anna, hall, opened(anna, "gathering_edit", hall, entry="walk_in", capacity=""))
    assert send(mo, hall, mine).status_code == 302
    hall = again(hall)
    assert (hall.title, hall.entry, hall.capacity) == ("Van Mo", "walk_in", None)


def test_what_was_merged_has_to_fit_too(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, capacity="25")
    small = make_place(hall.made_by, "Keuken", rooms=(12,))
    send(anna, hall, opened(anna, "gathering_edit", hall, place=str(small.pk), room=str(small.rooms.get().pk)))
    answer = send(mo, hall, mine)
    assert answer.status_code == 422
    assert "passen 12 mensen" in answer.text


@pytest.mark.parametrize("was", ["", "x", "title", "title:", ":::", "title:x title:y", "\x00"])
def test_without_a_sense_of_what_was_there_all_that_differs_is_shown(hall, both, was):
    anna, mo = both
    mine = opened(mo, "gathering_edit", hall, about="Van Mo.", was=was)
    send(anna, hall, opened(anna, "gathering_edit", hall, title="Van Anna"))
    answer = send(mo, hall, mine)
    assert answer.status_code in (409, 422)
    assert again(hall).title == "Van Anna"
    if answer.status_code == 409:
        assert {one.thing for one in answer.context["differences"]} == {"title", "about"}


def test_the_same_form_twice_is_one_change(hall, both):
    anna, _mo = both
    data = opened(anna, "gathering_edit", hall, title="Open tafel")
    assert [send(anna, hall, data).status_code for _press in range(2)] == [302, 302]
    assert again(hall).title == "Open tafel"


def test_who_sends_after_the_other_cancelled_reads_so_and_keeps_what_they_typed(hall, both):
    _anna, mo = both
    mine = opened(mo, "gathering_edit", hall, about="Er is soep, en brood.")
    hall.cancel("Het stormt.")
    answer = send(mo, hall, mine)
    assert answer.status_code == 403
    assert "Dit kan niet meer: het is net afgezegd of afgesloten." in answer.text
    assert "Er is soep, en brood.</textarea>" in answer.text
    assert again(hall).about != "Er is soep, en brood."


# The form of the seats alone


def seats(client, gathering, data):
    return client.post(at("gathering_capacity", gathering), data)


def test_two_numbers_of_seats_are_shown_side_by_side_and_the_next_press_counts(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_capacity", hall, capacity="12")
    assert seats(anna, hall, opened(anna, "gathering_capacity", hall, capacity="25")).status_code == 302
    answer = seats(mo, hall, mine)
    assert answer.status_code == 409
    (one,) = answer.context["differences"]
    assert (one.thing, one.theirs, one.mine) == ("capacity", "25", "12")
    assert 'value="12"' in answer.text
    assert again(hall).capacity == 25, "nothing was saved"
    data = answer.context["form"].data
    assert seats(mo, hall, {name: data[name] for name in data}).status_code == 302
    assert again(hall).capacity == 12


def test_the_second_can_leave_the_number_of_seats_as_it_is_now(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_capacity", hall, capacity="12")
    seats(anna, hall, opened(anna, "gathering_capacity", hall, capacity="25"))
    data = seats(mo, hall, mine).context["form"].data
    answer = seats(mo, hall, {**{name: data[name] for name in data}, "take": "capacity"})
    assert (answer.status_code, again(hall).capacity) == (302, 25)


def test_an_old_number_that_was_not_touched_undoes_nothing_and_the_second_reads_so(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_capacity", hall)
    seats(anna, hall, opened(anna, "gathering_capacity", hall, capacity="25"))
    answer = seats(mo, hall, mine)
    assert (answer.status_code, again(hall).capacity) == (302, 25)
    page = mo.get(answer["Location"]).text
    assert "Er is niets veranderd." in page
    assert "Iemand anders veranderde intussen dit, en dat is gebleven: Hoeveel mensen kunnen komen?" in page


def test_other_seats_and_a_title_that_the_other_changed_are_both_kept(hall, both):
    anna, mo = both
    mine = opened(mo, "gathering_capacity", hall, capacity="12")
    send(anna, hall, opened(anna, "gathering_edit", hall, title="Van Anna", room=str(large(hall).pk)))
    assert seats(mo, hall, mine).status_code == 302
    hall = again(hall)
    assert (hall.title, hall.room, hall.capacity) == ("Van Anna", large(hall), 12)


@pytest.mark.parametrize("bare", [{"seen": ""}, {"was": ""}, {"seen": "", "was": ""}])
def test_a_number_of_seats_that_does_not_know_what_it_started_from_is_shown(hall, both, bare):
    anna, mo = both
    mine = opened(mo, "gathering_capacity", hall, capacity="12") | bare
    seats(anna, hall, opened(anna, "gathering_capacity", hall, capacity="25"))
    assert seats(mo, hall, mine).status_code == 409
    assert again(hall).capacity == 25


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_numbers_of_seats_at_once_one_is_saved_and_one_is_asked(hall, both):
    for number in range(TIMES):
        forms = [
            (tab(client), opened(client, "gathering_capacity", hall, capacity=str(11 + number + 7 * second)))
            for second, client in enumerate(both)
        ]
        answers = all_at_once([lambda one=one: seats(one[0], hall, one[1]).status_code for one in forms], threads=2)
        assert sorted(answers) == [302, 409]
        assert str(again(hall).capacity) == forms[answers.index(302)][1]["capacity"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_lose_nothing(hall, both):
    anna, mo = both
    for number in range(TIMES):
        forms = [
            (tab(anna), opened(anna, "gathering_edit", hall, title=f"Avond {number}")),
            (tab(mo), opened(mo, "gathering_edit", hall, about=f"Ronde {number}")),
        ]
        answers = all_at_once([lambda one=one: send(one[0], hall, one[1]).status_code for one in forms], threads=2)
        assert answers == [302, 302]
        assert (again(hall).title, again(hall).about) == (f"Avond {number}", f"Ronde {number}")
