"""The booking of a room by a gathering. Bookings of a room never overlap."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from events.models.states import RoomTaken
from places.models.room import Room

if TYPE_CHECKING:
    from events.models.gathering import Gathering


class Booking(models.Model):
    """A gathering has a room from `starts_at` until just before `ends_at`: bookings may follow each other directly.

    The database guarantees it, by migration 0002: an exclusion constraint on PostgreSQL, triggers on SQLite.
    """

    gathering = models.OneToOneField("events.Gathering", on_delete=models.CASCADE, related_name="booking")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["room", "starts_at"], name="bookings_of_a_room")]

    def __str__(self) -> str:
        return f"{self.room}: {self.gathering}"

    @classmethod
    def give(cls, gathering: "Gathering", room: Room | None) -> None:
        """Give a locked gathering this room at its time, instead of its earlier one. Raises RoomTaken.

        The rows of both rooms are locked first, so that simultaneous bookings wait in line and find the room taken.
        With an exclusion constraint alone, two inserts, or an insert and a delete, can deadlock.
        """
        had = cls.objects.filter(gathering=gathering)
        concerned = {*had.values_list("room_id", flat=True), *([room.pk] if room else [])}
        list(Room.objects.select_for_update(no_key=True).filter(pk__in=concerned).order_by("pk"))
        had.delete()
        if room is None or gathering.starts_at is None or gathering.ends_at is None:
            return
        times = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at}
        try:
            with transaction.atomic():
                cls.objects.create(gathering=gathering, room=room, **times)
        except IntegrityError as refused:
            in_the_way = cls.in_the_way(room, gathering.starts_at, gathering.ends_at)
            if in_the_way is None:
                raise
            raise RoomTaken(in_the_way) from refused

    @classmethod
    def in_the_way(cls, room: Room, starts_at: datetime, ends_at: datetime) -> "Booking | None":
        """Return the first booking that overlaps this time."""
        overlapping = cls.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
        return overlapping.select_related("gathering__lab", "room").order_by("starts_at").first()
