"""What a gathering was moved from: each move keeps its own reason."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from common import clock
from events.words import place_words, public_place_words

if TYPE_CHECKING:
    from events.models.gathering import Gathering

SHOWN_MOVES = 10


class WhenAndWhere(NamedTuple):
    """Read before a change, to compare with after it. Where is in words, as a place can change later.

    `place` is that of the lab; `where` with what was typed, which may be somebody's own address.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    where: str

    @classmethod
    def of(cls, gathering: "Gathering") -> "WhenAndWhere":
        return cls(gathering.starts_at, gathering.ends_at, public_place_words(gathering), place_words(gathering))


class Move(models.Model):
    """A published gathering got another time, place or link. What this move left as it was is empty here.

    Its page shows `from_place` for ever; only the mail to those who come says `from_where`.
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
        """Keep what differs from `before`. Call it while the gathering is held, after it was changed."""
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
        )
