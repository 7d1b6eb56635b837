"""What a place must know of the things in higher apps that use it. Each such app joins USED_BY with a `Use`."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

from common.joins import ExtensionPoint

if TYPE_CHECKING:
    from labs.models import Membership
    from places.models.place import Place
    from places.models.room import Room

MOST_SHOWN = 12


class Effect(Protocol):
    """What a change of a place means for one coming thing there. The app that owns the thing renders it."""

    @property
    def people(self) -> int:
        """The number of attendees."""

    @property
    def is_awaited(self) -> bool:
        """Does anybody attend, or wait to attend?"""

    @property
    def sign(self) -> tuple[Any, ...]:
        """Values that identify the thing and how it changes; without the number of attendees."""


class Use(Protocol):
    """All coming things of one app at one place. A change of the place calls these methods, in this order."""

    def hold(self) -> None:
        """Lock the coming things, after the rows that show them. The place is locked after this."""

    def is_complete(self) -> bool:
        """Check under the place's lock that nothing was added or removed before the lock."""

    def remember(self) -> None:
        """Store the current state, before the place changes."""

    def give_up(self, room: "Room") -> None:
        """Remove `room` from past things, because it is deleted. A coming thing prevents that deletion."""

    def effects(self) -> Sequence[Effect]:
        """Return what people must be told, after the place has changed."""

    def tell(self, by: "Membership | None") -> None:
        """Update the pages that show these things, and mail the people concerned, except `by`."""

    def foresee(self, words: dict[str, Any]) -> Sequence[Effect]:
        """Return what people would have to be told if these fields changed. Locks and writes nothing."""

    def left_behind(self) -> list[str]:
        """Return the titles of things here at a time when the place isn't there."""


USED_BY: "ExtensionPoint[Callable[[Place], Use]]" = ExtensionPoint(
    "places.models.use.USED_BY",
    "The things at a place: locked and updated when the place changes. Each app gives a `Use`, made for one place.",
)


class Concerns(Exception):
    """This change must be told to attendees, and the person who makes it has not agreed yet: nothing is written."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        super().__init__(f"{len(effects)} effects")
        self.effects = effects

    @property
    def shown(self) -> Sequence[Effect]:
        """The effects that the page lists; a longer list would not be read."""
        return self.effects[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.effects) - len(self.shown)

    @property
    def people(self) -> int:
        return sum(effect.people for effect in self.effects)

    @property
    def reaches_people(self) -> bool:
        """Does anybody attend, or wait to attend?"""
        return any(effect.is_awaited for effect in self.effects)

    @property
    def token(self) -> str:
        """A token to send back with the same change: other effects need another token, more attendees don't."""
        told = [effect.sign for effect in self.effects]
        return blake2b(repr(told).encode(), digest_size=16).hexdigest()
