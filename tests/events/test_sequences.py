"""Of two entries with one UID a calendar keeps the one with the higher SEQUENCE: that must be the current one."""

from datetime import timedelta

from events.ics import CalendarEntry
from tests.events.factories import enter, make_gathering
from tests.places.factories import make_place


def test_everybodys_file_of_a_gathering_that_moved_is_newer_than_what_anyone_had(anna, bram):
    gathering = make_gathering(anna, capacity=1)
    for _time in range(9):
        gathering.sign_up(bram)
        gathering.party_of(bram).withdraw()
    gathering.sign_up(bram)
    had = CalendarEntry(gathering, gathering.party_of(bram)).sequence
    assert had > CalendarEntry(gathering).sequence, "their own says more, as long as nothing moved"
    later = gathering.starts_at + timedelta(days=1)
    gathering.change(None, starts_at=later, ends_at=later + timedelta(hours=2))
    assert CalendarEntry(gathering).sequence > had
    assert CalendarEntry(gathering, gathering.party_of(bram)).sequence > CalendarEntry(gathering).sequence


def test_however_often_one_party_changes_the_next_move_is_newer(anna, bram):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    party = gathering.party_of(bram)
    party.sequence = 500
    had = CalendarEntry(gathering, party).sequence
    gathering.change(None, title="Soep")
    assert CalendarEntry(gathering).sequence > had


def test_a_room_smaller_than_the_seats_is_newer_in_calendars(anna):
    place = make_place(anna, rooms=(10,))
    room = place.rooms.get()
    gathering = make_gathering(anna, place=place, capacity=10)
    gathering.change(room)
    enter(gathering, anna, "Jan")
    gathering.refresh_from_db()
    before = gathering.sequence, gathering.changed_at
    place.set_rooms([(room.name, 4)])
    gathering.refresh_from_db()
    assert gathering.sequence == before[0] + 1
    assert gathering.changed_at > before[1]
