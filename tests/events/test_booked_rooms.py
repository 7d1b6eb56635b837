"""Changes of a place's rooms while one of them is booked."""

import pytest

from places.models import RoomInUse, RoomRow
from tests.events.factories import utc
from tests.events.test_places_ask_first import sent_form
from tests.places.factories import make_place
from tests.places.test_pages import rows

pytestmark = pytest.mark.usefixtures("in_november")


def test_a_booked_room_can_be_renamed(client, mo, evening, hall):
    client.force_login(mo.user)
    room = hall.rooms.get()
    new = rows("rooms", {"pk": room.pk, "name": "grote zaal", "capacity": 60}, there=1)
    assert client.post(f"{hall.get_absolute_url()}bewerken/", sent_form(hall, **new)).status_code == 302
    assert (evening.room, evening.room.name) == (room, "grote zaal")
    assert f'name="rooms-0-pk" value="{room.pk}"' in client.get(f"{hall.get_absolute_url()}bewerken/").text


def test_rooms_swap_their_names_and_keep_what_is_booked(evening, hall):
    big = hall.rooms.get()
    hall.set_rooms([RoomRow("zaal 60", 60, big.pk), RoomRow("keuken", 12)])
    small = hall.rooms.get(name="keuken")
    hall.set_rooms([RoomRow("keuken", 60, big.pk), RoomRow("zaal 60", 12, small.pk)])
    assert sorted(hall.rooms.values_list("pk", "name", "capacity")) == [
        (big.pk, "keuken", 60),
        (small.pk, "zaal 60", 12),
    ]
    assert evening.room == big


def test_a_room_of_another_place_or_no_room_at_all_is_a_new_one(anna, hall, evening):
    other = make_place(anna, "Elders", rooms=(8,))
    theirs = other.rooms.get()
    hall.set_rooms([("zaal 60", 60), RoomRow("hok", 4, theirs.pk), RoomRow("gang", 5, 10**17)])
    assert sorted(hall.rooms.values_list("name", flat=True)) == ["gang", "hok", "zaal 60"]
    theirs.refresh_from_db()
    assert (theirs.place, theirs.name) == (other, "zaal 8")


@pytest.mark.parametrize("pk", ["", "x", "-1", "9" * 40, "²"])
def test_nonsense_for_a_room_is_no_crash(client, mo, hall, pk):
    client.force_login(mo.user)
    rooms = rows("rooms", {"pk": pk, "name": "zaal 60", "capacity": 60}, there=1)
    answer = client.post(f"{hall.get_absolute_url()}bewerken/", sent_form(hall, **rooms))
    assert (answer.status_code, hall.rooms.count()) == (302, 1)


def test_a_room_stays_only_as_long_as_it_is_booked_for_what_is_to_come(evening, hall):
    with pytest.raises(RoomInUse):
        hall.set_rooms([])
    evening.booking.__class__.objects.update(starts_at=utc(2026, 11, 1, 18), ends_at=utc(2026, 11, 1, 20))
    hall.set_rooms([])
    assert not hall.rooms.exists()
