"""The moves of a gathering: each stores the former time and place, and its reason."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from common import clock
from events.models.place_words import place_words, public_place_words

if TYPE_CHECKING:
    from events.models.gathering import Gathering

SHOWN_MOVES = 10


class WhenAndWhere(NamedTuple):
    """The time and place before a change, in words: the place itself may change later.

    `place` is the lab's place; `where` also has the typed text, which may be somebody's own address.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    where: str

    @classmethod
    def of(cls, gathering: "Gathering") -> "WhenAndWhere":
        return cls(gathering.starts_at, gathering.ends_at, public_place_words(gathering), place_words(gathering))


class Move(models.Model):
    """A published gathering got another time, place or link. A field that did not change is empty.

    Its page always shows `from_place`; only the mail to attendees shows `from_where`.
    """

    gathering = models.ForeignKey("events.Gathering", on_delete=models.CASCADE, related_name="moves")
    from_starts_at = models.DateTimeField(null=True, blank=True)
    from_ends_at = models.DateTimeField(null=True, blank=True)
    from_place = models.TextField(blank=True)
    from_where = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"move {self.pk} of gathering {self.gathering_id}"

    @classmethod
    def note(cls, gathering: "Gathering", before: WhenAndWhere, reason: str) -> "Move":
        """Store what differs from `before`. Call it with the gathering locked, after the change."""
        after = WhenAndWhere.of(gathering)
        is_other_time = before[:2] != after[:2]
        is_elsewhere = before.where != after.where
        return cls.objects.create(
            gathering=gathering,
            from_starts_at=before.starts_at if is_other_time else None,
            from_ends_at=before.ends_at if is_other_time else None,
            from_place=before.place if is_elsewhere else "",
            from_where=before.where if is_elsewhere else "",
            reason=reason,
            moved_at=clock.now(),
        )
