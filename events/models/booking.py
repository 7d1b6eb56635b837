"""A room for the time of a gathering. Two that overlap can't exist."""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from events.models.place import Room
from events.models.states import RoomTaken


class Booking(models.Model):
    """A gathering has a room from `starts_at` until just before `ends_at`: one after another is no overlap.

    The database keeps this promise, by migration 0002: an exclusion constraint on PostgreSQL, triggers on SQLite.
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
    def take(cls, gathering_id: int, room: Room, starts_at: datetime, ends_at: datetime) -> "Booking":
        """Book `room`. Raises RoomTaken.

        The room's row is locked first, so whoever comes at the same time waits in line and finds it taken; two inserts
        that meet in an exclusion constraint would wait for each other.
        """
        Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        times = {"starts_at": starts_at, "ends_at": ends_at}
        try:
            with transaction.atomic():
                return cls.objects.create(gathering_id=gathering_id, room=room, **times)
        except IntegrityError as refused:
            in_the_way = cls.in_the_way(room, starts_at, ends_at)
            if in_the_way is None:
                raise
            raise RoomTaken(in_the_way) from refused

    @classmethod
    def in_the_way(cls, room: Room, starts_at: datetime, ends_at: datetime) -> "Booking | None":
        """The first that overlaps."""
        overlapping = cls.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
        return overlapping.select_related("gathering__lab", "room").order_by("starts_at").first()
