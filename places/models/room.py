"""A room of a place; gatherings can book it."""

from typing import NamedTuple

from django.db import models
from django.db.models import Q


class RoomRow(NamedTuple):
    """A room on the form of its place; `pk` is the id of an existing room, which may have a new name."""

    name: str
    capacity: int
    pk: int | None = None


class Room(models.Model):
    """A room of a place, with its capacity."""

    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "events_room"  # see 0044
        ordering = ["-capacity", "name"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="one_room_per_name"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_holds_someone"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomInUse(Exception):
    """A booked room can't be removed."""
