"""Two who organise one gathering, at the same time: nobody undoes what the other did."""

import threading

import pytest

from events.models import Gathering
from tests.events.factories import make_gathering, make_place
from tests.events.forms import at, edited
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once

TIMES = 12


@pytest.fixture
def hall(db):
    """A gathering with the small room; there is a large one too."""
    anna = make_member(make_lab(), "Anna", "stadmaker")
    place = make_place(anna, rooms=(30, 60))
    return make_gathering(anna, place=place, room=place.rooms.get(capacity=30), capacity=10)


def again(gathering):
    return Gathering.objects.select_related("lab").get(pk=gathering.pk)


def large(gathering):
    return gathering.place.rooms.get(capacity=60)


def other_room(gathering, room):
    return edited(gathering, place=room.place_id, room=room.pk)


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
        seats = {"capacity": str(11 + number)}
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
