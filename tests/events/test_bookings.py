"""A room is never double booked: the database refuses, and the error says who has it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from events.models import Booking, RoomTaken
from places.models import RoomInUse
from tests.events.factories import AN_EVENING, make_draft, utc
from tests.places.factories import make_room

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 8, 18, 30)


@pytest.fixture
def room(anna):
    return make_room(anna)


def booked(anna, room, starts_at=EVENING, title="Eerste"):
    return make_draft(anna, title, starts_at=starts_at, place=room.place, room=room)


def test_the_guard_is_there_after_all_migrations(db):
    """On SQLite a migration that remakes the table drops its triggers: then this fails."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT contype FROM pg_constraint WHERE conname = 'room_never_double_booked'")
            assert cursor.fetchall() == [("x",)]
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events_booking'")
            names = {name for (name,) in cursor.fetchall()}
            assert names == {"room_never_double_booked_INSERT", "room_never_double_booked_UPDATE"}


@pytest.mark.parametrize(
    ("begins", "lasts"),
    [(0, 2), (-1, 2), (1, 2), (-1, 4), (0.5, 1)],
    ids=["the same", "into its begin", "out of its end", "around it", "within it"],
)
def test_an_overlap_is_refused_and_says_what_stands_in_the_way(anna, room, begins, lasts):
    first = booked(anna, room)
    starts_at = EVENING + timedelta(hours=begins)
    with pytest.raises(RoomTaken) as refused:
        make_draft(
            anna,
            "Tweede",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=lasts),
            place=room.place,
            room=room,
        )
    assert refused.value.booking.gathering == first
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("begins", [-AN_EVENING, AN_EVENING], ids=["before it", "after it"])
def test_one_after_another_is_fine(anna, room, begins):
    booked(anna, room)
    booked(anna, room, EVENING + begins, "Tweede")
    assert room.bookings.count() == 2


def test_it_may_move_into_its_own_time_but_not_into_that_of_another(anna, room):
    first = booked(anna, room)
    booked(anna, room, EVENING + timedelta(days=1), "Tweede")
    half = EVENING + timedelta(hours=1)
    first.change(room, starts_at=half, ends_at=half + AN_EVENING)
    assert Booking.objects.get(gathering=first).starts_at == half
    later = EVENING + timedelta(days=1, hours=1)
    with pytest.raises(RoomTaken):
        first.change(room, starts_at=later, ends_at=later + AN_EVENING)
    first.refresh_from_db()
    assert (first.starts_at, Booking.objects.get(gathering=first).starts_at) == (half, half)
    first.change(None)
    assert room.bookings.count() == 1


def test_another_room_is_another_matter(anna, room):
    room.place.set_rooms([(room.name, 60), ("keuken", 12)])
    booked(anna, room)
    booked(anna, room.place.rooms.get(name="keuken"), title="Koken")
    assert Booking.objects.count() == 2


def test_whatever_writes_to_the_table_is_refused(anna, room):
    first = booked(anna, room)
    second = booked(anna, room, EVENING + timedelta(days=1), "Tweede")
    third = make_draft(anna, "Derde", starts_at=EVENING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(gathering=second).update(starts_at=EVENING, ends_at=EVENING + AN_EVENING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.bulk_create(
            [Booking(gathering=third, room=room, starts_at=first.starts_at, ends_at=first.ends_at)]
        )


def test_a_room_that_is_booked_stays(anna, room):
    booked(anna, room)
    with pytest.raises(RoomInUse):
        room.place.set_rooms([("keuken", 12)])
    assert list(room.place.rooms.all()) == [room]
