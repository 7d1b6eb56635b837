"""A gathering changes: its words, time, place, room or seats; verbs of a gathering."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from events.models import aloud, letters
from events.models.hidden import TURNED
from events.models.moves import Move, WhenAndWhere
from events.models.states import CHANGEABLE, SeatsTaken, State
from ideas.models import Moved
from labs.models import Membership
from labs.written import written
from places.models import Room

if TYPE_CHECKING:
    from events.models.gathering import Gathering

IN_CALENDARS = {"title", "about", "programme", "place", "room", "where", "link", "starts_at", "ends_at"}
WHERE_AND_WHEN = {"place", "where", "link", "starts_at", "ends_at"}
IN_LISTS = WHERE_AND_WHEN | {"title"}


@transaction.atomic
def change(
    gathering: "Gathering",
    room: Room | None,
    seen: int | None = None,
    to_line: bool = False,
    reason: str = "",
    by: Membership | None = None,
    **words: Any,
) -> set[str]:
    """Change words, time, place, room or seats; return the names of what changed.

    Each affected person, and for a move each organiser except `by`, gets one mail with the final state. `reason`
    is stored only with a move. A capacity below the taken seats raises SeatsTaken, or with `to_line` moves the
    last parties to the waiting list. Raises RoomTaken; ValidationError when it doesn't fit; ideas.models.Moved
    when `seen` isn't the last `words_revision`, or when it was cancelled or hidden meanwhile.
    """
    ideas = gathering.hold_with_table()
    if gathering.state not in CHANGEABLE or gathering.is_hidden:
        raise Moved(gathering)
    changed = {name: value for name, value in words.items() if getattr(gathering, name) != value}
    if gathering.room != room:
        changed["room"] = room
    if not changed:
        return set()
    if seen is not None and seen != gathering.words_revision:
        raise Moved(gathering)
    moves = gathering.state == State.PUBLISHED and bool(changed.keys() & WHERE_AND_WHEN)
    before, back_in_line = WhenAndWhere.of(gathering), []
    capacity = changed.get("capacity", gathering.capacity)
    if capacity is not None and capacity < gathering.taken:
        if not to_line:
            raise SeatsTaken(gathering.taken)
        back_in_line = gathering.lower_capacity(capacity)
    fields = {name: value for name, value in changed.items() if name != "room"}
    if moves:
        fields["reason"] = reason
    is_elsewhere = bool(changed.keys() & {"room", "place", "capacity", "starts_at", "ends_at"})
    if is_elsewhere:
        fields |= {"place": gathering.hold_place(changed.get("place", gathering.place)), "lacks_place": False}
    if moves and "starts_at" in changed:
        fields["moved_from"] = gathering.starts_at
    if gathering.state != State.DRAFT and changed.keys() & IN_CALENDARS:
        fields["sequence"] = F("sequence") + 1
    gathering._show(ideas, bool(changed.keys() & IN_LISTS), **fields)
    gathering.statuses_follow(ideas, before.starts_at, gathering.starts_at)
    for show in (aloud.show_when_renamed, *TURNED) if "title" in changed else ():
        show(gathering)
    if is_elsewhere:
        gathering.book(room)
    letters.changed(
        gathering, gathering.call_up(), back_in_line, Move.note(gathering, before, reason) if moves else None, by
    )
    if gathering.state != State.DRAFT:
        written(gathering, by, changed.values())
    return set(changed)


@transaction.atomic
def set_capacity(gathering: "Gathering", capacity: int | None, to_line: bool = False) -> set[str]:
    """Change only the seats; it reads the room under the lock, so that a room chosen meanwhile stays."""
    gathering.hold_with_table()
    return gathering.change(gathering.room, to_line=to_line, capacity=capacity)
