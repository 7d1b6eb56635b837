"""What a place must know of what happens at it. Whoever uses places answers, by adding a `Use` to USED_BY."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from labs.models import Membership
    from places.models.place import Place
    from places.models.room import Room

MOST_SHOWN = 12


class Effect(Protocol):
    """What a change of a place means for one thing that is still to come there; shown by the app that uses it."""

    @property
    def people(self) -> int:
        """How many come to it."""

    @property
    def is_awaited(self) -> bool:
        """Whether anybody comes, or waits to."""

    @property
    def sign(self) -> tuple[Any, ...]:
        """What it is about, and how that changes; not how many come."""


class Use(Protocol):
    """All that is still to come at one place, of one app. A change of the place calls these in this order."""

    def hold(self) -> None:
        """Lock what is to come, and before that what shows it. The place is locked after this."""

    def is_complete(self) -> bool:
        """Ask under the lock of the place whether nothing came or went before it was locked."""

    def remember(self) -> None:
        """Keep how all of it stands, before the place changes."""

    def give_up(self, room: "Room") -> None:
        """Let go of `room` where that is over: it is removed. Whatever still needs it protects it."""

    def effects(self) -> Sequence[Effect]:
        """What people must hear of, now that the place has changed."""

    def tell(self, by: "Membership | None") -> None:
        """Show all of it anew, and write to those who must hear of it, except to `by` who knows."""

    def foresee(self, words: dict[str, Any]) -> Sequence[Effect]:
        """What people would have to hear of if these words of the place changed. Needs no lock, writes nothing."""

    def left_behind(self) -> list[str]:
        """Titles of what goes on here at a time when the place isn't there."""


USED_BY: "list[Callable[[Place], Use]]" = []  # by higher apps


class Concerns(Exception):
    """People who come must hear of this change, and who makes it didn't agree to that yet: nothing is written."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        super().__init__(f"{len(effects)} effects")
        self.effects = effects

    @property
    def shown(self) -> Sequence[Effect]:
        """Not more than people read."""
        return self.effects[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.effects) - len(self.shown)

    @property
    def people(self) -> int:
        return sum(effect.people for effect in self.effects)

    @property
    def reaches_people(self) -> bool:
        """Whether anybody comes, or waits to."""
        return any(effect.is_awaited for effect in self.effects)

    @property
    def token(self) -> str:
        """To send back with the same change: it tells these effects from any others, not from a few people more."""
        told = [effect.sign for effect in self.effects]
        return blake2b(repr(told).encode(), digest_size=16).hexdigest()
