"""Places for tests."""

from typing import Any

from labs.models import Membership
from places.models import Place, Room


def make_place(
    member: Membership, name: str = "Lab aan het plein", rooms: tuple[int, ...] = (), **words: Any
) -> Place:
    place = Place.make(member, name=name, **words)
    place.set_rooms((f"zaal {n}", n) for n in rooms)
    return place


def make_room(member: Membership, holds: int = 60) -> Room:
    return make_place(member, rooms=(holds,)).rooms.get()
