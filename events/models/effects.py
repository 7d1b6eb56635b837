"""The effects of a change of a place on coming gatherings there, and on their attendees."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F

from common import clock
from common.times import days
from events import live
from events.models import letters
from events.models.booking import Booking
from events.models.place_words import no_place
from events.models.states import State
from labs.models import Membership

if TYPE_CHECKING:
    from events.models import Gathering
    from ideas.models import Idea
    from places.models import Place, Room


class Stay(NamedTuple):
    """What people must know to find a gathering at its place.

    `holds`: capacity of the booked room.
    """

    name: str
    addresses: tuple[str, ...]  # usually one; a travelling place may have another one on the next day
    exactly: str
    link: str  # to join online, if the gathering has no link of its own
    is_there: bool
    room: str
    holds: int | None

    @classmethod
    def of(cls, gathering: "Gathering", place: "Place", room: "Room | None") -> "Stay":
        starts_at, ends_at = gathering.starts_at, gathering.ends_at
        on_days = [place.address_on(day) for day in days(starts_at, ends_at)] if starts_at and ends_at else []
        return cls(
            name=place.name,
            addresses=tuple(dict.fromkeys(on_days or [place.address])),
            exactly=gathering.where,
            link="" if gathering.link else place.link,
            is_there=place.is_there_for(starts_at, ends_at),
            room=room.name if room else "",
            holds=room.capacity if room else None,
        )

    @property
    def words(self) -> str:
        return ", ".join(filter(None, [self.name, *self.addresses, self.exactly])) if self.is_there else no_place()


class Effect(NamedTuple):
    """The effect of a change of the place on one gathering, which had that number of `seats` before."""

    gathering: "Gathering"
    before: Stay
    after: Stay
    seats: int

    @property
    def is_gone(self) -> bool:
        return self.before.is_there and not self.after.is_there

    @property
    def is_back(self) -> bool:
        return self.after.is_there and not self.before.is_there

    @property
    def has_moved(self) -> bool:
        """Is the place still there for this gathering, but at another address?"""
        return self.before.is_there and self.after.is_there and self.before.addresses != self.after.addresses

    @property
    def has_another_link(self) -> bool:
        return self.after.is_there and self.before.link != self.after.link

    @property
    def is_too_small(self) -> bool:
        """Does the booked room hold fewer people than before, and fewer than the number of seats?"""
        before, after = self.before.holds, self.after.holds
        return before is not None and after is not None and after < before and after < self.seats

    @property
    def has_too_many(self) -> bool:
        """Did the booked room become smaller, and do more people attend than it holds now?"""
        return self.is_too_small and self.gathering.taken > (self.after.holds or 0)

    @property
    def people(self) -> int:
        return self.gathering.taken

    @property
    def is_awaited(self) -> bool:
        return bool(self.gathering.taken or self.gathering.waiting)

    @property
    def sign(self) -> tuple[int, Stay, Stay]:
        return self.gathering.pk, self.before, self.after

    @property
    def must_be_told(self) -> bool:
        if self.gathering.state == State.DATES:  # nobody attends yet; the organisers choose a place with the date
            return self.is_gone or self.is_back
        return any((self.is_gone, self.is_back, self.has_moved, self.has_another_link, self.is_too_small))

    @property
    def is_in_calendars(self) -> bool:
        return self.before[:5] != self.after[:5]


def stays(place: "Place", gatherings: "list[Gathering]", **instead: Any) -> "dict[int, Stay]":
    """Return the Stay of each gathering by id; its place as stored, except for `instead`. Three queries."""
    now = type(place).objects.prefetch_related("stops").get(pk=place.pk)
    for name, value in instead.items():
        setattr(now, name, value)
    found = {gathering.pk: gathering for gathering in gatherings}
    rooms = {
        booking.gathering_id: booking.room
        for booking in Booking.objects.filter(gathering__in=found).select_related("room")
    }
    for gathering in gatherings:
        gathering.place = now
    return {pk: Stay.of(gathering, now, rooms.get(pk)) for pk, gathering in found.items()}


def between(gatherings: "list[Gathering]", before: dict[int, Stay], after: dict[int, Stay]) -> list[Effect]:
    return [Effect(one, before[one.pk], after[one.pk], one.capacity or one.taken) for one in gatherings]


def foreseen(place: "Place", gatherings: "list[Gathering]", **words: Any) -> list[Effect]:
    """Return what people must be told if these fields of the place changed."""
    changes = between(gatherings, stays(place, gatherings), stays(place, gatherings, **words))
    return [change for change in changes if change.must_be_told]


def tell(effect: Effect, ideas: "list[Idea]", by: Membership | None) -> None:
    """Update a locked gathering, and mail its people if they must know.

    The capacity drops to that of the room, but attendees keep their seats: the organisers decide.
    """
    gathering = effect.gathering
    values: dict[str, Any] = {"words_revision": F("revision") + 1}
    if effect.is_in_calendars or effect.must_be_told:
        values |= {"sequence": F("sequence") + 1, "changed_at": clock.now()}
    if effect.before.is_there != effect.after.is_there or effect.is_too_small:
        values |= {"seats_revision": F("revision") + 1, "lacks_place": not effect.after.is_there}
    if effect.is_too_small and gathering.capacity is not None and effect.after.holds is not None:
        values["capacity"] = max(effect.after.holds, gathering.taken)
    gathering.advance(**values)
    live.gathering_changed(gathering)
    if effect.before.words != effect.after.words:
        gathering.ideas_hear(ideas)
    if effect.must_be_told:
        letters.place_changed(effect, by)
